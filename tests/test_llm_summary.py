"""A summary as it grows: sentence by sentence, in the reader's language, or none and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from web_fixtures import make_answer, make_letter
from werkzeug import Request, Response

from qa.encoders.encoder import StaticEncoder, load_encoder
from qa.llm import Summary, summaries
from qa.llm.client import Tokens
from qa.records import Answer
from qa.settings import Settings

LETTER = "De minister opent de school in Assen. Nederland levert tien drones aan Oekraïne."
FIRST = "De minister opent de school in Assen [1]. "
SECOND = "Nederland levert tien drones aan Oekraïne [1]."


@pytest.fixture(scope="module")
def lexicon() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


def answered() -> Answer:
    return make_answer(make_letter([LETTER]), [(0, len(LETTER))], question="Wie opent de school?")


def streamed(*pieces: str) -> Response:
    events: list[dict[str, Any]] = [{"choices": [{"delta": {"content": one}}]} for one in pieces]
    events.append({"choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 10}})
    body = "".join(f"data: {json.dumps(one)}\n\n" for one in events) + "data: [DONE]\n\n"
    return Response(body, content_type="text/event-stream")


def grown(
    server: HTTPServer, lexicon: StaticEncoder, replies: Sequence[Response], answer: Answer
) -> tuple[list[Summary], list[dict[str, Any]]]:
    """Return the summary each time that it grew, and what was sent."""
    waiting, sent = list(replies), []

    def reply(request: Request) -> Response:
        sent.append(json.loads(request.get_json()["messages"][1]["content"]))
        return waiting.pop(0)

    server.expect_request("/v1/chat/completions").respond_with_handler(reply)
    settings = Settings(llm_url=server.url_for("/v1"), llm_model="m", llm_seconds=60)
    return list(summaries(answer, lexicon, settings)), sent


def test_a_summary_grows_by_whole_sentences(httpserver: HTTPServer, lexicon: StaticEncoder) -> None:
    pieces = [FIRST[:20], FIRST[20:], SECOND[:10], SECOND[10:]]
    found, sent = grown(httpserver, lexicon, [streamed(*pieces)], answered())
    assert [len(one.sentences) for one in found] == [1, 2, 2]
    assert [one.whole for one in found] == [False, False, True]
    assert found[-1].tokens == Tokens(100, 10)
    assert sent == [{
        "quotes": [{
            "number": 1, "letter": answered().quotes[0].citation.reference, "signed": "",
            "text": LETTER,
        }],
        "question": "Wie opent de school?",
        "write_in": "Dutch",
    }]  # fmt: skip


def test_what_begins_without_a_quote_is_shown_at_its_end_alone(
    httpserver: HTTPServer, lexicon: StaticEncoder
) -> None:
    thinking = ["Ik kijk naar de citaten. ", FIRST, "Dat klopt. ", "</think>", SECOND]
    found, _ = grown(httpserver, lexicon, [streamed(*thinking)], answered())
    assert {one.text for grew in found for one in grew.sentences} == {SECOND[:-5]}
    assert found[-1].whole


def test_another_language_is_asked_again_once(
    httpserver: HTTPServer, lexicon: StaticEncoder
) -> None:
    english = "The minister opens the school in Assen [1]."
    found, sent = grown(httpserver, lexicon, [streamed(english), streamed(FIRST)], answered())
    assert [one.text for one in found[-1].sentences] == ["De minister opent de school in Assen"]
    assert found[-1].tokens == Tokens(200, 20)
    assert [one["write_in"] for one in sent] == [
        "Dutch", "Dutch: schrijf elke zin in het Nederlands"
    ]  # fmt: skip


def test_another_language_is_not_asked_again_twice(
    httpserver: HTTPServer, lexicon: StaticEncoder
) -> None:
    english = "The minister opens the school in Assen [1]."
    found, sent = grown(httpserver, lexicon, [streamed(english), streamed(english)], answered())
    assert len(sent) == 2
    assert (found[-1].sentences, found[-1].dropped) == ((), {"language": 1})


def test_what_is_not_sure_to_answer_is_not_sent(
    httpserver: HTTPServer, lexicon: StaticEncoder
) -> None:
    found, sent = grown(httpserver, lexicon, [], replace(answered(), sure=False))
    assert sent == []
    (only,) = found
    assert (only.sentences, only.problem) == (
        (), "not summed up: it is not sure that the quotes answer"
    )  # fmt: skip


@pytest.mark.parametrize("reply", ["NONE", f"{FIRST}De citaten geven verder geen antwoord [1]."])
def test_nothing_is_shown_if_the_model_finds_no_answer(
    httpserver: HTTPServer, lexicon: StaticEncoder, reply: str
) -> None:
    found, _ = grown(httpserver, lexicon, [streamed(reply)], answered())
    assert found[-1].sentences == ()
    assert "finds no answer" in str(found[-1].problem)
