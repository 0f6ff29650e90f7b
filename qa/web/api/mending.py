"""Corrections of a letter's data over ``/api``; for editors."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict

from qa.letters.sidecar import read_sidecar
from qa.web.api.files import entry_of
from qa.web.api.letters import DocId
from qa.web.gate.visitors import current, must_edit
from qa.web.problems import RESPONSES
from qa.web.state import PageState


class Corrections(BaseModel):
    """Values as in a sidecar; what is left out stays, null takes the correction away."""

    model_config = ConfigDict(extra="forbid")

    date: str | None = None
    senders: list[dict[str, str | None]] | None = None
    subject: str | None = None
    dossiers: list[str | dict[str, str | None]] | None = None
    kind: str | None = None


def mending_routes(state: PageState) -> APIRouter:
    """Return the routes that read and write corrections."""
    routes = APIRouter(tags=["letters"], dependencies=[Depends(must_edit)])

    @routes.get(
        "/letters/{doc_id}/data",
        response_model=dict[str, Any],
        responses=RESPONSES,
        operation_id="corrections",
        summary="What was corrected of a letter",
    )
    def corrections(doc_id: DocId) -> Response:
        """Return the sidecar of a letter; an empty object if it has none."""
        entry = entry_of(state, doc_id)
        content = read_sidecar(state.settings.corpus / entry.path).content
        return JSONResponse(json.loads(content.decode("utf-8-sig") or "{}"))

    @routes.put(
        "/letters/{doc_id}/data",
        response_model=dict[str, Any],
        responses=RESPONSES,
        operation_id="mend",
        summary="Correct the data of a letter",
    )
    def mend(doc_id: DocId, given: Corrections) -> Response:
        """Write corrections beside the letter, index it again, and return its sidecar."""
        changes = given.model_dump(exclude_unset=True)
        after = state.files.mend(entry_of(state, doc_id), changes, current().name or None)
        state.update(afresh=True)
        return JSONResponse(after)

    return routes
