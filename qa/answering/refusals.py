"""Why there is no answer, in words, in the two languages in which answers are shown.

The kinds are `qa.records.Refusal`; the command line and the JSON speak English.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from qa.records import Answer, Refusal

_ENGLISH: dict[Refusal, str] = {
    "no letter": "no letter fits the filter; check its dossier, kind, sender and letter",
    "no phrase": "no passage in these letters holds {} as written; without the quotation marks, "
    "words close to these are found too",
    "no passage": "no passage in these letters resembles the question",
    "words missing": "the letters do not say: nothing close to {}",
    "no sentence": "the letters do not say: they name these words, but no sentence answers the "
    "question",
    "no amount": "the letters do not say: they are about this, but give no number or amount for it",
    "no date": "the letters do not say: they are about this, but give no date or time for it",
    "no person": "the letters do not say: they are about this, but name nobody for it",
    "no place": "the letters do not say: they are about this, but name no place for it",
    "no colour": "the letters do not say: they are about this, but name no colour",
    "which letter": "this asks about a letter itself, and several are searched; name the subject "
    "of the letter",
}
_DUTCH: dict[Refusal, str] = {
    "no letter": "geen brief voldoet aan het filter; controleer dossier, soort, afzender en brief",
    "no phrase": "geen passage bevat precies {}; zonder aanhalingstekens wordt ook gevonden wat "
    "erop lijkt",
    "no passage": "geen passage in deze brieven lijkt op de vraag",
    "words missing": "de brieven zeggen het niet: er staat niets dat lijkt op {}",
    "no sentence": "de brieven zeggen het niet: de woorden komen voor, maar geen zin geeft "
    "antwoord op de vraag",
    "no amount": "de brieven zeggen het niet: zij gaan hierover, maar noemen er geen getal of "
    "bedrag bij",
    "no date": "de brieven zeggen het niet: zij gaan hierover, maar noemen er geen datum bij",
    "no person": "de brieven zeggen het niet: zij gaan hierover, maar noemen er niemand bij",
    "no place": "de brieven zeggen het niet: zij gaan hierover, maar noemen er geen plaats bij",
    "no colour": "de brieven zeggen het niet: zij gaan hierover, maar noemen geen kleur",
    "which letter": "de vraag gaat over een brief zelf, en er zijn er meer dan één; noem het "
    "onderwerp van de brief",
}


_UNDATED = {
    "en": "a letter whose date is unknown is in no period",
    "nl": "een brief zonder datum valt buiten elke periode",
}


def reason(kind: Refusal, missing: Sequence[str] = (), lang: Literal["nl", "en"] = "en") -> str:
    """Return why there is no answer, without a capital or a full stop.

    Args:
        kind: What kind of reason it is.
        missing: Words of the question that the letters do not have.
        lang: Of the reader.

    Example:
        >>> reason("words missing", ["opera"])
        'the letters do not say: nothing close to "opera"'
    """
    named = ", ".join(f'"{word}"' for word in missing)
    return (_DUTCH if lang == "nl" else _ENGLISH)[kind].format(named)


def refusal_sentence(answer: Answer, lang: Literal["nl", "en"]) -> str:
    """Return why an answer was refused, as a sentence.

    Raises:
        ValueError: If it was not.
    """
    if answer.refusal is None:
        raise ValueError("the question was answered")
    said = reason(answer.refusal, answer.missing, lang)
    where = answer.searched.where
    if answer.refusal == "no letter" and (where.since or where.until):
        said += f"; {_UNDATED[lang]}"
    return f"{said[0].upper()}{said[1:]}."
