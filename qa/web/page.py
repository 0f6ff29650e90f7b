"""The page: a question box, the answer as cards, the letter beside it, and the index's state.

Gradio components and what they call. It holds no retrieval; the HTML comes from
`qa.web.cards` and `qa.web.notices`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import gradio as gr

from qa.errors import IndexBusyError, IndexNotFoundError, QAError, QuestionError, TooBusyError
from qa.questions import MAX_QUESTION
from qa.web.asked import MOST_CHARACTERS, Asked, some
from qa.web.cards import (
    answer_html,
    cite_hits,
    hits_html,
    other_hits,
)
from qa.web.gate.visitors import current, may_edit
from qa.web.notices import busy_html, job_html, notice_html, status_html
from qa.web.roots import rooted
from qa.web.state import PageState, Status
from qa.web.texts import TEXTS, Language, Texts
from qa.web.told import told_html

WATCH_SECONDS = 2.0
"""How often a page looks whether an update that runs elsewhere is done."""

QUEUE = False
"""Nothing goes through Gradio's queue: an event that joins it while the stream of the one before
closes is never answered (3 of 60 quick first questions hung)."""

QUIET: dict[str, Any] = {"queue": QUEUE, "api_visibility": "private"}
"""What every event has in common."""

_answers = itertools.count(1)

MOST_EXAMPLES = 4
"""Example questions that are shown."""

MOST_CHOICES = 200
"""Values in one list of the filter; a page with thousands of dossiers would load slowly."""

COLUMNS = ("dossier", "kind", "sender")
"""What letters can be chosen by from a list, beside their dates."""


def build_page(state: PageState, lang: Language) -> gr.Blocks:
    """Return the page in one language."""
    texts, settings = TEXTS[lang], state.settings
    model = settings.llm_url if settings.llm_model else ""
    with gr.Blocks(title=texts.title, fill_width=True, analytics_enabled=False) as page:
        _html(header_html(texts, model), "masthead")
        visitor = _html("", "visitor")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="answers", scale=1, min_width=0):
                asking = _asking(texts)
                shown = _answer_place(texts)
                _html(history_html(texts), "history")
                index = _index_place(texts)
            with gr.Column(elem_id="reader", scale=1, min_width=0):
                _html(reader_html(texts), "reader-frame")
        watch = gr.Timer(WATCH_SECONDS, active=False)
        _wire_asking(page, state, texts, asking, shown)
        page.load(lambda: visitor_html(texts), outputs=visitor, **QUIET)
        _wire_index(page, state, texts, index, watch)
    return page


class _Asking(NamedTuple):
    """Where a question is asked; ``left`` tells what the fields of the filter leave."""

    question: gr.Textbox
    ask: gr.Button
    examples: list[gr.Button]
    fields: list[Any]
    left: gr.HTML
    clear: gr.Button


class _Place(NamedTuple):
    """Where an answer is shown, in the order of `Shown`."""

    answer: gr.HTML
    any_time: gr.Button
    alone: gr.Button
    others: gr.Accordion
    passages: gr.HTML
    before: gr.Textbox


class _Index(NamedTuple):
    """How the index stands, and what can be done with it."""

    status: gr.HTML
    report: gr.HTML
    update: gr.Button
    follow: gr.Checkbox


def _asking(texts: Texts) -> _Asking:
    with gr.Row(elem_id="asking"):
        question = gr.Textbox(
            label=texts.question,
            placeholder=texts.placeholder,
            lines=1,
            max_lines=1,
            max_length=MAX_QUESTION,
            autofocus=True,
            scale=1,
            elem_id="question",
        )
        ask = gr.Button(texts.ask, variant="primary", scale=0, min_width=110, elem_id="ask")
    with gr.Row(elem_id="examples"):
        _html(f"<p>{escape(texts.examples)}</p>", "examples-label")
        examples = [
            gr.Button(
                "", size="sm", elem_classes="example", min_width=0, scale=0, visible=False
            )
            for _ in range(MOST_EXAMPLES)
        ]  # fmt: skip
    with gr.Accordion(texts.filters, open=False, elem_id="filters"):
        fields = _filter_fields(texts)
        left = _html("", "left")
        clear = gr.Button(texts.clear_filters, size="sm", scale=0, elem_id="clear")
    return _Asking(question, ask, examples, fields, left, clear)


def _answer_place(texts: Texts) -> _Place:
    answer = _html("", "answer")
    with gr.Row(elem_id="again"):
        any_time, alone = (
            gr.Button(label, size="sm", visible=False, scale=0, elem_id=name)
            for label, name in ((texts.any_time, "any-time"), (texts.alone, "alone"))
        )
    with gr.Accordion("", open=False, visible=False, elem_id="others") as others:
        passages = _html("", "passages")
    before = gr.Textbox(visible=False)  # the question before, which the next may lean on
    return _Place(answer, any_time, alone, others, passages, before)


def _index_place(texts: Texts) -> _Index:
    with gr.Row(elem_id="index"):
        status = _html("", "status")
        update = gr.Button(texts.update, size="sm", scale=0, min_width=170, elem_id="update")
        follow = gr.Checkbox(label=texts.follow, scale=0, min_width=170, elem_id="follow")
    return _Index(status, _html("", "report"), update, follow)


def _wire_asking(
    page: gr.Blocks, state: PageState, texts: Texts, asking: _Asking, shown: _Place
) -> None:
    """Say what happens when a question is asked, the filter changes, or the page opens."""
    question, fields = asking.question, asking.fields
    answering: dict[str, Any] = QUIET | {
        "fn": make_asker(state, texts),
        "inputs": [question, *fields, shown.before],
        "outputs": [*shown],
        "show_progress": "minimal",
        "show_progress_on": shown.answer,
    }
    gr.on([question.submit, asking.ask.click], **answering)
    shown.any_time.click(**answering | {"fn": make_asker(state, texts, any_time=True)})
    shown.alone.click(**answering | {"fn": make_asker(state, texts, alone=True)})
    for button in asking.examples:
        button.click(lambda text: text, button, question, **QUIET).then(**answering)
    gr.on(
        [field.change for field in fields],
        make_counter(state, texts), fields, asking.left, show_progress="hidden", **QUIET,
    )  # fmt: skip
    asking.clear.click(lambda: ("", "", [], [], []), outputs=fields, **QUIET)
    page.load(make_opener(state, texts), outputs=[question, *fields, *shown], **QUIET)
    examples = make_examples(state, texts.lang)
    page.load(examples, outputs=asking.examples, show_progress="hidden", **QUIET)


def _wire_index(
    page: gr.Blocks, state: PageState, texts: Texts, index: _Index, watch: gr.Timer
) -> None:
    """Say what happens when the index is updated or followed, and while it is."""
    watching: dict[str, Any] = QUIET | {
        "fn": make_watcher(state, texts),
        "outputs": [index.status, index.report, index.update, index.follow, watch],
        "show_progress": "hidden",
    }
    index.update.click(make_updater(state), show_progress="hidden", **QUIET).then(**watching)
    index.follow.input(make_follower(state), inputs=index.follow, **QUIET).then(**watching)
    page.load(**watching)
    watch.tick(**watching)


def _filter_fields(texts: Texts) -> list[Any]:
    """Return the fields that choose letters: two dates, and lists of dossier, kind and sender."""
    with gr.Row(elem_classes="fields"):
        dates = [
            gr.Textbox(label=label, placeholder=texts.date_form, max_lines=1, min_width=120)
            for label in (texts.since, texts.until)
        ]
    with gr.Row(elem_classes="fields"):
        lists = [
            gr.Dropdown([], label=label, multiselect=True, allow_custom_value=True, min_width=160)
            for label in (texts.dossier, texts.kind, texts.sender)
        ]
    return [*dates, *lists]


def header_html(texts: Texts, model: str = "") -> str:
    """Return the head of the page, with the way to the other language."""
    other = texts.other_lang
    lead = texts.lead_model.format(urlsplit(model).netloc) if model else texts.lead
    letters, page = rooted(f"/letters?lang={texts.lang}"), rooted(f"/{other}/")
    return (
        f'<header><h1>{escape(texts.title)}</h1><p class="lead">{escape(lead)}</p>'
        f'<nav><a href="{escape(letters)}">{escape(texts.letters_and_index)}</a> '
        f'<a id="other-language" href="{escape(page)}" lang="{other}" hreflang="{other}">'
        f"{escape(texts.other_language)}</a></nav></header>"
    )


def visitor_html(texts: Texts) -> str:
    """Return who has signed in, with the way out; the script reads whose questions it may show."""
    visitor = current()
    name = escape(visitor.name)
    if not name:
        return '<p data-visitor="" hidden></p>'
    out = f' <button type="submit">{escape(texts.sign_out)}</button>' if visitor.here else ""
    return (
        f'<form method="post" action="{escape(rooted("/logout"))}" data-visitor="{name}">'
        f"<span>{escape(texts.signed_in_as.format(visitor.name))}</span>{out}</form>"
    )


def reader_html(texts: Texts) -> str:
    """Return the frame in which letters are shown; the links of citations name it as target."""
    return (
        f'<section class="reader" aria-label="{escape(texts.reading)}"><div class="bar">'
        f"<h2>{escape(texts.reading)}</h2>"
        f'<a id="open-letter" href="#" target="_blank">{escape(texts.open_letter)}</a>'
        f'<button type="button" id="close-letter">{escape(texts.close_letter)}</button></div>'
        f'<iframe id="letter" name="letter" title="{escape(texts.reading)}"></iframe></section>'
    )


def history_html(texts: Texts) -> str:
    """Return where the script lists the questions that were asked in this browser."""
    return (
        f'<details id="asked-before" hidden><summary>{escape(texts.history)}</summary>'
        f'<p class="hint">{escape(texts.history_explained)}</p><ol></ol>'
        f'<button type="button" id="forget">{escape(texts.forget)}</button></details>'
    )


def _html(value: str, elem_id: str) -> gr.HTML:
    """Return HTML of ours; Gradio's own style for it is left out."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False)


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
            summary=bool(state.settings.llm_url and state.settings.llm_model),
        ),
        gr.update(visible=answer.time is not None and answer.time.kept),
        gr.update(visible=answer.question.leans),
        gr.update(visible=count > 0, open=False, label=texts.other_passages.format(count)),
        hits_html(answer, cited, texts),
        answer.question.text,
    )


def make_opener(state: PageState, texts: Texts) -> Callable[[gr.Request], tuple[Any, ...]]:
    """Return what makes the page ready: its lists, and the question of its address, answered."""

    def open_page(request: gr.Request) -> tuple[Any, ...]:
        asked = Asked.from_params(request.query_params)
        choices = _choices(state)
        if asked == Asked():  # what was typed meanwhile stays
            lists = [gr.update(choices=of_column) for of_column in choices]
            return (gr.skip(), gr.skip(), gr.skip(), *lists, *(gr.skip() for _ in range(6)))
        chosen = (asked.dossiers, asked.kinds, asked.senders)
        lists = [
            gr.update(choices=of_column, value=list(values))
            for of_column, values in zip(choices, chosen, strict=True)
        ]
        answered: Sequence[Any] = [gr.skip() for _ in range(6)]
        if asked.question:
            answered = _answered(state, texts, asked)
        return (asked.question, asked.since, asked.until, *lists, *answered)

    return open_page


def _choices(state: PageState) -> list[list[tuple[str, str]]]:
    """Return the commonest values that letters can be chosen by, with how many letters have them.

    Others can be typed.
    """
    try:
        assistant = state.assistant()
        values = [list(assistant.values_of(column).items())[:MOST_CHOICES] for column in COLUMNS]
    except QAError:
        return [[] for _ in COLUMNS]
    return [[(f"{value} ({count})", value) for value, count in of] for of in values]


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
