"""``/following`` and ``/feed.atom``: what one follows with what is new, and feeds of the same.

The list is kept by the browser, or on the server for who signs in; the page's script asks
`/api/news`. A feed's address says what is followed, and lets a reader in by a token where people
sign in.
"""

from __future__ import annotations

import hashlib
import json
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from pydantic import ValidationError

from qa.assistant.followed import Followed
from qa.assistant.following import news_of
from qa.errors import QAError, QuestionError, TooBusyError
from qa.output.feed import atom_feed
from qa.output.schema.following import FollowedModel, NewsItemModel
from qa.web.api.conditional import generation_tag
from qa.web.asked import Asked
from qa.web.gate.access import FEED
from qa.web.gate.visitors import current
from qa.web.headers import SCRIPTED_HEADERS
from qa.web.links import letter_link
from qa.web.rendering import render
from qa.web.roots import rooted
from qa.web.state import PageState
from qa.web.texts import choose_texts
from qa.web.texts.following import FOLLOWING_TEXTS, FollowingTexts

PATH = "/following"


def following_pages(state: PageState) -> APIRouter:
    """Return the routes of the page and of the feeds."""
    routes = APIRouter(include_in_schema=False)
    kept = Followed(state.settings.index)

    @routes.get(PATH)
    def show(request: Request, lang: str | None = None) -> HTMLResponse:
        """Show what is followed; the script fills in the rest."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        visitor = current()
        html = render(
            "following.html",
            texts,
            own=FOLLOWING_TEXTS[texts.lang],
            signed_in=bool(visitor.name),
            user=visitor.name,
            token=kept.token_of(visitor.name, visitor.stamp) if visitor.name else "",
            feed=rooted(FEED),
            letters=rooted("/l/"),
            news=rooted("/api/news"),
            list=rooted("/api/followed"),
            other_language=f"{rooted(PATH)}?lang={texts.other_lang}",
        )
        return HTMLResponse(html, headers=SCRIPTED_HEADERS)

    @routes.get(FEED)
    def feed(request: Request, what: str = "question", lang: str | None = None) -> Response:
        """Give what is followed as a feed."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        asked = Asked.from_params(request.query_params)
        try:
            followed = FollowedModel.model_validate(
                {
                    "kind": what, "question": asked.question, "letters": list(asked.letters),
                    "dossiers": list(asked.dossiers), "kinds": list(asked.kinds),
                    "senders": list(asked.senders),
                }
            )  # fmt: skip
            assistant = state.assistant()
            tag = _tag(generation_tag(assistant), request.url.query)
            if request.headers.get("if-none-match") == tag:
                return Response(status_code=304, headers={"ETag": tag})
            with state.turns.turn():
                news = news_of(assistant, followed, "")
        except ValidationError as error:
            return PlainTextResponse(str(error.errors()[0]["msg"]), 400)
        except TooBusyError as error:
            return PlainTextResponse(
                error.message.say(texts.lang), 429, {"Retry-After": str(error.seconds)}
            )
        except QAError as error:
            status = 400 if isinstance(error, QuestionError) else 503
            return PlainTextResponse(error.message.say(texts.lang), status)
        base = str(request.base_url).rstrip("/").removesuffix(rooted(""))
        public = [pair for pair in request.query_params.multi_items() if pair[0] != "token"]
        content = atom_feed(
            _title(followed, FOLLOWING_TEXTS[texts.lang]),
            f"{base}{rooted(FEED)}?{urlencode(public)}",
            f"{base}{rooted(PATH)}?lang={texts.lang}",
            news.items,
            str(assistant.generation.get("made", "")),
            lambda one: base + _link(one),
            texts.lang,
        )
        headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
        return Response(content, media_type="application/atom+xml", headers=headers)

    return routes


def _tag(parts: object, query: str) -> str:
    text = json.dumps([parts, query], default=str)
    return f'"{hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def _title(followed: FollowedModel, own: FollowingTexts) -> str:
    filters = ", ".join([*followed.dossiers, *followed.kinds, *followed.senders])
    parts = (followed.question, own.kinds[followed.kind] if not followed.question else "", filters)
    return " · ".join(part for part in parts if part)


def _link(one: NewsItemModel) -> str:
    place = one.citation
    return letter_link(one.doc_id, [(place.start, place.end)], version=place.sha256)
