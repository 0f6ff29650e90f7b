"""Answers from letters on one subject: what tells them apart, and what they say alike."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Sequence

import pytest
from scored import evidence_of, letter_of

from qa.answering import Answerer, _gives, _reason
from qa.answering.evidence import READ_HITS, Evidence, EvidenceReader
from qa.answering.refusals import reason
from qa.answering.support import weigh
from qa.answering.timeline import Timeline
from qa.assistant import Assistant
from qa.encoders.encoder import StaticEncoder
from qa.index import Filter, LetterSource
from qa.records import Answer, Difference, Hit, Searched, SecondLook
from qa.retrieval.matching import Query
from qa.retrieval.retriever import Retrieved

COSTS = "De kosten van de renovatie van de Molenbrug worden geraamd op € {} mln."
HOW_MUCH = "Hoeveel kost de renovatie van de Molenbrug?"


def quoted(answer: Answer) -> list[tuple[int, str]]:
    """Return the number of the letter and the text of each quote."""
    return [(number_of(quote.citation.doc_id), quote.text) for quote in answer.quotes]


def number_of(doc_id: str) -> int:
    return int(doc_id.rpartition("-")[2])


def told(differences: tuple[Difference, ...]) -> list[tuple[str, dict[int, str]]]:
    """Return of each difference its kind, and what each letter says, in its order."""
    return [
        (one.kind, {number_of(side.citation.doc_id): side.says for side in one.sides})
        for one in differences
    ]


def moments(timeline: Timeline) -> list[tuple[int, str | None]]:
    return [(number_of(one.citation.doc_id), one.citation.date) for one in timeline.moments]


@pytest.mark.parametrize("question", [HOW_MUCH, "What does the renovation of the Molenbrug cost?"])
def test_each_amount_is_quoted_from_its_letter(one_subject: Assistant, question: str) -> None:
    answer = one_subject.ask(question)
    assert quoted(answer) == [(2, COSTS.format(55)), (3, COSTS.format(72)), (1, COSTS.format(40))]
    assert [quote.also for quote in answer.quotes] == [(), (), ()]
    scores = [quote.score for quote in answer.quotes]
    assert scores == sorted(scores, reverse=True)
    assert [[a.text for a in quote.amounts] for quote in answer.quotes] == [
        ["€ 55 mln."],
        ["€ 72 mln."],
        ["€ 40 mln."],
    ]


def test_other_amounts_are_told_the_older_letter_first(one_subject: Assistant) -> None:
    assert told(one_subject.ask(HOW_MUCH).differences) == [
        ("amount", {2: "€ 55 mln.", 3: "€ 72 mln."}),
        ("amount", {1: "€ 40 mln.", 2: "€ 55 mln."}),
        ("amount", {2: "€ 55 mln.", 4: "€ 75 mln."}),
        ("amount", {2: "€ 55 mln.", 6: "€ 75 mln."}),
        ("amount", {1: "€ 40 mln.", 3: "€ 72 mln."}),
    ]


def test_letters_that_say_the_same_do_not_differ(one_subject: Assistant) -> None:
    """Letter 6 repeats the amount of letter 4, and differs from the three before."""
    answer = one_subject.ask("What are the latest costs of the renovation of the Molenbrug?")
    assert [set(sides) for _, sides in told(answer.differences)] == [{2, 6}, {1, 6}, {3, 6}]


@pytest.mark.parametrize(
    "question",
    [
        "What are the latest costs of the renovation of the Molenbrug?",
        "Wat is de meest recente raming van de kosten van de Molenbrug?",
        "Wat kost de Molenbrug volgens de laatste stand?",
    ],
)
def test_the_latest_is_quoted_from_the_newest_letter_alone(
    one_subject: Assistant, question: str
) -> None:
    answer = one_subject.ask(question)
    assert quoted(answer) == [(6, COSTS.format(75))]
    assert answer.time
    assert answer.time.newest


def test_the_same_sentence_is_quoted_once_with_its_other_place(one_subject: Assistant) -> None:
    (quote,) = one_subject.ask("Krijgt Veerdam een pendelbus?").quotes
    assert quote.text == "Veerdam krijgt tijdens de afsluiting een pendelbus."
    assert number_of(quote.citation.doc_id) == 6
    assert [number_of(place.doc_id) for place in quote.also] == [4]
    (other,) = quote.also
    letter = one_subject.letter(other.doc_id)
    assert letter.text[other.start : other.end] == quote.text


def test_all_letters_signed_alike_are_places_of_one_signature(one_subject: Assistant) -> None:
    quote = one_subject.ask("Wie is de Minister van Infrastructuur en Waterstaat?").quotes[0]
    assert quote.text == "De Minister van Infrastructuur en Waterstaat, M. Brugman"
    places = [quote.citation, *quote.also]
    assert sorted(number_of(place.doc_id) for place in places) == [1, 2, 3, 4, 5, 6]


def test_a_list_is_shown_whole(one_subject: Assistant) -> None:
    (quote,) = one_subject.ask("Welke werkzaamheden omvat de renovatie van de Molenbrug?").quotes
    assert quote.text == "De renovatie omvat de volgende werkzaamheden:"
    assert [span.text for span in quote.listed] == [
        quote.text,
        "– het vervangen van de hoofdligger;",
        "– het versterken van de pijlers;",
        "– het aanbrengen van een nieuwe deklaag;",
        "– het schilderen van de leuningen.",
    ]
    (item,) = one_subject.ask("Wie schilderde de leuningen?").quotes
    assert item.text == "– het schilderen van de leuningen."
    assert item.listed == quote.listed


def test_the_timeline_runs_from_the_oldest_letter_to_the_one_without_a_date(
    one_subject: Assistant,
) -> None:
    timeline = one_subject.timeline("renovatie van de Molenbrug")
    assert moments(timeline) == [
        (1, "2021-01-12"),
        (2, "2022-05-03"),
        (3, "2023-06-20"),
        (4, "2023-07-04"),
        (6, "2024-02-09"),
        (5, None),
    ]
    assert [one.text for one in timeline.moments[:5]] == [
        COSTS.format(millions) for millions in (40, 55, 72, 75, 75)
    ]
    assert timeline.moments[5].text.startswith("Tijdens de renovatie van de Molenbrug")
    assert told(timeline.differences) == [
        ("amount", {1: "€ 40 mln.", 2: "€ 55 mln."}),
        ("amount", {1: "€ 40 mln.", 3: "€ 72 mln."}),
        ("amount", {1: "€ 40 mln.", 4: "€ 75 mln."}),
        ("amount", {1: "€ 40 mln.", 6: "€ 75 mln."}),
        ("amount", {2: "€ 55 mln.", 3: "€ 72 mln."}),
    ]


def test_letters_that_say_nothing_of_it_stay_out_of_the_timeline(one_subject: Assistant) -> None:
    timeline = one_subject.timeline("kosten van de renovatie van de Molenbrug")
    assert [number for number, _ in moments(timeline)] == [1, 2, 3, 4, 6]


def test_a_year_that_no_letter_names_outweighs_all_else(one_subject: Assistant) -> None:
    answer = one_subject.ask("Hoeveel kostte de renovatie van de Molenbrug in 1998?")
    assert (answer.found, answer.refusal) == (False, "words missing")
    assert "1998" in answer.missing
    support = one_subject.support("Hoeveel kostte de renovatie van de Molenbrug in 1998?")
    assert support
    assert (support.years, support.is_enough) == (1.0, False)
    weights = {**support.fitted.weights, "years": 0.0}
    without = support.fitted.model_copy(update={"weights": weights})
    assert dataclasses.replace(support, fitted=without).is_enough


def test_a_year_chooses_the_letters_of_that_time(one_subject: Assistant) -> None:
    answer = one_subject.ask("Hoe hoog waren de kosten van de renovatie van de Molenbrug in 2022?")
    joined = f"{COSTS.format(55)} De stijging komt door de hogere prijs van staal."
    assert quoted(answer) == [(2, joined)]
    assert answer.time
    assert answer.time.kept


def test_a_letter_without_a_date_answers_as_well(one_subject: Assistant) -> None:
    answer = one_subject.ask("Hoe lang rijdt het verkeer om via de Zuidersluis?")
    (quote,) = answer.quotes
    assert quote.text == (
        "Tijdens de renovatie van de Molenbrug rijdt het verkeer 14 weken om via de Zuidersluis."
    )
    assert (number_of(quote.citation.doc_id), quote.citation.date) == (5, None)


def test_what_a_sentence_leaves_unsaid_stands_beside_it(one_subject: Assistant) -> None:
    (quote,) = one_subject.ask("Waar komt de stijging van de kosten door?").quotes
    assert quote.text == "De stijging komt door de hogere prijs van staal."
    assert [span.text for span in quote.context] == [COSTS.format(55)]


def test_a_correction_is_quoted_as_such(one_subject: Assistant) -> None:
    answer = one_subject.ask("Waarom is het bedrag onjuist?")
    assert quoted(answer) == [(4, "In mijn brief van 20 juni 2023 staat een onjuist bedrag.")]


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        ("Hoeveel kost het schilderen van de leuningen?", "no amount"),
        ("Welk land maakt het staal?", "no place"),
        ('Wat staat er over "lagere prijs van staal"?', "no phrase"),
        ("Who signed this letter?", "which letter"),
    ],
)
def test_what_no_letter_says_is_refused_with_the_reason(
    one_subject: Assistant, question: str, refusal: str
) -> None:
    answer = one_subject.ask(question)
    assert (answer.found, answer.refusal) == (False, refusal)
    assert not answer.quotes


def test_only_the_letters_of_a_filter_answer(one_subject: Assistant) -> None:
    answer = one_subject.ask(HOW_MUCH, Filter(doc_ids=("kst-99020-3",)))
    assert quoted(answer) == [(3, COSTS.format(72))]
    assert answer.differences == ()


@pytest.mark.parametrize(
    ("question", "judged"),
    [
        ("Wat kost de opera Carmen?", True),
        ("Hoeveel kost het schilderen van de leuningen?", False),  # likely, but no amount
    ],
)
def test_a_refusal_tells_how_likely_an_answer_was(
    one_subject: Assistant, question: str, judged: bool
) -> None:
    support = one_subject.support(question)
    assert support
    expected = pytest.approx(support.probability) if judged else 0.0
    assert one_subject.ask(question).probability == expected


def test_what_was_searched_and_found_is_told_with_an_answer(one_subject: Assistant) -> None:
    answer = one_subject.ask(HOW_MUCH)
    assert answer.searched.letters == 6
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert answer.reason == "the letters speak of it in the words quoted: expected, not yet so"
    assert answer.state == "answer"
    support = one_subject.support(HOW_MUCH)
    assert support
    assert answer.probability == pytest.approx(support.probability)


def test_a_number_in_the_context_of_a_quote_is_given(one_subject: Assistant) -> None:
    """The amount stands in the sentence before, which is shown with the quote."""
    (quote,) = one_subject.ask(
        "Welk bedrag kost de stijging van de kosten door de hogere prijs van staal?"
    ).quotes
    assert quote.text == "De stijging komt door de hogere prijs van staal."
    assert [span.text for span in quote.context] == [COSTS.format(55)]


def test_a_year_is_that_of_the_letter_where_the_question_names_it(one_subject: Assistant) -> None:
    query = one_subject._query("Welk bedrag noemt de brief uit 2022?")
    text = "Het bedrag is in 2024 € 4 mln."
    for day, given in (("2022-03-01", True), ("2021-03-01", False), (None, False)):
        (found,) = evidence_of(letter_of(text, day=day))
        assert _gives("money", query, found, [text]) is given


def test_a_row_leaves_the_currency_to_the_head_of_its_column(one_subject: Assistant) -> None:
    query = one_subject._query("Welk bedrag krijgt de haven?")
    (found,) = evidence_of(letter_of("Haven 12"))
    row = dataclasses.replace(found, unit=dataclasses.replace(found.unit, kind="row"))
    assert _gives("money", query, row, ["Haven | 12"])
    assert not _gives("money", query, row, ["Haven | veel"])
    assert not _gives("money", query, found, ["Haven | 12"])
    assert _gives("money", query, found, ["Haven | veel", "de haven krijgt € 12 mln."])


@pytest.mark.parametrize(
    ("question", "letters", "refusal", "missing"),
    [
        ("Wat kost de brug?", 6, "no passage", ()),
        ('Wat kost de "oude brug"?', 6, "no phrase", ("oude brug",)),
        ('Wat kost de "oude brug"?', 0, "no letter", ("oude brug",)),
        ("Wat kost de brug?", 0, "no letter", ()),
        ("Who signed this letter?", 6, "which letter", ()),
        ("Who signed this letter?", 1, "no passage", ()),
    ],
)
def test_without_hits_the_reason_is_what_was_searched(
    one_subject: Assistant, question: str, letters: int, refusal: str, missing: tuple[str, ...]
) -> None:
    query = one_subject._query(question)
    searched = Searched(letters, 22, "test", Filter())
    found = one_subject._answerer.answer(Retrieved(query, (), searched), one_subject.store)
    assert (found.found, found.refusal, found.missing) == (False, refusal, missing)
    assert (found.searched, found.question, found.hits) == (searched, query.question, ())
    assert found.reason == reason(found.refusal, missing)  # type: ignore[arg-type]
    assert found.probability == 0.0


def refitted(assistant: Assistant, part: str, **numbers: float) -> StaticEncoder:
    """Return the lexicon with some numbers of a part replaced."""
    lexicon = assistant._lexicon
    other = StaticEncoder("other", lexicon.table, lexicon._tokenizer, lexicon.fingerprint)
    changed = getattr(lexicon.fitted, part).model_copy(update=numbers)
    other.fitted = lexicon.fitted.model_copy(update={part: changed})
    return other


def answered(assistant: Assistant, question: str, lexicon: StaticEncoder) -> Answer:
    found = assistant._retrieve(assistant._query(question))
    return answerer(assistant, lexicon).answer(found, assistant.store)


def answerer(
    assistant: Assistant, lexicon: StaticEncoder, reader: EvidenceReader | None = None
) -> Answerer:
    """Return an assistant's stages with another lexicon, or another reader of sentences."""
    made = copy.copy(assistant._answerer)
    made._lexicon, made._fitted = lexicon, lexicon.fitted.choosing
    made.reader = reader or made.reader
    return made


def test_too_little_without_a_missing_word_is_no_sentence(one_subject: Assistant) -> None:
    """The floor is raised: all words are met, and still it is not enough."""
    strict = refitted(one_subject, "support", floor=1.0)
    found = answered(one_subject, "Wat zijn de kosten van de Molenbrug?", strict)
    assert (found.refusal, found.missing) == ("no sentence", ())
    assert [hit.rank for hit in found.hits] == list(range(1, len(found.hits) + 1))
    assert found.probability > 0.9


def test_a_name_that_is_asked_for_is_sought_in_the_sentences_near_the_best(
    one_subject: Assistant,
) -> None:
    question = "Wie leidt de renovatie van de Molenbrug?"
    far, near = (refitted(one_subject, "choosing", named=named) for named in (0.0, 1.0))
    found = answered(one_subject, question, far)
    assert quoted(found) == [(5, "De Minister van Infrastructuur en Waterstaat, M. Brugman")]
    assert answered(one_subject, question, near).refusal == "no person"


class OneOfEach(EvidenceReader):
    """A reader that gives the best sentence of each letter, the best first."""

    def __init__(self, reader: EvidenceReader) -> None:
        self.__dict__.update(reader.__dict__)

    def gather(
        self, query: Query, hits: Sequence[Hit], letters: LetterSource, read: int = READ_HITS
    ) -> list[Evidence]:
        best: dict[str, Evidence] = {}
        for one in super().gather(query, hits, letters, read):
            best.setdefault(one.letter.doc_id, one)
        return list(best.values())


def test_the_letter_of_the_best_sentence_is_judged(one_subject: Assistant) -> None:
    query = one_subject._query("Zitten er scheuren in de pijlers?")
    hits, store = one_subject._retriever.search(query), one_subject.store
    reader, lexicon = OneOfEach(one_subject._answerer.reader), one_subject._lexicon
    best, second, *_ = scored = reader.gather(query, hits, store)
    of_best, of_second = (
        weigh(query, hits, scored, lexicon, reader.text(one.letter, store)).probability
        for one in (best, second)
    )
    retrieved = Retrieved(query, tuple(hits), one_subject.searched)
    found = answerer(one_subject, lexicon, reader).answer(retrieved, store)
    assert found.probability == of_best > of_second


def test_what_is_nearly_sure_enough_is_said_to_be_near(one_subject: Assistant) -> None:
    unsure = refitted(one_subject, "support", sure=1.0)
    found = answered(one_subject, "Krijgt Veerdam een pendelbus?", unsure)
    assert (found.found, found.sure, found.state) == (True, False, "near")
    assert "perhaps they are no answer" in found.reason
    assert answered(one_subject, "Krijgt Veerdam een pendelbus?", one_subject._lexicon).sure
    assert one_subject.ask("Wie won de marathon van Boston?").state == "none"


def test_what_a_quote_lacks_is_told_word_by_word() -> None:
    assert str(_reason(True, SecondLook("stated", ("2019", "UDCG")))).count('"2019", "UDCG"') == 1


def test_the_reason_names_what_the_quote_lacks(one_subject: Assistant) -> None:
    """The second look doubts it: then the reason never is that the letters say so."""
    found = one_subject.ask("Wat kost de Molenbrug volgens TNO?")
    assert found.quotes[0].second_look.lacks == ("TNO",)
    assert found.reason == 'the words quoted lack "TNO" of the question'
