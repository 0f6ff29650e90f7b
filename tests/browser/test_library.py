"""The page of letters in a real Chromium: upload, progress, removal and undo, keys."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from browsing import Contexts, contexts, is_bad, served  # noqa: F401 - a fixture among them
from playwright.sync_api import Page, Route, expect
from web_fixtures import FakeAssistant, make_letter

from qa.indexing import BuildReport, build_index
from qa.letters.corpus import Progress
from qa.settings import Settings
from qa.web.state import PageState
from qa.web.texts import EN

pytestmark = pytest.mark.browser

LETTER = "Een nieuwe brief over zonnepanelen op het dak.\n"
REPORT = BuildReport((), (), (), (), 1, (), (), 1, 3, 4, 0, 1)


def opened_library(contexts: Contexts, address: str) -> Page:
    page = contexts["en-GB", 1440].new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if is_bad(message) else None)
    page.problems = problems  # type: ignore[attr-defined]
    page.goto(f"{address}/letters")
    expect(page.get_by_role("heading", name=EN.library_title, level=1)).to_be_visible()
    return page


def test_letters_are_uploaded_removed_and_brought_back(
    contexts: Contexts, settings: Settings, tmp_path: Path
) -> None:
    build_index(settings)
    (tmp_path / "zon.txt").write_text(LETTER)
    (tmp_path / "leeg.txt").write_text("")
    with served(settings) as address:
        page = opened_library(contexts, address)
        page.get_by_label(EN.drop_here).set_input_files(
            [str(tmp_path / "zon.txt"), str(tmp_path / "leeg.txt")]
        )
        page.get_by_role("button", name=EN.upload, exact=True).click()
        expect(page.get_by_text("zon.txt: added (zon, 1 paragraph)")).to_be_visible()
        expect(page.get_by_text("leeg.txt: not added")).to_be_visible()
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name="zon", exact=True))
        expect(row).to_be_visible()  # when the update is done, without a reload
        row.get_by_role("button", name="Remove zon").click()
        expect(page.get_by_text("zon was removed from the folder")).to_be_visible()
        expect(row).to_have_count(0)
        page.get_by_role("button", name=EN.undo).click()
        expect(page.get_by_text("zon is back in the folder.")).to_be_visible()
        expect(row).to_be_visible()
        row.get_by_role("link", name="zon", exact=True).click()
        expect(page.locator("h1")).to_be_visible()
        assert page.problems == []  # type: ignore[attr-defined]
        page.close()


def test_files_can_be_dropped(contexts: Contexts, settings: Settings) -> None:
    build_index(settings)
    with served(settings) as address:
        page = opened_library(contexts, address)
        page.evaluate(
            """text => {
                const files = new DataTransfer();
                files.items.add(new File([text], "gesleept.txt", { type: "text/plain" }));
                document.getElementById("upload").dispatchEvent(
                    new DragEvent("drop", { dataTransfer: files, bubbles: true }));
            }""",
            LETTER,
        )
        expect(page.get_by_text("gesleept.txt: added")).to_be_visible()
        page.close()


def test_each_file_that_is_sent_has_a_bar_and_a_result(
    contexts: Contexts, settings: Settings
) -> None:
    build_index(settings)
    with served(settings) as address:
        page = opened_library(contexts, address)
        waiting: list[Route] = []
        page.route("**/letters*", lambda route: waiting.append(route))
        page.locator("input[type=file]").set_input_files(
            [
                {"name": "een.txt", "mimeType": "text/plain", "buffer": LETTER.encode()},
                {"name": "kapot.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 kapot"},
            ]
        )
        page.get_by_role("button", name=EN.upload, exact=True).click()
        expect(page.get_by_role("progressbar", name="een.txt")).to_be_visible()
        expect(page.get_by_role("progressbar", name="kapot.pdf")).to_be_visible()
        while not waiting:  # the bars are there before the browser asks
            page.wait_for_timeout(50)
        waiting[0].continue_()
        expect(page.get_by_text("een.txt: added")).to_be_visible()
        expect(page.get_by_text("kapot.pdf", exact=False).first).to_be_visible()
        assert page.problems == []  # type: ignore[attr-defined]
        page.close()


def test_progress_survives_a_reload_and_its_end_is_shown(contexts: Contexts) -> None:
    go_on = threading.Event()

    def slow(_: Settings, progress: Progress | None) -> BuildReport:
        assert progress is not None
        progress("read", 3, 12)
        assert go_on.wait(20)
        return REPORT

    settings = Settings(index=Path("nowhere"))
    fake = FakeAssistant([make_letter(["Een alinea."])])
    state = PageState(settings, open_=lambda _: fake, build=slow)
    with served(settings, state) as address:
        page = opened_library(contexts, address)
        page.get_by_role("button", name=EN.update).click()
        bar = page.locator("#job progress")
        expect(bar).to_have_attribute("value", "3")
        page.reload()
        expect(bar).to_have_attribute("max", "12")
        expect(page.get_by_role("button", name=EN.update)).to_be_disabled()
        go_on.set()
        expect(page.locator("#job")).to_contain_text(EN.up_to_date)
        expect(page.get_by_role("button", name=EN.update)).to_be_enabled()
        page.close()


def test_the_table_is_sorted_and_searched_by_keys(contexts: Contexts, settings: Settings) -> None:
    build_index(settings)
    with served(settings) as address:
        page = opened_library(contexts, address)
        page.get_by_role("link", name="Paragraphs").focus()
        page.keyboard.press("Enter")
        head = page.get_by_role("columnheader", name="Paragraphs")
        expect(head).to_have_attribute("aria-sort", "ascending")
        page.get_by_label(EN.words_in).fill("mest")
        page.keyboard.press("Enter")
        expect(page.locator("tbody tr")).to_have_count(1)
        page.get_by_role("link", name=EN.all_letters).click()
        expect(page.locator("tbody tr")).to_have_count(3)
        page.close()
