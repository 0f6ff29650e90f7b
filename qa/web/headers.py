"""Security headers on every response, and a nonce for the scripts of the page.

Gradio sends no such headers and its page holds inline scripts, so each copy of the page gets a
nonce of its own: a script that was smuggled into it would not run. What this cannot do away with:
Gradio compiles its HTML template with ``Function``, so the page needs 'unsafe-eval'.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.roots import path_of, rooted
from qa.web.texts import Language

LETTER_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""For everything but the page: no script at all, nothing from elsewhere."""

SCRIPTED_HEADERS = {
    "Content-Security-Policy": f"{LETTER_POLICY}; script-src 'self'; connect-src 'self'",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
}
"""Of pages with forms and a script of their own; no script inside them, nothing from elsewhere."""

PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""For the page itself."""

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_HEAD = """
<link rel="icon" href="{root}/static/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{root}/static/page.css">
<script src="{root}/static/page.js" defer></script>
<script src="{root}/static/aside.js" defer></script>
<script src="{root}/static/suggest.js" defer></script>
<script src="{root}/static/first.js" defer></script>
<script src="{root}/static/translate.js" defer></script>
"""


class SecurityHeaders:
    """ASGI middleware: security headers everywhere, and the page made ready on its way out."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, Language]) -> None:
        """Wrap an app whose page stands at the paths ``pages``, each in its language."""
        self.app = app
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif path_of(scope) in self.pages and scope["method"] == "GET":
            lang = self.pages[path_of(scope)]
            await self.app(_uncompressed(scope), receive, _PageSender(send, lang))
        else:
            await self.app(scope, receive, with_headers(send))


def prepare_page(html: str, lang: Language, nonce: str) -> str:
    """Make Gradio's page ours: its language, our style, script and icon, a nonce on each script.

    The social-media tags go: they name hosts elsewhere and say "Gradio".
    """
    html = re.sub(r"(<html\b[^>]*?\blang=)\"en\"", rf'\1"{lang}"', html, count=1)
    html = re.sub(r"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>\s*", "", html)
    html = html.replace("</head>", f"{_HEAD.format(root=rooted(''))}</head>", 1)
    return re.sub(r"<script(?=[\s>])", f'<script nonce="{nonce}"', html)


def _uncompressed(scope: Scope) -> Scope:
    """Ask for a plain response: a compressed one could not be changed."""
    headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
    return {**scope, "headers": headers}


def with_headers(send: Send) -> Send:
    """Return what sends a response with the security headers."""

    async def sendwith_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in COMMON.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", LETTER_POLICY)
        await send(message)

    return sendwith_headers


class _PageSender:
    """Holds the page back until it is whole, changes it, and sends it on."""

    def __init__(self, send: Send, lang: Language) -> None:
        self._send = with_headers(send)
        self._lang = lang
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Take one message of the response."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body") or self._start is None:
            return
        headers = MutableHeaders(scope=self._start)
        if headers.get("content-type", "").startswith("text/html"):
            nonce = secrets.token_urlsafe(16)
            headers["Content-Security-Policy"] = PAGE_POLICY.format(nonce=nonce)
            headers["Cache-Control"] = "no-store"  # the nonce is for this copy alone
            self._body = prepare_page(self._body.decode(), self._lang, nonce).encode()
            headers["Content-Length"] = str(len(self._body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})
