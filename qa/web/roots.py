"""Where the application stands on its server: at ``/``, or below a path that a proxy gives it."""

from __future__ import annotations

from contextvars import ContextVar
from urllib.parse import quote

from starlette.types import Scope

_root: ContextVar[str] = ContextVar("root", default="")


def set_root(path: str) -> None:
    """Set the path, such as "/brieven", for what this task and its threads write."""
    _root.set(path)


def at_root(scope: Scope, root: str) -> Scope:
    """Return a request as one below the root, whether the proxy has taken the root off or not."""
    if not root:
        return scope
    path = scope["path"]
    if not path.startswith(root + "/"):
        path = root + path
    return {**scope, "path": path, "raw_path": quote(path).encode(), "root_path": root}


def path_of(scope: Scope) -> str:
    """Return the path of a request within the application."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def rooted(address: str) -> str:
    """Return an address of this application as a browser must ask for it."""
    return _root.get() + address
