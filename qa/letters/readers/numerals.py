"""Numbers of list items as printed, and whole numbers out of attributes."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_DIGITS = 6  # more is no number of a list item or a column


def numeral(count: int, style: str) -> str:
    """Write a number as a list does.

    Args:
        count: The number; what has no letters or no Roman numeral (0, 4000) is written in digits.
        style: "1", "a", "A", "i" or "I", as HTML names them; another one counts as "1".

    Returns:
        ``numeral(28, "a")`` is "ab", ``numeral(9, "I")`` is "IX".
    """
    text = ""
    if style in {"a", "A"} and count > 0:
        while count:
            count, rest = divmod(count - 1, 26)
            text = chr(ord("a") + rest) + text
    elif style in {"i", "I"} and 0 < count < 4000:
        for value, sign in _ROMAN:
            text += sign * (count // value)
            count %= value
    return (text if style.islower() else text.upper()) or str(count)


def whole(text: str | None, default: int) -> int:
    """Read a whole number of an attribute; the default if it is none, or far too large."""
    text = (text or "").strip()
    digits = text.removeprefix("-")
    return (
        int(text)
        if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
        else default
    )
