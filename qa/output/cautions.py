"""What a reader is warned of beside a quote, in words, in English and Dutch.

The kinds are `qa.records.Verdict`, found by `qa.answering.second_look`. The JSON speaks English.
"""

from __future__ import annotations

from qa.messages import Language, Message
from qa.records import SecondLook


def caution(look: SecondLook, lang: Language = "en") -> str:
    """Return what to be warned of; "" for a plain statement that lacks nothing.

    Example:
        >>> caution(SecondLook("announced", ("2023",)))
        'Announced, not delivered; this quote does not name: 2023'
    """
    said = []
    if look.verdict != "stated":
        said.append(look.sentence.say(lang))
    if look.lacks:
        said.append(Message("quote-lacks", words=", ".join(look.lacks)).say(lang))
    sentence = "; ".join(said)
    return sentence[:1].upper() + sentence[1:]
