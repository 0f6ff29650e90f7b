"""What a reader is warned of beside a quote, in words, in the two languages of the page.

The kinds are `qa.records.Verdict`, found by `qa.second_look`. Command line and JSON speak English.
"""

from __future__ import annotations

from typing import Literal

from qa.records import SecondLook, Verdict

_SAID: dict[str, dict[Verdict, str]] = {
    "en": {
        "announced": "announced, not delivered",
        "expected": "expected, not yet so",
        "possible": "possible, not certain",
        "conditional": "under a condition",
        "not yet": "not yet, says the letter",
        "denied": "said in the negative",
        "asked": "a question that the letter repeats",
    },
    "nl": {
        "announced": "aangekondigd, nog niet geleverd",
        "expected": "verwacht, nog niet zo",
        "possible": "mogelijk, niet zeker",
        "conditional": "onder een voorwaarde",
        "not yet": "nog niet, zegt de brief",
        "denied": "ontkennend gezegd",
        "asked": "een vraag die de brief herhaalt",
    },
}
_LACKS = {"en": "this quote does not name: {}", "nl": "dit citaat noemt niet: {}"}


def caution(look: SecondLook, lang: Literal["nl", "en"] = "en") -> str:
    """Return what to be warned of; "" for a plain statement that lacks nothing.

    Example:
        >>> caution(SecondLook("announced", ("2023",)))
        'Announced, not delivered; this quote does not name: 2023'
    """
    said = [_SAID[lang][look.verdict]] if look.verdict in _SAID[lang] else []
    if look.lacks:
        said.append(_LACKS[lang].format(", ".join(look.lacks)))
    sentence = "; ".join(said)
    return sentence[:1].upper() + sentence[1:]
