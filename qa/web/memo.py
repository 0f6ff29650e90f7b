"""``/memo`` and ``/api/memo``: passages that were put aside for a memo, and the files made of them.

    /memo                 the folder, which the browser keeps; its script asks the rest
    POST /api/memo        how its passages stand now
    POST /api/memo/docx   all of them as one file; also markdown, html, bibtex, ris, csl-json

Has a letter changed, its words are cited where they stand now, or not at all, as links do.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from qa.citations.citing import cite
from qa.citations.formats import whole_reference
from qa.citations.memo import MEMO_FORMS, Passage, title_of
from qa.errors import LetterNotFoundError
from qa.index.versions import VersionStore
from qa.messages import Message
from qa.output.schema.answers import CitationModel
from qa.output.schema.memo import (
    FolderModel,
    FolderStandsModel,
    PutAsideModel,
    Standing,
    StandingModel,
)
from qa.web.citing import ChangedError, place_now
from qa.web.headers import SCRIPTED_HEADERS
from qa.web.links import BadRangeError
from qa.web.problems import RESPONSES
from qa.web.rendering import render
from qa.web.roots import rooted
from qa.web.state import PageState
from qa.web.texts import EN, choose_texts
from qa.web.texts.memo import MEMO_TEXTS

PATH = "/memo"


def memo_page() -> APIRouter:
    """Return the route of the page."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    def show(request: Request, lang: str | None = None) -> HTMLResponse:
        """Show the folder; the script fills it in."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        html = render(
            "memo.html",
            texts,
            own=MEMO_TEXTS[texts.lang],
            forms=MEMO_FORMS,
            api=rooted("/api/memo"),
            letters=rooted("/l/"),
            other_language=f"{rooted(PATH)}?lang={texts.other_lang}",
        )
        return HTMLResponse(html, headers=SCRIPTED_HEADERS)

    return routes


def memo_routes(state: PageState) -> APIRouter:
    """Return the routes of the API."""
    routes = APIRouter(tags=["memo"])
    kept = VersionStore(state.settings.index)

    @routes.post(
        "/memo",
        response_model=FolderStandsModel,
        responses=RESPONSES,
        operation_id="folder",
        summary="How passages stand now",
    )
    def stands(folder: FolderModel) -> Response:
        """Return each passage of a folder as it stands now, or why it cannot be cited."""
        found = [_standing(state, kept, one) for one in folder.passages]
        return JSONResponse(FolderStandsModel(passages=[one for one, _ in found]).as_json())

    @routes.post(
        "/memo/{form}",
        responses=RESPONSES,
        operation_id="memo",
        summary="Write a memo",
        response_class=Response,
    )
    def write(
        folder: FolderModel,
        form: Annotated[str, Path(max_length=20, description=", ".join(MEMO_FORMS))],
    ) -> Response:
        """Return all passages that can be cited as one file, with the notes in between."""
        if form not in MEMO_FORMS:
            known = ", ".join(MEMO_FORMS)
            raise HTTPException(404, Message("citation-form-unknown", name=form, forms=known))
        found = [one for _, one in (_standing(state, kept, p) for p in folder.passages) if one]
        if not found:
            raise HTTPException(422, Message("memo-empty"))
        wanted = MEMO_FORMS[form]
        content = wanted.write(folder.title.strip(), found)
        plain = unicodedata.normalize("NFKD", folder.title).encode("ascii", "ignore").decode()
        name = re.sub(r"[^\w-]+", "-", plain).strip("-")[:60] or "memo"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}.{wanted.ending}"',
            "Cache-Control": "no-store",
        }
        return Response(content, media_type=wanted.media_type, headers=headers)

    return routes


def _standing(
    state: PageState, kept: VersionStore, one: PutAsideModel
) -> tuple[StandingModel, Passage | None]:
    """Return how a passage stands now, and the passage itself if it can be cited."""
    try:
        letter = state.letter(one.doc_id)
        values = [f"{one.start}-{one.end}"]
        (start, end), since = place_now(letter, one.version, values, kept, EN)
        citation = cite(letter, start, end)
    except LetterNotFoundError as error:
        return _problem("no letter", str(error)), None
    except ChangedError as error:
        return _problem(error.since, str(error)), None
    except (BadRangeError, ValueError):
        place = f"{one.start}-{one.end}"
        said = Message("memo-no-place", doc_id=one.doc_id, place=place)
        return _problem("no place", said), None
    passage = Passage(letter, citation, one.note)
    standing = StandingModel(
        state=since,
        problem=None,
        text=passage.text,
        title=title_of(letter),
        reference=whole_reference(letter, citation),
        citation=CitationModel.model_validate(citation),
    )
    return standing, passage


def _problem(state: Standing, said: str) -> StandingModel:
    return StandingModel(
        state=state, problem=said, text=None, title=None, reference=None, citation=None
    )
