"""References to other publications in a letter's text: "Kamerstuk 28 676, nr. 426".

Works on the regular text, so a reference may have stood on two lines. Finds Kamerstukken of both
chambers, the Aanhangsel, and official ids; not the Handelingen. A number that the source has wrong
is read as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.records import Reference
from qa.text.dossiers import CHAPTER, DOSSIER, dossier_number
from qa.text.language import DUTCH_MONTH

_DOSSIER = rf"{DOSSIER}(?:(?:[ ]?-|[ ]){CHAPTER})?"
_YEAR = r"(?:(?:II|I)\s*,?\s*)?(?:(?:,?\s*(?i:vergaderjaar))?\s*\d{4}\s*[–/-]\s*\d{2,4}\s*,\s*)?"
_NUMBER = r"(?:\d{1,4}|[A-Z]{1,2})(?!\w)"
_NR = r"(?i:nrs?\.?|nummers?)"
_KAMERSTUK = re.compile(
    rf"""(?=[kte\dKTE\u212a])  # what it can begin with; most places end here
        (?P<prefix>
          (?:(?i:kamerstuk(?:ken)?(?:\s*nr\.)?|kst\.?)|TK|EK|(?i:(?:tweede|eerste)[ ]kamer))
          \s*,?\s*{_YEAR})?
        (?<![\d.,-])(?<!€[ ])(?P<dossiers>{_DOSSIER}(?:(?:[ ]?/[ ]?|,[ ]|[ ]en[ ]){_DOSSIER})*)
        (?: \s*,?\s*(?P<nr>{_NR})\s*(?P<first>{_NUMBER})
          | \s*-\s*(?P<joined>\d{{1,4}}(?!\w))
          | ,\s(?P<letter>[A-Z]{{1,2}})(?=[,;.)\s]|$) )
    """,
    re.VERBOSE,
)
_NEXT = re.compile(
    r"(?P<joint>(?i:,[ ]en[ ]|,[ ]|[ ]en[ ]|[ ]t/[ ]?m[ ]|[ ]tot[ ]en[ ]met[ ])"
    r"|[ ]?[-–][ ]?(?=\d))"
    rf"(?P<nr>{_NR}\s*)?(?P<number>{_NUMBER})"
)
_NO_NUMBER = re.compile(
    r"[ .]?\d{3}(?!\d)|(?:[ ](?:en|tot|of|t/m|tot[ ]en[ ]met)[ ]\d{1,2})?"
    rf"[ ](?i:{DUTCH_MONTH})\b"
    r"|[.,:]\d|(?P<sign>[/-])\d{1,2}(?P=sign)\d|[ ]?%"
)
"""What follows a figure that is no number of a publication: a dossier, date, time, amount."""

_SMALL_WORD = re.compile(
    r"[^\w ]|$| (?i:van|en|of|op|in|is|zijn|over|aan|bij|met|door|waarin|waarbij|waarover|zoals|"
    r"dat|die|heeft|heb|hebben|wordt|werd|ten|te|voor|naar|aangaande|inzake|betreffende|t/m|tot)\b"
)
"""What may follow the last number of a list; a noun would make it an amount ("en 3 moties")."""

_LONGEST_RANGE = 50
_FIRST_YEAR, _LAST_YEAR = 1900, 2100  # after a comma such a number is a year
_APPENDIX = re.compile(
    r"(?i:aanhangsel)(?i:\s+van\s+de)?(?i:\s+handelingen)?(?P<house>\s+I{1,2})?,?"
    r"(?i:\s+vergaderjaar)?\s+(?P<from>\d{4})\s*[–/-]\s*-?(?P<to>\d{2,4})\s*,?\s*"
    r"(?i:nr\.?|nummer)\s*(?P<number>\d{1,4})(?!\d)"
)
_ID = re.compile(r"(?<![\w-])(?:kst|ah-[te]k|kv-[te]k|blg|nds-[te]k)-[0-9][\w-]*[0-9A-Z](?![\w-])")


def find_references(text: str) -> tuple[Reference, ...]:
    """Return the references in a text, in order; those that overlap an earlier one are left out.

    A letterhead or signature keeps its line ends, which count as spaces.
    """
    text = text.replace("\n", " ")
    found = sorted([*_kamerstukken(text), *_appendices(text), *_ids(text)], key=lambda r: r.start)
    kept: list[Reference] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _kamerstukken(text: str) -> Iterator[Reference]:
    for match in _KAMERSTUK.finditer(text):
        dossiers = [dossier_number(one) for one in re.findall(_DOSSIER, match["dossiers"])]
        bare = not match["prefix"]
        if match["letter"]:
            if bare:
                continue  # "20 000, A" may be anything
            yield _reference(match.start(), match.end(), dossiers, match["letter"])
        elif match["joined"]:
            if bare:
                continue
            yield _reference(match.start(), match.end(), dossiers, match["joined"])
        else:
            yield from _listed(text, match, dossiers)


def _listed(text: str, match: re.Match[str], dossiers: list[str]) -> Iterator[Reference]:
    """Return a reference for each number of a list; a range goes with its last number."""
    yield _reference(match.start(), match.end("first"), dossiers, match["first"])
    last, at = match["first"], match.end("first")
    plural = match["nr"].casefold() not in {"nr", "nr.", "nummer"}
    while (found := _NEXT.match(text, at)) and _is_number(text, found, last, plural):
        number = found["number"]
        is_range = found["joint"].strip().casefold() not in {",", "en", ", en"}
        inner = _between(last, number) if is_range else []
        one = _reference(found.start("number"), found.end(), dossiers, number)
        others = (f"kst-{dossier}-{n}" for n in inner for dossier in dossiers)
        yield Reference(one.start, one.end, (*one.targets, *others))
        last, at = number, found.end()


def _is_number(text: str, found: re.Match[str], last: str, plural: bool) -> bool:
    """Tell whether a list of numbers goes on here, or something else begins."""
    number = found["number"]
    if number.isdigit() != last.isdigit() or _NO_NUMBER.match(text, found.end()):
        return False
    if found["joint"].strip() in {"-", "–"}:
        return plural  # "nrs. 1-3"; after one number a dash may begin anything
    if found["nr"]:
        return True
    if number.isdigit() and len(number) == 4 and _FIRST_YEAR <= int(number) <= _LAST_YEAR:
        return False
    return plural or bool(_SMALL_WORD.match(text, found.end()))


def _between(first: str, last: str) -> list[int]:
    """Return the numbers between two, if they are a range of a likely length."""
    if not (first.isdigit() and last.isdigit()):
        return []
    inner = range(int(first) + 1, int(last))
    return list(inner) if len(inner) <= _LONGEST_RANGE else []


def _reference(start: int, end: int, dossiers: list[str], number: str) -> Reference:
    return Reference(start, end, tuple(f"kst-{dossier}-{number}" for dossier in dossiers))


def _appendices(text: str) -> Iterator[Reference]:
    for match in _APPENDIX.finditer(text):
        first = match["from"]
        last = match["to"] if len(match["to"]) == 4 else first[:2] + match["to"]
        chamber = "ek" if match["house"] and match["house"].strip() == "I" else "tk"
        target = f"ah-{chamber}-{first}{last}-{match['number']}"
        yield Reference(match.start(), match.end(), (target,))


def _ids(text: str) -> Iterator[Reference]:
    for match in _ID.finditer(text):
        yield Reference(match.start(), match.end(), (match[0],))


def reference_target(text: str) -> str | None:
    """Read what a person types to name a publication: "28676-426", "28 676, nr. 426", an id.

    Returns:
        The official id, or ``None`` if it names none.
    """
    text = " ".join(text.split())
    if _ID.fullmatch(text):
        return text
    short = re.fullmatch(rf"(?:kst-?)?({_DOSSIER})-(\d{{1,4}}|[A-Z]{{1,2}})", text)
    if short:
        return f"kst-{dossier_number(short[1])}-{short[2]}"
    found = find_references(text) or find_references(f"Kamerstuk {text}")
    return found[0].targets[0] if found else None
