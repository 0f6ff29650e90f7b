"""The questions of a letter with the answers to them: "Vraag 2" and "Antwoord vragen 2 en 3".

Readers give units their part and numbers (`Unit.part`, `Unit.pair`); here they are brought
together. Numbers may begin again within a letter: a question belongs to the next answer with its
number. Scores nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from qa.letters.readers.pairs import NUMBERS, numbers_in
from qa.letters.sentences import sentences_of
from qa.records import Letter, Sentence, Unit

_REFERS = re.compile(
    r"\b(?:zie|verwijs|verwijzen|verwezen|verwijzing|idem)\b"
    rf".{{0,100}}?\b(?:vra(?:ag|gen)|antwoord(?:en)?|beantwoording)\s+(?P<numbers>{NUMBERS})(?![\w/-])"
    r"|\b(?:zie|verwijs|verwijzen|verwezen|verwijzing)\b.{0,60}?"
    r"\b(?:vorige|voorgaande|bovenstaande)\s+(?:vraag|antwoord)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"\W*(?:ja|nee|neen|idem|dat klopt|dit klopt|klopt|inderdaad)\W*", re.IGNORECASE)
_ASKER = re.compile(
    r"\b[Vv]ragen (?:(?:van|door) )?(?P<by>(?:(?:het|de) )?(?:[Kk]amer)?(?:lid|leden) [^\n]{2,160}?"
    r"|de (?:vaste |algemene )?(?:kamer)?commissie [^\n]{2,100}?)"
    r"(?=,? (?:aan|over|op|inzake|naar|betreffende|met|zijn|worden|van \d)\b"
    r"|,? \(ingezonden|[.,;]?$)"
)
_FACTION = re.compile(r"\b(?P<by>(?:de )?leden van (?:de )?.+?-fracties?)\b")


@dataclass(frozen=True, slots=True)
class Pair:
    """Questions and the answer to them; ``number`` is that of the answer: "2, 3".

    ``questions`` are the units of each question, ``answer`` those of the answer, in reading order;
    headings ("Vraag 2") are not among them. ``refers`` are the numbers of the questions whose
    answers it refers to in place of one of its own.
    """

    number: str
    questions: tuple[tuple[Unit, ...], ...]
    answer: tuple[Unit, ...]
    refers: tuple[str, ...] = ()

    def question_with(self, unit: Unit) -> tuple[Unit, ...]:
        """Return the question that a unit belongs to; empty if it belongs to none."""
        return next((question for question in self.questions if unit in question), ())


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of a letter, in the order of their answers; false where it has none."""

    pairs: tuple[Pair, ...] = ()
    by_label: dict[str, Pair] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def of(self, label: str) -> Pair | None:
        """Return the pair that a unit is in; None for other text and for questions not answered."""
        return self.by_label.get(label)

    def led_to(self, pair: Pair) -> tuple[Pair, ...]:
        """Return the pairs whose answers one refers to in place of its own, one step."""
        near = {number: one for one in reversed(self.pairs) for number in one.number.split(", ")}
        found = (near.get(number) for number in pair.refers)
        return tuple(dict.fromkeys(one for one in found if one and one is not pair))

    def labels_with(self, label: str) -> tuple[str, ...]:
        """Return the labels that go with a unit's: of an answer the questions, of a question the
        answer too, with what that refers to."""
        pair = self.of(label)
        if pair is None:
            return ()
        units = _asking(pair)
        if any(unit.label == label for unit in units):
            units += pair.answer
        units += (unit for one in self.led_to(pair) for unit in one.answer)
        return tuple(unit.label for unit in units)

    def questions_of(self, label: str) -> set[str]:
        """Return the labels of the questions that a unit answers; empty if it answers none."""
        pair = self.of(label)
        asking = {unit.label for unit in _asking(pair)} if pair else set()
        return set() if label in asking else asking


def pairs_of(letter: Letter) -> Pairs:
    """Bring the questions and answers of a letter together.

    Example:
        A letter with "Vraag 1", "Vraag 2" and "Antwoord vragen 1 en 2" has one pair, of number
        "1, 2", with two questions.
    """
    asked: dict[str, list[Unit]] = {}  # number -> units of its last question
    answered: set[str] = set()
    answers: list[tuple[str, tuple[tuple[Unit, ...], ...], list[Unit]]] = []
    before: tuple[str, str] | None = None
    for unit in letter.units:
        if not (unit.part and unit.pair) or unit.kind not in {"heading", "paragraph", "row"}:
            continue
        numbers = unit.pair.split(", ")
        if unit.part == "question":
            for number in answered.intersection(numbers):  # the numbers begin again
                del asked[number]
                answered.discard(number)
            if unit.kind != "heading":
                for number in numbers:
                    asked.setdefault(number, []).append(unit)
        else:
            if before != ("answer", unit.pair):
                questions = tuple(tuple(asked[one]) for one in numbers if one in asked)
                answers.append((unit.pair, questions, []))
                answered.update(one for one in numbers if one in asked)
            if unit.kind != "heading":
                answers[-1][2].append(unit)
        before = (unit.part, unit.pair)
    pairs: list[Pair] = []
    for number, questions, units in answers:
        if questions and units:
            previous = pairs[-1].number if pairs else ""
            pairs.append(Pair(number, questions, tuple(units), _referred(units, previous)))
    by_label: dict[str, Pair] = {}
    for pair in pairs:
        for unit in (*_asking(pair), *pair.answer):
            by_label.setdefault(unit.label, pair)
    return Pairs(tuple(pairs), by_label)


def _asking(pair: Pair) -> list[Unit]:
    return [unit for question in pair.questions for unit in question]


def refers(sentence: Sentence) -> bool:
    """Tell whether a sentence refers to another answer: "Zie het antwoord op vraag 5."."""
    return _REFERS.search(sentence.text) is not None


def is_bare(sentence: Sentence) -> bool:
    """Tell whether a sentence says yes or no and nothing else: "Ja.", "Dat klopt."."""
    return _BARE.fullmatch(sentence.text) is not None


def _referred(answer: Iterable[Unit], previous: str) -> tuple[str, ...]:
    """Return the numbers that an answer refers to, where it says nothing else.

    Args:
        answer: Its units.
        previous: The number of the answer before it.
    """
    numbers: list[str] = []
    for sentence in (one for unit in answer for one in sentences_of(unit)):
        match = _REFERS.search(sentence.text)
        if match:
            numbers += numbers_in(match["numbers"] or previous)
        elif not is_bare(sentence):
            return ()
    return tuple(dict.fromkeys(numbers))


def asker_of(letter: Letter, question: Unit) -> str | None:
    """Return who asked a question, as the letter has it: "het lid Wassenberg (PvdD)".

    The last faction that a heading before the question names; else whose questions the letter says
    it answers; None where it does not say.
    """
    before = letter.units[: letter.units.index(question)]
    for unit in reversed(before):
        if unit.kind == "heading" and (match := _FACTION.search(unit.text)):
            return " ".join(match["by"].split())
    texts = [" ".join(unit.text.split()) for unit in before if unit.part is None]
    found = (_ASKER.search(text) for text in [*texts, letter.metadata.subject or ""])
    return next((match["by"] for match in found if match), None)
