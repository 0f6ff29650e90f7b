"""All papers of the House are known by their own ids, and none hides behind another."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.identity import MOTIONS, faults, read_lines, read_paper
from qa.letters.forms import group_letters

real = pytest.mark.skipif(
    not MOTIONS.is_dir(), reason=f"the real papers are not here: {MOTIONS.name} is missing"
)


@real
def test_every_paper_of_the_house_is_itself() -> None:
    records = {one["id"]: one for one in read_lines(MOTIONS / "records.jsonl.gz")}
    papers = read_lines(MOTIONS / "papers.jsonl.gz")
    assert len(papers) > 8000
    letters, wrong, unsigned = [], Counter[str](), 0
    for paper in papers:
        letter = read_paper(paper)
        wrong.update(f"{paper['id']} {one}" for one in faults(letter, paper, records[paper["id"]]))
        unsigned += not letter.metadata.senders
        letters.append(letter)
    assert not wrong, wrong.most_common(5)
    assert unsigned <= 40  # in these the names stand behind other words than motions end with
    grouped, clashes = group_letters(letters)
    assert clashes == []
    assert [one.letter.doc_id for one in grouped] == sorted(paper["id"] for paper in papers)


def test_a_paper_that_is_not_itself_is_noticed() -> None:
    paper = {
        "id": "kst-36725-VI-19",
        "document_number": "2025D1",
        "xml": "<officiele-publicatie><kamerstuk><dossier><dossiernummer>"
        "<dossiernr>36 725</dossiernr>"
        "<begrotingshoofdstuk>VI</begrotingshoofdstuk></dossiernummer><titel>Begroting</titel>"
        '</dossier><stuk><stuknr>Nr. <ondernummer kamer="2">19</ondernummer></stuknr>'
        "<titel>GEWIJZIGDE MOTIE VAN HET LID CEDER</titel><datumtekst>Voorgesteld "
        '<datum isodatum="2025-04-24">24 april 2025</datum></datumtekst><algemeen><vrije-tekst>'
        "<tekst><al>De Kamer,</al><al>en gaan over tot de orde van de dag.</al><al>Ceder.</al>"
        "</tekst></vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>",
    }
    record = {"date": "2025-04-24", "kind": "Motie"}
    letter = read_paper(paper)
    assert list(faults(letter, paper, record)) == []
    assert letter.metadata.subject == "GEWIJZIGDE MOTIE VAN HET LID CEDER"
    assert [sender.name for sender in letter.metadata.senders] == ["Ceder"]
    other = {**paper, "id": "kst-36725-IX-19"}
    found = faults(letter, other, {**record, "date": "2025-04-25"})
    assert [one.split(":")[0] for one in found] == ["doc_id", "dossier", "date"]
