"""``/api/summary``: a language model's summary of an answer, sent as it is written."""

from __future__ import annotations

import queue
import threading
from collections.abc import AsyncIterator
from contextvars import copy_context

import anyio.to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from qa.assistant.opened import Answering
from qa.llm import Summary
from qa.output.schema.answers import SummaryLineModel
from qa.records import Answer
from qa.web.api.models import AskingModel
from qa.web.gate.turns import Turns
from qa.web.problems import RESPONSES
from qa.web.state import PageState
from qa.web.texts import Texts, choose_texts
from qa.web.told import told


class Lines(StreamingResponse):
    """JSON, an object a line."""

    media_type = "application/x-ndjson"


def summary_routes(state: PageState) -> APIRouter:
    """Return the route that sums up."""
    routes = APIRouter(tags=["ask"])

    @routes.post(
        "/summary",
        response_class=Lines,
        response_model=SummaryLineModel,
        responses=RESPONSES,
        operation_id="summary",
        summary="Sum up an answer, sentence by sentence",
    )
    def summary(request: Request, asked: AskingModel) -> Response:
        """Send the summary as far as it has come, a line each time that it grows.

        The last line is whole; each takes the place of the one before. No line comes if no language
        model is set or no quote is found. The call to the model ends when the client leaves.
        """
        texts = choose_texts(request.headers.get("accept-language"))
        assistant = state.assistant()
        with state.turns.turn():
            answer = asked.put_to(assistant)
        return Lines(_Writing(state.summaries, assistant, answer).lines(texts))

    return routes


class _Writing:
    """A summary that is written in a thread of its own, which holds a turn, while somebody waits.

    It is begun before the response is, so that a line that is full can be told as a problem.
    """

    def __init__(self, turns: Turns, assistant: Answering, answer: Answer) -> None:
        """Begin it.

        Raises:
            TooBusyError: If too many are before it.
        """
        self._gone = threading.Event()
        self._came: queue.SimpleQueue[Summary | BaseException | None] = queue.SimpleQueue()
        begun: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()

        def write() -> None:
            try:
                with turns.turn():
                    begun.put(None)
                    for found in assistant.summaries(answer, self._gone.is_set):
                        self._came.put(found)
                self._came.put(None)
            except BaseException as error:
                begun.put(error)
                self._came.put(error)

        threading.Thread(target=copy_context().run, args=[write], daemon=True).start()
        if error := begun.get():
            raise error

    async def lines(self, texts: Texts) -> AsyncIterator[str]:
        """Yield each line as it comes; the writing ends when no more are asked for."""
        try:
            while found := await anyio.to_thread.run_sync(self._came.get, abandon_on_cancel=True):
                if isinstance(found, BaseException):
                    raise found
                problem = told(found.problem, texts) if found.problem else None
                yield SummaryLineModel.of(found, problem).model_dump_json() + "\n"
        finally:
            self._gone.set()
