from __future__ import annotations

import gzip
import itertools
import json
import random
import tomllib
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from qa.answering.ranker import Ranker
from qa.encoders.encoder import StaticEncoder, load_encoder
from training.config import Config, load_config
from training.data import Pair, Reading, neighbour_pairs, read_pairs, readings, term_pairs
from training.pipeline import STAGES, run
from training.ranker import Choice, choice_loss
from training.report import SOURCES
from training.switching import Dictionary
from training.table import Trainer, spread_batches
from training.tokens import Texts
from training.typos import misspell, with_typos

WORDS = [  # English, Dutch
    ("minister", "bewindspersoon"), ("letter", "brief"), ("house", "huis"), ("tree", "boom"),
    ("water", "vocht"), ("road", "weg"), ("school", "leerplek"), ("money", "geld"),
    ("law", "wet"), ("war", "oorlog"), ("peace", "vrede"), ("ship", "schip"),
]  # fmt: skip

CONFIG = """
seed = 5

[paths]
data = "{root}/data"
evaluation = "{root}/evaluation"
work = "{root}/work"
weights = "{root}/small-static"
report = "{root}/report.json"

[pairs]
tatoeba_manythings = 1.0
dutch_legal_glossary = 1.0
catalogs = 0.0

[questions]
squad_train = 1.0

[answers]
squad_train = 1.0

[neighbours]
dutch_legal_glossary = 1.0

[tokenizer]
vocabulary = 200
longest = 32
typo_copies = 1.0
typo_words = 0.2

[training]
dimension = 16
epochs = {epochs}
round = ["pairs", "pairs", "questions", "answers", "neighbours"]
batch = {{pairs = 64, questions = 32, answers = 32, neighbours = 4}}
learning_rate = 0.05
warm_up = 0.1
scale = 20.0
token_dropout = 0.05
start_deviation = 0.1

[switching]
epochs = {epochs}
share = 0.9
passages = 1.0
both = 0.5

[ranker]
width = 16
layers = 2
inner = 32
epochs = 8
questions = 8
wrong = 3
learning_rate = 0.005
warm_up = 0.1
dropout = 0.0
"""


def write_gzip(path: Path, lines: list[str]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(line + "\n" for line in lines)


def write_lines(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_data(root: Path) -> None:
    """Sentences of three words, their word-for-word translations, and questions by a key word."""
    triples = list(itertools.permutations(WORDS, 3))[::3]
    sources = sorted(len(triples) * ["tatoeba_manythings", "dutch_legal_glossary", "bible_svv_bbe"])
    lines = ["en\tnl\tsource"]
    for source, words in zip(sources[::3], triples, strict=True):
        english, dutch = (" ".join(word[side] for word in words) for side in (0, 1))
        lines.append(f"regarding the case of {english}\tbetreffende de zaak van {dutch}\t{source}")
    lines += ["forbidden zzqq\tverboden zzqq\tcatalogs", "archaic zzqq\toud zzqq\tbible_svv_bbe"]
    root.mkdir(parents=True)
    write_gzip(root / "parallel.tsv.gz", lines)
    questions = [
        {
            "question": f"where is the {words[0][0]}",
            "passage": " ".join(f"There is a {word[0]} somewhere over here." for word in words),
            "answers": [words[0][0]],
            "title": words[1][0],
        }
        for words in triples
    ]
    write_gzip(root / "squad_train.jsonl.gz", [json.dumps(item) for item in questions])


def make_evaluation(root: Path) -> None:
    pairs = ["\t".join(words) for words in WORDS]
    for name in ("ntrex", "flores-dev", "tatoeba", "eurlex"):
        write_lines(root / f"bitext-{name}.tsv", pairs)
    items = [
        {"en1": en, "en2": en, "nl1": nl, "nl2": nl, "score": score}
        for score, (en, nl) in enumerate(WORDS)
    ]
    write_lines(root / "sts-dev.jsonl", [json.dumps(item) for item in items])
    for name in ("corona-faq", "kamervragen"):
        corpus = [{"_id": f"p{i}", "title": "", "text": nl} for i, (_, nl) in enumerate(WORDS)]
        queries = [
            {"_id": f"{lang}{i}", "text": words[lang == "nl"], "lang": lang}
            for i, words in enumerate(WORDS)
            for lang in ("en", "nl")
        ]
        qrels = [f"{lang}{i}\tp{i}\t1" for i in range(len(WORDS)) for lang in ("en", "nl")]
        write_lines(root / name / "corpus.jsonl", [json.dumps(item) for item in corpus])
        write_lines(root / name / "queries.jsonl", [json.dumps(item) for item in queries])
        write_lines(root / name / "qrels" / "dev.tsv", ["query-id\tcorpus-id\tscore", *qrels])


def make_config(root: Path, epochs: int) -> Config:
    path = root / f"config-{epochs}.toml"
    path.write_text(CONFIG.format(root=root.as_posix(), epochs=epochs), encoding="utf-8")
    return load_config(path)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Config:
    root = tmp_path_factory.mktemp("training")
    make_data(root / "data")
    make_evaluation(root / "evaluation")
    config = make_config(root, epochs=6)
    run(config)
    return config


def test_the_weights_load_and_have_learnt_the_words(trained: Config) -> None:
    encoder = load_encoder(str(trained.paths.weights))
    assert isinstance(encoder, StaticEncoder)
    english, dutch = zip(*WORDS, strict=True)
    cosines = encoder.encode_queries(english) @ encoder.encode_passages(dutch).T
    assert np.mean(cosines.argmax(axis=1) == np.arange(len(WORDS))) == 1


def test_the_report_and_the_card_hold_the_same_figures(trained: Config) -> None:
    report = json.loads(trained.paths.report.read_text(encoding="utf-8"))
    card = (trained.paths.weights / "README.md").read_text(encoding="utf-8")
    assert report["figures"]["bitext-ntrex"] == {"nl-en": 1.0, "en-nl": 1.0}
    assert report["figures"]["corona-faq"]["en"] == pytest.approx(1.0)
    assert "| NTREX, find the translation, nl→en / en→nl | 1.000 / 1.000 |" in card
    assert report["stages"]["tokenizer"]["vocabulary"] <= 200
    for source in ("tatoeba_manythings", "dutch_legal_glossary", "squad_train"):
        assert f"| {source} |" in card
    assert "catalogs |" not in card
    assert str(trained.paths.work) not in card + json.dumps(report)


def test_sources_that_were_not_asked_for_stay_out(trained: Config) -> None:
    pairs = read_pairs(trained.paths.work / "pairs.tsv")
    assert {pair.source for pair in pairs} == {"tatoeba_manythings", "dutch_legal_glossary"}
    assert "zzqq" not in (trained.paths.work / "pairs.tsv").read_text(encoding="utf-8")


def test_a_neighbour_is_not_in_its_own_passage() -> None:
    pairs = [
        Pair(f"english sentence, the number is {i}", f"nederlandse zin, het nummer is {i}", source)
        for source in ("eurlex", "tatoeba")
        for i in range(12)
    ]
    found = list(neighbour_pairs(pairs, {"eurlex": 1.0}, random.Random(0)))
    assert len(found) == 2  # windows of five; the rest of two is left out
    for start, pair in zip((0, 5), found, strict=True):
        taken = int(pair.left.split()[-1])
        others = [i for i in range(start, start + 5) if i != taken]
        assert start <= taken < start + 5
        assert pair.right == " ".join(f"nederlandse zin, het nummer is {i}" for i in others)


def test_our_own_terms_are_pairs_with_a_licence() -> None:
    terms = list(term_pairs())
    assert len(terms) > 300
    assert all(term.left and term.right and term.source == "terms" for term in terms)


def test_every_source_of_the_shipped_config_has_a_licence() -> None:
    config = load_config()
    known = tomllib.loads(SOURCES.read_text(encoding="utf-8"))
    for name in config.pairs | config.questions | config.neighbours:
        assert known[name]["from"], name
        assert known[name]["licence"], name


def test_the_shipped_config_leaves_out_what_may_not_go_in() -> None:
    config = load_config()
    chosen = {name for name, weight in config.pairs.items() if weight > 0}
    assert not chosen & {"fineweb_mt", "eurovoc_labels", "catalogs"}
    assert not [name for name in chosen if name.startswith("bible")]


def test_a_finished_stage_is_skipped_and_a_changed_one_is_not(
    trained: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    for name in STAGES:
        monkeypatch.setitem(STAGES, name, lambda *_, name=name: ran.append(name) or {})
    run(trained)
    assert ran == []
    run(trained, again="export")
    assert ran == ["export", "ranker", "report"]
    ran.clear()
    run(make_config(trained.paths.work.parent, epochs=2), until="train")
    assert ran == ["first", "switch", "train"]


def test_training_goes_on_after_the_last_whole_epoch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_data(tmp_path / "data")
    config = make_config(tmp_path, epochs=2)
    run(config, until="train")
    whole = np.load(config.paths.work / "table.npy")

    steps = 0
    limit = 10**6
    one_step = Trainer.step

    def counted(*arguments):
        nonlocal steps
        steps += 1
        if steps > limit:
            raise KeyboardInterrupt
        return one_step(*arguments)

    monkeypatch.setattr(Trainer, "step", counted)
    run(config, until="train", again="train")
    all_steps, steps, limit = steps, 0, steps - 2
    with pytest.raises(KeyboardInterrupt):
        run(config, until="train", again="train")
    steps, limit = 0, 10**6
    run(config, until="train")
    assert 0 < steps <= all_steps // 2 + 1  # the second of two epochs
    np.testing.assert_allclose(np.load(config.paths.work / "table.npy"), whole, atol=1e-6)


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    make_data(tmp_path / "data")
    config = make_config(tmp_path, epochs=1)
    config.pairs["eforms_ted"] = 1.0
    with pytest.raises(ValueError, match="eforms_ted"):
        run(config, until="data")


def test_no_group_occurs_twice_in_a_batch() -> None:
    groups = np.repeat(np.arange(40), 5)
    rng = np.random.default_rng(0)
    batches = list(spread_batches(groups, np.ones(200), 16, rng))
    assert len(batches) >= 10
    for rows in batches:
        assert len(set(groups[rows])) == 16
    used = np.concatenate(batches)
    assert len(set(used)) == len(used)


def test_a_weight_says_how_often_a_row_comes() -> None:
    weights = np.repeat([0.0, 1.0, 0.5], 1000)
    rng = np.random.default_rng(0)
    rows = np.concatenate(list(spread_batches(np.arange(3000), weights, 10, rng)))
    counts = np.bincount(rows // 1000, minlength=3)
    assert counts[0] == 0
    assert 990 <= counts[1] <= 1000
    assert 430 <= counts[2] <= 570


def test_typing_errors_are_near_the_word_and_spare_short_words_and_numbers() -> None:
    rng = random.Random(0)
    for _ in range(200):
        wrong = misspell("minister", rng)
        assert wrong[0] == "m"
        assert 7 <= len(wrong) <= 9
        assert len(set(wrong) - set("minister")) <= 1
    assert with_typos("de 2024 wet", 1.0, rng) == "de 2024 wet"
    assert with_typos("de minister", 0.0, rng) == "de minister"
    errors = sum(with_typos("minister", 0.3, rng) != "minister" for _ in range(1000))
    assert 220 <= errors <= 330  # a swap of equal letters, or a mistake for itself, is no error


def test_take_puts_rows_end_to_end() -> None:
    texts = Texts(np.array([7, 8, 9, 4, 5], dtype=np.int32), np.array([0, 2, 2, 5]))
    ids, starts = texts.take(np.array([2, 1, 0]))
    assert ids.tolist() == [9, 4, 5, 7, 8]
    assert starts.tolist() == [0, 3, 3]


def test_switching_puts_dutch_tokens_for_english_ones_only() -> None:
    dictionary = Dictionary(np.array([[-1, -1, -1], [3, 4, -1], [-1, -1, -1]] + [[-1] * 3] * 3))
    ids = np.array([1, 2, 1, 1, 0] * 50, dtype=np.int32)
    rng = np.random.default_rng(0)
    assert np.array_equal(dictionary.switch(ids, 0.0, rng), ids)
    switched = dictionary.switch(ids, 1.0, rng)
    assert set(switched[ids == 1].tolist()) == {3, 4}
    assert np.array_equal(switched[ids != 1], ids[ids != 1])
    half = dictionary.switch(ids, 0.5, rng)
    assert 0.3 < np.mean(half[ids == 1] != 1) < 0.7


def test_the_dictionary_learns_the_words_of_the_pairs(trained: Config) -> None:
    tokenizer = Tokenizer.from_file(str(trained.paths.work / "tokenizer.json"))
    rows = np.load(trained.paths.work / "dictionary.npy")
    known = 0
    for english, dutch in WORDS:
        number = tokenizer.token_to_id(english)
        found = [tokenizer.id_to_token(i) for i in rows[number] if i >= 0] if number else []
        known += dutch in found
    assert known >= 3


def test_readings_know_which_sentence_holds_the_answer(tmp_path: Path) -> None:
    items = [
        {"question": "How much?", "passage": "It cost a lot. It cost 9  euro.", "title": "price",
         "answers": ["9 euro"]},
        {"question": "One sentence?", "passage": "It cost 9 euro.", "answers": ["9 euro"]},
        {"question": "No answer?", "passage": "It cost a lot. It did.", "answers": []},
    ]  # fmt: skip
    write_gzip(tmp_path / "small.jsonl.gz", [json.dumps(item) for item in items])
    sentences = ("It cost a lot.", "It cost 9 euro.")
    expected = Reading("How much?", sentences, (1,), "price", "small")
    assert list(readings(tmp_path / "small.jsonl.gz")) == [expected]


def test_the_loss_of_a_choice_by_hand() -> None:
    torch = pytest.importorskip("torch")
    none = np.zeros(0, np.int32)
    around = np.zeros(0, np.float32)
    choices = [
        Choice(none, [none, none], around, np.array([True, False])),
        Choice(none, [none, none, none], around, np.array([False, True, True])),
    ]
    scores = torch.tensor([0.0, 0.0, 1.0, 1.0, 1.0])
    expected = (np.log(2) - np.log(2 / 3)) / 2
    assert choice_loss(scores, choices).item() == pytest.approx(expected)


def test_the_ranker_is_written_for_its_encoder(trained: Config) -> None:
    encoder = load_encoder(str(trained.paths.weights))
    assert isinstance(encoder, StaticEncoder)
    assert Ranker.load(trained.paths.weights, encoder)
    report = json.loads(trained.paths.report.read_text(encoding="utf-8"))
    assert report["stages"]["ranker"]["last_loss"] < 1.0
