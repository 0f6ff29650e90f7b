"""Whether a question that a letter answers is answered by that answer, asked word for word.

The set is made from the letters: each question of a member of parliament with the answer that
follows it. Right is a first quote that stands in the answer, or in the one that it refers to ("zie
het antwoord op vraag 5"). Asks; writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qa.answering.pairs import pairs_of
from qa.assistant import Assistant
from qa.records import Letter, Quote, Unit


@dataclass(frozen=True, slots=True)
class AskedPair:
    """A question as a letter has it, and the units of that letter's answer."""

    doc_id: str
    number: str
    question: str
    answer: tuple[Unit, ...]

    def is_met(self, quote: Quote) -> bool:
        """Tell whether a quote stands in the answer, or was led to from there."""
        place = quote.referral.citation if quote.referral else quote.citation
        return place.doc_id == self.doc_id and any(
            unit.start <= at < unit.end
            for unit in self.answer
            for at in (place.start, *([quote.led_by.start] if quote.led_by else []))
        )


def asked_pairs(letter: Letter) -> Iterator[AskedPair]:
    """Yield each answered question of a letter, in the order of the answers."""
    for pair in pairs_of(letter):
        for question in pair.questions:
            text = " ".join(unit.text for unit in question)
            yield AskedPair(letter.doc_id, pair.number, " ".join(text.split()), pair.answer)


def measure_pairs(
    assistant: Assistant, tell: Callable[[int, int], None]
) -> dict[str, dict[str, float]]:
    """Ask every answered question of the letters.

    Returns:
        Measure -> question -> 1 or 0: whether the first quote lies in the answer, whether any
        does; empty where no letter has pairs.
    """
    asked = [
        one for entry in assistant.letters for one in asked_pairs(assistant.letter(entry.doc_id))
    ]
    found: dict[str, dict[str, float]] = {}
    for done, one in enumerate(asked):
        tell(done, len(asked))
        met = [one.is_met(quote) for quote in assistant.ask(one.question).quotes]
        name = f"{one.doc_id} {done}"
        found.setdefault("first quote in the answer", {})[name] = float(any(met[:1]))
        found.setdefault("a quote in the answer", {})[name] = float(any(met))
    return found
