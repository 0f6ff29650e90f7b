"""Dossiers: the list of them, and one with its letters, what they name, and who names them.

A dossier's number alone stands for all of its chapters ("36725" for "36725-VI" too).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.assistant.opened import Answering
from qa.errors import LetterNotFoundError
from qa.index import LetterEntry
from qa.letters.sentences import sentence_spans
from qa.output.schema.dossiers import (
    DossierLetterModel,
    DossierModel,
    DossierPageModel,
    DossiersModel,
    MentionedModel,
)
from qa.output.schema.letters import EntryModel
from qa.records import Letter
from qa.records.filters import Filter, make_filter
from qa.text.dossiers import dossier_number, whole_dossier
from qa.text.folding import fold

_ANSWERS = re.compile(
    r"\b(?:(?:in )?(?:antwoord|reactie|beantwoording)\w* (?:op|van)|beantwoord\w*|op verzoek"
    r"|naar aanleiding van|(?:ter )?uitvoering van|afdoening van|tegemoet(?:komen)? aan"
    r"|in (?:reply|response) to)\b",
    re.IGNORECASE,
)
"""What a sentence says that answers what it names."""


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier in a list: ``first`` and ``last`` are the days of its oldest and newest letter."""

    number: str
    title: str
    letters: int
    commitments: int
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Another publication that a letter names, or that names it.

    ``doc_id`` is None where the index has no such letter; ``answers`` tells whether the sentence
    says that it answers or carries out what it names.
    """

    target: str
    doc_id: str | None
    answers: bool


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in its dossier: what a list tells of it, its own title, what it names and is."""

    entry: LetterEntry
    title: str
    names: tuple[Mention, ...]
    named_by: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A page of a dossier: ``letters`` from ``offset`` on, the newest first, of ``about.letters``.

    ``chapters`` are the parts of a dossier that its number alone stands for.
    """

    about: DossierLine
    chapters: tuple[DossierLine, ...]
    letters: tuple[LetterLine, ...]
    offset: int
    limit: int


def list_dossiers(entries: Iterable[LetterEntry], words: str = "") -> list[DossierLine]:
    """Return the dossiers of letters, the one with the newest letter first.

    Args:
        entries: The letters.
        words: Only dossiers whose number or title hold each of these words.
    """
    of: dict[str, list[LetterEntry]] = {}
    for entry in entries:
        for number in entry.dossiers:
            of.setdefault(number, []).append(entry)
    wanted = fold(words).split()
    lines = [_line(number, letters) for number, letters in of.items()]
    found = [one for one in lines if all(w in fold(f"{one.number} {one.title}") for w in wanted)]
    found.sort(key=lambda one: one.number)
    return sorted(found, key=lambda one: one.last or "", reverse=True)


def _line(number: str, letters: Sequence[LetterEntry]) -> DossierLine:
    days = sorted(entry.date for entry in letters if entry.date)
    return DossierLine(
        number,
        _title(number, letters),
        len(letters),
        sum(entry.commitments for entry in letters),
        days[0] if days else None,
        days[-1] if days else None,
    )


def _title(number: str, letters: Sequence[LetterEntry]) -> str:
    """Return the title that the newest letter gives a dossier; "" if none does."""
    for entry in sorted(letters, key=lambda one: one.date or "", reverse=True):
        for own, title in zip(entry.dossiers, entry.titles, strict=False):
            if title and own == number:
                return title
    return ""


def open_dossier(assistant: Answering, typed: str, offset: int, limit: int) -> DossierPage:
    """Return a page of a dossier.

    Args:
        assistant: Gives the letters.
        typed: Its number, as in ids or as printed.
        offset: How many letters to pass over.
        limit: How many to return, at most.

    Raises:
        LetterNotFoundError: If no letter is of this dossier.
    """
    number = dossier_number(typed.upper())
    entries = assistant.letters_where(make_filter(dossiers=[number]))
    if not entries:
        raise LetterNotFoundError("no-such-dossier", dossier=typed, index=assistant.searched.index)
    entries.sort(key=lambda one: one.doc_id)
    entries.sort(key=lambda one: one.date or "", reverse=True)
    parts = list_dossiers(entries)
    chapters = [one for one in parts if whole_dossier(one.number) == number != one.number]
    about = _line(number, entries)
    if not about.title and chapters:
        about = _line(chapters[0].number, entries)
        about = DossierLine(number, about.title, about.letters, about.commitments, about.first,
                            about.last)  # fmt: skip
    return DossierPage(
        about,
        tuple(sorted(chapters, key=lambda one: one.number)),
        tuple(_letter_line(assistant, entry) for entry in entries[offset : offset + limit]),
        offset,
        limit,
    )


def _letter_line(assistant: Answering, entry: LetterEntry) -> LetterLine:
    letter = assistant.letter(entry.doc_id)
    return LetterLine(
        entry,
        letter.own_title or letter.doc_id,
        tuple(_names(assistant, letter)),
        tuple(_named_by(assistant, letter)),
    )


def _names(assistant: Answering, letter: Letter) -> list[Mention]:
    """Return the publications that a letter names, each once, in order."""
    found: dict[str, Mention] = {}
    for one in letter.references:
        here = next((target for target in one.targets if assistant.has_letter(target)), None)
        target = here or one.targets[0]
        answers = _answers(letter, one.start)
        if target != letter.doc_id and (target not in found or answers):
            found[target] = Mention(target, here, answers)
    return list(found.values())


def _named_by(assistant: Answering, letter: Letter) -> list[Mention]:
    """Return the letters that name a letter, each once, in the order of their ids."""
    found: dict[str, Mention] = {}
    for doc_id, start, _ in assistant.places_of(letter.doc_id):
        if doc_id != letter.doc_id:
            answers = _answers(assistant.letter(doc_id), start)
            if doc_id not in found or answers:
                found[doc_id] = Mention(doc_id, doc_id, answers)
    return list(found.values())


def _answers(letter: Letter, at: int) -> bool:
    """Tell whether the sentence at a place says that it answers what it names there."""
    unit = letter.unit_at(at)
    inside = at - unit.start
    start, end = next(
        ((a, b) for a, b in sentence_spans(unit.text) if a <= inside < b), (0, len(unit.text))
    )
    return _ANSWERS.search(unit.text[start:end]) is not None


def dossiers_model(assistant: Answering, words: str, offset: int, limit: int) -> DossiersModel:
    """Return a page of the dossiers; see `list_dossiers`."""
    found = list_dossiers(assistant.letters_where(Filter()), words)
    return DossiersModel(
        index=assistant.searched.index,
        total=len(found),
        offset=offset,
        limit=limit,
        dossiers=[DossierModel.model_validate(one) for one in found[offset : offset + limit]],
    )


def dossier_model(assistant: Answering, typed: str, offset: int, limit: int) -> DossierPageModel:
    """Return a page of a dossier; see `open_dossier`."""
    page = open_dossier(assistant, typed, offset, limit)
    return DossierPageModel(
        index=assistant.searched.index,
        about=DossierModel.model_validate(page.about),
        chapters=[DossierModel.model_validate(one) for one in page.chapters],
        offset=offset,
        limit=limit,
        letters=[
            DossierLetterModel(
                letter=EntryModel.of(one.entry),
                title=one.title,
                commitments=one.entry.commitments,
                names=[MentionedModel.model_validate(name) for name in one.names],
                named_by=[MentionedModel.model_validate(name) for name in one.named_by],
            )
            for one in page.letters
        ],
    )
