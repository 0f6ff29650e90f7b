"""Characters that a terminal obeys and a reader does not see, written so that they are seen.

Control characters move the cursor or colour what follows; marks of direction let a text look like
another. Letters and file names may hold them. What stands in JSON stays the same text.
"""

from __future__ import annotations

import json
import re
from typing import Any

_OBEYED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def visible(text: str) -> str:
    r"""Write what a terminal would obey as its number; line feeds and tabs stay.

    Example:
        >>> visible("a\x1b[31mb\u202ec")
        'a\\u001b[31mb\\u202ec'
    """
    return _OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def visible_json(value: Any, indent: int | None = None) -> str:
    """Return JSON in which those characters are escaped; others stay as they are."""
    return visible(json.dumps(value, ensure_ascii=False, indent=indent, default=str))
