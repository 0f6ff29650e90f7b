"""Summaries: a local endpoint that answers well, wrongly, slowly, brokenly and maliciously."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Generator, Iterator

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from qa.encoders.encoder import StaticEncoder, load_encoder
from qa.llm import Summary, deadline, dropped_in_words
from qa.llm.checking import FAULTS, check
from qa.llm.client import Endpoint, complete, replies
from qa.llm.refusals import LLMError

QUOTES = [
    "Ik heb € 87 mln. aangekondigd voor het munitieproject.",
    "Nederland levert vooralsnog geen tanks aan Oekraïne.",
]


@pytest.fixture(scope="module")
def lexicon() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ("€87 million was announced for the ammunition project [1].", None),
        ("€78 million was announced for the ammunition project [1].", "number"),
        ("€87 million was announced for the ammunition project.", None),
        ("€87 million was announced for the bridge project.", "no citation"),
        ("€87 million was announced for the ammunition project [7].", "unknown quote"),
        ("Belgium announced €87 million for the ammunition project [1].", "name"),
        ("The Netherlands delivers tanks to Ukraine [2].", "negation"),
        ("The Netherlands does not deliver tanks to Ukraine for now [2].", None),
        ("See https://evil.example for the ammunition project [1].", "form"),
        ("<b>€87 million</b> was announced for the ammunition project [1].", "form"),
    ],
)
def test_a_sentence_stays_only_if_its_quotes_bear_it_out(
    lexicon: StaticEncoder, reply: str, fault: str | None
) -> None:
    assert [one.fault for one in check(reply, QUOTES, lexicon)] == [fault]


def _stream(*parts: str, done: bool = True) -> str:
    lines = [f"data: {json.dumps({'choices': [{'delta': {'content': p}}]})}\n\n" for p in parts]
    return "".join(lines) + "data: [DONE]\n\n" * done


def _endpoint(server: HTTPServer, seconds: float = 60.0) -> Endpoint:
    return Endpoint(server.url_for("/v1"), "small", seconds=seconds)


def test_why_sentences_were_dropped_is_said_in_both_languages() -> None:
    said = dropped_in_words(Summary("m", dropped={"number": 2, "no citation": 1}))
    assert said == ["2: a number in it is not in the quotes it cites", "1: it cites no quote"]
    assert [one.say("nl") for one in said] == [
        "2: een getal erin staat niet in de genoemde citaten",
        "1: er wordt geen citaat genoemd",
    ]
    assert len({one.say("nl") for one in FAULTS.values()}) == len(FAULTS)


def test_a_stream_is_put_together(httpserver: HTTPServer) -> None:
    body = _stream("<think>hm</think>", "It is ", "so [1].")
    httpserver.expect_request("/v1/chat/completions").respond_with_data(
        body, content_type="text/event-stream"
    )
    assert complete(_endpoint(httpserver), "s", "u") == ("It is so [1].", None, None, True)


def test_a_broken_stream_keeps_what_came_and_says_so(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_data(
        _stream("It is so [1].", done=False), content_type="text/event-stream"
    )
    found = complete(_endpoint(httpserver), "s", "u")
    assert found[:2] == ("It is so [1].", "its reply broke off")


def test_a_slow_model_is_not_waited_for(httpserver: HTTPServer) -> None:
    def slow(_: Request) -> Response:
        time.sleep(1.5)
        return Response(_stream("late"))

    httpserver.expect_request("/v1/chat/completions").respond_with_handler(slow)
    with pytest.raises(LLMError, match="did not answer"):
        complete(_endpoint(httpserver, 0.3), "s", "u")


def test_an_error_and_a_redirect_are_told(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_data("no", 404)
    with pytest.raises(LLMError, match="404"):
        complete(_endpoint(httpserver), "s", "u")
    with pytest.raises(LLMError, match="not an http address"):
        complete(Endpoint("ftp://x", "small"), "s", "u")


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
def test_a_reply_of_deep_json_is_told(httpserver: HTTPServer, kind: str) -> None:
    deep = "[" * 100_000
    body = deep if "json" in kind else f"data: {deep}\n\n"
    httpserver.expect_request("/v1/chat/completions").respond_with_data(body, content_type=kind)
    with pytest.raises(LLMError, match="cannot be read to the end"):
        complete(_endpoint(httpserver), "s", "u")


def test_half_a_character_in_a_reply_is_replaced(httpserver: HTTPServer) -> None:
    body = '{"choices": [{"message": {"content": "een \\ud800 teken"}}]}'
    httpserver.expect_request("/v1/chat/completions").respond_with_data(
        body, content_type="application/json"
    )
    assert complete(_endpoint(httpserver), "s", "u").text == "een ? teken"


class Trickle:
    """A server that sends a beginning and then the same bytes without end, until it is cut off."""

    def __init__(self, beginning: bytes, again: bytes) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sent = beginning, again
        self.cut_off = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        beginning, again = self._sent
        with connection, self._listener:
            try:
                connection.sendall(beginning)
                while True:
                    connection.sendall(again)
                    time.sleep(0.01)
            except OSError:
                self.cut_off.set()


OK = b"HTTP/1.1 200 OK\r\n"
STREAM = OK + b"Content-Type: text/event-stream\r\n"


@pytest.mark.parametrize(
    ("beginning", "again"),
    [
        (b"HTTP/1.1 200 ", b"O"),
        (OK + b"X-Slow: ", b"x"),
        (OK, b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (STREAM + b"\r\n", b" "),
        (STREAM + b"\r\n", b": still here\n\n"),
        (STREAM + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        (STREAM + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"),
        (OK + b"Content-Type: application/json\r\n\r\n{", b" "),
        (b"HTTP/1.1 404 no\r\nX: ", b"x"),
    ],
)
def test_no_trickle_outlasts_the_time(beginning: bytes, again: bytes) -> None:
    server = Trickle(beginning, again)
    with pytest.raises(LLMError, match="did not answer in 0.4 s|cannot be re|X: "):
        complete(Endpoint(server.url, "small", seconds=0.4), "s", "u")
    assert server.cut_off.wait(60)  # and its connection does not stay


def test_what_came_before_the_time_was_over_is_kept() -> None:
    server = Trickle(STREAM + b"\r\n" + _stream("It is so [1].", done=False).encode(), b": x\n")
    found = complete(Endpoint(server.url, "small", seconds=0.5), "s", "u")
    assert found[:2] == ("It is so [1].", "it took too long, and its reply was cut off")
    assert server.cut_off.wait(60)


def test_a_name_that_is_not_found_in_time_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hangs = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: hangs.wait(60))
    with pytest.raises(LLMError, match="did not answer in 0.3 s"):
        complete(Endpoint("http://model.example/v1", "small", seconds=0.3), "s", "u")
    hangs.set()


def test_a_connection_that_is_made_too_late_is_cut() -> None:
    connections = deadline._Connections()
    connections.cut()
    one, other = socket.socketpair()
    with one, other:
        connections.add(one)
        assert other.recv(1) == b""


def test_an_error_of_the_work_is_its_own() -> None:
    def work(_: object) -> Iterator[int]:
        yield 1
        raise KeyError("x")

    came = deadline.within(5, work)
    assert next(came) == 1
    with pytest.raises(KeyError):
        next(came)


def test_the_connection_is_cut_when_nobody_waits_any_more() -> None:
    server = Trickle(STREAM + b"\r\n" + _stream("It is so [1].", done=False).encode(), b": x\n")
    gone = threading.Event()
    came = replies(Endpoint(server.url, "small", seconds=600), "s", "u", gone.is_set)
    assert next(came).text == "It is so [1]."
    gone.set()
    assert list(came) == []
    assert server.cut_off.wait(60)


def test_the_connection_is_cut_when_no_more_is_read() -> None:
    server = Trickle(STREAM + b"\r\n" + _stream("It is so [1].", done=False).encode(), b": x\n")
    came = replies(Endpoint(server.url, "small", seconds=600), "s", "u")
    assert isinstance(came, Generator)
    next(came)
    came.close()
    assert server.cut_off.wait(60)
