"""What a server means when it refuses a call, and when the same call may go well once more.

Servers of one protocol word it in many ways: what is known here is written down from llama.cpp,
vLLM, Ollama, LM Studio, text-generation-inference and OpenAI.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from qa.errors import QAError
from qa.messages import Message

MOST_SAID = 200
"""Characters that are told of what a server says, at most."""

BUSY = frozenset({429, 503})
"""Statuses after which the same call may go well a little later."""

WAIT_SECONDS = 1.0
"""How long to wait before a call is made once more, if the server does not say."""

_MOST_READ = 4000  # bytes
_TOO_LONG = re.compile(
    r"exceed_context_size|context_length_exceeded|maximum context length|exceeds?\b.{0,40}\bcontext"
    r"|context (?:window|size|length)\b.{0,40}\b(?:exceed|too|small|limit)|prompt is too long"
    r"|input (?:length|is too long)|too many tokens|max_new_tokens.{0,20}must be <=",
    re.IGNORECASE,
)


class LLMError(QAError):
    """The endpoint gave no reply that can be used."""


def said_by(response: requests.Response) -> str:
    """Return what the body of a refusal says, on one line; empty if that cannot be read."""
    body = b"".join(
        part for part, _ in zip(response.iter_content(1), range(_MOST_READ), strict=False)
    )
    text = body.decode("utf-8", "replace")
    try:
        text = _message(json.loads(text))
    except (ValueError, RecursionError):
        text = "" if "<" in text else text  # a page of a proxy
    return " ".join(text.split())


def _message(told: Any) -> str:
    """Return the message of an error; its type with it, by which some are known."""
    if isinstance(told, dict):
        inner = told.get("error", told)
        if isinstance(inner, dict):
            kinds = (inner.get(name) for name in ("message", "detail", "type", "code"))
            return " ".join(str(one) for one in kinds if isinstance(one, str))
        return str(inner)
    return str(told)


def is_too_long(said: str) -> bool:
    """Tell whether a server refuses because the model takes no text so long."""
    return _TOO_LONG.search(said) is not None


def refusal(url: str, model: str, key: str, status: int, reason: str, said: str) -> LLMError:
    """Return the error that tells a refusal to the person.

    Args:
        url: Of the endpoint.
        model: That was asked for.
        key: Is not told, if the server says it again.
        status: Of HTTP.
        reason: The words beside the status.
        said: What the body says.
    """
    if is_too_long(said):
        return LLMError("llm-too-long", url=url, model=model)
    if status in BUSY:
        return LLMError("llm-busy", url=url, status=status)
    said = said.replace(key, "…") if key else said
    reason = f"{reason}: {said[:MOST_SAID]}" if said else reason
    return LLMError("llm-refuses", url=url, status=status, reason=reason, model=model)


def broken(said: str) -> Message:
    """Return what to tell of an error that comes within a reply."""
    return Message("llm-reply-too-long-asked" if is_too_long(said) else "llm-reply-broke-off")


def wait_of(response: requests.Response) -> float:
    """Return after how many seconds a busy server wants to be asked again."""
    told = response.headers.get("Retry-After", "")
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return WAIT_SECONDS


def is_passing(error: requests.RequestException) -> bool:
    """Tell whether a connection was refused, or ended before anything came."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, ConnectionRefusedError | ConnectionResetError | BrokenPipeError):
            return True
        link = link.__context__
    return False
