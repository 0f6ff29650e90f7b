"""From hits to an answer made of quotes, or to "not found in these letters".

Numbered steps: 1 the sentences of the best hits' paragraphs are scored (`evidence`); 2 if too
little speaks for an answer (`support`), it is "not found", with the words that are missing; 3 the
best are chosen (`choosing`) and 4 cut from their letters as quotes (`quoting`); where something is
asked for outright, such as a number, a quote must give it (`qa.questions.answer_type`). `timeline`
shows all letters that speak to a question. Nothing is written or summed up: every quote is the
letter's own text.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.choosing import Chosen, choose
from qa.answering.differences import find_differences
from qa.answering.evidence import Evidence, EvidenceReader
from qa.answering.quoting import quote
from qa.answering.refusals import reason
from qa.answering.support import weigh
from qa.encoders.encoder import StaticEncoder
from qa.index import LetterSource
from qa.questions.answer_type import QUANTITIES, gives
from qa.records import Answer, AnswerType, Hit, Quote, Refusal, Searched, TimeRange
from qa.retrieval.matching import Query

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


def answer(
    query: Query,
    hits: Sequence[Hit],
    letters: LetterSource,
    reader: EvidenceReader,
    lexicon: StaticEncoder,
    searched: Searched,
    time: TimeRange | None = None,
) -> Answer:
    """Make an answer from the hits of a question.

    Args:
        query: The question, made ready.
        hits: In rank order.
        letters: Gives letters by their doc_id.
        reader: Scores the sentences.
        lexicon: The encoder whose token vectors the question was matched with.
        searched: What was searched, to be told with the answer.
        time: What the question asks for and is looked after already: its words need not stand in a
            letter; of "the latest" only the newest of the letters that answer is quoted.
    """
    newest = bool(time and time.newest)
    question = query.question
    if searched.letters > 1 and question.names_no_letter:
        return _refused("which letter", query, hits, searched)
    scored = reader.gather(query, hits, letters)
    if not scored:
        kind: Refusal = "no phrase" if question.phrases else "no passage"
        if searched.letters == 0:
            kind = "no letter"
        return _refused(kind, query, hits, searched, question.phrases)
    text = reader.text(scored[0].letter, letters)
    support = weigh(query, hits, scored, lexicon, text, time.words if time else "")
    if not support.is_enough:
        kind = "words missing" if support.missing else "no sentence"
        return _refused(kind, query, hits, searched, support.missing, support.probability)
    fitted = lexicon.fitted.choosing
    chosen = choose(scored, fitted, newest)
    quotes = tuple(quote(query, one, lexicon, letters) for one in chosen)
    wanted = question.answer_type
    if wanted and not _is_given(wanted, query, chosen, quotes):
        chosen = choose(_giving(wanted, query, scored, fitted.named), fitted, newest)
        quotes = tuple(quote(query, one, lexicon, letters) for one in chosen)
        if not _is_given(wanted, query, chosen, quotes):
            return _refused(LACKING[wanted], query, hits, searched)
    return Answer(
        question=question,
        found=True,
        reason="the letters say so in the words quoted",
        quotes=quotes,
        hits=tuple(hits),
        searched=searched,
        differences=tuple(find_differences(chosen, scored)),
        probability=support.probability,
    )


def _giving(
    wanted: AnswerType, query: Query, scored: Sequence[Evidence], least: float
) -> list[Evidence]:
    """Return the sentences that give a name that is asked for, of those that come near the best."""
    best = scored[0]
    if wanted not in NAMES:
        return []
    near = [e for e in scored if e.share >= least * best.share and e.letter is best.letter]
    return [found for found in near if _gives(wanted, query, found, [found.sentence.text])]


def _is_given(
    wanted: AnswerType, query: Query, chosen: Sequence[Chosen], quotes: Sequence[Quote]
) -> bool:
    """Tell whether a quote, its context or its list gives what is asked for outright."""
    for one, quoted in zip(chosen, quotes, strict=True):
        spans = (*quoted.context, *quoted.listed) if wanted in QUANTITIES else quoted.listed
        texts = [quoted.text, *(span.text for span in spans)]
        if _gives(wanted, query, one.evidence, texts):
            return True
    return False


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
    kind: Refusal,
    query: Query,
    hits: Sequence[Hit],
    searched: Searched,
    missing: Sequence[str] = (),
    probability: float = 0.0,
) -> Answer:
    said = reason(kind, missing)
    return Answer(
        query.question, False, said, (), tuple(hits), searched, tuple(missing), kind,
        probability=probability,
    )  # fmt: skip
