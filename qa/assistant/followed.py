"""What people follow, kept on this machine: a file for each who signs in, and one for who need not.

    <index>/followed/<name>.json     as `qa.output.schema.following.FollowedListModel` has it
    <index>/followed/.key            makes the tokens of feeds; whoever deletes it ends them all

Written whole or not at all, by one process at a time.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock
from pydantic import ValidationError

from qa.errors import QAError
from qa.output.schema.following import MOST_FOLLOWED, FollowedListModel, FollowedModel
from qa.system.whole_files import write_whole

FOLDER = "followed"
NOBODY = "_"  # the file's name for who need not sign in
_WAIT = 10.0  # seconds for another process that writes
_TOKEN = 32  # hexadecimal digits


class Followed:
    """What is followed by the people of one index."""

    def __init__(self, index: Path) -> None:
        self._folder = index / FOLDER

    def of(self, user: str) -> list[FollowedModel]:
        """Return what somebody follows; "" is who need not sign in.

        Raises:
            QAError: If the file is not what was written.
        """
        return self._read(self._path(user))

    def faults(self) -> Iterator[str]:
        """Go through the files that are not what was written."""
        for path in sorted(self._folder.glob("*.json")):
            try:
                self._read(path)
            except QAError as error:
                yield error.message

    def _read(self, path: Path) -> list[FollowedModel]:
        try:
            return list(FollowedListModel.model_validate_json(path.read_bytes()).followed)
        except FileNotFoundError:
            return []
        except (OSError, ValidationError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise QAError("followed-unreadable", path=path, reason=reason) from None

    def change(
        self, user: str, how: Callable[[list[FollowedModel]], Sequence[FollowedModel]]
    ) -> list[FollowedModel]:
        """Change what somebody follows, and return it; of two that are the same the first stays.

        Raises:
            QAError: If it would become too much, or cannot be written.
        """
        path = self._path(user)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / ".lock", timeout=_WAIT):
                changed = list({one.same_as: one for one in reversed(how(self.of(user)))}.values())
                changed.reverse()
                if len(changed) > MOST_FOLLOWED:
                    raise QAError("followed-too-much", most=MOST_FOLLOWED)
                text = FollowedListModel(followed=changed).model_dump_json(indent=1)
                write_whole(path, f"{text}\n".encode())
        except OSError as error:
            raise QAError("not-written", path=path, reason=error.strerror or error) from None
        return changed

    def token_of(self, user: str, stamp: str) -> str:
        """Return the token with which a feed reader is let in as somebody.

        Args:
            user: Who.
            stamp: Of their password and role: with another one the token is another too.
        """
        said = f"{user}\n{stamp}".encode()
        return hmac.new(self._key(), said, hashlib.sha256).hexdigest()[:_TOKEN]

    def is_token_of(self, user: str, stamp: str, token: str) -> bool:
        """Tell whether a token lets in as somebody."""
        return hmac.compare_digest(self.token_of(user, stamp).encode(), token.encode())

    def _key(self) -> bytes:
        path = self._folder / ".key"
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / ".lock", timeout=_WAIT):
                if not path.exists():
                    write_whole(path, secrets.token_hex(32).encode())
                    path.chmod(0o600)
        return path.read_bytes()

    def _path(self, user: str) -> Path:
        """Return the file of somebody: always in the folder, whatever the name."""
        name = quote(user, safe="") if user else NOBODY
        if user.startswith(".") or user == NOBODY or len(name) > 200:
            name = "u-" + hashlib.sha256(user.encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"
