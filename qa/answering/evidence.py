"""How well the sentences of letters answer a question: those near the best hits, scored.

A sentence seldom names all that a question does: "Daarbij is € 10 mln. toegezegd" leaves to the
sentences before it what "daarbij" means. So a sentence is described by what it meets of the
question itself, together with what stands before it, and in its letter; by the ranker; and by
whether it is or holds the kind of thing that is asked for. The weights are those of one choice
among the sentences of a question (conditional logit, McFadden 1974), fitted by
``training/evidence.py``; the sizes below are rules of thumb. Chooses nothing; `qa.answering` does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.answering.letter_text import FloatArray, LetterText
from qa.answering.ranker import Ranker
from qa.encoders.encoder import StaticEncoder
from qa.encoders.fitted import EvidenceNumbers
from qa.index import LetterSource
from qa.questions.kind import holds
from qa.records import Hit, Letter, Sentence, Unit
from qa.retrieval.matching import Query, matches
from qa.system.cache import Cache
from qa.text.folding import fold
from qa.text.language import DUTCH_MONTH
from qa.text.lexical import words

READ_HITS = 8
"""Hits whose paragraphs are read."""

RANKED = 48
"""Sentences that the ranker reads: the best without it. The others count as its worst."""

FRAMED_HITS = 5
"""Hits of whose letters the letterhead, the signature and the notes are read too."""

QUOTE_CHARACTERS = 400
"""The longest quote."""

KEPT_CHARACTERS = 4_000_000
"""Text of the letters whose tokens are kept for the next question."""

LEAST_RARITY = 0.01
"""What a token counts at least that every sentence of the letter meets."""

FULL_CHARACTERS = 250
"""From here on a sentence counts as full."""

FEATURES = (
    "ranker",
    "met",
    "rare",
    "own",
    "letter",
    "words",
    "words before",
    "similar",
    "hit",
    "first hit",
    "holds",
    "new",
    "unit",
    "letterhead",
    "signature",
    "note",
    "source",
    "far",
    "full",
    "asks",
    "explains",
    "long",
)
"""What a sentence is described by; ``training/evidence.py`` fits what each counts:

ranker         the ranker's score
met, rare, own what is met of the question's tokens with what stands before; the same, tokens that
               the letter repeats counting less; in the sentence alone; each 0 to 1
letter         what the whole letter meets, 0 to 1
words, words before   whole words of the question met, by idf; with what stands before; 0 to 1
similar        cosine of question and sentence
hit, first hit best score of the letter's hits; 1 / rank of the hit the sentence stands in
holds, new     it holds the kind of thing asked for; one that the question does not name itself
unit           it is the kind of unit asked for, such as the signature where someone asks who signed
letterhead, signature, note   the kind of its unit
source         it is a note that only names where something was published
far            it stands in no hit
full           its length, up to `FULL_CHARACTERS`, 0 to 1
explains       it explains the abbreviation that the question asks the meaning of
asks           it is a question itself: letters repeat the questions they answer
long           it cannot be quoted whole
"""

RANKER = FEATURES.index("ranker")

_ADDRESS = re.compile(r"https?://|\bwww\.")
_PAPERS = re.compile(
    r"\b(?:kamerstuk\w*|handelingen|aanhangsel|vergaderjaar|tweede|eerste|kamer|zie|ook|idem|ibid"
    rf"|motie|brief|van|lid|leden|item|stcrt|stb|nrs|jrg|(?:{DUTCH_MONTH}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Evidence:
    """A sentence with its score and what it meets of the question.

    ``share`` is the probability that this of all sentences read is the answer, if one is;
    ``ranked`` the ranker's score. ``own`` is what the sentence itself meets of each question token,
    ``met`` what it meets together with what stands around it; both 0 to 1. A sentence of an answer
    has the question that it answers in ``asked`` and, where another answer refers to this one
    ("zie het antwoord op vraag 5"), that one's sentence in ``led_by``.
    """

    score: float
    share: float
    ranked: float
    letter: Letter
    unit: Unit
    sentence: Sentence
    hit: Hit
    own: FloatArray  # (question tokens,)
    met: FloatArray  # (question tokens,)
    asked: tuple[Unit, ...] = ()
    led_by: Sentence | None = None


@dataclass(frozen=True)
class Candidate:
    """A sentence and its features, in the order of `FEATURES`."""

    letter: Letter
    unit: Unit
    sentence: Sentence
    hit: Hit
    own: FloatArray
    met: FloatArray
    features: FloatArray
    tokens: NDArray[np.int32]
    around: FloatArray  # best cosine of each of the question's tokens in the letter


class EvidenceReader:
    """Reads sentences for questions with one lexicon and the ranker made for it."""

    def __init__(self, lexicon: StaticEncoder, ranker: Ranker) -> None:
        self._lexicon = lexicon
        self._ranker = ranker
        self._fitted = lexicon.fitted.evidence
        self._weights = np.array([self._fitted.weights[name] for name in FEATURES])
        self._texts: Cache[tuple[str, str], LetterText] = Cache(
            KEPT_CHARACTERS, lambda text: len(text.letter.text)
        )

    def gather(
        self, query: Query, hits: Sequence[Hit], letters: LetterSource, read: int = READ_HITS
    ) -> list[Evidence]:
        """Score the sentences near the best hits.

        Args:
            query: The question, made ready.
            hits: In rank order.
            letters: Gives letters by their doc_id.
            read: Hits whose paragraphs are read.

        Returns:
            Evidence by falling score; equal scores in reading order.
        """
        found = self.candidates(query, hits, letters, read)
        if not found:
            return []
        features = np.stack([candidate.features for candidate in found])
        scores = features @ self._weights
        ranked = features[:, RANKER]
        evidence = [
            Evidence(
                float(scores[i]), 0.0, float(ranked[i]),
                c.letter, c.unit, c.sentence, c.hit, c.own, c.met,
            )
            for i, c in enumerate(found)
        ]  # fmt: skip
        return with_shares(evidence)

    def candidates(
        self, query: Query, hits: Sequence[Hit], letters: LetterSource, read: int = READ_HITS
    ) -> list[Candidate]:
        """Return the sentences near the best hits with their features, as `gather` scores them."""
        units: dict[tuple[str, str], tuple[Hit, bool]] = {}  # (doc_id, label) -> hit, in a hit
        texts: dict[str, LetterText] = {}
        best: dict[str, float] = {}  # doc_id -> score of its best hit
        for hit in hits[:read]:
            doc_id = hit.chunk.doc_id
            if doc_id not in texts:
                texts[doc_id] = self.text(letters.letter(doc_id), letters)
                best[doc_id] = hit.score
            pairs = texts[doc_id].pairs
            for label in hit.chunk.units:
                for one in (label, *pairs.labels_with(label)):
                    units.setdefault((doc_id, one), (hit, True))
        for hit in hits[:FRAMED_HITS]:
            for unit in texts[hit.chunk.doc_id].letter.units:
                if unit.kind in {"letterhead", "signature", "note"}:
                    units.setdefault((hit.chunk.doc_id, unit.label), (hit, False))
        question = _Question(query)
        found: list[Candidate] = []
        for doc_id, text in texts.items():
            wanted = {label: place for (of, label), place in units.items() if of == doc_id}
            found += self._in_letter(question, text, wanted, best[doc_id])
        self._rank(question, found)
        return found

    def _rank(self, question: _Question, found: Sequence[Candidate]) -> None:
        """Fill in what the ranker says of the sentences that are best without it."""
        if not found:
            return
        features = np.stack([candidate.features for candidate in found])
        without = features @ self._weights
        best = np.argsort(-without, kind="stable")[:RANKED].tolist()
        scores = self._ranker.scores(
            question.tokens, [found[i].tokens for i in best],
            np.stack([found[i].around for i in best]),
        )  # fmt: skip
        for candidate in found:
            candidate.features[RANKER] = scores.min()
        for i, score in zip(best, scores, strict=True):
            found[i].features[RANKER] = score

    def _in_letter(
        self,
        question: _Question,
        text: LetterText,
        wanted: dict[str, tuple[Hit, bool]],
        best: float,
    ) -> list[Candidate]:
        """Describe the sentences of the wanted units of a letter, but for the ranker's score."""
        rows = [
            (unit, i)
            for unit in text.letter.units
            if unit.label in wanted and unit.kind != "heading"
            for i in range(*text.places[unit.label])
        ]
        if not rows:
            return []
        met = _Met.of(question, text, wanted, self._fitted)
        around = np.maximum(question.cosines.of(text.all_tokens).max(axis=1, initial=0), 0)
        explained = [
            one.start for one in text.letter.abbreviations if question.asks_meaning_of(one.short)
        ]
        vectors = self._lexicon.encode_tokens([text.tokens[i] for _, i in rows])
        found = []
        for (unit, i), vector in zip(rows, vectors, strict=True):
            hit, inside = wanted[unit.label]
            sentence = text.sentences[i]
            features = {
                "ranker": 0.0,
                **met.features(i),
                "similar": float(vector @ question.query.static),
                "hit": best,
                "first hit": 1 / hit.rank,
                **question.form(unit, sentence.text),
                "explains": float(any(sentence.start <= at < sentence.end for at in explained)),
                "far": float(not inside),
            }
            found.append(
                Candidate(
                    letter=text.letter,
                    unit=unit,
                    sentence=sentence,
                    hit=hit,
                    own=met.own[:, i],
                    met=met.met[:, i],
                    features=np.array([features[name] for name in FEATURES], np.float32),
                    tokens=text.tokens[i],
                    around=around,
                )
            )
        return found

    def text(self, letter: Letter, letters: LetterSource) -> LetterText:
        """Return a letter cut into sentences, kept from the last time if it is."""
        return self._texts.get(
            (letter.doc_id, letter.fingerprint),
            lambda: LetterText.of(letter, letters.sentence_tokens(letter.doc_id)),
        )


def with_shares(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Give sentences, at least one, their shares: best first, equal scores in reading order."""
    shares = np.exp(np.array([e.score for e in evidence]) - max(e.score for e in evidence))
    shares /= shares.sum()
    shared = [replace(e, share=float(share)) for e, share in zip(evidence, shares, strict=True)]
    return sorted(shared, key=lambda e: (-round(e.score, 6), e.letter.doc_id, e.sentence.start))


class _Question:
    """What is computed once for a question."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.tokens = query.tokens.ids
        self.cosines = query.tokens.cosines
        asked = query.question
        idf = np.array(query.idf, np.float32)
        self.idf: FloatArray = idf / max(float(idf.sum()), 1e-9)
        self._kind, self._unit = asked.kind, asked.unit
        self._words = set(words(asked.text))

    def asks_meaning_of(self, short: str) -> bool:
        """Tell whether an abbreviation is what the question asks the meaning of."""
        return self._kind == "definition" and fold(short) in self._words

    def form(self, unit: Unit, text: str) -> dict[str, float]:
        """Return the features that lie in the form of a sentence and of its unit."""
        holding = holds(self._kind, text)
        rest = " ".join(one for one in text.split() if not self._words.issuperset(_words_of(one)))
        return {
            "holds": float(holding),
            "new": float(holds(self._kind, rest)),
            "unit": float(unit.kind == self._unit and (holding or unit.kind == "signature")),
            "letterhead": float(unit.kind == "letterhead"),
            "signature": float(unit.kind == "signature"),
            "note": float(unit.kind == "note"),
            "source": float(unit.kind == "note" and self._kind != "reference" and is_source(text)),
            "full": min(len(text), FULL_CHARACTERS) / FULL_CHARACTERS,
            "asks": float(text.endswith("?")),
            "long": float(len(text) > QUOTE_CHARACTERS),
        }


@dataclass(frozen=True)
class _Met:
    """What the sentences of a letter meet of a question, each value 0 to 1.

    Of its tokens and of its words: alone, and with what stands before and above.
    """

    question: _Question
    own: FloatArray  # (question tokens, sentences)
    met: FloatArray  # the same
    words: FloatArray  # (question words, sentences)
    words_before: FloatArray  # the same
    letter: float
    rarity: FloatArray  # (question tokens,) weights by how seldom each is met, sum 1

    @classmethod
    def of(
        cls,
        question: _Question,
        text: LetterText,
        wanted: Collection[str],
        fitted: EvidenceNumbers,
    ) -> _Met:
        weights = question.query.tokens.weights
        own = matches(question.query.tokens, text.tokens)
        whole = text.words_met(question.query)
        seldom = 1 - own.mean(axis=1) if len(text.tokens) else np.ones(len(weights))
        rarity = weights * np.maximum(seldom, LEAST_RARITY)
        return cls(
            question=question,
            own=own,
            met=text.with_context(own, wanted, fitted),
            words=whole,
            words_before=text.with_context(whole, wanted, fitted),
            letter=float(weights @ own.max(axis=1, initial=0)),
            rarity=rarity / max(float(rarity.sum()), 1e-9),
        )

    def features(self, i: int) -> dict[str, float]:
        """Return the features of a sentence that say how much it meets."""
        weights, idf = self.question.query.tokens.weights, self.question.idf
        return {
            "met": float(weights @ self.met[:, i]),
            "rare": float(self.rarity @ self.met[:, i]),
            "own": float(weights @ self.own[:, i]),
            "letter": self.letter,
            "words": float(idf @ self.words[:, i]),
            "words before": float(idf @ self.words_before[:, i]),
        }


@lru_cache(maxsize=50_000)
def _words_of(part: str) -> frozenset[str]:
    """Return the folded words of what stands between two spaces."""
    return frozenset(words(part))


def is_source(text: str) -> bool:
    """Tell whether a note only names a publication, by its address or by its number."""
    if _ADDRESS.search(text):
        return True
    rest = _PAPERS.sub(" ", text)
    return rest != text and re.search(r"[^\W\d_]{4}", rest) is None
