"""The page in a real Chromium: ask, click every citation, ask again; nothing leaves here."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import (  # noqa: F401 - fixtures among them
    CARD_QUESTION,
    NARROW,
    WIDE,
    Contexts,
    address,
    ask,
    contexts,
    opened,
    question_box,
    served,
)
from conftest import FOUNDING, PLEDGE
from playwright.sync_api import Frame, Page, expect
from web_fixtures import HOSTILE, FakeAssistant, make_answer, make_hit, make_letter

from qa.assistant.feedback import read_feedback
from qa.errors import EncoderError
from qa.indexing import BuildReport, build_index
from qa.letters.corpus import Progress
from qa.llm import Summary, SummarySentence
from qa.llm.client import Tokens
from qa.records import Answer, Letter
from qa.settings import Settings
from qa.web.state import PageState
from qa.web.texts import EN, NL

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::Warning:gradio.queueing"),  # its use of pandas, not ours
]


def letter_frame(page: Page) -> Frame:
    frame = page.frame(name="letter")
    assert frame is not None
    return frame


def check_letter(page: Page, text: str) -> None:
    """Compare what is marked in the frame with a text, and see that it is in sight."""
    mark = page.frame_locator("#letter").locator("mark")
    expect(mark).to_have_count(1)
    page.wait_for_function(
        "text => document.getElementById('letter').contentDocument"
        ".querySelector('mark')?.textContent === text",
        arg=text,
    )
    expect(mark).to_be_in_viewport()
    assert mark.get_attribute("id") == "quote"


def click_each_citation(page: Page) -> int:
    """Click every citation, last to first; the frame must show the words of its own card."""
    cards = page.locator("#answer .card")
    for i in reversed(range(cards.count())):
        card = cards.nth(i)
        card.locator("a.cite").click()
        check_letter(page, card.locator("blockquote").inner_text())
        assert card.locator(".number").inner_text() == str(i + 1)
        current = page.locator("a.cite[aria-current='true']")
        expect(current).to_have_count(1)
        assert current.get_attribute("href") == card.locator("a.cite").get_attribute("href")
    return cards.count()


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory, founding: Letter) -> Iterator[str]:
    """The page over the founding letter with an answer made by hand, whatever is asked."""
    start = founding.text.index(PLEDGE)
    spans = [(start, start + len(PLEDGE)), (0, 115), (6050, 6226)]
    hits = [make_hit(founding, label, rank) for rank, label in enumerate(("p4", "n1"), 1)]
    answer = make_answer(founding, spans, hits, question=CARD_QUESTION)
    assistant = FakeAssistant([founding], answer)
    settings = Settings(index=tmp_path_factory.mktemp("staged") / "none")
    with served(settings, PageState(settings, open_=lambda _: assistant)) as address:
        yield address


# --- asking and reading ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "first", "second"),
    [
        ("en-GB", CARD_QUESTION, "Wat heeft Nederland toegezegd bij de UDCG?"),
        ("nl-NL", "Wat heeft Nederland toegezegd bij de UDCG?", CARD_QUESTION),
    ],
)
def test_the_cards_question_is_answered_and_every_citation_shows_its_words(
    contexts: Contexts, address: str, founding: Letter, locale: str, first: str, second: str
) -> None:
    with opened(contexts, address, locale) as page:
        assert page.evaluate("document.documentElement.lang") == locale[:2]
        ask(page, first)
        quote = page.locator("#answer blockquote").first
        assert quote.inner_text() == PLEDGE
        assert quote.get_attribute("lang") == "nl"
        place = {"en": "paragraph 11, pages 3-4", "nl": "alinea 11, pagina’s 3-4"}[locale[:2]]
        assert page.locator("#answer .place").first.inner_text() == place
        check_letter(page, PLEDGE)  # beside the answer without a click
        assert click_each_citation(page) >= 1
        page.reload()
        expect(page.locator("#answer .asked")).to_have_text(first)  # of its address
        ask(page, first)
        assert page.locator("#answer blockquote").first.inner_text() == PLEDGE
        click_each_citation(page)
        ask(page, second)
        check_letter(page, page.locator("#answer blockquote").first.inner_text())
        assert click_each_citation(page) >= 1


def test_other_questions_bind_their_numbers_too(contexts: Contexts, address: str) -> None:
    with opened(contexts, address) as page:
        for question in (
            "Wat is het Defence Production Action Plan?",
            "Which system is being built in Germany?",
            "Wat is het NFM?",
        ):
            ask(page, question)
            if page.locator("#answer [data-found='true']").count():
                click_each_citation(page)


def test_asking_again_brings_the_first_quote_back(
    contexts: Contexts, staged: str, founding: Letter
) -> None:
    with opened(contexts, staged) as page:
        ask(page, CARD_QUESTION)
        assert click_each_citation(page) == 3
        page.locator("#answer a.cite").nth(1).click()
        check_letter(page, founding.text[0:115])
        ask(page, CARD_QUESTION)
        check_letter(page, PLEDGE)


def test_the_other_passages_open_too(contexts: Contexts, staged: str, founding: Letter) -> None:
    with opened(contexts, staged) as page:
        ask(page, CARD_QUESTION)
        expect(page.locator("#passages")).to_be_hidden()
        page.get_by_role("button", name="Other passages found (2)").click()
        page.locator("#passages a.cite").nth(1).click()
        note = founding.unit("n1")
        assert note is not None
        check_letter(page, note.text)


def test_the_marked_words_come_into_sight_without_moving_the_page(
    contexts: Contexts, staged: str, founding: Letter
) -> None:
    with opened(contexts, staged) as page:
        ask(page, CARD_QUESTION)
        check_letter(page, PLEDGE)
        assert page.evaluate("scrollY") == 0
        shown = letter_frame(page).evaluate("[location.pathname, location.search, location.hash]")
        start = founding.text.index(PLEDGE)
        assert shown[0] == "/l/kst-28676-449"
        assert parse_qs(shown[1][1:])["q"] == [f"{start}-{start + len(PLEDGE)}"]
        assert shown[2] == "#quote"
        assert page.locator("#open-letter").get_attribute("href") == "".join(shown)


def test_an_example_is_asked_with_one_press(contexts: Contexts, address: str) -> None:
    with opened(contexts, address, "nl-NL") as page:
        button = page.locator("#examples button").first
        expect(button).to_contain_text("?")
        example = button.inner_text()
        button.click()
        expect(page.locator("#answer .asked")).to_have_text(example)
        expect(question_box(page)).to_have_value(example)


def test_on_a_narrow_screen_the_letter_lies_over_the_answer_until_closed(
    contexts: Contexts, staged: str
) -> None:
    with opened(contexts, staged, width=NARROW["width"]) as page:
        ask(page, CARD_QUESTION)
        expect(page.locator("#answer blockquote").first).to_be_in_viewport()
        expect(page.locator("#letter")).to_be_hidden()
        link = page.locator("#answer a.cite").first
        link.press("Enter")
        check_letter(page, PLEDGE)
        page.locator("#close-letter").press("Enter")
        expect(page.locator("#letter")).to_be_hidden()
        expect(link).to_be_focused()
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]


def test_the_other_language_is_one_press_away(contexts: Contexts, staged: str) -> None:
    with opened(contexts, staged, "nl-NL") as page:
        expect(page.get_by_role("heading", level=1)).to_have_text(NL.title)
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(EN.title)


def test_the_letter_follows_the_pages_dark_theme(contexts: Contexts, staged: str) -> None:
    with opened(contexts, f"{staged}/en/?__theme=dark") as page:
        ask(page, CARD_QUESTION)
        check_letter(page, PLEDGE)
        background = "getComputedStyle(document.body).backgroundColor"
        assert letter_frame(page).evaluate(background) == "rgb(25, 28, 33)"


# --- states ----------------------------------------------------------------------------------


def test_an_empty_question_gets_a_hint(contexts: Contexts, address: str) -> None:
    with opened(contexts, address) as page:
        question_box(page).press("Enter")
        expect(page.locator("#answer")).to_contain_text(EN.question_empty)


def test_not_found_is_said_and_what_is_near_can_be_read(contexts: Contexts, address: str) -> None:
    with opened(contexts, address) as page:
        ask(page, "Hoeveel kost een kaartje voor de dierentuin in Emmen?")
        expect(page.locator("#answer h2")).to_have_text(EN.not_found)
        expect(page.locator("#answer")).to_contain_text(EN.near_explained)
        expect(page.locator("#letter")).to_be_hidden()
        page.locator("#answer a.cite").first.click()
        expect(page.locator("#letter")).to_be_visible()
        expect(page.frame_locator("#letter").locator("mark").first).to_be_in_viewport()


def test_an_address_reproduces_a_question_with_its_filter(contexts: Contexts, address: str) -> None:
    with opened(contexts, f"{address}/?q=what+did+NL+pledge+at+the+UDCG&dossier=28676") as page:
        expect(page.locator("#answer .asked")).to_have_text(CARD_QUESTION)
        expect(page.locator("#answer")).to_contain_text("Only letters: dossier 28676 (1 letter)")
        expect(question_box(page)).to_have_value(CARD_QUESTION)
        page.get_by_role("button", name=EN.filters).click()
        expect(page.locator("#left")).to_have_text("Searches 1 of 1 letter.")
        ask(page, "Wie vertegenwoordigt de EU bij de NUC?")
        asked = parse_qs(urlsplit(page.url).query)
        assert asked == {"q": ["Wie vertegenwoordigt de EU bij de NUC?"], "dossier": ["28676"]}
        page.get_by_role("link", name="Nederlands").click()
        expect(page.locator("#answer .asked")).to_have_text(asked["q"][0])
        expect(page.locator("#answer")).to_contain_text("Alleen brieven: dossier 28676 (1 brief)")
        page.go_back()
        page.go_back()
        expect(page.locator("#answer .asked")).to_have_text(CARD_QUESTION)


def test_questions_are_remembered_by_this_browser_alone(contexts: Contexts, address: str) -> None:
    with opened(contexts, f"{address}/en/") as page:
        page.evaluate("localStorage.clear()")
        page.reload()
        expect(page.locator("#asked-before")).to_be_hidden()
        ask(page, CARD_QUESTION)
        ask(page, "<b>Wat is de NUC?</b>")
        page.locator("#asked-before summary").click()
        asked = page.locator("#asked-before li")
        expect(asked).to_have_text(["<b>Wat is de NUC?</b>", CARD_QUESTION])
        asked.last.get_by_role("link").click()
        expect(page.locator("#answer .asked")).to_have_text(CARD_QUESTION)
        page.locator("#asked-before summary").click()
        expect(page.locator("#asked-before li")).to_have_count(2)
        page.get_by_role("button", name=EN.forget).click()
        expect(page.locator("#asked-before")).to_be_hidden()


def test_what_another_visitor_asked_is_not_shown_and_goes(contexts: Contexts, address: str) -> None:
    theirs = '{"visitor": "anna", "asked": [{"link": "/en/?q=x", "question": "Annas vraag"}]}'
    with opened(contexts, f"{address}/en/") as page:
        page.evaluate(f"localStorage.setItem('letters-qa asked', '{theirs}')")
        page.reload()
        ask(page, CARD_QUESTION)
        expect(page.locator("#asked-before li")).to_have_count(1)
        assert "Anna" not in page.content()
        assert "Anna" not in page.evaluate("localStorage.getItem('letters-qa asked')")


def test_a_question_leans_on_the_one_before_unless_taken_apart(
    contexts: Contexts, address: str
) -> None:
    with opened(contexts, f"{address}/en/") as page:
        ask(page, "what did NL pledge for ammunition")
        ask(page, "and for the IT coalition?")
        answer = page.locator("#answer")
        expect(answer).to_contain_text("Read as: what did NL pledge for the IT coalition?")
        assert "after=what+did" in page.url
        page.get_by_role("button", name=EN.alone).click()
        expect(answer).not_to_contain_text("Read as:")
        assert "after=" not in page.url


def test_words_of_the_letters_can_be_asked_with(contexts: Contexts, address: str) -> None:
    with opened(contexts, f"{address}/en/") as page:
        ask(page, "which contribution was announced for air defence")
        read = page.locator("#answer .read")
        expect(read).to_contain_text("announced → aangekondigd")
        read.get_by_role("button", name=EN.use_words).click()
        expect(question_box(page)).to_be_focused()
        question_box(page).press("Enter")
        expect(page.locator("#answer .asked")).to_contain_text("aangekondigd")


def test_the_page_is_worked_by_keys(contexts: Contexts, address: str) -> None:
    with opened(contexts, f"{address}/en/") as page:
        ask(page, "Wat besprak de NAVO over de defensie-industrie?")
        page.keyboard.press("Escape")
        expect(question_box(page)).not_to_be_focused()
        cited = page.locator("#answer .card a.cite")
        assert cited.count() > 1
        page.keyboard.press("j")
        expect(cited.nth(0)).to_be_focused()
        page.keyboard.press("j")
        expect(cited.nth(1)).to_be_focused()
        page.keyboard.press("Enter")
        expect(cited.nth(1)).to_have_attribute("aria-current", "true")
        page.keyboard.press("k")
        expect(cited.nth(0)).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#letter")).to_be_hidden()
        page.keyboard.press("/")
        expect(question_box(page)).to_be_focused()
        assert "/" not in question_box(page).input_value()


def test_a_wrong_answer_is_noted_from_the_page(contexts: Contexts, tmp_path: Path) -> None:
    feedback = tmp_path / "feedback.jsonl"
    settings = Settings(corpus=FOUNDING.parent, index=tmp_path / "index", feedback=feedback)
    build_index(settings)
    with served(settings) as address, opened(contexts, f"{address}/en/") as page:
        ask(page, CARD_QUESTION)
        page.get_by_text(EN.wrong_answer).click()
        page.get_by_label(EN.right_letter).fill("kst-28676-449")
        page.get_by_label(EN.right_paragraph).fill("99")
        page.get_by_role("button", name=EN.send).click()
        expect(page.locator(".noted")).to_contain_text("it has 1 to 11")
        page.get_by_label(EN.right_paragraph).fill("10")
        page.get_by_role("button", name=EN.send).click()
        expect(page.locator(".noted")).to_have_text(EN.noted)
    (entry,) = read_feedback(feedback).entries
    assert (entry["question"], entry["right"]["unit"]) == (CARD_QUESTION, "p10")


def test_the_timeline_opens_beside_the_answer(contexts: Contexts, address: str) -> None:
    with opened(contexts, f"{address}/en/") as page:
        ask(page, CARD_QUESTION)
        page.get_by_role("link", name=EN.over_time).click()
        frame = page.frame_locator("#letter")
        expect(frame.locator("h1")).to_have_text(f"Letters about: {CARD_QUESTION}")
        frame.locator(".where a").first.click()
        expect(frame.locator("mark").first).to_be_visible()


def test_a_summary_grows_under_the_quotes_if_there_is_a_model(
    contexts: Contexts, tmp_path: Path
) -> None:
    letter = make_letter(["De veerpont vaart. De brug is dicht."])
    first = SummarySentence("The <b>ferry</b> sails.", (1,))
    second = SummarySentence("The bridge is closed.", (1, 2))
    goes_on = threading.Event()

    class Writes(FakeAssistant):
        def summaries(self, found: Answer, left: Callable[[], bool]) -> Iterator[Summary]:
            yield Summary("small-model", (first,), whole=False)
            assert goes_on.wait(60)
            yield Summary(
                "small-model", (first, second), {"no citation": 2}, tokens=Tokens(500, 20)
            )

    fake = Writes([letter], make_answer(letter, [(0, 18), (19, 36)], question="x"))
    settings = Settings(index=tmp_path / "none", llm_url="http://127.0.0.1:9/v1", llm_model="m")
    with (
        served(settings, PageState(settings, open_=lambda _: fake)) as address,
        opened(contexts, f"{address}/en/") as page,
    ):
        expect(page.locator("#masthead")).to_contain_text("sent to 127.0.0.1:9.")
        ask(page, "x")
        summary = page.locator("#answer .quotes + .summary")
        expect(summary).to_contain_text("The <b>ferry</b> sails. [1]")
        expect(summary).to_contain_text("small-model is writing")
        goes_on.set()
        expect(summary).to_contain_text("The bridge is closed. [1][2]")
        expect(summary).to_contain_text("Written by small-model, not by the letters")
        expect(summary).to_contain_text("left out: 2. Tokens read and written: 500 and 20.")
        summary.get_by_role("button", name="Quote 2").click()
        expect(page.locator(".quotes > .card:nth-child(2) a.cite")).to_be_focused()


def test_a_summary_that_nobody_waits_for_is_written_no_further(
    contexts: Contexts, tmp_path: Path
) -> None:
    letter = make_letter(["De veerpont vaart. De brug is dicht."])
    ended: list[threading.Event] = []

    class Hangs(FakeAssistant):
        def ask(self, question: str, *_: Any, **__: Any) -> Answer:
            return make_answer(letter, [(0, 18)], question=question)

        def summaries(self, found: Answer, left: Callable[[], bool]) -> Iterator[Summary]:
            yield Summary("small-model", (SummarySentence("Begun.", (1,)),), whole=False)
            mine = threading.Event()
            ended.append(mine)
            while not left():
                time.sleep(0.01)
            mine.set()

    fake = Hangs([letter])
    settings = Settings(index=tmp_path / "none", llm_url="http://127.0.0.1:9/v1", llm_model="m")
    with served(settings, PageState(settings, open_=lambda _: fake)) as address:
        with opened(contexts, f"{address}/en/") as page:
            ask(page, "x")
            expect(page.locator("#answer .summary")).to_contain_text("Begun.")
            ask(page, "y")  # another answer ends the first
            assert ended[0].wait(60)
            page.wait_for_function(
                "document.querySelector('#answer .summary')?.textContent.includes('Begun.')"
            )
        assert ended[1].wait(60)  # and so does who closes the page


def test_nothing_moves_for_who_wants_no_motion(contexts: Contexts, address: str) -> None:
    with opened(contexts, f"{address}/en/") as page:
        page.emulate_media(reduced_motion="reduce")
        ask(page, CARD_QUESTION)
        moving = page.evaluate(
            """[...document.querySelectorAll("*")].filter((one) => {
                const style = getComputedStyle(one);
                return style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0)
                    || style.animationDuration.split(", ").some((time) => parseFloat(time) > 0);
            }).length"""
        )
        assert moving == 0


def test_a_missing_index_is_said_and_built_with_one_press(
    contexts: Contexts, tmp_path: Path
) -> None:
    settings = Settings(corpus=FOUNDING.parent, index=tmp_path / "index")
    with served(settings) as address, opened(contexts, address) as page:
        expect(page.locator("#status")).to_contain_text("There is no index of the letters yet")
        question_box(page).fill(CARD_QUESTION)
        question_box(page).press("Enter")
        expect(page.locator("#answer")).to_contain_text(EN.index_first)
        page.get_by_role("button", name=EN.build).click()
        expect(page.locator("#report")).to_contain_text("The index is up to date.")
        expect(page.locator("#report")).to_contain_text("kst-28676-449")
        expect(page.locator("#status")).to_contain_text("Searches 1 letter with 11 paragraphs.")
        expect(page.get_by_role("button", name=EN.update)).to_be_visible()
        ask(page, CARD_QUESTION)
        assert page.locator("#answer [data-found='true']").count() == 1


def test_an_update_that_runs_is_seen_by_others_and_after_a_reload(
    contexts: Contexts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.web.page.WATCH_SECONDS", 0.5)
    go_on = threading.Event()

    def slow(_: Settings, progress: Progress | None) -> BuildReport:
        assert progress is not None
        progress("read", 3, 12)
        assert go_on.wait(20)
        raise EncoderError("encoder-not-static", encoder="<b>gone</b>")

    letter = make_letter(["Een alinea."])
    settings = Settings(index=tmp_path / "none")
    state = PageState(settings, open_=lambda _: FakeAssistant([letter]), build=slow)
    with (
        served(settings, state) as address,
        opened(contexts, address) as first,
        opened(contexts, address, "nl-NL") as second,
    ):
        for page in (first, second):
            expect(page.locator("#status .status")).to_be_visible()
        first.get_by_role("button", name=EN.update).click()
        expect(first.locator("#report")).to_contain_text("Reading letters 3 / 12")
        expect(first.locator("#status")).to_contain_text(EN.updating)
        second.get_by_role("button", name=NL.update).click()
        expect(second.locator("#report")).to_contain_text("Brieven lezen 3 / 12")
        first.reload()
        expect(first.locator("#report progress")).to_have_attribute("value", "3")
        go_on.set()
        expect(first.locator("#report")).to_contain_text("<b>gone</b> is not a static encoder")
        expect(second.locator("#status")).not_to_contain_text(NL.updating)


def test_who_comes_while_it_is_busy_is_told_and_answered_later(
    contexts: Contexts, tmp_path: Path
) -> None:
    begun, end = threading.Event(), threading.Event()
    letter = make_letter(["Er komt een brug.", "Voor € 3 mln."])

    class Slow(FakeAssistant):
        def ask(self, question: str, *args: Any, **named: Any) -> Answer:
            if question == "slow":
                begun.set()
                assert end.wait(60)
            return super().ask(question, *args, **named)

    settings = Settings(index=tmp_path / "none", questions_at_once=1)
    slow = Slow([letter], make_answer(letter, [(0, 17)]))
    with (
        served(settings, PageState(settings, open_=lambda _: slow)) as address,
        opened(contexts, address) as first,
        opened(contexts, address) as second,
    ):
        question_box(first).fill("slow")
        question_box(first).press("Enter")
        assert begun.wait(30)
        question_box(second).fill("later")
        question_box(second).press("Enter")
        expect(second.locator("#answer .notice")).to_contain_text("number 2 in the line")
        end.set()
        expect(second.locator("#answer blockquote")).to_have_text("Er komt een brug.")


def test_hostile_text_is_shown_as_text(contexts: Contexts, tmp_path: Path) -> None:
    letter = make_letter([HOSTILE, f"Ook {HOSTILE}"], doc_id="kwaad")
    hits = [make_hit(letter, "p2")]
    answer = make_answer(letter, [(0, len(HOSTILE))], hits, question="x", missing=(HOSTILE,))
    assistant = FakeAssistant([letter], answer, problems=[HOSTILE])
    settings = Settings(index=tmp_path / "none")
    with (
        served(settings, PageState(settings, open_=lambda _: assistant)) as address,
        opened(contexts, address) as page,
    ):
        ask(page, "x")
        assert page.locator("#answer blockquote p").text_content() == HOSTILE
        page.locator("#answer a.cite").click()
        check_letter(page, HOSTILE)
        page.locator("#others button").first.click()
        assert page.locator("#passages .part").text_content() == f"Ook {HOSTILE}"
        page.locator("#status summary").click()
        assert page.locator("#status li").text_content() == HOSTILE
        page.wait_for_timeout(300)
        assert page.evaluate("window.hacked") is None
        assert letter_frame(page).evaluate("window.hacked") is None
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]


def test_a_citation_is_copied_and_downloaded(contexts: Contexts, address: str) -> None:
    context = contexts["en-GB", WIDE["width"]]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    with opened(contexts, address) as page:
        ask(page, CARD_QUESTION)
        card = page.locator(".card").first
        card.get_by_text(EN.cite, exact=True).click()
        card.get_by_role("button", name="Reference").click()
        expect(card.get_by_role("status")).to_have_text("Copied: Reference")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == "Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4, ¶ 11"
        card.get_by_role("button", name="HTML").click()
        expect(card.get_by_role("status")).to_have_text("Copied: HTML")
        with page.expect_download() as download:
            card.get_by_role("link", name="RIS").click()
        assert download.value.suggested_filename.endswith(".ris")
        card.get_by_text(EN.around, exact=True).click()
        expect(card.locator(".around .before")).to_be_visible()
        expect(card.locator(".around .after")).to_have_count(0)  # the letter ends here
