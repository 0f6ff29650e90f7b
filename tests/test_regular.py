"""Text made regular: line-end hyphens, spaces, marks, and the map back to the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.letters.readers.blocks import Line, split_lines
from qa.letters.regular import RegularText, line_end_hyphen, words_in
from qa.text.folding import fold


@pytest.mark.parametrize(
    ("line", "following", "known", "kind"),
    [
        ("namen de bondge-", "noten een historisch pakket", {"bondgenoten"}, "break"),
        ("het belang van voortzettingsver-", "mogen van eenheden", set(), "break"),
        ("een productielijn voor Patriot-", "luchtafweerrakketten in", set(), "genuine"),
        ("de Oekraïense veiligheids- ", "en defensiesector", set(), "suspended"),
        ("de wet-", "en regelgeving", set(), "suspended"),
        ("binnen de EU-", "regelgeving is dit", set(), "genuine"),
        ("uit Zeeuws-", "Vlaanderen komt", set(), "genuine"),
        ("Samen-", "werking is nodig", set(), "break"),
        ("met de F-", "35 vloog", set(), "genuine"),
        ("tegen covid-", "19 zijn", set(), "genuine"),
        ("de IT-", "coalitie groeit", {"itcoalitie"}, "break"),
        ("een non-", "paper over", {"non-paper"}, "genuine"),
        ("voor- en na-", "delen", set(), "break"),
        ("nieuwe otc-", "derivaten zijn", {"OTC"}, "genuine"),
        ("op grond van de Arbeidsomstandighe-", "denwet (Arbowet)", set(), "break"),
        ("een reeks mee-", "eters op", set(), "break"),
        ("het aantal auto-", "ongelukken", set(), "genuine"),
        ("zie www.overheid.nl/aan-", "vragen", {"aanvragen"}, "genuine"),
        ("de kermis-", "telefoon ging", set(), "undecided"),
    ],
)
def test_line_end_hyphens(line: str, following: str, known: set[str], kind: str) -> None:
    assert line_end_hyphen(line, following, known) == kind


def test_words_cut_by_a_line_end_are_not_known_words() -> None:
    lines = split_lines("een bondge-\nnoten met Patriot-raketten")
    assert words_in(lines) == {"een", "met", "patriot-raketten"}


def regular(text: str) -> RegularText:
    made = RegularText()
    made.add_lines(tuple(split_lines(text)))
    return made


def test_spaces_soft_hyphens_ligatures_and_accents_are_made_regular() -> None:
    source = "Coo\u0308rdi\u00adnatie\u00a0 van\tﬁnancie\u0308n\u2009\u200bklaar"
    assert regular(source).text == "Coördinatie van financiën klaar"


@given(st.text(st.characters(codec="utf-8", exclude_characters="-‐‑"), max_size=200))
def test_runs_cover_the_text_once_and_in_order(source: str) -> None:
    made = regular(source)
    assert made.runs[-1].end if made.runs else True
    covered = [at for run in made.runs for at in range(run.start, run.end)]
    assert covered == list(range(made.length))
    for run in made.runs:
        assert 0 <= run.source_start < run.source_end <= len(source)


def test_marks_are_taken_out_and_kept_as_offsets() -> None:
    made = RegularText()
    made.add_lines((Line("het Model1 kunnen", 100),), note_marks={109: (1, "n1")})
    assert made.text == "het Model kunnen"
    assert [(mark.offset, mark.note) for mark in made.marks] == [(9, "n1")]


def test_a_page_starts_where_its_first_line_does() -> None:
    made = RegularText()
    made.add_lines((Line("een zin die", 0, 1), Line("doorloopt.", 12, 2)))
    assert made.text == "een zin die doorloopt."
    assert [(start.offset, start.page) for start in made.page_starts] == [(0, 1), (12, 2)]


def test_fold() -> None:
    assert fold("OEKRAÏNE") == fold("oekraine") == "oekraine"
