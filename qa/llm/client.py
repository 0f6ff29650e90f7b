"""One chat completion from an OpenAI-compatible endpoint, read as it is written.

Keeps to a deadline for the whole call and to a size; what came before a stream broke is kept and
said to be broken. Follows no redirect: the question and the quotes go to the endpoint alone. Knows
nothing of quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from qa.errors import QAError
from qa.llm.deadline import within
from qa.messages import Message

MAX_REPLY = 8000
"""Characters of a reply, at most; a few sentences are asked for."""

MAX_BYTES = 400_000
"""Of the stream of a reply, at most: it may come in single characters with much around each."""

CONNECT_SECONDS = 5.0
"""Longest wait for a language model to take the connection."""

_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)


class LLMError(QAError):
    """The endpoint gave no reply that can be used."""


class Endpoint(NamedTuple):
    """Where the model is: ``url`` ends before ``/chat/completions``, as in ``.../v1``."""

    url: str
    model: str
    key: str = ""
    seconds: float = 30.0


class Reply(NamedTuple):
    """What the model wrote; ``problem`` says in words why it ended early, if it did."""

    text: str
    problem: Message | None = None


def complete(endpoint: Endpoint, system: str, user: str) -> Reply:
    """Return the model's reply.

    Args:
        endpoint: Where to ask, and how long to wait for all of the reply, in seconds.
        system: What the model is to do.
        user: What to do it with.

    Raises:
        LLMError: If no reply came, in words for the person.
    """
    if urlsplit(endpoint.url).scheme not in {"http", "https"}:
        raise LLMError("llm-address-wrong", url=endpoint.url)
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        "temperature": 0,
        "max_tokens": 700,
        "stream": True,
    }
    parts: list[str] = []  # what has come, when the time is over too
    try:
        problem = within(endpoint.seconds, lambda session: _ask(session, endpoint, body, parts))
    except (requests.Timeout, TimeoutError):
        if not parts:
            raise LLMError("llm-too-slow", url=endpoint.url, seconds=endpoint.seconds) from None
        problem = Message("llm-cut-off")
    except requests.RequestException:
        raise LLMError("llm-not-reached", url=endpoint.url) from None
    # half a character is a question mark
    whole = "".join(parts).encode("utf-8", "replace").decode()
    text = _THOUGHTS.sub(" ", whole).strip()
    if not text and problem:
        raise LLMError("llm-fails", url=endpoint.url, problem=problem)
    return Reply(text, problem)


def _ask(
    session: requests.Session, endpoint: Endpoint, body: dict[str, Any], parts: list[str]
) -> Message | None:
    """Post the question and gather the reply; return why it ended early, if it did."""
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    response = session.post(
        f"{endpoint.url.rstrip('/')}/chat/completions", json=body, headers=headers, stream=True,
        timeout=(min(CONNECT_SECONDS, endpoint.seconds), endpoint.seconds),
        allow_redirects=False,
    )  # fmt: skip
    with response:
        if response.status_code != 200:
            raise LLMError(
                "llm-refuses",
                url=endpoint.url,
                status=response.status_code,
                reason=response.reason or "",
                model=endpoint.model,
            )
        return _read(response, parts)


def _read(response: requests.Response, parts: list[str]) -> Message | None:
    """Gather the pieces of a reply until it ends, breaks or grows too long."""
    length = 0
    try:
        for piece, ended in _pieces(response):
            parts.append(piece)
            length += len(piece)
            if ended:
                return None
            if length > MAX_REPLY:
                return Message("llm-reply-too-long")
    except (requests.RequestException, HTTPError, OSError, ValueError, KeyError, TypeError,
            IndexError, AttributeError, RecursionError):  # fmt: skip
        return Message("llm-reply-unreadable")
    return Message("llm-reply-broke-off")


def _pieces(response: requests.Response) -> Iterator[tuple[str, bool]]:
    """Yield each piece of text and whether it is the last; a plain JSON reply is one piece."""
    plain = "json" in response.headers.get("Content-Type", "")
    lines = _lines(response)
    if plain:
        choice = json.loads("\n".join(lines))["choices"][0]
        yield str(choice["message"]["content"] or ""), True
        return
    for line in lines:
        if not line.startswith("data:"):
            continue
        data = line[5:].strip()
        if data == "[DONE]":
            yield "", True
            return
        choices = json.loads(data).get("choices") or []
        if choices:
            yield str(choices[0].get("delta", {}).get("content") or ""), False
            if choices[0].get("finish_reason") == "length":
                yield "", False
                return


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
