"""Raised and lowered signs as characters of their own, so that a number stays the number.

"10" with a raised "6" is ten to the sixth, not 106; letters, as in "19e", stay as they are.
Marks of notes are no such signs; readers take them out before.
"""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SIGNS = set("0123456789+-−=()")


def raised(text: str) -> str:
    """Write digits and signs as superscripts.

    Example:
        >>> "10" + raised("6"), "19" + raised("e"), "m" + raised("2")
        ('10⁶', '19e', 'm²')
    """
    return text.translate(_RAISED) if _is_number(text) else text


def lowered(text: str) -> str:
    """Write digits and signs as subscripts.

    Example:
        >>> "CO" + lowered("2")
        'CO₂'
    """
    return text.translate(_LOWERED) if _is_number(text) else text


def fraction(numerator: str, denominator: str) -> str:
    """Write a fraction on one line; what is more than a number or a name gets brackets.

    Example:
        >>> fraction("3", "4"), fraction("a + b", "2")
        ('3/4', '(a + b)/2')
    """
    parts = (numerator.strip(), denominator.strip())
    return "/".join(one if one.replace(",", "").isalnum() else f"({one})" for one in parts)


def _is_number(text: str) -> bool:
    return any(map(str.isdigit, text)) and set(text.strip()) <= _SIGNS | {"n", "i"}
