"""Signing in: who a request comes from, by a session, by a password, or by a proxy's header.

    QA_AUTH=users:users.json            a form at /login, or HTTP Basic for programs
    QA_AUTH=header:X-Forwarded-User     a proxy in front has signed them in already

Sessions are kept in memory and end when they are not used, or when the server stops.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from qa.errors import QAError
from qa.settings import Settings
from qa.web.gate.visitors import Role
from qa.web.users import User, Users

COOKIE = "letters-qa-session"

MOST_TRIES = 5
"""Wrong passwords for one name from one machine before a pause; it does not keep others out."""

MOST_OF_MACHINE = 20
"""Wrong passwords from one machine, for whatever names."""

PAUSE = 15 * 60.0
"""Seconds in which wrong passwords are counted."""

T = TypeVar("T")
_MOST_KEPT = 10_000
_HASHED_AT_ONCE = 2  # each takes 64 MB
_BASIC_SECONDS = 300.0  # a program's password is hashed once in so long


@dataclass(slots=True)
class _Session:
    user: User
    used: float


class SigningIn:
    """How people sign in, by the settings. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Read the settings.

        Raises:
            QAError: If ``QA_AUTH`` is none of the two forms, or its file cannot be read.
        """
        kind, _, value = settings.auth.partition(":")
        if settings.auth and (kind not in {"users", "header"} or not value):
            raise QAError("auth-wrong", auth=settings.auth)
        self.users = Users(Path(value)) if kind == "users" else None
        if self.users:
            self.users.all()  # a file that is missing or broken is said at the start
        self.header = value.lower() if kind == "header" else ""
        self._editors = set(settings.editors)
        self._proxies = set(settings.proxies)
        self._seconds = settings.session_minutes * 60.0
        self._sessions: OrderedDict[str, _Session] = OrderedDict()
        self._basic: OrderedDict[str, _Session] = OrderedDict()
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()
        self._hashing = threading.Semaphore(_HASHED_AT_ONCE)

    @property
    def wanted(self) -> bool:
        """Whether anyone must sign in."""
        return bool(self.users or self.header)

    def who(self, headers: Headers, address: str, peer: str) -> User | None:
        """Return who a request comes from; None if they must sign in.

        Args:
            headers: Of the request.
            address: The visitor's.
            peer: Of the machine that sent it, which may be a proxy.
        """
        if self.header:
            return self._by_proxy(headers, peer)
        token = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        return self._by_session(token) or self._by_password(headers, address)

    def reader(self, name: str) -> User | None:
        """Return somebody as a reader, who is known here or whom the proxy signs in."""
        if self.users is None:
            return User(name, "reader")
        stamps = {user.name: user.stamp for user in self.users.all()}
        return User(name, "reader", stamps[name]) if name in stamps else None

    def _by_proxy(self, headers: Headers, peer: str) -> User | None:
        names = headers.getlist(self.header)
        name = names[0].strip() if len(names) == 1 else ""  # of two, one is not the proxy's
        if not name or peer not in self._proxies:
            return None
        role: Role = "editor" if name in self._editors else "reader"
        return User(name, role)

    def _by_session(self, token: str) -> User | None:
        with self._lock:
            session = self._sessions.get(_hashed(token)) if token else None
            if session is None:
                return None
            if time.monotonic() - session.used > self._seconds:
                del self._sessions[_hashed(token)]
                return None
            session.used = time.monotonic()
            user = session.user
        return self._still(user)

    def _still(self, user: User) -> User | None:
        """Return a user who is in the file as they were: same password, same role."""
        assert self.users is not None
        return user if user in self.users.all() else None

    def _by_password(self, headers: Headers, address: str) -> User | None:
        given = _basic_of(headers)
        key = _hashed(given)
        if not given:
            return None
        with self._lock:
            known = self._basic.get(key)
        if known and time.monotonic() - known.used < _BASIC_SECONDS and self._still(known.user):
            return known.user
        name, password = _name_and_password(given)
        user = self._checked(name, password, address) if name else None
        if user:
            with self._lock:
                _put(self._basic, key, _Session(user, time.monotonic()))
        return user

    def _checked(self, name: str, password: str, address: str) -> User | None:
        if self.users is None:
            return None
        with self._lock:  # counted before it is checked, or many at once would pass
            if self._pause(name, address):
                return None
            for key, _ in _counted(name, address):
                _put(self._wrong, key, [*self._recent(key), time.monotonic()])
        with self._hashing:
            user = self.users.check(name, password)
        if user:
            with self._lock:
                self._wrong.pop(f"{name[:100]} {address}", None)
                if self._wrong.get(address):
                    self._wrong[address].pop()
        return user

    def _recent(self, key: str) -> list[float]:
        now = time.monotonic()
        return [moment for moment in self._wrong.get(key, []) if now - moment < PAUSE]

    def pause_of(self, headers: Headers, address: str) -> int:
        """Return how many seconds who sends a password with each request must wait; 0 if none."""
        given = _basic_of(headers)
        return self.pause(_name_and_password(given)[0], address) if given and self.users else 0

    def pause(self, name: str, address: str) -> int:
        """Return how many seconds to wait after too many wrong passwords; 0 if there is none."""
        with self._lock:
            return self._pause(name, address)

    def _pause(self, name: str, address: str) -> int:
        waits = [
            PAUSE - (time.monotonic() - tries[0])
            for key, most in _counted(name, address)
            if len(tries := self._recent(key)) >= most
        ]
        return max(1, round(max(waits))) if waits else 0

    def sign_in(self, name: str, password: str, address: str) -> str | None:
        """Return the token of a new session; None if name and password do not belong together."""
        user = self._checked(name, password, address)
        if user is None:
            return None
        token = secrets.token_urlsafe(32)
        with self._lock:
            _put(self._sessions, _hashed(token), _Session(user, time.monotonic()))
        return token

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_hashed(token), None)


def _counted(name: str, address: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """Return what wrong passwords are counted by, and how many are let pass."""
    return (f"{name[:100]} {address}", MOST_TRIES), (address, MOST_OF_MACHINE)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _put(kept: OrderedDict[str, T], key: str, value: T) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > _MOST_KEPT:
        kept.popitem(last=False)


def _basic_of(headers: Headers) -> str:
    """Return what HTTP Basic sends of name and password, encoded; "" if nothing."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return given if scheme.lower() == "basic" else ""


def _name_and_password(given: str) -> tuple[str, str]:
    """Decode what HTTP Basic sends; two empty strings if it cannot be read."""
    try:
        name, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password
