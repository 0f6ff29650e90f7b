"""Plain text: questions apart from answers, notes by hand, the frame of stored pages."""

from __future__ import annotations

import pytest
from reading import letter_of

from qa.records import Letter


def read(text: str) -> Letter:
    return letter_of(text.encode(), "brief.txt", made_too=True)


def pairs(letter: Letter) -> list[tuple[str | None, str | None, str]]:
    return [(one.part, one.pair, one.text) for one in letter.units if one.kind == "paragraph"]


ASKED = [
    ("question", "1", "Is de sluis dicht?"),
    ("answer", "1", "Ja."),
    ("question", "2", "Wat kost dat?"),
    ("answer", "2, 3", "Dat kost 5 miljoen euro."),
]


@pytest.mark.parametrize(
    "text",
    [
        "Vraag 1\n\nIs de sluis dicht?\n\nAntwoord 1\n\nJa.\n\nVraag 2\n\nWat kost dat?\n\n"
        "Antwoord vragen 2 en 3\n\nDat kost 5 miljoen euro.\n",
        "Vraag 1\nIs de sluis dicht?\nAntwoord 1\nJa.\nVraag 2\nWat kost dat?\n"
        "Antwoord 2 en 3\nDat kost 5 miljoen euro.\n",
        "Vraag 1 Is de sluis dicht?\n\nAntwoord 1 Ja.\n\nVraag 2 Wat kost dat?\n\n"
        "Antwoord op vragen 2 en 3: Dat kost 5 miljoen euro.\n",
        "Vraag 1 Is de sluis dicht? Antwoord 1 Ja. Vraag 2 Wat kost dat? "
        "Antwoord vragen 2 en 3 Dat kost 5 miljoen euro.\n",
    ],
)
def test_questions_and_answers_are_parted_however_their_heads_stand(text: str) -> None:
    assert pairs(read(text)) == ASKED


def test_a_number_alone_above_vraag_and_antwoord_is_their_number() -> None:
    lines = ["1", "Vraag", "Is de sluis dicht?", "Antwoord", "Ja.",
             "2", "Vraag", "Wat kost dat?", "Antwoord", "Niets."]  # fmt: skip
    assert pairs(read("\n\n".join(lines))) == [*ASKED[:2], ASKED[2], ("answer", "2", "Niets.")]


def test_a_reference_to_a_question_parts_nothing() -> None:
    text = (
        "In antwoord op vraag 2 is dit gemeld. Vraag 5 gaat over de sluis. "
        "Zie het antwoord op vraag 1.\n"
    )
    assert pairs(read(text)) == [(None, None, text.strip())]


@pytest.mark.parametrize(
    ("marks", "notes"),
    [(("euro.1", "nota.2"), "1 Kamerstuk 28 676, nr. 12\n\n2 Nota van wijziging\n"),
     (("euro [1].", "nota [2]."), "[1] Kamerstuk 28 676, nr. 12\n[2] Nota van wijziging\n")],
)  # fmt: skip
def test_notes_numbered_by_hand_are_notes(marks: tuple[str, str], notes: str) -> None:
    letter = read(f"De sluis kost 5 miljoen {marks[0]}\n\nDat staat in de {marks[1]}\n\n{notes}")
    found = [(one.printed, one.text) for one in letter.units if one.kind == "note"]
    assert found == [("1", "Kamerstuk 28 676, nr. 12"), ("2", "Nota van wijziging")]
    assert [mark.note for mark in letter.marks] == ["n1", "n2"]
    assert [one.text for one in letter.paragraphs] == [
        f"De sluis kost 5 miljoen euro{'.'}", "Dat staat in de nota.",
    ]  # fmt: skip


SIGNED = "Hoogachtend,\n\nDe Minister van Infrastructuur en Waterstaat,\nJ. Jansen\n\n"


@pytest.mark.parametrize("form", ["[{}] ", "[{}]", "{}) ", "({}) ", "{}. ", "{} "])
@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("wrapped", [False, True])
def test_notes_below_the_signature_are_notes_where_the_text_has_their_marks(
    form: str, count: int, wrapped: bool
) -> None:
    second = "[2]" if count == 2 else ""
    body = (
        "Geachte voorzitter,\n\nDe sluis in Kampen kost 5 miljoen euro[1] en dat bedrag staat in\n"
        f"de begroting van dit jaar, die de Kamer al heeft. Het staat ook in de nota{second} van de"
        "\nvorige maand.\n\n"
    )
    texts = ["Kamerstuk 28 676, nr. 12", "Nota van wijziging."][:count]
    notes = "\n".join(form.format(at) + text for at, text in enumerate(texts, 1)) + "\n"
    body = body if wrapped else body.replace("\n\n", "\f").replace("\n", " ").replace("\f", "\n\n")
    letter = read(body + SIGNED + notes)
    found = [(one.printed, one.text) for one in letter.units if one.kind == "note"]
    assert found == [(str(at), text) for at, text in enumerate(texts, 1)]
    assert [mark.note for mark in letter.marks] == ["n1", "n2"][:count]
    assert not any("Kamerstuk" in one.text for one in letter.paragraphs)
    plain = read((body + SIGNED + notes).replace("euro[1]", "euro").replace("nota[2]", "nota"))
    assert not [one for one in plain.units if one.kind == "note"]
    assert texts[0] in plain.text


def test_a_numbered_list_without_marks_stays_a_list() -> None:
    letter = read("Er komen twee maatregelen.\n\n1. Een slot.\n\n2. Een brug.\n")
    assert [one.text for one in letter.paragraphs][1:] == ["1. Een slot.", "2. Een brug."]


def test_the_frame_of_a_stored_page_gives_id_date_and_title_and_is_no_text() -> None:
    letter = read(
        "[overzicht] [activiteiten] [besluiten] [wat is dit?]\n\nStand van zaken sluizen\n\n"
        "Nummer: 2019D01, datum: 2019-03-05, versie: 3\n\n"
        "Directe link naar document (.pdf), officiële HTML versie (kst-99279-494).\n\n"
        "Preview document (origineel)\n\nTweede Kamer der Staten-Generaal 2\n\n"
        "De sluizen in het noorden zijn in 2018 hersteld en weer open voor de scheepvaart.\n"
    )
    assert letter.doc_id == "kst-99279-494"
    assert (str(letter.metadata.date), letter.metadata.subject) == (
        "2019-03-05", "Stand van zaken sluizen"
    )  # fmt: skip
    assert [one.kind for one in letter.units] == ["paragraph"]
    assert {one.kind for one in letter.left_out} == {"site", "running title"}
