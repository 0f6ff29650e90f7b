"""The reading view in a real Chromium: find, step from place to place, notes in place, tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import Contexts, contexts, served  # noqa: F401 - a fixture among them
from playwright.sync_api import Page, expect
from web_fixtures import FakeAssistant, make_letter

from qa.settings import Settings
from qa.web.state import PageState
from qa.web.texts import EN

pytestmark = pytest.mark.browser

LETTER = make_letter(
    [
        "De veerpont vaart dagelijks naar Café Oriënt.",
        "Over het café is niets bekend.",
        *(f"Alinea {i} gaat over iets anders." for i in range(40)),
        "Bij het CAFÉ ligt de steiger.",
    ],
    doc_id="kst-1-1",
    notes=["Zie de brief van vorig jaar."],
    marks=[(27, "n1")],
)


@pytest.fixture(scope="module")
def letter_address() -> Iterator[str]:
    state = PageState(Settings(), open_=lambda _: FakeAssistant([LETTER]))
    with served(state.settings, state) as address:
        yield f"{address}/l/kst-1-1"


def opened_letter(contexts: Contexts, address: str) -> Page:
    page = contexts["en-GB", 1440].new_page()
    page.goto(address)
    expect(page.get_by_label(EN.find_in)).to_be_visible()
    return page


def test_words_are_found_whatever_their_case_and_accents(
    contexts: Contexts, letter_address: str
) -> None:
    page = opened_letter(contexts, letter_address)
    page.get_by_label(EN.find_in).fill("cafe")
    told = page.locator(".finder output")
    expect(told).to_have_text("1 of 3")
    page.get_by_role("button", name=EN.former_hit).click()
    expect(told).to_have_text("3 of 3")
    expect(page.get_by_text("Bij het CAFÉ ligt de steiger.")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.get_by_label(EN.find_in).press("Enter")
    expect(told).to_have_text("1 of 3")
    page.get_by_label(EN.find_in).fill("nergens")
    expect(told).to_have_text("0 of 0")
    expect(page.get_by_role("button", name=EN.next_hit)).to_be_disabled()
    page.get_by_label(EN.find_in).press("Escape")
    expect(page.get_by_label(EN.find_in)).to_have_value("")
    page.close()


def test_one_steps_from_marked_place_to_marked_place(
    contexts: Contexts, letter_address: str
) -> None:
    last = LETTER.text.index("Bij het CAFÉ")
    page = opened_letter(contexts, f"{letter_address}?q=0-11,{last}-{last + 12}")
    told = page.locator(".finder output")
    expect(told).to_have_text("1 of 2")
    page.get_by_role("button", name=EN.next_hit).click()
    expect(told).to_have_text("2 of 2")
    expect(page.locator("mark.here")).to_have_text("Bij het CAFÉ")
    expect(page.locator("mark.here")).to_be_in_viewport()
    page.close()


def test_a_note_opens_where_it_is_referred_to(contexts: Contexts, letter_address: str) -> None:
    page = opened_letter(contexts, letter_address)
    mark = page.locator("a.noteref").first
    mark.click()
    here = page.locator("#note-here")
    expect(here).to_contain_text("Zie de brief van vorig jaar.")
    expect(page.locator("#p1")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(here).to_be_hidden()
    expect(mark).to_be_focused()
    page.close()


def test_without_script_the_letter_is_whole(contexts: Contexts, letter_address: str) -> None:
    context = contexts.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{letter_address}?q=0-11#quote")
    expect(page.locator("mark")).to_have_text("De veerpont")
    expect(page.locator(".finder")).to_be_hidden()
    page.locator("a.noteref").first.click()
    expect(page.locator("#n1")).to_be_in_viewport()
    context.close()


def test_it_prints_without_its_tools(contexts: Contexts, letter_address: str) -> None:
    page = opened_letter(contexts, letter_address)
    page.emulate_media(media="print")
    expect(page.locator(".finder")).to_be_hidden()
    expect(page.locator("#p1")).to_be_visible()
    page.close()
