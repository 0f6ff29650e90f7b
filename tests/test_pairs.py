"""Questions of a letter with their answers, and answers in place of the questions they repeat."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scored import evidence_of, letter_of

from qa.answering.evidence import Evidence
from qa.answering.leading import lead
from qa.answering.pairs import asker_of, pairs_of
from qa.answering.shown import with_pair
from qa.assistant import Assistant
from qa.assistant.saving import saved_html, saved_json
from qa.evaluation.pairs import measure_pairs
from qa.indexing import build_index
from qa.letters.readers.pairs import glued_heads, pair_head
from qa.letters.sentences import sentences_of
from qa.output.pairs import distinct
from qa.output.schema.answers import QuoteModel
from qa.output.schema.short import AskResult, Passage
from qa.questions import analyse
from qa.records import AskedQuestion, Chunk, Hit, Letter
from qa.settings import Settings
from qa.verifying.rebuilding import rebuilt
from qa.web.cards import answer_html, cite_hits
from qa.web.texts import TEXTS

ANSWERS = """Vragen van het lid De Wit (PvdK) aan de Minister van Havens over de brug
(ingezonden 2 mei 2023).

Vraag 1

Klopt het dat de brug dicht is?

Antwoord 1

Ja, dat klopt. De brug is sinds maart dicht.

Vraag 2

Hoeveel kost het herstel van de brug?

Vraag 3

Wie betaalt het herstel van de brug?

Antwoord vragen 2 en 3

Het ministerie draagt € 3 mln. bij.

Vraag 4

Bent u bereid de Kamer over de kosten te informeren?

Antwoord 4

Ja. Zie het antwoord op vraag 2.

Vraag 5

Hoeveel boten voeren door de sluis?

Antwoord 5

Dat wordt niet bijgehouden.
"""


@pytest.fixture(scope="module")
def letter() -> Letter:
    return letter_of(ANSWERS)


def test_an_answer_to_two_questions_belongs_to_both(letter: Letter) -> None:
    pairs = pairs_of(letter)
    assert [pair.number for pair in pairs] == ["1", "2, 3", "4", "5"]
    second = list(pairs)[1]
    assert [question[0].text for question in second.questions] == [
        "Hoeveel kost het herstel van de brug?",
        "Wie betaalt het herstel van de brug?",
    ]
    assert [unit.text for unit in second.answer] == ["Het ministerie draagt € 3 mln. bij."]


def test_an_answer_that_only_refers_leads_on(letter: Letter) -> None:
    pairs = pairs_of(letter)
    first, second, last, _ = pairs
    assert (first.refers, last.refers) == ((), ("2",))
    assert pairs.led_to(last) == (second,)


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("Zie het antwoord op vraag 1.", ("1",)),
        ("Ja, zie mijn antwoorden op de vragen 1 t/m 3.", ("1", "2", "3")),
        ("Nee. Ik verwijs u naar de beantwoording van vraag 2.", ("2",)),
        ("Zie het antwoord op de vorige vraag.", ("2", "3")),
        ("De brug gaat open. Zie ook het antwoord op vraag 1.", ()),
        ("Zie mijn brief van 2 mei 2023.", ()),
    ],
)
def test_what_an_answer_refers_to(said: str, numbers: tuple[str, ...]) -> None:
    letter = letter_of(ANSWERS.replace("Ja. Zie het antwoord op vraag 2.", said))
    assert list(pairs_of(letter))[2].refers == numbers


def test_numbers_that_begin_again_are_other_questions() -> None:
    again = "\n\nVraag 1\n\nIs de sluis dicht?\n\nAntwoord 1\n\nNee, de sluis is open.\n"
    found = list(pairs_of(letter_of(ANSWERS + again)))
    assert found[-1].questions[0][0].text == "Is de sluis dicht?"
    assert found[0].questions[0][0].text == "Klopt het dat de brug dicht is?"
    assert len(found) == 5


def test_an_answer_without_a_head_stands_below_the_question_mark() -> None:
    headless = ANSWERS.replace("Antwoord 1\n\n", "Zo ja, hoe lang al?\n\n")
    first = list(pairs_of(letter_of(headless)))[0]
    assert [unit.text for unit in first.questions[0]] == [
        "Klopt het dat de brug dicht is?",
        "Zo ja, hoe lang al?",
    ]
    assert [unit.text for unit in first.answer] == ["Ja, dat klopt. De brug is sinds maart dicht."]
    open_list = ANSWERS.split("Antwoord 1")[0] + "Graag een antwoord per brug.\n\nDe brug is oud.\n"
    assert not pairs_of(letter_of(open_list))


def test_a_comma_may_lack_in_a_head() -> None:
    assert pair_head("Vraag 7, 8, 9 10 en 11") == ("question", ("7", "8", "9", "10", "11"))
    assert glued_heads("Antwoord 7, 8 en 9 De bank zwijgt.") == [(0, 18)]
    assert glued_heads("Antwoord 8, 9 10 en 11 De bank zwijgt.") == [(0, 22)]
    assert glued_heads("Vraag 2 3 dagen en 4 nachten?") == [(0, 7)]


def test_questions_without_an_answer_are_no_pair() -> None:
    assert not pairs_of(letter_of("Vraag 1\n\nWat kost de brug?\n\nVraag 2\n\nWie betaalt?"))


def test_who_asked_stands_in_the_head_or_in_the_heading_of_a_faction(letter: Letter) -> None:
    question = list(pairs_of(letter))[0].questions[0][0]
    assert asker_of(letter, question) == "het lid De Wit (PvdK)"
    overleg = letter_of(
        "De vaste commissie heeft een aantal vragen voorgelegd.\n\n"
        "Vragen en opmerkingen van de leden van de ABC-fractie\n\nVraag 1\n\nWat kost de brug?"
        "\n\nAntwoord 1\n\nDe brug kost € 3 mln."
    )
    question = list(pairs_of(overleg))[0].questions[0][0]
    assert asker_of(overleg, question) == "de leden van de ABC-fractie"


def scored_of(letter: Letter, scores: dict[str, float]) -> list[Evidence]:
    """Score the sentences of a letter's paragraphs by how they begin, the others zero."""
    made = evidence_of(letter, (0.0,) * sum(len(sentences_of(u)) for u in letter.paragraphs))
    return [
        replace(
            one, score=next((s for w, s in scores.items() if one.sentence.text.startswith(w)), 0.0)
        )
        for one in made
    ]


def best(letter: Letter, question: str, scores: dict[str, float]) -> Evidence:
    pairs = {letter.doc_id: pairs_of(letter)}
    return max(lead(analyse(question), scored_of(letter, scores), pairs), key=lambda e: e.score)


def test_a_match_with_a_question_leads_to_its_answer(letter: Letter) -> None:
    found = best(letter, "Wie betaalt het herstel?", {"Wie betaalt": 9.0, "De brug is": 2.0})
    assert found.sentence.text == "Het ministerie draagt € 3 mln. bij."
    assert found.score == 9.0
    assert found.asked[0].text == "Wie betaalt het herstel van de brug?"
    assert found.led_by is None


def test_a_yes_or_no_question_is_answered_by_the_sentence_that_decides(letter: Letter) -> None:
    scores = {"Klopt het": 9.0, "De brug is": 2.0}
    assert best(letter, "Is de brug dicht?", scores).sentence.text == "Ja, dat klopt."
    scores = {"Klopt het": 2.0, "De brug is": 9.0}
    assert best(letter, "Sinds wanneer is de brug dicht?", scores).sentence.text == (
        "De brug is sinds maart dicht."
    )


def test_asked_word_for_word_yes_or_no_is_quoted_with_what_follows(answering: Assistant) -> None:
    quote = answering.ask("Klopt het dat de brug dicht is?").quotes[0]
    assert quote.text == "Ja, dat klopt. De brug is sinds maart dicht."


def test_asked_word_for_word_the_decision_comes_before_a_better_match(letter: Letter) -> None:
    scores = {"Klopt het": 2.0, "De brug is": 9.0}
    found = best(letter, "Klopt het dat de brug dicht is?", scores)
    assert (found.sentence.text, found.score) == ("Ja, dat klopt.", 9.0)


def test_a_reference_leads_on_and_is_told(letter: Letter) -> None:
    found = best(letter, "Informeert u de Kamer over de kosten?", {"Bent u bereid": 9.0})
    assert found.sentence.text == "Het ministerie draagt € 3 mln. bij."
    assert found.led_by is not None
    assert found.led_by.text == "Zie het antwoord op vraag 2."
    assert found.asked[0].text == "Bent u bereid de Kamer over de kosten te informeren?"


def test_of_an_answer_the_sentence_that_only_refers_is_not_the_one() -> None:
    said = "Voor het bedrag: zie antwoord bij vraag 2. De Kamer krijgt in mei een brief."
    letter = letter_of(ANSWERS.replace("Ja. Zie het antwoord op vraag 2.", said))
    scores = {"Bent u bereid": 9.0, "Voor het bedrag": 5.0, "De Kamer krijgt": 4.0}
    found = best(letter, "Informeert u de Kamer over de kosten?", scores)
    assert found.sentence.text == "De Kamer krijgt in mei een brief."


def test_the_question_is_quoted_where_someone_asks_what_was_asked(letter: Letter) -> None:
    scores = {"Wie betaalt": 9.0, "Het ministerie": 8.0}
    found = best(letter, "Wat vroeg het lid De Wit over het herstel?", scores)
    assert found.sentence.text == "Wie betaalt het herstel van de brug?"


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant for the answers on the bridge and a letter on it besides."""
    folder = tmp_path_factory.mktemp("pairs")
    (folder / "answers.txt").write_text(ANSWERS, encoding="utf-8")
    (folder / "letter.txt").write_text(
        "Den Haag, 2 juni 2023\n\nDe brug is een monument. Het herstel van de brug duurt lang.",
        encoding="utf-8",
    )
    settings = Settings(corpus=folder, index=folder / "index", processes=1)
    build_index(settings)
    return Assistant.open(settings=settings)


def test_asked_word_for_word_the_first_quote_is_the_answer(answering: Assistant) -> None:
    found = measure_pairs(answering, lambda done, total: None)
    assert {name: list(values.values()) for name, values in found.items()} == {
        "first quote in the answer": [1.0] * 5,
        "a quote in the answer": [1.0] * 5,
    }


def test_the_question_stands_with_the_quote_everywhere(answering: Assistant) -> None:
    answer = answering.ask("Wie betaalt het herstel van de brug?")
    quote = answer.quotes[0]
    assert quote.text == "Het ministerie draagt € 3 mln. bij."
    assert quote.asked == AskedQuestion(
        "Wie betaalt het herstel van de brug?", *place_of(answering, "Wie betaalt"), "3", "2, 3",
        "het lid De Wit (PvdK)",
    )  # fmt: skip
    said = "van het lid De Wit (PvdK); vragen 2, 3 zijn samen beantwoord"
    for page in (
        answer_html(answer, [], TEXTS["nl"]),
        saved_html(answer, saved_json(answer, answering), "nl"),
    ):
        assert f"Vraag 3, {said}" in page
        assert "Wie betaalt het herstel van de brug?" in page
    short = AskResult.of(answer).quotes[0]
    assert short.asked == "Wie betaalt het herstel van de brug?"
    assert short.asked_by == (
        "Question 3, from het lid De Wit (PvdK); questions 2, 3 are answered together"
    )


def test_who_is_led_on_is_told_so(answering: Assistant) -> None:
    answer = answering.ask("Bent u bereid de Kamer over de kosten te informeren?")
    quote = answer.quotes[0]
    assert quote.led_by is not None
    assert quote.led_by.text == "Zie het antwoord op vraag 2."
    page = answer_html(answer, [], TEXTS["en"])
    assert "The answer to it refers to this one:" in page
    assert "“Zie het antwoord op vraag 2.”" in page
    saved = saved_html(answer, saved_json(answer, answering), "en")
    assert "The answer to it refers to this one" in saved


def test_of_a_long_answer_whole_sentences_are_shown() -> None:
    def shown(said: str) -> str:
        letter = letter_of(ANSWERS.replace("Ja, dat klopt. De brug is sinds maart dicht.", said))
        start = letter.text.index("Klopt het")
        chunk = Chunk("c", "a", start, start + 20, letter.text[start : start + 20], (), ())
        hit = with_pair(Hit(1, 0.0, chunk), letter, pairs_of(letter))
        assert hit.answer is not None
        return hit.answer.text

    one = "De brug is dicht" + " en blijft dicht" * 60 + "."
    assert shown(one) == one
    half = "De brug is dicht" + " en blijft dicht" * 30 + "."
    assert shown(f"{half} {half}") == half


def test_an_answer_is_shown_once_among_the_near_passages(answering: Assistant) -> None:
    answer = answering.ask("Wie betaalt de sloop van het station in Utrecht?")
    assert not answer.found
    kept = [answer.hits[i] for i in distinct(answer.hits)]
    assert len(kept) < len(answer.hits)
    places = [(hit.chunk.doc_id, hit.answer or hit.chunk) for hit in kept]
    for i, (doc_id, one) in enumerate(places):
        for other_id, other in places[:i]:
            assert doc_id != other_id or one.end <= other.start or other.end <= one.start
    assert [hit.text for hit in AskResult.of(answer).near] == [hit.chunk.text for hit in kept[:3]]


def test_a_passage_that_is_a_question_comes_with_its_answer(answering: Assistant) -> None:
    answer = answering.ask("Wie betaalt het herstel van de brug?")
    hit = next(hit for hit in answer.hits if "Wie betaalt" in hit.chunk.text)
    assert hit.asked is not None
    assert hit.answer is not None
    assert (hit.asked.number, hit.answer.text) == ("3", "Het ministerie draagt € 3 mln. bij.")
    letters = {"answers": answering.letter("answers"), "letter": answering.letter("letter")}
    near = replace(answer, found=False, quotes=(), hits=(hit,), refusal="no sentence")
    page = answer_html(near, cite_hits(near.hits, letters), TEXTS["en"])
    assert "Question 3, from het lid De Wit (PvdK)" in page
    assert '<span class="part">Het ministerie draagt € 3 mln. bij.</span>' in page
    assert Passage.of(hit).answer == "Het ministerie draagt € 3 mln. bij."


def test_an_answer_that_gives_no_number_answers_its_own_question(answering: Assistant) -> None:
    answer = answering.ask("Hoeveel boten voeren door de sluis?")
    assert [quote.text for quote in answer.quotes][:1] == ["Dat wordt niet bijgehouden."]
    assert not answering.ask("Hoeveel katten wonen er in de sluis?").found


def test_saved_pairs_are_compared_with_the_letter(answering: Assistant) -> None:
    saved = saved_json(answering.ask("Wie betaalt het herstel van de brug?"), answering)
    letter = answering.letter("answers")
    quote = saved["quotes"][0]
    start, end = quote["citation"]["start"], quote["citation"]["end"]
    again = rebuilt(quote, letter, start, end, saved["question"], lambda *_: letter)
    assert QuoteModel.model_validate(again).as_json()["asked"] == quote["asked"]
    quote["asked"]["answered"] = "7"
    quote["asked"]["by"] = "het lid Jansen"
    other = rebuilt(quote, letter, start, end, saved["question"], lambda *_: letter).asked
    assert other is not None
    assert (other.answered, other.by) == ("", "het lid De Wit (PvdK)")


def place_of(answering: Assistant, begins: str) -> tuple[int, int]:
    units = answering.letter("answers").units
    return next((unit.start, unit.end) for unit in units if unit.text.startswith(begins))


def test_a_question_that_no_letter_answers_stays() -> None:
    letter = letter_of("Vraag 1\n\nWat kost de brug?\n\nVraag 2\n\nWie betaalt de brug?")
    found = best(letter, "Wat kost de brug?", {"Wat kost": 9.0})
    assert found.sentence.text == "Wat kost de brug?"
