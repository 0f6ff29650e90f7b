"""A question is analysed once; what comes after reads it as it was understood."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from web_fixtures import make_answer, make_letter, make_quote

from qa.assistant import Assistant
from qa.indexing import build_index
from qa.output.schema import answer_json
from qa.questions import MAX_QUESTION, analyse
from qa.settings import Settings
from qa.text.amounts import find_amounts
from qa.web.cards.amounts import amounts_table
from qa.web.texts import EN

SAID = "Voor de brug komt er € 3 mln. en voor de sluis € 4 mln. bij."


@pytest.mark.parametrize(
    ("typed", "language", "kind", "answer_type", "unit"),
    [
        ("what did NL pledge at the UDCG", "en", "amount", None, None),
        ("Hoeveel tanks leverde Nederland?", "nl", "amount", "count", None),
        ("Who signed the letter on housing?", "en", "who", None, "signature"),
        ("Wanneer is de brief verstuurd?", "nl", "date", None, "letterhead"),
        ("munitie Oekraïne", "nl", "what", None, None),
    ],
)
def test_what_a_question_asks_for(
    typed: str, language: str, kind: str, answer_type: str | None, unit: str | None
) -> None:
    asked = analyse(f"  {typed}\n ")
    assert (asked.typed, asked.text, asked.understood) == (typed, typed, None)
    assert (asked.language, asked.kind) == (language, kind)
    assert (asked.answer_type, asked.unit) == (answer_type, unit)


def test_time_phrases_and_words() -> None:
    asked = analyse('What was "pledged for" Kharkiv in 2023?')
    assert asked.time is not None
    assert asked.time.words == "in 2023"
    assert asked.phrases == ("pledged for",)
    assert asked.words == ("pledged", "kharkiv", "2023")
    assert not asked.bare
    assert analyse("of the").bare


def test_a_long_question_is_cut_and_white_space_folded() -> None:
    assert len(analyse("brug " * 10_000).text) <= MAX_QUESTION
    assert analyse("de\n\tbrug  bij Kampen").text == "de brug bij Kampen"


def leaning() -> Any:
    letter = make_letter([SAID])
    answer = make_answer(letter, [(0, len(SAID))])
    quote = make_quote(letter, (0, len(SAID)))
    object.__setattr__(quote, "amounts", tuple(find_amounts(SAID)))
    asked = analyse("en voor de sluis?", "Hoeveel geld komt er voor de brug?")
    assert asked.leans
    object.__setattr__(answer, "quotes", (quote,))
    object.__setattr__(answer, "question", asked)
    return answer


def test_a_follow_up_that_asks_how_much_keeps_its_sum() -> None:
    answer = leaning()
    assert answer_json(answer)["total"]["value"] == 7_000_000
    assert "€ 4 mln." in amounts_table(answer, EN)


def test_the_language_model_is_asked_the_question_as_understood(
    settings: Settings, httpserver: HTTPServer
) -> None:
    (settings.corpus / "brug.txt").write_text(f"Over de brug.\n\n{SAID}\n", encoding="utf-8")
    build_index(settings)
    sent: list[dict[str, Any]] = []

    def reply(request: Any) -> Any:
        sent.append(json.loads(request.data))
        raise ValueError("enough seen")

    httpserver.expect_request("/v1/chat/completions").respond_with_handler(reply)
    model = settings.model_copy(update={"llm_url": httpserver.url_for("/v1"), "llm_model": "x"})
    assistant = Assistant.open(settings=model)
    answer = assistant.ask("en voor de sluis?", after="Hoeveel geld komt er voor de brug?")
    assert answer.question.leans
    assistant.summarise(answer)
    (asked,) = [one["content"] for one in sent[0]["messages"] if one["role"] == "user"]
    assert json.loads(asked)["question"] == answer.question.text


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("I don't own a smartphone. Can I still get a test declaration?", "en"),
        ("Can a certificate be scanned multiple times?", "en"),
        ("strategic airlift expected demand coming years promise", "en"),
        ("veterans new contemporary suit Dutch defence", "en"),
        ("nitrogen", "en"),
        ("stikstof", "nl"),
        ("steun Oekraïne", "nl"),
        ("defensie begroting 2024", "nl"),
        ("Mag ik mijn bewijs ook in Frankrijk laten zien?", "nl"),
        ("Is er al een brief over de brug?", "nl"),
        ("UDCG", "nl"),
    ],
)
def test_the_language_of_a_question_is_told_by_its_words(question: str, language: str) -> None:
    assert analyse(question).language == language
