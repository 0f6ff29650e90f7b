"""Why there is no answer, in words, in the two languages in which answers are shown.

The kinds are `qa.records.Refusal`; the JSON speaks English.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.messages import Language, Message
from qa.records import Answer, Refusal

_CODES: dict[Refusal, str] = {
    "no letter": "refused-no-letter",
    "no phrase": "refused-no-phrase",
    "no passage": "refused-no-passage",
    "words missing": "refused-words-missing",
    "no sentence": "refused-no-sentence",
    "no amount": "refused-no-amount",
    "no date": "refused-no-date",
    "no person": "refused-no-person",
    "no place": "refused-no-place",
    "no colour": "refused-no-colour",
    "which letter": "refused-which-letter",
}
_WITH_WORDS = {"no phrase", "words missing"}


def reason(kind: Refusal, missing: Sequence[str] = ()) -> Message:
    """Return why there is no answer, without a capital or a full stop.

    Args:
        kind: What kind of reason it is.
        missing: Words of the question that the letters do not have.

    Example:
        >>> reason("words missing", ["opera"])
        'the letters do not say: nothing close to "opera"'
    """
    words = ", ".join(f'"{word}"' for word in missing)
    return Message(_CODES[kind], **({"words": words} if kind in _WITH_WORDS else {}))


def refusal_sentence(answer: Answer, lang: Language) -> str:
    """Return why an answer was refused, as a sentence.

    Raises:
        ValueError: If it was not.
    """
    if answer.refusal is None:
        raise ValueError("the question was answered")
    why = reason(answer.refusal, answer.missing)
    where = answer.searched.where
    if answer.refusal == "no letter" and (where.since or where.until):
        why = Message("refused-in-period", why=why)
    said = why.say(lang)
    return f"{said[0].upper()}{said[1:]}."
