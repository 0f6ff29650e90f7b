"""``/api/commitments``: what letters commit ministers to, by when, and what may keep it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from qa.assistant.promises import ledger_page
from qa.commitments import Status, make_wanted
from qa.commitments.ledger import Order
from qa.output.schema.commitments import LedgerModel
from qa.records.commitments import CommitmentKind
from qa.web.api.asking import asked_filter
from qa.web.api.conditional import NOT_MODIFIED, conditional, generation_tag
from qa.web.api.models import Day_, FilterModel
from qa.web.problems import RESPONSES
from qa.web.state import PageState

MOST = 200
"""Commitments on one page, at most."""


def commitments_routes(state: PageState) -> APIRouter:
    """Return the routes that read the ledger."""
    routes = APIRouter(tags=["commitments"])

    @routes.get(
        "/commitments",
        response_model=LedgerModel,
        responses=RESPONSES | NOT_MODIFIED,
        operation_id="commitments",
        summary="List the commitments",
    )
    def commitments(
        request: Request,
        where: Annotated[FilterModel, Depends(asked_filter)],
        what: Annotated[
            list[CommitmentKind], Query(max_length=5, description="kind of commitment")
        ] = [],  # noqa: B006 - FastAPI copies it
        status: Annotated[list[Status], Query(max_length=3, description="how it stands")] = [],  # noqa: B006
        words: Annotated[
            str, Query(max_length=200, description="words in the sentence, subject or sender")
        ] = "",
        due_since: Annotated[Day_ | None, Query(description="due on this day or later")] = None,
        due_until: Annotated[Day_ | None, Query(description="due on this day or earlier")] = None,
        order: Annotated[
            Order, Query(description="by letter, the newest first, or by term")
        ] = "letter",
        offset: Annotated[int, Query(ge=0, le=10**9, description="how many to pass over")] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST, description="how many at most")] = 50,
    ) -> Response:
        """List what ministers commit to, verbatim, as the letters stand today."""
        wanted = make_wanted(where.made(), what, status, words, due_since, due_until)
        assistant = state.assistant()
        tag = [*generation_tag(assistant), assistant.ledger().today.isoformat()]
        return conditional(
            request,
            tag,
            lambda: ledger_page(assistant, wanted, order, offset, limit).as_json(),
        )

    return routes
