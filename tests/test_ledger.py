"""The ledger: what a file has and its letter's text has not, with kind and place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run

from benchmarks.accounting import unaccounted
from qa.assistant import Assistant
from qa.indexing import build_index
from qa.letters import make_letter
from qa.letters.ledger import LARGEST_SHARE
from qa.letters.readers.blocks import Block, Document, Line
from qa.records import LeftOut, LeftOutKind, Letter, Source
from qa.settings import Settings
from qa.web.letter import render_letter
from qa.web.texts import TEXTS

BODY = "De minister maakt voor de kering in het noorden 40 miljoen euro vrij in 2025."


def letter_with(*left_out: tuple[LeftOutKind, str, int | None], pages: bool = False) -> Letter:
    """A letter of three paragraphs, with stretches left out after the first."""
    lines, start = [], 0
    texts = [(BODY, 1), *((text, page) for _, text, page in left_out), (BODY, 2), (BODY, 2)]
    for text, page in texts:
        lines.append(Line(text, start, page if pages else None))
        start += len(text) + 1
    count = len(left_out)
    furniture = [
        Block("furniture", (line,), left_out=kind)
        for line, (kind, _, _) in zip(lines[1 : 1 + count], left_out, strict=True)
    ]
    body = [Block("paragraph", (line,)) for line in (lines[0], *lines[1 + count :])]
    document = Document((*body, *furniture), "PDF", "test 1")
    return make_letter(document, Source("brief.pdf", "0", 1, "PDF", "test 1"))


def test_what_is_left_out_has_its_kind_its_page_and_its_place() -> None:
    letter = letter_with(("struck", "25  miljoen", 1), ("page number", "1", 1), pages=True)
    end = len(BODY)
    assert letter.left_out == (
        LeftOut("struck", "25 miljoen", end, 1),
        LeftOut("page number", "1", end, 1),
    )
    assert "25 miljoen" not in letter.text


def test_much_that_is_struck_or_hidden_is_noticed_and_a_title_or_margin_is_not() -> None:
    long = "Dit staat niet in de brief. " * 4
    assert letter_with(("running title", long, 1), ("margin", long, 1)).source.notices == ()
    assert letter_with(("struck", "x", 1)).source.notices == ()
    assert letter_with(("struck", long, 1)).source.notices == (
        "much of the letter is struck through and left out",
    )
    on_page = letter_with(("hidden", long, 2), ("hidden", "x", 1), pages=True)
    assert on_page.source.notices == ("much of page 2 is hidden and left out",)
    assert 0 < LARGEST_SHARE <= 0.1


def test_anything_unreadable_is_noticed_with_its_page() -> None:
    said = "cannot be read; compare a quote with the original before you cite it"
    assert letter_with(("unreadable", "\ufffd", 1), pages=True).source.notices == (
        f"text on page 1 {said}",
    )
    assert letter_with(("unreadable", "[chart]", None)).source.notices == (
        f"some of its text {said}",
    )


HTML = """<html><body><article><h1>Kering</h1><p>Geachte voorzitter,</p>
<p>De minister maakt voor de kering in Delfzijl <s>25 miljoen euro en dat blijft zo</s> 40 miljoen
euro vrij in 2025.</p><p>Hoogachtend,</p></article></body></html>"""


@pytest.fixture
def struck(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "kering.html").write_text(HTML, encoding="utf-8")
    return Settings(corpus=corpus, index=tmp_path / "index")


def test_quotes_repeat_the_notice_and_people_see_what_is_left_out(struck: Settings) -> None:
    report = build_index(struck)
    assert report.left_out["struck"] == 1
    assert any(
        "because struck through: 1; see: letters-qa show kering" in n for n in report.notices
    )
    assistant = Assistant.open(struck.index)
    answer = assistant.ask("Hoeveel geld maakt de minister vrij voor de kering in Delfzijl?")
    assert answer.found
    assert answer.quotes[0].notices == ("much of the letter is struck through and left out",)
    assert "25 miljoen" not in answer.quotes[0].text
    place = ["--index", str(struck.index)]
    shown = run("show", "kering", "--left-out", *place).stdout
    assert "struck" in shown
    assert "25 miljoen euro en dat blijft zo" in shown
    told = json.loads(run("show", "kering", "--json", *place).stdout)["left_out"]
    assert [one["text"] for one in told if one["kind"] == "struck"] == [
        "25 miljoen euro en dat blijft zo"
    ]
    page = render_letter(assistant.letter("kering"), [], TEXTS["nl"])
    assert "Wat niet getoond wordt" in page
    assert "Doorgehaald" in page


def test_a_character_that_is_nowhere_is_noticed_by_the_accounting(struck: Settings) -> None:
    build_index(struck)
    letter = Assistant.open(struck.index).letter("kering")
    content = (struck.corpus / "kering.html").read_bytes()
    assert unaccounted(letter, content)[0].total() == 0
    assert unaccounted(letter, content.replace(b"Hoog", b"QQHoog"))[0]["Q"] == 2
