"""Files of one letter put together: one text, the pages of its PDF, its copies, its older versions.

Two files are the same letter if they have the same official id, or if they share most of their
paragraphs (short letters: all of their text but a greeting or a slip) and nothing speaks against
it: no number, name or month that one has and the other has not, no date, sender, subject,
reference number or id. Letters that are alike but for these (weekly reports, one text for three
towns) are different letters: one more in the list is a small harm, one that hides behind another a
great one. Of files of one letter and form the text that is dated last is current, or that of the
newest file if they print no other dates; the letter says so. A letter without an official id has
that of its oldest file, so that a copy does not change it. Reads no files.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from qa.letters.aligning import with_pages_of
from qa.letters.file_ids import full_file_id
from qa.letters.metadata import OFFICIAL_ID
from qa.messages import Message
from qa.records import Letter, Metadata, Source
from qa.text.folding import fold
from qa.text.language import DUTCH_MONTHS
from qa.text.numbers import NUMBER_WORDS

FORMS = ("XML", "HTML", "ODT", "DOCX", "publisher PDF", "PDF", "publisher text", "page text")
"""From the best to the least: the text comes from the first of these that there is."""

_SHARED = 0.6  # of the paragraphs of the shorter file: more, and both are one letter
_LEAST_PARAGRAPHS = 3  # fewer say nothing by themselves; then the whole text must be the same
_LEAST_CHARACTERS = 60  # letters and digits: shorter texts may be of several letters
_GREETING = 40  # letters: "Geachte voorzitter" and "Hoogachtend", which not every form has
_LONGEST_END = 100  # letters and digits: a longer beginning or end is more likely to hold a slip
_WORDS_A_SLIP = 50  # one slip may stand in so many words of a short letter
_LONG_WORD = 5  # letters: in a shorter word one letter more makes another word
_ALMOST = 0.99  # agreement of texts that are not equal, at most
_DAYS_APART = 31  # a letter is dated when it is sent and again when it is published
_SHARED_WORDS = 0.5  # of the longer words of the shorter file: fewer, and it is another letter
_LONG = 60  # characters: shorter paragraphs ("Ja.") stand in many letters
_COMMON = 40  # files: a paragraph that stands in more is a formula
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_NAME = re.compile(r"(?<=[a-zà-ÿ,;(] )[A-ZÀ-Þ][^\W_]*(?:[-’'][^\W_]+)*")
"""A word with a capital inside a sentence."""
_COUNTING = {fold(word) for word in (*DUTCH_MONTHS, *NUMBER_WORDS)} - {"een", "one"}


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
    letters: Sequence[Letter],
    ages: dict[str, float] | None = None,
    keys: Mapping[str, Collection[int]] | None = None,
) -> tuple[list[Grouped], list[Clash]]:
    """Put the files of each letter together.

    Args:
        letters: One for each file.
        ages: Path -> time of the file, in seconds; the newest of two versions that print no other
            dates is current. Without it the last path is.
        keys: Path -> the `sharing_keys` of the file; found here without it.

    Returns:
        The letters in the order of their ids, and the files whose id belongs to another text.
    """
    by_id: dict[str, list[Letter]] = {}
    for letter in sorted(letters, key=lambda letter: letter.source.path):
        by_id.setdefault(letter.doc_id, []).append(letter)
    clashes: list[Clash] = []
    for doc_id, group in list(by_id.items()):  # first: a wrong id must draw no other file with it
        by_id[doc_id], wrong = _told_apart(group)
        for letter in wrong:
            if _is_official(letter):
                clashes.append(Clash(letter, by_id[doc_id][0]))
            else:  # two files of one name in one folder: the second keeps its ending
                own = replace(letter, doc_id=full_file_id(letter.source.path))
                by_id.setdefault(own.doc_id, []).append(own)
    grouped = [_combined(group, ages or {}) for group in _groups(by_id, keys or {})]
    return sorted(grouped, key=lambda one: one.letter.doc_id), clashes


def _is_official(letter: Letter) -> bool:
    return OFFICIAL_ID.fullmatch(letter.doc_id) is not None or (
        letter.metadata.found.get("doc_id") == "sidecar"
    )


def _groups(
    by_id: dict[str, list[Letter]], keys: Mapping[str, Collection[int]]
) -> list[list[Letter]]:
    """Join ids whose texts agree: those that agree best come first.

    An official id never joins another, and every file of a letter may speak against a new one.
    """
    joined = {doc_id: [doc_id] for doc_id in by_id}  # id -> all ids of its letter
    for one, other in _agreeing(by_id, keys):
        mine, theirs = joined[one], joined[other]
        if mine is not theirs and _may_join(mine, theirs, by_id):
            mine += theirs
            joined.update(dict.fromkeys(theirs, mine))
    return [
        [letter for doc_id in ids for letter in by_id[doc_id]]
        for first, ids in joined.items()
        if first == ids[0]
    ]


def _may_join(mine: list[str], theirs: list[str], by_id: dict[str, list[Letter]]) -> bool:
    """Tell whether nothing speaks against it that some ids and some others are one letter."""
    if sum(any(map(_is_official, by_id[doc_id])) for doc_id in (*mine, *theirs)) > 1:
        return False
    return all(
        any(_may_be_one(a, b) for a in by_id[one] for b in by_id[other])
        for one in mine
        for other in theirs
    )


@dataclass(frozen=True, slots=True)
class _Content:
    """What a file is compared by: long paragraphs, all its words, and those without spaces."""

    paragraphs: frozenset[int]
    words: tuple[str, ...]
    whole: str
    numbers: frozenset[str]
    names: frozenset[str]

    @property
    def is_short(self) -> bool:
        return len(self.paragraphs) < _LEAST_PARAGRAPHS


def _content(letter: Letter) -> _Content:
    long = (p for p in letter.paragraphs if len(p.text) >= _LONG)
    words = tuple(_WORD.findall(fold(" ".join(p.text for p in letter.paragraphs))))
    around = {"letterhead", "signature", "note"}
    body = "\n".join(unit.text for unit in letter.units if unit.kind not in around)
    return _Content(
        paragraphs=frozenset(int(p.anchor.split("-")[1], 16) for p in long),
        words=words,
        whole="".join(words),
        numbers=frozenset(_NUMBER.findall(body)),
        names=frozenset(
            word for match in _NAME.finditer(body) for word in _WORD.findall(fold(match[0]))
        ),
    )


def _differ_in_facts(a: _Content, b: _Content) -> bool:
    """Tell whether one text has a number, a month or a name that the other has not.

    Names count by their words, whatever their capitals in the other text.
    """
    words = set(a.words), set(b.words)
    names = (a.names - words[1]) | (b.names - words[0])
    counted = (words[0] ^ words[1]) & _COUNTING
    return bool(a.numbers ^ b.numbers or names or counted)


def sharing_keys(letter: Letter) -> frozenset[int]:
    """Return what two files must share to be put together, if their ids differ.

    Numbers of 40 bits. They stand for the paragraphs that are long enough to tell letters apart
    and for the whole text; in a letter with few of these also for its beginning and its end, one of
    which a slip leaves as it is.
    """
    return _keys(_content(letter))


def _keys(content: _Content) -> frozenset[int]:
    keys = set(content.paragraphs)
    whole = content.whole
    if len(whole) >= _LEAST_CHARACTERS:
        keys.add(_key("whole", whole))
    end = min(_LONGEST_END, len(whole) // 20 * 10)  # tens: a slip may add a letter
    if content.is_short and end >= _LEAST_CHARACTERS:
        keys |= {_key("first", whole[:end]), _key("last", whole[-end:])}
    return frozenset(keys)


def _key(place: str, text: str) -> int:
    return int(hashlib.sha256(f"{place}\0{text}".encode()).hexdigest()[:10], 16)


def _agreeing(
    by_id: dict[str, list[Letter]], keys: Mapping[str, Collection[int]]
) -> list[tuple[str, str]]:
    """Return pairs of ids, not both official, of which two files agree; the surest first."""
    files = [letter for group in by_id.values() for letter in group]
    holders: dict[int, list[int]] = defaultdict(list)
    for number, letter in enumerate(files):
        own = keys.get(letter.source.path)
        for key in sharing_keys(letter) if own is None else own:
            holders[key].append(number)
    telling = {key: found for key, found in holders.items() if 1 < len(found) <= _COMMON}
    pairs = {pair for found in telling.values() for pair in combinations(sorted(found), 2)}
    contents = {number: _content(files[number]) for number in sorted({n for p in pairs for n in p})}
    best: dict[tuple[str, str], tuple[float, int, int]] = {}
    for one, other in pairs:
        a, b = files[one], files[other]
        agreement = _agreement(contents[one], contents[other], telling.keys())
        if not agreement or a.doc_id == b.doc_id or not _may_be_one(a, b):
            continue
        if _differ_in_facts(contents[one], contents[other]):
            continue
        if agreement < 1 and contents[one].is_short and a.metadata.date != b.metadata.date:
            continue  # standard letters differ in a word and in their date
        official = _is_official(a) + _is_official(b)
        ids = (min(a.doc_id, b.doc_id), max(a.doc_id, b.doc_id))
        rank = (-agreement, _days_apart(a, b), -official)
        if official < 2:
            best[ids] = min(rank, best.get(ids, rank))
    return sorted(best, key=lambda ids: (best[ids], ids))


def _agreement(a: _Content, b: _Content, telling: Collection[int]) -> float:
    """Return how much of the shorter text both have, from 0 to 1; 0 if that is too little."""
    if a.whole == b.whole:
        return 1.0
    if a.paragraphs == b.paragraphs and _differ_by_greeting(a.whole, b.whole):
        return _ALMOST
    if a.is_short and b.is_short:
        return _ALMOST if _differ_by_slips(a.words, b.words) else 0.0
    shared = sum(key in telling for key in a.paragraphs & b.paragraphs)
    least = min(len(a.paragraphs), len(b.paragraphs))
    enough = shared >= max(_LEAST_PARAGRAPHS, _SHARED * least)
    return _ALMOST * shared / least if enough else 0.0


def _differ_by_greeting(a: str, b: str) -> bool:
    """Tell whether one text is the other with some letters more before or after it."""
    shorter, longer = sorted((a, b), key=len)
    more = longer.replace(shorter, "", 1)
    return (
        len(shorter) >= _LEAST_CHARACTERS
        and shorter in longer
        and len(more) <= _GREETING
        and more.isalpha()
    )


def _differ_by_slips(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two texts differ by one letter in few long words, and in no number."""
    if len(a) != len(b):
        return False
    slips = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(slips) <= max(1, len(a) // _WORDS_A_SLIP) and all(
        x.isalpha() and y.isalpha() and min(len(x), len(y)) >= _LONG_WORD
        and Levenshtein.distance(x, y, score_cutoff=1) == 1
        for x, y in slips
    )  # fmt: skip


def _days_apart(a: Letter, b: Letter) -> int:
    dates = (a.metadata.date, b.metadata.date)
    return abs((dates[0] - dates[1]).days) if dates[0] and dates[1] else _DAYS_APART


def _may_be_one(a: Letter, b: Letter) -> bool:
    """Tell whether dates, senders, subject and reference number allow that two are one letter.

    A letter is dated when it is sent and again when it is published: a date that the service gives
    may differ by weeks from the one in the letter, but two that letters print may not.
    """
    dates = (a.metadata.date, b.metadata.date)
    printed = not {a.metadata.found.get("date"), b.metadata.found.get("date")} & {"form", None}
    apart = 0 if printed else _DAYS_APART
    if dates[0] and dates[1] and abs((dates[0] - dates[1]).days) > apart:
        return False
    if a.metadata.kenmerk and b.metadata.kenmerk and a.metadata.kenmerk != b.metadata.kenmerk:
        return False
    subjects = [fold(one.metadata.subject or "") for one in (a, b)]
    same_place = a.metadata.found.get("subject") == b.metadata.found.get("subject")
    if all(subjects) and same_place and subjects[0] != subjects[1]:
        return False
    names = [{(s.name or "").split()[-1:][0].casefold() for s in x.metadata.senders if s.name}
             for x in (a, b)]  # fmt: skip
    return not names[0] or not names[1] or bool(names[0] & names[1])


def _told_apart(group: list[Letter]) -> tuple[list[Letter], list[Letter]]:
    """Take out files with the group's id but with text that its first file does not share."""
    group = sorted(group, key=_rank)
    first = group[0]
    kept, wrong = [first], []
    for letter in group[1:]:
        mine, theirs = _words(letter), _words(first)
        too_few = len(mine & theirs) < _SHARED_WORDS * min(len(mine), len(theirs))
        if too_few or _two_of_one_sidecar(letter, first):
            wrong.append(letter)
        else:
            kept.append(letter)
    return kept, wrong


def _two_of_one_sidecar(a: Letter, b: Letter) -> bool:
    """Tell whether a person gave one id to two letters: a sidecar is easily copied too often."""
    given = all(one.metadata.found.get("doc_id") == "sidecar" for one in (a, b))
    return given and a.source.form == b.source.form and not _may_be_one(a, b)


def _words(letter: Letter) -> set[str]:
    return {word for word in fold(letter.text).split() if len(word) > 4}


def _rank(letter: Letter) -> tuple[int, str]:
    form = letter.source.form
    return (FORMS.index(form) if form in FORMS else len(FORMS), letter.source.path)


def _combined(group: list[Letter], ages: dict[str, float]) -> Grouped:
    """Make one letter of its files."""
    by_form: dict[str, list[Letter]] = {}
    for letter in group:
        by_form.setdefault(letter.source.form, []).append(letter)
    current, older, twins = [], [], []
    for same in by_form.values():
        texts = _by_text(_by_age(same, ages))
        newest = texts.pop()
        chosen = next((one for one in reversed(newest) if _is_official(one)), newest[-1])
        current.append(chosen)
        twins += [one for one in newest if one is not chosen]
        older += [same_text[-1] for same_text in texts]
    current.sort(key=_rank)
    best = current[0]
    versions: dict[str, Letter] = {}  # each text once, in its best form
    for one in sorted(older, key=_rank):
        versions.setdefault(_body(one), one)
    if versions and (again := versions.pop(_body(best), None)):
        twins.append(again)
    pdf = next((one for one in current if one.source.form.endswith("PDF")), None)
    if pdf is not None and pdf is not best and not best.page_starts:
        best = with_pages_of(best, pdf)
    copies = tuple(one.source for one in (*current[1:], *twins))
    first = min(group, key=lambda one: _origin(one, ages))
    doc_id = next((one.doc_id for one in [*current, *group] if _is_official(one)), first.doc_id)
    metadata = best.metadata
    for other in (*current[1:], *twins):
        metadata = _filled(metadata, other.metadata, other.source)
    said = tuple(_why_older(one, current, ages) for one in versions.values())
    letter = replace(
        best,
        source=replace(best.source, notices=(*best.source.notices, *said)),
        doc_id=doc_id,
        metadata=metadata,
        copies=copies,
        fingerprint=_fingerprint(group),
    )
    if metadata != best.metadata:  # a term hangs on the letter's date
        from qa.letters.commitments import find_commitments  # as `make_letter` does

        letter = replace(letter, committed=find_commitments(letter.units, metadata))
    paths = tuple(sorted(one.source.path for one in group))
    former = tuple(replace(one, doc_id=doc_id) for one in versions.values())
    return Grouped(letter, former, paths)


def _origin(letter: Letter, ages: dict[str, float]) -> tuple[float, int, str]:
    """Rank files by which came first: the oldest; of one time the shorter name, as of "a (1)"."""
    path = letter.source.path
    return ages.get(path, 0), len(path), path


def _by_age(same: Sequence[Letter], ages: dict[str, float]) -> list[Letter]:
    """Put files of one form in order, the one that is current last."""

    def age(one: Letter) -> tuple[float, str]:
        return ages.get(one.source.path, 0), one.source.path

    if all(map(_printed_day, same)):
        return sorted(same, key=lambda one: (_printed_day(one), *age(one)))
    return sorted(same, key=age)


def _printed_day(letter: Letter) -> str:
    """Return the date that a letter has of itself, not of a service; "" if it has none."""
    known = letter.metadata
    return "" if known.date is None or known.found.get("date") == "form" else str(known.date)


def _why_older(old: Letter, current: Sequence[Letter], ages: dict[str, float]) -> Message:
    """Say which file is current, which is not, and why."""
    now = next(one for one in current if one.source.form == old.source.form)
    path, other = now.source.path, old.source.path
    days = _printed_day(old), _printed_day(now)
    times = [_moment(ages.get(name, 0)) for name in (other, path)]
    if all(days) and days[0] < days[1]:
        why = Message("dated-earlier", older=days[0], newer=days[1])
    elif times[0] < times[1]:
        why = Message("file-is-older", older=times[0], newer=times[1])
    else:
        why = Message("name-comes-first")
    return Message("older-version", older=other, newer=path, why=why)


def _moment(age: float) -> str:
    """Write the time of a file: to the second, in UTC."""
    return f"{datetime.fromtimestamp(age, UTC):%Y-%m-%d %H:%M:%S}"


def _by_text(same: Sequence[Letter]) -> list[list[Letter]]:
    """Put files of one form with the same text together; the newest text is last.

    The files are given in the order of their ages.
    """
    if len(same) == 1:
        return [list(same)]
    texts: dict[str, list[Letter]] = {}
    for letter in same:
        text = _body(letter)
        texts[text] = [*texts.pop(text, []), letter]
    return list(texts.values())


def _body(letter: Letter) -> str:
    """Return the letters and digits of all but letterhead and signature, which may say less."""
    around = {"letterhead", "signature"}
    texts = (unit.text for unit in letter.units if unit.kind not in around)
    return "".join(_WORD.findall(fold(" ".join(texts))))


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
