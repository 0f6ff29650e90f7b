"""Footnotes and endnotes of a DOCX: their texts, and their numbers as printed.

Footnotes and endnotes count apart, each in the format, from the number and with the restarts that
the section or the document sets. A note with a mark of its own is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from qa.letters.readers.docx.numbering import formatted
from qa.letters.readers.docx.package import Package, W, child
from qa.letters.readers.markup import Element, name_of
from qa.letters.readers.numerals import whole

_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}


@dataclass
class _Count:
    """How far one kind of notes has counted, and in which section and on which page."""

    last: int | None = None
    section: int = 0
    page: int = 0


@dataclass
class Notes:
    """The notes of a document, and where the reading of it stands."""

    texts: dict[str, Element] = field(default_factory=dict)  # "footnote-2" -> its element
    section: int = 0
    page: int = 0
    _settings: dict[str, Element | None] = field(default_factory=dict)
    _sections: list[Element] = field(default_factory=list)
    _counts: dict[str, _Count] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, package: Package, body: Element) -> Notes:
        """Read the notes' parts and the settings that number them."""
        sections = body.iter(f"{W}sectPr")
        made = cls(
            _sections=[one for one in sections if name_of(one.getparent()) in {"pPr", "body"}]
        )
        for kind in _FORMATS:
            made._counts[kind] = _Count()
            part = package.own_part(f"{kind}s")
            for note in part.iter(f"{W}{kind}") if part is not None else ():
                if note.get(f"{W}type") in {None, "normal"}:
                    made.texts[f"{kind}-{note.get(f'{W}id')}"] = note
        settings = package.own_part("settings") if made.texts else None
        for kind in _FORMATS if settings is not None else ():
            made._settings[kind] = child(settings, f"{kind}Pr")
        return made

    def take(self, note: str) -> bool:
        """Tell whether a note is met for the first time."""
        first = note not in self._seen
        self._seen.add(note)
        return first

    def unseen(self) -> Iterator[Element]:
        """Go through the notes that the text has no mark of."""
        return (text for note, text in self.texts.items() if note not in self._seen)

    def number(self, note: str) -> str:
        """Count a note, and return its number as printed."""
        kind = note.partition("-")[0]
        count = self._counts[kind]
        start = whole(self._setting(kind, "numStart", "1"), 1)
        restart = self._setting(kind, "numRestart", "continuous")
        anew = (restart == "eachSect" and count.section != self.section) or (
            restart == "eachPage" and count.page != self.page
        )
        count.last = start if anew or count.last is None else count.last + 1
        count.section, count.page = self.section, self.page
        return formatted(count.last, self._setting(kind, "numFmt", _FORMATS[kind]))

    def _setting(self, kind: str, name: str, default: str) -> str:
        own = self._sections[self.section] if self.section < len(self._sections) else None
        for place in (
            own.find(f"{W}{kind}Pr") if own is not None else None,
            self._settings.get(kind),
        ):
            found = place.find(f"{W}{name}") if place is not None else None
            if found is not None:
                return str(found.get(f"{W}val", default))
        return default
