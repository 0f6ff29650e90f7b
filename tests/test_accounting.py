"""An invariant over all real files: what the file says is in the text or in the ledger."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.accounting import unaccounted
from benchmarks.identity import MOTIONS, read_lines, read_paper
from benchmarks.reading import LETTERS
from qa.letters import read_letter

FORMS = {".pdf", ".docx", ".odt", ".xml", ".html", ".txt"}
NO_LETTERS = {"blg-1007826.pdf"}  # a scan
FILES = sorted(
    path
    for folder in ("pdf", "docx", "odt", "html", "xml", "txt_pages", "more")
    for path in (LETTERS / folder).glob("*")
    if path.suffix in FORMS and path.name not in NO_LETTERS and not path.name.startswith("h-tk")
)
real = pytest.mark.skipif(not FILES, reason="the real letters are not here")


@real
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_all_that_a_file_says_is_in_the_text_or_in_the_ledger(path: Path) -> None:
    lost, _ = unaccounted(read_letter(path), path.read_bytes())
    assert not lost, f"nowhere: {''.join(sorted(lost.elements()))[:80]!r}"


@real
def test_all_that_papers_of_the_house_say_is_in_the_text_or_in_the_ledger() -> None:
    papers = read_lines(MOTIONS / "papers.jsonl.gz")
    for paper in random.Random(19).sample(papers, 1_500):
        lost, made = unaccounted(read_paper(paper), paper["xml"].encode())
        assert not lost, paper["id"]
        assert not made, paper["id"]
