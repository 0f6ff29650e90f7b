"""``/api/translation``: a place in a letter in English, by the language model of the settings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from qa.output.schema.base import Schema1
from qa.output.schema.translations import TranslationModel
from qa.web.api.models import Taken
from qa.web.problems import RESPONSES
from qa.web.state import PageState


class PlaceModel(Taken):
    """A place in a letter, as a citation has it; only words of letters are translated."""

    doc_id: Annotated[str, Field(max_length=300, description="the letter's id")]
    start: Annotated[
        int, Field(ge=0, le=10**9, description="where it begins in the letter's regular text")
    ]
    end: Annotated[int, Field(ge=1, le=10**9, description="where it ends")]
    sha256: Annotated[
        str, Field(max_length=64, description="of the version in which they count; may be empty")
    ] = ""


class TranslatedModel(Schema1):
    """A place in a letter as a language model translated it."""

    translation: TranslationModel = Field(description="what it made, and what differs")


def translating_routes(state: PageState) -> APIRouter:
    """Return the route that translates."""
    routes = APIRouter(tags=["ask"])

    @routes.post(
        "/translation",
        response_model=TranslatedModel,
        responses=RESPONSES,
        operation_id="translate",
        summary="Translate a quote or a paragraph into English",
    )
    def translate(place: PlaceModel) -> Response:
        """Translate a place of a Dutch letter, and say what differs; 409 if no model is set.

        It is the work of a language model: no quote, and not checked by a person.
        """
        made = state.translations.make(
            state.assistant(),
            place.doc_id,
            (place.start, place.end),
            place.sha256,
            turn=state.summaries.turn,  # a model that hangs holds up no question
        )
        return JSONResponse(TranslatedModel(translation=TranslationModel.of(made)).as_json())

    return routes
