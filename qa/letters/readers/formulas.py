"""Formulas on one line: Word's (OMML) and MathML.

A fraction is "3/4", a power "10⁶", a root "√2"; what has no character of its own is written as in
a textbook on one line, "x^(n+1)", "x_i". Works on the names of elements, whatever their namespace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from qa.letters.readers.markup import Element, name_of
from qa.letters.readers.raised import fraction, lowered, raised

_PROPERTIES = {
    "ctrlPr", "rPr", "annotation", "annotation-xml", "mphantom", "none", "mprescripts",
}  # fmt: skip
_SIMPLE = re.compile(r"[^\W_]+(?:[.,]\d+)?|[^\w\s]|√?[^\W_]|\(.*\)|\[.*\]|\{.*\}|[^\W_][₀-₉]+")
_ATTACHED = set("′″‴'*†‡°")


def formula_text(element: Element) -> str:
    """Return a formula as text on one line."""
    name = name_of(element)
    if name in _PROPERTIES or name.endswith("Pr"):
        return ""
    write = _WRITERS.get(name)
    if write is not None:
        return write(element)
    children = [one for one in element if name_of(one)]
    if children:
        return _joined(children)
    return element.text or ""


def _joined(elements: Iterable[Element]) -> str:
    return "".join(map(formula_text, elements))


def _part(element: Element, name: str) -> str:
    """Return the text of a named part of an OMML element."""
    return "".join(formula_text(one) for one in element if name_of(one) == name)


def _operands(element: Element) -> list[str]:
    """Return the texts of the parts of a MathML element, in order."""
    return [formula_text(one) for one in element if name_of(one)]


def _setting(element: Element, name: str, default: str) -> str:
    """Return a value out of the properties of an OMML element."""
    for properties in element:
        if name_of(properties).endswith("Pr"):
            for one in properties:
                if name_of(one) == name:
                    return next(iter(one.attrib.values()), default)
    return default


def _power(base: str, exponent: str) -> str:
    if not exponent.strip():
        return base
    signs = raised(exponent)
    if signs != exponent or set(exponent) <= _ATTACHED:
        return _grouped(base) + signs
    return f"{_grouped(base)}^{_grouped(exponent)}"


def _index(base: str, index: str) -> str:
    if not index.strip():
        return base
    if any(map(str.isalpha, index)) or (signs := lowered(index)) == index:
        return f"{base}_{_grouped(index)}"
    return base + signs


def _grouped(text: str) -> str:
    text = text.strip()
    return text if not text or _SIMPLE.fullmatch(text) else f"({text})"


def _root(radicand: str, degree: str = "") -> str:
    return f"{raised(degree.strip())}√{_grouped(radicand)}"


def _fraction(element: Element) -> str:
    above, below = _part(element, "num"), _part(element, "den")
    if _setting(element, "type", "bar") == "noBar":
        return f"({above.strip()} {below.strip()})"
    return fraction(above, below)


def _delimited(element: Element) -> str:
    parts = [formula_text(one) for one in element if name_of(one) == "e"]
    between = _setting(element, "sepChr", "|").join(parts)
    return f"{_setting(element, 'begChr', '(')}{between}{_setting(element, 'endChr', ')')}"


def _nary(element: Element) -> str:
    sign = _index(_setting(element, "chr", "∫"), _part(element, "sub"))
    return _power_after(sign, _part(element, "sup")) + f" {_part(element, 'e').strip()}"


def _power_after(sign: str, exponent: str) -> str:
    """Write what stands above a sign that is no base: a sum's upper bound."""
    if not exponent.strip():
        return sign
    signs = raised(exponent)
    return sign + signs if signs != exponent else f"{sign}^{_grouped(exponent)}"


def _matrix(element: Element, row: str, cell: str) -> str:
    rows = (
        ", ".join(formula_text(one).strip() for one in line if name_of(one) == cell)
        for line in element
        if name_of(line) == row
    )
    return "; ".join(rows)


def _fenced(element: Element) -> str:
    separators = element.get("separators", ",").strip() or ","
    inside = f"{separators[0]} ".join(_operands(element))
    return f"{element.get('open', '(')}{inside}{element.get('close', ')')}"


def _accent(element: Element) -> str:
    return _part(element, "e") + _setting(element, "chr", "\u0302")


def _of_operands(write: Callable[..., str], fewest: int) -> Callable[[Element], str]:
    """Make a writer of a MathML element with so many parts; one that lacks some is only joined."""

    def writer(element: Element) -> str:
        parts = _operands(element)
        return write(*parts[:fewest]) if len(parts) >= fewest else "".join(parts)

    return writer


def _over(base: str, above: str) -> str:
    return base + above if len(above.strip()) == 1 else _power_after(base, above)


_WRITERS: dict[str, Callable[[Element], str]] = {
    "f": _fraction,
    "sSup": lambda e: _power(_part(e, "e"), _part(e, "sup")),
    "sSub": lambda e: _index(_part(e, "e"), _part(e, "sub")),
    "sSubSup": lambda e: _power_after(_index(_part(e, "e"), _part(e, "sub")), _part(e, "sup")),
    "sPre": lambda e: lowered(_part(e, "sub")) + raised(_part(e, "sup")) + _part(e, "e"),
    "rad": lambda e: _root(_part(e, "e"), _part(e, "deg")),
    "nary": _nary,
    "d": _delimited,
    "func": lambda e: f"{_part(e, 'fName').strip()} {_part(e, 'e').strip()}",
    "limLow": lambda e: _index(_part(e, "e"), _part(e, "lim")),
    "limUpp": lambda e: _power_after(_part(e, "e"), _part(e, "lim")),
    "acc": _accent,
    "groupChr": lambda e: _part(e, "e"),
    "phant": lambda e: "" if _setting(e, "show", "1") in {"0", "off", "false"} else _part(e, "e"),
    "eqArr": lambda e: "; ".join(formula_text(one) for one in e if name_of(one) == "e"),
    "m": lambda e: _matrix(e, "mr", "e"),
    "mfrac": _of_operands(fraction, 2),
    "msup": _of_operands(_power, 2),
    "msub": _of_operands(_index, 2),
    "msubsup": _of_operands(lambda base, sub, sup: _power_after(_index(base, sub), sup), 3),
    "munder": _of_operands(_index, 2),
    "mover": _of_operands(_over, 2),
    "munderover": _of_operands(lambda base, sub, sup: _power_after(_index(base, sub), sup), 3),
    "mroot": _of_operands(_root, 2),
    "msqrt": lambda e: _root("".join(_operands(e))),
    "mfenced": _fenced,
    "mtable": lambda e: _matrix(e, "mtr", "mtd"),
    "semantics": lambda e: "".join(_operands(e)[:1]),
    "mspace": lambda e: " ",
}
