"""Files of one letter put together: one text, the pages of its PDF, its copies, its older versions.

Two files are the same letter if they have the same official id, or if they share most of their
paragraphs and no date or id speaks against it. Reads no files.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.folding import fold
from qa.letters.aligning import with_pages_of
from qa.letters.metadata import OFFICIAL_ID
from qa.records import Letter, Metadata, Source

FORMS = ("XML", "HTML", "ODT", "DOCX", "publisher PDF", "PDF", "publisher text", "page text")
"""From the best to the least: the text comes from the first of these that there is."""

_SHARED = 0.6  # of the paragraphs of the shorter file: more, and both are one letter
_LEAST_PARAGRAPHS = 3  # fewer say nothing
_SHARED_WORDS = 0.5  # of the longer words of the shorter file: fewer, and it is another letter
_LONG = 60  # characters: shorter paragraphs ("Ja.") stand in many letters
_COMMON = 40  # files: a paragraph that stands in more is a formula


@dataclass(frozen=True, slots=True)
class Grouped:
    """One letter: its current version, and the older versions found among the files."""

    letter: Letter
    older: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """A file that says it is a letter it is not: same id, other text."""

    letter: Letter
    first: Letter


def group_letters(
    letters: Sequence[Letter], ages: dict[str, float] | None = None
) -> tuple[list[Grouped], list[Clash]]:
    """Put the files of each letter together.

    Args:
        letters: One for each file.
        ages: Path -> time of the file, in seconds; the newest of two versions is current. Without
            it the last path is.

    Returns:
        The letters in the order of their ids, and the files whose id belongs to another text.
    """
    groups = _groups(letters)
    grouped, clashes = [], []
    for group in groups:
        kept, wrong = _told_apart(group)
        clashes += wrong
        grouped.append(_combined(kept, ages or {}))
    return sorted(grouped, key=lambda one: one.letter.doc_id), clashes


def _is_official(letter: Letter) -> bool:
    return OFFICIAL_ID.fullmatch(letter.doc_id) is not None or (
        letter.metadata.found.get("doc_id") == "sidecar"
    )


def _groups(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Join files with one id, then files without an official id to those that share their text."""
    by_id: dict[str, list[Letter]] = {}
    for letter in letters:
        by_id.setdefault(letter.doc_id, []).append(letter)
    contents = {doc_id: _contents(group[0]) for doc_id, group in by_id.items()}
    holders: dict[str, list[str]] = defaultdict(list)
    for doc_id, anchors in contents.items():
        for anchor in anchors:
            holders[anchor].append(doc_id)
    joined: dict[str, str] = {}
    for doc_id, group in by_id.items():
        if _is_official(group[0]) or len(contents[doc_id]) < _LEAST_PARAGRAPHS:
            continue
        other = _same_text(doc_id, contents, holders)
        if other is not None and _may_be_one(group[0], by_id[other][0]):
            joined[doc_id] = other
    return _joined(by_id, joined)


def _joined(by_id: dict[str, list[Letter]], joined: dict[str, str]) -> list[list[Letter]]:
    groups: dict[str, list[Letter]] = {}
    for doc_id, group in by_id.items():
        root, seen = doc_id, {doc_id}
        while root in joined and joined[root] not in seen:
            root = joined[root]
            seen.add(root)
        if root in joined:  # two files that name each other: the first id is the group's
            root = min(seen)
        groups.setdefault(root, []).extend(group)
    return list(groups.values())


def _contents(letter: Letter) -> frozenset[str]:
    """Return the anchors of the paragraphs that are long enough to tell letters apart."""
    return frozenset(p.anchor.split("-")[1] for p in letter.paragraphs if len(p.text) >= _LONG)


def _same_text(
    doc_id: str, contents: dict[str, frozenset[str]], holders: dict[str, list[str]]
) -> str | None:
    shared = Counter(
        other
        for anchor in contents[doc_id]
        if len(holders[anchor]) <= _COMMON
        for other in holders[anchor]
        if other != doc_id
    )
    for other, count in shared.most_common(3):
        if count >= _SHARED * min(len(contents[doc_id]), len(contents[other])):
            return other if count >= _LEAST_PARAGRAPHS else None
    return None


def _may_be_one(a: Letter, b: Letter) -> bool:
    """Tell whether dates and senders allow that two files are one letter.

    A letter is dated when it is sent and again when it is published, so dates may differ by weeks.
    """
    dates = (a.metadata.date, b.metadata.date)
    if dates[0] and dates[1] and abs((dates[0] - dates[1]).days) > 31:
        return False
    names = [{(s.name or "").split()[-1:][0].casefold() for s in x.metadata.senders if s.name}
             for x in (a, b)]  # fmt: skip
    return not names[0] or not names[1] or bool(names[0] & names[1])


def _told_apart(group: list[Letter]) -> tuple[list[Letter], list[Clash]]:
    """Take out files with the group's id but with text that no other file of it shares."""
    group = sorted(group, key=_rank)
    first = group[0]
    kept, wrong = [first], []
    for letter in group[1:]:
        mine, theirs = _words(letter), _words(first)
        if len(mine & theirs) < _SHARED_WORDS * min(len(mine), len(theirs)):
            wrong.append(Clash(letter, first))
        else:
            kept.append(letter)
    return kept, wrong


def _words(letter: Letter) -> set[str]:
    return {word for word in fold(letter.text).split() if len(word) > 4}


def _rank(letter: Letter) -> tuple[int, str]:
    form = letter.source.form
    return (FORMS.index(form) if form in FORMS else len(FORMS), letter.source.path)


def _combined(group: list[Letter], ages: dict[str, float]) -> Grouped:
    """Make one letter of its files."""
    by_form: dict[str, list[Letter]] = {}
    for letter in sorted(group, key=lambda one: (ages.get(one.source.path, 0), one.source.path)):
        by_form.setdefault(letter.source.form, []).append(letter)
    current = sorted((same[-1] for same in by_form.values()), key=_rank)
    best = current[0]
    pdf = next((one for one in current if one.source.form.endswith("PDF")), None)
    if pdf is not None and pdf is not best and not best.page_starts:
        best = with_pages_of(best, pdf)
    versions = {best.version}
    older = []
    for same in by_form.values():
        for letter in same[:-1]:
            if letter.version not in versions:
                versions.add(letter.version)
                older.append(letter)
    twins = [
        one for same in by_form.values() for one in same[:-1] if one.version == same[-1].version
    ]
    copies = tuple(one.source for one in (*current[1:], *twins))
    doc_id = next((one.doc_id for one in current if _is_official(one)), best.doc_id)
    metadata = best.metadata
    for other in current[1:]:
        metadata = _filled(metadata, other.metadata, other.source)
    letter = replace(
        best, doc_id=doc_id, metadata=metadata, copies=copies, fingerprint=_fingerprint(group)
    )
    return Grouped(letter, tuple(replace(one, doc_id=doc_id) for one in older))


def _filled(known: Metadata, other: Metadata, source: Source) -> Metadata:
    """Fill what one form does not say with what another says; a sidecar of either wins."""
    values = {}
    found = dict(known.found)
    for name, where in other.found.items():
        if name == "doc_id" or not hasattr(known, name):
            continue
        missing = not getattr(known, name)
        corrected = where == "sidecar" and known.found.get(name) != "sidecar"
        if missing or corrected:
            values[name] = getattr(other, name)
            found[name] = where if where == "sidecar" else f"{where} of the {source.form}"
    return replace(known, **values, found=found) if values else known


def _fingerprint(group: Sequence[Letter]) -> str:
    parts = sorted(f"{one.source.path}\0{one.fingerprint}" for one in group)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def sharing_keys(letter: Letter) -> frozenset[int]:
    """Return what two files must share to be put together, if their ids differ."""
    return frozenset(int(anchor, 16) for anchor in _contents(letter))
