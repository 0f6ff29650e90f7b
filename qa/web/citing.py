"""Citations to copy or download: ``/c/<doc_id>?q=8520-8760&v=1a2b3c4d&form=bibtex``.

``v`` is the version whose characters are counted. Has the letter changed since, its words are cited
where they stand now, or not at all. Every form comes from `qa.citations.formats`; here are only the
address and the headers.

    Letter-Version   sha256 of the version that is cited
    Letter-Since     what became of the words since ``v``: "same" or "moved"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response

from qa.citations.citing import cite
from qa.citations.formats import format_named, formatted
from qa.errors import LetterNotFoundError, QAError, QuestionError
from qa.index.versions import VersionStore
from qa.messages import Message
from qa.records import Letter
from qa.web.links import (
    MAX_PLACE,
    VERSION_CHARACTERS,
    BadRangeError,
    Range,
    parse_ranges,
    version_link,
)
from qa.web.state import PageState
from qa.web.texts import Texts, choose_texts
from qa.web.told import told
from qa.web.versions import Since, follow

_CHANGED = {"changed": "citation-changed", "gone": "citation-gone", "not kept": "citation-not-kept"}


class ChangedError(QAError):
    """A citation whose words the letter does not say any more; ``since`` tells what became of them.

    Other words are never cited in their place.
    """

    def __init__(self, since: Since, code: str, /, **values: str) -> None:
        super().__init__(code, **values)
        self.since = since


def citing_routes(state: PageState) -> APIRouter:
    """Return the route of citations."""
    routes = APIRouter()

    kept = VersionStore(state.settings.index)

    @routes.get("/c/{doc_id:path}")
    def write_citation(
        request: Request,
        doc_id: str,
        q: Annotated[list[str], Query()],
        v: Annotated[str, Query(max_length=64)] = "",
        form: str = "reference",
        lang: str | None = None,
    ) -> Response:
        """Write the citation of one range of a letter in one form."""
        texts = choose_texts(request.headers.get("accept-language"), lang)

        def refused(error: Exception | Message, status: int) -> Response:
            message = error.message if isinstance(error, QAError) else str(error)
            return PlainTextResponse(told(message, texts), status)

        try:
            wanted = format_named(form)
            letter = state.letter(doc_id)
            (start, end), since = place_now(letter, v, q, kept, texts)
            content = formatted(letter, cite(letter, start, end), form)
        except LetterNotFoundError as error:
            return refused(error, 404)
        except ChangedError as error:
            return refused(error, 410 if error.since == "gone" else 409)
        except (BadRangeError, QuestionError) as error:
            return refused(error, 400)
        except ValueError:
            return refused(Message("one-range"), 400)
        except QAError as error:
            return refused(error, 503)
        headers = {
            "Cache-Control": "no-cache", "Letter-Version": letter.version, "Letter-Since": since
        }  # fmt: skip
        if not wanted.copied:
            name = re.sub(r"[^\w.-]", "-", f"{doc_id}-{start}-{end}", flags=re.ASCII)
            headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted.ending}"'
        # forms that are copied are shown as text, never run as a page
        media_type = "text/plain; charset=utf-8" if wanted.copied else wanted.media_type
        return Response(content, media_type=media_type, headers=headers)

    return routes


def place_now(
    letter: Letter, version: str, values: Sequence[str], kept: VersionStore, texts: Texts
) -> tuple[Range, Since]:
    """Return where the words of an address stand now, and what became of them.

    Raises:
        ChangedError: If the letter does not say them any more.
        BadRangeError: If it is no place in that version.
    """
    if letter.version.startswith(version):  # the empty one is today's
        (place,) = parse_ranges(values, len(letter.text))
        return place, "same"
    (asked,) = parse_ranges(values, MAX_PLACE)
    found = follow(letter, version, [asked], "", kept)
    if found.since in _CHANGED:
        short = version[:VERSION_CHARACTERS]
        said = {"doc_id": letter.doc_id, "version": short}
        if found.since != "not kept":
            said["link"] = version_link(letter.doc_id, version, [asked], texts.lang)
        raise ChangedError(found.since, _CHANGED[found.since], **said)
    if not found.ranges:
        raise BadRangeError(Message("no-place-in-version", start=asked[0], end=asked[1]))
    return found.ranges[0], found.since
