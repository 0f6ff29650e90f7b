"""Passages in a real Chromium while the answer lets wait, and none where it comes at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Contexts, contexts, opened, question_box, served  # noqa: F401 - a fixture
from playwright.sync_api import expect
from web_fixtures import FakeAssistant, make_answer, make_hit, make_letter

from qa.records import Answer
from qa.settings import Settings
from qa.web.state import PageState
from qa.web.texts import EN

pytestmark = pytest.mark.browser

LETTER = make_letter(["De veerpont <b>vaart</b> weer. De brug is dicht.", "Dat is alles."])


@dataclass
class Slow(FakeAssistant):
    """Answers when it is told to."""

    may: threading.Event = field(default_factory=threading.Event)
    sought: list[tuple[str, object]] = field(default_factory=list)

    def ask(self, *given: object, **named: object) -> Answer:
        """Wait, then give the answer."""
        self.may.wait(60)
        return super().ask(*given, **named)  # type: ignore[arg-type]

    def search(self, question: str, *given: object, **named: object) -> list:  # type: ignore[type-arg]
        """Give its hits at once."""
        self.sought.append((question, named.get("after")))
        return super().search(question, *given, **named)  # type: ignore[arg-type]


@pytest.fixture
def slow() -> Slow:
    answer = make_answer(LETTER, [(0, 15)], question="x", hits=[make_hit(LETTER, "p1")])
    return Slow([LETTER], answer)


@pytest.fixture
def address(slow: Slow, tmp_path: Path) -> Iterator[str]:
    settings = Settings(index=tmp_path / "none")
    with served(settings, PageState(settings, open_=lambda _: slow)) as where:
        yield where


def test_passages_are_there_until_the_quotes_are(
    contexts: Contexts, address: str, slow: Slow
) -> None:
    with opened(contexts, f"{address}/en/") as page:
        question_box(page).fill("vaart de pont?")
        page.keyboard.press("Enter")
        first = page.locator("#found-first")
        expect(first.get_by_role("status")).to_have_text(EN.found_first)
        expect(first.get_by_role("listitem")).to_have_count(1)
        expect(first).to_contain_text("De veerpont <b>vaart</b> weer.")
        assert slow.sought == [("vaart de pont?", None)]
        problems = Axe().run(page, "#found-first").response["violations"]
        assert [one["id"] for one in problems] == []
        slow.may.set()
        expect(page.locator("#answer .card")).to_have_count(1)
        expect(first).to_have_count(0)
        slow.may.clear()
        question_box(page).fill("en op zondag?")
        page.keyboard.press("Enter")
        expect(first.get_by_role("listitem")).to_have_count(1)
        assert slow.sought[1:] == [("en op zondag?", "x")]  # what stood there
        slow.may.set()
        expect(first).to_have_count(0)


def test_nothing_is_asked_for_where_the_answer_comes_at_once(
    contexts: Contexts, address: str, slow: Slow
) -> None:
    slow.may.set()
    with opened(contexts, f"{address}/en/") as page:
        question_box(page).fill("x")
        page.get_by_role("button", name=EN.ask, exact=True).click()
        expect(page.locator("#answer .card")).to_have_count(1)
        page.wait_for_timeout(600)
        assert slow.sought == []


def test_where_a_filter_is_set_they_are_not_shown(
    contexts: Contexts, address: str, slow: Slow
) -> None:
    with opened(contexts, f"{address}/en/") as page:
        page.get_by_role("button", name=EN.filters).click()
        page.get_by_label(EN.since).fill("2023")
        expect(page.locator("#left")).not_to_be_empty()
        question_box(page).fill("x")
        page.keyboard.press("Enter")
        page.wait_for_timeout(800)
        slow.may.set()
        expect(page.locator("#answer .card")).to_have_count(1)
        assert slow.sought == []
