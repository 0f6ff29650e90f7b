"""The page that describes the API and the tools: whole, in two languages, and by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_fixtures import LOCAL, FakeAssistant, make_letter

from qa.settings import Settings
from qa.web.api import create_api
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts import EN, NL


def state() -> PageState:
    return PageState(Settings(), open_=lambda _: FakeAssistant([make_letter(["Een alinea."])]))


def page(lang: str) -> str:
    answer = TestClient(create_site(state()), **LOCAL).get(f"/reference?lang={lang}")
    assert answer.status_code == 200
    return str(answer.text)


@pytest.mark.parametrize("texts", [EN, NL], ids=lambda texts: texts.lang)
def test_the_reference_describes_every_operation_tool_and_model(texts: Any) -> None:
    html, document = page(texts.lang), create_api(state()).openapi()
    assert f"<h1>{texts.api_title}</h1>" in html
    assert f'<html lang="{texts.lang}">' in html
    for path, methods in document["paths"].items():
        for method in methods:
            assert f'id="{method.upper()}/api{path}"' in html
    for name, schema in document["components"]["schemas"].items():
        assert ("properties" not in schema) or f'<h3 id="{name}">' in html
    for tool in ("ask", "read_paragraph", "list_letters"):
        assert f'id="tool-{tool}"' in html


def test_the_reference_needs_nothing_from_elsewhere_and_its_links_lead_somewhere() -> None:
    html = page("en")
    assert "<script" not in html
    assert re.findall(r'(?:src|href)="(?:https?:)?//', html) == []
    ids = set(re.findall(r'id="([^"]+)"', html))
    assert len(ids) > 60
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
    assert "ProblemModel" in ids


def test_the_root_of_the_api_leads_to_its_description() -> None:
    answer = TestClient(create_site(state()), **LOCAL).get("/api/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/reference")
