"""``/api/health`` and ``/api/index``: how the index stands, and what editors may do with it."""

from __future__ import annotations

from functools import cache
from typing import Any

import anyio.to_thread
from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from qa.errors import QAError
from qa.index.engines import engine_of
from qa.output.schema.work import GenerationModel
from qa.system.version import program_version
from qa.web.api.models import (
    EncoderModel,
    FollowingModel,
    HealthModel,
    IndexModel,
    JobModel,
    RollbackModel,
    StartedModel,
)
from qa.web.gate.visitors import must_edit
from qa.web.jobs import Job
from qa.web.problems import RESPONSES
from qa.web.roots import rooted
from qa.web.state import PageState, Status


@cache
def _apart() -> anyio.CapacityLimiter:
    """Return threads of their own; the others may all be at work."""
    return anyio.CapacityLimiter(2)


def index_routes(state: PageState) -> APIRouter:
    """Return the routes about the index."""
    routes = APIRouter(tags=["index"])
    editing: dict[str, Any] = {
        "dependencies": [Depends(must_edit)],
        "responses": RESPONSES,
        "response_model": StartedModel,
        "status_code": 202,
    }

    @routes.get(
        "/health",
        response_model=HealthModel,
        responses={503: {"model": HealthModel, "description": "No index that can be used"}},
        operation_id="health",
        summary="Whether questions can be answered",
    )
    async def health() -> Response:
        """Say whether questions can be answered: 200 if so, else 503; behind no other work."""
        status = await anyio.to_thread.run_sync(state.status, limiter=_apart())
        content = HealthModel(status=status.kind).as_json()
        return JSONResponse(content, 200 if status.kind == "ready" else 503)

    @routes.get(
        "/index",
        response_model=IndexModel,
        responses={500: RESPONSES["4XX"]},
        operation_id="index",
        summary="How the index stands",
    )
    def index() -> Response:
        """Tell the state of the index, its generations, and the work on it."""
        return JSONResponse(_described(state, state.status()))

    @routes.post("/index/update", operation_id="update", summary="Update the index", **editing)
    def update() -> Response:
        """Bring the index up to date with the folder; joins an update that runs."""
        return started(state.update())

    @routes.post("/index/verify", operation_id="verify", summary="Check the index", **editing)
    def verify() -> Response:
        """Check every file, offset and count."""
        return started(state.verify())

    @routes.post("/index/rollback", operation_id="rollback", summary="Go back", **editing)
    def rollback(wanted: RollbackModel) -> Response:
        """Go back to an earlier generation."""
        return started(state.roll_back(wanted.generation))

    @routes.put(
        "/index/following",
        response_model=IndexModel,
        dependencies=[Depends(must_edit)],
        responses=RESPONSES,
        operation_id="following",
        summary="Follow the folder, or stop",
    )
    def following(wanted: FollowingModel) -> Response:
        """Index letters as they come into the folder, or stop doing so."""
        state.follow(wanted.on)
        return JSONResponse(_described(state, state.status()))

    return routes


def started(job: Job) -> Response:
    """Return what is told of a job that was begun, and where to see how far it is."""
    told = StartedModel(job=JobModel.model_validate(job))
    return JSONResponse(told.as_json(), 202, headers={"Location": rooted("/api/index")})


def _described(state: PageState, status: Status) -> dict[str, Any]:
    made = state.assistant().generation if status.kind == "ready" else {}
    searched, encoder = status.searched, made.get("encoder")
    return IndexModel(
        status=status.kind,
        message=status.message,
        index=state.settings.index.resolve().name,
        program=program_version(),
        generation=made.get("generation"),
        made=made.get("made"),
        letters=searched.letters if searched else 0,
        paragraphs=searched.paragraphs if searched else 0,
        encoder=encoder and EncoderModel(name=encoder["name"], sha256=encoder["sha256"]),
        generations=_generations(state),
        problems=list(status.problems),
        following=status.following,
        job=JobModel.of(status.job),
    ).as_json()


def _generations(state: PageState) -> list[GenerationModel]:
    try:
        kept = engine_of(state.settings).generations()
    except QAError:  # none yet, or none that can be read: the status says so
        return []
    return [GenerationModel.model_validate(one) for one in kept]
