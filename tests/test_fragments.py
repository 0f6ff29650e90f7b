"""What is no answer by itself, unless it is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scored import evidence_of, letter_of

from qa.answering.fragments import is_source, without_fragments
from qa.answering.quoting import marked_sentence
from qa.assistant import Assistant
from qa.questions import analyse
from qa.records import NoteMark


@pytest.mark.parametrize(
    "text",
    [
        "https://www.aivd.nl/documenten/publicaties/2023/04/04/handboek",
        "Te raadplegen via https://www.oecd.org/",
        "NRC, 16 april 2024, «Reisbureau blijft vliegen» (Reisbureau blijft vliegen – NRC)",
        "[3] Schiedam 24, 26 maart 2024, 'Politie legt hondentraining stil', https://schiedam24.nl/a",
        "Kamerstuk 26 485, nr. 432.",
        "DPIA, p. 30.",
        "Post-Quantum Cryptography | CSRC (nist.gov)",
    ],
)
def test_a_source_only_names_where_something_was_published(text: str) -> None:
    assert is_source(text)


@pytest.mark.parametrize(
    "text",
    [
        "De draagmoeder is dan de genetische moeder.",
        "Het rapport is gepubliceerd op www.rijksoverheid.nl/venj.",
        "De wet gaat in op 16 april 2024.",
        "Dit zijn 12 schepen (Kamerstuk 26 485, nr. 432).",
    ],
)
def test_a_note_that_says_something_is_no_source(text: str) -> None:
    assert not is_source(text)


LINES = {
    "Den Haag, 3 mei 2022": False,
    "Geachte voorzitter,": False,
    "1)": False,
    "Bestuursvorm ............ 12": False,
    "gehoord de beraadslaging,": False,
    "gelezen het rapport van de Rekenkamer over 2024;": False,
    "en gaat over tot de orde van de dag.": False,
    "gezien de kosten gaat de brug niet open": True,
    "De kosten zijn € 40 mln.": True,
    "Ja.": True,
    "Het verzoek werd ingezonden op 19 juni 2013.": True,
}


def test_dates_salutations_marks_and_contents_do_not_answer() -> None:
    letter = letter_of("Eerste alinea.\n\n" + "\n\n".join(LINES))
    kept = without_fragments(analyse("Wat kost de brug?"), evidence_of(letter, (0.1,) * 20))
    texts = {one.sentence.text for one in kept}
    for line, answers in LINES.items():
        assert any(line in text for text in texts) == answers, line


@pytest.mark.parametrize(
    "question",
    [
        "Welke kosten noemt de brief van 12 januari 2021?",
        "Which costs does the letter of 12 January 2021 name?",
    ],
)
def test_costs_are_quoted_before_the_letterhead(one_subject: Assistant, question: str) -> None:
    quotes = one_subject.ask(question).quotes
    assert quotes[0].text == (
        "De kosten van de renovatie van de Molenbrug worden geraamd op € 40 mln."
    )
    assert not any(quote.citation.unit.startswith("l") for quote in quotes)


def test_a_note_comes_with_the_sentence_it_belongs_to() -> None:
    letter = letter_of("De brug is dicht. De sluis is open.\n\nDe haven groeit.")
    text, note = letter.units
    note = replace(note, kind="note", label="n1")
    mark = NoteMark(text.start + len("De brug is dicht."), "n1")
    letter = replace(letter, units=(text, note), marks=(mark,))
    assert [span.text for span in marked_sentence(letter, note)] == ["De brug is dicht."]
    assert marked_sentence(replace(letter, marks=()), note) == []


def test_who_asks_for_it_gets_head_and_signature(one_subject: Assistant) -> None:
    signed = one_subject.ask("Wie ondertekende de brief over de Molenbrug?").quotes[0]
    assert signed.text == "De Minister van Infrastructuur en Waterstaat, M. Brugman"
    sent = one_subject.ask("Op welke datum is de brief over de pijlers van de Molenbrug verstuurd?")
    assert any(quote.citation.unit.startswith("l") for quote in sent.quotes)
