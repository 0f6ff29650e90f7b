"""What a saved quote should say, made again from its letter by what makes quotes.

Which sentences were taken as context, which other letters and abbreviations were told, hangs on the
question and on the index of then: these are taken from the saved quote, and kept only as far as the
letters bear them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz

from qa.answering.choosing import ALIKE
from qa.answering.differences import figures_said
from qa.answering.glossary import abbreviations_in, explained_by
from qa.answering.pairs import pairs_of
from qa.answering.referrals import sends_on
from qa.answering.second_look import look_again
from qa.answering.shown import asked_question, quote_at, with_pair, words_around
from qa.citations.citing import cite
from qa.records import (
    AskedQuestion,
    Chunk,
    Citation,
    ContextSpan,
    Hit,
    Letter,
    Quote,
    Referral,
    SecondLook,
    Side,
    Term,
    chunk_id_of,
)
from qa.text.folding import fold

Then = Callable[[str, str], Letter | None]
"""Gives a version of a letter by doc_id and sha256; ``None`` if it is not at hand."""


_LARGEST = 1e300  # JSON has larger numbers, which no float can be


def rebuilt(
    said: Mapping[str, Any], letter: Letter, start: int, end: int, question: str, then: Then
) -> Quote:
    """Return the quote that ``said`` should be.

    Args:
        said: As saved.
        letter: In the version it is of, or in which its words were found.
        start: Of the quote in this letter.
        end: Of the quote.
        question: In full.
        then: Gives the other letters.
    """
    quote = quote_at(letter, start, end)
    context = tuple(_spans(said.get("context"), letter))
    return replace(
        quote,
        score=_number(said.get("score")),
        context=context,
        asked=_asked(said.get("asked"), letter),
        led_by=next(_spans([said.get("led_by")], letter), None),
        referral=_referral(said.get("referral"), then),
        also=tuple(_also(said.get("also"), quote.text, then)),
        terms=tuple(
            _terms(said.get("terms"), [s.text for s in context] + [quote.text], letter, then)
        ),
        second_look=_second_look(said, question, quote.text, words_around(letter, context)),
    )


def not_at_hand(said: Mapping[str, Any], then: Then) -> set[str]:
    """Return the fields of a quote that cite versions of other letters which are not at hand."""
    cited = {
        "also": [{"citation": one} for one in _list(said.get("also"))],
        "terms": _list(said.get("terms")),
        "referral": [said.get("referral")],
    }
    return {name for name, places in cited.items() if any(_is_away(p, then) for p in places)}


def rebuilt_side(said: Any, kind: Any, then: Then) -> Side | None:
    """Return what one letter says of a difference; ``None`` if it is not at hand."""
    place = place_of(said, then)
    if place is None or kind not in {"amount", "date", "number"}:
        return None
    letter, start, end = place
    text = letter.text[start:end]
    return Side(cite(letter, start, end), text, figures_said(kind, text, letter.metadata.date))


def rebuilt_hit(said: Any, rank: int, letter: Letter) -> Hit | None:
    """Return what a passage of a letter should say; ``None`` if it is no place there."""
    start, end = _range(said)
    if not 0 <= start < end <= len(letter.text):
        return None
    numbers = (u.number for u in letter.units if u.start < end and start < u.end)
    chunk = Chunk(
        chunk_id_of(letter.doc_id, start, end), letter.doc_id, start, end, letter.text[start:end],
        (), tuple(number for number in numbers if number is not None),
    )  # fmt: skip
    return with_pair(Hit(rank, _number(said.get("score")), chunk), letter, pairs_of(letter))


def _asked(said: Any, letter: Letter) -> AskedQuestion | None:
    """Return the question of a letter that stands at a place; ``None`` if none does."""
    start, end = _range(said)
    question = [u for u in letter.units if start <= u.start < end and u.part == "question"]
    answered = said.get("answered") if isinstance(said, dict) else None
    if not question or not isinstance(answered, str):
        return None
    pairs = pairs_of(letter)
    known = {question[0].pair, *(pair.number for pair in pairs)}
    return asked_question(letter, question, answered if answered in known else "")


def _referral(said: Any, then: Then) -> Referral | None:
    """Return the sentence of another letter that sends the reader on, if it does."""
    place = place_of(said, then)
    if place is None:
        return None
    letter, start, end = place
    text = letter.text[start:end]
    asked = _asked(said.get("asked"), letter)
    return Referral(text, cite(letter, start, end), asked) if sends_on(text) else None


def _version_of(said: Any) -> tuple[str, str] | None:
    """Return doc_id and sha256 of the citation of an object, if it has them."""
    citation = said.get("citation") if isinstance(said, dict) else None
    if not isinstance(citation, dict):
        return None
    doc_id, sha256 = citation.get("doc_id"), citation.get("sha256")
    return (doc_id, sha256) if isinstance(doc_id, str) and isinstance(sha256, str) else None


def _is_away(said: Any, then: Then) -> bool:
    version = _version_of(said)
    return version is not None and then(*version) is None


def place_of(said: Any, then: Then) -> tuple[Letter, int, int] | None:
    """Return the letter and the range of the citation of an object; ``None`` if not at hand."""
    version = _version_of(said)
    letter = then(*version) if version else None
    start, end = _range(said["citation"]) if letter else (0, 0)
    if letter is None or not 0 <= start < end <= len(letter.text):
        return None
    return letter, start, end


def _range(said: Any) -> tuple[int, int]:
    """Return start and end of an object; an empty range if it has none."""
    found = [said.get(name) if isinstance(said, dict) else None for name in ("start", "end")]
    start, end = (one if type(one) is int else 0 for one in found)
    return start, end


def _number(said: Any) -> float:
    return float(said) if isinstance(said, int | float) and abs(said) < _LARGEST else 0.0


def _list(said: Any) -> list[Any]:
    return said if isinstance(said, list) else []


def _spans(said: Any, letter: Letter) -> Iterator[ContextSpan]:
    for start, end in map(_range, _list(said)):
        if 0 <= start < end <= len(letter.text):
            yield ContextSpan(letter.text[start:end], start, end)


def _also(said: Any, text: str, then: Then) -> Iterator[Citation]:
    """Cite the other letters that do say the same."""
    for one in _list(said):
        place = place_of({"citation": one}, then)
        if place and _alike(text, place[0].text[place[1] : place[2]]):
            yield cite(*place)


def _alike(one: str, other: str) -> bool:
    """Tell whether the shorter of two texts is in the other, figures and all."""
    short, long = sorted((fold(one), fold(other)), key=len)
    figures = set(re.findall(r"\d+", short)) <= set(re.findall(r"\d+", long))
    return figures and fuzz.partial_ratio(short, long) >= ALIKE


def _terms(said: Any, texts: list[str], letter: Letter, then: Then) -> Iterator[Term]:
    """Explain abbreviations by the letter itself, else where the saved quote says they are."""
    told = {one.get("short"): one for one in _list(said) if isinstance(one, dict)}
    for short in abbreviations_in(texts):
        own = explained_by(short, letter)
        place = None if own else place_of(told.get(short), then)
        found = own or (explained_by(short, place[0]) if place else None)
        if found:
            yield found


def _second_look(said: Mapping[str, Any], question: str, text: str, around: str) -> SecondLook:
    """Look again; a name that the quote lacks may stand there in another form, a number may not."""
    look = look_again(question, text, around)
    saved = said.get("second_look")
    told = _list(saved.get("lacks")) if isinstance(saved, dict) else []
    kept = (w for w in look.lacks if w in told or any(sign.isdigit() for sign in w))
    return SecondLook(look.verdict, tuple(kept))
