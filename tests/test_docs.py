"""The documents: what is made from the program is up to date, links and files are there."""

from __future__ import annotations

import importlib.util
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from qa.cli import app
from qa.settings import Settings

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
SECTION = re.compile(r"^## letters-qa (.+)$", re.MULTILINE)
OPTION = re.compile(r"^\s*(?:│ )?(?:\* +)?(--[a-z-]+)", re.MULTILINE)


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = _loaded()


def written(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def commands() -> dict[str, str]:
    """Return the section of each command in docs/commands.md."""
    parts = SECTION.split(written("commands.md"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", sorted(REFERENCE.MADE))
def test_what_is_made_from_the_program_is_up_to_date(name: str) -> None:
    assert REFERENCE.MADE[name]() == written(name), "write it anew: make docs"


def help_of(name: str) -> str:
    """Return what ``--help`` prints, each cell of it on one line."""
    done = CliRunner().invoke(
        app, [*name.split(), "--help"], env={"COLUMNS": "400", "TERMINAL_WIDTH": "400"}
    )
    assert done.exit_code == 0, done.output
    return done.output


def test_every_command_is_there() -> None:
    printed = re.findall(r"^│ ([a-z]+) ", help_of(""), re.MULTILINE)
    assert "ask" in printed
    assert sorted({name.split()[0] for name in commands()}) == sorted(printed)


@pytest.mark.parametrize("name", sorted(commands()))
def test_a_command_says_what_its_help_says(name: str) -> None:
    printed, section = help_of(name), commands()[name]
    named = re.findall(r"`(--[a-z-]+)`", section)
    assert set(OPTION.findall(printed)) - {"--help"} == {
        one for one in named if one != "--no-pdf"  # stands beside --pdf
    }  # fmt: skip
    for row in re.findall(r"^\| `.*\| (.*) \|$", section, re.MULTILINE):
        said, default = re.fullmatch(r"(.*?)(?: ?Default: (.+)\.)?", row).groups()  # type: ignore[union-attr]
        assert said.replace("\\|", "|") in printed
        if default:
            assert f"[default: {default.removeprefix('--')}]" in printed


def test_every_setting_is_there() -> None:
    table = re.findall(r"^\| `QA_([A-Z_]+)` ", written("settings.md"), re.MULTILINE)
    assert table == [name.upper() for name in Settings.model_fields]


def test_a_default_stands_as_it_can_be_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    for row in written("settings.md").splitlines():
        if found := re.match(r"\| `(QA_\w+)` \| `([^`]+)` ", row):
            monkeypatch.setenv(found[1], found[2])
    assert Settings() == Settings.model_construct()


def test_settings_that_documents_name_exist() -> None:
    known = {f"QA_{name.upper()}" for name in Settings.model_fields}
    of_tests = {"QA_KILLS", "QA_ATTACK", "QA_TEST_INDEXES"}
    for document in DOCUMENTS:
        named = set(re.findall(r"\bQA_[A-Z_]*[A-Z]\b", document.read_text(encoding="utf-8")))
        assert named <= known | of_tests, document.name


def test_every_number_in_capitals_says_what_it_is() -> None:
    assert list(REFERENCE.unsaid()) == []


def test_the_index_on_disk_is_as_described(founding_settings: Settings) -> None:
    text, index = written("index-format.md"), founding_settings.index
    number = json.loads((index / "current.json").read_text(encoding="utf-8"))["generation"]
    manifest = json.loads((index / f"generations/{number:06d}.json").read_text(encoding="utf-8"))
    told, _, rest = text.partition("**A segment**")
    fields = [
        re.findall(r"`(\w+)`", row) for row in re.findall(r"^\| (`.*?) \|", told, re.MULTILINE)
    ]
    assert {name for row in fields for name in row} == manifest.keys()
    assert set(manifest["segments"][0]) == {"id", "sha256", "deleted"}
    assert set(manifest["counts"]) == {"letters", "paragraphs", "chunks", "left_out"}
    files = re.findall(r"`([a-z-]+\.\w+)`", rest.partition("**Mapped")[0])
    segment = index / "segments" / manifest["segments"][0]["id"]
    assert {path.name for path in segment.iterdir()} == {n for n in files if "-codes" not in n}
    with closing(sqlite3.connect(f"file:{segment / 'letters.sqlite'}?mode=ro", uri=True)) as table:
        tables = {
            n for (n,) in table.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert all(f"`{name}`" in rest for name in tables)
    for path in index.iterdir():
        assert path.name in told, path.name


def test_the_letters_that_were_measured_are_counted_rightly() -> None:
    results = json.loads((ROOT / "benchmarks/results/eval.json").read_text(encoding="utf-8"))
    for text in (written("quality.md"), (ROOT / "README.md").read_text(encoding="utf-8")):
        assert re.findall(r"(\d+) real letters", text) == [str(results["letters"])]


def links() -> Iterator[tuple[Path, str]]:
    for document in DOCUMENTS:
        text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            yield document, target


def anchors(document: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_links_lead_to_files_and_headings_that_there_are() -> None:
    seen = 0
    for document, target in links():
        if "://" in target:
            continue
        seen += 1
        name, _, anchor = unquote(target).partition("#")
        place = (document.parent / name).resolve() if name else document
        assert place.exists(), f"{document.name}: {target}"
        if anchor:
            assert anchor in anchors(place), f"{document.name}: {target}"
    assert seen > 30


def test_files_that_documents_name_exist() -> None:
    rooms = "qa|tests|docs|training|benchmarks|deploy"
    for document in DOCUMENTS:
        if document.name == "CHANGELOG.md":  # tells of files that went
            continue
        text = document.read_text(encoding="utf-8")
        for name in re.findall(rf"`((?:{rooms})/[\w./-]*)`", text):
            assert (ROOT / name).exists(), f"{document.name}: {name}"


def test_the_readme_leads_to_every_document() -> None:
    from_readme = {
        (document.parent / target.partition("#")[0]).resolve()
        for document, target in links()
        if document.name == "README.md"
    }
    assert {path.name for path in ROOT.glob("docs/*.md")} <= {path.name for path in from_readme}
