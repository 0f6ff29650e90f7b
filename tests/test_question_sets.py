"""Papers of new questions are cut into their questions, with the numbers that are printed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from docx import Document

from qa.answering.question_sets import MOST_QUESTIONS, question_set_of
from qa.errors import QuestionError
from qa.letters import read_letter
from qa.questions.frames import without_frame
from qa.records import QuestionSet

KAMER = """\
2024Z01234

(ingezonden 12 februari 2024)

Vragen van het lid Boswijk (CDA) aan de Minister van Defensie over drones voor Oekraïne

Vraag 1

Bent u bekend met het bericht «Drones naar Oekraïne»?1

Vraag 2

Hoeveel geld is toegezegd? Zo ja, wanneer wordt dit geleverd?

Vraag 3, 4 en 5

Welke landen doen mee?

Hoe verhoudt dit zich tot de IT-coalitie?

Wanneer informeert u de Kamer?

Toelichting:

Deze vragen dienen ter aanvulling op eerdere vragen. Waarom ook niet?

1 NOS, 10 februari 2024
"""

MAIL = """\
From: Anna de Boer
Subject: Questions about the drone coalition
Date: 12 February 2024

Dear colleagues,

Could you please answer these?

1. How much did the Netherlands pledge to the drone coalition?
2) Which countries take part? In 2023 there were 5.
3. Please explain how this relates to the IT coalition.

Kind regards,
Anna
"""


def set_of(text: str, folder: Path, name: str = "vragen.txt") -> QuestionSet:
    (folder / name).write_text(text, encoding="utf-8")
    return question_set_of(read_letter(folder / name))


def numbered(found: QuestionSet) -> list[tuple[str, str]]:
    return [(one.number, one.text) for one in found.questions]


def test_parliamentary_questions_keep_numbers_title_asker_and_date(tmp_path: Path) -> None:
    found = set_of(KAMER, tmp_path)
    assert numbered(found) == [
        ("1", "Bent u bekend met het bericht «Drones naar Oekraïne»?"),
        ("2", "Hoeveel geld is toegezegd? Zo ja, wanneer wordt dit geleverd?"),
        ("3", "Welke landen doen mee?"),
        ("4", "Hoe verhoudt dit zich tot de IT-coalitie?"),
        ("5", "Wanneer informeert u de Kamer?"),
    ]
    assert found.title == (
        "Vragen van het lid Boswijk (CDA) aan de Minister van Defensie over drones voor Oekraïne"
    )
    assert found.asker == "het lid Boswijk (CDA)"
    assert found.date == datetime.date(2024, 2, 12)
    assert found.language == "nl"


def test_a_mail_in_english_is_cut_at_its_numbers(tmp_path: Path) -> None:
    found = set_of(MAIL, tmp_path)
    assert numbered(found) == [
        ("1", "How much did the Netherlands pledge to the drone coalition?"),
        ("2", "Which countries take part? In 2023 there were 5."),
        ("3", "Please explain how this relates to the IT coalition."),
    ]
    assert (found.title, found.asker) == ("Questions about the drone coalition", "Anna de Boer")
    assert (found.date, found.language) == (datetime.date(2024, 2, 12), "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1\nWat kost dat?\n\n2\nWie betaalt dat?\n",
            [("1", "Wat kost dat?"), ("2", "Wie betaalt dat?")],
        ),
        ("1) Wat kost dat?\n\n2) Wie betaalt?\n", [("1", "Wat kost dat?"), ("2", "Wie betaalt?")]),
        (
            "Question 1\n\nWhat is it?\n\nQuestion 2\n\nWho pays?\n",
            [("1", "What is it?"), ("2", "Who pays?")],
        ),
        (
            "Vraag 1: Wat kost dat?\n\nVraag 2: Wie betaalt dat?\n",
            [("1", "Wat kost dat?"), ("2", "Wie betaalt dat?")],
        ),
        (
            "Vraag 1\n\nNoem:\n\n1. de prijs;\n\n2. de duur.\n",
            [("1", "Noem: 1. de prijs; 2. de duur.")],
        ),
        (
            "1. Wat kost 3. en 4. samen?\n\n2. Wie?\n",
            [("1", "Wat kost 3. en 4. samen?"), ("2", "Wie?")],
        ),
        (
            "Vraag 1 en 2\n\nWat kost dat? Wie betaalt dat?\n",
            [("1", "Wat kost dat?"), ("2", "Wie betaalt dat?")],
        ),
        (
            "Vraag 1 en 2\n\nAlpha bouwt.\n\nBeta ook.\n\nGamma niet.\n",
            [("1 en 2", "Alpha bouwt."), ("1 en 2", "Beta ook."), ("1 en 2", "Gamma niet.")],
        ),
        (
            "Beste heer,\n\nWat kost de brug?\n\nEn wie betaalt de brug?\n\nMet dank.\n",
            [("", "Wat kost de brug?"), ("", "En wie betaalt de brug?")],
        ),
    ],
)
def test_each_way_of_numbering_is_read(
    text: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert numbered(set_of(text, tmp_path)) == expected


def test_lettered_parts_are_questions_that_share_their_lead(tmp_path: Path) -> None:
    found = set_of("1. Kunt u aangeven:\n\na. welke landen;\n\nb. welk bedrag?\n", tmp_path)
    assert numbered(found) == [("1a", "welke landen;"), ("1b", "welk bedrag?")]
    assert found.questions[1].whole == "Kunt u aangeven: welk bedrag?"


def test_a_lead_that_asks_is_a_question_too(tmp_path: Path) -> None:
    found = set_of("1. Klopt het bericht?\n\na. Zo ja, wat nu?\n\nb. Zo nee, wat dan?\n", tmp_path)
    assert [one.number for one in found.questions] == ["1", "1a", "1b"]


def test_answers_are_passed_over(tmp_path: Path) -> None:
    text = "Vraag 1\n\nWat kost dat?\n\nAntwoord 1\n\nEen euro. Of niet?\n\nVraag 2\n\nWie?\n"
    assert numbered(set_of(text, tmp_path)) == [("1", "Wat kost dat?"), ("2", "Wie?")]


def test_a_word_file_numbered_by_word_itself_is_read(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Vragen over de haven")
    for text in ("Wat kost de haven?", "Wie betaalt de haven?"):
        document.add_paragraph(text, style="List Number")
    document.save(str(tmp_path / "set.docx"))
    found = question_set_of(read_letter(tmp_path / "set.docx"))
    assert numbered(found) == [("1", "Wat kost de haven?"), ("2", "Wie betaalt de haven?")]
    assert found.title == "Vragen over de haven"


def test_html_is_read(tmp_path: Path) -> None:
    html = "<html><body><h1>Vragen</h1><h2>Vraag 1</h2><p>Wat kost de haven?</p></body></html>"
    assert numbered(set_of(html, tmp_path, "set.html")) == [("1", "Wat kost de haven?")]


def test_a_file_without_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionError) as caught:
        set_of("Geachte voorzitter, er is niets te melden.\n", tmp_path, "brief.txt")
    assert caught.value.code == "set-without-questions"
    assert caught.value.values["name"] == "brief.txt"


def test_more_questions_than_go_at_once_are_refused_with_both_numbers(tmp_path: Path) -> None:
    text = "\n\n".join(f"Vraag {n}\n\nWat kost huis {n}?" for n in range(1, MOST_QUESTIONS + 2))
    with pytest.raises(QuestionError, match="101 questions, at most 100"):
        set_of(text, tmp_path)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Deelt u de mening dat de brug te duur is?", "de brug te duur is?"),
        ("Kunt u aangeven wie de brug betaalt? Zo nee, waarom niet?", "wie de brug betaalt?"),
        (
            "Are you willing to repair the bridge quickly? If not, why not?",
            "to repair the bridge quickly?",
        ),
        ("Bent u bereid dat te doen?", "Bent u bereid dat te doen?"),
    ],
)
def test_the_frame_of_a_question_is_left_out_unless_nothing_is_left(
    question: str, rest: str
) -> None:
    assert without_frame(question) == rest
