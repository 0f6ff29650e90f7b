"""The reading view: marks that are exactly the quote, text that stays text, friendly errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import PLEDGE
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from web_fixtures import HOSTILE, LOCAL, FakeAssistant, elements, find, make_letter

from qa.assistant.opened import Answering
from qa.errors import IndexNotFoundError
from qa.records import Dossier, Letter, Metadata, Sender, Unit
from qa.settings import Settings
from qa.web.app import create_app
from qa.web.letter import render_letter
from qa.web.links import BadRangeError, letter_link, parse_ranges
from qa.web.state import PageState
from qa.web.texts import EN, NL

HOSTILE_LETTER = make_letter(
    [f"Geachte voorzitter, {HOSTILE} hoogachtend.", HOSTILE],
    doc_id="kwaad",
    signature=f"De Minister,\n{HOSTILE}",
    notes=[HOSTILE],
    marks=[(8, "n1")],
    page_starts=[(0, 1), (30, 2)],
    metadata=Metadata(
        subject=HOSTILE,
        senders=(Sender(HOSTILE, HOSTILE),),
        dossiers=(Dossier("1", HOSTILE, HOSTILE),),
    ),
)


@pytest.fixture(scope="module")
def client(founding: Letter) -> Iterator[TestClient]:
    odd = make_letter(["Een brief met een vreemde naam."], doc_id="map/a b?c#d%e<é>")
    assistant = FakeAssistant([founding, HOSTILE_LETTER, odd])
    with TestClient(app_with(assistant), **LOCAL) as client:
        yield client


def app_with(assistant: Answering) -> object:
    settings = Settings(index=Path("nowhere"))
    return create_app(settings, PageState(settings, open_=lambda _: assistant))


def marks(html: str) -> list[str]:
    return [element.text for element in find(html, "mark")]


# --- the letter ------------------------------------------------------------------------------


def test_every_unit_stands_on_the_page_with_its_label_anchor_and_exact_text(
    client: TestClient, founding: Letter
) -> None:
    page = client.get("/l/kst-28676-449").text
    sections = {e.attributes["id"]: e for e in find(page, "div", class_="unit")}
    assert [*sections] == [unit.label for unit in founding.units]
    assert [e.attributes["data-anchor"] for e in sections.values()] == [
        unit.anchor for unit in founding.units
    ]
    texts = [e for e in elements(page) if e.attributes.get("class") == "text"]
    assert [e.text for e in texts] == [unit.text for unit in founding.units]
    assert {e.attributes["lang"] for e in texts} == {"nl"}
    assert [e.text for e in find(page, "a", class_="number")] == [
        *(str(number) for number in range(1, 12)),
        "1",  # the note
    ]


def test_the_head_says_what_is_known_and_nothing_else(client: TestClient) -> None:
    page = client.get("/l/kst-28676-449?lang=en").text
    facts = dict(
        zip([e.text for e in find(page, "dt")], [e.text for e in find(page, "dd")], strict=True)
    )
    assert next(find(page, "h1")).text == "Kamerstukken II 2023/24, 28676, nr. 449"
    assert facts == {
        "Sender": "Minister van Defensie, K.H. Ollongren",
        "Dossier": "28 676",
        "Kind": "Brief",
        "Document": "kst-28676-449",
        "Read from": "text",
        "Length": "4 pages, 11 paragraphs",
        "Publication": "Official publication",
    }
    assert next(find(page, "dd", lang="nl")).text == "Minister van Defensie, K.H. Ollongren"


def test_a_known_date_is_written_in_the_readers_language() -> None:
    letter = make_letter(["Tekst."], metadata=Metadata(date=date(2024, 2, 5)))
    assert "<dd>5 februari 2024</dd>" in render_letter(letter, [], NL)
    assert "<dd>5 February 2024</dd>" in render_letter(letter, [], EN)


def test_the_official_publication_is_the_only_address_elsewhere(client: TestClient) -> None:
    page = client.get("/l/kst-28676-449?q=0-10").text
    found = set(re.findall(r"(?:https?:)?//[^\"'\s<>]+", page))
    publications = "https://zoek.officielebekendmakingen.nl/kst-"
    assert publications + "28676-449" in found
    assert all(address.startswith(publications) for address in found)


def test_pages_begin_where_the_letter_says(client: TestClient, founding: Letter) -> None:
    page = client.get("/l/kst-28676-449").text
    breaks = [e for e in elements(page) if e.attributes.get("class") == "page"]
    assert [e.attributes["data-page"] for e in breaks] == ["1", "2", "3", "4", "2"]
    assert [e.text for e in breaks] == [""] * 5
    assert re.search(r'NATO New Force <span class="page"[^>]*data-page="2"[^>]*></span>Model', page)


def test_a_note_and_its_mark_point_at_each_other(client: TestClient) -> None:
    page = client.get("/l/kst-28676-449").text
    mark = next(find(page, "a", class_="noteref"))
    assert (mark.attributes["href"], mark.attributes["id"], mark.text) == ("#n1", "n1-mark", "")
    assert mark.attributes["data-mark"] == "1"
    assert next(find(page, "a", class_="back")).attributes["href"] == "#n1-mark"


@pytest.mark.parametrize("offset", [0, 4, 8, 10, 23])
@pytest.mark.parametrize("ranges", [[], [(4, 8)], [(0, 10)], [(8, 23)]])
def test_the_mark_of_a_note_stands_once_at_its_place(
    offset: int, ranges: list[tuple[int, int]]
) -> None:
    letter = make_letter(["Wat hier staat is kort."], notes=["Een noot."], marks=[(offset, "n1")])
    assert len(letter.units[0].text) == 23
    page = render_letter(letter, ranges, EN)
    assert len(list(find(page, "a", class_="noteref"))) == 1
    before = re.sub(r"<[^>]*>", "", page[page.index('class="text"') : page.index("noteref")])
    assert before.removeprefix('class="text" lang="nl">').split("<")[0] == letter.text[:offset]


# --- marks -----------------------------------------------------------------------------------


def test_a_quote_over_a_page_break_is_marked_whole(client: TestClient, founding: Letter) -> None:
    start = founding.text.index(PLEDGE)
    page = client.get(f"/l/kst-28676-449?q={start}-{start + len(PLEDGE)}").text
    [mark] = find(page, "mark")
    assert mark.text == PLEDGE
    assert mark.attributes["id"] == "quote"
    inside = page[page.index("<mark") : page.index("</mark>")]
    assert re.search(r'class="page"[^>]*data-page="4"', inside)


def test_several_ranges_may_be_repeated_or_listed(client: TestClient, founding: Letter) -> None:
    for query in ("q=700-710&q=0-5,2000-2010", "q=0-5%2C700-710,2000-2010"):
        page = client.get(f"/l/kst-28676-449?{query}").text
        assert marks(page) == [founding.text[a:b] for a, b in ((0, 5), (700, 710), (2000, 2010))]
        ids = [e.attributes.get("id") for e in find(page, "mark")]
        assert ids == ["quote", "quote-2", "quote-3"]


def test_ranges_that_touch_are_one_mark(client: TestClient, founding: Letter) -> None:
    page = client.get("/l/kst-28676-449?q=10-20,0-12,20-25").text
    assert marks(page) == [founding.text[0:25]]


def test_a_range_over_paragraphs_is_marked_in_each(client: TestClient, founding: Letter) -> None:
    page = client.get("/l/kst-28676-449?q=450-480").text
    assert marks(page) == [founding.text[450:466], founding.text[468:480]]
    assert [e.attributes.get("id") for e in find(page, "mark")] == ["quote", None]


@given(data=st.data())
def test_what_is_marked_is_the_text_of_the_ranges(founding: Letter, data: st.DataObject) -> None:
    length = len(founding.text)
    given_ranges = data.draw(
        st.lists(
            st.tuples(st.integers(0, length - 1), st.integers(1, 400)).map(
                lambda pair: (pair[0], min(length, sum(pair)))
            ),
            min_size=1,
            max_size=4,
        )
    )
    ranges = parse_ranges([f"{a}-{b}" for a, b in given_ranges], length)
    page = render_letter(founding, ranges, EN)
    inside = {i for a, b in given_ranges for i in range(a, b)}
    expected = "".join(
        founding.text[i] for u in founding.units for i in range(u.start, u.end) if i in inside
    )
    assert "".join(marks(page)) == expected
    texts = [e.text for e in elements(page) if e.attributes.get("class") == "text"]
    assert texts == [unit.text for unit in founding.units]


@pytest.mark.parametrize(
    "query",
    ["9-3", "5-5", "x", "-", "5", "-1-5", "0-999999", "1-2-3", "466-468", "٣-٩", "1" * 5000],
)
def test_a_range_that_is_no_place_in_the_letter_is_refused_politely(
    client: TestClient, query: str
) -> None:
    answer = client.get("/l/kst-28676-449", params={"q": query, "lang": "nl"})
    assert answer.status_code == 400
    assert next(find(answer.text, "h1")).text == "Deze plaats is er niet in de brief"
    assert next(find(answer.text, "a", href="/l/kst-28676-449?lang=nl")).text == "Toon de brief"
    assert "Traceback" not in answer.text


def test_more_ranges_than_an_answer_needs_are_refused() -> None:
    with pytest.raises(BadRangeError, match="51 > 50"):
        parse_ranges(["1-2,"] * 51, 100)


# --- errors ----------------------------------------------------------------------------------


@pytest.mark.parametrize("doc_id", ["nope", "../../etc/passwd", "<script>alert(1)</script>", "%00"])
def test_an_unknown_letter_is_not_found(client: TestClient, doc_id: str) -> None:
    answer = client.get(f"/l/{doc_id}?lang=en")
    assert answer.status_code == 404
    heading = next(find(answer.text, "h1")).text
    # two dots climb out of the letters before anything is asked
    assert heading == ("There is no such page" if ".." in doc_id else "There is no such letter")
    assert not list(find(answer.text, "script"))


def test_without_an_index_the_page_says_so() -> None:
    def no_index(_: Settings) -> Answering:
        raise IndexNotFoundError("index-missing", folder="nowhere")

    settings = Settings(index=Path("nowhere"))
    app = create_app(settings, PageState(settings, open_=no_index))
    answer = TestClient(app, **LOCAL).get("/l/kst-28676-449?lang=nl")
    assert answer.status_code == 503
    assert "geen index in nowhere; bouw hem met: letters-qa index" in answer.text


def test_abbreviations_are_explained_to_who_points_at_them(client: TestClient) -> None:
    page = client.get("/l/kst-28676-449?q=0-10").text
    meant = {e.text: e.attributes["title"] for e in find(page, "abbr")}
    assert meant["UDCG"] == "Ukraine Defence Contact Group"
    assert meant["NUC"] == "NATO-Ukraine Council"
    texts = [e.text for e in elements(page) if e.attributes.get("class") == "text"]
    assert any("Ukraine Defence Contact Group (UDCG) van 23 januari" in text for text in texts)


# --- hostile text ----------------------------------------------------------------------------


def test_letter_text_is_never_taken_for_html_or_template(client: TestClient) -> None:
    page = client.get("/l/kwaad?q=0-400,405-410").text
    texts = [e.text for e in elements(page) if e.attributes.get("class") == "text"]
    assert texts == [unit.text for unit in HOSTILE_LETTER.units]
    assert "".join(marks(page)) == HOSTILE_LETTER.text[0:400] + HOSTILE_LETTER.text[405:410]
    assert next(find(page, "h1")).text == HOSTILE
    tags = {e.tag for e in elements(page)}
    assert tags.isdisjoint({"img", "b", "style", "iframe"})
    own = [script.attributes for script in find(page, "script")]
    assert own == [{"src": f"/static/{name}.js", "defer": ""} for name in ("letter", "aside")]
    assert not [name for e in elements(page) for name in e.attributes if name.startswith("on")]


def test_a_letter_of_any_name_is_found_by_its_own_link(client: TestClient) -> None:
    doc_id = "map/a b?c#d%e<é>"
    link = letter_link(doc_id, [(4, 9)], "nl")
    assert link == "/l/map%2Fa%20b%3Fc%23d%25e%3C%C3%A9%3E?q=4-9&lang=nl#quote"
    assert marks(client.get(link).text) == ["brief"]


# --- how it is served ------------------------------------------------------------------------


def test_the_reading_view_runs_its_own_script_alone_and_loads_nothing_from_elsewhere(
    client: TestClient,
) -> None:
    answer = client.get("/l/kst-28676-449")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy.split("; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["vary"] == "Accept-Language, Sec-Fetch-Dest"


def test_its_language_follows_the_link_then_the_browser(client: TestClient) -> None:
    dutch = {"Accept-Language": "nl-NL,nl;q=0.9,en;q=0.8"}
    assert '<html lang="nl">' in client.get("/l/kst-28676-449", headers=dutch).text
    assert '<html lang="en">' in client.get("/l/kst-28676-449?lang=en", headers=dutch).text


def test_beside_the_answers_it_has_no_way_back_of_its_own(client: TestClient) -> None:
    framed = client.get("/l/kst-28676-449", headers={"Sec-Fetch-Dest": "iframe"}).text
    assert list(find(client.get("/l/kst-28676-449").text, "nav"))
    assert not list(find(framed, "nav"))


def test_the_front_door_leads_to_the_page_in_the_browsers_language(client: TestClient) -> None:
    for header, lang in (("nl", "nl"), ("en-GB,en;q=0.9,nl;q=0.8", "en"), ("fr", "en")):
        answer = client.get("/?q=1", headers={"Accept-Language": header}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (307, f"/{lang}/?q=1")


def test_the_page_says_its_language_and_lets_only_its_own_scripts_run(client: TestClient) -> None:
    answer = client.get("/nl/")
    assert re.search(r'<html\s+lang="nl"', answer.text)
    nonces = set(re.findall(r'<script nonce="([^"]+)"', answer.text))
    assert len(nonces) == 1
    assert len(re.findall(r"<script(?=[\s>])", answer.text)) == answer.text.count("<script nonce=")
    policy = answer.headers["content-security-policy"]
    assert f"script-src 'self' 'nonce-{nonces.pop()}' 'unsafe-eval'" in policy
    assert "https://" not in answer.text.split("window.gradio_config")[0]
    assert client.get("/nl/").text != answer.text  # a nonce serves once


def test_styles_script_and_icon_come_from_here(client: TestClient) -> None:
    for name in ("page.css", "page.js", "letter.css", "favicon.svg"):
        answer = client.get(f"/static/{name}")
        assert answer.status_code == 200
        assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", answer.text)
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_references_become_links_here_or_to_the_publication(founding: Letter) -> None:
    html = render_letter(founding, [], EN)
    links = {
        e.text: e.attributes["href"] for e in find(html, "a") if e.attributes.get("class") == "ref"
    }
    official = "https://zoek.officielebekendmakingen.nl/kst-28676-426"
    assert links["Kamerstuk 28 676, nr. 426"] == official
    html = render_letter(founding, [], EN, is_known={"kst-28676-426"}.__contains__)
    links = {
        e.text: e.attributes["href"] for e in find(html, "a") if e.attributes.get("class") == "ref"
    }
    assert links["Kamerstuk 28 676, nr. 426"] == "/l/kst-28676-426?lang=en"


def test_a_quote_that_begins_inside_a_reference_is_marked_whole(founding: Letter) -> None:
    one = founding.references[0]
    quote = (one.start + 5, one.end + 7)
    html = render_letter(founding, [quote], EN)
    assert marks(html) == [founding.text[slice(*quote)]]


def test_the_rows_of_a_table_stand_in_a_table_with_their_exact_text() -> None:
    text = "Grond | Meldingen\n\nTaal | 3\n\nHerkomst | 14\n\nNa de tabel."
    lines = text.split("\n\n")
    units, at = [], 0
    for number, line in enumerate(lines, start=1):
        is_row = " | " in line
        bar = at + line.find(" | ")
        units.append(
            Unit(
                "row" if is_row else "paragraph",
                f"r{number}" if is_row else "p1",
                at,
                at + len(line),
                line,
                f"a{number}",
                None if is_row else 1,
                headers=("Grond", "Meldingen") if is_row and number > 1 else (),
                cells=((at, bar), (bar + 3, at + len(line))) if is_row else (),
            )
        )
        at += len(line) + 2
    letter = replace(make_letter(["x"]), text=text, units=tuple(units))
    start = text.index("Taal")
    page = render_letter(letter, [(start, start + len("Taal | 3"))], EN)
    (table,) = find(page, "table")
    rows = [e.text.replace("\n", "") for e in find(page, "tr", class_="row")]
    assert rows == lines[:3]
    assert [e.text for e in find(page, "th")] == ["Grond | ", "Meldingen"]
    assert "".join(marks(page)) == "Taal | 3"
    assert [e.attributes["id"] for e in find(page, "tr", class_="row")] == ["r1", "r2", "r3"]
    assert "Na de tabel." not in table.text


def test_web_addresses_in_a_letter_can_be_followed() -> None:
    letter = make_letter(
        [
            "Zie https://www.rijksoverheid.nl/a_b?c=1. Ook www.nctv.nl, en (http://x.nl/y).",
            "Niet http:// en niet <https://>.",
        ]
    )
    links = [
        (one.attributes["href"], one.text)
        for one in find(render_letter(letter, [], EN), class_="ref")
    ]
    assert links == [
        ("https://www.rijksoverheid.nl/a_b?c=1", "https://www.rijksoverheid.nl/a_b?c=1"),
        ("https://www.nctv.nl", "www.nctv.nl"),
        ("http://x.nl/y", "http://x.nl/y"),
    ]


@pytest.mark.parametrize(("count", "listed"), [(3, []), (4, ["#h1", "#h2", "#h3", "#h4"])])
def test_a_letter_of_many_headings_lists_them(count: int, listed: list[str]) -> None:
    letter = make_letter([f"Kopje {n}" for n in range(count)])
    headings = (
        replace(unit, kind="heading", label=f"h{n}", number=None)
        for n, unit in enumerate(letter.units, start=1)
    )
    html = render_letter(replace(letter, units=tuple(headings)), [], EN)
    contents = html.partition("<details")[2].partition("</details>")[0].partition(">")[2]
    assert [one.attributes["href"] for one in find(contents, "a")] == listed
