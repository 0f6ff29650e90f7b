"""Whether the quotes of a saved answer still stand in the letters, word for word.

Reads what ``ask --json`` prints, one answer or one a line, and what is saved from the page. Each
quote is looked up in the letters as they are now and said to be verbatim, moved, changed or gone.
Reads letters through a function, so it proves against an index or against the files alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from rapidfuzz import fuzz, process

from qa.amounts import find_amounts
from qa.citations import cite
from qa.errors import QuestionError
from qa.records import Citation, Letter

Verdict = Literal["verbatim", "altered", "moved", "changed", "gone"]
"""Altered: the words stand there, but what is said of them beside is not what the letter gives."""

_CITED = ("unit", "paragraph", "pages", "reference", "url")

_IN_WORD = re.compile(r"\w")

ALIKE = 60.0
"""Least likeness (0 to 100, `rapidfuzz.fuzz.partial_ratio`) of a paragraph that a quote changed
into."""


@dataclass(frozen=True, slots=True)
class SavedQuote:
    """A quote as it was saved: its words, where they stood, and what was said of them.

    ``cited`` are the fields of its citation, ``values`` its amounts in whole units.
    """

    question: str
    text: str
    doc_id: str
    start: int
    end: int
    sha256: str
    path: str = ""
    cited: Mapping[str, Any] = field(default_factory=dict)
    values: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a quote.

    ``place`` is where it stands now, or what it changed into, ``now`` these words; ``same_file``
    tells whether the letter's file is the very one of then. ``differs`` names what the saved answer
    says of the words and the letter does not: "reference", "pages", "amounts".
    """

    quote: SavedQuote
    verdict: Verdict
    place: Citation | None = None
    now: str = ""
    same_file: bool = False
    letter_is_there: bool = True
    differs: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Say it in a sentence."""
        doc_id = self.quote.doc_id
        if self.verdict == "gone":
            return (
                f"no letter {doc_id} is here"
                if not self.letter_is_there
                else (f"nothing in {doc_id} resembles it any more")
            )
        assert self.place is not None
        where = f"{doc_id} {self.place.unit}, characters {self.place.start}-{self.place.end}"
        file = "the same file" if self.same_file else "another version of the letter"
        if self.verdict == "changed" and self.same_file:
            return (
                f"the letter's file is the very one of then, and {where} does not say this: the "
                "saved answer was altered, or made by a program that reads the letter otherwise"
            )
        return {
            "altered": f"the words stand in {where} ({file}), but the saved answer gives another "
            f"{' and '.join(self.differs)} than the letter",
            "verbatim": f"stands word for word in {where} ({file})",
            "moved": f"the same words stand in {where} now ({file})",
            "changed": f"{where} reads otherwise now ({file})",
        }[self.verdict]


def read_saved(path: Path) -> list[SavedQuote]:
    """Read the quotes of a saved answer, or of many, one a line.

    Raises:
        QuestionError: If the file holds no answer; the message names the line and what is missing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"cannot read {path} ({error}); give the JSON of an answer") from None
    return [quote for place, answer in _answers(text, path) for quote in _quotes(answer, place)]


def _answers(text: str, path: Path) -> Iterator[tuple[str, Any]]:
    try:
        yield str(path), json.loads(text)
        return
    except ValueError:
        pass
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield f"{path}, line {number}", json.loads(line)
            except ValueError as error:
                raise QuestionError(
                    f"{path}, line {number}: no JSON ({error}); give what ask --json printed or "
                    "the JSON of a saved answer"
                ) from None


def _quotes(answer: Any, place: str) -> Iterator[SavedQuote]:
    try:
        letters = answer.get("saved", {}).get("letters", [])
        paths = {letter["doc_id"]: letter["path"] for letter in letters}
        for quote in answer["quotes"]:
            citation = quote["citation"]
            found = SavedQuote(
                str(answer["question"]), str(quote["text"]), str(citation["doc_id"]),
                int(citation["start"]), int(citation["end"]), str(citation.get("sha256", "")),
                str(paths.get(citation["doc_id"], "")),
                {name: citation[name] for name in _CITED if name in citation},
                tuple(one["value"] for one in quote["amounts"]) if "amounts" in quote else None,
            )  # fmt: skip
            if not found.text.strip():
                raise ValueError("a quote is empty")
            yield found
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise QuestionError(
            f"{place}: not an answer ({error}); give what ask --json printed or the JSON of a "
            "saved answer"
        ) from None


def prove(quote: SavedQuote, letter_of: Callable[[SavedQuote], Letter | None]) -> Proof:
    """Look a quote up in the letters.

    Args:
        quote: From `read_saved`.
        letter_of: Gives the quote's letter as it is now; ``None`` if it is not there.
    """
    letter = letter_of(quote)
    if letter is None:
        return Proof(quote, "gone", letter_is_there=False)
    same_file = bool(quote.sha256) and quote.sha256 == letter.version
    if letter.text[quote.start : quote.end] == quote.text:
        place = cite(letter, quote.start, quote.end)
        differs = tuple(_differing(quote, place))
        verdict: Verdict = "altered" if differs else "verbatim"
        return Proof(quote, verdict, place, quote.text, same_file, differs=differs)
    found = _elsewhere(quote, letter)
    if found:
        return Proof(quote, "moved", cite(letter, *found), letter.text[slice(*found)], same_file)
    units = [unit for unit in letter.units if unit.kind != "heading"]
    best = process.extractOne(
        quote.text, [unit.text for unit in units], scorer=fuzz.partial_ratio, score_cutoff=ALIKE
    )
    if best is None:
        return Proof(quote, "gone", same_file=same_file)
    unit = units[best[2]]
    return Proof(quote, "changed", cite(letter, unit.start, unit.end), unit.text, same_file)


def _differing(quote: SavedQuote, place: Citation) -> Iterator[str]:
    """Name what the saved answer says of the words and the letter does not."""
    for name, said in quote.cited.items():
        given = getattr(place, name)
        if said != (list(given) if isinstance(given, tuple) else given):
            yield name
    if quote.values is not None:
        amounts = [amount.value for amount in find_amounts(quote.text)]
        given = [None if value is None else float(value) for value in amounts]
        if given != [None if value is None else float(value) for value in quote.values]:
            yield "amounts"


def _elsewhere(quote: SavedQuote, letter: Letter) -> tuple[int, int] | None:
    """Return where the same words stand, whatever the white space; the nearest place of several.

    Whole words and numbers: "3 mln." does not stand in "13 mln.", nor in "1,3 mln.".
    """
    words = r"\s+".join(map(re.escape, quote.text.split()))
    before = r"(?<!\w)(?<!\d[.,])" if _IN_WORD.match(quote.text.split()[0][0]) else ""
    after = r"(?!\w|[.,]\d)" if _IN_WORD.match(quote.text.split()[-1][-1]) else ""
    places = [match.span() for match in re.finditer(before + words + after, letter.text)]
    return min(places, key=lambda span: abs(span[0] - quote.start), default=None)
