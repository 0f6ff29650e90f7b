"""The HTTP API under ``/api``: the command line's JSON, typed, described at ``/api/openapi.json``
and, for people, at ``/reference``.

    GET  /api/ask?q=...            POST /api/ask          an answer
    POST /api/summary              what a language model makes of it, as it is written
    POST /api/questions            a set of questions; GET, DELETE /api/questions/{token}
    POST /api/translation          a quote or a paragraph in English, by a language model
    POST /api/feedback             an answer that is wrong
    GET  /api/letters              GET /api/letters/{id}  what is in the index
    GET  /api/letters/{id}/units/{label}                  one paragraph, with its citation
    GET  /api/dossiers             GET /api/dossiers/{number}
    GET  /api/commitments          what letters commit ministers to
    GET  /api/followed  PUT /api/followed   POST /api/news   what is new on what one follows
    POST /api/memo  POST /api/memo/{form}                     passages put aside, as one file
    POST /api/letters   DELETE /api/letters/{id}   GET /api/removals   POST /api/fetch
    GET  /api/health               GET /api/index         how the index stands
    POST /api/index/update, /verify, /rollback            for editors
    PUT  /api/index/following

Errors are problem+json. What can be had again unchanged has an ETag.
"""

from __future__ import annotations

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import RedirectResponse

from qa.messages import Message
from qa.web.api.asking import asking_routes
from qa.web.api.commitments import commitments_routes
from qa.web.api.dossiers import dossiers_routes
from qa.web.api.feedback import feedback_routes
from qa.web.api.files import files_routes
from qa.web.api.following import following_routes
from qa.web.api.index import index_routes
from qa.web.api.letters import letters_routes
from qa.web.api.mending import mending_routes
from qa.web.api.sets import sets_routes
from qa.web.api.suggesting import suggesting_routes
from qa.web.api.summary import summary_routes
from qa.web.api.translating import translating_routes
from qa.web.memo import memo_routes
from qa.web.problems import tell_problems
from qa.web.roots import rooted
from qa.web.state import PageState

DESCRIPTION = (
    "Ask letters of the Dutch government a question; the answer is verbatim quotes, each cited to "
    "its paragraph. Offsets count characters of a letter's regular text. Fields are only added."
)


async def must_be_known(request: Request) -> None:
    """Refuse a parameter that a route does not have: a slip of the pen would search everything."""
    path = getattr(request.scope.get("route"), "path_format", "")
    described = request.app.openapi()["paths"].get(path, {}).get(request.method.lower())
    if described is None:
        return
    known = {one["name"] for one in described.get("parameters", []) if one["in"] == "query"}
    unknown = ", ".join(sorted(set(request.query_params) - known))
    if unknown:
        there_is = ", ".join(sorted(known))
        raise HTTPException(422, _no_such(unknown, there_is))


def _no_such(unknown: str, known: str) -> Message:
    if known:
        return Message("parameters-unknown-of", unknown=unknown, known=known)
    return Message("parameters-unknown", unknown=unknown)


def create_api(state: PageState) -> FastAPI:
    """Return the API as an application of its own, to be mounted at ``/api``."""
    api = FastAPI(
        title="letters-qa",
        version="1",
        description=DESCRIPTION,
        docs_url=None,  # these pages would fetch scripts from elsewhere
        redoc_url=None,
        servers=[{"url": "/api"}],
        root_path_in_servers=False,
        dependencies=[Depends(must_be_known)],
    )
    tell_problems(api)
    for routes in (
        asking_routes(state),
        summary_routes(state),
        suggesting_routes(state),
        translating_routes(state),
        sets_routes(state),
        feedback_routes(state),
        letters_routes(state),
        commitments_routes(state),
        dossiers_routes(state),
        following_routes(state),
        memo_routes(state),
        files_routes(state),
        mending_routes(state),
        index_routes(state),
    ):
        api.include_router(routes)

    @api.get("/", include_in_schema=False)
    def describe() -> RedirectResponse:
        """Send who looks here to the description."""
        return RedirectResponse(rooted("/reference"))

    return api
