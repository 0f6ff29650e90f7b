"""``/api/feedback``: an answer that a reader finds wrong goes to a file of this server."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from qa.assistant.feedback import Right, add_feedback, feedback_entry
from qa.assistant.opened import Answering
from qa.errors import LetterNotFoundError
from qa.web.api.models import FeedbackModel, NotedModel
from qa.web.problems import RESPONSES
from qa.web.state import PageState


def feedback_routes(state: PageState) -> APIRouter:
    """Return the route that takes feedback."""
    routes = APIRouter(tags=["ask"])

    @routes.post(
        "/feedback",
        response_model=NotedModel,
        responses=RESPONSES,
        operation_id="feedback",
        summary="Say that an answer is wrong",
    )
    def feedback(wrong: FeedbackModel) -> Response:
        """Note the question, what is answered, and what is right, in a file of this server."""
        assistant = state.assistant()
        right = _right(assistant, wrong)
        with state.turns.turn():
            answer = assistant.ask(
                wrong.question, wrong.filter.made(), any_time=wrong.any_time, after=wrong.after
            )
        add_feedback(feedback_entry(answer, right, wrong.note), state.settings.feedback)
        return JSONResponse(NotedModel(noted=True).as_json())

    return routes


def _right(assistant: Answering, wrong: FeedbackModel) -> Right | None:
    if wrong.nowhere:
        return Right()
    if wrong.right is None:
        return None
    letter = assistant.letter(wrong.right.doc_id.strip())
    label = wrong.right.unit.strip().lstrip("¶ ")
    unit = letter.unit(f"p{label}" if label.isdigit() else label)
    if unit is None:
        raise LetterNotFoundError(
            "no-such-right-paragraph",
            doc_id=letter.doc_id,
            label=label,
            count=len(letter.paragraphs),
        )
    return Right(letter, unit.start, unit.end)
