"""Words and BM25: folding, stems, and scores against the formula written out."""

from __future__ import annotations

import math

import numpy as np

from qa.index.bm25 import K1, B, WordStatistics, bm25
from qa.index.postings import build_postings
from qa.text.lexical import content_words, stem, subject_words, words

TEXTS = ["de steun aan de Oekraïne", "steun en nog eens steun", "de minister van Defensie"]


def statistics(texts: list[str]) -> WordStatistics:
    postings = build_postings(texts)
    return WordStatistics(
        rows=len(texts),
        mean_length=float(postings.lengths.mean()),
        frequencies={name: postings.document_frequency(name) for name in postings.stems},
    )


def test_words_that_differ_keep_different_stems() -> None:
    assert stem("begeleiding") != stem("beleid")
    assert stem("minister") != stem("mini")
    assert stem("bondgenoten") == stem("bondgenoot") or stem("brieven") == stem("brief")


def test_words_are_folded_and_compounds_are_found_in_parts_and_whole() -> None:
    assert words("Patriot-luchtafweer in Oekraïne") == [
        "patriot", "luchtafweer", "patriotluchtafweer", "in", "oekraine",
    ]  # fmt: skip


def test_content_words_leave_out_stopwords_of_both_languages() -> None:
    assert content_words("what did NL pledge at the UDCG") == ["nl", "pledge", "udcg"]
    assert content_words("Wat is de inzet van Nederland?") == ["inzet", "nederland"]
    assert content_words("Wat is dat?") == ["wat", "is", "dat"]


def test_scores_are_those_of_the_formula() -> None:
    postings = build_postings(TEXTS)
    counts = statistics(TEXTS)
    scores = bm25(postings, [{stem("steun"): 1.0}, {stem("minister"): 0.5}], counts)
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = []
    for text, count in zip(TEXTS, (1, 2, 0), strict=True):
        norm = K1 * (1 - B + B * len(text.split()) / counts.mean_length)
        expected.append(idf * count * (K1 + 1) / (count + norm))
    rare = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    norm = K1 * (1 - B + B * 4 / counts.mean_length)
    expected[2] += 0.5 * rare * (K1 + 1) / (1 + norm)
    np.testing.assert_allclose(scores, expected, rtol=1e-5)


def test_a_group_counts_once_with_its_best_word() -> None:
    postings = build_postings(TEXTS)
    counts = statistics(TEXTS)
    alone = bm25(postings, [{stem("oekraine"): 1.0}], counts)
    joined = bm25(postings, [{stem("oekraine"): 1.0, stem("steun"): 0.3}], counts)
    assert joined[0] == alone[0]
    assert joined[1] > alone[1]


def test_unknown_words_and_no_texts_give_zeros() -> None:
    assert bm25(build_postings(TEXTS), [{"xyz": 1.0}], statistics(TEXTS)).tolist() == [0, 0, 0]
    empty = build_postings([])
    assert bm25(empty, [{"xyz": 1.0}], WordStatistics(0, 0.0, {})).shape == (0,)


def test_a_name_in_capitals_is_no_stopword() -> None:
    assert content_words("Hoe staat het met de IT?") == ["staat", "it"]
    assert content_words("IT") == ["it"]
    assert subject_words("Is it on?") == []
    assert content_words("WAT KOST HET?") == ["kost"]
