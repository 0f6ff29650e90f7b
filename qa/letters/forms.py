"""Files of one letter put together: one text, the pages of its PDF, its copies, its older versions.

Two files are the same letter if they have the same official id, or if they share most of their
paragraphs and no date or id speaks against it. Reads no files.
"""

from __future__ import annotations

import hashlib
import re
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
_LEAST_PARAGRAPHS = 3  # fewer say nothing by themselves; then the whole text must be the same
_LEAST_CHARACTERS = 60  # letters and digits: shorter texts may be of several letters
_SHARED_WORDS = 0.5  # of the longer words of the shorter file: fewer, and it is another letter
_LONG = 60  # characters: shorter paragraphs ("Ja.") stand in many letters
_COMMON = 40  # files: a paragraph that stands in more is a formula


@dataclass(frozen=True, slots=True)
class Grouped:
    """One letter: its current version, the older versions among its files, and all its files."""

    letter: Letter
    older: tuple[Letter, ...] = ()
    paths: tuple[str, ...] = ()


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
    groups = _groups(sorted(letters, key=lambda letter: letter.source.path))
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
    contents = {doc_id: sharing_keys(group[0]) for doc_id, group in by_id.items()}
    holders: dict[int, list[str]] = defaultdict(list)
    for doc_id, keys in contents.items():
        for key in keys:
            holders[key].append(doc_id)
    joined: dict[str, str] = {}
    for doc_id, group in by_id.items():
        if _is_official(group[0]):
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


def sharing_keys(letter: Letter) -> frozenset[int]:
    """Return what two files must share to be put together, if their ids differ.

    These stand for the paragraphs that are long enough to tell letters apart, 40 bits each; a
    letter with few of them has one key, for all of its paragraphs together.
    """
    long = [p for p in letter.paragraphs if len(p.text) >= _LONG]
    if len(long) >= _LEAST_PARAGRAPHS:
        return frozenset(int(p.anchor.split("-")[1], 16) for p in long)
    whole = _letters_and_digits(letter)
    if len(whole) < _LEAST_CHARACTERS:
        return frozenset()
    return frozenset({int(hashlib.sha256(whole.encode()).hexdigest()[:10], 16)})


def _same_text(
    doc_id: str, contents: dict[str, frozenset[int]], holders: dict[int, list[str]]
) -> str | None:
    """Return the id of the files that share most of the text, an official one before others."""
    shared = Counter(
        other
        for key in contents[doc_id]
        if len(holders[key]) <= _COMMON
        for other in holders[key]
        if other != doc_id
    )
    ranked = sorted(
        shared, key=lambda o: (-shared[o], OFFICIAL_ID.fullmatch(o) is None, o)
    )  # fmt: skip
    for other in ranked[:3]:
        count, least = shared[other], min(len(contents[doc_id]), len(contents[other]))
        if count >= _SHARED * least and (count >= _LEAST_PARAGRAPHS or least == 1):
            return other
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
    current, older, twins = [], [], []
    for same in by_form.values():
        texts = _by_text(same)
        newest = texts.pop()
        chosen = next((one for one in reversed(newest) if _is_official(one)), newest[-1])
        current.append(chosen)
        twins += [one for one in newest if one is not chosen]
        older += [versions[-1] for versions in texts]
    current.sort(key=_rank)
    best = current[0]
    pdf = next((one for one in current if one.source.form.endswith("PDF")), None)
    if pdf is not None and pdf is not best and not best.page_starts:
        best = with_pages_of(best, pdf)
    copies = tuple(one.source for one in (*current[1:], *twins))
    doc_id = next((one.doc_id for one in [*current, *group] if _is_official(one)), best.doc_id)
    metadata = best.metadata
    for other in current[1:]:
        metadata = _filled(metadata, other.metadata, other.source)
    letter = replace(
        best, doc_id=doc_id, metadata=metadata, copies=copies, fingerprint=_fingerprint(group)
    )
    paths = tuple(sorted(one.source.path for one in group))
    return Grouped(letter, tuple(replace(one, doc_id=doc_id) for one in older), paths)


def _by_text(same: Sequence[Letter]) -> list[list[Letter]]:
    """Put files of one form with the same paragraphs together; the newest text is last.

    The files are given in the order of their ages.
    """
    texts: dict[str, list[Letter]] = {}
    for letter in same:
        text = _letters_and_digits(letter)
        texts[text] = [*texts.pop(text, []), letter]
    return list(texts.values())


def _letters_and_digits(letter: Letter) -> str:
    """Return the paragraphs without what differs between forms: case, accents, spaces, signs."""
    return "".join(re.findall(r"[^\W_]", fold(" ".join(p.text for p in letter.paragraphs))))


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
