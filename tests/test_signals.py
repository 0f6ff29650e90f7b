"""The signals that order passages, by hand: candidates of few tokens, a table of three columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from qa.encoders.encoder import ENCODERS, StaticEncoder
from qa.encoders.fitted import FITTED_FILE, read_fitted
from qa.errors import QuestionError
from qa.index import Candidate, Filter
from qa.index.bm25 import WordStatistics
from qa.questions import analyse
from qa.records import Chunk
from qa.retrieval.matching import name_met, question_tokens, weights_by_idf
from qa.retrieval.retriever import CANDIDATES, Retriever
from qa.settings import STATIC_ENCODER

WORDS = ["[UNK]", "brug", "sluis", "dijk", "de"]
BRUG, SLUIS, DIJK, DE = 1, 2, 3, 4
SHIPPED = read_fitted(ENCODERS / STATIC_ENCODER / FITTED_FILE)
FITTED = SHIPPED.model_copy(
    update={
        "retrieval": SHIPPED.retrieval.model_copy(
            update={
                "weights": {"tokens": 2.0, "bm25": 1.0},
                "in_chunk": 0.5,
                "nearby": (0.75, 0.25),
                "in_letter": 0.125,
                "word_in_letter": 0.5,
                "neighbour_floor": 0.3,
                "mistyped": 0.7,
                "name_cosine": 0.5,
            }
        )
    }
)


def lexicon() -> StaticEncoder:
    table = np.array([[0, 0, 0], [2, 0, 0], [0, 2, 0], [0, 0, 2], [0.1, 0.1, 0.1]], np.float32)
    tokenizer = Tokenizer(WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    encoder = StaticEncoder("tiny", table, tokenizer, "0" * 64)
    encoder.fitted = FITTED
    return encoder


def candidate(
    doc_id: str, row: int, tokens: Sequence[int], words: Sequence[float] = (0, 0), dense: float = 0
) -> Candidate:
    """Make a candidate whose every two tokens are a sentence."""
    bounds = [[at, min(at + 2, len(tokens))] for at in range(0, len(tokens), 2)]
    return Candidate(
        f"{doc_id}:{row}",
        doc_id,
        dense,
        np.array(words, np.float32),
        np.array(tokens, np.int32),
        np.array(bounds, np.int32).reshape(-1, 2),
        (0, row),
    )


class Store:
    """A store of a few candidates; notes how it was searched."""

    def __init__(self, candidates: Sequence[Candidate] = ()) -> None:
        self.candidates = list(candidates)
        self.asked: list[Any] = []

    def statistics(self, groups: Any) -> WordStatistics:
        return WordStatistics(100, 10.0, {"brug": 5, "sluis": 5, "bruk": 2, "pont": 50})

    def similar_words(self, vectors: Any, k: int, floor: float) -> list[list[tuple[str, float]]]:
        self.asked.append((len(vectors), k, floor))
        return [[("pont", 0.5)] for _ in vectors]

    def spelled_like(self, words: Sequence[str]) -> list[list[str]]:
        return [["bruk", "pont"] if word == "brug" else [] for word in words]

    def search(self, embedding: Any, groups: Any, k: int, where: Any = None) -> list[Candidate]:
        self.asked.append((k, where))
        return self.candidates

    def chunk(self, place: tuple[int, int]) -> Chunk:
        one = next(c for c in self.candidates if c.place == place)
        return Chunk(one.chunk_id, one.doc_id, 0, 1, "x", (), ())


def retriever(*candidates: Candidate) -> Retriever:
    model = lexicon()
    return Retriever(Store(candidates), model, model)  # type: ignore[arg-type]


def signals(*candidates: Candidate) -> dict[str, dict[str, float]]:
    """Return the signals of each candidate for the question "brug sluis"."""
    made = retriever(*candidates)
    hits = made.search(made.query(analyse("brug sluis")))
    return {hit.chunk.chunk_id: hit.signals for hit in hits}


def test_tokens_are_met_in_the_chunk_and_in_part_around_it() -> None:
    """Both words tell the same, so each counts a half."""
    found = signals(
        candidate("a", 1, [BRUG]),
        candidate("a", 2, [SLUIS]),
        candidate("a", 3, [DIJK]),
        candidate("a", 9, [DIJK]),
        candidate("b", 10, [DIJK]),
    )
    assert {name: one["tokens"] for name, one in found.items()} == {
        "a:1": pytest.approx(0.5 + 0.5 * 0.75),
        "a:2": pytest.approx(0.5 + 0.5 * 0.75),
        "a:3": pytest.approx(0.5 * 0.75 + 0.5 * 0.25),
        "a:9": pytest.approx(0.125),
        "b:10": pytest.approx(0.0),
    }


def test_rows_of_another_letter_are_not_near() -> None:
    found = signals(candidate("a", 1, [BRUG, SLUIS]), candidate("b", 2, [DIJK]))
    assert found["b:2"]["tokens"] == pytest.approx(0.0)


def test_the_best_sentence_has_a_part_of_what_stands_elsewhere_in_its_chunk() -> None:
    found = signals(
        candidate("a", 1, [BRUG, DE, SLUIS, DE]),
        candidate("b", 2, [BRUG, SLUIS]),
        candidate("c", 3, [DIJK, DE]),
    )
    assert found["a:1"]["sentence"] == pytest.approx(0.5 + 0.5 * 0.58, abs=0.01)  # "de" is near
    assert found["b:2"]["sentence"] == pytest.approx(1.0)
    assert found["a:1"]["tokens"] == pytest.approx(1.0)
    assert found["c:3"]["sentence"] < 0.6


def test_a_chunk_without_sentences_has_no_best_one() -> None:
    found = signals(candidate("a", 1, []), candidate("b", 2, [BRUG, SLUIS]))
    assert found["a:1"]["sentence"] == 0.0


def test_words_count_in_part_in_the_rest_of_the_letter_but_not_in_bm25() -> None:
    found = signals(
        candidate("a", 1, [DIJK], (4.0, 0.0)),
        candidate("a", 9, [DIJK], (1.0, 3.0)),
        candidate("b", 20, [DIJK], (0.0, 1.0)),
    )
    assert {name: one["words"] for name, one in found.items()} == {
        "a:1": 4.0 + 1.5,
        "a:9": 2.0 + 3.0,
        "b:20": 1.0,
    }
    assert {name: one["bm25"] for name, one in found.items()} == {
        "a:1": 4.0,
        "a:9": 4.0,
        "b:20": 1.0,
    }


def test_scores_are_standard_scores_weighed_and_ties_go_by_id() -> None:
    made = retriever(
        candidate("b", 1, [DIJK], dense=0.25),
        candidate("a", 2, [DIJK], dense=0.25),
        candidate("c", 5, [DIJK], dense=0.75),
        candidate("d", 9, [DIJK], dense=0.75),
    )
    hits = made.search(made.query(analyse("brug sluis")), weights={"dense": 2.0, "bm25": 5.0})
    assert [hit.chunk.chunk_id for hit in hits] == ["c:5", "d:9", "a:2", "b:1"]
    assert [hit.score for hit in hits] == [2.0, 2.0, -2.0, -2.0]
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert hits[0].signals["dense"] == 0.75


def test_the_fitted_weights_count_where_none_are_given() -> None:
    made = retriever(candidate("a", 1, [BRUG]), candidate("b", 5, [DIJK], (9.0, 0.0)))
    query = made.query(analyse("brug sluis"))
    assert [hit.score for hit in made.search(query)] == pytest.approx([1.0, -1.0])
    flat = made.search(query, weights={})
    assert [hit.score for hit in flat] == [0.0, 0.0]


def test_as_many_hits_as_asked_for_of_at_least_so_many_candidates() -> None:
    made = retriever(candidate("a", 1, [BRUG]), candidate("b", 5, [DIJK]))
    query = made.query(analyse("brug"))
    assert len(made.search(query, 1)) == 1
    assert len(made.search(query, 500)) == 2
    asked = [one[0] for one in made.store.asked if len(one) == 2]  # type: ignore[attr-defined]
    assert asked == [CANDIDATES, 500]
    assert retriever().search(query) == []


def test_quoted_words_join_the_filter() -> None:
    made = retriever(candidate("a", 1, [BRUG]))
    query = made.query(analyse('De "oude brug"'))
    made.search(query)
    made.search(query, where=Filter(dossiers=("99020",)))
    wheres = [one[1] for one in made.store.asked if len(one) == 2]  # type: ignore[attr-defined]
    assert wheres == [
        Filter(phrases=("oude brug",)),
        Filter(dossiers=("99020",), phrases=("oude brug",)),
    ]


def test_a_words_group_has_its_stem_neighbours_and_slips() -> None:
    query = retriever().query(analyse("brug sluis"))
    assert query.groups == (
        {"brug": 1.0, "bruk": 0.7, "pont": 0.7},
        {"sluis": 1.0, "pont": 0.25},
    )
    statistics = Store().statistics(query.groups)
    assert query.idf == (
        pytest.approx(max(statistics.idf("brug"), 0.7 * statistics.idf("bruk"))),
        pytest.approx(statistics.idf("sluis")),
    )
    assert float(query.telling.sum()) == pytest.approx(1.0)


def test_neighbours_are_asked_for_down_to_the_fitted_floor() -> None:
    made = retriever()
    made.query(analyse("brug sluis"))
    assert made.store.asked == [(2, 4, 0.3)]  # type: ignore[attr-defined]


def test_meanings_are_matched_as_if_they_had_been_typed() -> None:
    query = retriever().query(analyse("de brug"), ["sluis", "dijk"])
    assert query.tokens.words == ("brug", "sluis", "dijk")
    np.testing.assert_allclose(query.embedding, lexicon().encode_queries(["de brug sluis dijk"])[0])


@pytest.mark.parametrize(
    ("question", "said"),
    [("?!", "the question is empty; type a few words"), ("of the", "'of the' has only words")],
)
def test_a_question_that_says_nothing_is_refused(question: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said.replace("?", r"\?")):
        retriever().query(analyse(question))


def test_tokens_are_weighed_by_the_idf_of_their_word_at_least_a_little() -> None:
    tokens = question_tokens("brug sluis dijk", lexicon())
    weights = weights_by_idf(tokens, {"brug": 3.0, "sluis": 0.9, "huis": 9.0})
    np.testing.assert_allclose(weights, [0.75, 0.225, 0.025], rtol=1e-5)
    assert weights_by_idf(question_tokens("?", lexicon()), {}).shape == (0,)


def test_the_part_of_a_compound_that_tells_most_counts() -> None:
    tokens = question_tokens("sluis brug-dijk", lexicon())
    assert tokens.words == ("sluis", "brug-dijk", "brug-dijk", "brug-dijk")  # "-" is strange
    weights = weights_by_idf(tokens, {"sluis": 1.0, "brug": 2.0, "dijk": 4.0})
    np.testing.assert_allclose(weights, [1 / 9, 4 / 9, 0, 4 / 9], rtol=1e-5)


def test_a_token_tells_once_and_its_row_is_where_it_stands() -> None:
    tokens = question_tokens("de brug, de brug en sluis", lexicon())
    assert tokens.words == ("brug", "sluis")
    assert tokens.ids[tokens.rows].tolist() == [BRUG, SLUIS]
    np.testing.assert_allclose(tokens.weights, [0.5, 0.5])


@pytest.mark.parametrize(
    ("ids", "met"), [([BRUG], 1.0), ([SLUIS], 0.0), ([DE], 1.0), ([], 0.0), ([SLUIS, BRUG], 1.0)]
)
def test_a_name_is_met_in_full_from_the_fitted_cosine_up(ids: list[int], met: float) -> None:
    assert name_met("brug", np.array(ids, np.int32), lexicon()) == pytest.approx(met)


def test_a_name_of_two_words_is_met_by_halves() -> None:
    assert name_met("dijk sluis", np.array([SLUIS], np.int32), lexicon()) == pytest.approx(1.0)
    assert name_met("brug dijk sluis", np.array([SLUIS], np.int32), lexicon()) == pytest.approx(
        2 / 3
    )
    assert name_met("?", np.array([SLUIS], np.int32), lexicon()) == 0.0
