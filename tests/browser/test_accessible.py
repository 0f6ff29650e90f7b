"""axe-core finds nothing serious in any state, in both languages, light and dark, wide and narrow;
and the page can be read at 200 % without being moved sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import CARD_QUESTION, Contexts, address, ask, contexts  # noqa: F401 - fixtures
from playwright.sync_api import Page, expect

from qa.web.texts import TEXTS

pytestmark = pytest.mark.browser

SERIOUS = {"serious", "critical"}
LETTER = "/l/kst-28676-449?q=8520-8760&lang="


def asked(question: str) -> Callable[[Page, str], None]:
    def act(page: Page, lang: str) -> None:
        ask(page, question)

    return act


def nothing(page: Page, lang: str) -> None:
    expect(page.locator("h1")).to_be_visible()


def everything_open(page: Page, lang: str) -> None:
    ask(page, "which contribution was announced for air defence")
    page.get_by_role("button", name=TEXTS[lang].filters).click()  # type: ignore[index]
    page.locator("#others > button").click()
    for fold in page.locator("#answers details:not([hidden]) > summary").all():
        if fold.is_visible():
            fold.click()
    page.wait_for_timeout(300)


def suggested(page: Page, lang: str) -> None:
    page.locator("#question input").press_sequentially("minister", delay=10)
    expect(page.locator("#suggestions [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def following(page: Page, lang: str) -> None:
    for what, name, value in (
        ("question", "question", CARD_QUESTION),
        ("commitments", "dossier", "28676"),
    ):
        page.locator("#add select").select_option(what)
        page.locator(f"#add input[name={name}]").fill(value)
        page.locator("#add button").click()
        expect(page.locator("#list h2", has_text=value)).to_be_visible()


STATES: dict[str, tuple[str, Callable[[Page, str], None]]] = {
    "empty": ("/{}/", nothing),
    "answered": ("/{}/", asked(CARD_QUESTION)),
    "suggested": ("/{}/", suggested),
    "not found": ("/{}/", asked("Hoeveel kost een kaartje voor de dierentuin in Emmen?")),
    "everything open": ("/{}/", everything_open),
    "letter": ("/l/kst-28676-449?q=8520-8760&lang={}", nothing),
    "no letter": ("/l/nope?lang={}", nothing),
    "letters": ("/letters?lang={}", nothing),
    "questions": ("/questions?lang={}", nothing),
    "commitments": ("/commitments?lang={}", nothing),
    "dossiers": ("/d?lang={}", nothing),
    "dossier": ("/d/28676?lang={}", nothing),
    "following": ("/following?lang={}", following),
    "mend": ("/mend/kst-28676-449?lang={}", nothing),
    "memo": ("/memo?lang={}", nothing),
}


def serious(page: Page) -> list[str]:
    found: dict[str, Any] = Axe().run(page, options={"iframes": False}).response
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


VIEWS = [
    *((state, "en", "light", 1440) for state in STATES),
    *((state, "nl", "dark", 390) for state in STATES),
    ("everything open", "nl", "dark", 1440),
    ("everything open", "en", "light", 390),
    ("letters", "nl", "light", 390),
]
"""Each state twice, so that languages, themes and widths all meet; the fullest ones more often."""


@pytest.mark.parametrize(("state", "lang", "scheme", "width"), VIEWS)
def test_axe_finds_nothing_serious(
    contexts: Contexts, address: str, state: str, lang: str, scheme: str, width: int
) -> None:
    path, act = STATES[state]
    page = contexts[f"{lang}-{'NL' if lang == 'nl' else 'GB'}", width].new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + path.format(lang))
    act(page, lang)
    page.wait_for_timeout(400)  # colours move when Gradio draws
    assert serious(page) == []
    page.close()


@pytest.mark.parametrize("state", ["answered", "everything open", "letter", "letters", "questions"])
def test_at_200_percent_nothing_must_be_moved_sideways(
    contexts: Contexts, address: str, state: str
) -> None:
    path, act = STATES[state]
    page = contexts["en-GB", 1440].new_page()
    page.set_viewport_size({"width": 720, "height": 450})  # 1440 by 900 at 200 %
    page.goto(address + path.format("en"))
    act(page, "en")
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    page.close()
