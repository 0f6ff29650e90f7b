"""What on the pages of a PDF is no part of the letter: running titles, page numbers, margins.

Told from the place on several pages and from what the words say, never from likeness alone: a last
line that differs from page to page in its numbers stays.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qa.letters.readers.numerals import numeral
from qa.letters.readers.pdf.profile import NOTE_SIZE, Profile
from qa.letters.readers.pdf.sheets import Fragment, PageGlyphs
from qa.letters.readers.publisher_text import is_margin_line
from qa.letters.readers.structure import is_pair_head
from qa.letters.readers.symbol_fonts import UNKNOWN
from qa.records import LeftOutKind

_BANNER = 1.7  # times the size of the body: the chamber's banner is larger
_MARGIN = 4.0  # points: a fragment that ends so far before the body stands in the margin
_ZONE = 0.12  # of the page's height: where running titles stand
_APART = 1.45  # times the usual distance of lines: what stands so far off is no part of the text
_SAME_PLACE = 4.0  # points
_LABEL = 20  # characters: a label that hangs before the text is no longer
_LINE = 1.5  # points: baselines that differ by less are one line
_FEW = 5  # pages: in a longer file one line may stand at one place twice by chance
_LEAST_SHARE = 0.25  # of the pages: a running title stands on so many
_MOST_OFFSET = 500  # between the printed number of a page and its place in the file
_UPRIGHT_SHARE = 0.3  # of a page's letters: turned text with as many is the letter's own
_UPRIGHT_LINES = 4  # and so many lines are a table or a page of its own
_RUNNING = re.compile(
    r"""(?:Tweede|Eerste)[ ]Kamer[ ]der[ ]Staten-Generaal | Vergaderjaar[ ]\d{4}.*
      | Aanhangsel[ ]van[ ]de[ ]Handelingen
      | (?:Tweede|Eerste)[ ]Kamer,[ ]vergaderjaar[ ]\d{4}.*
      | Vragen[ ]gesteld[ ]door[ ]de[ ]leden[ ]der[ ]Kamer,[ ]met[ ]de[ ]daarop[ ]door[ ]de
      | regering[ ]gegeven[ ]antwoorden
    """,
    re.VERBOSE,
)
_PAGE_WORDS = re.compile(
    r"(?:Pagina|Blad|Bladzijde|Page|p\.)\s*(\d+)(?:\s*(?:van|of|/)\s*\d+)?", re.I
)
_PAGE_NUMBER = re.compile(r"[-–|]?\s*(\d{1,4}|[ivxl]{1,7})\s*[-–|]?(?:\s*(?:/|van|of)\s*\d+)?")
_ADDRESS = re.compile(r">\s?Retouradres.*")
_NUMBER = re.compile(
    r"(?:\d{2}[ .\u00a0\u2009]?\d{3}(?: ?[ -][A-Z0-9]{1,5})?|[Nn]r\. ?\w+|\d{1,5}|[A-Z])"
)
_NUMBERED_HEAD = re.compile(
    r"(?:artikel|bijlage|vraag|antwoord|hoofdstuk|agendapunt|punt|tabel|figuur|deel|motie|annex)?"
    r"\s*\d+[.:)]?",
    re.IGNORECASE,
)


@dataclass
class Furniture:
    """Kinds of fragments that are no part of the letter, by their ``id``; printed page numbers."""

    kinds: dict[int, LeftOutKind] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)


def tell_furniture(sheets: Sequence[PageGlyphs], profile: Profile) -> Furniture:
    """Find what is no part of the letter."""
    found = Furniture()
    for sheet in sheets:
        turned = sheet.turn != 0 and not _is_own(sheet, sheets)
        for one in sheet.fragments:
            kind = "margin" if turned else _kind(one, sheet, profile)
            if kind is not None:
                found.kinds[id(one)] = kind
    for one in _running_titles(sheets, profile, found):
        found.kinds[id(one)] = "running title"
    _add_page_numbers(found, sheets)
    return found


def is_in_zone(one: Fragment, page: PageGlyphs) -> bool:
    """Tell whether a fragment stands where running titles do."""
    return one.y1 < _ZONE * page.height or one.y0 > (1 - _ZONE) * page.height


def _is_own(sheet: PageGlyphs, sheets: Sequence[PageGlyphs]) -> bool:
    """Tell turned text that is to be read, a table set sideways, from a line up the margin."""
    letters = sum(len(one.text) for one in sheet.fragments)
    all_letters = sum(
        len(one.text) for other in sheets if other.number == sheet.number for one in other.fragments
    )
    lines = {round(one.baseline) for one in sheet.fragments}
    return letters >= _UPRIGHT_SHARE * all_letters or len(lines) >= _UPRIGHT_LINES


def _kind(one: Fragment, page: PageGlyphs, profile: Profile) -> LeftOutKind | None:
    """Return what a fragment is by its own words and place."""
    text = " ".join(one.text.split())
    if not text.replace(UNKNOWN, "").strip():
        return "unreadable"
    if _RUNNING.fullmatch(text) or (one.size > _BANNER * profile.size and len(text) == 1):
        return "running title"
    if is_margin_line(text) or _ADDRESS.fullmatch(text):
        return "margin"
    small = one.size < NOTE_SIZE * profile.size
    if one.x0 > profile.right - 2 and page.turn == 0:
        return "margin" if small or _is_sidebar(one, page, profile) else None
    if small and one.x1 < profile.left - _MARGIN:
        is_head = page.number == 1 and _NUMBER.fullmatch(text) and not is_in_zone(one, page)
        return None if is_head or _is_label(one, page, profile) else "margin"
    return None


def _is_label(one: Fragment, page: PageGlyphs, profile: Profile) -> bool:
    """Tell a label that hangs before a line of the text, as "Besluit:" does."""
    return len(one.text) <= _LABEL and any(
        other.x0 >= profile.left - _MARGIN and abs(other.baseline - one.baseline) < _LINE
        for other in page.fragments
    )


def _is_sidebar(one: Fragment, page: PageGlyphs, profile: Profile) -> bool:
    """Tell a line of the letterhead's column from words that are set beyond the usual edge."""
    beside = any(
        other is not one and abs(other.baseline - one.baseline) < _LINE
        and other.x0 < profile.right - 2
        for other in page.fragments
    )  # fmt: skip
    above = any(
        other is not one and other.x0 > profile.right - 2 and abs(other.x0 - one.x0) < _SAME_PLACE
        for other in page.fragments
    )
    return page.number == 1 and above and not beside


def _running_titles(
    sheets: Sequence[PageGlyphs], profile: Profile, found: Furniture
) -> list[Fragment]:
    """Find what stands apart in the head or foot of several pages, at one place."""
    places: dict[str, list[Fragment]] = defaultdict(list)
    for sheet in sheets:
        for one in _edges(sheet, profile, found):
            places[re.sub(r"\d+", "0", " ".join(one.text.split()))].append(one)
    pages = len({sheet.number for sheet in sheets})
    least = max(2 if pages <= _FEW else 3, round(_LEAST_SHARE * pages))
    titles = []
    for group in places.values():
        for same in _at_one_place(group):
            if len({one.page for one in same}) >= least and _runs(same, profile):
                titles += same
    return titles


def _edges(sheet: PageGlyphs, profile: Profile, found: Furniture) -> list[Fragment]:
    """Return what stands in the head and foot of a page, apart from the text by a wide gap.

    Small print at the foot counts without a gap: it may be set close to the notes.
    """
    own = sorted(sheet.fragments, key=lambda one: one.baseline)
    edges = []
    for ordered in (own, own[::-1]):
        block: list[Fragment] = []
        for one, following in zip(ordered, [*ordered[1:], None], strict=True):
            if not is_in_zone(one, sheet):
                break
            block.append(one)
            gap = abs(following.baseline - one.baseline) if following else sheet.height
            if gap > _APART * max(profile.pitch, 1.2 * one.size):
                edges += block
                block = []
        edges += [one for one in block if one.size < NOTE_SIZE * profile.size]
    return [one for one in edges if id(one) not in found.kinds]


def _at_one_place(group: Iterable[Fragment]) -> list[list[Fragment]]:
    places: list[list[Fragment]] = []
    for one in sorted(group, key=lambda one: one.baseline):
        if places and one.baseline - places[-1][0].baseline < _SAME_PLACE:
            places[-1].append(one)
        else:
            places.append([one])
    return places


def _runs(same: Sequence[Fragment], profile: Profile) -> bool:
    """Tell a running title by what it says: the same on each page, but for the page's number."""
    texts = {" ".join(one.text.split()) for one in same}
    if any(is_pair_head(text) for text in texts):
        return False
    if len(texts) == 1:
        return True
    if any(_NUMBERED_HEAD.fullmatch(text) for text in texts):
        return False
    numbers = [re.findall(r"\d+", one.text) for one in same]
    if len({len(one) for one in numbers}) != 1:
        return False
    varying = [column for column in zip(*numbers, strict=True) if len(set(column)) > 1]
    if len(varying) != 1:
        return False
    offsets = {int(n) - one.page for n, one in zip(varying[0], same, strict=True)}
    small = all(one.size < NOTE_SIZE * profile.size for one in same)
    says = all(_PAGE_WORDS.search(text) for text in texts)
    sure = small or says or len(same) > 2
    return len(offsets) == 1 and abs(min(offsets)) < _MOST_OFFSET and sure


def _add_page_numbers(found: Furniture, sheets: Sequence[PageGlyphs]) -> None:
    """Find the numbers of pages: alone at the edge or beside a running title, and in step."""
    candidates = [
        (one, value)
        for sheet in sheets
        for one in sheet.fragments
        if (value := _page_value(one, sheet, found)) is not None
    ]
    steps = Counter((value[0] - one.page, value[1]) for one, value in candidates)
    rows = [one.baseline for one, value in candidates if steps[value[0] - one.page, value[1]] > 1]
    for one, (number, roman) in candidates:
        in_step = steps[number - one.page, roman] > 1 or (number == one.page and not roman)
        in_place = any(abs(one.baseline - row) < _SAME_PLACE for row in rows)
        if in_step or in_place or _PAGE_WORDS.fullmatch(one.text.strip()):
            found.kinds[id(one)] = "page number"
            found.labels.setdefault(one.page, numeral(number, "i") if roman else str(number))
    _fill_labels(found.labels, [sheet.number for sheet in sheets])


def _page_value(one: Fragment, sheet: PageGlyphs, found: Furniture) -> tuple[int, bool] | None:
    """Return the number that may be a page's, and whether it is Roman; ``None`` for other text."""
    text = one.text.strip()
    match = _PAGE_WORDS.fullmatch(text) or _PAGE_NUMBER.fullmatch(text)
    if match is None or not (is_in_zone(one, sheet) or _PAGE_WORDS.fullmatch(text)):
        return None
    if found.kinds.get(id(one), "margin") not in {"margin", "running title"}:
        return None
    near = [
        other for other in sheet.fragments
        if other is not one and abs(other.baseline - one.baseline) < 7
    ]  # fmt: skip
    if any(
        id(other) not in found.kinds and not _PAGE_NUMBER.fullmatch(other.text) for other in near
    ):
        return None
    if match[1].isdigit():
        return int(match[1]), False
    value = next((i for i in range(1, 90) if numeral(i, "i") == match[1]), None)
    return (value, True) if value else None


def _fill_labels(labels: dict[int, str], pages: Sequence[int]) -> None:
    """Number the pages between two that print their numbers, if these are in step."""
    known = sorted(labels)
    for before, after in zip(known, known[1:], strict=False):
        first, last = labels[before], labels[after]
        if first.isdigit() and last.isdigit() and int(last) - int(first) == after - before:
            for page in range(before + 1, after):
                labels[page] = str(int(first) + page - before)
    if all(label == str(page) for page, label in labels.items()):
        labels.clear()
