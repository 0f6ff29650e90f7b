"""The readers of plain text: pages, margin lines, notes, stretches, kinds, the letterhead."""

from __future__ import annotations

import pytest
from conftest import FOUNDING
from hypothesis import given
from hypothesis import strategies as st

from qa.letters.readers import read_document
from qa.letters.readers.blocks import split_lines
from qa.letters.readers.line_ends import ends_sentence
from qa.letters.readers.publisher_text import ends_paragraph, find_page_starts, is_margin_line
from qa.letters.readers.structure import Stretch, classify
from qa.letters.readers.text import is_wrapped


@given(st.text())
def test_lines_are_cut_without_losing_their_place(text: str) -> None:
    for line in split_lines(text):
        assert text[line.start : line.start + len(line.text)] == line.text


def test_pages_begin_at_lines_with_a_space_and_after_the_running_title() -> None:
    lines = split_lines(
        " Eerste regel\ntweede\n \nkst-1-2\nISSN 0921 - 7371\n"
        "’s-Gravenhage 2024 Tweede Kamer, vergaderjaar 2023–2024, 28 676, nr. 449 1\n\n"
        "Derde regel\n\n vierde regel\n \n"
    )
    assert [lines[i].text.strip() for i in find_page_starts(lines)] == [
        "Eerste regel", "Derde regel", "vierde regel",
    ]  # fmt: skip


def test_the_founding_letter_has_four_pages() -> None:
    lines = split_lines(FOUNDING.read_text(encoding="utf-8"))
    starts = [lines[i].text.strip().split()[0] for i in find_page_starts(lines)]
    assert starts == ["Op", "Model1", "met", "internationale"]


def test_indented_text_without_margin_lines_has_no_pages() -> None:
    text = "".join(f" Regel {i} van een ingesprongen brief,\n" for i in range(30))
    document = read_document(text.encode(), "x.txt")
    assert {line.page for block in document.blocks for line in block.lines} == {None}


@pytest.mark.parametrize(
    ("line", "is_margin"),
    [
        ("kst-28676-449", True),
        ("ISSN 0921 - 7371", True),
        ("’s-Gravenhage 2024 Tweede Kamer, vergaderjaar 2023–2024, 28 676, nr. 449 1", True),
        ("Tweede Kamer, vergaderjaar 2023–2024, 28 676, nr. 449 2", True),
        ("In kst-28676-449 staat dat de Kamer", False),
        ("De Tweede Kamer, vergaderjaar 2023, is met reces", False),
    ],
)
def test_margin_lines(line: str, is_margin: bool) -> None:
    assert is_margin_line(line) is is_margin


def test_a_short_last_line_ends_a_paragraph_if_the_next_word_would_have_fitted() -> None:
    assert ends_paragraph("Council (NUC). ", "Nederland verwelkomt", 72)
    assert not ends_paragraph("Council (NUC) ", "Nederland verwelkomt", 72)
    assert not ends_paragraph("Council (NUC). ", "en dan verder", 72)
    long_line = "minimaal 2% van het bbp aan defensie besteden, zo is gemeld door. "
    assert not ends_paragraph(long_line, "Nederland verwelkomt", 72)


@pytest.mark.parametrize(
    ("line", "following", "ends"),
    [
        ("dat is zo.", "", True),
        ("zie de brief met nr.", "De", False),
        ("en het nader rapport d.d.", "De", False),
        ("brieven, nota’s enz.", "De", True),
        ("brieven, nota’s enz.", "en verder", False),
        ("(brieven, nota’s e.d.", "De", True),
        ("van 3 aug.", "2020", False),
        ("de minister, mevrouw A.", "Jansen", False),
        ("de kosten zijn € 5 mln.", "Dat", True),
        ("de kosten zijn € 5 mln.", "in 2020", False),
        ("dat is zo", "", False),
    ],
)
def test_a_line_ends_a_sentence_unless_it_is_an_abbreviations_full_stop(
    line: str, following: str, ends: bool
) -> None:
    assert ends_sentence(line, following) is ends


def test_wrapped_text_and_text_of_one_line_per_paragraph_are_told_apart() -> None:
    wrapped = "Een regel van een brief die is afgebroken\n" * 8
    pages = ("Een alinea staat hier op een regel. " * 8 + "\n\n") * 3
    assert is_wrapped(split_lines(wrapped))
    assert not is_wrapped(split_lines(pages))


def test_no_text_is_lost_between_the_file_and_the_blocks() -> None:
    raw = FOUNDING.read_text(encoding="utf-8")
    document = read_document(raw.encode(), "x.txt")
    held = "".join(line.text for block in document.blocks for line in block.lines)
    # only the printed number of the note, which its block holds as a field, is left out
    assert len("".join(raw.split())) - len("".join(held.split())) == 1


def test_kinds_of_stretches() -> None:
    text = [
        "36 045 Situatie in Oekraïne", "Nr. 174 BRIEF VAN DE MINISTER VAN DEFENSIE",
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal", "Den Haag, 17 januari 2024",
        "Dit is de eerste zin.", "Een kop", "En een zin eronder.",
        "De Minister van Defensie,", "K.H. Ollongren", "De Minister van Financiën, A. Jansen",
    ]  # fmt: skip
    blocks = classify([Stretch(tuple(split_lines(part))) for part in text])
    assert [block.kind for block in blocks] == [
        *["letterhead"] * 4, "paragraph", "heading", "paragraph", "signature", "signature",
    ]  # fmt: skip
    assert [line.text for line in blocks[-2].lines] == text[7:9]


def test_the_type_is_decided_by_content() -> None:
    utf16 = "Een brief over de Oekraïne.".encode("utf-16")
    assert read_document(utf16, "x.doc").encoding == "utf-16-le"


def test_form_feeds_give_the_pages_and_cut_no_sentence() -> None:
    raw = FOUNDING.read_text(encoding="utf-8")
    lines = raw.split("\n")
    assert raw.count("\nModel1") == 1  # page 2 begins there, without a space
    lines[
        lines.index("Model1 kunnen vullen, om zo de nieuwe militaire plannen uitvoerbaar te ")
    ] = "\fModel1 kunnen vullen, om zo de nieuwe militaire plannen uitvoerbaar te "
    fed = "\n".join("\f" + line[1:] if line.startswith(" ") and line.strip() else line
                    for line in lines).lstrip("\f")  # fmt: skip
    blocks = read_document(fed.encode(), "x.txt").blocks
    paragraphs = [block for block in blocks if block.kind == "paragraph"]
    assert len(paragraphs) == 11
    assert {line.page for line in paragraphs[-1].lines} == {3, 4}


@pytest.mark.parametrize(
    "line",
    [
        "De minister van Financiën heeft de volgende drie maatregelen voorgesteld:",
        "De Minister van Defensie heeft dit op 3 maart toegezegd (Kamerstuk 12345, nr. 6)",
        "De voorzitter van de commissie vroeg: wat kost dat de belastingbetaler?",
    ],
)
def test_a_sentence_that_begins_with_a_minister_is_no_signature(line: str) -> None:
    stretches = ["Dit is de eerste zin.", line, "Meer geld voor scholen", "Dat was het."]
    kinds = [block.kind for block in classify([Stretch(tuple(split_lines(s))) for s in stretches])]
    assert "signature" not in kinds


def test_a_letterhead_without_blank_lines_is_cut_from_the_letter() -> None:
    text = (
        "33 763 Toekomst van de krijgsmacht\nNr. 173\nBRIEF VAN DE MINISTER VAN DEFENSIE\n"
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\nDen Haag, 8 december 2025\n"
        "Hierbij deel ik u mee dat het niet mogelijk blijkt om uw Kamer met voldoende\n"
        "diepgang te informeren over de impact van de verschuiving naar de eerste taak.\n"
        "De Minister van Defensie, R.P. Brekelmans\n"
    )
    blocks = read_document(text.encode(), "x.txt").blocks
    assert [block.kind for block in blocks] == [*["letterhead"] * 5, "paragraph", "signature"]


def kinds(*stretches: str | Stretch) -> list[str]:
    """The kinds of stretches; a text is one, its lines are the stretch's lines."""
    made = [one if isinstance(one, Stretch) else Stretch(tuple(split_lines(one)))
            for one in stretches]  # fmt: skip
    return [block.kind for block in classify(made, plain_headings=False)]


HEAD = (
    "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal",
    "Den Haag, 5 februari 2024",
)
EARLY = [
    "Zie motie nr. 12 van het lid Boswijk.",
    "Ik verwijs naar Kamerstuk 28 676, nr. 426",
    "De motie van het lid Boswijk, Kamerstuk\n28 676, nr. 426\nvan 3 mei, is uitgevoerd.",
    "Zie Kamerstuk\nnr. 426 NAVO-landen hebben dit toegezegd aan de Kamer.",
    "50 000 Nederlanders wonen in het gebied.",
    "In het gebied wonen nu\n50 000 Nederlanders en\nnog 12 000 anderen.",
    "Datum en plaats worden nader bepaald.",
    "Onderwerp van gesprek was de proef.",
    "Uw brief van 3 mei heb ik ontvangen.",
    "Aan de voorzitter van de commissie heb ik uitstel gevraagd.",
]


@pytest.mark.parametrize("early", EARLY)
def test_text_early_in_a_letter_is_not_of_its_letterhead(early: str) -> None:
    body = ("Dit is de eerste alinea.", early, "Dit is de laatste alinea.")
    assert kinds(*HEAD, *body) == [*["letterhead"] * 2, *["paragraph"] * 3]
    assert kinds(*body) == ["paragraph"] * 3
    assert kinds(*HEAD, "Geachte voorzitter,", *body[1:]) == [*["letterhead"] * 2,
                                                            *["paragraph"] * 3]  # fmt: skip


@pytest.mark.parametrize("early", EARLY)
def test_what_the_form_does_not_mark_as_letterhead_is_text(early: str) -> None:
    marked = Stretch(tuple(split_lines("28 676 NAVO")), kind="letterhead")
    found = kinds(marked, *HEAD, "Inleidende woorden", early, "Slot.")
    assert found == [*["letterhead"] * 3, *["paragraph"] * 3]


def test_a_line_that_ends_with_a_number_takes_no_wrapped_text_into_the_letterhead() -> None:
    text = (
        f"{HEAD[0]}\n\n{HEAD[1]}\n\n"
        "Met deze brief informeer ik u over de proef die wij in Zeeland doen met een pont,\n"
        "zoals eerder is gemeld aan uw Kamer in het antwoord op de motie van Kamerstuk\n"
        "28 676, nr. 426 over de rivier.\n\n"
        "De proef duurt drie maanden en wordt door de provincie betaald, die daarvoor ook\n"
        "de gemeenten om een bijdrage heeft gevraagd en in het hele gebied in totaal wel\n"
        "50 000 Nederlanders heeft ondervraagd over de pont.\n\nHoogachtend,\n"
    )
    found = [block.kind for block in read_document(text.encode(), "x").blocks]
    assert found == [*["letterhead"] * 2, *["paragraph"] * 3]


@pytest.mark.parametrize(
    "head",
    [
        ("Nr. 449 BRIEF VAN DE MINISTER VAN DEFENSIE", *HEAD),
        ("28 676", "NAVO", "nr. 449", "BRIEF VAN DE MINISTER VAN DEFENSIE", *HEAD),
        ("C BRIEF VAN DE MINISTER VAN DEFENSIE", *HEAD),
        (*HEAD, "Betreft overleg met de Kamer", "Onderwerp: Wat doet u?", "Ons kenmerk\tBS2024"),
        ("Ministerie van Defensie", "Postbus 20701", "Datum", "5 februari 2024", HEAD[0]),
        ("Nr. 10 GEWIJZIGDE MOTIE VAN HET LID JANSEN C.S.", "Ter vervanging van nr. 8",
         "Voorgesteld 24 april 2025"),
    ],
)  # fmt: skip
def test_letterheads_of_all_makes_end_before_the_first_sentence(head: tuple[str, ...]) -> None:
    found = kinds(*head, "Met deze brief informeer ik u.", "Zie motie nr. 12 hierover.")
    assert found == [*["letterhead"] * len(head), *["paragraph"] * 2]


def test_a_title_of_a_table_is_a_heading_also_at_the_end_of_a_letter() -> None:
    title = Stretch(tuple(split_lines("Tabel 1. Kosten")), styled=True)
    row = Stretch(tuple(split_lines("Post\n2023")), kind="row", cells=(1, 1))
    assert kinds("Dit is een zin.", title, row) == ["paragraph", "heading", "row"]
    assert kinds("Dit is een zin.", title) == ["paragraph", "paragraph"]
