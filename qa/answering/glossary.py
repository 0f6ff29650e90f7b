"""The glossary: abbreviations that letters explain, with the place where each is explained first.

Explained in a letter itself, an abbreviation means that; else what the oldest letter says that
explains it. Looks up; the finding is done when letters are read (`qa.letters.abbreviations`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from qa.citations.citing import cite
from qa.records import Abbreviation, Letter, Term

LOOKED_AT = 20
"""Letters that are opened for an abbreviation, at most: every other one explains the EU."""

_SHORT = re.compile(r"(?<![\w-])[A-Z][\w&/-]{0,10}\w(?!\w)")


class Explaining(Protocol):
    """What a glossary is looked up in; an open index is one."""

    def letter(self, doc_id: str) -> Letter:
        """Return a letter."""

    def places_of(self, name: str) -> list[tuple[str, int, int]]:
        """Return where letters explain an abbreviation, given in brackets."""


def terms_in(texts: Sequence[str], letter: Letter, letters: Explaining) -> tuple[Term, ...]:
    """Return the abbreviations in some texts of a letter that letters explain, in their order.

    Args:
        texts: Stretches of the letter.
        letter: Whose own explanations come first.
        letters: Where to look for others.
    """
    found = (explain(short, letter, letters) for short in abbreviations_in(texts))
    return tuple(term for term in found if term)


def abbreviations_in(texts: Iterable[str]) -> list[str]:
    """Return what looks like an abbreviation in some texts, each once, in order.

    Example:
        >>> abbreviations_in(["De UDCG en het IFU; Oekraïne"])
        ['UDCG', 'IFU']
    """
    shorts = (match[0] for text in texts for match in _SHORT.finditer(text))
    return list(dict.fromkeys(s for s in shorts if sum(sign.isupper() for sign in s) >= 2))


def with_meanings(text: str, meanings: Mapping[str, str]) -> list[tuple[str, str]]:
    """Cut a text at the abbreviations of a glossary; each piece with its meaning, else "".

    Example:
        >>> with_meanings("De UDCG kwam.", {"UDCG": "Ukraine Defence Contact Group"})
        [('De ', ''), ('UDCG', 'Ukraine Defence Contact Group'), (' kwam.', '')]
    """
    if not meanings:
        return [(text, "")] if text else []
    shorts = "|".join(re.escape(short) for short in sorted(meanings, key=len, reverse=True))
    parts = re.split(rf"(?<!\w)({shorts})(?!\w)", text)
    return [(part, meanings.get(part, "")) for part in parts if part]


def explain(short: str, letter: Letter | None, letters: Explaining) -> Term | None:
    """Return what an abbreviation means, by a letter itself, or else by the oldest
    of the first `LOOKED_AT` letters that say so."""
    if letter is not None:
        own = explained_by(short, letter)
        if own:
            return own
    found = [explained_by(short, letters.letter(name)) for name in _explaining(short, letters)]
    dated = [term for term in found if term]
    return min(dated, key=_age, default=None)


def all_terms(letters: Iterable[Letter]) -> Iterator[Term]:
    """Yield every abbreviation with every letter that explains it, in the order of the letters."""
    for letter in letters:
        for one in letter.abbreviations:
            yield _term(one, letter)


def first_terms(terms: Iterable[Term]) -> list[Term]:
    """Return of each abbreviation and meaning the one explained first, by abbreviation."""
    best: dict[tuple[str, str], Term] = {}
    for term in terms:
        key = (term.short, term.long.casefold())
        if key not in best or _age(term) < _age(best[key]):
            best[key] = term
    return sorted(best.values(), key=lambda t: (t.short.casefold(), t.short, t.long))


def _explaining(short: str, letters: Explaining) -> list[str]:
    names = dict.fromkeys(doc_id for doc_id, _, _ in letters.places_of(f"({short})"))
    return list(names)[:LOOKED_AT]


def explained_by(short: str, letter: Letter) -> Term | None:
    """Return what an abbreviation means by a letter itself; ``None`` if it does not say."""
    return next((_term(one, letter) for one in letter.abbreviations if one.short == short), None)


def _term(one: Abbreviation, letter: Letter) -> Term:
    return Term(one.short, one.long, cite(letter, one.start, one.end))


def _age(term: Term) -> tuple[str, str]:
    """Sort by date, letters without one last."""
    return term.citation.date or "9999", term.citation.doc_id
