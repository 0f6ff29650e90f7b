"""The readers of plain text: pages, margin lines, notes, stretches, kinds."""

from __future__ import annotations

import pytest
from conftest import FOUNDING
from hypothesis import given
from hypothesis import strategies as st

from qa.readers import read_document
from qa.readers.blocks import split_lines
from qa.readers.publisher_text import ends_paragraph, find_page_starts, is_margin_line
from qa.readers.structure import Stretch, classify
from qa.readers.text import is_wrapped


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
