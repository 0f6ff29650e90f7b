"""From hits to an answer made of quotes, or to "not found in these letters".

Numbered steps: 1 the sentences of the best hits' paragraphs are scored (`qa.evidence`); 2 if too
little speaks for an answer (`qa.support`), it is "not found", with the words that are missing;
3 the best are chosen (`qa.choosing`) and 4 cut from their letters as quotes (`qa.quoting`). Nothing
is written or summed up: every quote is the letter's own text.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.choosing import choose
from qa.differences import find_differences
from qa.encoder import StaticEncoder
from qa.evidence import EvidenceReader
from qa.index import LetterSource
from qa.matching import Query
from qa.quoting import quote
from qa.records import Answer, Hit, Searched
from qa.support import Support, weigh


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
    scored = reader.gather(query, hits, letters)
    if not scored:
        reason = "no passage in these letters resembles the question"
        if searched.letters == 0:
            reason = (
                "the filter leaves no letter; a letter whose date is unknown has no place in it"
            )
        if query.phrases:
            held = _listed(query.phrases)
            reason = (
                f"no passage in these letters holds {held} as written; "
                "without the quotation marks, words close to these are found too"
            )
        return Answer(query.question, False, reason, (), tuple(hits), searched, query.phrases)
    support = weigh(query, hits, scored, lexicon, reader.tokens_of(scored[0].letter, letters))
    if not support.is_enough:
        reason = _reason(support)
        return Answer(
            query.question, False, reason, (), tuple(hits), searched, support.missing,
            probability=support.probability,
        )  # fmt: skip
    chosen = choose(scored, newest)
    return Answer(
        question=query.question,
        found=True,
        reason="the letters say so in the words quoted",
        quotes=tuple(quote(query, one, lexicon, letters) for one in chosen),
        hits=tuple(hits),
        searched=searched,
        differences=tuple(find_differences(chosen, scored)),
        probability=support.probability,
    )


def _reason(support: Support) -> str:
    """Say which words of the question the best letter does not meet."""
    if not support.missing:
        return "the letters do not say: they name these words, but no sentence answers the question"
    return f"the letters do not say: nothing close to {_listed(support.missing)}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
