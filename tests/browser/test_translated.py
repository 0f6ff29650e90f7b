"""Translations in a real Chromium: below the original, marked as a model's, by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Contexts, ask, contexts, opened, served  # noqa: F401 - a fixture among them
from playwright.sync_api import expect
from web_fixtures import FakeAssistant, make_answer, make_letter

from qa.llm import TranslatedSentence, Translation
from qa.llm.comparing import Difference
from qa.messages import Message
from qa.settings import Settings
from qa.web.state import PageState
from qa.web.texts import EN

pytestmark = pytest.mark.browser

LETTER = make_letter(["De veerpont kost € 87 mln. De brug is dicht.", "Dat is alles."])
WRONG = Difference("amount", "€ 87 mln.", "€78 million", (17, 26), (23, 34))
MADE = Translation(
    "small",
    "en",
    (
        TranslatedSentence(0, 26, "The <b>ferry</b> costs €78 million.", (WRONG,)),
        TranslatedSentence(27, 43, "", (), Message("translation-empty")),
    ),
)
SAID = "the original says “€ 87 mln.”, the translation “€78 million”"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place: Path = tmp_path_factory.mktemp("translating")
    settings = Settings(index=place / "none", llm_url="http://127.0.0.1:9/v1", llm_model="small")
    answer = make_answer(LETTER, [(0, 26)], question="x")
    fake = FakeAssistant([LETTER], answer, translation=MADE, set=settings)
    with served(settings, PageState(settings, open_=lambda _: fake)) as where:
        yield where


def test_a_quote_is_translated_below_itself(contexts: Contexts, address: str) -> None:
    with opened(contexts, f"{address}/en/") as page:
        ask(page, "x")
        card = page.locator("#answer .card")
        quoted = card.locator("blockquote").inner_text()
        button = card.get_by_role("button", name=EN.translate, exact=True)
        button.focus()
        page.keyboard.press("Enter")
        made = card.locator("section.translation")
        expect(made.get_by_role("status")).to_have_text(EN.translation_by.format("small"))
        expect(made.locator(".words")).to_have_attribute("lang", "en")
        expect(made.locator(".words")).to_contain_text("The <b>ferry</b> costs €78 million.")
        expect(made.locator(".words")).to_contain_text("[no translation: the model wrote nothing]")
        expect(made.locator("mark")).to_have_text("€78 million")
        expect(made.get_by_role("listitem")).to_have_text(SAID)
        assert card.locator("blockquote").inner_text() == quoted
        expect(button).to_be_focused()
        found = Axe().run(page, ".card")
        assert [
            one["id"]
            for one in found.response["violations"]
            if one["impact"] in {"serious", "critical"}
        ] == []


def test_it_is_not_offered_to_readers_of_dutch(contexts: Contexts, address: str) -> None:
    with opened(contexts, f"{address}/nl/") as page:
        ask(page, "x")
        expect(page.locator("#answer .card")).to_be_visible()
        assert page.locator("button[data-translate]").count() == 0


def test_a_passage_of_a_letter_is_translated_below_it(contexts: Contexts, address: str) -> None:
    page = contexts["en-GB", 1440].new_page()
    page.goto(f"{address}/l/kst-1-1?lang=en")
    page.locator("#p1 a.number").focus()
    page.get_by_role("button", name=EN.translate).press("Enter")
    made = page.locator("#p1 + section.translation")
    expect(made.get_by_role("status")).to_have_text(EN.translation_by.format("small"))
    expect(made.get_by_role("listitem")).to_have_text(SAID)
    assert page.locator("#p1 .text").inner_text() == LETTER.units[0].text
    page.close()


@pytest.mark.parametrize(
    ("answered", "said"),
    [(None, EN.translation_failed), ({"detail": "no language model is set"}, "no language model")],
)
def test_what_is_wrong_is_said(
    contexts: Contexts, address: str, answered: dict[str, str] | None, said: str
) -> None:
    page = contexts["en-GB", 1440].new_page()
    page.route(
        "**/api/translation",
        lambda route: route.fulfill(status=409, json=answered) if answered else route.abort(),
    )
    page.goto(f"{address}/en/")
    ask(page, "x")
    page.locator("#answer .card").get_by_role("button", name=EN.translate, exact=True).click()
    status = page.locator("#answer section.translation").get_by_role("status")
    expect(status).to_contain_text(said)
    page.close()


def test_it_fits_a_phone_and_the_dark(contexts: Contexts, address: str) -> None:
    with opened(contexts, f"{address}/en/", width=390) as page:
        page.emulate_media(color_scheme="dark")
        ask(page, "x")
        page.locator("#answer .card").get_by_role("button", name=EN.translate, exact=True).click()
        expect(page.locator("#answer section.translation mark")).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390
