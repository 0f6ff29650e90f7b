"""What a proxy in front says of a request: the visitor's address, and whether it came by https.

Believed only of the machines in ``QA_PROXIES``; the proxy's own address is kept beside it. A header
that stands in several lines is one list (RFC 9110, 5.3), of which the last is the nearest proxy's.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import Scope

PEER = "qa.peer"
"""Key of the scope: the address of the machine that sent the request, proxy or not."""

_SET_BY_PROXIES = ("forwarded", "via", "x-real-ip")
_THEIRS = "x-forwarded-"


def is_passed_on(headers: Headers) -> bool:
    """Tell whether a proxy says that it passed a request on, or the visitor says so for it."""
    return any(name in _SET_BY_PROXIES or name.startswith(_THEIRS) for name in headers)


def through_proxy(scope: Scope, headers: Headers, proxies: Collection[str]) -> Scope:
    """Return a request as it was before a proxy passed it on."""
    peer = peer_of(scope)
    scope = {**scope, PEER: peer}
    if peer not in proxies:
        return scope
    # the last address that is no proxy's: those before it can be made up by the visitor
    passed = _values(headers, "x-forwarded-for")
    visitor = next((one for one in reversed(passed) if one not in proxies), None)
    if visitor:
        scope["client"] = (visitor, 0)
    if _values(headers, "x-forwarded-proto")[-1:] == ["https"]:
        scope["scheme"] = "https"
    return scope


def _values(headers: Headers, name: str) -> list[str]:
    values = ",".join(headers.getlist(name)).split(",")
    return [value.strip() for value in values if value.strip()]


def peer_of(scope: Scope) -> str:
    """Return the address of the machine that sent a request."""
    if PEER in scope:
        return str(scope[PEER])
    return str(scope["client"][0]) if scope.get("client") else ""
