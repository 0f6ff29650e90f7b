"""From hits to an answer made of quotes, or to "not found in these letters".

Numbered steps: 1 the sentences of the best hits' paragraphs are scored (`qa.evidence`); 2 if too
little speaks for an answer (`qa.support`), it is "not found", with the words that are missing;
3 the best are chosen (`qa.choosing`) and 4 cut from their letters as quotes (`qa.quoting`); a
question for a number is not answered by quotes without one. Nothing is written or summed up: every
quote is the letter's own text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from qa.choosing import Chosen, choose
from qa.demands import QUANTITIES, Kind, demand_of, is_met
from qa.differences import find_differences
from qa.encoder import StaticEncoder
from qa.evidence import EvidenceReader
from qa.index import LetterSource
from qa.matching import Query
from qa.question import asks_for_unit, names_no_letter
from qa.quoting import quote
from qa.records import Answer, Hit, Quote, Refusal, Searched
from qa.refusals import reason
from qa.support import weigh

LACKING: dict[Kind, Refusal] = {
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


def answer(
    query: Query,
    hits: Sequence[Hit],
    letters: LetterSource,
    reader: EvidenceReader,
    lexicon: StaticEncoder,
    searched: Searched,
    newest: bool = False,
) -> Answer:
    """Make an answer from the hits of a question.

    Args:
        query: The question, made ready.
        hits: In rank order.
        letters: Gives letters by their doc_id.
        reader: Scores the sentences.
        lexicon: The encoder whose token vectors the question was matched with.
        searched: What was searched, to be told with the answer.
        newest: Quote only the newest of the letters that answer.
    """
    if searched.letters > 1 and asks_for_unit(query.question) and names_no_letter(query.question):
        return _refused("which letter", query, hits, searched)
    scored = reader.gather(query, hits, letters)
    if not scored:
        kind: Refusal = "no phrase" if query.phrases else "no passage"
        if searched.letters == 0:
            kind = "no letter"
        return _refused(kind, query, hits, searched, query.phrases)
    support = weigh(query, hits, scored, lexicon, reader.tokens_of(scored[0].letter, letters))
    if not support.is_enough:
        kind = "words missing" if support.missing else "no sentence"
        return _refused(kind, query, hits, searched, support.missing, support.probability)
    chosen = choose(scored, newest)
    quotes = tuple(quote(query, one, lexicon, letters) for one in chosen)
    demand = None if asks_for_unit(query.question) else demand_of(query.question)
    if demand and not any(map(partial(_meets, demand, query), chosen, quotes)):
        return _refused(LACKING[demand], query, hits, searched)
    return Answer(
        question=query.question,
        found=True,
        reason="the letters say so in the words quoted",
        quotes=quotes,
        hits=tuple(hits),
        searched=searched,
        differences=tuple(find_differences(chosen, scored)),
        probability=support.probability,
    )


def _meets(demand: Kind, query: Query, chosen: Chosen, quote: Quote) -> bool:
    """Tell whether a quote, its context or its list gives what is asked for outright.

    A row of a table leaves the currency to the head of its column.
    """
    if demand == "money" and chosen.evidence.unit.kind == "row":
        demand = "number"
    alike = {name for group in query.groups for name in group}
    spans = (*quote.context, *quote.listed) if demand in QUANTITIES else quote.listed
    texts = [quote.text, *(span.text for span in spans)]
    written = str(chosen.evidence.letter.metadata.date or "")[:4]
    return any(is_met(demand, text, query.question, alike, written) for text in texts)


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
