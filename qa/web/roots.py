"""Where the application stands on its server: at ``/``, or below a path that a proxy gives it."""

from __future__ import annotations

from contextvars import ContextVar
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

_root: ContextVar[str] = ContextVar("root", default="")


def set_root(path: str) -> None:
    """Set the path, such as "/brieven", for what this task and its threads write."""
    _root.set(path)


class AtRoot:
    """ASGI middleware, the first of all: every request as one below the root."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        """Wrap an app that stands at ``root``; "" for the top of its server."""
        self.app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            set_root(self._root)
            scope = at_root(scope, self._root)
        await self.app(scope, receive, send)


def at_root(scope: Scope, root: str) -> Scope:
    """Return a request as one below the root, whether the proxy has taken the root off or not."""
    if not root:
        return scope
    path = scope["path"]
    if path == root:
        path = root + "/"
    elif not path.startswith(root + "/"):
        path = root + path
    return {**scope, "path": path, "raw_path": quote(path).encode(), "root_path": root}


def path_of(scope: Scope) -> str:
    """Return the path of a request within the application."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def rooted(address: str) -> str:
    """Return an address of this application as a browser must ask for it."""
    return _root.get() + address
