"""What comes with a quote: what it leaves unsaid, other places, a second look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scored import NO_HIT, letter_of

from qa.answering.choosing import Chosen
from qa.answering.evidence import Evidence
from qa.answering.quoting import MAX_CONTEXT, quote
from qa.assistant import Assistant
from qa.letters.sentences import sentences_of
from qa.records import Letter, Quote
from qa.retrieval.matching import matches

ABOUT = "Wat kost de brug bij Veerdam?"
BRIDGE, PLACE, PRICE = "Over de brug is lang gepraat.", "Zij ligt bij Veerdam.", "Dat kost € 4 mln."


def evidence(assistant: Assistant, question: str, letter: Letter, sentence: str) -> Evidence:
    query = assistant._query(question)
    unit, one = next(
        (unit, one) for unit in letter.units for one in sentences_of(unit) if one.text == sentence
    )
    own = matches(query.tokens, assistant._lexicon.token_ids([sentence]))[:, 0]
    return Evidence(1.0, 0.4, 0.0, letter, unit, one, NO_HIT, own, own)


def quoted(
    assistant: Assistant, letter: Letter, sentence: str = PRICE, question: str = ABOUT
) -> Quote:
    found = evidence(assistant, question, letter, sentence)
    span = found.sentence.start, found.sentence.end
    query = assistant._query(question)
    return quote(query, Chosen(found, span), assistant._lexicon, assistant.store)


def context(*args: object, **named: object) -> list[str]:
    return [span.text for span in quoted(*args, **named).context]  # type: ignore[arg-type]


def test_sentences_before_it_say_what_it_leaves_unsaid_in_their_order(
    one_subject: Assistant,
) -> None:
    letter = letter_of(f"{PLACE} {BRIDGE} Er is tijd. {PRICE}")
    assert context(one_subject, letter) == [PLACE, BRIDGE]
    assert all(
        letter.text[span.start : span.end] == span.text
        for span in quoted(one_subject, letter).context
    )


def test_what_stands_behind_it_or_in_another_paragraph_is_no_context(
    one_subject: Assistant,
) -> None:
    assert context(one_subject, letter_of(f"{PRICE} {BRIDGE}")) == []
    assert context(one_subject, letter_of(f"{BRIDGE}\n\n{PRICE}")) == []


def test_of_two_that_say_it_the_nearer_is_shown(one_subject: Assistant) -> None:
    far = letter_of(f"{BRIDGE} {BRIDGE} {PRICE}")
    (span,) = quoted(one_subject, far).context
    assert span.start == len(BRIDGE) + 1


def test_what_the_quote_names_itself_needs_no_context(one_subject: Assistant) -> None:
    named = "De brug bij Veerdam kost € 4 mln."
    assert context(one_subject, letter_of(f"{BRIDGE} {PLACE} {named}"), named) == []


def test_no_more_context_than_can_be_read(one_subject: Assistant) -> None:
    question = "Wat kost de brug bij Veerdam volgens de wethouder en de aannemer?"
    others = "De wethouder belde. De aannemer kwam."
    found = context(one_subject, letter_of(f"{BRIDGE} {PLACE} {others} {PRICE}"), question=question)
    assert len(found) == MAX_CONTEXT


def test_a_heading_says_it_too(one_subject: Assistant) -> None:
    letter = letter_of(f"De brug.\n\n{PRICE}")
    head, body = letter.units
    letter = replace(letter, units=(head, replace(body, heading=head.label)))
    assert context(one_subject, letter) == ["De brug."]


def test_words_that_are_strange_to_the_lexicon_have_no_context(one_subject: Assistant) -> None:
    letter = letter_of(f"{BRIDGE} {PRICE}")
    assert context(one_subject, letter, question="漢字") == []


def test_the_share_is_the_score_and_other_places_are_told(one_subject: Assistant) -> None:
    letter, other = letter_of(PRICE, "a"), letter_of(PRICE, "b")
    found = evidence(one_subject, ABOUT, letter, PRICE)
    also = [evidence(one_subject, ABOUT, other, PRICE)]
    query = one_subject._query(ABOUT)
    shown = quote(
        query, Chosen(found, (0, len(PRICE)), also), one_subject._lexicon, one_subject.store
    )
    assert (shown.text, shown.score) == (PRICE, 0.4)
    assert [(place.doc_id, place.start, place.end) for place in shown.also] == [
        ("b", 0, len(PRICE))
    ]


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("Wat kost de brug in 2016?", ("2016",)),
        ("Wat kost de brug in 2024?", ()),  # the letter is of that year
        ("Wat kost het in 1950?", ()),  # named in the context
    ],
)
def test_the_second_look_counts_what_is_shown_with_the_quote(
    one_subject: Assistant, question: str, lacks: tuple[str, ...]
) -> None:
    letter = letter_of(f"De brug is van 1950. {PRICE}", day="2024-03-01")
    look = quoted(one_subject, letter, question=question).second_look
    assert look
    assert look.lacks == lacks


def test_abbreviations_of_quote_and_context_are_explained_by_its_own_letter(
    one_subject: Assistant,
) -> None:
    meant = "De Inspectie Fietsen Boten (IFB) kwam bij de brug."
    letter = letter_of(f"{meant} De IFB meet.\n\nEr is een Nieuwe Bouwers Unie (NBU).")
    found = quoted(one_subject, letter, "De IFB meet.", "Wat meet men bij de brug?")
    assert [(term.short, term.long) for term in found.terms] == [("IFB", "Inspectie Fietsen Boten")]
    (alone,) = quoted(one_subject, letter, "De IFB meet.", "Wat meet de IFB?").terms
    assert alone.long == "Inspectie Fietsen Boten"
