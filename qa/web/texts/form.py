"""The strings of the page by name, and how counts, days and numbers are written with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class Texts:
    """Every string of the page in one language. ``{}`` is filled with ``str.format``."""

    lang: Language
    other_lang: Language
    other_language: str
    months: tuple[str, ...]

    title: str
    lead: str
    lead_model: str
    question: str
    placeholder: str
    ask: str
    examples: str
    update: str
    build: str
    follow: str

    filters: str
    clear_filters: str
    alone: str
    since: str
    until: str
    date_form: str
    kind: str
    filter_leaves: str
    history: str
    history_explained: str
    forget: str
    read_as: str
    slip: str
    words_read: str
    use_words: str
    only_letters: str
    of_dossier: str
    of_sender: str
    found_words: str
    found_across: str
    similarity: str
    found_by: str
    copy_link: str
    link_copied: str
    no_page: str
    question_empty: str
    question_too_long: str
    question_unusable: str
    no_answer: str
    index_missing: str
    news_indexed: str
    news_failed: str
    follow_on: str
    news_left_out: str
    index_first: str
    index_building: str
    index_problem: str
    searched: str
    left_out: str

    letter_one: str
    letter_many: str
    paragraph_one: str
    paragraph_many: str
    quote_one: str
    quote_many: str
    page_one: str
    page_many: str

    found: str
    not_found: str
    asked_time: str
    asked_newest: str
    no_letter_of_time: str
    any_time: str
    span_from: str
    span_until: str
    newest: str
    also: str
    whole_list: str
    led_by: str
    referral: str
    terms: str
    gloss: str | None
    """What single words of a quote mean; None for readers who know the letters' language."""
    gloss_note: str | None
    differs: dict[str, str]
    undated_too: str
    no_date: str
    dates_searched: str
    files_unread: str
    versions_unsearched: str
    first_pass: str
    over_lacks: str
    near_answer: str
    near_answer_explained: str
    caveat: str
    over_less: str
    over_undated: str
    written_after: str
    written_before: str
    near: str
    near_explained: str
    nothing_near: str
    context: str
    amounts: str
    as_written: str
    amount: str
    where: str
    sum_of: str
    not_normalised: str
    limits: dict[str, str]
    save: str
    save_page: str
    save_json: str
    around: str
    before: str
    after: str
    cite: str
    copied: str
    not_copied: str
    citation_moved: str
    forms: dict[str, str]
    heading: str
    note: str
    signature: str
    letterhead: str
    row: str
    official: str
    other_passages: str
    found_first: str
    score: str

    reading: str
    open_letter: str
    close_letter: str

    job_stages: dict[str, str]
    job_running: dict[str, str]
    job_done: dict[str, str]
    job_failed: dict[str, str]
    fetched: str
    not_fetched: str
    updating: str
    updated: str
    up_to_date: str
    added: str
    moved: str
    changed: str
    removed: str
    problems: str
    notices: str
    not_shown: str
    not_shown_hint: str
    left_out_kinds: dict[str, str]
    now_searched: str

    document: str
    read_from: str
    text_file: str
    contents: str
    reference: str
    sender: str
    sent: str
    dossier: str
    pages: str
    publication: str
    notes: str
    back_to_text: str
    new_page: str
    ask_letters: str
    letter_not_found: str

    letters_and_index: str
    mend_data: str
    next_questions: str
    suggestions: str
    suggestions_title: str
    suggestion_kinds: Mapping[str, str]
    library_title: str
    commitments_title: str
    dossiers_title: str
    following_title: str
    memo_title: str
    put_aside: str
    aside_put: str
    passage_link: str
    local_link: str
    passage_tools: str
    nothing_chosen: str
    library_lead: str
    words_in: str
    words_hint: str
    show: str
    all_letters: str
    none_left: str
    columns: dict[str, str]
    range_of: str
    next_page: str
    former_page: str
    older_versions: str
    remove: str
    remove_of: str
    removed_now: str
    restored_now: str
    undo: str
    removed_before: str
    bring_back: str
    bring_back_of: str
    add_letters: str
    drop_here: str
    upload_hint: str
    upload: str
    uploading: str
    how_added: dict[str, str]
    fetch_letters: str
    fetch_hint: str
    fetch_what: str
    fetch: str
    the_index: str
    generation: str
    made_at: str
    encoder: str
    verify: str
    following_on: str
    following_off: str
    stop_following: str
    generations: str
    in_use: str
    roll_back: str
    roll_back_to: str
    deleted_since: str
    brought_back: str
    taken_away: str
    readers_only: str
    problem_now: str
    utc: str

    sets_link: str
    sets_title: str
    sets_lead: str
    sets_file: str
    sets_hint: str
    sets_paste: str
    sets_send: str
    sets_sending: str
    sets_progress: str
    sets_stop: str
    sets_stopped: str
    sets_failed: str
    sets_again: str
    sets_forget: str
    sets_take: str
    sets_forms: dict[str, str]
    sets_contents: str
    sets_earlier: str
    sets_quotes: str
    sets_near: str
    sets_differs: str
    sets_passages: str
    sets_asked_by: str
    sets_sent_on: str
    sets_refers: str
    sets_kept: str

    older_version: str
    changed_since: dict[str, str]
    other_version: str
    no_picture: str
    page_of: str
    as_text: str
    original_page: str
    find_in: str
    former_hit: str
    next_hit: str
    places_found: str
    print: str
    close_note: str
    sign_in: str
    sign_out: str
    user_name: str
    password: str
    wrong_password: str
    too_many_tries: str
    signed_in_as: str
    too_busy: str
    place_in_line: str
    asks_again: str
    wrong_answer: str
    wrong_explained: str
    right_letter: str
    right_paragraph: str
    right_nowhere: str
    wrong_note: str
    send: str
    noted: str
    over_time: str
    follow_question: str
    timeline_title: str
    timeline_explained: str
    summary: str
    summary_comes: str
    summary_by: str
    summary_dropped: str
    summary_cost: str
    to_quote: str
    translate: str
    translate_paragraph: str
    translating: str
    translation: str
    translation_by: str
    translation_differs: str
    translation_none: str
    translation_failed: str
    bad_range: str
    bad_range_detail: str
    whole_letter: str
    cannot_show: str

    api_title: str
    api_lead: str
    api_operations: str
    api_tools: str
    api_models: str
    api_body: str
    api_answer: str
    api_fields: str
    api_name: str
    api_type: str
    api_meaning: str
    api_optional: str
    api_or: str
    api_list_of: str

    def count(self, number: int, noun: Literal["letter", "paragraph", "quote", "page"]) -> str:
        """Write a number with its noun: "1 letter", "11 alinea's"."""
        return f"{number} {getattr(self, f'{noun}_one' if number == 1 else f'{noun}_many')}"

    def form(self, name: str) -> str:
        """Name the form of a file for a reader: "publisher PDF" is a PDF, "page text" text."""
        short = name.split()[-1]
        return self.text_file if short == "text" else short

    def day(self, day: date) -> str:
        """Write a date as readers of this language do: "15 februari 2024"."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"

    def number(self, value: Decimal) -> str:
        """Write a number with this language's signs: "87.000.000" or "87,000,000"."""
        whole = value == value.to_integral_value()
        written = f"{value:,.0f}" if whole else f"{value:,.2f}"
        return written.translate(str.maketrans(",.", ".,")) if self.lang == "nl" else written

    def decimal(self, value: float) -> str:
        """Write a number with two decimals and this language's decimal sign."""
        written = f"{value:.2f}"
        return written.replace(".", ",") if self.lang == "nl" else written
