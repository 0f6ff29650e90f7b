"""Programs of their own: nothing that lies in a corpus, an index or a working folder is run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from qa.errors import LetterError
from qa.letters.readers.pdf.picture import draw_apart
from qa.letters.worker import Limits, read_files
from qa.records import Letter
from qa.system.apart import command

PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
MODULES = ("json", "typing", "pathlib", "pydantic", "pypdfium2", "lxml", "numpy", "qa")


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder whose files leave a mark if they are imported."""
    for name in MODULES:
        mark = f"open({str(tmp_path / 'imported')!r}, 'a').write('{name} ')\n"
        (tmp_path / f"{name}.py").write_text(mark, encoding="utf-8")
    (tmp_path / "brief.txt").write_text("De sluis bij Kampen wordt verbreed.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    return tmp_path


def test_a_letter_is_read_and_nothing_beside_it_is_run(trap: Path) -> None:
    for corpus in (trap, Path()):  # by its whole path, and as people type it
        ((path, letter),) = read_files([corpus / "brief.txt"], corpus, Limits())
        assert isinstance(letter, Letter)
        assert path == corpus / "brief.txt"
    assert not (trap / "imported").exists()


def test_a_relative_folder_is_named_as_it_was_given(trap: Path) -> None:
    (trap / "leeg.txt").write_bytes(b"")
    ((_, error),) = read_files([Path("leeg.txt")], Path(), Limits())
    assert isinstance(error, LetterError)
    assert str(error).startswith("leeg.txt: the file is empty")


def test_a_page_is_drawn_and_nothing_beside_it_is_run(trap: Path) -> None:
    assert draw_apart(PAGE, 1, 0.1, "brief.pdf").startswith(b"\x89PNG")
    assert not (trap / "imported").exists()


def test_the_program_imports_nothing_from_where_it_is_started(trap: Path) -> None:
    (trap / "qa.py").unlink()  # which Python runs itself, as it was told
    done = subprocess.run(
        [sys.executable, "-m", "qa", "letters", "--index", "x"],
        capture_output=True, text=True, cwd=trap, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "no index in x" in done.stderr, done.stderr
    assert not (trap / "imported").exists()


def test_a_module_gets_its_arguments_and_the_folders_of_this_process() -> None:
    start = command("qa.letters.readers.pdf.picture", "0", "1")
    assert start[-2:] == ["0", "1"]
    assert str(ROOT) in start[start.index("qa.letters.readers.pdf.picture") + 1].split("\n")
