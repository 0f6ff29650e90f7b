"""A second, independent look at a quote: how the letter says it, and what of the question it lacks.

Rules over the quote's own words, apart from everything that chose it: whether it denies, expects,
announces or makes a condition, and which numbers and names of the question stand neither in it nor
in its context. It warns; it never takes a quote away.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from qa.records import SecondLook, Verdict
from qa.text.folding import fold
from qa.text.lexical import capitals_in, words

_DENIAL_NOT = (
    r"\bniet (?:alleen|enkel|slechts|in de laatste plaats|in het minst|zozeer|te vergeten)\b"
    r"|\bniet(?:temin|-\w+)|\bgeen (?:enkele )?twijfel\b|\bniets? anders dan\b|\bal dan niet\b"
    r"|\bniet eerder dan\b|\bof niet\b"
    r"|\b(?:nog|vooralsnog) (?:niet|geen)\b(?=.*\b(?:inmiddels|intussen)\b)"
    r"|\bom (?:[\w’'-]+ ){1,6}niet (?:\w+ )?te\b"
)
_NOT: dict[Verdict, str] = {
    "not yet": _DENIAL_NOT,
    "denied": _DENIAL_NOT,
    "announced": r"^.*\b(?:hierbij|bijgevoegd|bijgaand|met deze brief|gestand)\b.*$",
    "possible": r"\b(?:zo|zoveel|zo veel)(?: \w+)? mogelijk\b|\balleen mogelijk\b"
    r"|\bzodat\b[^.]*",
}
"""What looks like it and is not: "om dat belang niet te schaden" denies nothing, a promise that the
letter itself fulfils is no longer just announced, "zo spoedig mogelijk" is no doubt."""

_PATTERNS: dict[Verdict, str] = {
    "asked": r"\?\s*$",
    "not yet": r"\b(?:(?:nog|vooralsnog) (?:niet|geen)|(?:niet|geen) \w+ vooralsnog)\b",
    "denied": r"\b(?:niet|geen|nooit|noch|nimmer|evenmin|nergens|niemand|niets)\b",
    "conditional": r"\b(?:mits|tenzij|indien|op voorwaarde dat|onder (?:de )?voorwaarde"
    r"|als .{3,80}, dan)\b",
    "announced": r"\b(?:aangekondigd|aankondigde\w*|aankondig(?:en|t)?|kondig\w* .{0,80}\baan"
    r"|toegezegd|zeg(?:t|gen)? .{0,60}\btoe|committeer\w*|gecommitteerd)\b",
    "expected": r"\b(?:naar verwachting|verwacht\w*|zal|zullen|zult|voorzien|gepland\w*|beoogd\w*"
    r"|streef\w*|gestreefd|voornemen\w*|van plan|in voorbereiding|binnenkort|prognose\w*"
    r"|geraamd\w*|raming\w*)\b",
    "possible": r"\b(?:mogelijk(?:erwijs)?|wellicht|misschien|zou|zouden"
    r"|(?:kan|kunnen)\b[^.;]{0,80}\b(?:leiden|oplopen|veranderen|wijzigen|ontstaan|optreden"
    r"|gebeuren|uitvallen|afwijken|toenemen|afnemen|stijgen|dalen|uitkomen|blijken|veroorzaken"
    r"|verschillen|vertragen|voorkomen dat|tegenvallen|meevallen|zijn dat|oordelen dat)"
    r"|onderzocht wordt|overwe(?:eg|gen)\w*)\b",
}
"""The first that matches decides."""

_RULES: dict[Verdict, re.Pattern[str]] = {
    verdict: re.compile(pattern, re.IGNORECASE) for verdict, pattern in _PATTERNS.items()
}
_LOOKS_LIKE = {
    verdict: re.compile(pattern, re.IGNORECASE | re.DOTALL) for verdict, pattern in _NOT.items()
}
_NAME = re.compile(r"[\w'’-]+")

_IN_DUTCH = {
    "nl": ("nederland",), "nato": ("navo",), "navo": ("nato",), "eu": ("europese unie", "europees"),
    "un": ("vn", "verenigde naties"), "vn": ("verenigde naties",), "us": ("vs", "verenigde staten"),
    "usa": ("vs", "verenigde staten"), "vs": ("verenigde staten",), "uk": ("verenigd koninkrijk",),
    "vk": ("verenigd koninkrijk",), "mp": ("kamerlid", "lid "), "mps": ("kamer",),
}  # fmt: skip
"""How Dutch letters write short names, folded."""


def look_again(
    question: str, quote: str, around: str = "", met: Collection[str] = ()
) -> SecondLook:
    """Look at a quote as if for the first time.

    Args:
        question: As typed.
        quote: The answering sentence, in Dutch.
        around: What is shown with it: context, heading, the letter's subject and date.
        met: Words of the question that stand there in another form: NL as Nederland.

    Example:
        >>> look_again("wat is toegezegd in 2016", "Ik heb € 10 mln. toegezegd.").sentence
        'announced, not delivered'
        >>> look_again("wat is toegezegd in 2016", "Ik heb € 10 mln. toegezegd.").lacks
        ('2016',)
    """
    stated: Verdict = "stated"
    verdict = next((name for name in _RULES if _says(name, quote)), stated)
    return SecondLook(verdict, tuple(_lacking(question, f"{quote} {around}", met)))


def _says(verdict: Verdict, quote: str) -> bool:
    looks_like = _LOOKS_LIKE.get(verdict)
    return bool(_RULES[verdict].search(looks_like.sub(" ", quote) if looks_like else quote))


def _lacking(question: str, text: str, met: Collection[str]) -> list[str]:
    """Return the numbers and all-capital names of a question that a text lacks.

    Names in small letters may be written otherwise in Dutch (Brussels, Brussel) and are left out.
    """
    named = set(words(text))
    lowered = fold(text)
    joined = fold(re.sub(r"[\s.,-]", "", text))
    lacking = []
    capitals = capitals_in(question)
    for word in _NAME.findall(question):
        is_number = any(sign.isdigit() for sign in word)
        is_short_name = len(word) > 1 and word.isupper() and fold(word) in capitals
        if not is_number and (not is_short_name or word in met):
            continue
        written_otherwise = is_number and fold(re.sub(r"[.,-]", "", word)) in joined
        in_dutch = any(other in lowered for other in _IN_DUTCH.get(fold(word), ()))
        if not named.issuperset(words(word)) and not written_otherwise and not in_dutch:
            lacking.append(word)
    return list(dict.fromkeys(lacking))
