"""A slip that a word of the letters explains: mended, told, and left where it is quoted."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import index_of, run
from conftest import once

from qa.assistant import Assistant
from qa.output.schema import answer_json
from qa.output.schema.short import AskResult
from qa.questions import analyse, mend
from qa.settings import Settings
from qa.text.spelling import one_slip_from
from qa.web.cards import answer_html
from qa.web.texts import TEXTS

LETTER = """Den Haag, 3 mei 2023

De aanleg van de Rhine Corridor is vertraagd doordat de leidingen niet in de strook passen.

Voor de klantrekeningen bij de bank gelden strenge regels. De corridors in het noorden blijven open.
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("slips")
    (folder / "brief.txt").write_text(LETTER, encoding="utf-8")
    return once(folder, folder / "index")


@pytest.fixture(scope="module")
def answering(settings: Settings) -> Assistant:
    return Assistant.open(settings=settings)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Why is the Rhine Coridor delayed?", "Why is the Rhine Corridor delayed?"),
        ("Waarom is de Rhine Corrdior vertraagd?", "Waarom is de Rhine Corridor vertraagd?"),
        ("Welke regels gelden voor klatnrekeningen?", "Welke regels gelden voor klantrekeningen?"),
    ],
)
def test_a_slip_is_read_as_the_word_that_is_meant(
    answering: Assistant, typed: str, read: str
) -> None:
    answer = answering.ask(typed)
    assert answer.question.typed == typed
    assert answer.question.understood == answer.question.text == read
    assert not answer.question.leans
    assert answer.found
    assert answer.probability == pytest.approx(answering.ask(read).probability)


@pytest.mark.parametrize(
    "typed",
    [
        "Why is the Rhine Corridor delayed?",
        'Why is the "Coridor" delayed?',
        "Waarom zijn de leidende partijen het oneens?",  # a word of its own
        "Wat kost de strok?",  # too short to tell
        "Waarom is de Korridor vertraagd?",  # the first letter
    ],
)
def test_other_words_stay_as_they_are(answering: Assistant, typed: str) -> None:
    answer = answering.ask(typed)
    assert (answer.question.understood, answer.question.slips) == (None, ())


def test_a_slip_of_which_two_words_may_be_meant_stays() -> None:
    assert one_slip_from("veranderig", ["verandering", "veranderg"]) == ["veranderg", "verandering"]
    assert one_slip_from("strok", ["stok", "strook"]) == []


def test_another_letter_makes_another_word() -> None:
    assert one_slip_from("bevolkingsgroei", ["bevolkingsgroep"]) == []
    assert one_slip_from("afwijzingen", ["afwijkingen"]) == []
    assert one_slip_from("herdenknig", ["herdenking"]) == ["herdenking"]
    assert one_slip_from("naleveing", ["naleving"]) == ["naleving"]


def test_a_question_keeps_what_it_leans_on() -> None:
    asked = analyse("en de Coridor?", "Hoeveel kost de brug?")
    read = mend(asked, {"coridor": "corridor"})
    assert read.leans
    assert read.text == "Hoeveel kost de brug – de Corridor?"
    assert read.slips == (("Coridor", "Corridor"),)


def test_it_is_told_everywhere(settings: Settings, answering: Assistant) -> None:
    typed, read = "Why is the Rhine Coridor delayed?", "Why is the Rhine Corridor delayed?"
    answer = answering.ask(typed)
    page = answer_html(answer, [], TEXTS["en"])
    assert f"Read as: {read}" in page
    assert "“Coridor” is in no letter" in page
    assert answer_json(answer)["understood"] == read
    assert AskResult.of(answer).read_as == read
    said = run("ask", typed, "--language", "nl", *index_of(settings)).stdout
    assert f"Gelezen als: {read}" in said
    assert "“Coridor” staat in geen brief" in said
