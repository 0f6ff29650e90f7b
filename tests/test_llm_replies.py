"""What servers of language models send: refusals, replies that are cut off, costs, a second try."""

from __future__ import annotations

import json
import socket
import threading
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from qa.llm import client
from qa.llm.checking import cut, finds_nothing
from qa.llm.client import Endpoint, Tokens, complete
from qa.llm.refusals import LLMError, is_too_long

PATH = "/v1/chat/completions"
SAID = "It is so [1]."


def endpoint(server: HTTPServer, key: str = "") -> Endpoint:
    return Endpoint(server.url_for("/v1"), "small", key, seconds=20)


def asked(server: HTTPServer, key: str = "") -> client.Reply:
    return complete(endpoint(server, key), "s", "u")


def event(delta: dict[str, Any], finish: str | None = None) -> str:
    return f"data: {json.dumps({'choices': [{'delta': delta, 'finish_reason': finish}]})}\n\n"


def streams(server: HTTPServer, *events: str) -> None:
    server.expect_request(PATH).respond_with_data("".join(events), content_type="text/event-stream")


def answers(server: HTTPServer, message: dict[str, Any], **more: Any) -> None:
    choice = {"message": message, "finish_reason": more.pop("finish", "stop")}
    server.expect_request(PATH).respond_with_json({"choices": [choice], **more})


TOO_LONG = [
    (
        "llama.cpp",
        400,
        {
            "error": {
                "code": 400,
                "type": "exceed_context_size_error",
                "message": "the request exceeds the available context size",
                "n_prompt_tokens": 9000,
                "n_ctx": 4096,
            }
        },
    ),
    (
        "vLLM",
        400,
        {
            "object": "error",
            "type": "BadRequestError",
            "message": "This model's maximum context length is 4096 tokens. However, you "
            "requested 9000 tokens in the messages.",
        },
    ),
    (
        "OpenAI",
        400,
        {
            "error": {
                "code": "context_length_exceeded",
                "type": "invalid_request_error",
                "message": "Please reduce the length of the messages.",
            }
        },
    ),
    ("Ollama", 400, {"error": "the input length exceeds the context length"}),
    (
        "text-generation-inference",
        422,
        {"error": "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096"},
    ),
]


@pytest.mark.parametrize(("server", "status", "body"), TOO_LONG, ids=[one[0] for one in TOO_LONG])
def test_a_context_that_is_too_long_is_told_as_that(
    httpserver: HTTPServer, server: str, status: int, body: dict[str, Any]
) -> None:
    httpserver.expect_request(PATH).respond_with_json(body, status)
    with pytest.raises(LLMError, match="longer than the model small.*takes; ask for less"):
        asked(httpserver)
    assert len(httpserver.log) == 1


def test_another_refusal_keeps_the_words_of_the_server_but_for_the_key(
    httpserver: HTTPServer,
) -> None:
    body = {"error": {"message": "model 'small' not found, key s3cret, try pulling it first"}}
    httpserver.expect_request(PATH).respond_with_json(body, 404)
    with pytest.raises(LLMError, match="404 NOT FOUND: model 'small' not found, key …, try"):
        asked(httpserver, "s3cret")


def test_a_page_of_a_proxy_is_not_told(httpserver: HTTPServer) -> None:
    httpserver.expect_request(PATH).respond_with_data("<html>no</html>", 502)
    with pytest.raises(LLMError, match=r"502 BAD GATEWAY \(asked"):
        asked(httpserver)


def test_what_is_about_other_lengths_is_not_about_the_context() -> None:
    assert not is_too_long("max_tokens must be at least 1")
    assert not is_too_long("model small not found")


@pytest.mark.parametrize("kind", ["stream", "json"])
def test_a_reply_that_is_cut_short_is_said_to_be(httpserver: HTTPServer, kind: str) -> None:
    text = f"{SAID} And it was so becau"
    if kind == "json":
        answers(httpserver, {"content": text}, finish="length")
    else:
        streams(httpserver, event({"content": text}), event({}, "length"), "data: [DONE]\n\n")
    found = asked(httpserver)
    assert found.problem == "its reply was cut off at the most that it may write"
    assert cut(found.text, whole=False) == [("It is so", (1,))]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("It is so [1]. It was [2", 1),
        ("It is so [1]. It was [2]", 1),
        ("It is so [1]. It was. [2]", 2),
        ("It is so [1]. It was [2].", 2),
        ("It is so [1]. It was", 1),
        ("It is", 0),
    ],
)
def test_a_sentence_that_is_not_finished_is_left_out(text: str, kept: int) -> None:
    assert len(cut(text, whole=False)) == kept


def test_a_stream_that_ends_without_done_has_ended_if_the_model_stopped(
    httpserver: HTTPServer,
) -> None:
    streams(httpserver, event({"content": SAID}), event({}, "stop"))
    assert asked(httpserver).problem is None


def test_an_error_within_a_stream_is_told(httpserver: HTTPServer) -> None:
    error = json.dumps({"error": {"type": "exceed_context_size_error", "message": "too much"}})
    streams(httpserver, f"data: {error}\n\n")
    with pytest.raises(LLMError, match="are longer than it takes"):
        asked(httpserver)


THOUGHTS = {
    "tags": "<think>A ferry [1].</think>It is so [1].",
    "tags of another name": "<Thinking>A ferry [1].</Thinking>\nIt is so [1].",
    "reasoning": "<reasoning>A ferry [1].</reasoning> It is so [1].",
    "no opening tag": "A ferry [1]. A quay [2].</think>It is so [1].",
    "twice": "<think>A ferry [1].</think><think>A quay [2].</think>It is so [1].",
    "square tags": "[THINK]A ferry [1].[/THINK]It is so [1].",
    "of Kimi": "◁think▷A ferry [1].◁/think▷It is so [1].",
    "of Command": "<|START_THINKING|>A ferry [1].<|END_THINKING|>It is so [1].",
    "channels": "<|channel|>analysis<|message|>A ferry [1].<|end|><|start|>assistant<|channel|>"
    "final<|message|>It is so [1].<|return|>",
    "channels without their signs": "analysisA ferry [1].assistantfinalIt is so [1].",
}


@pytest.mark.parametrize("kind", THOUGHTS)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_thinking_is_not_in_a_reply(httpserver: HTTPServer, kind: str, size: int) -> None:
    text = THOUGHTS[kind]
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    streams(httpserver, *(event({"content": one}) for one in pieces), "data: [DONE]\n\n")
    found = list(client.replies(endpoint(httpserver), "s", "u"))
    assert found[-1].text == SAID
    if kind != "no opening tag":
        assert not [one.text for one in found if "ferry" in one.text or "quay" in one.text]


@pytest.mark.parametrize("kind", THOUGHTS)
def test_thinking_that_is_cut_off_is_not_in_a_reply(kind: str) -> None:
    opening, _, _ = THOUGHTS[kind].partition("A ferry")
    if opening:
        assert client.aloud(f"{opening}A ferry sails [1]. And") == ""


def test_fields_and_parts_of_thinking_are_not_read(httpserver: HTTPServer) -> None:
    parts = [{"type": "thinking", "thinking": "A ferry"}, {"type": "text", "text": SAID}]
    streams(
        httpserver,
        event({"reasoning_content": "A ferry [1]."}),
        event({"reasoning": "A ferry [1].", "content": None}),
        event({"content": parts}),
        "data: [DONE]\n\n",
    )
    assert asked(httpserver).text == SAID


@pytest.mark.parametrize("kind", ["stream", "json"])
def test_tokens_are_counted_by_the_server(httpserver: HTTPServer, kind: str) -> None:
    usage = {"prompt_tokens": 500, "completion_tokens": 20, "total_tokens": 520}
    if kind == "json":
        answers(httpserver, {"content": SAID}, usage=usage)
    else:
        last = json.dumps({"choices": [], "usage": usage})
        streams(httpserver, event({"content": SAID}, "stop"), f"data: {last}\n\ndata: [DONE]\n\n")
    assert asked(httpserver).tokens == Tokens(500, 20)
    sent = json.loads(httpserver.log[0][0].data)
    assert sent["stream_options"] == {"include_usage": True}


def test_a_server_that_knows_no_options_is_asked_without(httpserver: HTTPServer) -> None:
    def picky(request: Request) -> Response:
        if set(request.get_json()) - {"model", "messages", "stream"}:
            return Response('{"error": "unknown field stream_options"}', 400)
        return Response(event({"content": SAID}, "stop"), content_type="text/event-stream")

    httpserver.expect_request(PATH).respond_with_handler(picky)
    assert asked(httpserver).text == SAID
    assert len(httpserver.log) == 2


def test_a_busy_server_is_asked_once_more(httpserver: HTTPServer) -> None:
    httpserver.expect_oneshot_request(PATH).respond_with_data("", 503, headers={"Retry-After": "0"})
    answers(httpserver, {"content": SAID})
    assert asked(httpserver).text == SAID


@pytest.mark.parametrize(("wait", "calls"), [("0", 2), ("3600", 1)])
def test_a_server_that_stays_busy_is_told(httpserver: HTTPServer, wait: str, calls: int) -> None:
    httpserver.expect_request(PATH).respond_with_data("", 429, headers={"Retry-After": wait})
    with pytest.raises(LLMError, match=r"is busy \(429\)"):
        asked(httpserver)
    assert len(httpserver.log) == calls


def test_a_connection_that_is_reset_is_made_once_more() -> None:
    connections = []

    def serve(listener: socket.socket) -> None:
        body = event({"content": SAID}, "stop").encode()
        for answer in (b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + body):
            connection, _ = listener.accept()
            connections.append(1)
            with connection:
                connection.recv(100_000)
                connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=[listener], daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        assert complete(Endpoint(url, "small", seconds=60), "s", "u").text == SAID
    assert len(connections) == 2


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(LLMError, match="cannot be reached"):
        complete(Endpoint(f"http://127.0.0.1:{port}/v1", "small", seconds=20), "s", "u")


@pytest.mark.parametrize(
    ("reply", "nothing"),
    [
        ("NONE", True),
        ("None.", True),
        ("", True),
        ("The quotes do not answer the question [1].", True),
        ("De citaten geven hier geen antwoord op [1][2].", True),
        ("The Netherlands delivers no tanks [1].", False),
        ("Er zijn geen notulen [1].", False),
    ],
)
def test_a_reply_that_finds_nothing_is_known(reply: str, nothing: bool) -> None:
    assert finds_nothing(reply) is nothing
