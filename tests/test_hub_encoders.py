"""The registry of hub models: its prompts reach the model, and the command lists it."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from command_line import run

from qa.encoders.encoder import load_encoder
from qa.encoders.hub import HUB_ENCODERS
from qa.errors import EncoderError
from qa.settings import DEFAULT_ENCODER, STATIC_ENCODER


class RecordingModel:
    """Stands for a downloaded model: remembers what it was made with and was given."""

    def __init__(self, name: str, **options: Any) -> None:
        self.name, self.options = name, options
        self.prompts: dict[str, str] = {"query": "the model's own: "}
        self.given: list[tuple[str, str]] = []
        self.truncate_dim = None

    def encode_query(self, texts: Any, prompt: str, **_: Any) -> np.ndarray:
        self.given.append(("query", prompt))
        return np.ones(4) if isinstance(texts, str) else np.ones((len(texts), 4))

    def encode_document(self, texts: list[str], prompt: str, **_: Any) -> np.ndarray:
        self.given.append(("passage", prompt))
        return np.ones((len(texts), 4))

    def __getitem__(self, _: int) -> Any:
        graph = SimpleNamespace(get_ordered_ops=list)
        return SimpleNamespace(auto_model=SimpleNamespace(model=graph))

    def state_dict(self) -> dict[str, Any]:
        return {}


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> list[RecordingModel]:
    made: list[RecordingModel] = []

    def make(name: str, **options: Any) -> RecordingModel:
        made.append(RecordingModel(name, **options))
        return made[-1]

    monkeypatch.setattr("sentence_transformers.SentenceTransformer", make)
    return made


@pytest.mark.parametrize("name", HUB_ENCODERS)
def test_the_prompts_of_the_registry_reach_the_model(
    name: str, models: list[RecordingModel]
) -> None:
    encoder = load_encoder(name)
    encoder.encode_queries(["vraag"])
    encoder.encode_passages(["alinea"])
    known = HUB_ENCODERS[name]
    assert models[0].name == name
    assert ("query", known.query_prompt) in models[0].given
    assert models[0].given[-1] == ("passage", known.passage_prompt)


def test_a_given_prompt_wins_and_an_unknown_model_keeps_its_own(
    models: list[RecordingModel],
) -> None:
    load_encoder("intfloat/multilingual-e5-small", "vraag: ").encode_queries(["x"])
    load_encoder("nobody/other").encode_queries(["x"])
    assert models[0].given[-1] == ("query", "vraag: ")
    assert models[1].given[-1] == ("query", "the model's own: ")


@pytest.mark.parametrize("backend", ["torch", "openvino"])
def test_the_backend_is_passed_on(backend: Any, models: list[RecordingModel]) -> None:
    load_encoder("nobody/other", backend=backend)
    assert models[0].options["backend"] == backend


def test_a_backend_that_is_not_installed_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ImportError("no optimum here")

    monkeypatch.setattr("sentence_transformers.SentenceTransformer", fail)
    with pytest.raises(EncoderError, match=r"letters-qa\[openvino\]"):
        load_encoder("nobody/other", backend="openvino")


def test_the_command_lists_them_with_what_changes() -> None:
    shown = run("encoders").stdout
    listed = json.loads(run("encoders", "--json").stdout)
    assert listed["default"] == DEFAULT_ENCODER
    assert listed["chosen"] == STATIC_ENCODER
    assert [entry["name"] for entry in listed["hub"]] == list(HUB_ENCODERS)
    for entry in listed["hub"]:
        assert entry["licence"]
        assert entry["dimension"] > 0
        assert entry["name"] in shown
    assert "QA_ENCODER=NAME letters-qa index" in shown
