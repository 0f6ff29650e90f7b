"""The page without a browser: cards, words, the state of the index, and what handlers return."""

from __future__ import annotations

import dataclasses
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args
from urllib.parse import parse_qs, urlencode, urlsplit

import gradio as gr
import pytest
from conftest import PLEDGE
from starlette.datastructures import QueryParams
from web_fixtures import (
    HOSTILE,
    FakeAssistant,
    elements,
    find,
    make_answer,
    make_hit,
    make_letter,
    make_quote,
)

from qa.answering.refusals import refusal_sentence
from qa.assistant import Assistant
from qa.assistant.examples import example_questions
from qa.assistant.opened import Answering
from qa.errors import IndexNotFoundError, QAError, QuestionError
from qa.indexing import BuildReport, build_index
from qa.questions import MAX_QUESTION, analyse
from qa.records import (
    Answer,
    Citation,
    ContextSpan,
    Difference,
    FoundBy,
    Letter,
    Refusal,
    Searched,
    Side,
    Term,
    TimeRange,
)
from qa.records.filters import Filter, make_filter
from qa.settings import Settings
from qa.text.amounts import find_amounts
from qa.web.asked import Asked
from qa.web.cards import (
    answer_html,
    cite_hits,
    hits_html,
    other_hits,
    place,
)
from qa.web.gate.visitors import NOBODY, Visitor, set_current
from qa.web.headers import prepare_page
from qa.web.latest import Latest
from qa.web.notices import MAX_NAMED, notice_html, report_html, status_html
from qa.web.page_events import (
    make_asker,
    make_counter,
    make_filler,
    make_follower,
    make_opener,
    make_watcher,
)
from qa.web.serving import serve
from qa.web.state import PageState, Status
from qa.web.texts import EN, NL, TEXTS, Texts, choose_texts

LETTER = make_letter(
    ["De eerste alinea. Met twee zinnen.", "De tweede alinea.", "De derde alinea."],
    doc_id="kst-36000-5",
    page_starts=[(0, 1), (20, 2)],
    notes=["Een noot."],
)
FIRST = (0, 34)
SECOND = (36, 53)
EMPTY_REPORT = BuildReport((), (), (), (), 1, (), (), 1, 3, 4, 0, 1)


@pytest.fixture(autouse=True)
def as_editor() -> Iterator[None]:
    """Press the page's buttons as one who may."""
    set_current(Visitor(role="editor"))
    yield
    set_current(NOBODY)


def html_of(answer: Answer, letter: Letter = LETTER, texts: Texts = EN) -> str:
    cited = cite_hits(answer.hits, {letter.doc_id: letter})
    return answer_html(answer, cited, texts) + hits_html(answer, cited, texts)


def state_of(assistant: Answering, **given: Any) -> PageState:
    return PageState(Settings(index=Path("nowhere")), open_=lambda _: assistant, **given)


# --- cards -----------------------------------------------------------------------------------


def test_each_number_is_bound_to_the_range_of_its_own_quote() -> None:
    spans = [SECOND, (0, 17), (18, 34)]
    html = html_of(make_answer(LETTER, spans))
    quotes = [e.text for e in find(html, "blockquote")]
    links = list(find(html, "a", class_="cite"))
    assert quotes == [LETTER.text[a:b] for a, b in spans]
    assert [e.text for e in find(html, "span", class_="number")] == ["1", "2", "3"]
    for link, (start, end) in zip(links, spans, strict=True):
        address = urlsplit(link.attributes["href"])
        assert (address.path, address.fragment) == ("/l/kst-36000-5", "quote")
        assert parse_qs(address.query)["q"] == [f"{start}-{end}"]
        assert link.attributes["target"] == "letter"


def test_a_card_gives_reference_place_and_publication() -> None:
    html = html_of(make_answer(LETTER, [FIRST]))
    assert next(find(html, "span", class_="place")).text == "paragraph 1, pages 1-2"
    assert next(find(html, "span", class_="reference")).text == "kst-36000-5, p. 1-2"
    official = next(find(html, "a", class_="official"))
    assert official.attributes["href"] == "https://zoek.officielebekendmakingen.nl/kst-36000-5"
    assert next(find(html, "blockquote")).attributes["lang"] == "nl"


def test_context_stands_apart_from_the_quote() -> None:
    quote = make_quote(LETTER, SECOND, context=[(0, 17)])
    answer = replace(make_answer(LETTER, [SECOND]), quotes=(quote,))
    html = html_of(answer)
    assert next(find(html, "blockquote")).text == "De tweede alinea."
    context = next(find(html, "p", class_="context"))
    assert context.text == "Earlier in the letter: De eerste alinea."
    assert html.index("De eerste") < html.index("De tweede")
    assert next(find(html, "span", class_="span")).attributes["lang"] == "nl"


@pytest.mark.parametrize(
    ("unit", "paragraph", "pages", "english", "dutch"),
    [
        ("p11", 11, (3, 4), "paragraph 11, pages 3-4", "alinea 11, pagina’s 3-4"),
        ("p2", 2, (), "paragraph 2", "alinea 2"),
        ("n1", None, (2,), "note 1, page 2", "noot 1, pagina 2"),
        ("s1", None, (4,), "signature, page 4", "ondertekening, pagina 4"),
        ("h2", None, (1, 3), "heading, pages 1, 3", "kop, pagina’s 1, 3"),
    ],
)
def test_a_place_is_said_in_words(
    unit: str, paragraph: int | None, pages: tuple[int, ...], english: str, dutch: str
) -> None:
    citation = Citation("kst-1-1", unit, paragraph, pages, 0, 1, "a", "r", None)
    assert (place(citation, EN), place(citation, NL)) == (english, dutch)


def test_not_found_says_so_with_the_reason_and_calls_what_is_near_no_answer() -> None:
    hits = [make_hit(LETTER, label, i) for i, label in enumerate(["p2", "p1", "n1", "p3"], 1)]
    answer = make_answer(LETTER, hits=hits, missing=("Mars", "<b>"))
    cited = cite_hits(hits, {LETTER.doc_id: LETTER})
    html = answer_html(answer, cited, EN)
    assert next(find(html, "h2")).text == "Not found in these letters"
    assert next(find(html, "p", class_="reason")).text == (
        'The letters do not say: nothing close to "Mars", "<b>".'
    )
    assert "not an answer" in next(find(html, "section", class_="near")).text
    assert not list(find(html, "blockquote"))
    shown = [e.text for e in find(html, "p", class_="passage")]
    assert shown == ["De tweede alinea.", LETTER.units[0].text, "Een noot."]
    rest = hits_html(answer, cited, EN)
    assert [e.text for e in find(rest, "p", class_="passage")] == ["De derde alinea."]


def test_not_found_without_any_passage_says_that_too() -> None:
    assert EN.nothing_near in html_of(make_answer(LETTER))


def test_other_passages_leave_out_what_is_quoted_and_tell_their_scores() -> None:
    hits = [make_hit(LETTER, "p1", 1, 8.125), make_hit(LETTER, "p2", 2, 3.5)]
    answer = make_answer(LETTER, [(0, 17)], hits)
    assert other_hits(answer) == [1]
    cited = cite_hits(hits, {LETTER.doc_id: LETTER})
    html = hits_html(answer, cited, NL)
    assert [e.text for e in find(html, "summary")] == ["score 3,50"]
    assert parse_qs(urlsplit(next(find(html, "a")).attributes["href"]).query)["q"] == ["36-53"]


def test_hostile_text_stays_text_in_every_place() -> None:
    letter = make_letter([HOSTILE, HOSTILE], doc_id="kwaad")
    end = len(HOSTILE)
    quote = make_quote(letter, (0, end), context=[(end + 2, 2 * end + 2)])
    citation = replace(
        quote.citation,
        reference=HOSTILE,
        url=f'https://x/"{HOSTILE}',
        sender=HOSTILE,
        subject=f"{HOSTILE}!",
    )
    around = ContextSpan(HOSTILE, 0, end)
    quote = replace(
        quote, citation=citation, before=around, after=around, paragraph=around, caveats=(around,)
    )
    hits = [make_hit(letter, "p1"), make_hit(letter, "p2", 2)]
    found = replace(make_answer(letter, [(0, 1)], hits, HOSTILE), quotes=(quote,))
    missing = make_answer(letter, (), hits, HOSTILE, missing=(HOSTILE,))
    report = replace(EMPTY_REPORT, added=(HOSTILE,), problems=(HOSTILE,))
    html = "".join(
        (
            html_of(found, letter),
            html_of(missing, letter),
            notice_html(HOSTILE, EN, "problem", HOSTILE),
            report_html(report, EN),
            status_html(Status("problem", message=HOSTILE), Settings(), EN),
            status_html(Status("missing"), Settings(corpus=Path(HOSTILE)), EN),
        )
    )
    found_elements = elements(html)
    tags = {element.tag for element in found_elements}
    assert tags == {
        "input", "form", "label",
        "section", "p", "h2", "h3", "ol", "ul", "li", "article", "blockquote", "a", "span", "div",
        "details", "summary", "button", "ruby", "rt", "rp",
    }  # fmt: skip
    names = {name for element in found_elements for name in element.attributes}
    assert names <= {
        "class", "lang", "href", "target", "rel", "data-answer", "data-found", "data-state", "type",
        "role",
        "download", "data-copy", "data-said", "data-failed", "data-moved",
        "data-link", "data-question", "data-copy-link", "data-fill", "data-feedback", "data-asked",
        "name", "value", "maxlength", "size", "data-aside", "data-place", "data-version",
        "data-next", "hidden",
    }  # fmt: skip
    for link in find(html, "a"):
        assert link.attributes["href"].startswith(
            ("/l/", "/c/", "/save/", "/t?", "/following?", "https://")
        )
    assert next(find(html, "blockquote")).text == HOSTILE
    assert next(find(html, "p", class_="asked")).text == HOSTILE
    assert next(find(html, "span", class_="span")).text == HOSTILE
    assert next(find(html, "span", class_="reference")).text == HOSTILE


# --- the index -------------------------------------------------------------------------------


def test_a_report_tells_what_changed_and_which_files_were_left_out() -> None:
    problem = "corpus/leeg.txt: the file is empty"
    report = replace(
        EMPTY_REPORT, added=("kst-1-2", "kst-1-3"), removed=("kst-1-1",), problems=(problem,)
    )
    text = " ".join(e.text for e in find(report_html(report, EN), "section"))
    assert "The index is up to date. Now searched: 1 letter with 3 paragraphs." in text
    assert "New (2)kst-1-2kst-1-3" in text
    assert "Removed (1)kst-1-1" in text
    assert f"Left out (1){problem}" in text
    assert "Changed" not in text


def test_a_report_of_nothing_new_says_so() -> None:
    assert NL.up_to_date in report_html(EMPTY_REPORT, NL)


def test_a_long_report_names_the_first_and_counts_all() -> None:
    report = replace(EMPTY_REPORT, added=tuple(f"kst-1-{i}" for i in range(500)))
    html = report_html(report, EN)
    assert "New (500)" in html
    assert len(list(find(html, "li"))) == MAX_NAMED + 1


def test_each_state_of_the_index_has_its_sentence() -> None:
    settings = Settings(corpus=Path("brieven"))
    ready = Status("ready", searched=Searched(2, 30, "x"), problems=("b.txt: empty",))
    assert "Searches 2 letters with 30 paragraphs." in status_html(ready, settings, EN)
    assert "Not in the index (1)" in status_html(ready, settings, EN)
    assert "in the folder brieven" in status_html(Status("missing"), settings, EN)
    assert EN.index_building in status_html(Status("building"), settings, EN)
    assert "cut short" in status_html(Status("problem", message="cut short"), settings, EN)


def test_the_assistant_is_opened_once_and_again_after_a_failure() -> None:
    tries: list[int] = []

    def open_at_second(_: Settings) -> Answering:
        tries.append(1)
        if len(tries) == 1:
            raise IndexNotFoundError("index-missing", folder="x")
        return FakeAssistant([LETTER])

    state = PageState(Settings(), open_=open_at_second)
    assert state.status().kind == "missing"
    assert state.status().searched == Searched(1, 3, "test")
    assert state.assistant() is state.assistant()
    assert len(tries) == 2


# --- handlers --------------------------------------------------------------------------------


def test_asking_gives_the_answer_and_the_folded_passages() -> None:
    hits = [make_hit(LETTER, "p1"), make_hit(LETTER, "p2", 2)]
    ask = make_asker(state_of(FakeAssistant([LETTER], make_answer(LETTER, [FIRST], hits))), EN)
    shown, _, _, fold, folded, before = ask("  what?  ")
    assert "De eerste alinea." in shown
    assert (fold["visible"], fold["open"], fold["label"]) == (
        True, False, "Other passages found (1)",
    )  # fmt: skip
    assert "De tweede alinea." in folded
    again = ask("what?")[0]
    numbers = [next(find(html, "section")).attributes["data-answer"] for html in (shown, again)]
    assert numbers[0] != numbers[1]  # the same answer twice is still a new answer


def test_a_time_in_the_question_is_told_and_can_be_taken_away() -> None:
    answer = replace(
        make_answer(LETTER, [FIRST], question="what in 2024?"),
        time=TimeRange("in 2024", "2024-01-01", "2025-12-31"),
    )
    state = state_of(FakeAssistant([LETTER], answer))
    shown, button, *_ = make_asker(state, EN)("what in 2024?")
    told = next(find(shown, "p", class_="time")).text
    assert told == "“in 2024” was read as: letters from 1 January 2024 up to 31 December 2025."
    assert button["visible"]
    assert "any_time=1" not in shown
    state = state_of(FakeAssistant([LETTER], make_answer(LETTER, [FIRST])))
    shown, button, *_ = make_asker(state, EN, any_time=True)("what in 2024?")
    assert not button["visible"]
    assert shown.count("any_time=1") == 7  # four files, address, timeline, following
    missed = replace(answer, time=TimeRange("in 2024", kept=False))
    shown, button, *_ = make_asker(state_of(FakeAssistant([LETTER], missed)), NL)("wat in 2024?")
    assert "Geen brief van “in 2024” geeft antwoord" in shown
    assert not button["visible"]


def test_a_card_tells_what_else_is_known_of_a_quote() -> None:
    plain = make_answer(LETTER, [FIRST])
    place = plain.quotes[0].citation
    older, newer = replace(place, date="2023-01-05"), replace(place, date="2024-02-06")
    quote = replace(
        plain.quotes[0],
        also=(older,),
        terms=(Term("UDCG", "Ukraine <b> Group", older),),
        listed=(ContextSpan("- een", 0, 5), ContextSpan("- twee", 7, 13)),
    )
    sides = (Side(older, "a", "€ 1 mln."), Side(newer, "b", "€ 2 mln."))
    answer = replace(plain, quotes=(quote,), differences=(Difference("amount", sides),))
    shown = answer_html(answer, [], EN)
    assert "Also in:" in next(find(shown, "p", class_="also")).text
    assert "UDCG: Ukraine <b> Group" in next(find(shown, "p", class_="terms")).text
    assert [item.text for item in find(shown, "li") if item.text.startswith("- ")] == [
        "- een",
        "- twee",
    ]
    told = next(find(shown, "ul", class_="differences")).text
    assert told.startswith("Letters name another amount: € 1 mln. (5 January 2023, ")
    assert "€ 2 mln. (6 February 2024, " in told


def test_a_question_goes_with_its_filter_and_the_one_before() -> None:
    answer = replace(
        make_answer(LETTER, [FIRST]),
        question=analyse("en in 2023?", understood="what was it in 2023?"),
    )
    answer = replace(
        answer,
        searched=replace(
            answer.searched,
            where=Filter(dossiers=("28676",), senders=("Defensie",), since="2023-01-01"),
        ),
    )
    fake = FakeAssistant([LETTER], answer)
    ask = make_asker(state_of(fake), EN)
    shown, _, alone, _, _, before = ask(
        "en in 2023?", " 2023 ", "", ["28676"], [], ["Defensie"], "what was it?"
    )
    assert fake.asked[-1] == {
        "question": "en in 2023?",
        "where": make_filter(dossiers=["28676"], senders=["Defensie"], since="2023"),
        "any_time": False,
        "after": "what was it?",
    }
    told = [e.text for e in find(shown, "p", class_="read")]
    assert told == [
        f"Read as: what was it in 2023? {EN.alone}",
        "Only letters: dossier 28676; from Defensie; from 1 January 2023 (1 letter) · "
        "those without a date too",
    ]
    assert alone["visible"]
    assert before == "what was it in 2023?"
    link = next(find(shown, "section")).attributes["data-link"]
    asked = {"q": "en in 2023?", "dossier": "28676", "sender": "Defensie", "since": "2023"}
    assert link == f"/en/?{urlencode(asked | {'after': 'what was it?'})}"
    make_asker(state_of(fake), EN, alone=True)("en?", "", None, None, [], [], "what was it?")
    assert fake.asked[-1]["after"] is None


def test_abbreviations_are_explained_to_who_points_at_them() -> None:
    letter = make_letter(["De UDCG en de UDCG-landen, niet de UDCGX <b>."])
    quote = make_quote(letter, (0, len(letter.text)))
    terms = (Term("UDCG", 'Ukraine "Defence" <Group>', quote.citation),)
    answer = replace(make_answer(letter, [(0, 5)]), quotes=(replace(quote, terms=terms),))
    html = html_of(answer, letter)
    assert next(find(html, "blockquote")).text == letter.text
    short = list(find(html, "abbr"))
    assert [e.text for e in short] == ["UDCG", "UDCG"]
    assert short[0].attributes["title"] == 'Ukraine "Defence" <Group>'


def test_a_date_that_is_none_is_told() -> None:
    ask = make_asker(state_of(FakeAssistant([LETTER], make_answer(LETTER, [FIRST]))), EN)
    assert "mei&#x27; is no date" in ask("why?", "mei", "", [], [], [], "")[0]


def test_an_address_asks_again_whoever_opens_it(settings: Settings) -> None:
    build_index(settings)
    state = PageState(settings)
    asked = Asked("nachttrein", dossiers=("99001",), since="2020", any_time=True)
    address = urlsplit(asked.page("nl"))
    assert address.path == "/nl/"
    for query in (address.query, address.query.replace("since=", "from=")):
        params = QueryParams(query)
        assert Asked.from_params(params) == asked
        request = SimpleNamespace(query_params=params, session_hash="a page")
        since, _, dossiers, *_ = make_filler(state)(request)
        assert since == "2020"
        assert dossiers["value"] == ["99001"]
        assert [value for _, value in dossiers["choices"]] == ["99001", "99002-XV"]
        shown, *_ = make_opener(state, NL, Latest())(request)
        assert 'data-answer="' in shown
        assert "dossier 99001" in shown
    plain = SimpleNamespace(query_params=QueryParams(""), session_hash="a page")
    since, _, dossiers, *_ = make_filler(state)(plain)
    assert since == gr.skip()
    assert "value" not in dossiers
    assert set(map(str, make_opener(state, NL, Latest())(plain))) == {str(gr.skip())}


def test_the_answer_to_a_question_before_the_last_is_shown_no_more() -> None:
    """Each page has a last question of its own, and who asks without a page has no other."""
    latest = Latest(most=2)
    one, other, without = (SimpleNamespace(session_hash=name) for name in ("a", "b", None))

    def meanwhile(*asked: SimpleNamespace) -> bool:
        """Tell whether an answer to `one` is shown though these ask before it comes."""

        def ask() -> tuple[str]:
            for request in asked:
                latest.answering(lambda: ("another",))(request)
            return ("an answer",)

        return latest.answering(ask)(one) == ("an answer",)

    assert meanwhile()
    assert meanwhile(other, without)
    assert not meanwhile(one)
    assert not meanwhile(other, one, other)
    assert meanwhile(other, SimpleNamespace(session_hash="c"))  # known of two pages alone
    assert latest.answering(lambda: ("an answer",))(without) == ("an answer",)


def test_a_filter_tells_how_many_letters_it_leaves(settings: Settings) -> None:
    count = make_counter(PageState(settings), EN)
    assert count("2023", "", [], [], []) == ""  # no index yet
    build_index(settings)
    assert count("", "", [], [], []) == ""
    assert "Searches 1 of 3 letters." in count("", "", ["99001"], [], [])
    assert "Searches 0 of 3 letters." in count("2090", "", [], [], [])
    assert "is no date" in count("", "<mei>", [], [], [])
    assert "<mei>" not in count("", "<mei>", [], [], [])


def test_examples_are_questions_that_the_letters_answer(assistant: Assistant) -> None:
    for lang in ("nl", "en"):
        questions = example_questions(assistant, lang)
        assert 2 <= len(questions) <= 4
        assert len(set(questions)) == len(questions)
        assert all(assistant.ask(question).found for question in questions)
    assert example_questions(FakeAssistant([]), "nl") == []


def test_a_passage_tells_why_it_was_found() -> None:
    hit = replace(
        make_hit(LETTER, "p2", 2, 3.5),
        signals={"dense": 0.61, "tokens": 0.5},
        found_by=FoundBy(("alinea",), (("second", "tweede"),)),
    )
    answer = make_answer(LETTER, [(0, 17)], [hit], question="second alinea")
    html = html_of(answer)
    why = next(e for e in find(html, "details", class_="found-by")).text
    assert why.startswith("Found by: words alinea; related words second → tweede; similarity 0.61")
    assert "score 3.50: dense 0.61, tokens 0.50" in why
    read = next(find(html, "p", class_="read")).text
    assert read.startswith("In the words of the letters: second → tweede")
    fill = next(e for e in find(html, "button") if "data-fill" in e.attributes)
    assert fill.attributes["data-fill"] == "tweede alinea"


@pytest.mark.parametrize("refusal", get_args(Refusal))
def test_a_refusal_says_why_and_what_was_searched(refusal: Refusal) -> None:
    answer = replace(make_answer(LETTER), refusal=refusal)
    searched = replace(answer.searched, oldest="2023-01-05", newest="2024-02-06", unread=2, older=1)
    for texts in (NL, EN):
        shown = answer_html(replace(answer, searched=searched), [], texts)
        assert next(find(shown, "p", class_="reason")).text == refusal_sentence(answer, texts.lang)
    assert "The index has letters of 5 January 2023 to 6 February 2024. 2 files are not in" in shown
    assert "Older versions of letters that are not searched: 1." in shown


@pytest.mark.parametrize("question", ["", "   \n ", None])
def test_an_empty_question_gets_a_hint(question: str | None) -> None:
    shown, _, _, fold, folded, _ = make_asker(state_of(FakeAssistant([])), NL)(question)
    assert NL.question_empty in shown
    assert fold["visible"] is False
    assert folded == ""


def test_a_question_too_long_is_not_searched() -> None:
    error = AssertionError("must not be asked")
    shown, *_ = make_asker(state_of(FakeAssistant([], error=error)), EN)("x" * 3000)
    assert f"3000 characters long; keep it to {MAX_QUESTION}" in shown


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (QuestionError("question-without-subject", text="???"), EN.question_unusable),
        (QAError("unreadable", reason="<gone>"), EN.no_answer),
    ],
)
def test_errors_are_told_as_text(error: QAError, says: str) -> None:
    shown, _, _, fold, *_ = make_asker(state_of(FakeAssistant([], error=error)), EN)("why?")
    assert says in shown
    assert "Traceback" not in shown
    assert "<gone>" not in shown
    assert fold["visible"] is False


def test_without_an_index_asking_says_how_to_make_one() -> None:
    def no_index(_: Settings) -> Answering:
        raise IndexNotFoundError("index-missing", folder="nowhere")

    state = PageState(Settings(corpus=Path("brieven")), open_=no_index)
    assert EN.index_first in make_asker(state, EN)("why?")[0]
    status, _, button, _, watch = make_watcher(state, EN)()
    assert "in the folder brieven" in status
    assert (button["value"], button["variant"]) == ("Build the index", "primary")
    assert watch.active is False


# --- words and headers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "asked", "lang"),
    [
        ("nl", None, "nl"),
        ("nl-BE,fr;q=0.8", None, "nl"),
        ("en-GB,en;q=0.9,nl;q=0.8", None, "en"),
        ("fr,nl;q=0.5,en;q=0.4", None, "nl"),
        ("nl;q=0,en;q=0.1", None, "en"),
        ("fr", None, "en"),
        (None, None, "en"),
        ("nl", "en", "en"),
        ("nl", "fr", "nl"),
        (";;q=x,nl;q=bad", None, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browsers(
    header: str | None, asked: str | None, lang: str
) -> None:
    assert choose_texts(header, asked).lang == lang


def test_both_languages_say_everything_with_the_same_places_to_fill() -> None:
    for field in dataclasses.fields(Texts):
        dutch, english = (str(getattr(TEXTS[lang], field.name)) for lang in ("nl", "en"))
        assert dutch.strip(), field.name
        assert english.strip(), field.name
        assert dutch.count("{}") == english.count("{}"), field.name


def test_counts_are_said_as_people_do() -> None:
    assert [EN.count(n, "letter") for n in (0, 1, 2)] == ["0 letters", "1 letter", "2 letters"]
    assert NL.count(11, "paragraph") == "11 alinea’s"


def test_preparing_the_page_touches_every_script_and_no_data() -> None:
    html = (
        '<html\n\tlang="en"><head><meta property="og:image" content="https://elsewhere/x" />'
        '<script>a = "\\u003cscript"</script><script type="module" src="x"></script></head></html>'
    )
    page = prepare_page(html, "nl", "N")
    assert '<html\n\tlang="nl">' in page
    assert "elsewhere" not in page
    assert '<script nonce="N">a = "\\u003cscript"</script>' in page
    assert '<script nonce="N" type="module" src="x">' in page
    assert '<script nonce="N" src="/static/page.js" defer>' in page


def test_a_port_in_use_is_said_plainly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(QAError, match=f"127.0.0.1:{port} .*--port"):
            serve(Settings(port=port))


def test_a_real_index_feeds_the_page(settings: Settings) -> None:
    build_index(settings)
    shown, _, _, _, folded, _ = make_asker(PageState(settings), NL)(
        "Wordt de proef met mest verlengd?"
    )
    assert "data-answer" in shown
    assert "score" in shown + folded


# --- the index moves on ----------------------------------------------------------------------


def test_a_running_page_answers_from_what_another_process_publishes(
    settings: Settings, corpus: Path
) -> None:
    build_index(settings)
    state = PageState(settings)
    before = state.assistant()
    (corpus / "nieuw.txt").write_text("Een nieuwe brief over zonnepanelen op het dak.\n")
    build_index(settings)  # as the command line does
    assert state.has_letter("nieuw")
    assert not before.has_letter("nieuw")  # a question under way keeps its generation
    searched = state.status().searched
    assert searched is not None
    assert searched.letters == 4


def test_a_generation_that_cannot_be_used_leaves_the_one_before_answering(
    settings: Settings, corpus: Path
) -> None:
    build_index(settings)
    state = PageState(settings)
    before = state.assistant()
    (settings.index / "current.json").write_text("{", encoding="utf-8")
    assert state.assistant() is before
    assert before.ask("nachttrein Groningen Maastricht").found


def test_the_folder_is_followed_when_the_switch_is_on(settings: Settings, corpus: Path) -> None:
    state = PageState(settings)
    follow = make_follower(state)
    follow(True)
    follow(True)  # another page's switch
    assert make_watcher(state, EN)()[3]["value"] is True

    def wait_for(letters: int) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            searched = state.status().searched
            if searched is not None and searched.letters == letters:
                return
            time.sleep(0.1)
        raise AssertionError(state.status())

    wait_for(3)
    (corpus / "nieuw.txt").write_text("Een nieuwe brief over zonnepanelen op het dak.\n")
    wait_for(4)
    status = make_watcher(state, EN)()[0]
    assert 'class="news' in status
    follow(False)
    assert not state.status().following
    assert 'class="news' not in make_watcher(state, EN)()[0]


def test_a_folder_that_cannot_be_followed_is_said(settings: Settings, corpus: Path) -> None:
    build_index(settings)
    nowhere = settings.model_copy(update={"corpus": corpus / "nowhere"})
    state = PageState(nowhere)
    make_follower(state)(True)
    deadline = time.monotonic() + 30
    while state.following and time.monotonic() < deadline:
        time.sleep(0.05)
    shown, _, _, following, _ = make_watcher(state, EN)()
    assert not following["value"]
    assert EN.news_failed in shown
    assert "no folder" in shown


def test_amounts_stand_in_a_table_with_their_sum(founding: Letter) -> None:
    start = founding.text.index(PLEDGE)
    quote = make_quote(founding, (start, start + len(PLEDGE)))
    quote = replace(quote, amounts=tuple(find_amounts(PLEDGE)))
    answer = make_answer(founding, [(0, 5)], question="what did NL pledge at the UDCG")
    answer = replace(answer, quotes=(quote,))
    html = html_of(answer, founding)
    cells = [e.text for e in find(html, "td")]
    assert cells[:3] == ["€ 87 mln.", "87,000,000 EUR", "1"]
    assert cells[-2] == "122,000,000 EUR"
    other = replace(answer, question=analyse("Wie sprak met de UDCG?"))
    assert "<table" not in html_of(other, founding)
    mixed = replace(quote, amounts=tuple(find_amounts("€ 10 mln. en $ 5 mln.")))
    without_sum = html_of(replace(answer, quotes=(mixed,)), founding)
    assert "<table" in without_sum
    assert "<tfoot" not in without_sum


def test_letters_without_a_date_can_be_asked_too(assistant: Assistant) -> None:
    asked = Asked("what did NL pledge at the UDCG", since="2024")
    answer = asked.put_to(assistant)
    assert (answer.found, answer.refusal) == (False, "no letter")
    page = answer_html(answer, [], EN, asked, 1)
    assert "a letter whose date is unknown is in no period" in page
    (link,) = [e for e in find(page, "a") if e.text == EN.undated_too]
    again = Asked.from_params(QueryParams(urlsplit(link.attributes["href"]).query))
    assert again == replace(asked, undated=True)
    assert again.put_to(assistant).quotes[0].text == PLEDGE
