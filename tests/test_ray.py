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

from qa.building import Indexer, build_index
from qa.engines import engine_of
from qa.errors import ClusterError
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
    from qa.building import on_ray

    def traced(*given: object) -> object:
        import ray

        import qa.building.on_ray as there

        node = ray.get_runtime_context().get_node_id()
        return node, ray.get_runtime_context().get_task_id(), there._read_and_embed(*given)

    seen: list[tuple[str, str]] = []
    answer = on_ray.RayReader._answer

    def noted(self: on_ray.RayReader, path: Path, asked: object) -> object:
        if isinstance(asked, ray.ObjectRef):
            node, task, found = ray.get(asked)
            seen.append((node, task))
            asked = ray.put(found)
        return answer(self, path, asked)

    monkeypatch.setattr(on_ray, "_read_and_embed", traced)
    monkeypatch.setattr(on_ray.RayReader, "_answer", noted)
    report = build_index(settings)
    assert len({node for node, _ in seen}) == 2
    assert len({task for _, task in seen}) == len(seen) >= report.letters


def test_a_task_that_dies_names_its_file(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.building import on_ray

    def dies(asked: object, name: str, *rest: object) -> object:
        import os as system

        import qa.building.on_ray as there

        if name == "brug.txt":
            system._exit(1)
        return there._read_and_embed(asked, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(on_ray, "_read_and_embed", dies)
    with Indexer(settings) as indexer:
        report = indexer.update()
    (problem,) = [one for one in report.problems if "brug.txt" in one]
    assert "the cluster did not read it (WorkerCrashedError" in problem
    assert report.letters > 3


def test_a_node_with_another_program_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.building.made_by.READER", "letters 0")
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
