"""``/api/letters``: the letters of the index, a page at a time; one letter; one unit of it."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from qa.assistant.listing import COLUMNS, Listing, list_letters
from qa.errors import LetterNotFoundError
from qa.output.schema.letters import EntryModel, LetterModel, LettersModel, UnitModel
from qa.web.api.asking import asked_filter
from qa.web.api.conditional import NOT_MODIFIED, conditional, generation_tag
from qa.web.api.models import FilterModel
from qa.web.problems import RESPONSES
from qa.web.roots import rooted
from qa.web.state import PageState

MOST = 200
"""Letters on one page, at most."""

SORTS = [sign + column for column in COLUMNS for sign in ("", "-")]

SORT = Query(
    json_schema_extra={"enum": SORTS},
    pattern=f"^-?({'|'.join(COLUMNS)})$",
    description="a column; the greatest first with a minus before it",
)

DocId = Annotated[
    str, Path(max_length=300, examples=["kst-28676-449"], description="id of a letter")
]


def letters_routes(state: PageState) -> APIRouter:
    """Return the routes that read."""
    routes = APIRouter(tags=["letters"])

    @routes.get(
        "/letters",
        response_model=LettersModel,
        responses=RESPONSES | NOT_MODIFIED,
        operation_id="letters",
        summary="List the letters",
    )
    def letters(
        request: Request,
        where: Annotated[FilterModel, Depends(asked_filter)],
        words: Annotated[
            str, Query(max_length=200, description="words in id, subject or sender")
        ] = "",
        sort: Annotated[str, SORT] = "doc_id",
        offset: Annotated[int, Query(ge=0, le=10**9, description="how many to pass over")] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST, description="how many at most")] = 50,
    ) -> Response:
        """List letters by the filter, sorted; ``Link`` has the pages before and after this one."""
        chosen = where.made()
        assistant = state.assistant()
        by: Any = sort.removeprefix("-")

        @cache
        def listed() -> Listing:
            return list_letters(
                assistant.letters_where(chosen),
                words=words, by=by, falling=sort.startswith("-"), offset=offset, limit=limit,
            )  # fmt: skip

        return conditional(
            request,
            generation_tag(assistant),
            lambda: LettersModel(
                index=assistant.searched.index,
                total=listed().total,
                offset=offset,
                limit=limit,
                letters=[EntryModel.of(entry) for entry in listed().letters],
                problems=list(assistant.problems),
            ).as_json(),
            lambda: _links(request, listed()),
        )

    @routes.get(
        "/letters/{doc_id}",
        response_model=LetterModel,
        responses=RESPONSES | NOT_MODIFIED,
        operation_id="letter",
        summary="Read a letter",
    )
    def letter(request: Request, doc_id: DocId) -> Response:
        """Return a letter with its text, units and metadata; the tag changes with its content."""
        found = state.letter(doc_id)
        return conditional(
            request, [found.fingerprint, doc_id], lambda: LetterModel.of(found).as_json()
        )

    @routes.get(
        "/letters/{doc_id}/units/{label}",
        response_model=UnitModel,
        responses=RESPONSES | NOT_MODIFIED,
        operation_id="unit",
        summary="Read a paragraph",
    )
    def unit(
        request: Request,
        doc_id: DocId,
        label: Annotated[
            str, Path(max_length=20, examples=["p11", "n1"], description="label of the unit")
        ],
    ) -> Response:
        """Return one unit of a letter with its citation: p11 is paragraph 11, n1 is note 1."""
        found = state.letter(doc_id)
        one = found.unit(label)
        if one is None:
            last = len(found.paragraphs)
            raise LetterNotFoundError("unit-not-there", doc_id=doc_id, label=label, last=last)
        return conditional(
            request, [found.fingerprint, doc_id], lambda: UnitModel.of(found, one).as_json()
        )

    return routes


def _links(request: Request, listed: Listing) -> dict[str, str]:
    """Return the addresses of the pages before and after, as RFC 8288 has it."""
    steps = {}
    if listed.offset > 0:
        steps["prev"] = max(0, listed.offset - listed.limit)
    if listed.offset + listed.limit < listed.total:
        steps["next"] = listed.offset + listed.limit
    given = [pair for pair in request.query_params.multi_items() if pair[0] != "offset"]
    written = [
        f'<{rooted("/api/letters")}?{urlencode([*given, ("offset", offset)])}>; rel="{name}"'
        for name, offset in steps.items()
    ]
    return {"Link": ", ".join(written)} if written else {}
