"""The original page of a letter: ``/p/<doc_id>?page=3&q=...`` as a picture with its words marked.

The picture is drawn from the PDF in the corpus, if that is still the file the letter was read from.
The words are marked by the boxes of their lines, in proportion where a line holds others too.
"""

from __future__ import annotations

import hashlib
import struct
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from qa.citations.citing import reference
from qa.errors import LetterError, LetterNotFoundError, QAError, TooBusyError
from qa.letters.readers.pdf.picture import draw_apart
from qa.records import Letter, Source
from qa.settings import Settings
from qa.system.links import leads_out
from qa.web.gate.turns import Turns
from qa.web.links import BadRangeError, Range, letter_link, page_link, parse_ranges
from qa.web.notices import busy
from qa.web.rendering import render, render_error
from qa.web.roots import rooted
from qa.web.state import PageState
from qa.web.texts import choose_texts

PIXELS_A_POINT = 1.6
"""A page of A4 is 950 pixels wide, which reads well on most screens."""

_KEPT = 32  # pictures, of some 100 KB each


@dataclass(frozen=True, slots=True)
class Mark:
    """Where marked words stand on a page, in points from its top left corner."""

    x: float
    y: float
    width: float
    height: float


class Pictures:
    """Draws pages and keeps the latest. Safe to use from several threads."""

    def __init__(self, settings: Settings, turns: Turns) -> None:
        self._settings = settings
        self._turns = turns
        self._drawn: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, source: Source, page: int) -> bytes:
        """Return a page as PNG.

        Raises:
            LetterError: If the file is gone or another one now, or the page cannot be drawn.
            TooBusyError: If too many are drawn.
        """
        key = (source.sha256, page)
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        with self._turns.turn():
            picture = draw_apart(self._content(source), page, PIXELS_A_POINT, source.path)
        with self._lock:
            self._drawn[key] = picture
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return picture

    def _content(self, source: Source) -> bytes:
        corpus = self._settings.corpus
        if not self._settings.follow_links and leads_out(corpus / source.path, corpus):
            raise LetterError(source.path, "link-leads-out")
        try:
            content = (corpus / source.path).read_bytes()
        except OSError as error:
            raise LetterError(source.path, "unreadable", reason=error.strerror) from None
        if hashlib.sha256(content).hexdigest() != source.sha256:
            raise LetterError(source.path, "file-changed-since-read")
        return content


def page_routes(state: PageState) -> APIRouter:
    """Return the routes of original pages."""
    routes = APIRouter(include_in_schema=False)
    pictures = Pictures(state.settings, state.drawing)

    @routes.get("/p/{doc_id}/{page}.png")
    def picture(doc_id: str, page: int) -> Response:
        """Give a page as a picture."""
        try:
            source = pdf_of(state.letter(doc_id))
            if source is None:
                return Response(status_code=404)
            drawn = pictures.of(source, page)
        except (LetterNotFoundError, LetterError):
            return Response(status_code=404)
        except TooBusyError as error:
            return Response(status_code=429, headers={"Retry-After": str(error.seconds)})
        except QAError:
            return Response(status_code=503)
        headers = {"Cache-Control": "private, no-cache", "ETag": f'"{source.sha256[:16]}-{page}"'}
        return Response(drawn, media_type="image/png", headers=headers)

    @routes.get("/p/{doc_id}")
    def show_page(
        request: Request,
        doc_id: str,
        page: int | None = None,
        q: Annotated[list[str] | None, Query()] = None,
        lang: str | None = None,
    ) -> HTMLResponse:
        """Show a page with the words of ``q`` marked; by default the page they begin on."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        framed = request.headers.get("sec-fetch-dest") == "iframe"
        try:
            letter = state.letter(doc_id)
            source = pdf_of(letter)
            ranges = parse_ranges(q or [], len(letter.text))
            if source is None:
                raise LetterNotFoundError("no-picture", doc_id=doc_id)
            number = page or _first_page(letter, ranges)
            size = _size(pictures.of(source, number))
        except (LetterNotFoundError, LetterError) as error:
            return HTMLResponse(render_error(texts.no_picture, error.message, texts, framed), 404)
        except BadRangeError as error:
            return HTMLResponse(render_error(texts.bad_range, str(error), texts, framed), 400)
        except TooBusyError as error:
            shown = render_error(texts.cannot_show, busy(error, texts), texts, framed)
            return HTMLResponse(shown, 429, {"Retry-After": str(error.seconds)})
        except QAError as error:
            return HTMLResponse(render_error(texts.cannot_show, error.message, texts, framed), 503)
        last = source.pages or number
        shown = render(
            "page.html",
            texts,
            framed=framed,
            letter=letter,
            reference=reference(letter),
            number=number,
            last=last,
            picture=rooted(f"/p/{quote(doc_id, safe='')}/{number}.png"),
            width=size[0],
            height=size[1],
            marks=list(marks_on(letter, number, ranges)),
            text=letter_link(doc_id, ranges, texts.lang, letter.version),
            former=page_link(doc_id, number - 1, ranges, texts.lang) if number > 1 else "",
            next=page_link(doc_id, number + 1, ranges, texts.lang) if number < last else "",
        )
        headers = {"Vary": "Accept-Language, Sec-Fetch-Dest", "Cache-Control": "no-cache"}
        return HTMLResponse(shown, headers=headers)

    return routes


def pdf_of(letter: Letter) -> Source | None:
    """Return the PDF that a letter, or its pages, were read from; None if there is none."""
    found = (one for one in (letter.source, *letter.copies) if "PDF" in one.form)
    return next(found, None)


def marks_on(letter: Letter, page: int, ranges: Sequence[Range]) -> Iterator[Mark]:
    """Yield where the words of ranges stand on a page."""
    for box in letter.boxes:
        length = box.end - box.start
        if box.page != page or not length:
            continue
        for start, end in ranges:
            low, high = max(start, box.start), min(end, box.end)
            if low < high:
                a_character = (box.x1 - box.x0) / length
                x = box.x0 + (low - box.start) * a_character
                yield Mark(x, box.y0, (high - low) * a_character, box.y1 - box.y0)


def _first_page(letter: Letter, ranges: Sequence[Range]) -> int:
    pages = letter.pages_between(*ranges[0]) if ranges else ()
    return pages[0] if pages else 1


def _size(picture: bytes) -> tuple[float, float]:
    """Return width and height in points, from the head of a PNG."""
    width, height = struct.unpack(">II", picture[16:24])
    return width / PIXELS_A_POINT, height / PIXELS_A_POINT
