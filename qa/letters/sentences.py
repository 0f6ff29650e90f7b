"""Dutch text to sentences, by rules: abbreviations, initials, dates and numbers do not end one.

Libraries tried split after "mln." or "t.b.v."; letters are full of both. Works on the regular
text of a unit; sentences cover all of it but white space.
"""

from __future__ import annotations

import re

from qa.records import Sentence, Unit

ABBREVIATIONS = frozenset(
    """
    aant afb afd afl alg art artt bijv blz ca cf cie dd dec dhr dir div dl dr drs ed eg enz etc evt
    excl fig gem gen geb incl ing inz ir jan feb febr mrt apr aug sept sep okt nov jhr jl jr k.b
    kon kst l.s ll lt max mej mevr mgr min mld mln mr mrs mw nl nr nrs nos n.a.v o.a o.m p par pag
    pct plv plm prof red resp sr st stb stcrt str tab tel tit tnv toel tw vgl vlg vnl vol voorz
    vs zgn zie zr
    a.d a.h.w a.u.b b.v b.g.g d.d d.i d.m.v d.w.z e.a e.d e.o e.v e.e.a f.f g.g i.c i.d i.e i.h.b
    i.h.k.v i.o i.p.v i.s.m i.v.m m.a.w m.b.t m.b.v m.i m.i.v m.m m.m.v m.n m.u.v n.b n.v n.v.t
    o.b.v o.g.v o.i o.l.v o.t.v p.a p.m q.q r.k s.v.p t.a.v t.b.v t.g.v t.h.v t.n.v t.o.v t.w.v
    t.z.t u.i v.a v.d v.w.b w.o z.g z.i z.o.z z.s.m c.q c.s
    """.split()  # noqa: SIM905  the list reads better as words
)
"""Words whose full stop does not end a sentence, without that last stop."""

_MAY_END = frozenset(
    {"jl", "ll", "enz", "etc", "e.d", "e.a", "c.s", "mln", "mld", "e.v", "n.v.t", "b.v"}
)
"""Abbreviations that often stand last in a sentence: they end one before a capital letter."""

_END = re.compile(r"([.?!…]+)([»”\"’')\]]*)(?:\s+|$)")
_LAST_WORD = re.compile(r"[^\s(«“\"‘'\[]*$")
_OPENERS = "«“\"‘'(["
_MONTH = re.compile(
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b"
)
_FUNCTION_WORDS = {"de", "het", "een", "dit", "deze", "die", "dat", "in", "op", "over", "wij", "ik",
                   "tot", "met", "daarnaast", "hierbij", "ook", "voor", "uw", "er", "zij", "als",
                   "tijdens", "daarbij", "bij", "aan", "naar", "om", "door", "wel"}  # fmt: skip


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences.

    Returns:
        Start and end of each sentence, without white space around it, in order.

    Example:
        >>> sentence_spans("Op 23 januari jl. sprak ik (€ 87 mln.) toe. Dat was al.")
        [(0, 43), (44, 55)]
    """
    spans = []
    start = 0
    for match in _END.finditer(text):
        if match.end() < len(text) and not _ends_here(text, match):
            continue
        spans.append(_trimmed(text, start, match.end()))
        start = match.end()
    spans.append(_trimmed(text, start, len(text)))
    return [(low, high) for low, high in spans if low < high]


def sentences_of(unit: Unit) -> list[Sentence]:
    """Return the sentences of a unit, with offsets; a row of a table is one sentence."""
    if unit.kind == "row":
        return [Sentence(unit.start, unit.end, unit.text, unit.label)]
    return [
        Sentence(unit.start + start, unit.start + end, unit.text[start:end], unit.label)
        for start, end in sentence_spans(unit.text)
    ]


def _ends_here(text: str, match: re.Match[str]) -> bool:
    following = text[match.end() :].lstrip(_OPENERS)
    if not following or following[0].islower():
        return False
    if match[1] != ".":
        return True
    last = _last_word(text, match.start())
    folded = last.casefold()
    if re.fullmatch(r"[^\W\d_]|(?:[A-Z][a-z]?\.)+[A-Z][a-z]?", last):
        return False  # an initial: "K.H. Ollongren"
    if folded in _MAY_END:
        return _starts_sentence(following)
    if folded in ABBREVIATIONS:
        return False
    if last.isdigit() and len(last) <= 2:
        return not _MONTH.match(following) and not following[0].isdigit()
    return True


def _last_word(text: str, end: int) -> str:
    match = _LAST_WORD.search(text, max(0, end - 40), end)
    return match[0] if match else ""


def _starts_sentence(following: str) -> bool:
    """After an abbreviation only a capital on a common word shows that a new sentence begins."""
    word = re.match(r"[^\W\d_]+", following)
    return word is not None and word[0].casefold() in _FUNCTION_WORDS or following[:1] in "–-"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
