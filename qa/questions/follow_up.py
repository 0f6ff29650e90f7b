"""A question that leans on the one before: "and for the IT coalition?", "en in 2023?".

The question before is taken over and the part that is new put in its place, so that a full question
is asked; the person is shown it and may take it back. Rules over words; no memory is kept here.
"""

from __future__ import annotations

import re

from qa.text.lexical import content_words, words

MOST_WORDS = 9
"""Words of a question that can lean on another one; a longer one says all itself."""

_LEAD = re.compile(
    r"^\W*(?:(?:and|but|so|en|maar|dus)\b(?: (?:then|dan))?"
    r"|(?:what|how) about\b|hoe zit (?:het|dat) (?:met|bij|in)\b|wat (?:betreft|dan)\b"
    r"|(?:the )?same (?:question )?(?:for|in)\b|idem (?:voor|in)\b)[\s,:]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’-]+")
_ARTICLE = re.compile(r"^(?:the|de|het|een|a|an) ", re.IGNORECASE)
_ASKED_BEFORE = re.compile(
    r"^(?:when|who|whom|where|why|how|since when|by whom|wanneer|wie|waar|waarom|hoe|hoeveel"
    r"|sinds wanneer|door wie|what|which|wat|welke?)\b",
    re.IGNORECASE,
)
_PREPOSITIONS = (
    ("for", "voor"), ("in",), ("at", "bij"), ("to", "aan", "naar"), ("from", "van", "uit"),
    ("of", "van"), ("by", "door"), ("about", "over"), ("with", "met"), ("on", "op"),
    ("since", "sinds"), ("after", "na"), ("before", "voor"), ("during", "tijdens"),
)  # fmt: skip
_POINTING = re.compile(
    r"\b(?:it|that|this|they|them|those|these|there|he|she|dat|dit|die|deze|daar|daarvan|daarover"
    r"|daarvoor|daarbij|ervan|hij|zij|ze|zo'n)\b",
    re.IGNORECASE,
)


def follow_up(question: str, before: str) -> str | None:
    """Return the full question that a leaning one means; None if it leans on nothing.

    Args:
        question: As typed.
        before: The question before it, in full.

    Example:
        >>> follow_up("and for the IT coalition?", "What did NL pledge for ammunition?")
        'What did NL pledge for the IT coalition?'
        >>> follow_up("en wanneer?", "Wie tekende de brief over woningbouw?")
        'wanneer – tekende brief woningbouw?'
        >>> follow_up("Who signed the letter on housing?", "What is the UDCG?") is None
        True
    """
    asked = " ".join(question.split())
    earlier = " ".join(before.split()).rstrip("?!. ")
    if not earlier or len(asked.split()) > MOST_WORDS:
        return None
    lead = _LEAD.match(asked)
    rest = asked[lead.end() :].strip(" ?!.") if lead else asked.strip(" ?!.")
    if lead and rest:
        return _joined(rest, earlier)
    pointing = _POINTING.search(asked)
    if pointing and len(content_words(_POINTING.sub(" ", asked))) <= 2:
        return _about(asked.rstrip(" ?"), earlier)
    return None


def _joined(rest: str, earlier: str) -> str:
    """Put what is new into the earlier question: in place of what it replaces, or beside it."""
    first = rest.split()[0].casefold()
    for alike in _PREPOSITIONS:
        if first in alike:
            found = [
                match for word in alike
                for match in re.finditer(rf"(?<!\w){word}(?!\w)", earlier, re.IGNORECASE)
            ]  # fmt: skip
            if found:
                return f"{earlier[: max(match.start() for match in found)]}{rest}?"
    if _ASKED_BEFORE.match(rest):
        return _about(rest, earlier)
    return _renamed(rest, earlier) or f"{earlier} – {rest}?"


def _about(rest: str, earlier: str) -> str:
    """Ask what is new of the subject of the earlier question."""
    telling = set(content_words(earlier))
    subject = [w for w in _WORD.findall(earlier) if telling.intersection(words(w))]
    return f"{rest} – {' '.join(subject)}?"


def _renamed(rest: str, earlier: str) -> str | None:
    """Put a name in place of one of its kind: a country, or an abbreviation; None if none is."""
    name = _ARTICLE.sub("", rest)
    if len(name.split()) > 1 or not name[:1].isupper():
        return None
    for match in list(_WORD.finditer(earlier))[1:]:
        other = match.group()
        if other[0].isupper() and other.isupper() == name.isupper():
            return f"{earlier[: match.start()]}{name}{earlier[match.end() :]}?"
    return None
