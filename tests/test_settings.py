"""Settings: defaults, ``QA_*`` variables, and a message for a wrong value."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import QAError
from qa.settings import Settings, load_settings


def test_given_values_win_over_variables_and_these_over_defaults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QA_CORPUS", "from-variable")
    monkeypatch.setenv("QA_HITS", "7")
    settings = load_settings(corpus=None, index=Path("given"))
    assert (settings.corpus, settings.index) == (Path("from-variable"), Path("given"))
    assert (settings.hits, settings.host, settings.chunk_characters) == (7, "127.0.0.1", 800)


@pytest.mark.parametrize(
    ("name", "value"), [("QA_HITS", "many"), ("QA_CHUNK_CHARACTERS", "5000"), ("QA_PORT", "-1")]
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(QAError, match=f"setting {name}='{value}'"):
        load_settings()


def test_a_model_without_its_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_LLM_URL", "http://127.0.0.1:11434/v1")
    with pytest.raises(QAError, match="set QA_LLM_MODEL too"):
        load_settings()
    monkeypatch.setenv("QA_LLM_MODEL", "een-model")
    assert load_settings().llm_model == "een-model"


@pytest.mark.parametrize("name", ["QA_CORPUS", "QA_INDEX", "QA_ROLE", "QA_PORT", "QA_HOSTS"])
def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")
    assert load_settings() == Settings()
