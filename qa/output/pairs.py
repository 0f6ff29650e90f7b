"""Questions that letters answer, shown: in words, and none of their answers twice."""

from __future__ import annotations

from collections.abc import Iterable

from qa.messages import Language, Message
from qa.records import AskedQuestion, Hit


def asked_line(asked: AskedQuestion, lang: Language = "en") -> str:
    """Say which question of the letter a quote answers, and whose it is.

    Example:
        >>> asked_line(AskedQuestion("Wat kost dat?", 0, 13, "2", "2, 3", "het lid Kat (D66)"))
        'Question 2, from het lid Kat (D66); questions 2, 3 are answered together'
    """
    said = [
        Message("question-from", number=asked.number, by=asked.by)
        if asked.by
        else Message("question-numbered", number=asked.number)
    ]
    together = asked.answered.split(", ")
    if len(together) > 1 and asked.number in together:
        said.append(Message("answered-together", numbers=asked.answered))
    return "; ".join(one.say(lang) for one in said)


def distinct(hits: Iterable[Hit]) -> list[int]:
    """Return the positions of the passages, without those that show the same answer once more.

    A passage that is a question shows the answer, which may be found as a passage too.
    """
    kept: dict[int, Hit] = {}
    for i, hit in enumerate(hits):
        if not any(_same_answer(hit, earlier) for earlier in kept.values()):
            kept[i] = hit
    return list(kept)


def _same_answer(hit: Hit, other: Hit) -> bool:
    """Tell whether two passages show characters in common, one of them for being the question."""
    one, two = hit.answer or hit.chunk, other.answer or other.chunk
    return (
        hit.chunk.doc_id == other.chunk.doc_id
        and (hit.answer is not None or other.answer is not None)
        and one.start < two.end
        and two.start < one.end
    )
