"""From what was retrieved to an answer made of quotes, or to "not found in these letters".

`Answerer` goes through the stages: the sentences of the best hits' paragraphs are scored
(`evidence`); they are judged together (`support`), and if too little speaks for an answer it is
"not found", with the words that are missing; the best are selected (`choosing`) and extracted from
their letters as quotes (`quoting`). Where something is asked for outright, such as a number, a
quote must give it (`qa.questions.answer_type`). `timeline` shows all letters that speak to a
question. Nothing is written or summed up: every quote is the letter's own text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.answering.choosing import Chosen, choose
from qa.answering.differences import find_differences
from qa.answering.evidence import READ_HITS, Candidate, Evidence, EvidenceReader
from qa.answering.fragments import without_fragments
from qa.answering.leading import lead
from qa.answering.letter_text import LetterText
from qa.answering.newest import HITS, newest_first, passed_over, speaking
from qa.answering.quoting import quote
from qa.answering.ranker import Ranker
from qa.answering.refusals import reason
from qa.answering.shown import with_pair
from qa.answering.support import Support, weigh
from qa.encoders.encoder import ENCODERS, StaticEncoder
from qa.index import LetterSource
from qa.messages import Message
from qa.questions.answer_type import QUANTITIES, answer_type_of, gives
from qa.records import Answer, AnswerType, Hit, Quote, Refusal, SecondLook
from qa.retrieval.matching import Query
from qa.retrieval.retriever import Retrieved

LACKING: dict[AnswerType, Refusal] = {
    "money": "no amount",
    "share": "no amount",
    "count": "no amount",
    "number": "no amount",
    "year": "no date",
    "day": "no date",
    "time": "no date",
    "person": "no person",
    "place": "no place",
    "country": "no place",
    "colour": "no colour",
}
"""Why there is no answer where none of the quotes gives what is asked for outright."""

NAMES: frozenset[AnswerType] = frozenset({"person", "place", "country", "colour"})
"""What is asked for outright and, where the best sentences do not give it, sought in those near."""

SAME_QUESTION = 0.9
"""A question of a letter is the one that is asked if it meets this share of it. A rule of thumb."""

Follow = Callable[[Sequence[Quote]], tuple[Quote, ...]]


class Answerer:
    """The stages from what was retrieved to an answer, each to be used by itself.

    ``letters`` is the generation that was searched, open; it is given to each stage, for encoder
    and ranker outlive it.
    """

    def __init__(self, lexicon: StaticEncoder) -> None:
        """Take the encoder whose token vectors questions are matched with, and its ranker.

        Raises:
            EncoderError: If the ranker was made for another encoder.
        """
        self._lexicon = lexicon
        self._fitted = lexicon.fitted.choosing
        self.reader = EvidenceReader(lexicon, Ranker.load(ENCODERS / lexicon.name, lexicon))

    def answer(
        self,
        found: Retrieved,
        letters: LetterSource,
        shown: int | None = None,
        follow: Follow = tuple,
    ) -> Answer:
        """Make an answer: all stages, or as many as it takes to see that there is none.

        Args:
            found: What was retrieved.
            letters: The generation that was searched.
            shown: How many hits go with the answer; all by default.
            follow: Puts other quotes in the place of those that send the reader on
                (`qa.answering.referrals`); not where the newest letter is asked for, for what a
                letter refers to is older.
        """
        answer = self._answer(found, letters, follow)
        hits = found.hits[:shown]
        return replace(answer, hits=tuple(self._with_pair(hit, letters) for hit in hits))

    def text_in(self, letters: LetterSource) -> Callable[[str], LetterText]:
        """Return what gives a letter, cut into sentences and pairs, by its id."""
        return lambda doc_id: self.reader.text(letters.letter(doc_id), letters)

    def _with_pair(self, hit: Hit, letters: LetterSource) -> Hit:
        text = self.reader.text(letters.letter(hit.chunk.doc_id), letters)
        return with_pair(hit, text.letter, text.pairs)

    def _answer(self, found: Retrieved, letters: LetterSource, follow: Follow) -> Answer:
        if found.searched.letters > 1 and found.query.question.names_no_letter:
            return _refused("which letter", found)
        newest = bool(found.time and found.time.newest)
        scored = self.score(found, letters, HITS if newest else READ_HITS)
        if not scored:
            return _nothing(found)
        if newest and (answer := self._of_newest(found, scored, letters)):
            return answer
        return self._from(found, scored, scored, letters, tuple if newest else follow)

    def _of_newest(
        self, found: Retrieved, scored: Sequence[Evidence], letters: LetterSource
    ) -> Answer | None:
        """Answer from the newest letter on the subject that answers; None if no dated one does."""
        asked = found.time.words if found.time else ""
        every = speaking(
            found.query,
            scored,
            asked,
            lambda sentences: self.judge(found, sentences, letters).probability,
            lambda letter: self.reader.text(letter, letters),
            self._lexicon,
        )
        for one in newest_first(every):
            answer = self._from(found, one.evidence, scored, letters)
            if answer.found:
                return replace(answer, passed_over=passed_over(every, one))
        return None

    def _from(
        self,
        found: Retrieved,
        scored: Sequence[Evidence],
        every: Sequence[Evidence],
        letters: LetterSource,
        follow: Follow = tuple,
    ) -> Answer:
        """Make an answer of sentences, the best first; ``every`` are those that may differ."""
        support = self.judge(found, scored, letters)
        if not support.is_enough or (support.lacks_subject and not found.referred):
            kind: Refusal = "words missing" if support.missing else "no sentence"
            return _refused(kind, found, support.missing, support.probability)
        selected = self.select(found, scored)
        quotes = follow(self.extract(found, selected, letters))
        followed = any(one.referral for one in quotes)  # each gives what is asked for
        wanted = found.query.question.answer_type
        if wanted and not followed and not _is_given(wanted, found.query, selected, quotes):
            selected = self.select(found, self._giving(wanted, found.query, scored))
            quotes = self.extract(found, selected, letters)
            if not _is_given(wanted, found.query, selected, quotes):
                return _refused(LACKING[wanted], found)
        return Answer(
            question=found.query.question,
            found=True,
            reason=_reason(support.is_sure, quotes[0].second_look),
            sure=support.is_sure,
            quotes=quotes,
            hits=found.hits,
            searched=found.searched,
            differences=tuple(find_differences(selected, every)),
            probability=support.probability,
        )

    def candidates(self, found: Retrieved, letters: LetterSource) -> list[Candidate]:
        """Return the sentences that `score` scores, with what speaks for each."""
        return self.reader.candidates(found.query, found.hits, letters)

    def score(
        self, found: Retrieved, letters: LetterSource, read: int = READ_HITS
    ) -> list[Evidence]:
        """Return the sentences near the best ``read`` hits, best first; answers for questions."""
        scored = self.reader.gather(found.query, found.hits, letters, read)
        of = {one.letter.doc_id: one.letter for one in scored}
        pairs = {doc_id: self.reader.text(letter, letters).pairs for doc_id, letter in of.items()}
        return lead(found.query.question, scored, pairs) if scored else []

    def judge(self, found: Retrieved, scored: Sequence[Evidence], letters: LetterSource) -> Support:
        """Weigh what speaks for there being an answer, given one sentence or more."""
        text = self.reader.text(scored[0].letter, letters)
        asked = found.time.words if found.time else ""
        return weigh(found.query, found.hits, scored, self._lexicon, text, asked)

    def select(self, found: Retrieved, scored: Sequence[Evidence]) -> list[Chosen]:
        """Return what is quoted."""
        chosen = choose(without_fragments(found.query.question, scored), self._fitted)
        return _giving_first(found.query, chosen)

    def extract(
        self, found: Retrieved, selected: Sequence[Chosen], letters: LetterSource
    ) -> tuple[Quote, ...]:
        """Cut the quotes out of their letters."""
        return tuple(quote(found.query, one, self._lexicon, letters) for one in selected)

    def _giving(
        self, wanted: AnswerType, query: Query, scored: Sequence[Evidence]
    ) -> list[Evidence]:
        """Return the sentences near the best that give a name that is asked for."""
        best = scored[0]
        if wanted not in NAMES:
            return []
        least = self._fitted.named * best.share
        near = [e for e in scored if e.share >= least and e.letter is best.letter]
        return [one for one in near if _gives(wanted, query, one, [one.sentence.text])]


def _giving_first(query: Query, chosen: Sequence[Chosen]) -> list[Chosen]:
    """Put what gives the date, the number or the name that is asked for before what does not."""
    wanted = query.question.answer_type
    if not wanted or not chosen or _answers_the_same(wanted, query, chosen[0].evidence):
        return list(chosen)

    def lacks(one: Chosen) -> bool:
        return not _gives(wanted, query, one.evidence, [one.evidence.letter.text[slice(*one.span)]])

    return sorted(chosen, key=lacks)


def _reason(sure: bool, look: SecondLook) -> Message:
    """Say how sure an answer is; never that the letters say so where the second look doubts it."""
    if look.lacks:
        return Message("answered-without", words=", ".join(f'"{word}"' for word in look.lacks))
    if not sure:
        return Message("answered-near")
    return Message("answered" if look.verdict == "stated" else "answered-as", how=look.sentence)


def _nothing(found: Retrieved) -> Answer:
    """Refuse where no passage came near the question."""
    phrases = found.query.question.phrases
    if found.searched.letters == 0:
        return _refused("no letter", found, phrases)
    return _refused("no phrase" if phrases else "no passage", found, phrases)


def _is_given(
    wanted: AnswerType, query: Query, chosen: Sequence[Chosen], quotes: Sequence[Quote]
) -> bool:
    """Tell whether a quote, its context or its list gives what is asked for outright.

    A minister's answer to the very same question is one, also where it says that it is not known.
    """
    if chosen and _answers_the_same(wanted, query, chosen[0].evidence):
        return True
    for one, quoted in zip(chosen, quotes, strict=True):
        spans = (*quoted.context, *quoted.listed) if wanted in QUANTITIES else quoted.listed
        texts = [quoted.text, *(span.text for span in spans)]
        if _gives(wanted, query, one.evidence, texts):
            return True
    return False


def _answers_the_same(wanted: AnswerType, query: Query, found: Evidence) -> bool:
    """Tell whether a sentence answers a question of its letter that asks what is asked here."""
    asked = " ".join(unit.text for unit in found.asked)
    met = float(query.tokens.weights @ found.met)
    return met >= SAME_QUESTION and answer_type_of(asked) == wanted


def _gives(wanted: AnswerType, query: Query, found: Evidence, texts: Sequence[str]) -> bool:
    """Tell whether texts about a sentence give what is asked for.

    A row of a table leaves the currency to the head of its column.
    """
    if wanted == "money" and found.unit.kind == "row":
        wanted = "number"
    alike = {name for group in query.groups for name in group}
    written = str(found.letter.metadata.date or "")[:4]
    return any(gives(wanted, text, query.question.text, alike, written) for text in texts)


def _refused(
    kind: Refusal, found: Retrieved, missing: Sequence[str] = (), probability: float = 0.0
) -> Answer:
    return Answer(
        question=found.query.question,
        found=False,
        reason=reason(kind, missing),
        quotes=(),
        hits=found.hits,
        searched=found.searched,
        missing=tuple(missing),
        refusal=kind,
        probability=probability,
    )
