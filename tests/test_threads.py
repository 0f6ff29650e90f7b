"""Threads of the numeric libraries: they sleep while they wait, and FAISS shares out no search."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import faiss
import numpy as np
import pytest
from conftest import ROOT

from qa.index.vectors import Vectors, VectorWriter
from qa.system.threads import own_processors

SHOWN = "import qa, os; print(os.environ['OMP_WAIT_POLICY'], os.environ['OMP_NUM_THREADS'])"


def shown(**given: str) -> list[str]:
    environment = {name: value for name, value in os.environ.items() if "OMP" not in name}
    done = subprocess.run(
        [sys.executable, "-c", SHOWN],
        capture_output=True, text=True, check=True, cwd=ROOT, env={**environment, **given},
    )  # fmt: skip
    return done.stdout.split()


def test_threads_sleep_while_they_wait_and_are_the_processs_own() -> None:
    assert shown() == ["PASSIVE", str(own_processors())]


def test_what_is_set_stays() -> None:
    assert shown(OMP_WAIT_POLICY="ACTIVE", OMP_NUM_THREADS="7") == ["ACTIVE", "7"]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux tells")
def test_a_process_that_may_use_one_processor_has_one_thread() -> None:
    kept = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(kept)})
    try:
        assert own_processors() == 1
    finally:
        os.sched_setaffinity(0, kept)


def test_a_search_is_not_shared_out_in_any_thread(tmp_path: Path) -> None:
    writer = VectorWriter(tmp_path, "v", 8)
    writer.add(np.eye(8, dtype=np.float32))
    writer.close()
    vectors = Vectors(tmp_path, "v")
    numbers: list[int] = []

    def search() -> None:
        faiss.omp_set_num_threads(3)
        vectors.nearest(np.eye(8, dtype=np.float32), 1)
        numbers.append(faiss.omp_get_max_threads())

    thread = Thread(target=search)
    thread.start()
    thread.join()
    assert numbers == [1]
