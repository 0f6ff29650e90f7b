"""Every request on its way in: is it meant for this server, whose is it, and may it pass.

Turns away what no person asked for: requests that another site makes a browser send, those under a
name that this server does not have (a site that points its own name here), and bodies too long.
Then finds out who it comes from, and sends who must sign in to the form.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import parse_qs, quote, urlsplit

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.assistant.followed import Followed
from qa.messages import Message
from qa.settings import Settings
from qa.web.gate.doors import is_shut
from qa.web.gate.proxies import is_passed_on, peer_of, through_proxy
from qa.web.gate.signing_in import SigningIn
from qa.web.gate.visitors import Role, Visitor, may_edit, set_current
from qa.web.headers import with_headers
from qa.web.problems import problem
from qa.web.roots import path_of, rooted
from qa.web.texts import choose_texts
from qa.web.users import User

SAFE = {"GET", "HEAD", "OPTIONS"}
"""Methods that change nothing."""

UPLOADS = {"/api/letters", "/letters"}
"""Where letters are uploaded, which may take more than other requests."""

QUESTIONS = {"/api/questions", "/questions"}
"""Where files of questions are sent, each as large as a letter may be."""

MOST_BYTES = 200_000
"""Longest body of any other request, in bytes."""

MOST_OF_ADDRESS = {"path": 2_000, "query_string": 16_000}
"""Longest path of an address, in characters, and the longest of what follows it, in bytes."""

OPEN = ("/login", "/static/", "/favicon.ico", "/api/health")
"""What everyone may see: the form to sign in, what it looks like, and whether the server works."""

FEED = "/feed.atom"
"""Where a token in the address lets a feed reader in."""

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}


def is_local(host: str) -> bool:
    """Say whether only this machine can reach an address that a server listens on."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_role(settings: Settings, passed_on: bool = False) -> Role:
    """Return the role of those who need not sign in: editor only where nobody else can come.

    Args:
        settings: What ``QA_ROLE`` says there holds for all; an address that only this machine can
            reach may still be a proxy's goal, which a path or a name of the server tells.
        passed_on: Whether the request came through a proxy.
    """
    if settings.role:
        return settings.role
    named = {name.lower() for name in settings.hosts} - LOCAL_NAMES
    alone = is_local(settings.host) and not settings.root_path and not named
    return "editor" if alone and not passed_on else "reader"


class Access:
    """ASGI middleware: gives each request its role, and turns away what comes from elsewhere."""

    def __init__(self, app: ASGIApp, settings: Settings, signing_in: SigningIn) -> None:
        """Wrap an app.

        Args:
            app: What is asked in the end.
            settings: Address, role, and the names this server is known by.
            signing_in: How people sign in.
        """
        self.app = app
        self._signing_in = signing_in
        self._followed = Followed(settings.index)
        self._proxies = frozenset(settings.proxies)
        self._roles = {passed_on: open_role(settings, passed_on) for passed_on in (False, True)}
        self._most_upload = settings.max_upload_bytes
        self._most_file = settings.max_file_bytes
        self._names = {name.lower() for name in settings.hosts}
        if is_local(settings.host):
            self._names |= LOCAL_NAMES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer that it may not."""
        if scope["type"] == "websocket":  # nothing here speaks over one
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope = through_proxy(scope, headers, self._proxies)
        refused = self._refused(scope, headers)
        if refused:
            await _told(scope, *refused)(scope, receive, with_headers(send))
            return
        if self._signing_in.wanted:  # a password takes a while to check
            visitor = await anyio.to_thread.run_sync(self._visitor, scope, headers)
        else:
            visitor = self._visitor(scope, headers)
        if visitor is None and not path_of(scope).startswith(OPEN):
            response = _must_sign_in(scope, self._signing_in)
            await response(scope, receive, with_headers(send))
            return
        set_current(visitor or Visitor(address=_address(scope)))
        if scope["method"] == "POST" and path_of(scope) in UPLOADS and not may_edit():
            # before the body is read, which may be long
            await problem(403, Message("only-editors"))(scope, receive, with_headers(send))
            return
        await self.app(scope, receive, send)

    def _visitor(self, scope: Scope, headers: Headers) -> Visitor | None:
        address = _address(scope)
        if not self._signing_in.wanted:
            return Visitor("", self._roles[is_passed_on(headers)], address)
        user = self._signing_in.who(headers, address, peer_of(scope)) or self._by_feed(scope)
        here = self._signing_in.users is not None
        return Visitor(user.name, user.role, address, here, user.stamp) if user else None

    def _by_feed(self, scope: Scope) -> User | None:
        """Return whose token a feed's address has, as a reader; a feed reader cannot sign in."""
        if path_of(scope) != FEED or scope.get("method") not in SAFE:
            return None
        query = parse_qs(scope.get("query_string", b"").decode("ascii", "replace"))
        name, token = (query.get(key, [""])[-1] for key in ("user", "token"))
        user = self._signing_in.reader(name) if name and token else None
        if user and self._followed.is_token_of(name, user.stamp, token):
            return user
        return None

    def _refused(self, scope: Scope, headers: Headers) -> tuple[int, Message] | None:
        path = path_of(scope)
        if any(len(scope[part]) > most for part, most in MOST_OF_ADDRESS.items()):
            return 414, Message("address-too-long")
        if is_shut(path):
            return 404, Message("nothing-here")
        name = _name(headers.get("host", ""))
        if self._names and name not in self._names:
            return 421, Message("name-not-known", name=name)
        if scope.get("method", "GET") in SAFE:
            return None
        site = headers.get("sec-fetch-site", "none")
        origin = headers.get("origin")
        foreign = origin is not None and origin.partition("//")[2] != headers.get("host")
        if site not in {"none", "same-origin"} or (foreign and "sec-fetch-site" not in headers):
            return 403, Message("another-site")
        return self._too_long(path, headers)

    def _too_long(self, path: str, headers: Headers) -> tuple[int, Message] | None:
        if "chunked" in headers.get("transfer-encoding", ""):
            return 411, Message("length-missing")
        most = self._most_upload if path in UPLOADS else MOST_BYTES
        most += self._most_file if path in QUESTIONS else 0
        length = headers.get("content-length", "0")
        if not length.isdigit():
            return 400, Message("length-no-number")
        if int(length) > most:
            return 413, Message("request-too-large", bytes=int(length), most=most)
        return None


def _told(scope: Scope, status: int, text: Message) -> Response:
    """Say why not: a problem to programs, a sentence to people."""
    if path_of(scope).startswith("/api/"):
        return problem(status, text)
    texts = choose_texts(Headers(scope=scope).get("accept-language"))
    return PlainTextResponse(text.say(texts.lang), status)


def _must_sign_in(scope: Scope, signing_in: SigningIn) -> Response:
    """Send a person to the form, and tell a program what to send, or how long to wait."""
    path = path_of(scope)
    seconds = signing_in.pause_of(Headers(scope=scope), _address(scope))
    if seconds:
        told = _told(scope, 429, Message("too-many-passwords", seconds=seconds))
        told.headers["Retry-After"] = str(seconds)
        return told
    if signing_in.header:
        text = Message("sign-in-at-proxy", header=signing_in.header)
        return _told(scope, 401, text)
    if scope.get("method") == "GET" and not path.startswith(("/api/", "/mcp", "/save/", "/c/")):
        query = scope.get("query_string", b"").decode("ascii", "replace")
        asked = path + (f"?{query}" if query else "")
        return RedirectResponse(rooted(f"/login?next={quote(asked, safe='')}"), 303)
    response = problem(401, Message("sign-in"))
    response.headers["WWW-Authenticate"] = 'Basic realm="letters-qa", charset="UTF-8"'
    return response


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:  # such as "["
        return ""
