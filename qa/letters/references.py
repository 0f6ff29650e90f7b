"""References to other publications in a letter's text: "Kamerstuk 28 676, nr. 426".

Works on the regular text, so a reference may have stood on two lines. Finds Kamerstukken of both
chambers, the Aanhangsel, and official ids; not the Handelingen. A number that the source has wrong
is read as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.records import Reference

_DOSSIER = r"\d{2}[ .]?\d{3}(?:(?:[ ]?-|[ ])(?:[IVXLC]{1,6}|[A-H]|\d{2})(?![\w]))?"
_YEAR = r"(?:(?:II|I)\s*,?\s*)?(?:(?:,?\s*vergaderjaar)?\s*\d{4}\s*[–/-]\s*\d{2,4}\s*,\s*)?"
_NUMBER = r"(?:\d{1,4}|[A-Z]{1,2})(?![\w])"
_KAMERSTUK = re.compile(
    rf"""(?P<prefix>
          (?:[Kk]amerstuk(?:ken)?(?:\s*nr\.)?|[Kk]st\.?|TK|EK|(?:Tweede|Eerste)[ ]Kamer)
          \s*,?\s*{_YEAR})?
        (?<![\d.,-])(?<!€[ ])(?P<dossiers>{_DOSSIER}(?:(?:[ ]?/[ ]?|,[ ]|[ ]en[ ]){_DOSSIER})*)
        (?: \s*,?\s*[Nn](?:rs?\.?|ummers?)\s*
              (?P<numbers>{_NUMBER}(?:(?:,[ ]|[ ]en[ ]|[ ]t/m[ ]){_NUMBER})*)
          | \s*-\s*(?P<joined>\d{{1,4}}(?![\w]))
          | ,\s(?P<letter>[A-Z]{{1,2}})(?=[,;.)\s]|$) )
    """,
    re.VERBOSE,
)
_APPENDIX = re.compile(
    r"Aanhangsel(?: van de)?(?: Handelingen)?(?P<house> I{1,2})?,?(?: vergaderjaar)? "
    r"(?P<from>\d{4})\s*[–/-]\s*(?P<to>\d{2,4}),? (?:nr\.|nummer) ?(?P<number>\d{1,4})"
)
_ID = re.compile(r"(?<![\w-])(?:kst|ah-[te]k|kv-[te]k|blg|nds-[te]k)-[0-9][\w-]*[0-9A-Z](?![\w-])")


def find_references(text: str) -> tuple[Reference, ...]:
    """Return the references in a text, in order; those that overlap an earlier one are left out."""
    found = sorted([*_kamerstukken(text), *_appendices(text), *_ids(text)], key=lambda r: r.start)
    kept: list[Reference] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _kamerstukken(text: str) -> Iterator[Reference]:
    for match in _KAMERSTUK.finditer(text):
        dossiers = [dossier_id(one) for one in re.findall(_DOSSIER, match["dossiers"])]
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
            numbers = list(re.finditer(_NUMBER, match["numbers"]))
            base = match.start("numbers")
            for at, number in enumerate(numbers):
                start = match.start() if at == 0 else base + number.start()
                yield _reference(start, base + number.end(), dossiers, number[0])


def _reference(start: int, end: int, dossiers: list[str], number: str) -> Reference:
    return Reference(start, end, tuple(f"kst-{dossier}-{number}" for dossier in dossiers))


def dossier_id(printed: str) -> str:
    """Write a dossier as ids do: "36 410 VIII" is "36410-VIII"."""
    compact = re.sub(r"^(\d{2})[ .]?(\d{3})", r"\1\2", printed.strip())
    return re.sub(r"[ -]+", "-", compact)


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
        return f"kst-{dossier_id(short[1])}-{short[2]}"
    found = find_references(text) or find_references(f"Kamerstuk {text}")
    return found[0].targets[0] if found else None
