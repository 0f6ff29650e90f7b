"""What the events of the page call: a question is asked, a filter changes, the index is looked at.

Each ``make_...`` returns a function of Gradio's values. The components and what calls what are in
`qa.web.page`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from html import escape
from typing import Any

import gradio as gr

from qa.errors import IndexBusyError, IndexNotFoundError, QAError, QuestionError, TooBusyError
from qa.questions import MAX_QUESTION
from qa.web.asked import MOST_CHARACTERS, Asked, some
from qa.web.cards import answer_html, cite_hits, hits_html, other_hits
from qa.web.gate.visitors import may_edit
from qa.web.latest import Latest
from qa.web.notices import busy_html, job_html, notice_html, status_html
from qa.web.state import PageState, Status
from qa.web.texts import Language, Texts
from qa.web.told import told_html

MOST_EXAMPLES = 4
"""Example questions that are shown."""

MOST_CHOICES = 200
"""Values in one list of the filter; a page with thousands of dossiers would load slowly."""

COLUMNS = ("dossier", "kind", "sender")
"""What letters can be chosen by from a list, beside their dates."""

_answers = itertools.count(1)

Shown = tuple[str, Any, Any, Any, str, str]
"""The answer, the buttons that ask it otherwise, the folded part and what is in it, and the
question that the next one may lean on."""


def make_asker(
    state: PageState, texts: Texts, *, any_time: bool = False, alone: bool = False
) -> Callable[..., Shown]:
    """Return what answers a question.

    Args:
        state: Gives the assistant.
        texts: The reader's language.
        any_time: Read no time out of the question.
        alone: Do not let it lean on the question before.
    """

    def ask(question: str | None, *fields: Any) -> Shown:
        *chosen, before = fields or ("",)
        asked = replace(
            _chosen(*chosen),
            question=(question or "").strip(),
            any_time=any_time,
            after="" if alone else (before or "")[:MAX_QUESTION],
        )
        return _answered(state, texts, asked)

    return ask


def _chosen(
    since: str | None = "",
    until: str | None = "",
    dossiers: Sequence[str] | None = (),
    kinds: Sequence[str] | None = (),
    senders: Sequence[str] | None = (),
) -> Asked:
    """Read the fields of the filter as Gradio gives them; one that was not touched may be None."""
    return Asked(
        dossiers=some(map(str, dossiers or ())),
        kinds=some(map(str, kinds or ())),
        senders=some(map(str, senders or ())),
        since=(since or "").strip()[:MOST_CHARACTERS],
        until=(until or "").strip()[:MOST_CHARACTERS],
    )


def _answered(state: PageState, texts: Texts, asked: Asked) -> Shown:
    """Answer a question, or say why that cannot be done."""

    def nothing_but(notice: str) -> Shown:
        hidden = gr.update(visible=False)
        return notice, hidden, hidden, hidden, "", asked.after

    if not asked.question:
        return nothing_but(notice_html(texts.question_empty, texts))
    if len(asked.question) > MAX_QUESTION:
        too_long = texts.question_too_long.format(len(asked.question), MAX_QUESTION)
        return nothing_but(notice_html(too_long, texts))
    try:
        assistant = state.assistant()
        with state.turns.turn():
            answer = asked.put_to(assistant)
        names = {hit.chunk.doc_id for hit in answer.hits}
        cited = cite_hits(answer.hits, {name: assistant.letter(name) for name in names})
    except IndexNotFoundError:
        wait = texts.index_building if state.updating else texts.index_first
        return nothing_but(notice_html(wait, texts))
    except TooBusyError as error:
        return nothing_but(busy_html(error, texts, next(_answers)))
    except QuestionError as error:
        return nothing_but(notice_html(texts.question_unusable, texts, "problem", error.message))
    except QAError as error:
        return nothing_but(notice_html(texts.no_answer, texts, "problem", error.message))
    if not answer.question.leans:
        asked = asked.alone()
    count = len(other_hits(answer))
    return (
        answer_html(
            answer,
            cited,
            texts,
            asked,
            next(_answers),
            summary=state.settings.has_model,
            translate=state.settings.has_model,
        ),
        gr.update(visible=answer.time is not None and answer.time.kept),
        gr.update(visible=answer.question.leans),
        gr.update(visible=count > 0, open=False, label=texts.other_passages.format(count)),
        hits_html(answer, cited, texts),
        answer.question.text,
    )


def make_filler(state: PageState) -> Callable[[gr.Request], tuple[Any, ...]]:
    """Return what fills the fields of the filter: their lists, and what the address says."""

    def fill(request: gr.Request) -> tuple[Any, ...]:
        asked = Asked.from_params(request.query_params)
        choices = _choices(state)
        if asked == Asked():  # what was chosen meanwhile stays
            return (gr.skip(), gr.skip(), *(gr.update(choices=of_column) for of_column in choices))
        chosen = (asked.dossiers, asked.kinds, asked.senders)
        lists = [
            gr.update(choices=of_column, value=list(values))
            for of_column, values in zip(choices, chosen, strict=True)
        ]
        return (asked.since, asked.until, *lists)

    return fill


def make_opener(
    state: PageState, texts: Texts, latest: Latest
) -> Callable[[gr.Request], tuple[Any, ...]]:
    """Return what answers the question of the address, if it has one."""

    def open_page(request: gr.Request) -> tuple[Any, ...]:
        asked = Asked.from_params(request.query_params)
        if not asked.question:
            return tuple(gr.skip() for _ in range(6))
        return latest.answering(lambda: _answered(state, texts, asked))(request)

    return open_page


def _choices(state: PageState) -> list[list[tuple[str, str]]]:
    """Return the commonest values that letters can be chosen by, with how many letters have them.

    Others can be typed.
    """
    try:
        assistant = state.assistant()
        values = [list(assistant.values_of(column).items())[:MOST_CHOICES] for column in COLUMNS]
        titles = state.suggester().titles
    except QAError:
        return [[] for _ in COLUMNS]
    return [
        [(f"{' '.join(filter(None, (value, titles.get(value))))} ({count})", value)
         for value, count in of]
        for of in values
    ]  # fmt: skip


def make_counter(state: PageState, texts: Texts) -> Callable[..., str]:
    """Return what says how many letters a filter leaves."""

    def count(*fields: Any) -> str:
        try:
            where = _chosen(*fields).where()
            assistant = state.assistant()
            found, of = assistant.would_search(where), assistant.searched
        except IndexNotFoundError:
            return ""
        except QAError as error:
            return f'<p class="wrong">{told_html(error.message, texts)}</p>'
        if not where:
            return ""
        said = texts.filter_leaves.format(found.letters, texts.count(of.letters, "letter"))
        return f'<p role="status">{escape(said)}</p>'

    return count


def make_examples(state: PageState, lang: Language) -> Callable[[], list[Any]]:
    """Return what shows example questions that the letters answer."""

    def show() -> list[Any]:
        found = state.examples(lang)[:MOST_EXAMPLES]
        shown: list[Any] = [gr.update(value=text, visible=True) for text in found]
        return shown + [gr.update(visible=False)] * (MOST_EXAMPLES - len(found))

    return show


def make_watcher(state: PageState, texts: Texts) -> Callable[[], tuple[str, str, Any, Any, Any]]:
    """Return what shows the state; it goes on while a job runs or the folder is followed."""

    def look() -> tuple[str, str, Any, Any, Any]:
        status = state.status()
        running = status.job is not None and status.job.running
        return (
            status_html(status, state.settings, texts, problems=may_edit()),
            job_html(status.job, texts) if running or may_edit() else "",
            _update_button(status, texts),
            gr.update(value=status.following, visible=may_edit()),
            gr.Timer(active=running or status.following),
        )

    return look


def make_follower(state: PageState) -> Callable[[bool], None]:
    """Return what begins or stops to follow the folder."""

    def follow(on: bool) -> None:
        if may_edit():
            state.follow(bool(on))

    return follow


def _update_button(status: Status, texts: Texts) -> Any:
    """Return the button as the state wants it: it stands out where there is no index yet."""
    ready = status.kind == "ready"
    return gr.update(
        value=texts.update if ready else texts.build,
        variant="secondary" if ready else "primary",
        interactive=not status.updating,
        visible=may_edit(),
    )


def make_updater(state: PageState) -> Callable[[], None]:
    """Return what begins an update, or joins one that runs."""

    def update() -> None:
        with suppress(IndexBusyError):  # the state shows what the index is busy with
            if may_edit():
                state.update()

    return update
