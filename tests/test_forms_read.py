"""Letters of our own making in every form, against what a person wrote down about each.

The files stand in ``data/forms``; the binary ones are made by ``make.py`` there. What is written
here comes from their sources, not from what was read.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from conftest import DATA

from qa.letters import read_letter
from qa.records import Letter

FORMS = DATA / "forms"
MINISTER = ("Minister van Waterbeheer", "A.B. Sluisman")
SECRETARY = ("Staatssecretaris van Waterbeheer", "D.E. van der Brug")

# number of a question or answer -> what stands under it
Pairs = dict[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class Expected:
    """What one file must give; ``marks`` are the words before each mark of a note."""

    form: str
    doc_id: str
    date: str | None
    senders: tuple[tuple[str, str | None], ...]
    dossiers: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    must_not: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    signatures: int = 1
    letterhead: int = 4
    pages: int = 0
    ondernummer: str | None = None
    house: str | None = "II"
    kenmerk: str | None = None


EXPECTED = {
    "kst-99601-7.xml": Expected(
        "XML", "kst-99601-7", "2024-03-14",
        (MINISTER, ("Minister van Financiën", "C. Penning")),
        (("99601", "Beheer van veerponten"), ("99602", "OVI")),
        (
            "Zie motie nr. 4 van het lid Oeverman.",
            "De proef met de nieuwe veerpont is op tijd begonnen. Zij duurt negen maanden, zoals "
            "gemeld in Kamerstuk 99 601, nr. 5.",
            "De provincie en het Rijk spreken het volgende af:",
            "3. de pont vaart ook op zondag;", "4. de overtocht blijft gratis, mits:",
            "a) de reiziger te voet is;", "b) de fiets aan de hand gaat.",
            "De kosten staan hieronder.",
        ),
        must_not=("afbm", "zet", "Vergaderjaar"),
        headings=("Afspraken", "Kosten", "Tabel 1. Kosten per oever"),
        notes=(("1", "De pont vaart tussen Overloon en Nedersluis."),
               ("2", "Bedragen in duizenden euro’s.")),
        marks=("op tijd begonnen.", "staan hieronder."),
        rows=("Oever | Bedrag", "Oever | 2024 | 2025", "Overloon | 410 | 95",
              "Overloon | 380 | 90", "Samen over twee jaren |  | 975"),
        headers=("Oever", "Bedrag 2024", "Bedrag 2025"),
        items=("3.", "4.", "a)", "b)"),
        signatures=2, letterhead=5, ondernummer="7",
    ),
    "kst-99603-12.html": Expected(
        "HTML", "kst-99603-12", "2024-05-08", (SECRETARY,), (("99603", "NBV"),),
        (
            "Ik verwijs naar Kamerstuk 99 603, nr. 9",
            "De brug bij Hoogsluis is gesloten. Het herstel duurt tot in juni.",
            "Het verkeer rijdt om:", "b. over de dijk;", "c. door de polder, en wel:",
            "– alleen overdag.",
        ),
        must_not=("Naar boven", "Zoeken", "Over deze website", "teller", "color"),
        headings=("Omleiding", "Verkeer per dag"),
        notes=(("1", "De brug is van 1931."),),
        marks=("Hoogsluis is gesloten.",),
        rows=("Weg | Voertuigen", "Weg | 2023 | 2024", "Dijkweg | 900 | 1.200",
              "Dijkweg | 850 | 1.150"),
        headers=("Weg", "Voertuigen 2023", "Voertuigen 2024"),
        items=("b.", "c.", "–"), ondernummer="12",
    ),
    "brief-los.html": Expected(
        "HTML", "brief-los", "2024-06-03", (MINISTER,), (),
        (
            "Geachte voorzitter, in deze brief leest u wat de inspectie vond.",
            "50 000 Bewoners hebben hierover een brief gekregen.",
        ),
        must_not=("Terug",), letterhead=2, house="I",
    ),
    "kst-99604-5.odt": Expected(
        "ODT", "kst-99604-5", "2024-02-06", (MINISTER,), (("99604", "Beheer van sluizen"),),
        (
            "Zie motie nr. 3 van het lid Kolk.",
            "De sluis bij Nedersluis krijgt nieuwe deuren. Dat gebeurt in drie stappen:",
            "i. de oude deuren gaan eruit;", "ii. de kolk wordt droog.",
            "Daarna is er een pauze van een week.", "iii. de deuren hangen.",
        ),
        must_not=("kst-99604-5", "afbm"),
        headings=("Kosten",),
        notes=(("1", "De oude deuren zijn van eikenhout."),),
        marks=("krijgt nieuwe deuren.",),
        rows=("Deur | Bedrag", "Deur | 2024 | 2025", "Boven | 12 | 3", "Samen |  | 15"),
        headers=("Deur", "Bedrag 2024", "Bedrag 2025"),
        items=("i.", "ii.", "iii."), ondernummer="5",
    ),
    "brief-havens.docx": Expected(
        "DOCX", "brief-havens", "2024-06-17", (MINISTER,), (),
        (
            "Geachte voorzitter,", "Op 3 juni vroeg de commissie naar Kamerstuk 99 607, nr. 14",
            "De haven van Hoogsluis vroor dicht. Daarom neem ik twee maatregelen:",
            "2. er komt een ijsbreker, en wel", "a) een grote;", "b) een kleine;",
            "3. de haven krijgt verwarming.", "Deze brief staat ook op de website.",
        ),
        must_not=("DOCPROPERTY", "Gewist", "Ministerie van Waterbeheer"),
        notes=(("1", "Van 9 tot 20 januari."),),
        marks=("Hoogsluis vroor dicht.",),
        rows=("Haven | Schepen", "Haven | 2023 | 2024", "Hoogsluis | 71 | 64",
              "Alle havens samen |  | 901"),
        headers=("Haven", "Schepen 2023", "Schepen 2024"),
        items=("2.", "a)", "b)", "3."), letterhead=3, kenmerk="WB/2024/118",
    ),
    "kst-99608-31.pdf": Expected(
        "publisher PDF", "kst-99608-31", "2024-07-02", (MINISTER,),
        (("99608", "Beheer van vuurtorens"),),
        (
            "De vuurtoren van Zeehoek is in maart gedoofd, omdat de lamp niet meer werd gemaakt. "
            "De commissie vroeg daarnaar op 6 juni, bij de motie in Kamerstuk 99 608, nr. 28 van "
            "het lid Kolk. De toren krijgt een nieuwe lamp, die minder stroom nodig heeft en even "
            "ver schijnt als de oude, zo blijkt uit het onderzoek dat de dienst in april deed. De "
            "overige torens langs de kust houden hun lamp, totdat die op is.",
            "De torens blijven op zaterdag open voor bezoekers.",
        ),
        must_not=("ISSN", "vergaderjaar", "kst-99608-31", "Gravenhage"),
        headings=("Toegang",),
        notes=(("1", "Onderzoek Licht op Zee, mei 2024."),),
        marks=("dienst in april deed.",),
        pages=2, ondernummer="31",
    ),
    "brief-bakens.pdf": Expected(
        "PDF", "brief-bakens", "2024-09-23", (MINISTER,), (),
        (
            "Geachte voorzitter,",
            "Naar aanleiding van de motie van het lid Kolk over bakens, Kamerstuk 99 609, nr. 6 "
            "van 4 juni 2024, informeer ik u over de bakens op het meer. De bakens zijn geteld en "
            "waar nodig vervangen.",
            "Hieronder staat per meer hoeveel bakens er zijn, en hoeveel daarvan nieuw zijn.",
            "Ik stuur u in het najaar een nieuwe telling.",
        ),
        must_not=("Retouradres", "Pagina 1", "WB/2024/77", "Kade 4"),
        rows=("Meer | Bakens | Nieuw", "Noordmeer | 44 | 6", "Zuidmeer | 31 | 2",
              "Wijdeplas | 12 | 12"),
        headers=("Meer", "Bakens", "Nieuw"),
        letterhead=3, pages=1, kenmerk="WB/2024/77",
    ),
    "kst-99605-C.txt": Expected(
        "publisher text", "kst-99605-C", "2024-05-21", (MINISTER,),
        (("99605", "Wet op de oevers"),),
        (
            "Bij de behandeling van het wetsvoorstel heb ik toegezegd uw Kamer te melden hoe de "
            "oevers worden onderhouden. Het waterschap doet dat zelf, met eigen mensen en "
            "materieel, en heeft daarover afspraken gemaakt die zijn opgenomen in Kamerstuk "
            "99 605, nr. 8 van de Tweede Kamer. De afspraken gelden vijf jaar.",
            "Over de kosten wordt nog overlegd. Zij komen voor rekening van het waterschap, van de "
            "provincie en van het Rijk, dat de oevers langs de rijksvaarwegen onderhoudt en bij "
            "hoogwater ook andere oevers afsluit.",
        ),
        must_not=("ISSN", "vergaderjaar", "kst-99605-C"),
        notes=(("1", "Zie de bijlage bij deze brief over de oevers."),),
        marks=("gelden vijf jaar.",),
        pages=2, ondernummer="C", house="I",
    ),
    "kst-99606-21.txt": Expected(
        "page text", "kst-99606-21", "2024-04-11", (MINISTER,), (("99606", "DHW"),),
        (
            "Zie motie nr. 12 van het lid Oeverman.",
            "De dijk tussen Hoogsluis en Nedersluis wordt twee meter hoger, omdat de rivier vaker "
            "buiten haar oevers treedt dan in het vorige plan was voorzien.",
            "Het werk begint in september en is in 2027 klaar.",
        ),
        must_not=("Naar boven", "X Noot", "Vergaderjaar"),
        headings=("Planning",),
        notes=(("1", "Plan Rivier en Dijk, 2019."),),
        marks=("plan was voorzien.",), ondernummer="21",
    ),
    "kst-99610-2.xml": Expected(
        "XML", "kst-99610-2", None, (("Minister van Waterbeheer", None),), (("99610", "Ruïnes"),),
        ("De ruïne bij Overloon zakt in de rivier.", "De coördinatie ligt bij de provincie."),
        signatures=0, letterhead=2, ondernummer="2", house=None,
    ),
}  # fmt: skip


def texts(letter: Letter, kind: str) -> tuple[str, ...]:
    return tuple(unit.text for unit in letter.units if unit.kind == kind)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_text_and_its_units_are_as_written_down(name: str) -> None:
    expected = EXPECTED[name]
    letter = read_letter(FORMS / name)
    assert letter.source.form == expected.form
    assert texts(letter, "paragraph") == expected.paragraphs
    assert texts(letter, "heading") == expected.headings
    assert len(texts(letter, "letterhead")) == expected.letterhead
    assert len(texts(letter, "signature")) == expected.signatures
    for words in expected.must_not:
        assert words not in letter.text
    for unit in letter.units:
        assert letter.text[unit.start : unit.end] == unit.text


@pytest.mark.parametrize("name", EXPECTED)
def test_notes_rows_numbers_and_pages_are_as_written_down(name: str) -> None:
    expected = EXPECTED[name]
    letter = read_letter(FORMS / name)
    notes = [(u.printed, u.text) for u in letter.units if u.kind == "note"]
    assert notes == list(expected.notes)
    before = [letter.text[: mark.offset] for mark in letter.marks]
    assert len(before) == len(expected.marks)
    assert all(b.endswith(words) for b, words in zip(before, expected.marks, strict=True))
    assert texts(letter, "row") == expected.rows
    headers = {unit.headers for unit in letter.units if unit.kind == "row"} - {()}
    assert headers == ({expected.headers} if expected.headers else set())
    numbers = [u.printed for u in letter.units if u.kind == "paragraph" and u.printed]
    assert numbers == list(expected.items)
    assert len(letter.pages) == expected.pages


@pytest.mark.parametrize("name", EXPECTED)
def test_metadata_is_as_written_down(name: str) -> None:
    expected = EXPECTED[name]
    letter = read_letter(FORMS / name)
    known = letter.metadata
    assert letter.doc_id == expected.doc_id
    assert (known.date.isoformat() if known.date else None) == expected.date
    assert tuple((s.function, s.name) for s in known.senders) == expected.senders
    assert tuple((d.number, d.title) for d in known.dossiers) == expected.dossiers
    assert known.ondernummer == expected.ondernummer
    assert known.house == expected.house
    assert known.kenmerk == expected.kenmerk
    assert known.kind == "Brief"


# file, the heads as printed, what stands under each number
QUESTIONS: dict[str, Pairs] = {
    "ah-tk-20232024-9001.xml": {
        ("question", "1"): ("Vraag 1", "Kent u het bericht over de stilgevallen pont?"),
        ("answer", "1"): ("Antwoord 1", "Ja, dat bericht ken ik."),
        ("question", "2"): ("2", "Hoe vaak viel de pont in 2023 stil?"),
        ("question", "3"): ("3", "Wie betaalt de schade?"),
        ("answer", "2, 3"): (
            "2 en 3", "De pont viel elf keer stil.", "De schade betaalt de vervoerder.",
        ),
    },
    "ah-tk-20232024-9002.txt": {
        ("question", "1"): ("Vraag 1", "Hoe hoog is een brugleuning?"),
        ("answer", "1"): ("Antwoord 1", "Een brugleuning is ten minste een meter hoog."),
        ("question", "2"): ("Vraag 2", "Worden lage leuningen verhoogd, en wie betaalt dat?"),
        ("question", "3"): ("Vraag 3", "Wanneer gebeurt dat?"),
        ("answer", "2, 3"): (
            "Antwoord 2 en 3", "Ja, dat gebeurt in 2025 en de gemeenten betalen het.",
        ),
    },
}  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_and_answers_are_kept_apart_and_tied(name: str) -> None:
    letter = read_letter(FORMS / name)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for unit in letter.units:
        if unit.part:
            key = (unit.part, unit.pair or "")
            found[key] = (*found.get(key, ()), unit.text)
    assert found == QUESTIONS[name]
    assert letter.doc_id == name.partition(".")[0]
    assert letter.metadata.kind == "Antwoord op Kamervragen"
    assert letter.metadata.ondernummer == name.partition(".")[0][-4:]
    dates = {"9001": "2024-04-25", "9002": "2024-05-30"}
    assert str(letter.metadata.date) == dates[letter.metadata.ondernummer]


def test_every_file_has_something_written_down() -> None:
    files = {path.name for path in FORMS.iterdir() if path.suffix not in {".py", ""}}
    assert files == {*EXPECTED, *QUESTIONS}
