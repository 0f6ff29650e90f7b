"""Numbers that fields of a DOCX count by themselves: SEQ, LISTNUM, AUTONUM and its kin.

Word prints them although the file does not hold them. AUTONUM counts paragraphs, those of each
level in the outline apart; LISTNUM counts one of three lists that Word has built in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from qa.letters.readers.docx.numbering import formatted
from qa.letters.readers.numerals import whole

_BODY = 9  # the level of text that is no heading
_SWITCH = re.compile(r"\\(?P<name>[a-z*])\s*(?P<value>\"[^\"]*\"|[^\s\\]+)?", re.IGNORECASE)
_FORMATS = {
    "ROMAN": "upperRoman", "roman": "lowerRoman", "ALPHABETIC": "upperLetter",
    "alphabetic": "lowerLetter", "ordinal": "ordinal", "cardtext": "cardinalText",
    "ordtext": "ordinalText",
}  # fmt: skip
_OUTLINE = (("{}.", "upperRoman"), ("{}.", "upperLetter"), ("{}.", "decimal"),
            ("{})", "lowerLetter"), ("({})", "decimal"), ("({})", "lowerLetter"),
            ("{})", "lowerRoman"), ("({})", "lowerLetter"), ("({})", "lowerRoman"))  # fmt: skip
_NUMBERS = (("{})", "decimal"), ("{})", "lowerLetter"), ("{})", "lowerRoman"),
            ("({})", "decimal"), ("({})", "lowerLetter"), ("({})", "lowerRoman"),
            ("{}.", "decimal"), ("{}.", "lowerLetter"), ("{}.", "lowerRoman"))  # fmt: skip
_LISTS = {"OUTLINEDEFAULT": _OUTLINE, "NUMBERDEFAULT": _NUMBERS}


@dataclass
class Counters:
    """How far the fields of a document have counted."""

    _level: int = _BODY  # of the paragraph that is read
    _sequences: dict[str, int] = field(default_factory=dict)
    _levels: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def enter(self, level: int | None) -> None:
        """Begin a paragraph of a level in the outline, from 0; ``None`` if it is no heading."""
        self._level = _BODY if level is None else level

    def count(self, instruction: str) -> str:
        """Count a field; returns the number that it shows, nothing for other fields."""
        words = instruction.split()
        name = words[0].upper() if words else ""
        switches = {match["name"].lower(): (match["value"] or "").strip('"')
                    for match in _SWITCH.finditer(instruction)}  # fmt: skip
        if name == "SEQ" and len(words) > 1:
            return self._sequence(words[1].casefold(), switches)
        if name == "LISTNUM":
            given = words[1].strip('"') if len(words) > 1 and words[1][0] != "\\" else ""
            return self._listed(given.upper() or "NUMBERDEFAULT", switches)
        if name in {"AUTONUM", "AUTONUMLGL", "AUTONUMOUT"}:
            return self._automatic(name, switches)
        return ""

    def _sequence(self, name: str, switches: dict[str, str]) -> str:
        step = 0 if "c" in switches else 1
        self._sequences[name] = self._sequences.get(name, 0) + step
        if "r" in switches:
            self._sequences[name] = whole(switches["r"], 1)
        if "h" in switches and "*" not in switches:
            return ""
        wanted = switches.get("*", "")
        form = _FORMATS.get(wanted) or _FORMATS.get(wanted.lower(), "decimal")
        return formatted(self._sequences[name], form)

    def _listed(self, name: str, switches: dict[str, str]) -> str:
        level = min(max(whole(switches.get("l"), 1), 1), len(_NUMBERS)) - 1
        start = whole(switches["s"], 1) if "s" in switches else None
        counts = self._step(name, level, start)
        if name == "LEGALDEFAULT":
            return ".".join(str(counts.get(at, 1)) for at in range(level + 1)) + "."
        text, form = _LISTS.get(name, _NUMBERS)[level]
        return text.format(formatted(counts[level], form))

    def _automatic(self, name: str, switches: dict[str, str]) -> str:
        counts = self._step("AUTONUM", self._level)
        number = counts[self._level]
        if name == "AUTONUMOUT" and self._level != _BODY:
            text, form = _OUTLINE[self._level]
            return text.format(formatted(number, form))
        end = "" if "e" in switches else switches.get("s", "")[:1] or "."
        if name == "AUTONUMLGL" and self._level != _BODY:
            return ".".join(str(counts.get(at, 1)) for at in range(self._level + 1)) + end
        return f"{number}{end}"

    def _step(self, name: str, level: int, start: int | None = None) -> dict[int, int]:
        """Count one further on a level; those below it begin again."""
        counts = self._levels[name]
        counts[level] = counts.get(level, 0) + 1 if start is None else start
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return counts
