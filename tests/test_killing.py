"""Killed at any moment, on a full disk, without rights: the old or the new generation answers.

A few moments are tried in every run of the tests; ``make kill-test`` tries every file operation and
hundreds of random moments (``QA_KILLS``) and prints how many.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT, reading_here

from qa.assistant import Assistant
from qa.errors import QAError
from qa.index import LocalStore
from qa.indexing import build_index
from qa.settings import Settings

KILLS = int(os.environ.get("QA_KILLS", "8"))
"""Random moments; with more than 100 every file operation is tried too."""

CHILD = Path(__file__).with_name("kill_child.py")
QUESTIONS = ("Wanneer gaat de brug bij Zwolle open?", "hoeveel stations kregen een lift",
             "mestscheiding melkveehouders")  # fmt: skip
SEED = 2024

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills processes as Unix does")

Answers = list[tuple[str, ...]]


def letter(number: int, year: int) -> str:
    return f"Brief {number}.\n\nDe brug bij Zwolle gaat in {year} open voor verkeer.\n"


def answers(index: Path) -> Answers:
    assistant = Assistant.open(settings=Settings(index=index))
    found = [tuple(quote.text for quote in assistant.ask(q).quotes) for q in QUESTIONS]
    return [*found, tuple(f"{e.doc_id} {e.fingerprint}" for e in assistant.letters)]


def build_here(settings: Settings) -> None:
    """Build an index where no process is killed, and none needs to be started."""
    with reading_here():
        build_index(settings)


class Scene:
    """An index, a corpus that has changed since, and what both answer."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.folder = folder
        self.corpus = corpus
        self.before, self.index = folder / "before", folder / "index"
        settings = Settings(corpus=corpus, index=self.before)
        for number in range(7):  # one segment each, so that the next update merges
            (corpus / f"brief-{number}.txt").write_text(letter(number, 2030), encoding="utf-8")
            build_here(settings)
        self.old = answers(self.before)
        (corpus / "brief-1.txt").write_text(letter(1, 2031), encoding="utf-8")
        (corpus / "brief-2.txt").unlink()
        (corpus / "brief-9.txt").write_text(letter(9, 2039), encoding="utf-8")
        (corpus / "leeg.txt").write_bytes(b"")
        after = Settings(corpus=corpus, index=folder / "after")
        shutil.copytree(self.before, after.index)
        build_here(after)
        self.new = answers(after.index)
        assert self.old != self.new
        assert len(LocalStore.open(after.index).parts) < 8
        self.child = subprocess.Popen(
            [sys.executable, CHILD, str(corpus), str(self.index)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def reset(self) -> None:
        shutil.rmtree(self.index, ignore_errors=True)
        shutil.copytree(self.before, self.index)

    def start(self, die_at: int = 0) -> int:
        """Start a build in a process of its own; returns its pid."""
        assert self.child.stdin is not None
        self.child.stdin.write(f"{die_at}\n")
        self.child.stdin.flush()
        return int(self._told())

    def ended(self) -> tuple[int, int]:
        """Wait for the build's end; returns its exit status and how many file operations it did."""
        status, operations = self._told().split()
        return int(status), int(operations)

    def _told(self) -> str:
        assert self.child.stdout is not None
        return self.child.stdout.readline()

    def check(self, moment: str) -> str:
        """The old or the new generation answers, exactly; then the build can be done again."""
        found = answers(self.index)
        assert found in (self.old, self.new), moment
        LocalStore.open(self.index).verify()
        build_here(Settings(corpus=self.corpus, index=self.index))
        assert answers(self.index) == self.new, moment
        store = LocalStore.open(self.index)
        store.verify()
        left = [p.name for p in (self.index / "segments").iterdir() if p.name.startswith(".")]
        assert left == [], moment
        return "old" if found == self.old else "new"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("killing")
    corpus = folder / "corpus"
    shutil.copytree(Path(__file__).with_name("data"), corpus, ignore=lambda _, names: [
        name for name in names if not name.endswith(".txt")
    ])  # fmt: skip
    scene = Scene(folder, corpus)
    yield scene
    scene.child.communicate()  # its input is closed, and it ends


def test_killed_before_a_file_operation(scene: Scene) -> None:
    scene.reset()
    scene.start()
    status, operations = scene.ended()
    assert status == 0
    assert operations > 100
    every = range(1, operations + 1)
    chance = random.Random(SEED)
    moments = list(every) if KILLS > 100 else sorted(chance.sample(every, KILLS))
    seen = {"old": 0, "new": 0}
    for moment in moments:
        scene.reset()
        scene.start(moment)
        assert scene.ended()[0] == -signal.SIGKILL, moment
        seen[scene.check(f"operation {moment} of {operations}")] += 1
    report(f"killed before {len(moments)} of {operations} file operations: {seen}")


def test_killed_at_random_moments(scene: Scene) -> None:
    scene.reset()
    begin = time.monotonic()
    scene.start()
    scene.ended()
    lasted = time.monotonic() - begin
    chance = random.Random(SEED)
    seen = {"old": 0, "new": 0}
    for number in range(KILLS):
        scene.reset()
        pid = scene.start()
        time.sleep(chance.uniform(0.3, 1.0) * lasted)
        with suppress(ProcessLookupError):  # it was quicker
            os.kill(pid, signal.SIGKILL)
        scene.ended()
        seen[scene.check(f"random moment {number}")] += 1
    report(f"killed at {KILLS} random moments: {seen}")


def report(text: str) -> None:
    """Say how much was tried, past pytest's capture."""
    sys.__stdout__.write(f"\n  {text}\n")  # type: ignore[union-attr]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system in memory; its size is set by the test."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small file system can be mounted by root alone")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)  # it is mapped still


def test_a_full_disk_leaves_the_old_generation(scene: Scene, small_disk: Path) -> None:
    index = small_disk / "index"
    said: list[str] = []
    for spare in (0, 8_000, 30_000, 50_000, 70_000, 400_000):
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(scene.before, index)
        filler = small_disk / "filler"
        usage = shutil.disk_usage(small_disk)
        filler.write_bytes(b"x" * max(0, usage.free - spare))
        settings = Settings(corpus=scene.corpus, index=index)
        try:
            build_index(settings)
        except (QAError, OSError) as error:
            said.append(str(error))
        assert answers(index) in (scene.old, scene.new), spare
        LocalStore.open(index).verify()
        filler.unlink()
        build_index(settings)
        assert answers(index) == scene.new
    assert len(said) >= 3
    assert all("space" in text or "disk is full" in text for text in said), said
    report(f"ran out of disk {len(said)} times")


def test_what_may_not_be_read_or_written_is_named(scene: Scene, tmp_path: Path) -> None:
    index, corpus, closed = tmp_path / "index", tmp_path / "corpus", tmp_path / "closed"
    shutil.copytree(scene.before, index)
    shutil.copytree(scene.corpus, corpus)
    (corpus / "brief-3.txt").chmod(0)
    closed.mkdir(mode=0o555)
    where = ["--corpus", str(corpus)]
    done = without_privilege("index", "--index", str(closed / "index"), *where)
    assert done.returncode == 1
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr
    done = without_privilege("index", "--index", str(tmp_path / "new"), *where)
    assert done.returncode == 0, done.stderr
    assert "brief-3.txt: cannot be opened (Permission denied)" in done.stderr
    (index / "current.json").chmod(0)
    done = without_privilege("letters", "--index", str(index))
    assert done.returncode == 1
    assert "current.json cannot be read (Permission denied); check its rights" in done.stderr


def without_privilege(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line; root, who may read everything, gives that right away before."""
    command = [sys.executable, "-m", "qa", *arguments]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may read everything, and there is no setpriv to give that away")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, env=environment)
