"""Original pages as pictures: the words are marked where they stand, and only of the very file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from web_fixtures import LOCAL, find

from qa.errors import LetterError
from qa.indexing import build_index
from qa.letters.readers.pdf.picture import draw_apart
from qa.settings import Settings
from qa.web.pages import PIXELS_A_POINT
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts import EN

FIRST = "De veerpont vaart elke dag van zes tot tien uur over de rivier."
SECOND = "De kosten van de veerpont bedragen drie miljoen euro per jaar."


def write_pdf(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    for sentence in (FIRST, SECOND):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 700, sentence)
        canvas.showPage()
    canvas.save()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_pdf(corpus / "veerpont.pdf")
    (corpus / "brief.txt").write_text("Een brief die geen PDF is.\n")
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    build_index(settings)
    return settings


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(
        create_site(PageState(settings)), headers={"Accept-Language": "en"}, **LOCAL
    ) as client:
        yield client


def test_the_words_are_marked_where_they_stand(client: TestClient) -> None:
    text = client.get("/api/letters/veerpont").json()["text"]
    words = "drie miljoen euro"
    start = text.index(words)
    letter = client.get(f"/l/veerpont?q={start}-{start + len(words)}").text
    link = next(e for e in find(letter, "a") if e.text == EN.original_page).attributes["href"]
    page = client.get(link)
    assert page.status_code == 200
    assert "2 / 2" in page.text
    (mark,) = find(page.text, "rect", class_="marked")
    x, y, width, height = (float(mark.attributes[n]) for n in ("x", "y", "width", "height"))
    # set at 72 points from the left, 142 from the top, in letters of 11 points
    before = SECOND.index(words) / len(SECOND)
    assert 72 + before * 200 < x < 72 + before * 400
    assert 40 < width < 130
    assert 125 < y < 142
    assert 8 < height < 20
    picture = next(find(page.text, "image")).attributes["href"]
    drawn = client.get(picture)
    assert drawn.headers["content-type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG")
    former = next(find(page.text, "a", rel="prev")).attributes["href"]
    assert not list(find(client.get(former).text, "rect"))
    assert "img-src 'self'" in page.headers["content-security-policy"]


def test_there_is_no_picture_of_another_file_or_page(
    client: TestClient, settings: Settings
) -> None:
    for address in ("/p/brief", "/p/nope", "/p/veerpont?page=7", "/p/veerpont?page=-1"):
        response = client.get(address)
        assert response.status_code == 404
        assert EN.no_picture in response.text
    assert client.get("/p/veerpont/9.png").status_code == 404
    assert client.get("/p/brief/1.png").status_code == 404
    assert client.get("/p/veerpont?q=5-2").status_code == 400
    assert EN.original_page not in client.get("/l/brief").text
    path = settings.corpus / "veerpont.pdf"
    path.write_bytes(path.read_bytes() + b"\n")
    with TestClient(
        create_site(PageState(settings)), headers={"Accept-Language": "en"}, **LOCAL
    ) as again:
        assert "has changed since" in again.get("/p/veerpont").text


def test_a_broken_file_breaks_a_process_of_its_own(settings: Settings) -> None:
    with pytest.raises(LetterError, match=r"x\.pdf: page 1 cannot be drawn"):
        draw_apart(b"%PDF-1.7 kapot", 1, PIXELS_A_POINT, "x.pdf")
    whole = (settings.corpus / "veerpont.pdf").read_bytes()
    with pytest.raises(LetterError, match="page 1 cannot be drawn"):
        draw_apart(whole, 1, 100.0, "x.pdf")  # too many pixels
