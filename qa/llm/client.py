"""One chat completion from an OpenAI-compatible endpoint, read as it is written.

Keeps to a deadline for the whole reply and to a size; what came before a stream broke is kept and
said to be broken. Follows no redirect: the question and the quotes go to the endpoint alone. Knows
nothing of quotes.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from qa.errors import QAError

MAX_REPLY = 8000  # characters; a few sentences are asked for
MAX_BYTES = 400_000  # of the stream: a reply in single characters with much around each
CONNECT_SECONDS = 5.0
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
    problem: str | None = None


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
        raise LLMError(f"QA_LLM_URL={endpoint.url}: not an http address, like http://host:port/v1")
    until = time.monotonic() + endpoint.seconds
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        "temperature": 0,
        "max_tokens": 700,
        "stream": True,
    }
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    try:
        response = requests.post(
            f"{endpoint.url.rstrip('/')}/chat/completions", json=body, headers=headers, stream=True,
            timeout=(min(CONNECT_SECONDS, endpoint.seconds), endpoint.seconds),
            allow_redirects=False,
        )  # fmt: skip
    except requests.Timeout:
        raise LLMError(
            f"the language model at {endpoint.url} did not answer in {endpoint.seconds:g} s; "
            "QA_LLM_SECONDS sets how long to wait"
        ) from None
    except requests.RequestException:
        raise LLMError(
            f"the language model at {endpoint.url} cannot be reached; is it running?"
        ) from None
    with response:
        if response.status_code != 200:
            raise LLMError(
                f"the language model at {endpoint.url} answered {response.status_code} "
                f"{response.reason or ''}; is there a model {endpoint.model}?"
            )
        reply = _read(response, until)
    whole = reply.text.encode("utf-8", "replace").decode()  # half a character is a question mark
    text = _THOUGHTS.sub(" ", whole).strip()
    if not text and reply.problem:
        raise LLMError(f"the language model at {endpoint.url}: {reply.problem}")
    return Reply(text, reply.problem)


def _read(response: requests.Response, until: float) -> Reply:
    """Put the pieces of a reply together until it ends, breaks, or grows or lasts too long."""
    parts: list[str] = []
    length = 0
    try:
        for piece, ended in _pieces(response, until):
            parts.append(piece)
            length += len(piece)
            if ended:
                return Reply("".join(parts))
            if length > MAX_REPLY:
                return Reply("".join(parts), "its reply was too long and was cut off")
    except _TooLate:
        return Reply("".join(parts), "it took too long, and its reply was cut off")
    except (requests.RequestException, HTTPError, OSError, ValueError, KeyError, TypeError,
            IndexError, AttributeError, RecursionError):  # fmt: skip
        return Reply("".join(parts), "its reply cannot be read to the end")
    return Reply("".join(parts), "its reply broke off")


class _TooLate(Exception):
    """The deadline has passed."""


def _pieces(response: requests.Response, until: float) -> Iterator[tuple[str, bool]]:
    """Yield each piece of text and whether it is the last; a plain JSON reply is one piece."""
    plain = "json" in response.headers.get("Content-Type", "")
    lines = _lines(response, until)
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


def _lines(response: requests.Response, until: float) -> Iterator[str]:
    """Yield the lines of the body; byte by byte, as a trickle would outlast any time-out of reads.

    Raises:
        _TooLate: When the deadline has passed.
        ValueError: When there is more than `MAX_BYTES`.
    """
    line = bytearray()
    for count, byte in enumerate(response.iter_content(1), start=1):
        if time.monotonic() > until:
            raise _TooLate
        if count > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES} bytes")
        if byte == b"\n":
            yield line.decode("utf-8", "replace").rstrip("\r")
            line.clear()
        else:
            line += byte
    if line:
        yield line.decode("utf-8", "replace")
