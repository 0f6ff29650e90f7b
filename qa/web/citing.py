"""Citations to copy or download: ``/c/<doc_id>?q=8520-8760&form=bibtex``.

Every form comes from `qa.citation_formats`; here are only the address and the headers.
"""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse, Response

from qa.citation_formats import format_named, formatted
from qa.citations import cite
from qa.errors import LetterNotFoundError, QAError, QuestionError
from qa.web.links import BadRangeError, parse_ranges
from qa.web.state import PageState


def citing_routes(state: PageState) -> APIRouter:
    """Return the route of citations."""
    routes = APIRouter()

    @routes.get("/c/{doc_id:path}")
    def write_citation(
        doc_id: str, q: Annotated[list[str], Query()], form: str = "reference"
    ) -> Response:
        """Write the citation of one range of a letter in one form."""
        try:
            wanted = format_named(form)
            letter = state.letter(doc_id)
            ((start, end),) = parse_ranges(q, len(letter.text))
            content = formatted(letter, cite(letter, start, end), form)
        except LetterNotFoundError as error:
            return PlainTextResponse(str(error), 404)
        except (BadRangeError, QuestionError) as error:
            return PlainTextResponse(str(error), 400)
        except ValueError:
            return PlainTextResponse("give one range, such as q=8520-8760", 400)
        except QAError as error:
            return PlainTextResponse(str(error), 503)
        headers = {"Cache-Control": "no-cache"}
        if not wanted.copied:
            name = re.sub(r"[^\w.-]", "-", f"{doc_id}-{start}-{end}", flags=re.ASCII)
            headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted.ending}"'
        # forms that are copied are shown as text, never run as a page
        media_type = "text/plain; charset=utf-8" if wanted.copied else wanted.media_type
        return Response(content, media_type=media_type, headers=headers)

    return routes
