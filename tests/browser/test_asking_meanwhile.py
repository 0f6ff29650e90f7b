"""A question that is asked, or typed, while the answer to another is still to come."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Contexts, contexts, opened, question_box, served  # noqa: F401 - a fixture
from playwright.sync_api import Page, expect
from web_fixtures import FakeAssistant, make_answer, make_letter

from qa.records import Answer
from qa.settings import Settings
from qa.web.state import PageState
from qa.web.texts import EN

pytestmark = pytest.mark.browser

LETTER = make_letter(["De veerpont vaart weer. De brug is dicht."])
FIRST, SECOND = "vaart de pont?", "is de brug dicht?"


class Held(FakeAssistant):
    """Answers the first question when it is told to, and every other at once."""

    def __init__(self) -> None:
        super().__init__([LETTER])
        self.begun, self.may, self.done = (threading.Event() for _ in range(3))

    def ask(self, question: str, *given: object, **named: object) -> Answer:
        """Answer what is asked."""
        self.answer = None
        if question == FIRST:
            self.begun.set()
            assert self.may.wait(60)
            self.done.set()
        return make_answer(LETTER, [(0, 23)], question=question)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def address(held: Held, tmp_path: Path) -> Iterator[str]:
    settings = Settings(index=tmp_path / "none")
    with served(settings, PageState(settings, open_=lambda _: held)) as where:
        yield where


def put(page: Page, question: str) -> None:
    question_box(page).fill(question)
    page.keyboard.press("Enter")


def check_the_last_stands(page: Page, held: Held) -> None:
    """Its answer is shown, also when the one of the question before has come at last."""
    shown = page.locator("#answer .asked")
    expect(shown).to_have_text(SECOND)
    held.may.set()
    assert held.done.wait(60)
    page.wait_for_timeout(500)
    expect(shown).to_have_text(SECOND)
    expect(question_box(page)).to_have_value(SECOND)


def test_the_question_asked_last_is_answered(contexts: Contexts, address: str, held: Held) -> None:
    with opened(contexts, f"{address}/en/") as page:
        put(page, FIRST)
        assert held.begun.wait(60)
        put(page, SECOND)
        check_the_last_stands(page, held)


def test_it_is_when_asked_with_the_button(contexts: Contexts, address: str, held: Held) -> None:
    with opened(contexts, f"{address}/en/") as page:
        question_box(page).fill(FIRST)
        page.get_by_role("button", name=EN.ask, exact=True).click()
        assert held.begun.wait(60)
        question_box(page).fill(SECOND)
        page.get_by_role("button", name=EN.ask, exact=True).click()
        check_the_last_stands(page, held)


def test_it_is_while_the_question_of_the_address_is_answered(
    contexts: Contexts, address: str, held: Held
) -> None:
    with opened(contexts, f"{address}/en/?q=vaart+de+pont%3F") as page:
        assert held.begun.wait(60)
        expect(question_box(page)).to_have_value(FIRST)  # it stands there at once
        put(page, SECOND)
        check_the_last_stands(page, held)


def test_what_is_typed_meanwhile_stays(contexts: Contexts, address: str, held: Held) -> None:
    with opened(contexts, f"{address}/en/?q=vaart+de+pont%3F") as page:
        assert held.begun.wait(60)
        question_box(page).fill("en wat")
        held.may.set()
        expect(page.locator("#answer .asked")).to_have_text(FIRST)
        expect(question_box(page)).to_have_value("en wat")
