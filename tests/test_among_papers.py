"""The comparison of a small corpus with a great one, on letters of the tests."""

from __future__ import annotations

import dataclasses
import gzip
import json
from pathlib import Path

import pytest
from conftest import DATA

from benchmarks.among_papers import Outcome, changed, compare, main

SMALL = DATA / "floors"

PAPER = """<officiele-publicatie><kamerstuk><kamerstukkop>
<tekstregel inhoud="vergaderjaar">Vergaderjaar 2024-2025</tekstregel></kamerstukkop>
<dossier><dossiernummer><dossiernr>24 515</dossiernr></dossiernummer>
<titel>Armoede</titel></dossier>
<stuk><stuknr>Nr. <ondernummer kamer="2">782</ondernummer></stuknr>
<titel>MOTIE VAN HET LID JANSEN</titel>
<datumtekst>Voorgesteld <datum isodatum="2025-02-06">6 februari 2025</datum></datumtekst>
<algemeen><vrije-tekst><tekst status="goed"><al>De Kamer,</al>
<al>verzoekt de regering een proef te doen met bureaus die het register inzien,</al>
</tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>"""


def answered(name: str, answerable: bool, rank: int, found: bool, sure: bool = True) -> Outcome:
    return Outcome(
        set="few", id=name, lang="nl", question="wat?", answerable=answerable, letter=None,
        rank=rank, right=answerable and rank == 1, found=found, sure=found and sure, refusal=None,
        probability=0.5, quote="dit" if found else "", quoted="kst-1-1" if found else "",
    )  # fmt: skip


def test_shares_and_changes_are_told_for_each_measure() -> None:
    alone = [answered("a", True, 1, True), answered("b", True, 5, True),
             answered("c", False, 0, False), answered("d", False, 0, True, sure=False)]  # fmt: skip
    beside = [answered("a", True, 6, True), answered("b", True, 1, False),
              answered("c", False, 0, True), answered("d", False, 0, True)]  # fmt: skip
    assert compare(alone, beside) == [
        ["few", "recall@5", "2", "1.000", "0.500", "+0 -1"],
        ["few", "right first quote", "2", "0.500", "0.500", "+1 -1"],
        ["few", "wrongly refused", "2", "0.000", "0.500", "+1 -0"],
        ["few", "refused", "2", "0.500", "0.000", "+0 -1"],
        ["few", "refused or near only", "2", "1.000", "0.000", "+0 -2"],
    ]
    lines = changed(alone, beside, 5)
    assert [line.split(",")[0] for line in lines] == ["few b", "few c"]
    assert changed(alone, beside, 1) == lines[:1]
    with pytest.raises(ValueError, match="zip"):
        compare(alone, beside[:3])


def test_both_corpora_are_asked_and_the_answers_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_ENCODER", "nl-en-static-v2")
    paper = {"id": "kst-24515-782", "document_number": "2025D05205", "xml": PAPER}
    with gzip.open(tmp_path / "papers.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps(paper) + "\n")
    two = (SMALL / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:2]
    (tmp_path / "few.jsonl").write_text("\n".join(two), encoding="utf-8")
    given = [str(tmp_path), "--letters", str(SMALL / "letters"),
             "--papers", str(tmp_path / "papers.jsonl.gz"),
             "--questions", str(tmp_path / "few.jsonl")]  # fmt: skip
    assert main(given) == 0
    assert "| few | recall@5 | 2 | 1.000 | 1.000 | +0 -0 |" in capsys.readouterr().out
    lines = (tmp_path / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [json.loads(line) for line in lines]
    assert [one["corpus"] for one in kept] == ["letters", "letters", "papers", "papers"]
    assert kept[0].keys() == {"corpus", *(field.name for field in dataclasses.fields(Outcome))}
    assert main(given) == 0  # by the indexes that are there
