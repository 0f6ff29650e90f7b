"""A paper of new questions cut into its questions: "Vraag 3", "3.", "3)", "Question 3", "a.".

Works on a letter as a reader gives it: parliamentary questions, a mail with numbered questions, a
paper that holds answers too, which are passed over. Where nothing is numbered, each paragraph that
ends in a question mark is a question. Does not look anything up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from qa.answering.set_heads import head_of
from qa.errors import QuestionError
from qa.letters.readers.pairs import numbers_in, pair_head
from qa.letters.sentences import sentence_spans
from qa.questions import language_of
from qa.records import Letter, QuestionSet, SetQuestion, Unit

MOST_QUESTIONS = 100
"""Questions of one set; the longest sets of the House have some sixty."""

_NUMBER = r"\d{1,3}[a-z]?"
_JOINT = (
    r"(?:\s*,\s*(?:en\s|and\s)?|\s(?:en|and|t/m|tot en met|to)\s|\s?[–&-]\s?"
    rf"|\s(?={_NUMBER} (?:en|and)\s\d))"  # a comma may lack: "8, 9 10 en 11"
)
_NUMBERS = rf"{_NUMBER}(?:{_JOINT}{_NUMBER})*"
_BEGINS = r"(?:^|(?<=[.?!:;…»”\"'’)\]]\s))"  # of a paragraph, or of a sentence in it
_OPENS = r"(?=[A-ZÀ-Þ«“„\"‘'(]|$)"
_NAMED = re.compile(
    rf"{_BEGINS}\(?(?:[Vv]ra(?:ag|gen)|VRA(?:AG|GEN)|[Qq]uestions?|QUESTIONS?|Q)\.?\s?"
    rf"(?P<numbers>{_NUMBERS})\)?\s*[.:–-]?\s*{_OPENS}"
)
_PLAIN = re.compile(
    rf"^(?P<alone>{_NUMBER})\s*$|{_BEGINS}(?P<marked>\d{{1,3}})[.)]\s+(?=\S)"
    rf"|{_BEGINS}(?P<bare>\d{{1,3}})\s+{_OPENS}"
)
_LETTERED = re.compile(r"(?:^|(?<=[.?!:;,]\s))\(?(?P<letter>[a-z])[.)]\s+(?=\S)")
_ENDS = re.compile(
    r"(?:toelichting\b|deze vragen dienen ter aanvulling|met (?:vriendelijke|hartelijke) groet"
    r"|hoogachtend|groet(?:en|jes)?\b|(?:kind|best|warm)? ?regards|yours |many thanks|thank you"
    r"|alvast (?:bedankt|dank)|bij voorbaat dank|vriendelijke groet|explanatory note)",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(r"(?<=[?»”])\d{1,2}(?=\s|$)")
_BULLET = re.compile(r"^[-–—•*·▪]\s+")
_ASKS = re.compile(r"\?[\s)\]»”\"'’]*$")


def question_set_of(letter: Letter, name: str = "") -> QuestionSet:
    """Cut a paper into its questions.

    Args:
        letter: As `qa.letters` reads it.
        name: What the person calls it; by default its file's name.

    Raises:
        QuestionError: If there is no question in it, or more than `MOST_QUESTIONS`.
    """
    units = [unit for unit in letter.units if unit.kind != "note"]
    cut = _cut(units)
    questions = [one for open_ in cut.questions for one in open_.questions()]
    questions = questions or list(_unnumbered(units))
    name = name or PurePath(letter.source.path).name
    if not questions:
        raise QuestionError("set-without-questions", name=name)
    if len(questions) > MOST_QUESTIONS:
        raise QuestionError("set-too-long", name=name, count=len(questions), most=MOST_QUESTIONS)
    head = head_of(letter, cut.before if cut.questions else units[:3])
    return QuestionSet(
        name, tuple(questions), head.title, head.asker, head.date,
        language_of(" ".join(one.text for one in questions)), letter.doc_id, letter.version,
    )  # fmt: skip


@dataclass
class _Open:
    """A question while its text is gathered: its printed number, paragraphs, lettered parts."""

    printed: str
    texts: list[str] = field(default_factory=list)
    lettered: list[tuple[str, list[str]]] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Take in a stretch of it."""
        if text := _clean(text):
            (self.lettered[-1][1] if self.lettered else self.texts).append(text)

    def questions(self) -> list[SetQuestion]:
        """Return the questions that it holds: its lettered parts, or one for each number."""
        if self.lettered:
            return self._parts()
        numbers = numbers_in(re.sub(r"\bto\b", "t/m", self.printed))
        if len(numbers) > 1 and (texts := self._each(len(numbers))):
            return [SetQuestion(n, text) for n, text in zip(numbers, texts, strict=True)]
        if len(numbers) > 1:
            return [SetQuestion(self.printed, text) for text in self.texts]
        text = " ".join(self.texts)
        return [SetQuestion(self.printed, text)] if text else []

    def _each(self, count: int) -> list[str]:
        """Return a text for each of some numbers: the paragraphs, or what ends in a question mark;
        none if there are not so many."""
        if len(self.texts) == count:
            return self.texts
        asked = list(_asked_in(" ".join(self.texts)))
        return asked if len(asked) == count else []

    def _parts(self) -> list[SetQuestion]:
        lead = " ".join(self.texts)
        own = [SetQuestion(self.printed, lead)] if _ASKS.search(lead) else []
        parts = ((letter, " ".join(texts)) for letter, texts in self.lettered)
        return own + [SetQuestion(f"{self.printed}{n}", text, lead) for n, text in parts if text]


@dataclass
class _Cut:
    """A paper while it is cut: what stands before its questions, and these."""

    before: list[Unit] = field(default_factory=list)
    questions: list[_Open] = field(default_factory=list)
    asking: bool = False

    def takes(self, head: re.Match[str]) -> bool:
        """Tell whether what looks like a head is one: numbers without a word must go on."""
        found = head.groupdict()
        if found.get("letter"):
            return self.asking and found["letter"] == self._next_letter()
        number = found.get("marked") or found.get("bare") or found.get("alone")
        return number is None or number == self._next_number()

    def _next_letter(self) -> str:
        lettered = self.questions[-1].lettered
        return chr(ord(lettered[-1][0]) + 1) if lettered else "a"

    def _next_number(self) -> str:
        return str(len(self.questions) + 1)

    def open(self, head: re.Match[str]) -> None:
        """Begin a question, or a lettered part of one."""
        found = head.groupdict()
        if found.get("letter"):
            self.questions[-1].lettered.append((found["letter"], []))
            return
        number = next(value for name, value in found.items() if value and name != "letter")
        self.questions.append(_Open(" ".join(number.split())))
        self.asking = True


def _cut(units: Sequence[Unit]) -> _Cut:
    cut = _Cut()
    heads = _NAMED if any(map(_is_named, units)) else _PLAIN
    for unit in units:
        head = pair_head(unit.text) if unit.kind == "heading" else None
        if unit.part == "answer" or unit.kind == "signature" or (head and head[0] == "answer"):
            cut.asking = False
        elif not _take(cut, unit, heads) and not cut.questions:
            cut.before.append(unit)
    return cut


def _is_named(unit: Unit) -> bool:
    return unit.part != "answer" and _NAMED.search(" ".join(unit.text.split())) is not None


def _take(cut: _Cut, unit: Unit, heads: re.Pattern[str]) -> bool:
    """Take a unit into the questions; tells whether any of it belongs to one."""
    if unit.kind == "letterhead" and heads is _PLAIN:
        return False  # a number in it is the paper's
    text = " ".join(unit.text.split())
    at, took = 0, False
    for head in _heads(text, heads):
        if not cut.takes(head):
            continue
        took = _go_on(cut, text[at : head.start()]) or took
        cut.open(head)
        at, took = head.end(), True
    return _go_on(cut, text[at:]) or took


def _heads(text: str, heads: re.Pattern[str]) -> list[re.Match[str]]:
    found = [*heads.finditer(text), *_LETTERED.finditer(text)]
    return sorted(found, key=lambda match: match.start())


def _go_on(cut: _Cut, text: str) -> bool:
    """Add a text to the question that is open, unless it ends the questions."""
    if _ENDS.match(text.strip()):
        cut.asking = False
    if cut.asking:
        cut.questions[-1].add(text)
    return cut.asking


def _clean(text: str) -> str:
    return _BULLET.sub("", _NOTE_MARK.sub("", " ".join(text.split())))


def _asked_in(text: str) -> Iterator[str]:
    """Yield stretches of a text that end in a question mark."""
    begin = 0
    for start, end in sentence_spans(text):
        if _ASKS.search(text[start:end]):
            yield text[begin:end].strip()
            begin = end


def _unnumbered(units: Sequence[Unit]) -> Iterator[SetQuestion]:
    for unit in units:
        text = _clean(unit.text)
        if unit.kind in {"paragraph", "row"} and unit.part != "answer" and _ASKS.search(text):
            yield SetQuestion("", text)
