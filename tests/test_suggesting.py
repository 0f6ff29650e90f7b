"""What is typed is completed with names of the letters; what to ask next has an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from web_fixtures import LOCAL

from qa.assistant import Assistant
from qa.assistant.next_questions import MOST, next_questions
from qa.assistant.suggesting import MOST as MOST_SUGGESTED
from qa.assistant.suggesting import Suggester
from qa.indexing import build_index
from qa.settings import Settings
from qa.web.site import create_site
from qa.web.state import PageState

LETTER = """99 060 De veerdiensten

Nr. 4 BRIEF VAN DE MINISTER VAN INFRASTRUCTUUR EN WATERSTAAT

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal

Betreft: {subject}

Den Haag, 3 maart 2025

{text}

De Minister van Infrastructuur en Waterstaat,
B. Madlener
"""
TEXT = (
    "De Dienst Veren en Ponten (DVP) beheert de pont bij Olst. De DVP krijgt dit jaar € 4 miljoen "
    "voor onderhoud van de kade.\n\nDe pont vaart zeven dagen in de week en kost twee euro."
)
ANSWERS = """Vragen van het lid Boom over de veerpont bij Olst

Vraag 1
Hoeveel reizigers maken elk jaar gebruik van de veerpont bij Olst?

Antwoord 1
Elk jaar maken ongeveer 80.000 reizigers gebruik van de veerpont bij Olst.

Vraag 2
Wie betaalt het onderhoud van de kade bij de veerpont?

Antwoord 2
De provincie Overijssel betaalt het onderhoud van de kade bij de veerpont.
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("suggesting")
    corpus = folder / "corpus"
    corpus.mkdir()
    letter = LETTER.format(subject="Motie van het lid Ceder over veilige kades", text=TEXT)
    (corpus / "kst-99060-4.txt").write_text(letter)
    other = LETTER.replace("Nr. 4", "Nr. 5").format(subject="Kaden in Oekraïne", text="Een kade.")
    (corpus / "kst-99060-5.txt").write_text(other)
    (corpus / "ah-tk-20242025-99.txt").write_text(ANSWERS)
    settings = Settings(corpus=corpus, index=folder / "index")
    build_index(settings)
    return settings


@pytest.fixture(scope="module")
def assistant(settings: Settings) -> Assistant:
    return Assistant.open(settings=settings)


@pytest.fixture(scope="module")
def suggester(assistant: Assistant) -> Suggester:
    return Suggester(assistant)


@pytest.mark.parametrize(
    ("typed", "kind", "text", "detail", "start"),
    [
        ("dv", "abbreviation", "DVP", "Dienst Veren en Ponten", 0),
        ("hoeveel geld krijgt de dv", "abbreviation", "DVP", "Dienst Veren en Ponten", 23),
        ("veerd", "dossier", "De veerdiensten", "99060", 0),
        ("9906", "dossier", "De veerdiensten", "99060", 0),
        ("wat schrijft de minister van inf", "sender", "Minister van Infrastructuur en Waterstaat",
         "", 16),
        ("VEILIGE K", "subject", "veilige kades", "", 0),
        ("steun aan oekra", "subject", "Kaden in Oekraïne", "", 10),
    ],
)  # fmt: skip
def test_what_is_typed_last_is_completed(
    suggester: Suggester, typed: str, kind: str, text: str, detail: str, start: int
) -> None:
    found = suggester.suggest(typed)
    assert (kind, text, detail, start) in [(s.kind, s.text, s.detail, s.start) for s in found]
    assert len(found) <= MOST_SUGGESTED


@pytest.mark.parametrize("typed", ["", " ", "v", "de", "van de ", "zzzz", "?", "DVP", "99 060 x"])
def test_nothing_is_suggested_where_nothing_fits(suggester: Suggester, typed: str) -> None:
    assert [one.text for one in suggester.suggest(typed) if one.text == "DVP"] == []


def test_titles_of_dossiers_stand_in_the_filter(suggester: Suggester) -> None:
    assert suggester.titles == {"99060": "De veerdiensten"}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_to_ask_next_is_answered_by_the_letters(assistant: Assistant, lang: str) -> None:
    answer = assistant.ask("Hoeveel reizigers maken gebruik van de veerpont bij Olst?")
    found = next_questions(assistant, answer, lang)  # type: ignore[arg-type]
    assert len(found) <= MOST
    for question in found:
        assert assistant.ask(question).sure, question
    if lang == "nl":
        assert "Wie betaalt het onderhoud van de kade bij de veerpont?" in found


def test_an_abbreviation_near_the_quote_is_asked_next(assistant: Assistant) -> None:
    answer = assistant.ask("How much money does the DVP get for maintenance of the kade?")
    assert answer.found
    assert "What does DVP stand for?" in next_questions(assistant, answer, "en")


def test_nothing_follows_on_no_answer(assistant: Assistant) -> None:
    answer = assistant.ask("Wie won in 1987 de wereldbeker schaatsen voor junioren?")
    assert not answer.found
    assert next_questions(assistant, answer, "nl") == []


def test_both_are_given_over_the_api(settings: Settings) -> None:
    with TestClient(create_site(PageState(settings)), **LOCAL) as client:
        found = client.get("/api/suggest", params={"q": "over de dv"}).json()["suggestions"]
        assert found[0] == {
            "kind": "abbreviation", "text": "DVP", "detail": "Dienst Veren en Ponten", "start": 8,
        }  # fmt: skip
        asked = {"question": "Hoeveel reizigers maken gebruik van de veerpont bij Olst?"}
        told = client.post("/api/next", json=asked, params={"lang": "nl"}).json()
        assert "Wie betaalt het onderhoud van de kade bij de veerpont?" in told["questions"]
        assert client.post("/api/next", json={"question": ""}).status_code == 422
        assert client.get("/api/suggest", params={"q": "x" * 5000}).status_code == 422


def test_no_index_suggests_nothing(tmp_path: Path) -> None:
    state = PageState(Settings(corpus=tmp_path, index=tmp_path / "nowhere"))
    with TestClient(create_site(state), **LOCAL) as client:
        found = client.get("/api/suggest", params={"q": "minister"})
        assert found.json()["suggestions"] == []
