"""What several tests share: the founding letter, small corpora, an index built once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from threading import Lock

import hypothesis
import prebuilt
import pytest
from argon2 import PasswordHasher
from one_subject import write_letters

import qa.indexing.made_by
import qa.web.users
from qa.assistant import Assistant
from qa.indexing import build_index
from qa.letters import read_letter, worker
from qa.records import Letter
from qa.settings import STATIC_ENCODER, Settings

hypothesis.settings.register_profile("any machine", deadline=None)  # slow ones too
hypothesis.settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parent.parent
FOUNDING = ROOT / "corpus" / "kst-28676-449.txt"
DATA = Path(__file__).with_name("data")

PLEDGE = (
    "Namens Nederland heb ik nieuwe financiële bijdrages aangekondigd aan het Duits-geleide "
    "artillerie-munitie project (€ 87 mln.), het International Fund for Ukraine (IFU, € 25 mln.) "
    "en de internationale IT-coalitie t.b.v. Oekraïne (€ 10 mln.)."
)


os.environ["LC_ALL"] = "C.UTF-8"  # whatever the machine is set to
os.environ.setdefault("QA_ENCODER", STATIC_ENCODER)
"""Most tests are not about the transformer, which reads passages a hundred times as slowly."""

qa.indexing.made_by.load_encoder = prebuilt.load_encoder

READ_APART = {"test_worker", "test_apart", "test_attack", "test_killing", "test_ray"}
"""Tests for which letters are read by the processes that read them in the program."""


@contextmanager
def reading_here() -> Iterator[None]:
    """Read letters in this process: starting others takes most of a small build."""
    one_at_a_time = Lock()

    def read(one: worker._Worker, path: Path) -> object:
        with one_at_a_time:
            return worker._answer(path, worker._read(path, one._setup) + b"\n", one._corpus)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker._Worker, "_try", read)
        yield


@pytest.fixture(scope="module", autouse=True)
def read_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read letters in the test's own process, where the test is not about the others."""
    apart = request.module.__name__.rpartition(".")[2] in READ_APART
    with nullcontext() if apart else reading_here():
        yield


@pytest.fixture(scope="module", autouse=True)
def hash_quickly(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hash passwords at once: it is made slow for who guesses them, and `test_users` hashes so."""
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        if request.module.__name__.rpartition(".")[2] != "test_users":
            patch.setattr(qa.web.users, "PasswordHasher", quick)
        yield


@pytest.fixture(scope="session")
def founding() -> Letter:
    return read_letter(FOUNDING)


@pytest.fixture(scope="session")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for indexes that are built once: for good, where thousands of runs need them."""
    prebuilt = os.environ.get("QA_TEST_INDEXES")
    return Path(prebuilt) if prebuilt else tmp_path_factory.mktemp("i")


def once(corpus: Path, index: Path) -> Settings:
    """Return settings with an index, built unless it is there."""
    settings = Settings(corpus=corpus, index=index)
    if not index.exists():
        build_index(settings)
    return settings


@pytest.fixture(scope="session")
def founding_settings(indexes: Path) -> Settings:
    """Settings with the project's corpus and an index of it, built once."""
    return once(FOUNDING.parent, indexes / "founding")


@pytest.fixture(scope="session")
def assistant(founding_settings: Settings) -> Assistant:
    return Assistant.open(settings=founding_settings)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with three small letters of our own making."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for path in sorted(DATA.glob("*.txt")):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def settings(corpus: Path, tmp_path: Path) -> Settings:
    return Settings(corpus=corpus, index=tmp_path / "index")


@pytest.fixture(params=["folder", pytest.param("milvus", marks=pytest.mark.milvus)])
def stored(request: pytest.FixtureRequest, corpus: Path, tmp_path: Path) -> Iterator[Settings]:
    """Settings with the index in a folder, and again with the index in Milvus."""
    index = tmp_path / "index"
    if request.param == "folder":
        yield Settings(corpus=corpus, index=index)
        return
    pytest.importorskip("pymilvus", reason="the extra milvus is not installed")
    from milvus_lite.server_manager import server_manager_instance

    database = tmp_path / "letters.db"
    yield Settings(corpus=corpus, index=index, store=f"milvus+{database}")
    server_manager_instance.release_server(str(database))


@pytest.fixture(scope="session")
def one_subject(indexes: Path) -> Assistant:
    """Answers from six letters on one subject; see `one_subject`."""
    letters = indexes / "one-subject letters"
    letters.mkdir(parents=True, exist_ok=True)
    write_letters(letters)
    return Assistant.open(settings=once(letters, indexes / "one-subject"))
