"""Earlier questions that are like a new one, with the answers to them: question against question.

Of the passages that were found those count that hold, or answer, a question of a letter. How alike
two questions are is how much of each is met in the other (`qa.retrieval.matching`), without what
hundreds of questions begin and end with. What the answers say does not count. Searches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.answering.differences import Said, compare
from qa.answering.letter_text import LetterText
from qa.answering.pairs import Pair, Pairs
from qa.answering.shown import asked_question
from qa.citations.citing import cite
from qa.encoders.encoder import StaticEncoder
from qa.letters.sentences import sentences_of
from qa.questions.frames import without_frame
from qa.records import ContextSpan, Difference, Earlier, Hit, Letter, Unit
from qa.retrieval.matching import QuestionTokens, matches, question_tokens

LEAST_ALIKE = 0.45
"""Questions that are less alike are not shown. Of the questions of six papers, beside others on
other subjects, one is at 0.52 and the next at 0.42; nine that ask the same in other words, two of
them in English, are at 0.53 to 0.90. A rule of thumb."""

COMPARED = 12
"""Earlier questions that are compared both ways: those that meet most of the new one."""

MOST_EARLIER = 3
"""Earlier questions that are shown with one."""

OF_NEW = 0.65
"""What it counts how much of the new question the earlier one meets; the rest is for how much of
the earlier one the new one meets: a long question may hold a short one. A rule of thumb."""


def find_earlier(
    question: str, hits: Iterable[Hit], text_of: Callable[[str], LetterText], lexicon: StaticEncoder
) -> tuple[Earlier, ...]:
    """Return the earlier questions that are most like a new one, with their answers.

    Args:
        question: The new one, as it was understood.
        hits: Passages that were found for it.
        text_of: Gives a letter by its id.
        lexicon: Gives the token vectors.

    Returns:
        At most `MOST_EARLIER`, the likest first, the newer before the older of equals.
    """
    new = question_tokens(without_frame(question), lexicon)
    scored = [
        (_alike(new, one.text, lexicon), one) for one in _nearest(new, hits, text_of, lexicon)
    ]
    kept = [pair for pair in scored if pair[0] >= LEAST_ALIKE]
    kept.sort(key=lambda pair: (pair[0], str(pair[1].letter.metadata.date or "")), reverse=True)
    return tuple(one.shown(alike) for alike, one in kept[:MOST_EARLIER])


def _nearest(
    new: QuestionTokens, hits: Iterable[Hit], text_of: Callable[[str], LetterText],
    lexicon: StaticEncoder,
) -> list[_Asked]:  # fmt: skip
    """Return the earlier questions that meet most of a new one, as many as are compared."""
    asked = list(_asked(hits, text_of))
    found = lexicon.tokenize([without_frame(one.text) for one in asked])
    met = (new.weights @ matches(new, [tokens.ids for tokens in found])).tolist()
    order = sorted(range(len(asked)), key=lambda i: -met[i])
    return [asked[i] for i in order[:COMPARED]]


def _alike(new: QuestionTokens, earlier: str, lexicon: StaticEncoder) -> float:
    """Return how alike two questions are without their frames, 0 to 1."""
    old = question_tokens(without_frame(earlier), lexicon)
    alike = OF_NEW * _met(new, old) + (1 - OF_NEW) * _met(old, new)
    return round(min(alike, 1.0), 4)


def _met(one: QuestionTokens, other: QuestionTokens) -> float:
    """Return how much of a question another meets, 0 to 1."""
    return float(one.weights @ matches(one, [other.ids])[:, 0]) if one.words else 0.0


@dataclass(frozen=True, eq=False)
class _Asked:
    """A question of a letter that is answered there."""

    letter: Letter
    question: tuple[Unit, ...]
    pair: Pair
    led: tuple[Unit, ...]  # the answer that its own refers to

    @property
    def text(self) -> str:
        return self.letter.text[self.question[0].start : self.question[-1].end]

    def shown(self, alike: float) -> Earlier:
        units = self.led or self.pair.answer
        start, end = units[0].start, units[-1].end
        own = self.pair.answer
        return Earlier(
            asked=asked_question(self.letter, self.question, self.pair.number),
            answer=ContextSpan(self.letter.text[start:end], start, end),
            citation=cite(self.letter, start, end),
            alike=alike,
            led_by=_span(self.letter, own) if self.led else None,
        )


def _span(letter: Letter, units: Sequence[Unit]) -> ContextSpan:
    start, end = units[0].start, units[-1].end
    return ContextSpan(letter.text[start:end], start, end)


def _asked(hits: Iterable[Hit], text_of: Callable[[str], LetterText]) -> Iterator[_Asked]:
    """Yield each question that the passages hold or answer, once."""
    seen: set[tuple[str, str]] = set()
    for hit in hits:
        text = text_of(hit.chunk.doc_id)
        for label in hit.chunk.units if text.pairs else ():
            for question, pair in _questions(text.pairs, label):
                key = (text.letter.doc_id, question[0].label)
                if key not in seen:
                    seen.add(key)
                    yield _Asked(text.letter, question, pair, _led(text.pairs, pair))


def _questions(pairs: Pairs, label: str) -> Iterator[tuple[tuple[Unit, ...], Pair]]:
    if pair := pairs.of(label):
        yield from ((question, pair) for question in pair.questions)


def _led(pairs: Pairs, pair: Pair) -> tuple[Unit, ...]:
    """Return the answer that one refers to in place of its own; nothing if it has its own."""
    led = pairs.led_to(pair)
    return led[0].answer if led else ()


def differences_over_time(
    earlier: Sequence[Earlier], letter_of: Callable[[str], Letter]
) -> list[Difference]:
    """Compare the answer to the likest earlier question with the other answers."""
    said = [_said(one, letter_of(one.citation.doc_id)) for one in earlier]
    return compare(said[0], [one for rest in said[1:] for one in rest]) if said else []


def _said(one: Earlier, letter: Letter) -> list[Said]:
    units = (u for u in letter.units if one.answer.start <= u.start < one.answer.end)
    return [Said(letter, sentence) for unit in units for sentence in sentences_of(unit)]
