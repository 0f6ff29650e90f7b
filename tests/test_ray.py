"""A build on a Ray cluster of two nodes is that of this machine; what fails there is named."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from command_line import run_apart
from conftest import DATA, FOUNDING

from qa.errors import ClusterError
from qa.index.engines import engine_of
from qa.indexing import build_index
from qa.settings import Settings

ray = pytest.importorskip("ray", reason="the extra ray is not installed")

pytestmark = [pytest.mark.ray, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of two nodes with one processor each."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    nodes.add_node(num_cpus=1)
    ray.init(nodes.address, log_to_driver=False)
    yield nodes.address
    ray.shutdown()
    nodes.shutdown()


@pytest.fixture
def settings(corpus: Path, tmp_path: Path, cluster: str) -> Settings:
    shutil.copy(FOUNDING, corpus)
    for path in sorted((DATA / "forms").rglob("*")):
        if path.is_file():
            place = corpus / "forms" / path.relative_to(DATA / "forms")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    (corpus / "brug.txt").write_text("De brug bij Zwolle gaat in 2031 open.\n", encoding="utf-8")
    (corpus / "brug.txt.json").write_text(json.dumps({"date": "2030-05-01"}), encoding="utf-8")
    (corpus / "leeg.txt").write_bytes(b"")
    (corpus / "kapot.pdf").write_bytes(b"%PDF-1.7 and no more")
    (corpus / "sluis.txt").write_text("De sluis.\n", encoding="utf-8")
    (corpus / "sluis.txt.json").write_text("{", encoding="utf-8")
    (corpus / "groot.txt").write_text("groot " * 400_000, encoding="utf-8")
    return Settings(corpus=corpus, index=tmp_path / "index", ray=cluster, max_file_bytes=2_000_000)


def test_the_index_is_that_of_a_local_build(settings: Settings, tmp_path: Path) -> None:
    here = settings.model_copy(update={"ray": "", "index": tmp_path / "here"})
    mine, theirs = build_index(settings), build_index(here)
    assert mine == theirs
    assert mine.embedded > 20
    assert len(mine.problems) == 4
    for name in ("leeg.txt: the file is empty", "kapot.pdf: ", "sluis.txt.json: ", "groot.txt: "):
        assert any(name in problem for problem in mine.problems), mine.problems
    one, other = engine_of(settings).open(), engine_of(here).open()
    assert one.entries == other.entries
    for doc_id in other.entries:
        assert one.letter(doc_id) == other.letter(doc_id)
    for (chunk, vector), (same, expected) in zip(
        one.holdings.chunks(), other.holdings.chunks(), strict=True
    ):
        assert chunk == same
        np.testing.assert_array_equal(vector, expected)


def test_both_nodes_take_part_and_each_file_is_a_task(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.indexing import on_ray

    def traced(*given: object) -> object:
        import ray

        import qa.indexing.on_ray as there

        node = ray.get_runtime_context().get_node_id()
        return node, ray.get_runtime_context().get_task_id(), there._read_and_embed(*given)

    seen: list[tuple[str, str]] = []
    answer = on_ray.RayReader._answer

    def noted(self: on_ray.RayReader, path: Path, asked: object, again: object) -> object:
        if isinstance(asked, ray.ObjectRef):
            node, task, found = ray.get(asked)
            seen.append((node, task))
            asked = ray.put(found)
        return answer(self, path, asked, again)  # type: ignore[arg-type]

    monkeypatch.setattr(on_ray, "_read_and_embed", traced)
    monkeypatch.setattr(on_ray.RayReader, "_answer", noted)
    report = build_index(settings)
    assert len({node for node, _ in seen}) == 2
    assert len({task for _, task in seen}) == len(seen) >= report.letters


def failing(name: str, how: str, tries: Path) -> object:
    """Return what reads a file on a node, but fails at one; each try adds a line to a file."""

    def fails(asked: object, given: str, *rest: object) -> object:
        import os as system
        import signal

        import qa.indexing.on_ray as there

        if given == name:
            with tries.open("a") as file:
                file.write("tried\n")
            if how == "dies":
                system._exit(1)
            if how == "killed":  # as by the system, or by Ray, when memory is short
                system.kill(system.getpid(), signal.SIGKILL)
            raise OSError(28, "No space left on device")
        return there._read_and_embed(asked, given, *rest)  # type: ignore[arg-type]

    return fails


@pytest.mark.parametrize(
    ("how", "said"),
    [("dies", "WorkerCrashedError"), ("killed", "WorkerCrashedError"),
     ("full", "No space left on device")],
)  # fmt: skip
def test_what_fails_on_the_cluster_costs_no_letter(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str, said: str
) -> None:
    from qa.indexing import on_ray

    build_index(settings)
    changed = "De brug bij Zwolle gaat in 2032 open.\n"
    (settings.corpus / "brug.txt").write_text(changed, encoding="utf-8")
    monkeypatch.setattr(on_ray, "_read_and_embed", failing("brug.txt", how, tmp_path / "tries"))
    report = build_index(settings)
    (problem,) = report.not_read
    assert "brug.txt: the cluster did not read it" in problem
    assert said in problem
    assert (tmp_path / "tries").read_text().count("tried") == 3
    assert (report.removed, report.changed, report.up_to_date) == ((), (), False)
    assert "2031" in engine_of(settings).open().letter("brug").text
    monkeypatch.undo()
    report = build_index(settings)
    assert (report.changed, report.not_read) == (("brug",), ())
    assert "2032" in engine_of(settings).open().letter("brug").text


def test_a_cluster_that_reads_nothing_changes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.indexing import on_ray

    def broken(*_: object) -> object:
        raise ModuleNotFoundError("No module named 'qa'")

    build_index(settings)
    monkeypatch.setattr(on_ray, "_read_and_embed", broken)
    monkeypatch.setattr(on_ray, "_IN_A_ROW", 3)
    with pytest.raises(ClusterError, match=r"did not read 3 files in a row .*No module named 'qa'"):
        build_index(settings, rebuild=True)
    monkeypatch.undo()
    assert build_index(settings).up_to_date


def test_a_cluster_that_asks_for_a_token_says_so() -> None:
    from qa.indexing.on_ray import _not_reached

    hidden = RuntimeError("Unauthenticated: InvalidAuthToken: Authentication token is missing")
    error = ConnectionError("Failed to connect to Ray cluster at 192.0.2.2:6379")
    error.__cause__ = hidden
    said = str(_not_reached("192.0.2.2:6379", error))
    assert "asks for a token" in said
    assert "RAY_AUTH_MODE=token" in said
    assert "ray get-auth-token" in said
    assert "no Ray cluster at" in str(_not_reached("192.0.2.2:6379", OSError("refused")))


def test_a_node_with_another_program_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.indexing.made_by.READER", "letters 0")
    with pytest.raises(ClusterError, match=r"has another reader .*same letters-qa on all nodes"):
        build_index(settings)


def test_no_cluster_is_said(settings: Settings) -> None:
    done = run_apart(
        "index", "--ray", "127.0.0.1:1", "--corpus", settings.corpus, "--index", settings.index
    )
    assert done.returncode != 0
    assert "no Ray cluster at 127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_line_builds_on_a_cluster(settings: Settings, cluster: str) -> None:
    named = ["--corpus", settings.corpus, "--index", settings.index]
    done = run_apart("index", "--ray", cluster, *named)
    assert done.returncode == 0, done.stderr
    assert "4 files left out" in done.stdout or "files left out" in done.stdout
    assert "nothing to do" in run_apart("index", *named).stdout
