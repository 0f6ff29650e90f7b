"""The page of sets of questions in a real Chromium: sent, followed, read, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asked_before import NEW, write_corpus
from axe_playwright_python.sync_playwright import Axe
from browsing import Contexts, contexts, is_bad, served  # noqa: F401 - a fixture among them
from playwright.sync_api import Page, expect

from qa.indexing import build_index
from qa.settings import Settings
from qa.web.texts import EN, NL

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("sets")
    (folder / "corpus").mkdir()
    write_corpus(folder / "corpus")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    build_index(settings)
    with served(settings) as address:
        yield address


def opened(contexts: Contexts, address: str, locale: str, width: int) -> Page:
    page = contexts[locale, width].new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if is_bad(message) else None)
    page.problems = problems  # type: ignore[attr-defined]
    page.goto(f"{address}/questions")
    return page


def serious(page: Page) -> list[Any]:
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in {"serious", "critical"}]


def test_a_file_is_sent_followed_and_taken_along(
    contexts: Contexts, address: str, tmp_path: Path
) -> None:
    (tmp_path / "set.txt").write_text(NEW, encoding="utf-8")
    page = opened(contexts, address, "en-GB", 1440)
    assert serious(page) == []
    page.get_by_label(EN.sets_file).set_input_files(str(tmp_path / "set.txt"))
    page.get_by_role("button", name=EN.sets_send).click()
    expect(page.get_by_role("heading", name="Question 1")).to_be_visible()
    assert serious(page) == []
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word").click()
    assert taken.value.suggested_filename == "set-questions.docx"
    page.get_by_role("link", name="Aanhangsel Handelingen II 2022/23, nr. 29").first.click()
    expect(page.locator("mark").first).to_contain_text("€ 5 mln.")
    assert page.problems == []  # type: ignore[attr-defined]
    page.close()


def test_questions_are_pasted_by_keys_alone_on_a_dark_phone(
    contexts: Contexts, address: str
) -> None:
    page = opened(contexts, address, "nl-NL", 390)
    page.emulate_media(color_scheme="dark")
    page.get_by_label(NL.sets_paste).focus()
    page.keyboard.insert_text(NEW)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Vraag 1")).to_be_visible()
    assert serious(page) == []
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    page.get_by_role("button", name=NL.sets_forget).press("Enter")
    expect(page.get_by_role("heading", name=NL.sets_title, level=1)).to_be_visible()
    assert page.problems == []  # type: ignore[attr-defined]
    page.close()


def test_a_file_without_questions_is_told_above_the_form(
    contexts: Contexts, address: str, tmp_path: Path
) -> None:
    (tmp_path / "brief.txt").write_text("Er is niets te melden.")
    page = opened(contexts, address, "nl-NL", 1440)
    page.get_by_label(NL.sets_file).set_input_files(str(tmp_path / "brief.txt"))
    page.get_by_role("button", name=NL.sets_send).click()
    expect(page.get_by_role("alert")).to_contain_text("brief.txt: geen vragen in gevonden")
    page.close()
