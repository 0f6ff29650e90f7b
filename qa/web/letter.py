"""The reading view: ``/l/<doc_id>`` shows a letter as a page of its own, made here on the server.

It works without script, is shown in a frame beside the answers, and can be linked to by itself.
The template escapes everything; letter text is text, never HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from qa.citations.citing import official_url, reference
from qa.errors import LetterNotFoundError, QAError
from qa.index.versions import VersionStore
from qa.records import Letter, Reference, Term
from qa.web.gate.visitors import may_edit
from qa.web.headers import SCRIPTED_HEADERS
from qa.web.links import (
    MAX_PLACE,
    VERSION_CHARACTERS,
    BadRangeError,
    Range,
    letter_link,
    page_link,
    parse_ranges,
    version_link,
)
from qa.web.mending import mended_line, mending_link
from qa.web.pages import pdf_of
from qa.web.reading import holds_words, shown_units, together
from qa.web.rendering import render, render_error
from qa.web.roots import rooted
from qa.web.state import PageState
from qa.web.texts import LETTERS, Texts, choose_texts
from qa.web.told import told_html
from qa.web.versions import Followed, follow

FEWEST_HEADINGS = 4
"""A letter with so many headings has a list of them in front."""

VARIES = "Accept-Language, Sec-Fetch-Dest"
"""Headers of the request that change what the reading view shows."""


def letter_routes(state: PageState) -> APIRouter:
    """Return the routes of the reading view."""
    routes = APIRouter()

    kept = VersionStore(state.settings.index)

    @routes.get("/l/{doc_id:path}", response_class=HTMLResponse)
    def show_letter(
        request: Request,
        doc_id: str,
        q: Annotated[list[str] | None, Query()] = None,
        v: Annotated[str, Query(max_length=64)] = "",
        p: Annotated[str, Query(max_length=20)] = "",
        version: Annotated[str, Query(max_length=64)] = "",
        lang: str | None = None,
    ) -> HTMLResponse:
        """Show a letter, with the ranges of ``q``, or the unit ``p``, marked.

        ``v`` is the version in which these count; ``version`` shows an older one as it was.
        """
        texts = choose_texts(request.headers.get("accept-language"), lang)
        framed = request.headers.get("sec-fetch-dest") == "iframe"
        try:
            letter = state.letter(doc_id)
            notice: Notice | None = None
            if version and not letter.version.startswith(version):
                old = kept.letter(doc_id, version)
                notice = Notice(texts.older_version, letter_link(doc_id, lang=texts.lang))
                ranges = _ranges(old, q or [])
                return _page(
                    render_letter(old, ranges, texts, framed=framed, notice=notice, older=True)
                )
            if v and not letter.version.startswith(v):
                asked = parse_ranges(q or [], MAX_PLACE)
                found = follow(letter, v, asked, p, kept)
                ranges, notice = _followed(letter, v, asked, found, texts)
            else:
                ranges = _ranges(letter, q or [])
                ranges += follow(letter, "", (), p, kept).ranges if p else ()
            return _page(
                render_letter(
                    letter, ranges, texts, framed=framed, is_known=state.has_letter, notice=notice,
                    terms=state.assistant().terms(letter), mended=mended_line(state, letter, texts),
                    mend_path=mending_link(doc_id, texts) if may_edit() else "",
                    translate=state.settings.has_model,
                )
            )  # fmt: skip
        except LetterNotFoundError as error:
            return _page(render_error(texts.letter_not_found, error.message, texts, framed), 404)
        except BadRangeError as error:
            detail = texts.bad_range_detail.format(error, len(letter.text))
            whole = letter_link(doc_id, lang=texts.lang)
            return _page(render_error(texts.bad_range, detail, texts, framed, whole), 400)
        except QAError as error:
            return _page(render_error(texts.cannot_show, error.message, texts, framed), 503)

    return routes


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said above a letter, with the address of its other version, if there is one."""

    text: str
    link: str = ""


def _followed(
    letter: Letter, version: str, asked: list[Range], found: Followed, texts: Texts
) -> tuple[list[Range], Notice]:
    """Return what to mark in a letter that has changed since a link was made, and what to say."""
    link = ""
    if found.since != "not kept":
        link = version_link(letter.doc_id, version, asked, texts.lang)
    ranges = parse_ranges([f"{a}-{b}" for a, b in found.ranges], len(letter.text))
    return ranges, Notice(texts.changed_since[found.since], link)


def render_letter(
    letter: Letter,
    ranges: list[Range],
    texts: Texts,
    *,
    framed: bool = False,
    is_known: Callable[[str], bool] = lambda _: False,
    notice: Notice | None = None,
    terms: Sequence[Term] = (),
    older: bool = False,
    mended: str = "",
    mend_path: str = "",
    translate: bool = False,
) -> str:
    """Return the page of a letter.

    Args:
        letter: The letter.
        ranges: What to mark, as `qa.web.links.parse_ranges` gives it.
        texts: The reader's language.
        framed: Whether it stands beside the answers, where a way back to them is not needed.
        is_known: Whether a letter can be shown; other publications are linked to officially.
        notice: What is said above it.
        terms: Its abbreviations, explained to who points at them.
        older: Whether it is a version that is no longer searched, whose places cannot be cited.
        mended: By whom and when its data were corrected, in words; "" if they were not.
        mend_path: Where they are corrected, for who may; "" for others.
        translate: Whether there is a model that translates for readers of another language.
    """

    def address_of(named: Reference) -> str | None:
        here = next((target for target in named.targets if is_known(target)), None)
        if here == letter.doc_id:
            return None
        return letter_link(here, lang=texts.lang) if here else official_url(named.targets[0])

    meanings = {term.short: term.long for term in terms}
    units = shown_units(letter, ranges, address_of, meanings)
    headings = [unit for unit in letter.units if unit.kind == "heading"]
    return render(
        "letter.html",
        texts,
        framed=framed,
        letter=letter,
        title=letter.metadata.full_title or reference(letter),
        reference=reference(letter),
        other_language=letter_link(letter.doc_id, ranges, texts.other_lang),
        url=official_url(letter.doc_id),
        senders=[sender.line for sender in letter.metadata.senders],
        notice=notice,
        notices=[told_html(one, texts) for one in letter.source.notices],
        marked=len(ranges),
        original=_original(letter, ranges, texts),
        version=letter.version[:VERSION_CHARACTERS],
        letter_path=letter_link(letter.doc_id),
        cite_path=rooted(f"/c/{quote(letter.doc_id, safe='')}"),
        older=older,
        mended=mended,
        mend_path=mend_path,
        translate=translate and texts.lang != LETTERS and _is_of_letters(letter),
        body=together([shown for shown in units if shown.unit.kind != "note"]),
        notes=[shown for shown in units if shown.unit.kind == "note"],
        headings=headings if len(headings) >= FEWEST_HEADINGS else [],
    )


def _original(letter: Letter, ranges: list[Range], texts: Texts) -> str:
    """Return the address of the first marked page as a picture; "" if there is none."""
    if pdf_of(letter) is None:
        return ""
    pages = letter.pages_between(*ranges[0]) if ranges else ()
    return page_link(letter.doc_id, pages[0] if pages else 1, ranges, texts.lang)


def _is_of_letters(letter: Letter) -> bool:
    """Tell whether a letter is in the language of letters, as far as is known."""
    return letter.metadata.language in {LETTERS, None}


def _ranges(letter: Letter, values: list[str]) -> list[Range]:
    """Read the ranges of an address; one that holds nothing but white space is none."""
    ranges = parse_ranges(values, len(letter.text))
    for start, end in ranges:
        if not holds_words(letter, (start, end)):
            raise BadRangeError(f"{start}-{end}")
    return ranges


def _page(body: str, status: int = 200) -> HTMLResponse:
    headers = SCRIPTED_HEADERS | {"Vary": VARIES, "Cache-Control": "no-cache"}
    return HTMLResponse(body, status, headers)
