"""Suggestions as one types work as a combobox does, by keyboard and by mouse."""

from __future__ import annotations

import pytest
from browsing import CARD_QUESTION, Contexts, address, ask, contexts, opened  # noqa: F401 - fixtures
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_suggestion_is_chosen_by_keyboard(contexts: Contexts, address: str) -> None:  # noqa: F811
    with opened(contexts, address, "nl-NL") as page:
        box = page.locator("#question input")
        box.press_sequentially("wat deed NL bij de ud", delay=10)
        option = page.locator("#suggestions [role=option]").first
        expect(option).to_contain_text("UDCG")
        expect(option).to_contain_text("Ukraine Defence Contact Group")
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press("ArrowDown")
        expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
        expect(option).to_have_attribute("aria-selected", "true")
        box.press("Enter")
        expect(box).to_have_value("wat deed NL bij de UDCG")
        expect(box).to_have_attribute("aria-expanded", "false")
        expect(page.locator("#answer [data-answer]")).to_have_count(0)  # chosen, not asked
        box.press("Enter")
        expect(page.locator("#answer [data-answer]")).to_be_visible()


def test_escape_closes_the_list_and_what_was_asked_is_offered(
    contexts: Contexts,
    address: str,  # noqa: F811
) -> None:
    with opened(contexts, address, "en-GB") as page:
        ask(page, CARD_QUESTION)
        box = page.locator("#question input")
        box.fill("")
        box.press_sequentially(CARD_QUESTION[:12], delay=10)
        option = page.locator("#suggestions [role=option]", has_text=CARD_QUESTION)
        expect(option).to_contain_text("asked before")
        box.press("Escape")
        expect(page.locator("#suggestions")).to_be_hidden()
        expect(box).to_be_focused()
        box.press_sequentially(CARD_QUESTION[12], delay=10)
        option.click()
        expect(box).to_have_value(CARD_QUESTION)


def test_what_to_ask_next_is_asked_by_a_click(contexts: Contexts, address: str) -> None:  # noqa: F811
    with opened(contexts, address, "en-GB") as page:
        ask(page, "what did NL pledge at the UDCG")
        following = page.locator("#answer .next button").first
        expect(following).to_be_visible()
        question = following.text_content() or ""
        following.click()
        expect(page.locator("#answer .asked")).to_have_text(question)
