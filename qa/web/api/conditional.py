"""Responses that a client may keep: with an ETag, and 304 where nothing has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from qa.assistant.opened import Answering

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "Not changed since"}}
"""For the description of routes that answer so."""


def generation_tag(assistant: Answering) -> list[Any]:
    """Return what stands for the state of an index in a tag."""
    made = assistant.generation
    return [
        assistant.searched.index,
        made.get("generation"),
        made.get("made"),
        made.get("versions"),
    ]


def conditional(
    request: Request,
    parts: object,
    make: Callable[[], Any],
    headers: Callable[[], Mapping[str, str]] = dict,
) -> Response:
    """Return what is made as JSON, or 304 if the client has it.

    Args:
        request: With ``If-None-Match``, perhaps.
        parts: All that the content depends on, as JSON can write it.
        make: Makes the content; not called for a 304.
        headers: Makes more headers; not called for a 304 either.
    """
    text = json.dumps([parts, request.url.query], default=str)
    tag = f'"{hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'
    kept = {"ETag": tag, "Cache-Control": "private, no-cache"}
    known = request.headers.get("if-none-match", "")
    if known.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in known.split(",")}:
        return Response(status_code=304, headers=kept)
    return JSONResponse(make(), headers={**kept, **headers()})
