"""Imports point down, heavy packages have one home, and `import qa` is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

LAYERS = (
    {
        "apart",
        "cache",
        "threads",
        "visible",
        "errors",
        "links",
        "whole_files",
        "dossiers",
        "numbers",
        "days",
        "version",
        "gloss",
    },
    {"xml_signs"},
    {"amounts"},
    {"filters"},
    {"records"},
    {
        "settings",
        "readers",
        "folding",
        "spelling",
        "sentences",
        "hub_encoders",
        "sorted_strings",
        "footnote",
    },  # fmt: skip
    {"letters", "sources", "chunking", "encoder", "lexical", "citations"},
    {
        "phrases",
        "citation_formats",
        "proof",
        "second_look",
        "glossary",
        "refusals",
        "cautions",
        "explaining",
    },
    {"questions"},
    {"index", "matching", "saved_answers"},
    {"milvus", "retrieval", "llm"},
    {"engines"},
    {"answering", "building"},
    {"schema"},
    {"assistant", "watching", "exporting", "listing", "corpus_files", "users", "feedback"},
    {"opened", "forgetting", "kept"},
    {"saving"},
    {"mcp_server", "examples", "verifying"},
    {"web", "evaluation"},
    {"cli"},
    {"__main__", "__init__"},
)
HOMES = {
    "faiss": "index",
    "sentence_transformers": "encoder",
    "langchain_text_splitters": "chunking",
    "gradio": "web",
    "pypdfium2": "readers",
    "requests": "llm sources",
    "pymilvus": "milvus",
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "qa").rglob("*.py")):
        relative = path.relative_to(ROOT / "qa")
        yield relative.parts[0].removesuffix(".py"), path


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


def layer_of(module: str) -> int:
    found = [i for i, layer in enumerate(LAYERS) if module in layer]
    assert found, f"qa/{module} has no layer: give it one in this test"
    return found[0]


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda value: str(value)[-40:])
def test_imports_point_down(module: str, path: Path) -> None:
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "qa" or len(parts) < 2 or parts[1] == module:
            continue
        assert layer_of(parts[1]) < layer_of(module), f"{path} imports {name}"


@pytest.mark.parametrize(("package", "home"), HOMES.items())
def test_each_heavy_package_has_one_home(package: str, home: str) -> None:
    users = {
        module
        for module, path in modules()
        if any(name.split(".")[0] == package for name in imported(path))
    }
    assert users == set(home.split())


@pytest.mark.parametrize("module", ["qa", "qa.cli", "qa.encoder", "qa.building", "qa.assistant"])
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
