"""Failures of the machine, told from those of a file: what they hit is tried again."""

from __future__ import annotations

import errno
from pathlib import Path

from qa.errors import UnreadError

_OF_THE_MACHINE = frozenset(
    number
    for name in (
        "EAGAIN", "ECONNABORTED", "ECONNRESET", "EDQUOT", "EHOSTDOWN", "EHOSTUNREACH", "EIO",
        "EMFILE", "ENETDOWN", "ENETUNREACH", "ENFILE", "ENOLINK", "ENOMEM", "ENOSPC", "ENOTCONN",
        "EREMOTEIO", "EROFS", "ESHUTDOWN", "ESTALE", "ETIMEDOUT",
    )
    if (number := getattr(errno, name, None)) is not None  # not every system has all
)  # fmt: skip


def unread(path: Path | str, error: OSError) -> UnreadError:
    """Say of a file that the machine failed when it was to be read."""
    reason = error.strerror or type(error).__name__
    return UnreadError(path, "machine-failed", reason=reason)


def is_the_machines(error: OSError) -> bool:
    """Tell whether a disk, a network or memory failed, and not the file or its rights.

    Example:
        >>> is_the_machines(OSError(errno.ENOSPC, "No space left on device"))
        True
        >>> is_the_machines(PermissionError(errno.EACCES, "Permission denied"))
        False
    """
    return error.errno in _OF_THE_MACHINE
