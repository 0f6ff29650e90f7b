"""The page: a question box, the answer as cards, the letter beside it, and the index's state.

Gradio components, and which event calls what of `qa.web.page_events`.
"""

from __future__ import annotations

from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import gradio as gr

from qa.questions import MAX_QUESTION
from qa.web.gate.visitors import current
from qa.web.latest import Latest
from qa.web.page_events import (
    MOST_EXAMPLES,
    make_asker,
    make_counter,
    make_examples,
    make_filler,
    make_follower,
    make_opener,
    make_updater,
    make_watcher,
)
from qa.web.roots import rooted
from qa.web.state import PageState
from qa.web.texts import TEXTS, Language, Texts

WATCH_SECONDS = 2.0
"""How often a page looks whether an update that runs elsewhere is done."""

QUEUE = False
"""Nothing goes through Gradio's queue: an event that joins it while the stream of the one before
closes is never answered (3 of 60 quick first questions hung)."""

QUESTION_OF_ADDRESS = """
(typed) => new URLSearchParams(location.search).getAll("q").pop()?.trim() || typed
"""
"""Read by the browser: what the server sends comes when another may have been typed."""

QUIET: dict[str, Any] = {"queue": QUEUE, "api_visibility": "private"}
"""What every event has in common."""


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
    _html(suggesting_html(texts), "suggesting")
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
    latest = Latest()
    answering: dict[str, Any] = QUIET | {
        "fn": latest.answering(make_asker(state, texts)),
        "trigger_mode": "multiple",  # else Gradio drops what is asked while an answer is to come
        "inputs": [question, *fields, shown.before],
        "outputs": [*shown],
        "show_progress": "minimal",
        "show_progress_on": shown.answer,
    }
    gr.on([question.submit, asking.ask.click], **answering)
    any_time = latest.answering(make_asker(state, texts, any_time=True))
    shown.any_time.click(**answering | {"fn": any_time})
    alone = latest.answering(make_asker(state, texts, alone=True))
    shown.alone.click(**answering | {"fn": alone})
    for button in asking.examples:
        filled = button.click(None, button, question, js="(text) => text", **QUIET)
        filled.then(**answering)
    gr.on(
        [field.change for field in fields],
        make_counter(state, texts), fields, asking.left, show_progress="hidden", **QUIET,
    )  # fmt: skip
    asking.clear.click(lambda: ("", "", [], [], []), outputs=fields, **QUIET)
    page.load(None, question, question, js=QUESTION_OF_ADDRESS, **QUIET)
    page.load(make_filler(state), outputs=fields, show_progress="hidden", **QUIET)
    page.load(make_opener(state, texts, latest), outputs=[*shown], **QUIET)
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
    following = index.follow.input(
        make_follower(state), inputs=index.follow, trigger_mode="always_last", **QUIET
    )
    following.then(**watching)
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


def suggesting_html(texts: Texts) -> str:
    """Return where the script lists what completes a question, with the words that it says."""
    kinds = "".join(
        f' data-{kind}="{escape(name)}"' for kind, name in texts.suggestion_kinds.items()
    )
    return (
        f'<ul id="suggestions" role="listbox" aria-label="{escape(texts.suggestions_title)}"'
        f'{kinds} hidden></ul><p class="visually-hidden" role="status"'
        f' data-said="{escape(texts.suggestions)}"></p>'
    )


def header_html(texts: Texts, model: str = "") -> str:
    """Return the head of the page, with the way to the other language."""
    other = texts.other_lang
    lead = texts.lead_model.format(urlsplit(model).netloc) if model else texts.lead
    page = rooted(f"/{other}/")
    ways = {
        "questions": texts.sets_link,
        "letters": texts.letters_and_index,
        "d": texts.dossiers_title,
        "commitments": texts.commitments_title,
        "following": texts.following_title,
        "memo": texts.memo_title,
    }
    links = "".join(
        f'<a href="{escape(rooted(f"/{path}?lang={texts.lang}"))}">{escape(name)}</a> '
        for path, name in ways.items()
    )
    return (
        f'<header><h1>{escape(texts.title)}</h1><p class="lead">{escape(lead)}</p>'
        f'<nav>{links}<a id="other-language" href="{escape(page)}" lang="{other}" '
        f'hreflang="{other}">{escape(texts.other_language)}</a></nav></header>'
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
