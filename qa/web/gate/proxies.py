"""What a proxy in front says of a request: the visitor's address, and whether it came by https.

Believed only of the machines in ``QA_PROXIES``; the proxy's own address is kept beside it.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import Scope

PEER = "qa.peer"
"""Key of the scope: the address of the machine that sent the request, proxy or not."""


def through_proxy(scope: Scope, headers: Headers, proxies: Collection[str]) -> Scope:
    """Return a request as it was before a proxy passed it on."""
    peer = peer_of(scope)
    scope = {**scope, PEER: peer}
    if peer not in proxies:
        return scope
    # the last address that is no proxy's: those before it can be made up by the visitor
    passed = [one.strip() for one in headers.get("x-forwarded-for", "").split(",") if one.strip()]
    visitor = next((one for one in reversed(passed) if one not in proxies), None)
    if visitor:
        scope["client"] = (visitor, 0)
    if headers.get("x-forwarded-proto", "").strip() == "https":
        scope["scheme"] = "https"
    return scope


def peer_of(scope: Scope) -> str:
    """Return the address of the machine that sent a request."""
    if PEER in scope:
        return str(scope[PEER])
    return str(scope["client"][0]) if scope.get("client") else ""
