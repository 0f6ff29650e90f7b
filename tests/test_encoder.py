"""Encoders: vectors and fingerprints of the one that ships, prompts, models by name or folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from qa.encoders.encoder import ENCODERS, StaticEncoder, TransformerEncoder, load_encoder
from qa.errors import EncoderError
from qa.settings import STATIC_ENCODER

SHIPPED = ENCODERS / STATIC_ENCODER

MIXED_TEXTS = [
    "Nederland levert Patriot-luchtafweerraketten aan Oekraïne.",
    "",
    "   ",
    "The Minister of Defence, 24 May 2024: €2.4 billion (estimate).",
    "?!",
    "☃",
    "Vergaderjaar 2023–2024 — café, coöperatie, 's-Gravenhage",
    "donaudampfschifffahrtsgesellschaftskapitän " * 40,
]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    loaded = load_encoder()
    assert isinstance(loaded, StaticEncoder)
    return loaded


@pytest.fixture(scope="module")
def small_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random BERT of two small layers, saved with prompts of its own."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    bare = tmp_path_factory.mktemp("bert")
    words = "[PAD] [UNK] [CLS] [SEP] [MASK] query passage : de the minister steun aan to support"
    (bare / "vocab.txt").write_text("\n".join(words.split()), encoding="utf-8")
    BertTokenizerFast(str(bare / "vocab.txt")).save_pretrained(bare)
    import torch

    torch.manual_seed(3)
    BertModel(
        BertConfig(
            vocab_size=len(words.split()),
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
        )
    ).save_pretrained(bare)
    transformer = Transformer(str(bare))
    folder = tmp_path_factory.mktemp("small")
    SentenceTransformer(
        modules=[transformer, Pooling(16)],
        prompts={"query": "query : ", "document": "passage : "},
        device="cpu",
    ).save(str(folder), create_model_card=False)
    return folder


def cosine(encoder: StaticEncoder, one: str, other: str) -> float:
    return float(encoder.encode_queries([one])[0] @ encoder.encode_passages([other])[0])


# Scores of the shipped weights: they change only when the weights do, and then on purpose.
FIXED_SCORES = [
    (
        "Which support does the Netherlands give to Ukraine?",
        "Nederland steunt Oekraïne met wapens en geld.",
        0.5331,
    ),
    (
        "How much money is available for air defence?",
        "Voor luchtverdediging is 250 miljoen euro beschikbaar.",
        0.5669,
    ),
    (
        "When will the minister inform the House?",
        "De minister informeert de Kamer voor het zomerreces.",
        0.4719,
    ),
    ("Wanneer gaat de wet in?", "De wet treedt in werking op 1 januari 2025.", 0.3222),
    (
        "Wie betaalt de kosten van de opvang?",
        "De gemeente vergoedt de kosten van de opvang.",
        0.4529,
    ),
    ("hospital", "ziekenhuis", 0.7244),
    ("prime minister", "minister-president", 0.7352),
    ("Kamerbrief", "letter to parliament", 0.7421),
    ("The ship sailed to Rotterdam.", "Het schip voer naar Rotterdam.", 0.6984),
    ("The ship sailed to Rotterdam.", "De boer melkt zijn koeien.", -0.0117),
    ("ammunition", "stikstof", -0.0108),
    ("Patriot", "luchtverdediging", 0.0493),
]


@pytest.mark.parametrize(("one", "other", "score"), FIXED_SCORES)
def test_scores_of_the_shipped_weights(
    encoder: StaticEncoder, one: str, other: str, score: float
) -> None:
    assert cosine(encoder, one, other) == pytest.approx(score, abs=1e-3)


def test_a_translation_is_nearer_than_any_other_sentence(encoder: StaticEncoder) -> None:
    english = [
        "The cabinet will send a letter before the summer.",
        "Ukraine needs more ammunition.",
        "The costs are covered by the defence budget.",
        "The minister answers questions about the hospital.",
        "Trains were late because of the snow.",
        "The committee advises to change the law.",
        "Farmers protest against the nitrogen rules.",
        "Students pay less tuition this year.",
    ]
    dutch = [
        "Het kabinet stuurt voor de zomer een brief.",
        "Oekraïne heeft meer munitie nodig.",
        "De kosten worden gedekt uit de defensiebegroting.",
        "De minister beantwoordt vragen over het ziekenhuis.",
        "Treinen waren te laat door de sneeuw.",
        "De commissie adviseert de wet te wijzigen.",
        "Boeren protesteren tegen de stikstofregels.",
        "Studenten betalen dit jaar minder collegegeld.",
    ]
    cosines = encoder.encode_queries(english) @ encoder.encode_passages(dutch).T
    others = cosines[~np.eye(len(english), dtype=bool)]
    assert cosines.argmax(axis=0).tolist() == list(range(len(english)))
    assert cosines.argmax(axis=1).tolist() == list(range(len(english)))
    assert cosines.diagonal().min() > others.max()


def test_same_vectors_as_sentence_transformers(encoder: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(SHIPPED), device="cpu").float()  # 6.0 and 6.1 keep halves
    theirs = model.encode(MIXED_TEXTS)
    np.testing.assert_allclose(encoder.encode_passages(MIXED_TEXTS), theirs, atol=1e-5)


@pytest.fixture(scope="module")
def small_static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random table of 24 columns, saved with a query prompt and cut to 8."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    rows = np.random.default_rng(3).normal(size=(tokenizer.get_vocab_size(), 24))
    folder = tmp_path_factory.mktemp("static")
    SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, rows.astype(np.float32)), Normalize()],
        prompts={"query": "question: ", "document": ""},
        truncate_dim=8,
        device="cpu",
    ).save(str(folder), create_model_card=False)
    return folder


def set_truncate_dim(folder: Path, place: Path, value: object) -> str:
    """Copy a model with another ``truncate_dim``; None for none."""
    shutil.copytree(folder, place)
    config = place / "config_sentence_transformers.json"
    said = json.loads(config.read_text(encoding="utf-8"))
    said["truncate_dim"] = value
    config.write_text(json.dumps(said), encoding="utf-8")
    return str(place)


@pytest.mark.parametrize("kept", [1, 8, 24, 100, None])
@pytest.mark.parametrize("kind", ["small_static", "small_transformer"])
def test_vectors_are_cut_as_sentence_transformers_cuts_them(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, kept: int | None
) -> None:
    from sentence_transformers import SentenceTransformer

    name = set_truncate_dim(request.getfixturevalue(kind), tmp_path / "model", kept)
    model = SentenceTransformer(name, device="cpu")
    ours = load_encoder(name)
    assert isinstance(ours, StaticEncoder) == (kind == "small_static")
    texts = ["de minister", "steun aan support", "the minister support"]
    for vectors, theirs in (
        (ours.encode_passages(texts), model.encode_document(texts, normalize_embeddings=True)),
        (ours.encode_queries(texts), model.encode_query(texts, normalize_embeddings=True)),
    ):
        assert vectors.shape == theirs.shape == (3, ours.dimension)
        np.testing.assert_allclose(vectors, theirs, atol=1e-5)


@pytest.mark.parametrize("kind", ["small_static", "small_transformer"])
def test_a_cut_changes_the_fingerprint(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    prints = set()
    for number, kept in enumerate((8, 9, None)):
        place = tmp_path / "model"  # always the same name
        place.rename(tmp_path / f"old-{number}") if place.exists() else None
        name = set_truncate_dim(request.getfixturevalue(kind), place, kept)
        prints.add(load_encoder(name).fingerprint)
    assert len(prints) == 3


@pytest.mark.parametrize("kept", [0, -3, "8", 2.5, True])
@pytest.mark.parametrize("kind", ["small_static", "small_transformer"])
def test_a_cut_that_is_no_size_is_refused(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, kept: object
) -> None:
    name = set_truncate_dim(request.getfixturevalue(kind), tmp_path / "model", kept)
    with pytest.raises(EncoderError, match="its truncate_dim is .*; mend it in config_sentence"):
        load_encoder(name)


def test_rows_have_length_one_or_are_zero(encoder: StaticEncoder) -> None:
    lengths = np.linalg.norm(encoder.encode_passages(MIXED_TEXTS), axis=1)
    known = [text.strip() not in ("", "☃") for text in MIXED_TEXTS]
    np.testing.assert_allclose(lengths, np.array(known, dtype=np.float32), atol=1e-6)


def test_no_texts_give_no_rows(encoder: StaticEncoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)
    assert encoder.tokenize([]) == []


def test_capitals_and_accents_do_not_matter(encoder: StaticEncoder) -> None:
    written = ["Steun aan Oekraïne", "STEUN AAN OEKRAÏNE", "steun aan oekraine"]
    first, *rest = encoder.encode_queries(written)
    for row in rest:
        np.testing.assert_array_equal(row, first)


def test_a_text_is_encoded_alike_alone_and_among_many(encoder: StaticEncoder) -> None:
    texts = [f"Alinea {number} gaat over artikel {number * 7}." for number in range(1300)]
    done: list[int] = []
    rows = encoder.encode_passages(texts, done.append)
    assert done == [512, 1024, 1300]
    for number in (0, 511, 512, 1299):
        np.testing.assert_array_equal(rows[number], encoder.encode_queries([texts[number]])[0])


def test_a_vector_is_the_mean_of_its_rows_in_the_table(encoder: StaticEncoder) -> None:
    text = "De Kamer is hierover geïnformeerd."
    mean = encoder.table[encoder.tokenize([text])[0].ids].mean(axis=0)
    np.testing.assert_allclose(
        encoder.encode_passages([text])[0], mean / np.linalg.norm(mean), atol=1e-6
    )
    np.testing.assert_allclose(encoder.norms, np.linalg.norm(encoder.table, axis=1), rtol=1e-5)


def test_offsets_point_at_the_characters(encoder: StaticEncoder) -> None:
    text = "  Oekraïne: €2,4 mld. – \ud800 Coördinatie!"
    tokens = encoder.tokenize([text])[0]
    pieces = [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    assert "".join(pieces) == "".join(text.replace("\ud800", "").split())
    assert "Oekraïne" in pieces
    assert tokens.ids.dtype == tokens.starts.dtype == tokens.ends.dtype == np.int32
    assert len(encoder.tokenize([""])[0]) == 0


def test_a_long_text_is_not_cut(encoder: StaticEncoder) -> None:
    text = "woord " * 5000
    assert encoder.tokenize([text])[0].ends[-1] == len(text) - 1


def test_prompts_change_vectors_and_fingerprint(encoder: StaticEncoder) -> None:
    prompted = load_encoder(query_prompt="vraag: ")
    texts = ["Wat kost de missie?"]
    np.testing.assert_array_equal(prompted.encode_passages(texts), encoder.encode_passages(texts))
    np.testing.assert_array_equal(
        prompted.encode_queries(texts), encoder.encode_queries(["vraag: Wat kost de missie?"])
    )
    assert prompted.fingerprint != encoder.fingerprint


def test_fingerprint_follows_the_weights(encoder: StaticEncoder, tmp_path: Path) -> None:
    for path in SHIPPED.rglob("*.*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(SHIPPED)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
    same = load_encoder(str(tmp_path))
    assert isinstance(same, StaticEncoder)
    assert (same.name, same.fingerprint) == (str(tmp_path), encoder.fingerprint)

    weights = bytearray((tmp_path / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (tmp_path / "model.safetensors").write_bytes(weights)
    assert load_encoder(str(tmp_path)).fingerprint != encoder.fingerprint


def test_the_shipped_folder_is_small_and_names_no_machine() -> None:
    files = [path for path in SHIPPED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 30e6
    for path in files:
        if path.suffix in (".json", ".md"):
            text = path.read_text(encoding="utf-8")
            assert not [word for word in ("/work", "/tmp", "/home") if word in text], path


def test_a_saved_transformer_loads_with_its_prompts(small_transformer: Path) -> None:
    texts = ["de minister", "support"]
    own = load_encoder(str(small_transformer))
    bare = load_encoder(str(small_transformer), "", "")
    assert isinstance(own, TransformerEncoder)
    assert (own.dimension, bare.dimension) == (16, 16)
    np.testing.assert_allclose(
        own.encode_queries(texts),
        bare.encode_queries([f"query : {text}" for text in texts]),
        atol=1e-6,
    )
    done: list[int] = []
    np.testing.assert_allclose(
        own.encode_passages(texts, done.append),
        bare.encode_queries([f"passage : {text}" for text in texts]),
        atol=1e-6,
    )
    assert done == [2]
    assert not np.allclose(own.encode_queries(texts), own.encode_passages(texts), atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(own.encode_queries(texts), axis=1), 1, atol=1e-6)
    assert own.encode_queries([]).shape == (0, 16)


def test_the_fingerprint_of_a_transformer_covers_prompts(small_transformer: Path) -> None:
    own = load_encoder(str(small_transformer))
    assert own.fingerprint == load_encoder(str(small_transformer)).fingerprint
    assert own.fingerprint != load_encoder(str(small_transformer), "query : de ").fingerprint


def test_openvino_gives_the_numbers_of_torch(
    small_transformer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("optimum.intel", reason="the extra openvino is not installed")
    plain = load_encoder(str(small_transformer))
    fast = load_encoder(str(small_transformer), backend="openvino")
    texts = ["de minister", "support"]
    np.testing.assert_allclose(plain.encode_queries(texts), fast.encode_queries(texts), atol=1e-3)
    again = load_encoder(str(small_transformer), backend="openvino")
    assert again.fingerprint == fast.fingerprint
    shutil.copytree(small_transformer, tmp_path / "other")
    path = tmp_path / "other" / "model.safetensors"
    weights = load_file(path)
    save_file({name: weight * 1.01 for name, weight in weights.items()}, path, {"format": "pt"})
    monkeypatch.chdir(tmp_path / "other")  # the same name, other weights
    other = load_encoder(".", backend="openvino")
    monkeypatch.chdir(small_transformer)
    assert load_encoder(".", backend="openvino").fingerprint != other.fingerprint


@pytest.mark.parametrize("name", ["models/no/such/folder", "./here", "/no/where", ""])
def test_a_missing_folder_is_named_with_the_way_out(name: str) -> None:
    with pytest.raises(EncoderError) as caught:
        load_encoder(name)
    message = str(caught.value)
    assert repr(name) in message
    assert "no such folder" in message
    assert "unset QA_ENCODER" in message


def test_a_model_that_is_not_on_disk_gives_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError) as caught:
        load_encoder("nobody/no-such-model")
    message = str(caught.value)
    assert "'nobody/no-such-model'" in message
    assert "unset QA_ENCODER" in message
    assert "\n" not in message


def test_a_shipped_encoder_that_is_gone_is_not_looked_for_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.encoders.encoder.ENCODERS", tmp_path)
    with pytest.raises(EncoderError, match="no such folder.* install the program again"):
        load_encoder()


def test_damaged_weights_give_an_encoder_error(tmp_path: Path) -> None:
    for name in ("modules.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EncoderError, match="unset QA_ENCODER"):
        load_encoder(str(tmp_path))


def test_importing_and_using_the_default_stays_light() -> None:
    code = (
        "import sys, qa.encoders.encoder\n"
        "qa.encoders.encoder.load_encoder().encode_queries(['vraag'])\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert done.stdout == "[]\n"


def test_the_transformer_that_ships_is_loaded_by_its_name_without_the_network() -> None:
    encoder = load_encoder("nl-en-minilm-v1")
    assert (encoder.name, encoder.dimension) == ("nl-en-minilm-v1", 384)
    dutch, english, other = encoder.encode_queries(
        ["Welke steun gaat naar Oekraïne?", "Which support goes to Ukraine?", "De sluis is dicht."]
    )
    assert dutch @ english > 0.8 > 0.5 > dutch @ other
