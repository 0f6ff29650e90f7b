"""Reading within limits: a hostile file can neither hang nor kill the build; the rest goes on."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from qa.errors import LetterError, ReaderError, UnreadError
from qa.letters import read_letter, worker
from qa.letters.worker import FileReader, Limits, read_files
from qa.records import Letter

GOOD = "De sluis bij Kampen wordt verbreed.\n"
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]><officiele-publicatie>&j;</officiele-publicatie>"  # fmt: skip


def good(folder: Path) -> Path:
    path = folder / "goed.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


def read(paths: list[Path], folder: Path, **limits: float) -> dict[str, Letter | LetterError]:
    found = read_files(paths, folder, Limits(**limits))  # type: ignore[arg-type]
    return {path.name: letter for path, letter in found}


def reason(found: Letter | LetterError) -> str:
    assert isinstance(found, LetterError)
    return str(found)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe to wait at")
def test_a_file_that_takes_too_long_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "hangt.txt")  # reading it never ends
    found = read([tmp_path / "hangt.txt", good(tmp_path)], tmp_path, seconds=1.0)
    assert "hangt.txt: reading it took more than 1 seconds" in reason(found["hangt.txt"])
    assert "QA_READ_SECONDS" in reason(found["hangt.txt"])
    assert isinstance(found["goed.txt"], Letter)


def end_what_reads(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let every process that was started be ended by a signal while it waits at its file."""
    started = worker._Worker._started

    def ended(self: worker._Worker) -> subprocess.Popen[bytes]:
        process = started(self)
        threading.Timer(0.5, process.send_signal, [number]).start()
        return process

    monkeypatch.setattr(worker._Worker, "_started", ended)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe to wait at")
@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        ("SIGSEGV", LetterError, "broke the reader, so it is left out"),
        ("SIGKILL", UnreadError, "ended from outside (signal 9)"),
    ],
)
def test_a_reader_that_dies_is_replaced(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: str,
    kind: type[LetterError],
    said: str,
) -> None:
    os.mkfifo(tmp_path / "dood.txt")
    with FileReader(tmp_path, Limits()) as reader:
        end_what_reads(monkeypatch, getattr(signal, number))
        ((_, died),) = reader.read([tmp_path / "dood.txt"])
        monkeypatch.undo()
        assert type(died) is kind
        assert said in reason(died)
        ((_, letter),) = reader.read([good(tmp_path)])
        assert isinstance(letter, Letter)


def test_a_process_that_is_ended_once_costs_nothing(tmp_path: Path) -> None:
    with FileReader(tmp_path, Limits()) as reader:
        list(reader.read([good(tmp_path)]))
        for one in reader._workers:
            if one._process is not None:
                one._process.kill()  # it may still look alive when the next file comes
        ((_, letter),) = reader.read([good(tmp_path)])
        assert isinstance(letter, Letter)


def test_a_process_that_cannot_be_started_is_no_fault_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.letters.worker.command", lambda _: ["/nowhere/python"])
    with pytest.raises(ReaderError, match="cannot be started .*the index stays as it was"):
        read([good(tmp_path)], tmp_path)
    monkeypatch.setattr("qa.letters.worker.command", lambda _: [sys.executable, "-c", "1/0"])
    with pytest.raises(ReaderError, match=r"cannot be started \(it ended with status 1\)"):
        read([good(tmp_path)], tmp_path)


def test_a_disk_that_fails_is_no_fault_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Path) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    path = good(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", fails)
    with pytest.raises(UnreadError, match=r"machine failed .*Input/output error.*tried again"):
        read_letter(path)


def test_bombs_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "lach.xml").write_text(LAUGHS, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "bom.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open("word/document.xml", "w") as part:
            for _ in range(150):
                part.write(b" " * 1_000_000)
    names = ["lach.xml", "bom.docx"]
    found = read([tmp_path / name for name in names] + [good(tmp_path)], tmp_path)
    for name in names:
        assert reason(found[name]).startswith(f"{tmp_path / name}: ")
    assert "entities" in reason(found["lach.xml"])
    assert "100 MB" in reason(found["bom.docx"])
    assert isinstance(found["goed.txt"], Letter)


def test_memory_is_limited(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    (tmp_path / "groot.txt").write_text("woord " * 3_000_000, encoding="utf-8")
    found = read([tmp_path / "groot.txt", good(tmp_path)], tmp_path, memory_mb=300)
    assert "more than 300 MB" in reason(found["groot.txt"])
    assert isinstance(found["goed.txt"], Letter)


def test_a_file_over_the_size_limit_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "dik.txt").write_text("woord " * 2_000, encoding="utf-8")
    found = read([tmp_path / "dik.txt"], tmp_path, file_bytes=10_000)
    assert "12,000 bytes is more than the limit of 10,000 bytes" in reason(found["dik.txt"])


def test_what_is_read_first_goes_before_what_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    begin = threading.Event()

    def recorded(self: object, path: Path) -> LetterError:
        begin.wait(30)
        order.append(path.name)
        return LetterError(path, "file-empty")

    monkeypatch.setattr(worker._Worker, "read", recorded)
    monkeypatch.setattr(worker, "_PROCESSES", 1)
    with FileReader(tmp_path, Limits()) as reader:
        waiting = reader.read([tmp_path / name for name in ("a", "b", "c")])
        first = reader.read([tmp_path / name for name in ("x", "y")], first=True)
        begin.set()
        assert [path.name for path, _ in first] == ["x", "y"]
        assert [path.name for path, _ in waiting] == ["a", "b", "c"]
    assert order.index("y") < order.index("c")
    assert order.index("x") < order.index("y")
    assert [one for one in order if one in "abc"] == ["a", "b", "c"]
