"""The glossary: which explanation of an abbreviation counts, and texts cut at abbreviations."""

from __future__ import annotations

from collections.abc import Sequence

from scored import letter_of

from qa.answering.glossary import (
    LOOKED_AT,
    abbreviations_in,
    all_terms,
    explain,
    explained_by,
    first_terms,
    terms_in,
    with_meanings,
)
from qa.records import Letter

TEXT = "De {} (IFB) bouwt de brug."


class Letters:
    """Letters to look abbreviations up in; counts how many are opened."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self._letters = {letter.doc_id: letter for letter in letters}
        self.opened: list[str] = []

    def letter(self, doc_id: str) -> Letter:
        self.opened.append(doc_id)
        return self._letters[doc_id]

    def places_of(self, name: str) -> list[tuple[str, int, int]]:
        found = [(one.doc_id, one.text.find(name)) for one in self._letters.values()]
        return [(doc_id, at, at + len(name)) for doc_id, at in found if at >= 0 for _ in range(2)]


OLD = letter_of(TEXT.format("Internationale Fondsen Bruggen"), "old", "2020-01-01")
NEW = letter_of(TEXT.format("Inspectie Fietsen Boten"), "new", "2022-01-01")
UNDATED = letter_of(TEXT.format("Instituut Fauna Bijen"), "undated")
SILENT = letter_of("De IFB bouwt de brug.", "silent", "2019-01-01")


def test_a_letters_own_explanation_counts_first() -> None:
    term = explain("IFB", NEW, Letters([OLD, NEW]))
    assert term
    assert (term.long, term.citation.doc_id) == ("Inspectie Fietsen Boten", "new")
    assert NEW.text[term.citation.start : term.citation.end].startswith("Inspectie")


def test_else_the_oldest_letter_that_explains_it() -> None:
    for letter in (SILENT, None):
        term = explain("IFB", letter, Letters([UNDATED, NEW, SILENT, OLD]))
        assert term
        assert term.citation.doc_id == "old"
    undated = explain("IFB", None, Letters([UNDATED]))
    assert undated
    assert undated.long == "Instituut Fauna Bijen"
    assert explain("IFB", SILENT, Letters([SILENT])) is None
    assert explain("EU", OLD, Letters([OLD])) is None
    assert explained_by("EU", OLD) is None


def test_only_the_first_letters_are_opened_each_once() -> None:
    text = TEXT.format("Internationale Fondsen Bruggen")
    many = [letter_of(text, f"{n:02}", f"2020-01-{n + 1:02}") for n in range(LOOKED_AT + 3)]
    letters = Letters(many)
    assert explain("IFB", None, letters)
    assert letters.opened == [f"{n:02}" for n in range(LOOKED_AT)]


def test_terms_stand_in_the_order_of_the_text_each_once() -> None:
    letter = letter_of("De Nieuwe Bouwers Unie (NBU) en de Inspectie Fietsen Boten (IFB).", "a")
    found = terms_in(["De IFB en de EU.", "De NBU en de IFB."], letter, Letters([letter]))
    assert [term.short for term in found] == ["IFB", "NBU"]
    assert abbreviations_in(["De NBU, de Nbu, de IFB-loods en de NBU"]) == ["NBU", "IFB-loods"]


def test_of_each_abbreviation_and_meaning_the_first_is_kept() -> None:
    again = letter_of(TEXT.format("internationale fondsen bruggen"), "again", "2021-01-01")
    other = letter_of("De Algemene Vereniging (AV) kwam.", "b", "2023-01-01")
    small = letter_of("De Internationale Fietsbond (IfB) kwam.", "c", "2023-01-01")
    terms = list(all_terms([again, NEW, other, OLD, small]))
    assert len(terms) == 5
    found = [(term.short, term.long, term.citation.doc_id) for term in first_terms(terms)]
    assert found == [
        ("AV", "Algemene Vereniging", "b"),
        ("IFB", "Inspectie Fietsen Boten", "new"),
        ("IFB", "Internationale Fondsen Bruggen", "old"),
        ("IfB", "Internationale Fietsbond", "c"),
    ]


def test_a_text_is_cut_at_whole_abbreviations_the_longest_first() -> None:
    meanings = {"EU": "Europese Unie", "EU-LC": "een groep van de EU"}
    pieces = with_meanings("De EU-LC en de EU, niet de EUR", meanings)
    assert pieces == [
        ("De ", ""),
        ("EU-LC", "een groep van de EU"),
        (" en de ", ""),
        ("EU", "Europese Unie"),
        (", niet de EUR", ""),
    ]
    assert with_meanings("De EU.", {}) == [("De EU.", "")]
    assert with_meanings("", {}) == []
    assert with_meanings("EU", meanings) == [("EU", "Europese Unie")]
