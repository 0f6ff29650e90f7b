"""What gives the date, the number or the name that is asked for is quoted first."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import once

from qa.assistant import Assistant

MOTION = """De Kamer,

overwegende dat het van belang is dat bewoners zonder digitale vaardigheid in het Caribisch deel van
het Koninkrijk bij de invoering van het burgernummer worden geholpen en dat hulp daarbij nodig is;

verzoekt de regering bewoners zonder digitale vaardigheid bij de invoering van het burgernummer in
het Caribisch deel van het Koninkrijk te helpen;

verzoekt de regering de Kamer daarover uiterlijk begin 2026 te informeren,

en gaat over tot de orde van de dag.
"""


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("giving")
    (folder / "motie.txt").write_text(MOTION, encoding="utf-8")
    return Assistant.open(settings=once(folder, folder / "index"))


HELP = "hoe bewoners zonder digitale vaardigheid bij het burgernummer worden geholpen"


def test_the_sentence_with_the_date_comes_first(answering: Assistant) -> None:
    quotes = answering.ask(f"Wanneer hoort de Kamer {HELP}?").quotes
    assert "uiterlijk begin 2026" in quotes[0].text
    assert quotes[0].score < quotes[1].score


def test_where_no_date_is_asked_for_the_best_comes_first(answering: Assistant) -> None:
    scores = [one.score for one in answering.ask(f"Waarom moet duidelijk zijn {HELP}?").quotes]
    assert scores == sorted(scores, reverse=True)


def test_the_formulas_of_a_motion_are_not_quoted(answering: Assistant) -> None:
    for question in (f"Wanneer hoort de Kamer {HELP}?", "Gaat de Kamer over tot de orde?"):
        assert not any("orde van de dag" in one.text for one in answering.ask(question).quotes)
