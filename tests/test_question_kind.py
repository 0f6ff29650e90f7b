"""What a question asks for, and sentences that hold it."""

from __future__ import annotations

import pytest
from conftest import PLEDGE

from qa.questions.kind import (
    holds,
    kind_of,
    names_no_letter,
    unit_asked_for,
)
from qa.records import QuestionKind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When does the war enter its third year?", "date"),
        ("Wanneer vroegen de Amerikanen om een bijdrage?", "date"),
        ("Op welke dag was er een bijeenkomst?", "date"),
        ("How many tanks did the Netherlands promise?", "amount"),
        ("what did NL pledge at the UDCG", "amount"),
        ("Wat heeft Nederland toegezegd bij de UDCG?", "amount"),
        ("hoe snel moeten eenheden kunnen reageren", "amount"),
        ("Who calls the sessions of the defence ministers?", "who"),
        ("Wie zal er namens de EU bij de NUC zijn?", "who"),
        ("To which countries do couples go?", "where"),
        ("Waarom gaf hij geen reactie?", "why"),
        ("What does the abbreviation VGW mean?", "definition"),
        ("Wat is het Defence Investment Pledge?", "definition"),
        ("Which letter number is the non-paper?", "reference"),
        ("Welke motie ging over het uniform?", "reference"),
        ("Mag een mantelzorger inloggen?", "yesno"),
        ("dutch position on swedish accession", "what"),
    ],
)
def test_kind_of(question: str, kind: QuestionKind) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Who signed the letter on housing?", "signature"),
        ("Wie ondertekende de brief?", "signature"),
        ("Wie zal er namens de EU bij de NUC zijn?", None),
        ("Wanneer is de brief over de woningbouw verstuurd?", "letterhead"),
        ("What is the date of the letter about Ukraine?", "letterhead"),
        ("Which dossier number does it have?", "letterhead"),
        ("When did the minister answer the questions about the delay?", "letterhead"),
        ("Wanneer zijn de vragen over de vertraging beantwoord?", "letterhead"),
        ("Welke Kamerleden stelden vragen over de keuring?", "question"),
        ("Op welke dag ging de nota naar de Kamer?", "letterhead"),
        ("Wanneer ging de brug open?", None),
        ("Wanneer komt er een trein zonder machinist?", None),
        ("Who gives a significant amount?", None),
        ("When does the war enter its third year?", None),
        ("Hoeveel leden telde de club?", None),
    ],
)
def test_questions_about_the_letter_itself(question: str, unit: str | None) -> None:
    assert unit_asked_for(question) == unit


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        ("amount", PLEDGE, True),
        ("amount", "Op 24 maart 2014 verscheen Kamerstuk 26 488, nr. 342.", False),
        ("amount", "Het gaat om twaalf woningen.", True),
        ("date", "Dat gebeurt op 24 februari 2024.", True),
        ("date", "Dat kost 12 miljoen euro.", False),
        ("who", "Namens Oekraïne is Minister van Defensie Umerov aanwezig.", True),
        ("who", "Dat is een goede zaak.", False),
        ("reference", "Zie Kamerstuk 28 676, nr. 426.", True),
        ("definition", "De Ukraine Defence Contact Group (UDCG) komt bijeen.", True),
        ("yesno", "Daar is geen sprake van.", True),
        ("what", PLEDGE, False),
    ],
)
def test_holds(kind: QuestionKind, sentence: str, expected: bool) -> None:
    assert holds(kind, sentence) is expected


def test_a_question_about_a_letter_may_leave_open_which() -> None:
    assert names_no_letter("Who signed this letter?")
    assert names_no_letter("Wie ondertekende deze brief?")
    assert not names_no_letter("Wie ondertekende de brief over woningbouw?")
