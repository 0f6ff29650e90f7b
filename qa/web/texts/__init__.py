"""What the page says, in Dutch and English, and which of the two a reader gets.

Letters and quotes are never changed; what errors say is in `qa.messages`.
"""

from __future__ import annotations

from qa.web.texts.dutch import NL
from qa.web.texts.english import EN
from qa.web.texts.form import Language, Texts

__all__ = ["EN", "LETTERS", "Language", "NL", "TEXTS", "Texts", "choose_texts"]

LETTERS: Language = "nl"
"""The language of the letters, and of readers who need no translation."""

TEXTS: dict[Language, Texts] = {"nl": NL, "en": EN}


def choose_texts(accept_language: str | None, asked: str | None = None) -> Texts:
    """Return the texts a reader gets.

    Args:
        accept_language: The browser's Accept-Language header.
        asked: A language asked for outright, such as by ``?lang=nl``; others are passed over.

    Returns:
        The language asked for, else the one of the two that the browser ranks highest, else
        English: who reads neither is helped more by it.
    """
    for known in TEXTS:
        if asked == known:
            return TEXTS[known]
    ranked = sorted(_ranked(accept_language or ""), key=lambda pair: -pair[1])
    for tag, weight in ranked:
        for known in TEXTS:
            if weight > 0 and tag.split("-")[0] == known:
                return TEXTS[known]
    return EN


def _ranked(accept_language: str) -> list[tuple[str, float]]:
    """Cut "nl-NL,nl;q=0.9" into tags with their weights; an unreadable weight counts as 0."""
    found = []
    for part in accept_language.split(","):
        tag, _, parameter = part.strip().partition(";")
        weight = parameter.strip().removeprefix("q=") or "1"
        try:
            found.append((tag.strip().lower(), float(weight)))
        except ValueError:
            found.append((tag.strip().lower(), 0.0))
    return found
