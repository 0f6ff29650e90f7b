"""What the browser tests share: a Chromium, a server in a thread, a page that tells its faults.

The browser is QA_CHROMIUM, else an installed Chromium, else Playwright's own; without any the tests
are left out with a message, in CI they fail. No test may reach another host than the server's.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from conftest import FOUNDING
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from qa.indexing import build_index
from qa.settings import Settings
from qa.web.serving import create_served, make_server
from qa.web.state import PageState

HOST = "127.0.0.1"
PATIENCE = 60_000
"""Milliseconds in which a slow machine has done anything; how fast it is is not tested here."""

expect.set_options(timeout=PATIENCE)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
CARD_QUESTION = "what did NL pledge at the UDCG"


def chromium() -> str | None:
    """Return the Chromium to use; ``None`` stands for Playwright's own."""
    names = (os.environ.get("QA_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def contexts() -> Iterator[Contexts]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        except Error as error:
            reason = f"no Chromium for the browser tests; install it or set QA_CHROMIUM ({error})"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        yield Contexts(browser)
        browser.close()


@contextmanager
def served(settings: Settings, state: PageState | None = None) -> Iterator[str]:
    """Serve the page in a thread; gives its address."""
    listener = socket.create_server((HOST, 0))
    app = create_served(state or PageState(settings))
    server = make_server(app, listener, settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


class Contexts(dict[tuple[str, int], BrowserContext]):
    """One browser context for each locale and width, so that Gradio's files are fetched once."""

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self.browser = browser

    def __missing__(self, key: tuple[str, int]) -> BrowserContext:
        locale, width = key
        viewport = NARROW if width == NARROW["width"] else WIDE
        self[key] = context = self.browser.new_context(locale=locale, viewport=viewport)
        context.set_default_timeout(PATIENCE)
        return context


@contextmanager
def opened(
    contexts: Contexts, address: str, locale: str = "en-GB", width: int = WIDE["width"]
) -> Iterator[Page]:
    """Open the page; afterwards nothing may have gone elsewhere, and no script have failed."""
    requests: list[str] = []
    problems: list[str] = []
    page = contexts[locale, width].new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if is_bad(message) else None)
    page.on("dialog", lambda dialog: problems.append(f"dialog: {dialog.message}"))
    page.goto(address)
    expect(question_box(page)).to_be_visible()
    yield page
    page.close()
    hosts = {urlsplit(url).hostname for url in requests if urlsplit(url).scheme != "data"}
    assert hosts == {HOST}
    assert problems == []


def is_bad(message: object) -> bool:
    """Errors count, but for files that Gradio's page names and nobody needs."""
    return getattr(message, "type", "") == "error" and "404" not in getattr(message, "text", "")


def question_box(page: Page):  # noqa: ANN201 - Locator
    return page.get_by_label("Your question").or_(page.get_by_label("Uw vraag"))


def ask(page: Page, question: str) -> None:
    """Type a question and press Enter; returns when its answer is there."""
    before = page.locator("#answer [data-answer]")
    number = before.get_attribute("data-answer") if before.count() else ""
    question_box(page).fill(question)
    question_box(page).press("Enter")
    expect(page.locator(f"#answer [data-answer]:not([data-answer='{number}'])")).to_be_visible()
    expect(page.locator("#answer .asked")).to_have_text(question)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over the project's corpus, with an index built for it."""
    index = tmp_path_factory.mktemp("web") / "index"
    settings = Settings(corpus=FOUNDING.parent, index=index)
    build_index(settings)
    with served(settings) as address:
        yield address
