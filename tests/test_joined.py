"""The transformer in numpy, and the search with its vectors of passages beside the table's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qa.assistant import Assistant
from qa.encoders.encoder import ENCODERS, load_encoder
from qa.encoders.joined import JoinedEncoder
from qa.encoders.layers import BATCH_TOKENS, TransformerLayers, _batches
from qa.indexing import build_index
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, TRANSFORMER, Settings

TEXTS = [
    "Welke steun gaat naar Oekraïne?",
    "Which support goes to Ukraine?",
    "De bakker bakt brood.",
    "kort",
    "",
    "De minister stuurt uw Kamer een brief over de dijken. " * 60,
    "een \ud800 half teken",
]


@pytest.fixture(scope="module")
def transformer() -> TransformerLayers:
    encoder = load_encoder(TRANSFORMER)
    assert isinstance(encoder, TransformerLayers)
    return encoder


@pytest.fixture(scope="module")
def joined() -> JoinedEncoder:
    encoder = load_encoder(JOINED_ENCODER)
    assert isinstance(encoder, JoinedEncoder)
    return encoder


@pytest.fixture(scope="module")
def joined_settings(
    tmp_path_factory: pytest.TempPathFactory, founding_settings: Settings
) -> Settings:
    index = tmp_path_factory.mktemp("joined") / "index"
    settings = Settings(corpus=founding_settings.corpus, index=index, encoder=JOINED_ENCODER)
    build_index(settings)
    return settings


def test_vectors_are_those_of_sentence_transformers(transformer: TransformerLayers) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(ENCODERS / TRANSFORMER)).encode(TEXTS[:6])
    cosines = (transformer.encode_passages(TEXTS[:6]) * theirs).sum(axis=1)
    assert cosines.min() > 0.99999


def test_vectors_have_length_1_and_do_not_depend_on_the_other_texts(
    transformer: TransformerLayers,
) -> None:
    together = transformer.encode_passages(TEXTS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(TEXTS, together, strict=True):
        assert transformer.encode_queries([text])[0] == pytest.approx(vector, abs=1e-5)


def test_texts_in_two_languages_that_mean_the_same_are_near(transformer: TransformerLayers) -> None:
    dutch, english, other = transformer.encode_passages(TEXTS[:3])
    assert dutch @ english > 0.8 > dutch @ other


def test_progress_counts_all_texts(transformer: TransformerLayers) -> None:
    done: list[int] = []
    assert transformer.encode_passages(["brief"] * 600, done.append).shape == (600, 384)
    assert done == [512, 600]
    assert transformer.encode_passages([]).shape == (0, 384)


def test_batches_hold_every_text_once_and_no_more_tokens_than_allowed() -> None:
    lengths = [5, 300, 7, 500, 120, 120, 3, 399]
    batches = _batches(lengths, BATCH_TOKENS)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    assert all(
        len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= BATCH_TOKENS
        for batch in batches
    )


def test_a_question_in_parts_gives_the_cosine_of_each_encoder(joined: JoinedEncoder) -> None:
    question, passage = TEXTS[1], TEXTS[0]
    products = joined.in_parts(question) @ joined.encode_passages([passage])[0]
    for encoder, product in zip((joined.static, joined.transformer), products, strict=True):
        cosine = encoder.encode_queries([question])[0] @ encoder.encode_passages([passage])[0]
        assert product == pytest.approx(cosine, abs=1e-5)


def test_the_search_knows_the_transformers_cosine(
    joined_settings: Settings, transformer: TransformerLayers
) -> None:
    question = "what did NL pledge at the UDCG"
    hits = Assistant.open(settings=joined_settings).search(question, 5)
    assert (11,) in [hit.chunk.paragraphs for hit in hits]
    vector = transformer.encode_queries([question])[0]
    for hit in hits:
        assert -1 <= hit.signals["passage"] <= 1
    alone = Assistant.open(settings=joined_settings).search(question, 5, weights={"passage": 1.0})
    values = [hit.signals["passage"] for hit in alone]
    assert values == sorted(values, reverse=True)
    assert vector.shape == (384,)


def test_a_first_look_finds_what_an_index_without_the_transformer_does(
    joined_settings: Settings, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Assistant.open(settings=joined_settings)
    question = "which contribution was announced for air defence"
    whole = both.search(question, 5)
    monkeypatch.setattr(TransformerLayers, "encode_queries", lambda *_: pytest.fail("read"))
    quick = both.search(question, 5, quick=True)
    without = assistant.search(question, 5, quick=True)
    assert [hit.chunk for hit in quick] == [hit.chunk for hit in without]
    assert without == assistant.search(question, 5)
    for one, other in zip(quick, without, strict=True):
        assert one.signals.keys() == other.signals.keys() == whole[0].signals.keys() - {"passage"}
        assert one.score == pytest.approx(other.score, abs=0.01)


def test_an_index_without_the_transformer_is_searched_without(assistant: Assistant) -> None:
    assert assistant.generation["encoder"]["name"] == STATIC_ENCODER
    assert all("passage" not in hit.signals for hit in assistant.search("steun aan Oekraïne", 5))


def test_an_index_with_both_is_brought_up_to_date(tmp_path: Path, corpus: Path) -> None:
    settings = Settings(corpus=corpus, index=tmp_path / "both", encoder=JOINED_ENCODER)
    build_index(settings)
    (corpus / "dijk.txt").write_text("Den Haag, 3 mei 2021\n\nDe dijk is hersteld.\n", "utf-8")
    report = build_index(settings)
    assert (report.added, report.rebuilt) == (("dijk",), False)
    found = Assistant.open(settings=settings)
    assert found.search("Is de dijk hersteld?", 3)[0].chunk.doc_id == "dijk"
    assert found.store.verify() > 0
