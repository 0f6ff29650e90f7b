"""What stands above a set of questions: its title, who asks, and when."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.records import Letter, Unit
from qa.text.days import find_days

_FIELD_ENDS = (
    r"(?=\s+(?:Date|Datum|From|Van|To|Aan|Cc|Sent|Verzonden|Subject|Onderwerp|Betreft)\s?:|\n|$)"
)
_SUBJECT = re.compile(rf"\b(?:Subject|Onderwerp|Betreft)\s?:\s*(?P<found>.+?){_FIELD_ENDS}")
_FROM = re.compile(rf"(?:^|\s)(?:From|Van)\s?:\s*(?P<found>.+?){_FIELD_ENDS}")
_TITLE = re.compile(
    r"(?P<found>\b(?:(?:Schriftelijke|Nadere|Aanvullende) (?:[Kk]amer)?v|Kamerv|V)ragen"
    r" (?:van|door) .{5,500}?"
    r"|Questions (?:by|from|put by) .{5,500}?)"
    r"(?=\s*\((?:ingezonden|submitted|\d)|[.]?\s*$)",
    re.DOTALL,
)
_ASKER = re.compile(
    r"(?:[Vv]ragen (?:van|door)|Questions (?:by|from|put by)) (?P<found>.{3,200}?)"
    r"(?=,? (?:aan|over|inzake|naar|betreffende|to|about|on|concerning) |\s*\((?:ingezonden|submit)"
    r"|[.]?\s*$)"
)
_SENT = re.compile(r"\b(?:ingezonden|submitted|Datum|Date|Sent|Verzonden)\b\D{0,12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """Title, asker and date; None where the paper does not give them."""

    title: str | None
    asker: str | None
    date: datetime.date | None


def head_of(letter: Letter, before: Sequence[Unit]) -> Head:
    """Read the head of a set.

    Args:
        letter: The paper.
        before: Its units before the first question.
    """
    texts = [" ".join(unit.text.split()) for unit in before]
    known = letter.metadata
    headings = [unit.text for unit in before if unit.kind == "heading"]
    title = _first((_TITLE, _SUBJECT), texts) or known.full_title or next(iter(headings), None)
    return Head(title, _first((_ASKER, _FROM), texts), _date(texts) or known.date)


def _first(patterns: Sequence[re.Pattern[str]], texts: Sequence[str]) -> str | None:
    found = (pattern.search(text) for pattern in patterns for text in texts)
    return next((match["found"].strip() for match in found if match), None)


def _date(texts: Sequence[str]) -> datetime.date | None:
    """Return the day on which it was sent, else the first that is named."""
    sent = [text[match.start() :] for text in texts for match in _SENT.finditer(text)]
    for text in (*sent, *texts):
        for day in find_days(text):
            if day.precision == "day" and day.value:
                return datetime.date.fromisoformat(day.value)
    return None
