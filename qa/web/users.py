"""People who may sign in: a JSON file with their names, roles and hashed passwords.

    {"anna": {"role": "editor", "password": "$argon2id$..."}}

Passwords are hashed with Argon2id (RFC 9106) by argon2-cffi. A changed file is read again.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from qa.errors import QAError
from qa.system.whole_files import write_whole

Role = Literal["reader", "editor"]

SHORTEST = 10
"""Characters of a password, at least."""

_MOST = 1000  # characters of a password: hashing more takes time for nothing
_ONLY_MINE = 0o600
_NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class User:
    """Someone who may sign in."""

    name: str
    role: Role
    stamp: str = ""  # another one when the password or the role changes


class Users:
    """The users of one file. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(16))
        self._read: tuple[int, dict[str, dict[str, str]]] | None = None
        self._lock = threading.Lock()

    def all(self) -> list[User]:
        """Return all users, by name.

        Raises:
            QAError: If the file cannot be read, or is not such a file.
        """
        found = self._load()
        return [_user(name, found[name], self.path) for name in sorted(found)]

    def check(self, name: str, password: str) -> User | None:
        """Return the user of a name and password; None if they do not belong together.

        Takes as long for a name that is not there.

        Raises:
            QAError: If the file cannot be read.
        """
        found = self._load().get(name)
        hashed = found["password"] if found else self._nobody
        try:
            self._hasher.verify(hashed, password[:_MOST])
        except (VerificationError, InvalidHashError):
            return None
        return _user(name, found, self.path) if found else None

    def put(self, name: str, password: str, role: Role) -> None:
        """Add a user, or give one a new password and role.

        Raises:
            QAError: If name or password cannot be used, or the file cannot be written.
        """
        if not _NAME.fullmatch(name):
            raise QAError("user-name-wrong", name=name)
        if not SHORTEST <= len(password) <= _MOST:
            raise QAError("password-length-wrong", least=SHORTEST, most=_MOST)
        users = self._load(must_exist=False)
        self._save({**users, name: {"role": role, "password": self._hasher.hash(password)}})

    def remove(self, name: str) -> None:
        """Remove a user.

        Raises:
            QAError: If there is none of that name.
        """
        users = self._load()
        if name not in users:
            raise QAError("no-such-user", path=self.path, name=name)
        self._save({other: user for other, user in users.items() if other != name})

    def _load(self, must_exist: bool = True) -> dict[str, dict[str, str]]:
        with self._lock:
            try:
                changed = self.path.stat().st_mtime_ns
                if self._read is None or self._read[0] != changed:
                    found = json.loads(self.path.read_text(encoding="utf-8"))
                    self._read = (changed, _checked(found, self.path))
                return dict(self._read[1])
            except FileNotFoundError:
                if not must_exist:
                    return {}
                raise QAError("users-missing", path=self.path) from None
            except (OSError, ValueError) as error:
                raise QAError("users-unreadable", path=self.path, reason=error) from None

    def _save(self, users: dict[str, dict[str, str]]) -> None:
        try:
            text = json.dumps(users, ensure_ascii=False, indent=1) + "\n"
            write_whole(self.path, text, _ONLY_MINE)
        except OSError as error:
            raise QAError("not-written", path=self.path, reason=error.strerror or error) from None


def _checked(found: Any, path: Path) -> dict[str, dict[str, str]]:
    if not isinstance(found, dict):
        raise ValueError("it is no object of users")
    for name, user in found.items():
        if not isinstance(user, dict) or not isinstance(user.get("password"), str):
            raise ValueError(f"{name!r} has no password in it")
        _role(user, path)
    return found


def _user(name: str, kept: dict[str, str], path: Path) -> User:
    role = _role(kept, path)
    return User(name, role, hashlib.sha256(f"{role} {kept['password']}".encode()).hexdigest())


def _role(user: dict[str, str], path: Path) -> Role:
    if user.get("role") == "editor":
        return "editor"
    if user.get("role") == "reader":
        return "reader"
    raise QAError("role-wrong", path=path, role=user.get("role"))
