"""What all models of the schema have in common."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """A part of the schema: made of a record by its attributes, or of JSON."""

    model_config = ConfigDict(
        from_attributes=True,
        defer_build=True,  # of the models, a command needs few
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values that JSON can write."""
        return self.model_dump(mode="json")


class Schema1(Model):
    """An object that stands by itself; in schema 1 fields are only ever added."""

    schema_: Literal[1] = Field(default=1, alias="schema", description="version of the schema")
