"""Translations over the API and on the pages: only places in letters, marked, kept with answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_fixtures import LOCAL, FakeAssistant, find, make_answer, make_letter

from qa.assistant.saving import saved_html
from qa.assistant.translations import Translations
from qa.llm import TranslatedSentence, Translation
from qa.llm.comparing import Difference
from qa.messages import Message
from qa.records import Letter, Metadata
from qa.settings import Settings
from qa.web.gate.turns import Turns
from qa.web.letter import render_letter
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts import EN, NL

LETTER = make_letter(["De veerpont kost € 87 mln. De brug is dicht."])
QUOTED = (0, 26)
WRONG = Difference("amount", "€ 87 mln.", "€78 million", (17, 26), (16, 27))
MADE = Translation(
    "small", "en", (TranslatedSentence(0, 26, "The ferry costs €78 million.", (WRONG,)),)
)
PLACE = {"doc_id": "kst-1-1", "start": 0, "end": 26}


def settings_in(tmp_path: Path) -> Settings:
    return Settings(index=tmp_path / "none", llm_url="http://127.0.0.1:9/v1", llm_model="small")


class Cut(FakeAssistant):
    """An assistant whose index tells how it cuts letters, as the page of a saved answer has it."""

    @property
    def generation(self) -> dict[str, Any]:
        """Tell a first generation."""
        return super().generation | {"chunker": {"name": "none", "characters": 0}}


def client_of(settings: Settings, letter: Letter = LETTER, made: Translation = MADE) -> TestClient:
    answer = make_answer(letter, [QUOTED], question="wat kost de veerpont")
    fake = Cut([letter], answer, translation=made, set=settings)
    return TestClient(create_site(PageState(settings, open_=lambda _: fake)), **LOCAL)


def test_a_place_is_translated_with_what_differs(tmp_path: Path) -> None:
    (paragraph,) = LETTER.paragraphs
    shifted = replace(MADE, sentences=(replace(MADE.sentences[0], differences=(WRONG,)),))
    client = client_of(settings_in(tmp_path), made=shifted)
    told = client.post("/api/translation", json={**PLACE, "end": paragraph.end}).json()
    assert told == {
        "schema": 1,
        "translation": {
            "doc_id": "kst-1-1", "sha256": "0" * 64, "start": 0, "end": paragraph.end,
            "language": "en", "model": "small",
            "sentences": [{
                "start": 0, "end": 26, "text": "The ferry costs €78 million.", "problem": None,
                "differences": [{
                    "kind": "amount", "original": "€ 87 mln.", "start": 17, "end": 26,
                    "translation": "€78 million", "translation_start": 16, "translation_end": 27,
                    "message": "the original says “€ 87 mln.”, the translation “€78 million”",
                }],
            }],
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "status", "code"),
    [
        ({"doc_id": "kst-9-9"}, 404, "no-such-letter"),
        ({"start": 26, "end": 26}, 422, "translation-no-place"),
        ({"end": 9999}, 422, "translation-no-place"),
        ({"sha256": "f" * 64}, 409, "translation-changed"),
        ({"text": "whatever one types"}, 422, "request-wrong"),
        ({"start": -1}, 422, "request-wrong"),
    ],
)
def test_only_a_place_in_a_letter_is_sent(
    tmp_path: Path, place: dict[str, Any], status: int, code: str
) -> None:
    answered = client_of(settings_in(tmp_path)).post("/api/translation", json=PLACE | place)
    assert (answered.status_code, answered.json()["code"]) == (status, code)


def test_a_long_place_and_another_language_are_refused(tmp_path: Path) -> None:
    long = make_letter(["woord " * 1000])
    asked = client_of(settings_in(tmp_path), long).post(
        "/api/translation", json=PLACE | {"end": 5000}
    )
    assert asked.json()["code"] == "translation-long"
    english = make_letter(["The ferry costs 87 million euros."], metadata=Metadata(language="en"))
    asked = client_of(settings_in(tmp_path), english).post("/api/translation", json=PLACE)
    assert asked.json()["code"] == "translation-not-dutch"


def test_without_a_model_there_is_none(tmp_path: Path) -> None:
    asked = client_of(Settings(index=tmp_path / "none")).post("/api/translation", json=PLACE)
    assert (asked.status_code, asked.json()["code"]) == (409, "no-language-model")


def test_a_translation_is_kept_unless_something_failed(tmp_path: Path) -> None:
    fake = FakeAssistant([LETTER], translation=MADE, set=settings_in(tmp_path))
    made = Translations()
    first = made.make(fake, "kst-1-1", QUOTED)
    fake.translation = replace(MADE, model="other")
    assert made.make(fake, "kst-1-1", QUOTED) == first
    failed = TranslatedSentence(0, 26, "", (), Message("translation-empty"))
    fake.translation = replace(MADE, sentences=(failed,))
    assert made.make(fake, "kst-1-1", (0, 25)).translation.sentences == (failed,)
    fake.translation = MADE
    assert made.make(fake, "kst-1-1", (0, 25)).translation == MADE


@pytest.mark.parametrize(
    ("lang", "model", "offered"), [("en", True, 1), ("nl", True, 0), ("en", False, 0)]
)
def test_it_is_offered_to_readers_of_another_language(lang: str, model: bool, offered: int) -> None:
    texts = EN if lang == "en" else NL
    html = render_letter(LETTER, [], texts, translate=model)
    assert len(list(find(html, "button", **{"data-do": "translate"}))) == offered


def saved(tmp_path: Path, asked_before: bool = True) -> tuple[TestClient, dict[str, Any]]:
    client = client_of(settings_in(tmp_path))
    if asked_before:
        assert client.post("/api/translation", json=PLACE).status_code == 200
    told = client.get("/save/answer.json", params={"q": "wat kost de veerpont"}).json()
    return client, told


def test_a_saved_answer_keeps_the_translations_that_were_asked_for(tmp_path: Path) -> None:
    client, told = saved(tmp_path)
    (kept,) = told["translations"]
    assert (kept["model"], kept["start"], kept["end"]) == ("small", *QUOTED)
    assert [quote["text"] for quote in told["quotes"]] == [LETTER.text[slice(*QUOTED)]]
    page = client.get("/save/answer.html", params={"q": "wat kost de veerpont", "lang": "en"}).text
    assert "Translation by small, not checked by a person" in page
    assert "the original says “€ 87 mln.”, the translation “€78 million”" in page
    assert "€78 million" not in page.split("<blockquote", 1)[1].split("</blockquote>")[0]


def test_a_saved_answer_without_has_none(tmp_path: Path) -> None:
    _, told = saved(tmp_path, asked_before=False)
    assert told["translations"] == []


def test_the_page_of_a_saved_answer_says_where_there_is_none(tmp_path: Path) -> None:
    _, told = saved(tmp_path)
    told["translations"][0]["sentences"][0] |= {"text": "", "differences": []}
    answer = make_answer(LETTER, [QUOTED], question="wat kost de veerpont")
    assert "[no translation]" in saved_html(answer, told, "en")


def test_translations_take_the_turns_of_summaries(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    state = PageState(settings, open_=lambda _: Cut([LETTER], translation=MADE, set=settings))
    state.summaries = Turns(1, 1, 1)
    client = TestClient(create_site(state), **LOCAL)
    answered = [client.post("/api/translation", json=PLACE | {"end": end}) for end in (26, 26, 25)]
    assert [one.status_code for one in answered] == [200, 200, 429]  # the second was kept
    assert "Retry-After" in answered[-1].headers
