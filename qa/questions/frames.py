"""The frames of parliamentary questions: "Deelt u de mening dat", "Zo nee, waarom niet?".

Hundreds of questions share them; what a question is about stands in the rest.
"""

from __future__ import annotations

import re

from qa.text.lexical import subject_words

_TRAIL = r"(?:\s+(?:met|van|om|te|dat))*"
_FRAME = re.compile(
    r"\b(?:"
    r"deelt u de (?:mening|opvatting|analyse|zorg(?:en)?)(?: dat)?"
    r"|(?:bent|zijn) u (?:bekend|(?:ervan )?op de hoogte|bereid|van mening|voornemens"
    rf"|het (?:er ?mee )?eens){_TRAIL}"
    r"|kunt u(?: (?:nader|verder|exact|precies|de kamer))*"
    r"(?: (?:aangeven|toelichten|bevestigen|inzichtelijk maken|uitleggen|ingaan|delen|schetsen))?"
    r"|(?:kent|herkent|heeft) u (?:kennis ?genomen van|het bericht|de berichten)?"
    r"|klopt het dat|is het juist dat|(?:het|de) (?:berichten?|artikel(?:en)?)"
    r"|(?:zo|indien) (?:ja|nee|niet)\b[^?]*\?|waarom (?:wel|niet)\b"
    r"|hoe (?:kijkt|oordeelt) u|wat is uw (?:mening|reactie|oordeel)"
    r"|(?:can|could|would) you(?: please)?(?: (?:explain|confirm|indicate|state|tell))?"
    r"|are you (?:aware|willing|prepared)|do you (?:agree|know)(?: that)?"
    r"|if (?:so|not)\b[^?]*\?|why not\b"
    r")",
    re.IGNORECASE,
)


def without_frame(question: str) -> str:
    """Return a question without its frame; as it is where hardly anything is left.

    Example:
        >>> without_frame("Bent u bereid het minimumloon te verhogen? Zo nee, waarom niet?")
        'het minimumloon te verhogen?'
    """
    rest = " ".join(_FRAME.sub(" ", question).split())
    return rest if len(subject_words(rest)) > 1 else question
