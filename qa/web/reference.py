"""``/reference``: the HTTP API and the tools for assistants, described from what describes them.

Made of the OpenAPI document and of the tools' own schemas, so it tells nothing that is not so. It
needs no script and nothing from elsewhere. The descriptions are English, as all that programs read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from mcp.server.mcpserver import MCPServer

from qa.web.problems import ProblemModel
from qa.web.rendering import render
from qa.web.roots import rooted
from qa.web.texts import choose_texts

PATH = "/reference"

Schema = Mapping[str, Any]
"""A part of a JSON schema."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field: its name, where it goes ("query"), its schema, whether it must be."""

    name: str
    where: str
    schema: Schema
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked of an address: what goes in, and what comes back by its status."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: Schema | None
    answers: tuple[tuple[str, Schema], ...]


@dataclass(frozen=True, slots=True)
class Described:
    """A model, or a tool with its arguments."""

    name: str
    description: str
    fields: tuple[Field, ...]


def reference_routes(api: FastAPI, mcp: MCPServer) -> APIRouter:
    """Return the route of the page."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(PATH)
    async def show_reference(request: Request, lang: str | None = None) -> HTMLResponse:
        """Show what the API and the tools take and give."""
        texts = choose_texts(request.headers.get("accept-language"), lang)
        document = api.openapi()
        html = render(
            "reference.html",
            texts,
            operations=list(operations_of(document)),
            models=list(models_of(document)),
            tools=[
                Described(one.name, one.description or "", _fields(one.input_schema))
                for one in await mcp.list_tools()
            ],
            other_language=rooted(f"{PATH}?lang={texts.other_lang}"),
        )
        return HTMLResponse(html, headers={"Vary": "Accept-Language", "Cache-Control": "no-cache"})

    return routes


def operations_of(document: Schema) -> Iterator[Operation]:
    """Go through the operations of an OpenAPI document, in its order."""
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            parameters = (
                Field(
                    one["name"], one["in"], one["schema"], one.get("required", False),
                    one.get("description", ""),
                )
                for one in said.get("parameters", [])
            )  # fmt: skip
            yield Operation(
                method.upper(),
                f"/api{path}",
                said["summary"],
                said["description"],
                tuple(parameters),
                _content(said.get("requestBody", {})),
                tuple(_answers(said["responses"])),
            )


def _answers(responses: Schema) -> Iterator[tuple[str, Schema]]:
    for status, said in responses.items():
        schema = _content(said) or {}
        if "$ref" in schema:
            yield status, schema
        elif schema.get("title") == ProblemModel.__name__:  # of another media type, so in place
            yield status, {"$ref": ProblemModel.__name__}


def _content(said: Schema) -> Schema | None:
    return next((one["schema"] for one in said.get("content", {}).values()), None)


def models_of(document: Schema) -> Iterator[Described]:
    """Go through the models of an OpenAPI document that have fields, and of problems, by name."""
    problem = {ProblemModel.__name__: ProblemModel.model_json_schema(mode="serialization")}
    for name, schema in sorted((document["components"]["schemas"] | problem).items()):
        if "properties" in schema:
            yield Described(name, schema.get("description", ""), _fields(schema))


def _fields(schema: Schema) -> tuple[Field, ...]:
    required = schema.get("required", [])
    return tuple(
        Field(name, "", one, name in required, one.get("description", ""))
        for name, one in schema.get("properties", {}).items()
    )
