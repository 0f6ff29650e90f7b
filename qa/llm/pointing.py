"""Sentences that lean on the one before them: out of their place they say something else.

"Als die test negatief is, kun je stoppen" is true of the test that the letter names in the sentence
before; "Nee, dat kan niet" answers the letter's own question. Such a sentence, or one whose source
leans so, stands in a summary only behind the sentence that its source stands behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.llm.about import clauses
from qa.text.lexical import words

_LEANS = re.compile(
    r"\b(?:deze|dit|hier|daar|hier(?:voor|bij|mee|door|in|op|van|uit|naast|toe)|daar(?:voor|bij|mee|door|in"
    r"|op|van|uit|toe|om)|dus|wel|echter|toch|beide|zulke|dergelijke|this|these|those|therefore|thereby|hereby)\b"
    r"|\b(?:als|indien|wanneer|zodra|in|voor|met|van|aan|op|om|over|na|bij|door)\s+(?:die|dat)\b"
    r"|(?<!er )(?<!eer )(?<!der )(?<!anders )\bdan\s+(?:ook\s+)?(?:kan|kun|kunt|kunnen|moet"
    r"|moeten|is|zijn|wordt|worden|zal|zullen|krijg|krijgt|contact|geldt)\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\W*(?:dat|die|daar|dan|zo|hij|zij|deze|dit|that|they|it|he|she|so|then|there|this|these"
    r"|het (?:ging|gaat|betreft|vormt|betekent|gebeurt|duurt|geldt|kan|wordt|werd|heeft|had|biedt"
    r"|geeft|bevat|regelt|bepaalt|leidt|zorgt|helpt|maakt|bestaat|toont|laat|vereist|vraagt|omvat"
    r"|houdt|stelt|draagt|brengt|voorziet|beschrijft|verplicht|ondersteunt|beoogt|dient|kost|levert"
    r"|speelt|valt|verbiedt|versterkt|vergroot|verwijst|werkt|moet|mag|zal|zou))\b"
    r"(?!\s+(?:is|are|was)\s+(?:a|an|no)\b)",
    re.IGNORECASE,
)
_LATER = re.compile(r"[,;:()–]|\b(?:en|maar|and|but)\b")
_ANSWERS = re.compile(r"\W*(?:ja|nee|neen|yes|no)\b\s*[,.;:–-]", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:dit|deze|this) (?:kabinet|brief|kamerbrief|letter|cabinet)\b|^hierbij\b", re.IGNORECASE
)
"""What a letter says of itself."""

_FIRST = 8  # characters before the first clause of a sentence, at most


def leans_back(text: str) -> bool:
    """Tell whether a sentence points to one before it; in a later clause it points to its first."""
    return _points(text, [_LATER.split(text)[0]])


def source_leans_back(text: str, source: str) -> bool:
    """Tell whether the clauses of its source that a sentence uses point to a sentence before that.

    It uses those of which it has half of the words; in another language, all.
    """
    there = set(words(text))
    used = [
        clause
        for clause in clauses(source)
        if (own := set(words(clause))) and 2 * len(own & there) >= len(own)
    ]
    if not used:
        return _points(source, [source])
    return _points(source if source.find(used[0]) < _FIRST else "", used)


def _points(beginning: str, parts: Sequence[str]) -> bool:
    """Tell whether a sentence begins by pointing back, or some parts of it do."""
    begins = _BEGINS.match(_OWN.sub("_", beginning)) is not None
    return begins or any(_LEANS.search(_OWN.sub(" ", part)) for part in parts)


def answers_another(text: str) -> bool:
    """Tell whether a sentence says yes or no, which is to a question of the letter's own."""
    return _ANSWERS.match(text) is not None
