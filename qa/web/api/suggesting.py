"""``/api/suggest`` and ``/api/next``: names that complete what is typed, and what to ask next."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from qa.assistant.next_questions import next_questions
from qa.errors import QAError
from qa.output.schema.base import Model, Schema1
from qa.questions import MAX_QUESTION
from qa.web.api.models import QuestionModel
from qa.web.problems import RESPONSES
from qa.web.state import PageState


class SuggestionModel(Model):
    """A name that completes what is typed."""

    kind: Literal["abbreviation", "dossier", "sender", "subject"] = Field(description="of what")
    text: str = Field(description="what to put for what is typed, from start on")
    detail: str = Field(description="a dossier's number, what an abbreviation stands for, or empty")
    start: int = Field(description="the character of what is typed from which it is completed")


class SuggestionsModel(Schema1):
    """Names that complete what is typed, the best first."""

    suggestions: list[SuggestionModel] = Field(description="at most eight")


class NextQuestionsModel(Schema1):
    """Questions that follow on one; the letters answer each."""

    questions: list[str] = Field(description="at most three; none if the question has no answer")


def suggesting_routes(state: PageState) -> APIRouter:
    """Return the routes that help to ask."""
    routes = APIRouter(tags=["ask"])

    @routes.get(
        "/suggest",
        response_model=SuggestionsModel,
        responses=RESPONSES,
        operation_id="suggest",
        summary="Complete what is typed",
    )
    def suggest(
        q: Annotated[str, Query(max_length=MAX_QUESTION, description="what is typed so far")],
    ) -> Response:
        """Return subjects, dossiers, senders and abbreviations that complete what is typed last;
        none as long as there is no index."""
        try:
            found = state.suggester().suggest(q)
        except QAError:  # the page says what is wrong; who types is not held up by it
            found = []
        models = [SuggestionModel.model_validate(one) for one in found]
        return JSONResponse(SuggestionsModel(suggestions=models).as_json())

    @routes.post(
        "/next",
        response_model=NextQuestionsModel,
        responses=RESPONSES,
        operation_id="next_questions",
        summary="What to ask next",
    )
    def ask_next(
        asked: QuestionModel,
        lang: Annotated[Literal["nl", "en"], Query(description="language of the questions")] = "nl",
    ) -> Response:
        """Return questions near the answer of this one, each of which the letters answer too."""
        assistant, where = state.assistant(), asked.filter.made()
        with state.turns.turn():
            answer = assistant.ask(
                asked.question, where, any_time=asked.any_time, after=asked.after
            )
            found = next_questions(assistant, answer, lang, where)
        return JSONResponse(NextQuestionsModel(questions=found).as_json())

    return routes
