"""Passages are put aside in a letter and an answer, and the folder keeps them over a reload."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from browsing import CARD_QUESTION, Contexts, address, ask, contexts  # noqa: F401 - fixtures
from playwright.sync_api import expect

from qa.web.texts import EN

pytestmark = pytest.mark.browser


def test_passages_are_put_aside_and_written_out(contexts: Contexts, address: str) -> None:  # noqa: F811
    page = contexts["en-GB", 1440].new_page()
    page.goto(f"{address}/l/kst-28676-449?lang=en")
    page.locator("#p11 .text").click()
    page.get_by_role("button", name=EN.put_aside).click()
    expect(page.locator(".passage-tools [role=status]")).to_have_text(EN.aside_put)
    page.goto(f"{address}/en/")
    ask(page, CARD_QUESTION)
    page.locator(".quotes [data-aside]").first.click()
    page.get_by_role("button", name="Other passages found").click()
    page.locator("#passages [data-aside]").first.click()
    page.goto(f"{address}/commitments?lang=en")
    page.locator("[data-aside]").first.click()
    page.goto(f"{address}/t?q={quote(CARD_QUESTION)}&lang=en")
    page.locator("[data-aside]").first.click()
    expect(page.locator("[data-aside]").first).to_have_text(EN.aside_put)
    page.goto(f"{address}/memo?lang=en")
    expect(page.locator("#list blockquote")).to_have_count(4)  # the timeline has the quote too
    expect(page.locator("#list blockquote").first).to_contain_text("Met deze brief maak ik tevens")
    page.locator("#name").fill("Steun")
    page.get_by_role("button", name="Move down").first.click()
    expect(page.locator("#list blockquote").nth(1)).to_contain_text("Met deze brief maak ik tevens")
    page.locator("textarea").first.fill("Een punt.")
    page.reload()
    expect(page.locator("textarea").first).to_have_value("Een punt.")
    expect(page.locator("#list blockquote").nth(1)).to_contain_text("Met deze brief maak ik tevens")
    with page.expect_download() as download:
        page.get_by_role("button", name="Word, with footnotes").click()
    assert download.value.suggested_filename == "Steun.docx"
    page.get_by_role("button", name="Empty the folder").click()
    expect(page.locator("#list > li")).to_have_count(0)
    page.close()
