"""The JSON is made, checked and described by one set of models, and every field is described."""

from __future__ import annotations

import ast
import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT
from pydantic import BaseModel
from web_fixtures import FakeAssistant, make_answer, make_hit, make_letter

from qa.output.schema import answer_json, answers, letters, short, work
from qa.output.schema.answers import AnswerModel
from qa.output.schema.base import Model
from qa.output.schema.letters import LetterModel
from qa.settings import Settings
from qa.web.api import create_api, models
from qa.web.mcp_server import create_mcp
from qa.web.problems import ProblemModel
from qa.web.state import PageState

LETTER = make_letter(["Nederland geeft 5 miljoen euro.", "Dat is alles."])


def state() -> PageState:
    return PageState(Settings(), open_=lambda _: FakeAssistant([LETTER]))


def openapi() -> dict[str, Any]:
    found: dict[str, Any] = create_api(state()).openapi()
    return found


def undescribed(schema: Any, place: str) -> Iterator[str]:
    """Yield each field in a JSON schema that has no description."""
    if isinstance(schema, dict):
        for name, field in schema.get("properties", {}).items():
            if isinstance(field, dict) and not field.get("description", "").strip():
                yield f"{place}.{name}"
        for name, part in schema.items():
            yield from undescribed(part, f"{place}/{name}")
    elif isinstance(schema, list):
        for part in schema:
            yield from undescribed(part, place)


def test_every_field_and_parameter_of_the_api_is_described() -> None:
    document = openapi()
    assert list(undescribed(document, "")) == []
    parameters = [
        (path, method, one)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
        for one in said.get("parameters", [])
    ]
    assert len(parameters) > 20
    assert [(p, m, one["name"]) for p, m, one in parameters if not one.get("description")] == []
    for methods in document["paths"].values():
        assert all(said["summary"] and said["description"] for said in methods.values())


def test_every_argument_and_field_of_the_tools_is_described() -> None:
    tools = asyncio.run(create_mcp(state().assistant).list_tools())
    assert len(tools) == 5
    for tool in tools:
        assert tool.description
        assert list(undescribed(tool.input_schema, tool.name)) == []
        assert list(undescribed(tool.output_schema, tool.name)) == []


@pytest.mark.parametrize("module", [answers, letters, work, short, models])
def test_every_model_and_every_field_of_it_is_described(module: Any) -> None:
    found = [
        one
        for one in vars(module).values()
        if isinstance(one, type)
        and issubclass(one, BaseModel)
        and one.__module__ == module.__name__
    ]
    assert len(found) > 5
    for model in found:
        assert model.__doc__
        assert [n for n, field in model.model_fields.items() if not field.description] == []
    assert all(field.description for field in ProblemModel.model_fields.values())


def test_the_api_and_the_tools_have_no_models_of_their_own_for_answers() -> None:
    described = openapi()["components"]["schemas"]
    for module in (answers, letters):
        for name, model in vars(module).items():
            if name in described and isinstance(model, type) and issubclass(model, Model):
                given = model.model_json_schema(mode="serialization")
                assert described[name]["properties"].keys() == given["properties"].keys()
    tree = ast.parse((ROOT / "qa" / "web" / "mcp_server.py").read_text(encoding="utf-8"))
    bases = [ast.unparse(b) for n in ast.walk(tree) if isinstance(n, ast.ClassDef) for b in n.bases]
    assert bases == ["MCPServer"]


def test_the_version_of_the_schema_stands_once() -> None:
    places = []
    for path in sorted((ROOT / "qa").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
                places += [path] if "schema" in keys and "$ref" not in keys else []
    described = {  # of a media type, in OpenAPI
        ROOT / "qa" / "web" / "problems.py",
        ROOT / "qa" / "web" / "api" / "sets.py",
    }
    assert set(places) - described == set()


def test_what_was_made_can_be_checked_and_is_the_same_again() -> None:
    answer = make_answer(LETTER, [(0, 9), (16, 30)], [make_hit(LETTER, "p1")])
    for model, given in (
        (AnswerModel, answer_json(answer, 7)),
        (LetterModel, LetterModel.of(LETTER).as_json()),
    ):
        read = json.loads(json.dumps(given))
        assert model.model_validate(read).as_json() == read
        assert list(read)[0] == "schema"


def test_asking_loads_no_schema_unless_json_is_asked_for() -> None:
    code = (
        "import sys; import qa.cli.asking, qa.cli.answers, qa.assistant; "
        "sys.exit('qa.output.schema' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
