"""``/api/dossiers``: the dossiers of the letters, and one with its letters."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from qa.assistant.dossiers import dossier_model, dossiers_model
from qa.output.schema.dossiers import DossierPageModel, DossiersModel
from qa.web.api.conditional import NOT_MODIFIED, conditional, generation_tag
from qa.web.problems import RESPONSES
from qa.web.state import PageState

MOST = 200
"""Dossiers, or letters of one, on one page, at most."""

Offset = Annotated[int, Query(ge=0, le=10**9, description="how many to pass over")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="how many at most")]


def dossiers_routes(state: PageState) -> APIRouter:
    """Return the routes that read dossiers."""
    routes = APIRouter(tags=["letters"])

    @routes.get(
        "/dossiers",
        response_model=DossiersModel,
        responses=RESPONSES | NOT_MODIFIED,
        operation_id="dossiers",
        summary="List the dossiers",
    )
    def dossiers(
        request: Request,
        words: Annotated[str, Query(max_length=200, description="words in number or title")] = "",
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Response:
        """List the dossiers, the one with the newest letter first."""
        assistant = state.assistant()
        return conditional(
            request,
            generation_tag(assistant),
            lambda: dossiers_model(assistant, words, offset, limit).as_json(),
        )

    @routes.get(
        "/dossiers/{number}",
        response_model=DossierPageModel,
        responses=RESPONSES | NOT_MODIFIED,
        operation_id="dossier",
        summary="Read a dossier",
    )
    def dossier(
        request: Request,
        number: Annotated[str, Path(max_length=30, examples=["28676"], description="its number")],
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Response:
        """Return a dossier with its letters, the newest first; a number stands for its chapters."""
        assistant = state.assistant()
        found = dossier_model(assistant, number, offset, limit)
        return conditional(request, generation_tag(assistant), found.as_json)

    return routes
