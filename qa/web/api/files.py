"""Letters that come and go over ``/api``: upload, delete, undo, fetch; for editors."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, UploadFile
from fastapi.responses import JSONResponse, Response

from qa.corpus.files import Removal, is_sidecar
from qa.corpus.official import make_query
from qa.errors import LetterNotFoundError
from qa.index import LetterEntry
from qa.records.filters import Filter
from qa.web.api.index import started
from qa.web.api.letters import DocId
from qa.web.api.models import (
    AddedModel,
    FetchModel,
    JobModel,
    RemovalModel,
    RemovalsModel,
    RemovedModel,
    StartedModel,
    UploadModel,
)
from qa.web.gate.visitors import must_edit
from qa.web.problems import RESPONSES
from qa.web.state import PageState

MOST_FILES = 100
"""Files in one upload."""


def files_routes(state: PageState) -> APIRouter:
    """Return the routes that change the corpus."""
    routes = APIRouter(tags=["letters"], dependencies=[Depends(must_edit)])

    @routes.post(
        "/letters",
        response_model=UploadModel,
        responses=RESPONSES,
        operation_id="upload",
        summary="Upload letters",
    )
    def upload(
        files: Annotated[
            list[UploadFile], File(max_length=MOST_FILES, description="files of letters")
        ],
    ) -> Response:
        """Take in letter files; each is read first, and refused with the reason if it is none."""
        letters_first = sorted(files, key=lambda one: is_sidecar(one.filename or ""))
        taken = [take(state, one) for one in letters_first]
        came = any(one.how in {"added", "replaced"} for one in taken)
        job = state.update(afresh=True) if came else None
        return JSONResponse(UploadModel(files=taken, job=JobModel.of(job)).as_json())

    @routes.delete(
        "/letters/{doc_id}",
        response_model=RemovedModel,
        responses=RESPONSES,
        operation_id="remove",
        summary="Remove a letter",
    )
    def remove(doc_id: DocId) -> Response:
        """Take the files of a letter out of the corpus; they are kept and can come back."""
        return _told(state, remove_letter(state, doc_id))

    @routes.get(
        "/removals",
        response_model=RemovalsModel,
        responses=RESPONSES,
        operation_id="removals",
        summary="What was removed",
    )
    def removals() -> Response:
        """List what was removed and can come back."""
        found = [RemovalModel.model_validate(one) for one in state.files.removals()]
        return JSONResponse(RemovalsModel(removals=found).as_json())

    @routes.post(
        "/removals/{token}/restore",
        response_model=RemovedModel,
        responses=RESPONSES,
        operation_id="restore",
        summary="Undo a removal",
    )
    def restore(
        token: Annotated[str, Path(max_length=50, description="token of the removal")],
    ) -> Response:
        """Bring the files of a removal back to where they were."""
        return _told(state, state.files.restore(token))

    @routes.post(
        "/fetch",
        response_model=StartedModel,
        status_code=202,
        responses=RESPONSES,
        operation_id="fetch",
        summary="Fetch new letters",
    )
    def fetch(wanted: FetchModel) -> Response:
        """Fetch letters from the official publications and index them."""
        query = make_query(**wanted.model_dump())
        return started(state.fetch(query))

    return routes


def take(state: PageState, file: UploadFile) -> AddedModel:
    """Take in one file that was uploaded; no more of it is read than a letter may have."""
    content = file.file.read(state.settings.max_file_bytes + 1)
    return AddedModel.model_validate(state.files.add(file.filename or "", content))


def remove_letter(state: PageState, doc_id: str) -> Removal:
    """Remove a letter.

    Raises:
        LetterNotFoundError: If the index does not hold it.
    """
    return state.files.remove(entry_of(state, doc_id))


def entry_of(state: PageState, doc_id: str) -> LetterEntry:
    """Return a letter's entry in the index.

    Raises:
        LetterNotFoundError: If the index does not hold it.
    """
    letter = state.letter(doc_id)
    entry = next(iter(state.assistant().letters_where(Filter(doc_ids=(letter.doc_id,)))), None)
    if entry is None:
        raise LetterNotFoundError("letter-not-there", doc_id=doc_id)
    return entry


def _told(state: PageState, removal: Removal) -> Response:
    job = state.update(afresh=True)
    told = RemovedModel(removal=RemovalModel.model_validate(removal), job=JobModel.of(job))
    return JSONResponse(told.as_json())
