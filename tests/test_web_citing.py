"""Citations over HTTP: every form, with headers under which none of it can run."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from web_fixtures import HOSTILE, LOCAL, FakeAssistant, make_letter

from qa.citations.formats import FORMATS
from qa.settings import Settings
from qa.web.site import create_site
from qa.web.state import PageState

LETTER = make_letter(["De brug is open.", HOSTILE])


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(
        create_site(PageState(Settings(), lambda _: FakeAssistant([LETTER]))), **LOCAL
    )


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_can_be_had(client: TestClient, form: str) -> None:
    found = client.get(f"/c/kst-1-1?q=0-16&form={form}")
    assert found.status_code == 200
    saved = found.headers.get("content-disposition", "")
    if FORMATS[form].copied:
        assert found.headers["content-type"] == "text/plain; charset=utf-8"
        assert not saved
    else:
        assert saved == f'attachment; filename="kst-1-1-0-16.{FORMATS[form].ending}"'
    if form != "docx":
        assert "De brug is open." in found.text or form in {"reference", "bibtex", "csl-json"}


def test_hostile_words_are_shown_as_text(client: TestClient) -> None:
    found = client.get(f"/c/kst-1-1?q=18-{18 + len(HOSTILE)}&form=html")
    assert "<script>" not in found.text
    assert found.headers["content-type"].startswith("text/plain")
    assert found.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/c/kst-9-9?q=0-5", 404, "no letter kst-9-9"),
        ("/c/kst-1-1?q=0-999999", 400, "0-999999"),
        ("/c/kst-1-1?q=0-5&q=8-9", 400, "give one range"),
        ("/c/kst-1-1?q=", 400, "give one range"),
        ("/c/kst-1-1?q=0-5&form=apa", 400, "they are: reference, markdown"),
        ("/c/kst-1-1", 422, "q"),
    ],
)
def test_what_cannot_be_cited_is_said(
    client: TestClient, address: str, status: int, said: str
) -> None:
    found = client.get(address)
    assert (found.status_code, said in found.text) == (status, True)
