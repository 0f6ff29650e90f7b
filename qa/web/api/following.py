"""``/api/followed`` and ``/api/news``: what somebody follows, and what is new on it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from qa.assistant.followed import Followed
from qa.assistant.following import all_news
from qa.messages import Message
from qa.output.schema.following import AllNewsModel, FollowedListModel
from qa.web.gate.visitors import current
from qa.web.problems import RESPONSES
from qa.web.state import PageState

MOST_AT_ONCE = 20
"""Things of which news is told in one request."""


def following_routes(state: PageState) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["following"])
    kept = Followed(state.settings.index)

    @routes.get(
        "/followed",
        response_model=FollowedListModel,
        responses=RESPONSES,
        operation_id="followed",
        summary="What you follow",
    )
    def followed() -> Response:
        """Return what who has signed in follows; elsewhere the browser keeps it."""
        found = FollowedListModel(followed=kept.of(_signed_in()))
        return JSONResponse(found.as_json(), headers={"Cache-Control": "no-store"})

    @routes.put(
        "/followed",
        response_model=FollowedListModel,
        responses=RESPONSES,
        operation_id="follow",
        summary="Follow these",
    )
    def follow(wanted: FollowedListModel) -> Response:
        """Put another list in the place of what who has signed in follows."""
        changed = kept.change(_signed_in(), lambda _: wanted.followed)
        return JSONResponse(FollowedListModel(followed=changed).as_json())

    @routes.post(
        "/news",
        response_model=AllNewsModel,
        responses=RESPONSES,
        operation_id="news",
        summary="What is new",
    )
    def news(wanted: FollowedListModel) -> Response:
        """Return what is new on each thing, since the moment at which one looked last.

        Of up to 20 things at once: each may ask a question of several letters.
        """
        if len(wanted.followed) > MOST_AT_ONCE:
            raise HTTPException(422, Message("news-of-too-much", most=MOST_AT_ONCE))
        with state.turns.turn():
            found = all_news(state.assistant(), wanted.followed)
        return JSONResponse(found.as_json(), headers={"Cache-Control": "no-store"})

    return routes


def _signed_in() -> str:
    name = current().name
    if not name:
        raise HTTPException(403, Message("only-signed-in"))
    return name
