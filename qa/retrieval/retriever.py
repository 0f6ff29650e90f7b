"""From a question to hits: dense, words across languages, token-level matching, fused.

The store brings the nearest passages and the best by words; all candidates are then scored by
four signals, five where the passages have the transformer's vectors too, each made comparable over
the candidates (z-scores) and added up. Ties go by ``chunk_id``, so the same question gives the same
hits on every run. Does not choose sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qa.encoders.encoder import Encoder, StaticEncoder
from qa.encoders.joined import JoinedEncoder
from qa.errors import QuestionError
from qa.index import Candidate, Filter, Store
from qa.letters.dutch_words import is_word
from qa.records import Hit, Question, Searched, TimeRange
from qa.retrieval.matching import Query, matches_in_parts, question_tokens, weights_by_idf
from qa.text.lexical import stem, words
from qa.text.spelling import PLAIN

CANDIDATES = 100
"""How many passages each first-stage search brings. A rule of thumb."""

NEIGHBOURS = 4
"""How many words of the letters may stand in for one word of the question. A rule of thumb."""

SHORTEST_FORM = 0.7
"""A stem that a word begins with is a form of it if it is so much of it; else a part. A rule of
thumb: "kern" is none of "kerncentrale"."""

ACRONYM = 4
"""Of a word of so many letters a beginning is another word: "ao" is no form of "aow"."""

SIGNALS = ("tokens", "sentence", "dense", "words", "bm25")
"""Names of the signals: token-level over the chunk and over its best sentence, vectors, words with
those of the letter around, and plain BM25, which is measured but counts for nothing."""

PASSAGE = "passage"
"""A signal more where the passages have the transformer's vectors: the cosine of those."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was found for a question.

    ``hits`` stand in rank order, ``searched`` tells where they were sought. ``time`` is what the
    question asks for and is looked after already: its words need not stand in a letter. Nor
    need its subject, where the letters are ``referred`` to by one that has it.
    """

    query: Query
    hits: tuple[Hit, ...]
    searched: Searched
    time: TimeRange | None = None
    referred: bool = False


class Retriever:
    """Searches one open store with one encoder; ``lexicon`` gives the token vectors."""

    def __init__(self, store: Store, encoder: Encoder, lexicon: StaticEncoder) -> None:
        self.store = store
        self.encoder = encoder
        self.lexicon = lexicon
        self._fitted = lexicon.fitted.retrieval

    def query(
        self, question: Question, meanings: Sequence[str] = (), *, quick: bool = False
    ) -> Query:
        """Make a question ready: its embedding, its tokens, its words with their neighbours.

        Args:
            question: As it was analysed.
            meanings: What its abbreviations stand for: matched as if it said them too.
            quick: Leave out the transformer's vector.

        Raises:
            QuestionError: If the question holds no letter or digit, or only words like "of the".
        """
        text, asked = question.text, question.words
        if not any(character.isalnum() for character in text):
            raise QuestionError("question-empty")
        if question.bare:
            raise QuestionError("question-without-subject", text=text)
        groups = tuple(self._groups(asked))
        statistics = self.store.statistics(groups)
        idf = tuple(
            max(statistics.idf(name) * weight for name, weight in group.items()) for group in groups
        )
        spelled_out = " ".join([text, *meanings])
        tokens = question_tokens(spelled_out, self.lexicon)
        static = self.lexicon.encode_queries([text])[0]
        same = self.encoder is self.lexicon and spelled_out == text
        return Query(
            question=question,
            embedding=static if same else self._embedding(spelled_out, quick),
            static=static,
            tokens=tokens,
            groups=groups,
            idf=idf,
            telling=weights_by_idf(tokens, dict(zip(asked, idf, strict=True))),
        )

    def slips(self, question: Question) -> dict[str, str]:
        """Return the words of a question that are mistyped, each with the word that is meant.

        A word is mistyped if it is not in the letters, no Dutch word, none that the lexicon has
        whole, and one word of the letters alone differs from it by a slip.
        """
        quoted = {word for phrase in question.phrases for word in words(phrase)}
        asked = [word for word in question.words if len(word) >= PLAIN and word not in quoted]
        tokens = self.lexicon.token_ids(asked)
        strange = [word for word, ids in zip(asked, tokens, strict=True) if len(ids) > 1]
        meant = {word: found for word in strange if (found := self.store.meant(word))}
        return {word: found for word, found in meant.items() if not is_word(word)}

    def _embedding(self, text: str, quick: bool) -> NDArray[np.float32]:
        """Return the question's vector, or a row for each of two encoders."""
        if isinstance(self.encoder, JoinedEncoder):
            if quick:
                return self.encoder.in_static_part(self.encoder.static.encode_queries([text])[0])
            return self.encoder.in_parts(text)
        return self.encoder.encode_queries([text])[0]

    def _groups(self, asked: Sequence[str]) -> list[dict[str, float]]:
        """Join to each word the nearest words of the letters, weighed by the squared cosine.

        A word that no letter has is joined by those that it may be mistyped for.
        """
        vectors = self.lexicon.encode_queries(asked)
        groups = []
        near = self.store.similar_words(vectors, NEIGHBOURS, self._fitted.neighbour_floor)
        typed = self.store.spelled_like(asked)
        for word, neighbours, meant in zip(asked, near, typed, strict=True):
            group = {
                name: cosine**2 for name, cosine in neighbours if not is_only_a_part(word, name)
            }
            group |= {name: max(self._fitted.mistyped, group.get(name, 0.0)) for name in meant}
            group[stem(word)] = 1.0
            groups.append(group)
        return groups

    def search(
        self,
        query: Query,
        k: int = 10,
        where: Filter | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> list[Hit]:
        """Return the best ``k`` chunks, or all candidates if there are fewer.

        Args:
            query: From `query`.
            k: How many hits, at least 1.
            where: Which passages to search, besides those with the phrases of the question.
            weights: What each of `SIGNALS` counts; the fitted weights by default.

        Returns:
            Hits by falling score; equal scores in the order of ``chunk_id``.
        """
        if query.question.phrases:
            where = replace(where or Filter(), phrases=query.question.phrases)
        candidates = self.store.search(query.embedding, query.groups, max(k, CANDIDATES), where)
        if not candidates:
            return []
        signals = self._signals(query, candidates)
        if weights is None:
            weights = self._fitted.joined if PASSAGE in signals else self._fitted.weights
        total = np.zeros(len(candidates))
        for name, weight in weights.items():
            total += weight * _standard(signals[name])
        ranked = sorted(
            range(len(candidates)),
            key=lambda i: (-round(float(total[i]), 6), candidates[i].chunk_id),
        )
        return [
            Hit(
                rank=rank,
                score=float(total[i]),
                chunk=self.store.chunk(candidates[i].place),
                signals={name: float(values[i]) for name, values in signals.items()},
            )
            for rank, i in enumerate(ranked[:k], start=1)
        ]

    def _signals(self, query: Query, candidates: list[Candidate]) -> dict[str, NDArray[np.float64]]:
        """Score the candidates; what stands near them and in the same letter counts in part."""
        tokens, by_sentence = matches_in_parts(
            query.tokens, [c.tokens for c in candidates], [c.sentences for c in candidates]
        )
        words = np.stack([c.words for c in candidates], axis=1)
        owners = np.repeat(np.arange(len(candidates)), [len(c.sentences) for c in candidates])
        fitted = self._fitted
        near = _near(tokens, candidates, fitted.nearby)
        around = np.maximum(near, fitted.in_letter * _in_letter(tokens, candidates))
        inherited = np.maximum(fitted.in_chunk * tokens, around)[:, owners]
        best = np.zeros(len(candidates))
        np.maximum.at(best, owners, query.telling @ np.maximum(by_sentence, inherited))
        inherited_words = np.maximum(words, fitted.word_in_letter * _in_letter(words, candidates))
        found = {
            "tokens": np.asarray(query.telling @ np.maximum(tokens, around), np.float64),
            "sentence": best,
            "dense": np.array([c.dense for c in candidates]),
            "words": inherited_words.sum(axis=0).astype(np.float64),
            "bm25": words.sum(axis=0).astype(np.float64),
        }
        if candidates[0].passage is not None:
            found[PASSAGE] = np.array([c.passage for c in candidates], np.float64)
        return found


def is_only_a_part(word: str, name: str) -> bool:
    """Tell whether a stem is the beginning of a word and no form of it.

    Pieces of words have vectors too, so that these come near.

    Example:
        >>> is_only_a_part("borssele", "bor"), is_only_a_part("aow", "ao")
        (True, True)
        >>> is_only_a_part("brieven", "briev"), is_only_a_part("letters", "brief")
        (False, False)
    """
    if name == stem(word) or not word.startswith(name):
        return False
    return len(word) <= ACRONYM or len(name) < SHORTEST_FORM * len(word)


def _in_letter(own: NDArray[np.float32], candidates: list[Candidate]) -> NDArray[np.float32]:
    """Return the best of each letter's candidates, shape like ``own``: (parts, candidates)."""
    letters, of = np.unique([candidate.doc_id for candidate in candidates], return_inverse=True)
    best = np.zeros((len(own), len(letters)), np.float32)
    for part, values in zip(best, own, strict=True):
        np.maximum.at(part, of, values)
    return best[:, of]


def _near(
    own: NDArray[np.float32], candidates: list[Candidate], nearby: Sequence[float]
) -> NDArray[np.float32]:
    """Return the best of the chunks next to each in its letter, at their discounts."""
    column = {candidate.place: i for i, candidate in enumerate(candidates)}
    best = np.zeros_like(own)
    for step, counts in enumerate(nearby, start=1):
        pairs = [
            (i, j)
            for (segment, row), i in column.items()
            if (j := column.get((segment, row + step))) is not None
            and candidates[i].doc_id == candidates[j].doc_id
        ]
        here, there = np.array(pairs, np.int64).reshape(-1, 2).T
        best[:, here] = np.maximum(best[:, here], counts * own[:, there])
        best[:, there] = np.maximum(best[:, there], counts * own[:, here])
    return best


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Subtract the mean and divide by the standard deviation; zeros if all are equal."""
    deviation = values.std()
    if deviation < 1e-9:
        return np.zeros_like(values)
    standard: NDArray[np.float64] = (values - values.mean()) / deviation
    return standard
