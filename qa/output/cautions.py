"""What a reader is warned of beside a quote, in words, in the two languages of the page.

The kinds are `qa.records.Verdict`, found by `qa.answering.second_look`. Command line and JSON speak
English.
"""

from __future__ import annotations

from typing import Literal

from qa.records import SecondLook, Verdict

_DUTCH: dict[Verdict, str] = {
    "announced": "aangekondigd, nog niet geleverd",
    "expected": "verwacht, nog niet zo",
    "possible": "mogelijk, niet zeker",
    "conditional": "onder een voorwaarde",
    "not yet": "nog niet, zegt de brief",
    "denied": "ontkennend gezegd",
    "asked": "een vraag die de brief herhaalt",
}
_LACKS = {"en": "this quote does not name: {}", "nl": "dit citaat noemt niet: {}"}


def caution(look: SecondLook, lang: Literal["nl", "en"] = "en") -> str:
    """Return what to be warned of; "" for a plain statement that lacks nothing.

    Example:
        >>> caution(SecondLook("announced", ("2023",)))
        'Announced, not delivered; this quote does not name: 2023'
    """
    said = []
    if look.verdict != "stated":
        said.append(_DUTCH[look.verdict] if lang == "nl" else look.sentence)
    if look.lacks:
        said.append(_LACKS[lang].format(", ".join(look.lacks)))
    sentence = "; ".join(said)
    return sentence[:1].upper() + sentence[1:]
