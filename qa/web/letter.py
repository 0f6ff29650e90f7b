"""The reading view: ``/l/<doc_id>`` shows a letter as a page of its own, made here on the server.

It works without script, is shown in a frame beside the answers, and can be linked to by itself.
The template escapes everything; letter text is text, never HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from qa.citations import official_url, reference
from qa.errors import LetterNotFoundError, QAError
from qa.records import Letter, Reference
from qa.web.links import BadRangeError, Range, letter_link, parse_ranges
from qa.web.reading import holds_words, shown_units
from qa.web.rendering import render, render_error
from qa.web.state import PageState
from qa.web.texts import Texts, choose_texts

VARIES = "Accept-Language, Sec-Fetch-Dest"
"""Headers of the request that change what the reading view shows."""


def letter_routes(state: PageState) -> APIRouter:
    """Return the routes of the reading view."""
    routes = APIRouter()

    @routes.get("/l/{doc_id:path}", response_class=HTMLResponse)
    def show_letter(
        request: Request,
        doc_id: str,
        q: Annotated[list[str] | None, Query()] = None,
        lang: str | None = None,
    ) -> HTMLResponse:
        """Show a letter, with the ranges of ``q`` marked."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        framed = request.headers.get("sec-fetch-dest") == "iframe"
        try:
            letter = state.letter(doc_id)
            ranges = _ranges(letter, q or [])
            return _page(
                render_letter(letter, ranges, texts, framed=framed, is_known=state.has_letter)
            )
        except LetterNotFoundError as error:
            return _page(render_error(texts.letter_not_found, str(error), texts, framed), 404)
        except BadRangeError as error:
            detail = texts.bad_range_detail.format(error, len(letter.text))
            whole = letter_link(doc_id, lang=texts.lang)
            return _page(render_error(texts.bad_range, detail, texts, framed, whole), 400)
        except QAError as error:
            return _page(render_error(texts.cannot_show, str(error), texts, framed), 503)

    return routes


def render_letter(
    letter: Letter,
    ranges: list[Range],
    texts: Texts,
    *,
    framed: bool = False,
    is_known: Callable[[str], bool] = lambda _: False,
) -> str:
    """Return the page of a letter.

    Args:
        letter: The letter.
        ranges: What to mark, as `qa.web.links.parse_ranges` gives it.
        texts: The reader's language.
        framed: Whether it stands beside the answers, where a way back to them is not needed.
        is_known: Whether a letter can be shown; other publications are linked to officially.
    """

    def address_of(named: Reference) -> str | None:
        here = next((target for target in named.targets if is_known(target)), None)
        if here == letter.doc_id:
            return None
        return letter_link(here, lang=texts.lang) if here else official_url(named.targets[0])

    units = shown_units(letter, ranges, address_of)
    return render(
        "letter.html",
        texts,
        framed=framed,
        letter=letter,
        title=letter.metadata.subject or reference(letter),
        reference=reference(letter),
        url=official_url(letter.doc_id),
        senders=[sender.line for sender in letter.metadata.senders],
        body=[shown for shown in units if shown.unit.kind != "note"],
        notes=[shown for shown in units if shown.unit.kind == "note"],
    )


def _ranges(letter: Letter, values: list[str]) -> list[Range]:
    """Read the ranges of an address; one that holds nothing but white space is none."""
    ranges = parse_ranges(values, len(letter.text))
    for start, end in ranges:
        if not holds_words(letter, (start, end)):
            raise BadRangeError(f"{start}-{end}")
    return ranges


def _page(body: str, status: int = 200) -> HTMLResponse:
    headers = {"Vary": VARIES, "Cache-Control": "no-cache"}
    return HTMLResponse(body, status, headers)
