"""Imports point down, heavy packages have one home, and `import qa` is light."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

ROW = re.compile(r"^\| (`[^|]+) \|", re.MULTILINE)


def rooms() -> dict[str, int]:
    """Return the row of each room in the table of docs/architecture.md; those above come first."""
    rows = ROW.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    return {room: n for n, row in enumerate(rows) for room in re.findall(r"`(\w+)`", row)}


ROOMS = rooms()
HOMES = {
    "faiss": "index",
    "sentence_transformers": "encoders",
    "langchain_text_splitters": "indexing",
    "gradio": "web",
    "pypdfium2": "letters",
    "requests": "corpus llm",
    "pymilvus": "index",
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "qa").rglob("*.py")):
        relative = path.relative_to(ROOT / "qa")
        yield relative.parts[0].removesuffix(".py"), path


@cache
def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


def test_every_room_is_in_the_table_and_no_other() -> None:
    assert {room for room, _ in modules()} - {"__init__", "__main__"} == set(ROOMS)
    assert 15 <= len(ROOMS) <= 25


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda value: str(value)[-40:])
def test_imports_point_to_rows_above(module: str, path: Path) -> None:
    for name in imported(path):
        parts = name.split(".")
        if module.startswith("__") or parts[0] != "qa" or parts[1:2] in ([], [module]):
            continue
        assert ROOMS[parts[1]] < ROOMS[module], f"{path} imports {name}"


@pytest.mark.parametrize("room", [room for room in ROOMS if (ROOT / "qa" / room).is_dir()])
def test_there_is_no_circle_in_a_room(room: str) -> None:
    """Follow the imports of a room; a package counts as its `__init__`."""
    folder = ROOT / "qa" / room
    of = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in folder.rglob("*.py")
    }
    graph = {name: imported(path) & of.keys() - {name} for name, path in of.items()}
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


@pytest.mark.parametrize(("package", "home"), HOMES.items())
def test_each_heavy_package_has_one_home(package: str, home: str) -> None:
    users = {
        module
        for module, path in modules()
        if any(name.split(".")[0] == package for name in imported(path))
    }
    assert users == set(home.split())


@pytest.mark.parametrize(
    "module",
    [
        "qa",
        "qa.cli",
        "qa.encoders.encoder",
        "qa.indexing",
        "qa.assistant.assistant",
        "qa.web.users",
        "qa.web.mcp_server",
    ],
)
def test_no_module_needs_torch_or_gradio_to_be_imported(module: str) -> None:
    code = (
        f"import sys, {module}; "
        "print([m for m in ('torch', 'sentence_transformers', 'gradio') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr


def test_no_module_prints() -> None:
    for _, path in modules():
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
        ]
        assert not calls, f"{path} prints"
