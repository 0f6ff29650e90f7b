"""Answers: the card's question, verbatim quotes with true places, context, and refusals."""

from __future__ import annotations

import itertools

import pytest
from conftest import PLEDGE

from qa.answering.evidence import is_source
from qa.assistant import Assistant
from qa.citations.citing import cite
from qa.indexing import build_index
from qa.settings import Settings

QUESTIONS = [
    "what did NL pledge at the UDCG",
    "Wat heeft Nederland toegezegd bij de UDCG?",
    "When does the war enter its third year?",
    "Wie zal er namens de EU bij de NUC zijn?",
    "dutch position on swedish accession",
    "hoe snel moeten eenheden kunnen reageren volgens het NFM",
    "Which letter number is the non-paper?",
    "munitie bijdrage miljoen",
]


@pytest.mark.parametrize("question", QUESTIONS[:2])
def test_the_cards_question_gives_the_pledge_first(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.found
    first = answer.quotes[0]
    assert first.text == PLEDGE
    assert (first.citation.paragraph, first.citation.pages) == (11, (3, 4))
    assert first.citation.reference == "Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4"
    assert first.citation.url == "https://zoek.officielebekendmakingen.nl/kst-28676-449"
    named = [span.text for span in first.context if "Ukraine Defence Contact Group" in span.text]
    assert named == [
        "Met deze brief maak ik tevens van de gelegenheid gebruik om verslag te doen van de "
        "Ukraine Defence Contact Group (UDCG) van 23 januari jl."
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_quotes_and_context_are_cut_from_the_letter(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    for quote in answer.quotes:
        citation = quote.citation
        letter = assistant.letter(citation.doc_id)
        assert letter.text[citation.start : citation.end] == quote.text
        assert len(quote.text) <= 400
        assert citation == cite(letter, citation.start, citation.end)
        for span in quote.context:
            assert letter.text[span.start : span.end] == span.text
            assert span.end <= citation.start
    starts = [quote.citation.start for quote in answer.quotes]
    assert len(set(starts)) == len(starts)


def test_an_answer_is_the_same_every_time(assistant: Assistant) -> None:
    again = Assistant.open(settings=assistant.settings)
    for question in QUESTIONS:
        assert assistant.ask(question) == again.ask(question)


@pytest.mark.parametrize(
    "question",
    ["What is the capital of Australia?", "Who composed the opera The Magic Flute?",
     "Hoeveel manen heeft Jupiter?", "qwxz vrpt"],
)  # fmt: skip
def test_what_the_letters_do_not_say_is_not_found(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.found
    assert answer.quotes == ()
    assert answer.reason
    assert answer.searched.letters == 1


@pytest.mark.xfail(strict=True, reason='"weather" meets "weer", which mostly means "again"')
def test_a_word_of_two_meanings_is_no_answer(assistant: Assistant) -> None:
    assert not assistant.ask("What is the weather in Brussels?").found


def test_the_reason_names_the_words_that_are_missing(assistant: Assistant) -> None:
    answer = assistant.ask("Who composed the opera The Magic Flute?")
    assert {"opera", "Flute"} <= set(answer.missing)
    assert '"opera"' in answer.reason


def test_who_signed_is_answered_from_the_signature(assistant: Assistant) -> None:
    answer = assistant.ask("Who signed this letter?")
    assert answer.quotes[0].text.endswith("K.H. Ollongren")
    assert answer.quotes[0].citation.unit == "s1"


def test_of_several_letters_the_one_that_is_meant_must_be_named(settings: Settings) -> None:
    for name in ("a", "b"):
        (settings.corpus / f"{name}.txt").write_text(f"Over {name}.\n", encoding="utf-8")
    build_index(settings)
    answer = Assistant.open(settings=settings).ask("Who signed this letter?")
    assert (answer.found, answer.refusal) == (False, "which letter")


def test_a_question_for_a_number_is_not_answered_without_one(settings: Settings) -> None:
    (settings.corpus / "a.txt").write_text(
        "Defensie gaat een nieuw, hedendaags veteranenpak invoeren.\n\nDit vergroot de "
        "zichtbaarheid van veteranen in onze samenleving.\n", encoding="utf-8",
    )  # fmt: skip
    build_index(settings)
    assistant = Assistant.open(settings=settings)
    assert assistant.ask("Gaat Defensie een nieuw veteranenpak invoeren?").found
    answer = assistant.ask("Hoeveel nieuwe veteranenpakken gaat Defensie invoeren?")
    assert (answer.found, answer.refusal) == (False, "no amount")


def test_a_question_that_leans_on_the_one_before_says_how_it_was_read(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("and at the NUC?", after="Who represents the EU at the UDCG?")
    assert answer.question.understood == "Who represents the EU at the NUC?"
    assert answer.question.typed == "and at the NUC?"
    full = assistant.ask(answer.question.text)
    assert answer.quotes == full.quotes
    assert full.question.understood is None


def test_a_sentence_longer_than_a_quote_is_cut_at_a_word(settings: Settings) -> None:
    long = "De brug bij Zwolle " + "en de sluis bij Kampen " * 30 + "gaan dicht."
    (settings.corpus / "lang.txt").write_text(long, encoding="utf-8")
    build_index(settings)
    answer = Assistant.open(settings=settings).ask("de brug bij Zwolle en de sluis bij Kampen")
    assert answer.quotes
    assert len(answer.quotes[0].text) <= 400
    assert long.startswith(answer.quotes[0].text + " ")


def test_the_same_sentence_in_two_letters_is_quoted_once(settings: Settings) -> None:
    for name in ("een", "twee"):
        text = f"Brief nummer {name}.\n\nDe brug bij Zwolle gaat in 2031 open voor verkeer.\n"
        (settings.corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    build_index(settings)
    answer = Assistant.open(settings=settings).ask("Wanneer gaat de brug bij Zwolle open?")
    texts = [quote.text for quote in answer.quotes]
    assert len(texts) == len(set(texts))


def test_a_question_repeated_in_a_letter_is_not_its_own_answer(settings: Settings) -> None:
    text = (
        "Vragen over de brug.\n\nWanneer gaat de brug bij Zwolle open voor verkeer?\n\n"
        "De brug gaat op 3 mei 2031 open.\n"
    )
    (settings.corpus / "brug.txt").write_text(text, encoding="utf-8")
    build_index(settings)
    answer = Assistant.open(settings=settings).ask("Wanneer gaat de brug bij Zwolle open?")
    assert "3 mei 2031" in answer.quotes[0].text


def test_a_refusal_tells_what_there_was_to_be_searched(settings: Settings) -> None:
    for name, day in (("a", "2031-02-05"), ("b", "1999-01-17")):
        (settings.corpus / f"{name}.txt").write_text(f"Over {name}.\n", encoding="utf-8")
        (settings.corpus / f"{name}.txt.json").write_text(f'{{"date": "{day}"}}', encoding="utf-8")
    (settings.corpus / "c.txt").write_bytes(b"")
    build_index(settings)
    assistant = Assistant.open(settings=settings)
    searched = assistant.ask("Who composed the opera The Magic Flute?").searched
    assert (searched.oldest, searched.newest, searched.unread) == ("1999-01-17", "2031-02-05", 1)
    assert searched.older == 0
    (settings.corpus / "b.txt").unlink()
    (settings.corpus / "a.txt").write_text("Over a, anders.\n", encoding="utf-8")
    build_index(settings)
    newer = assistant.newer().ask("Who composed the opera The Magic Flute?").searched
    assert (newer.oldest, newer.newest, newer.older) == ("2023-03-14", "2031-02-05", 1)


@pytest.mark.parametrize(
    "question", ["Hoeveel geld gaat er naar het IFU?", "How much money for the IFU?"]
)
def test_an_abbreviation_that_letters_explain_is_spelled_out(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).quotes[0].text == PLEDGE


@pytest.mark.parametrize("question", ["Wat is de DMM?", "What does DMM stand for?"])
def test_what_an_abbreviation_means_is_answered_where_it_is_explained(
    assistant: Assistant, question: str
) -> None:
    assert "Defence Ministers Meeting (DMM)" in assistant.ask(question).quotes[0].text


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        ("How many tanks did the Netherlands promise to Ukraine?", "no amount"),
        ("What colour are the Patriot missiles?", "no colour"),
    ],
)
def test_what_is_asked_for_outright_must_be_given(
    assistant: Assistant, question: str, refusal: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.found, answer.refusal) == (False, refusal)


def test_a_sentence_that_gives_what_is_asked_for_comes_before_better_ones(
    settings: Settings,
) -> None:
    (settings.corpus / "a.txt").write_text(
        "Over de proef met verhuur van kamers in de eigen woning aan een student bericht ik u als "
        "volgt.\n\nIn Groningen en Tilburg begint dit jaar een proef met verhuur van kamers.\n",
        encoding="utf-8",
    )
    build_index(settings)
    answer = Assistant.open(settings=settings).ask(
        "In welke steden is de proef met verhuur van kamers in de eigen woning aan een student?"
    )
    assert any("Groningen en Tilburg" in quote.text for quote in answer.quotes)


def test_a_note_that_only_names_a_source_is_no_answer(settings: Settings) -> None:
    (settings.corpus / "a.txt").write_text(
        "De hond die de baby in Emmeloord beet, is in beslag genomen.1\n\nDe minister betreurt "
        "het.\n\n1 NOS, 23 mei 2024, «Hond bijt baby in Emmeloord», https://nos.nl/artikel/25215\n",
        encoding="utf-8",
    )
    build_index(settings)
    answer = Assistant.open(settings=settings).ask("Hond bijt baby in Emmeloord")
    assert answer.quotes[0].citation.unit.startswith("p")


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Kamerstukken II 2022/23, 22343, nr. 344.", True),
        ("Zie ook Kamerstuk 28 676, nr. 426 van 24 maart 2023", True),
        ("NOS, 23 mei 2024, https://nos.nl/artikel/25215", True),
        ("Kamerstuk 28 676, nr. 426, waarin de steun is aangekondigd.", False),
        ("De brug is in 2023 gesloten.", False),
        ("2023", False),
    ],
)
def test_notes_that_only_name_a_publication_are_told_from_others(note: str, names: bool) -> None:
    assert is_source(note) is names


def test_a_year_that_chose_the_letters_speaks_for_no_answer(settings: Settings) -> None:
    (settings.corpus / "a.txt").write_text(
        "Over de cijfers van 2023 bericht ik u als volgt.\n\nDe cijfers worden in mei 2023 aan uw "
        "Kamer geleverd, tot en met december 2023.\n",
        encoding="utf-8",
    )
    build_index(settings)
    assistant = Assistant.open(settings=settings)
    question = "Wanneer worden de Patriots geleverd in 2023?"
    read, left = assistant.ask(question), assistant.ask(question, any_time=True)
    assert read.time
    assert read.probability < left.probability - 0.1


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_two_quotes_share_words(assistant: Assistant, question: str) -> None:
    places = sorted((q.citation.start, q.citation.end) for q in assistant.ask(question).quotes)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))
