"""``/first?q=...``: the passages found for a question, before the quotes are chosen among them.

Finding passages by words and static vectors takes a fifth of the time of an answer. The page shows
them where the answer lets wait: at a busy server, or in a very large index.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from qa.errors import QAError
from qa.output.pairs import distinct
from qa.web.asked import Asked
from qa.web.cards import cite_hits
from qa.web.cards.hits import shown_hit
from qa.web.cards.places import render_card
from qa.web.state import PageState
from qa.web.texts import choose_texts

SHOWN = 5
"""Passages that are shown."""


def first_routes(state: PageState) -> APIRouter:
    """Return the route of the passages found first."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/first")
    def show_first(request: Request, lang: str | None = None) -> Response:
        """Give the best passages as a part of a page; nothing where there are none."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        asked = Asked.from_params(request.query_params)
        try:
            assistant = state.assistant()
            with state.finding.turn():
                hits = assistant.search(
                    asked.question, SHOWN, asked.where(), after=asked.after or None, quick=True
                )
            letters = {hit.chunk.doc_id: assistant.letter(hit.chunk.doc_id) for hit in hits}
        except QAError:  # it is the answer that says what is wrong
            return Response(status_code=204)
        if not hits:
            return Response(status_code=204)
        cited = cite_hits(hits, letters)
        shown = [shown_hit(hits[i], cited[i], texts) for i in distinct(hits)]
        html = render_card("first.html", texts, hits=shown)
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})

    return routes
