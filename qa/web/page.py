"""The page: a question box, the answer as cards, the letter beside it, and the index's state.

Gradio components and what they call. It holds no retrieval; the HTML comes from
`qa.web.cards` and `qa.web.notices`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from html import escape
from typing import Any

import gradio as gr

from qa.errors import IndexBusyError, IndexNotFoundError, QAError, QuestionError
from qa.web.cards import (
    answer_html,
    cite_hits,
    hits_html,
    other_hits,
)
from qa.web.links import MAX_QUESTION
from qa.web.notices import job_html, notice_html, status_html
from qa.web.state import PageState, Status
from qa.web.texts import EXAMPLES, TEXTS, Language, Texts

WATCH_SECONDS = 2.0
"""How often a page looks whether an update that runs elsewhere is done."""

QUEUE = False
"""Nothing goes through Gradio's queue: an event that joins it while the stream of the one before
closes is never answered (3 of 60 quick first questions hung)."""

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif")
MONO = ("ui-monospace", "Consolas", "Liberation Mono", "monospace")

THEME = gr.themes.Base(
    primary_hue=gr.themes.colors.blue,
    neutral_hue=gr.themes.colors.stone,
    radius_size=gr.themes.sizes.radius_md,
    font=SANS,
    font_mono=MONO,
).set(
    body_background_fill="#f4f3ef",
    body_background_fill_dark="#101216",
    body_text_color="#1b1f26",
    body_text_color_dark="#e6e4df",
    block_background_fill="transparent",
    block_background_fill_dark="transparent",
    block_label_text_color="#5a616e",
    block_label_text_color_dark="#a3a9b5",
    border_color_primary="#dddad2",
    border_color_primary_dark="#30353d",
    border_color_accent="#154273",
    border_color_accent_dark="#92bdec",
    input_background_fill="#ffffff",
    input_background_fill_dark="#191c21",
    input_background_fill_focus="#ffffff",
    input_background_fill_focus_dark="#191c21",
    input_border_color="#c9c5bb",
    input_border_color_dark="#454b55",
    input_border_color_focus="#154273",
    input_border_color_focus_dark="#92bdec",
    input_border_width="1px",
    input_placeholder_color="#6b7280",
    input_placeholder_color_dark="#8d94a1",
    button_primary_background_fill="#154273",
    button_primary_background_fill_dark="#92bdec",
    button_primary_background_fill_hover="#0f3157",
    button_primary_background_fill_hover_dark="#aecff3",
    button_primary_border_color="#154273",
    button_primary_border_color_dark="#92bdec",
    button_primary_border_color_hover="#0f3157",
    button_primary_border_color_hover_dark="#aecff3",
    button_primary_text_color="#ffffff",
    button_primary_text_color_dark="#10202f",
    button_primary_text_color_hover="#ffffff",
    button_primary_text_color_hover_dark="#10202f",
    button_secondary_background_fill="transparent",
    button_secondary_background_fill_dark="transparent",
    button_secondary_background_fill_hover="#ffffff",
    button_secondary_background_fill_hover_dark="#191c21",
    button_secondary_border_color="#c9c5bb",
    button_secondary_border_color_dark="#454b55",
    button_secondary_text_color="#1b1f26",
    button_secondary_text_color_dark="#e6e4df",
    button_border_width="1px",
    loader_color="#154273",
    loader_color_dark="#92bdec",
)
"""System fonts only, so nothing is fetched. The same colours stand in ``static/page.css``."""

_answers = itertools.count(1)


def build_page(state: PageState, lang: Language) -> gr.Blocks:
    """Return the page in one language."""
    texts = TEXTS[lang]
    with gr.Blocks(title=texts.title, fill_width=True, analytics_enabled=False) as page:
        _html(header_html(texts), "masthead")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="answers", scale=1, min_width=0):
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
                    ask = gr.Button(
                        texts.ask, variant="primary", scale=0, min_width=110, elem_id="ask"
                    )
                with gr.Row(elem_id="examples"):
                    _html(f"<p>{escape(texts.examples)}</p>", "examples-label")
                    examples = [
                        gr.Button(text, size="sm", elem_classes="example", min_width=0, scale=0)
                        for text in EXAMPLES
                    ]
                answer = _html("", "answer")
                any_time = gr.Button(
                    texts.any_time, size="sm", visible=False, scale=0, elem_id="any-time"
                )
                with gr.Accordion("", open=False, visible=False, elem_id="others") as others:
                    passages = _html("", "passages")
                with gr.Row(elem_id="index"):
                    status = _html("", "status")
                    update = gr.Button(
                        texts.update, size="sm", scale=0, min_width=170, elem_id="update"
                    )
                    follow = gr.Checkbox(
                        label=texts.follow, scale=0, min_width=170, elem_id="follow"
                    )
                report = _html("", "report")
            with gr.Column(elem_id="reader", scale=1, min_width=0):
                _html(reader_html(texts), "reader-frame")
        watch = gr.Timer(WATCH_SECONDS, active=False)

        answering: dict[str, Any] = {
            "fn": make_asker(state, texts),
            "inputs": question,
            "outputs": [answer, any_time, others, passages],
            "show_progress": "minimal",
            "show_progress_on": answer,
            "queue": QUEUE,
            "api_visibility": "private",
        }
        watching: dict[str, Any] = {
            "fn": make_watcher(state, texts),
            "outputs": [status, report, update, follow, watch],
            "show_progress": "hidden",
            "queue": QUEUE,
            "api_visibility": "private",
        }
        gr.on([question.submit, ask.click], **answering)
        any_time.click(**answering | {"fn": make_asker(state, texts, any_time=True)})
        for button, text in zip(examples, EXAMPLES, strict=True):
            button.click(
                _constant(text), outputs=question, queue=QUEUE, api_visibility="private"
            ).then(**answering)
        update.click(
            make_updater(state), queue=QUEUE, show_progress="hidden", api_visibility="private"
        ).then(**watching)
        follow.input(
            make_follower(state), inputs=follow, queue=QUEUE, api_visibility="private"
        ).then(**watching)
        page.load(**watching)
        watch.tick(**watching)
    return page


def header_html(texts: Texts) -> str:
    """Return the head of the page, with the way to the other language."""
    other = texts.other_lang
    return (
        f'<header><h1>{escape(texts.title)}</h1><p class="lead">{escape(texts.lead)}</p>'
        f'<nav><a href="/{other}/" lang="{other}" hreflang="{other}">'
        f"{escape(texts.other_language)}</a></nav></header>"
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


def _html(value: str, elem_id: str) -> gr.HTML:
    """Return HTML of ours; Gradio's own style for it is left out."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False)


def _constant(text: str) -> Callable[[], str]:
    return lambda: text


def make_asker(
    state: PageState, texts: Texts, any_time: bool = False
) -> Callable[[str], tuple[str, Any, Any, str]]:
    """Return what answers a question: the answer, the button that searches all letters if a time in
    the question chose some of them, the folded part, and what is in it."""

    def nothing_but(notice: str) -> tuple[str, Any, Any, str]:
        return notice, gr.update(visible=False), gr.update(visible=False), ""

    def ask(question: str | None) -> tuple[str, Any, Any, str]:
        question = (question or "").strip()
        if not question:
            return nothing_but(notice_html(texts.question_empty))
        if len(question) > MAX_QUESTION:
            too_long = texts.question_too_long.format(len(question), MAX_QUESTION)
            return nothing_but(notice_html(too_long))
        try:
            assistant = state.assistant()
            answer = assistant.ask(question, any_time=any_time)
            names = {hit.chunk.doc_id for hit in answer.hits}
            cited = cite_hits(answer.hits, {name: assistant.letter(name) for name in names})
        except IndexNotFoundError:
            wait = texts.index_building if state.updating else texts.index_first
            return nothing_but(notice_html(wait))
        except QuestionError as error:
            return nothing_but(notice_html(texts.question_unusable, "problem", str(error)))
        except QAError as error:
            return nothing_but(notice_html(texts.no_answer, "problem", str(error)))
        count = len(other_hits(answer))
        fold = gr.update(visible=count > 0, open=False, label=texts.other_passages.format(count))
        shown = answer_html(answer, cited, texts, next(_answers), any_time=any_time)
        chosen = answer.time is not None and answer.time.kept
        return shown, gr.update(visible=chosen), fold, hits_html(answer, cited, texts)

    return ask


def make_watcher(state: PageState, texts: Texts) -> Callable[[], tuple[str, str, Any, bool, Any]]:
    """Return what shows the state; it goes on while a job runs or the folder is followed."""

    def look() -> tuple[str, str, Any, bool, Any]:
        status = state.status()
        running = status.job is not None and status.job.running
        return (
            status_html(status, state.settings, texts),
            job_html(status.job, texts),
            _update_button(status, texts),
            status.following,
            gr.Timer(active=running or status.following),
        )

    return look


def make_follower(state: PageState) -> Callable[[bool], None]:
    """Return what begins or stops to follow the folder."""

    def follow(on: bool) -> None:
        state.follow(bool(on))

    return follow


def _update_button(status: Status, texts: Texts) -> Any:
    """Return the button as the state wants it: it stands out where there is no index yet."""
    ready = status.kind == "ready"
    return gr.update(
        value=texts.update if ready else texts.build,
        variant="secondary" if ready else "primary",
        interactive=not status.updating,
    )


def make_updater(state: PageState) -> Callable[[], None]:
    """Return what begins an update, or joins one that runs."""

    def update() -> None:
        with suppress(IndexBusyError):  # the state shows what the index is busy with
            state.update()

    return update
