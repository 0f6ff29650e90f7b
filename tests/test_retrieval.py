"""From a question to hits: the right paragraph, the same every time, odd questions handled."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from qa.errors import QuestionError
from qa.indexing import build_index
from qa.retrieval.retriever import SIGNALS
from qa.settings import Settings

CARD = "what did NL pledge at the UDCG"


@pytest.mark.parametrize(
    ("question", "paragraphs"),
    [
        (CARD, (11,)),
        ("Wat heeft Nederland toegezegd bij de UDCG?", (11,)),
        ("dutch position on swedish accession", (3,)),
        ("Wat is het Defence Investment Pledge?", (7,)),
        ("When does the war enter its third year?", (9,)),
        ("Waar worden Patriot-raketten gemaakt?", (8,)),
    ],
)
def test_the_paragraph_is_among_the_first_three_hits(
    assistant: Assistant, question: str, paragraphs: tuple[int, ...]
) -> None:
    assert paragraphs in [hit.chunk.paragraphs for hit in assistant.search(question, 3)]


def test_the_same_question_gives_the_same_hits(assistant: Assistant) -> None:
    again = Assistant.open(settings=assistant.settings)
    for question in (CARD, "luchtverdediging", "aaa bbb"):
        assert assistant.search(question) == again.search(question)


def test_hits_are_ranked_by_score_then_id(assistant: Assistant) -> None:
    hits = assistant.search("de NAVO en de bondgenoten", 50)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    keys = [(-hit.score, hit.chunk.chunk_id) for hit in hits]
    assert keys == sorted(keys)
    assert len({hit.chunk.chunk_id for hit in hits}) == len(hits)


def test_every_signal_can_be_measured_alone(assistant: Assistant) -> None:
    for name in SIGNALS:
        hits = assistant.search(CARD, 5, weights={name: 1.0})
        values = [hit.signals[name] for hit in hits]
        assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    "variant",
    ["WHAT DID NL PLEDGE AT THE UDCG", "what did NL pledge at the UDCG?", " what did  nl pledge at "
     "the udcg ", "what did NL pledge at the ‘UDCG’", "what did NL pledge at the “UDCG”?"],
)  # fmt: skip
def test_case_spaces_quotes_and_question_mark_do_not_matter(
    assistant: Assistant, variant: str
) -> None:
    expected = assistant.search(CARD, 1)[0].chunk.chunk_id
    assert assistant.search(variant, 1)[0].chunk.chunk_id == expected


def test_accents_do_not_matter(assistant: Assistant) -> None:
    with_accents = assistant.search("financiële coördinatie Oekraïne", 3)
    without = assistant.search("financiele coordinatie Oekraine", 3)
    assert [h.chunk.chunk_id for h in with_accents] == [h.chunk.chunk_id for h in without]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Wat doet de UDCG?", "Wat doet de Ukraine Defence Contact Group?"),
        ("toespraak SG over het NFM", "toespraak secretaris-generaal over het NATO Force Model"),
        ("What is new in the NFM?", "What is new in the NATO Force Model?"),
        ("Wat is het IFU?", "Wat is het International Fund for Ukraine?"),
    ],
)
def test_abbreviations_and_their_full_names_meet(
    assistant: Assistant, short: str, long: str
) -> None:
    first = {tuple(hit.chunk.units) for hit in assistant.search(short, 3)}
    assert first & {tuple(hit.chunk.units) for hit in assistant.search(long, 1)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Steun voor Oekraine", "Steun voor Oekraïne"),
        ("Wat doet Zwedn bij de NAVO?", "Wat doet Zweden bij de NAVO?"),
        ("defensieindustrie productiecapactieit", "defensie-industrie productiecapaciteit"),
        ("Wie is minster Ollengren?", "Wie is minister Ollongren?"),
        ("When does the war enter its thrid yaer?", "When does the war enter its third year?"),
    ],
)
def test_a_typing_slip_still_finds_it(assistant: Assistant, typed: str, meant: str) -> None:
    expected = assistant.search(meant, 1)[0].chunk.chunk_id
    assert expected in [hit.chunk.chunk_id for hit in assistant.search(typed, 3)]


@pytest.mark.parametrize("question", ["taalnivo", "Welk taalnivo is vereist?", "taalniveua"])
def test_a_word_written_by_its_sound_is_found(settings: Settings, question: str) -> None:
    text = (
        "Wie inburgert, legt een examen af.\n\nHet vereiste taalniveau is B1.\n\n"
        "De taal van de brief is eenvoudig.\n\nHet niveau van het water stijgt.\n"
    )
    (settings.corpus / "inburgering.txt").write_text(text, encoding="utf-8")
    build_index(settings)
    first = Assistant.open(settings=settings).search(question, 1)[0]
    assert "taalniveau" in first.chunk.text


def test_quoted_words_must_occur_as_written(assistant: Assistant) -> None:
    hits = assistant.search('Wat is er met de "toetreding van Zweden"?', 50)
    assert hits
    assert all("toetreding van Zweden" in hit.chunk.text for hit in hits)
    assert not assistant.search('Wat is er met de "toetredingen van Zweden"?')
    assert len(assistant.search("Wat is er met de toetredingen van Zweden?")) > len(hits)
    assert not assistant.search('"toetreding van Zweden" en "luchtverdediging"')


@pytest.mark.parametrize("question", ["", "   ", "?!…", "«»"])
def test_a_question_without_words_is_refused(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError, match="type a few words"):
        assistant.search(question)


def test_a_very_long_question_is_answered(assistant: Assistant) -> None:
    question = "Oekraïne steun " * 700
    assert len(question) > 10_000
    assert assistant.search(question) == assistant.search(question)
    assert "Oekraïne" in assistant.search(question, 1)[0].chunk.text


def test_k_must_be_positive(assistant: Assistant) -> None:
    with pytest.raises(ValueError, match="at least 1, not 0"):
        assistant.store.search(assistant._encoder.encode_queries(["x"])[0], [], 0)
