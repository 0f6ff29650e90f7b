"""Corrections of a letter's data over ``/api``; for editors."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from qa.letters.sidecar import read_sidecar
from qa.web.api.files import entry_of
from qa.web.api.letters import DocId
from qa.web.gate.visitors import current, must_edit
from qa.web.problems import RESPONSES
from qa.web.state import PageState


class Corrections(BaseModel):
    """Values as in a sidecar; what is left out stays, an empty one takes its correction away."""

    model_config = ConfigDict(extra="forbid")

    date: Annotated[str | None, Field(description="as letters write it, or 2024-02-05")] = None
    senders: Annotated[
        list[str | dict[str, str | None]] | None,
        Field(max_length=50, description='"function; name", or an object with these'),
    ] = None
    subject: Annotated[str | None, Field(description="what the letter is about")] = None
    dossiers: Annotated[
        list[str | dict[str, str | None]] | None,
        Field(max_length=50, description="numbers, or objects with number, printed, title"),
    ] = None
    kind: Annotated[str | None, Field(description='the kind of paper, such as "Motie"')] = None


def mending_routes(state: PageState) -> APIRouter:
    """Return the routes that read and write corrections."""
    routes = APIRouter(tags=["letters"], dependencies=[Depends(must_edit)])
    place = "/letters/{doc_id}/data"

    @routes.get(
        place,
        response_model=dict[str, Any],
        responses=RESPONSES,
        operation_id="corrections",
        summary="What was corrected of a letter",
    )
    def corrections(doc_id: DocId) -> Response:
        """Return the sidecar of a letter; an empty object if it has none."""
        path = state.settings.corpus / entry_of(state, doc_id).path
        return JSONResponse(read_sidecar(path).found)

    @routes.put(
        place,
        response_model=dict[str, Any],
        responses=RESPONSES,
        operation_id="mend",
        summary="Correct the data of a letter",
    )
    def mend(doc_id: DocId, given: Corrections) -> Response:
        """Write corrections beside the letter, index it again, and return its sidecar."""
        changes = given.model_dump(exclude_unset=True)
        after = state.files.mend(entry_of(state, doc_id), changes, current().name)
        state.update(afresh=True)
        return JSONResponse(after)

    @routes.delete(
        place,
        response_model=dict[str, Any],
        responses=RESPONSES,
        operation_id="undo_mending",
        summary="Take the corrections of a letter back",
    )
    def undo(doc_id: DocId) -> Response:
        """Let the sidecar say what it said before, index the letter again; return the sidecar."""
        after = state.files.undo_mending(entry_of(state, doc_id))
        state.update(afresh=True)
        return JSONResponse(after)

    return routes
