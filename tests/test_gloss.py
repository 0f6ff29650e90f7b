"""The gloss: single words in English, nothing else changed, what is not known left blank."""

from __future__ import annotations

import gzip

import pytest
from command_line import index_of, run
from hypothesis import given
from hypothesis import strategies as st
from web_fixtures import find

from qa.assistant import Assistant
from qa.assistant.saving import saved_html, saved_json
from qa.settings import Settings
from qa.text.gloss import WORDS, with_english
from qa.text.language import STOPWORDS
from qa.web.cards.quotes import quote_card
from qa.web.texts import EN, NL

LINES = gzip.decompress(WORDS.read_bytes()).decode().splitlines()


@given(st.text())
def test_the_text_stays_whole(text: str) -> None:
    assert "".join(piece for piece, _ in with_english(text)) == text


def test_words_of_a_letter_are_glossed_whatever_their_case() -> None:
    text = "Het KABINET heeft op 5 maart besloten tot een bijdrage aan Oekraïne."
    assert dict(pair for pair in with_english(text) if pair[1]) == {
        "KABINET": "government / cabinet",
        "maart": "March",
        "besloten": "decided",
        "bijdrage": "contribution",
        "Oekraïne": "Ukraine",
    }


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("van de bank", "bank"),  # a bench too
        ("hij is er nog", "nog"),  # still, yet
        ("het weer in de stad", "weer"),  # weather, again
        ("kst-28676-449 artilleriemunitieproject", "artilleriemunitieproject"),
    ],
)
def test_what_is_not_sure_stays_blank(text: str, blank: str) -> None:
    assert blank not in {piece.strip() for piece, english in with_english(text) if english}


def test_the_list_has_one_gloss_for_each_word_and_none_for_common_words() -> None:
    pairs = [line.split("\t") for line in LINES]
    assert all(len(pair) == 2 and all(pair) for pair in pairs)
    words = [word for word, _ in pairs]
    assert words == sorted(set(words))
    assert set(words) & STOPWORDS <= {"niet", "geen", "en", "maar", "wij", "zal"}
    assert not [word for word, english in pairs if word == english.lower()]


def test_the_page_and_the_saved_page_gloss_for_readers_of_english_alone(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("what did NL pledge at the UDCG")
    quote, saved = answer.quotes[0], saved_json(answer, assistant)
    for page in (quote_card(1, quote, EN, newest=False), saved_html(answer, saved, "en")):
        glossed = [one.text for one in find(page, "rt", lang="en")]
        assert "contributions" in glossed
        assert "not a translation" in page
        assert quote.text in [one.text for one in find(page, "blockquote")]
    for page in (quote_card(1, quote, NL, newest=False), saved_html(answer, saved, "nl")):
        assert not list(find(page, "rt"))


def test_the_command_line_glosses_where_it_is_asked_to(founding_settings: Settings) -> None:
    question = ("ask", "what did NL pledge at the UDCG", *index_of(founding_settings))
    glossed = " ".join(run(*question, "--gloss").stdout.split())
    assert "single words in English: Namens = on behalf of, Nederland = the Netherlands" in glossed
    assert "single words" not in run(*question).stdout
