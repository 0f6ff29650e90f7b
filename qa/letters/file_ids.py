"""Ids of letters that have no official one: made of the file's place, and of nothing else.

Two files of one name in different folders are two letters, and an id stays what it is whatever
other files come or go.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

FOLDER_SIGN = "~"
"""What stands between a folder and what is in it: "2024-03-12~kamerbrief"."""
LONGEST_ID = 160
"""Bytes of an id: folders of the index and files that are saved are named after letters."""
_NO_ID = re.compile(r"[/\\\x00-\x1f]")


def is_id(text: str) -> bool:
    """Tell whether a text can be the id of a letter: short, and one step of an address."""
    return (
        0 < len(text.encode("utf-8", "replace")) <= LONGEST_ID
        and text not in {".", ".."}
        and _NO_ID.search(text) is None
    )


def file_id(path: str) -> str:
    """Return the id of a file by its path below the corpus, in composed characters (NFC).

    Example:
        >>> file_id("brief.pdf"), file_id("2024/03/brief.pdf")
        ('brief', '2024~03~brief')
    """
    place = PurePosixPath(path)
    return _short(FOLDER_SIGN.join([*place.parent.parts, place.stem]))


def full_file_id(path: str) -> str:
    """Return the id of a file beside another of its name: with the ending ("brief.docx")."""
    place = PurePosixPath(path)
    return _short(FOLDER_SIGN.join([*place.parent.parts, place.name]))


def last_name(doc_id: str) -> str:
    """Return the name of a file without its folders: what people type for it."""
    return doc_id.rsplit(FOLDER_SIGN, 1)[-1]


def composed(doc_id: str) -> str:
    """Write an id as it is stored: some systems take accents apart from their letters."""
    return unicodedata.normalize("NFC", doc_id)


def _short(name: str) -> str:
    name = composed(name)
    if len(name.encode()) <= LONGEST_ID:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return name.encode()[: LONGEST_ID - 9].decode(errors="ignore") + "-" + mark
