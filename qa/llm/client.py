"""One chat completion from an OpenAI-compatible endpoint, read as it is written.

Keeps to a deadline for the whole call and to a size; what came before a stream broke is kept and
said to be broken. Asks once more where that may help. Follows no redirect: the question and the
quotes go to the endpoint alone. Knows nothing of quotes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from qa.llm.deadline import Call, within
from qa.llm.refusals import (
    BUSY,
    WAIT_SECONDS,
    LLMError,
    broken,
    is_passing,
    is_too_long,
    refusal,
    said_by,
    wait_of,
)
from qa.llm.thinking import aloud
from qa.messages import Message

MAX_REPLY = 8000
"""Characters of a reply, at most; a few sentences are asked for."""

MAX_BYTES = 1_000_000
"""Of the stream of a reply, at most: it may come in single characters with much around each."""

MAX_TOKENS = 1500
"""Tokens a model may write, thinking included."""

CONNECT_SECONDS = 5.0
"""Longest wait for a language model to take the connection."""

_NOT_UNDERSTOOD = frozenset({400, 422})
_UNREADABLE = (
    requests.RequestException, HTTPError, OSError, ValueError, KeyError, TypeError, IndexError,
    AttributeError, RecursionError,
)  # fmt: skip


class Endpoint(NamedTuple):
    """Where the model is: ``url`` ends before ``/chat/completions``, as in ``.../v1``."""

    url: str
    model: str
    key: str = ""
    seconds: float = 30.0


class Tokens(NamedTuple):
    """What a call cost: tokens that the model read and wrote, thinking included."""

    read: int
    written: int


class Reply(NamedTuple):
    """What the model wrote so far, without its thinking.

    ``problem`` says in words why it ended early, if it did; ``tokens`` what it cost, if the server
    counts. Both come with the last one, which is ``whole``.
    """

    text: str
    problem: Message | None = None
    tokens: Tokens | None = None
    whole: bool = False


class _End(NamedTuple):
    """How a reply ended."""

    problem: Message | None
    tokens: Tokens | None


def complete(endpoint: Endpoint, system: str, user: str) -> Reply:
    """Return the model's reply, whole; see `replies`.

    Raises:
        LLMError: If no reply came, in words for the person.
    """
    return list(replies(endpoint, system, user))[-1]


def replies(
    endpoint: Endpoint, system: str, user: str, left: Callable[[], bool] | None = None
) -> Iterator[Reply]:
    """Yield the model's reply as far as it has come, again and again; the last one is whole.

    Args:
        endpoint: Where to ask, and how long to wait for all of the reply, in seconds.
        system: What the model is to do.
        user: What to do it with.
        left: Tells whether nobody waits any more; then the connection is cut and nothing follows.

    Raises:
        LLMError: If no reply came, in words for the person.
    """
    if urlsplit(endpoint.url).scheme not in {"http", "https"}:
        raise LLMError("llm-address-wrong", url=endpoint.url)
    text, end = "", None
    messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    try:
        for piece in within(endpoint.seconds, lambda call: _ask(call, endpoint, messages), left):
            if isinstance(piece, _End):
                end = piece
                break
            text += piece
            yield Reply(_said(text))
    except (requests.Timeout, TimeoutError):
        if not text:
            raise LLMError("llm-too-slow", url=endpoint.url, seconds=endpoint.seconds) from None
        end = _End(Message("llm-cut-off"), None)
    except requests.RequestException:
        raise LLMError("llm-not-reached", url=endpoint.url) from None
    if end is None:  # nobody waits
        return
    said = _said(text)
    if not said and end.problem:
        raise LLMError("llm-fails", url=endpoint.url, problem=end.problem)
    yield Reply(said, end.problem, end.tokens, whole=True)


def _said(text: str) -> str:
    return aloud(text.encode("utf-8", "replace").decode())  # half a character is a question mark


def _ask(call: Call, endpoint: Endpoint, messages: list[dict[str, str]]) -> Iterator[str | _End]:
    """Post the question and yield the pieces of the reply, and how it ended.

    A call that is refused for the time being is made once more, and so is one of which the server
    does not know an option, with none.
    """
    body: dict[str, Any] = {"model": endpoint.model, "messages": messages, "stream": True}
    wishes = {
        "temperature": 0, "max_tokens": MAX_TOKENS, "stream_options": {"include_usage": True}
    }  # fmt: skip
    may_wait = True
    while True:
        try:
            response = _post(call, endpoint, body | wishes)
        except requests.ConnectionError as error:
            if not (may_wait and is_passing(error) and call.pause(WAIT_SECONDS)):
                raise
            may_wait = False
            continue
        with response:
            if response.status_code == 200:
                yield from _read(response)
                return
            said = said_by(response)
            if wishes and response.status_code in _NOT_UNDERSTOOD and not is_too_long(said):
                wishes = {}
                continue
            seconds = wait_of(response)
            again = may_wait and response.status_code in BUSY and seconds < call.left
            if not (again and call.pause(seconds)):
                raise refusal(
                    endpoint.url, endpoint.model, endpoint.key,
                    response.status_code, response.reason or "", said,
                )  # fmt: skip
            may_wait = False


def _post(call: Call, endpoint: Endpoint, body: dict[str, Any]) -> requests.Response:
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    return call.session.post(
        f"{endpoint.url.rstrip('/')}/chat/completions", json=body, headers=headers, stream=True,
        timeout=(min(CONNECT_SECONDS, endpoint.seconds), endpoint.seconds),
        allow_redirects=False,
    )  # fmt: skip


def _read(response: requests.Response) -> Iterator[str | _End]:
    """Yield the pieces of a reply until it ends, breaks or grows too long; then how it ended."""
    length = 0
    tokens: Tokens | None = None
    finish: str | None = None
    try:
        for event in _events(response):
            if event is None:
                finish = finish or "stop"
                break
            if "error" in event:
                yield _End(broken(str(event["error"])), tokens)
                return
            tokens = _tokens(event) or tokens
            for choice in (event.get("choices") or [])[:1]:
                piece = _text(choice.get("message") or choice.get("delta") or {})
                length += len(piece)
                finish = choice.get("finish_reason") or finish
                if piece:
                    yield piece
            if length > MAX_REPLY:
                yield _End(Message("llm-reply-too-long"), tokens)
                return
    except _UNREADABLE:
        yield _End(Message("llm-reply-unreadable"), tokens)
        return
    problems = {None: "llm-reply-broke-off", "length": "llm-reply-cut-short"}
    problem = problems.get(finish)
    yield _End(Message(problem) if problem else None, tokens)


def _text(message: dict[str, Any]) -> str:
    """Return what a message says; its ``reasoning`` and parts of thinking are not read."""
    content = message.get("content") or ""
    if isinstance(content, list):
        return "".join(str(part["text"]) for part in content if part.get("type") == "text")
    return str(content)


def _tokens(event: dict[str, Any]) -> Tokens | None:
    usage = event.get("usage")
    if not isinstance(usage, dict):
        return None
    read, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if not (isinstance(read, int) and isinstance(written, int)) or min(read, written) < 0:
        return None
    return Tokens(read, written)


def _events(response: requests.Response) -> Iterator[dict[str, Any] | None]:
    """Yield what a server sends as it comes, and None at its own end; plain JSON is one event."""
    lines = _lines(response)
    if "json" in response.headers.get("Content-Type", ""):
        yield json.loads("\n".join(lines))
        yield None
        return
    for line in lines:
        if not line.startswith("data:"):
            continue
        data = line[5:].strip()
        if data == "[DONE]":
            yield None
            return
        yield json.loads(data)


def _lines(response: requests.Response) -> Iterator[str]:
    """Yield each line of the body as soon as it is there: larger reads would wait for more.

    Raises:
        ValueError: When there is more than `MAX_BYTES`.
    """
    line = bytearray()
    for count, byte in enumerate(response.iter_content(1), start=1):
        if count > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES} bytes")
        if byte == b"\n":
            yield line.decode("utf-8", "replace").rstrip("\r")
            line.clear()
        else:
            line += byte
    if line:
        yield line.decode("utf-8", "replace")
