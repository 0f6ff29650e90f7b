"""From a sentence that sends the reader to another letter, to what that letter says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from command_line import index_of, run
from conftest import once
from scored import letter_of

from qa.answering.referrals import referred_to
from qa.assistant import Assistant
from qa.assistant.saving import saved_html, saved_json
from qa.evaluation.pairs import asked_pairs
from qa.index import Filter
from qa.output.schema.short import AskResult
from qa.records import Quote
from qa.settings import Settings
from qa.web.cards import answer_html
from qa.web.texts import TEXTS

ASKED = "Hoeveel kost het herstel van de Rijnbrug?"
SENDS = "Voor de kosten van het herstel verwijs ik u naar mijn brief van 2 juni 2023."
SAYS = "Met de werkzaamheden is € 31 mln. gemoeid."

ANSWERS = f"""Den Haag, 5 september 2023

Vragen van het lid De Wit (PvdK) aan de Minister van Havens over de brug.

Vraag 1

{ASKED}

Antwoord 1

{SENDS}

Vraag 2

Wie onderhoudt de sluis bij Vreeswijk?

Antwoord 2

Zie Kamerstuk 29 684, nr. 173.

Vraag 3

Hoeveel schepen voeren vorig jaar door het kanaal?

Antwoord 3

Ik verwijs u naar mijn brief van 9 maart 2021.
"""
LETTERS = {
    "antwoorden": ANSWERS,
    "brug": f"Den Haag, 2 juni 2023\n\nHet herstel van de brug begint in mei. {SAYS}\n",
    "bos": "Den Haag, 2 juni 2023\n\nHet bos bij Ede krijgt nieuwe eiken en beuken.\n",
    "kst-29684-173": "Den Haag, 4 mei 2022\n\n"
    "Onderhoud van sluizen doet bij Vreeswijk het waterschap.\n",
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("referrals")
    for name, text in LETTERS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return once(folder, folder / "index")


@pytest.fixture(scope="module")
def answering(settings: Settings) -> Assistant:
    return Assistant.open(settings=settings)


def first(answering: Assistant, question: str, where: Filter | None = None) -> Quote:
    return answering.ask(question, where).quotes[0]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (SENDS, ("bos", "brug")),
        ("Zie mijn brief aan uw Kamer d.d. 2 juni jl.", ("bos", "brug")),
        ("I refer to my letter of 2 June 2023.", ("bos", "brug")),
        ("Zie de Kamerbrief van 2 juni 2023 (Kamerstuk 29 684, nr. 173).", ("kst-29684-173",)),
        ("Zie mijn brief van 3 juni 2023.", ()),
        ("Op 2 juni 2023 stuurde ik u een brief.", ()),
        ("Zie het besluit van 2 juni 2023.", ()),
        ("In de brief van juni 2023 verwijs ik daarnaar.", ()),
    ],
)
def test_where_a_sentence_sends_to(answering: Assistant, said: str, found: tuple[str, ...]) -> None:
    letter = letter_of(said)
    letter = replace(letter, metadata=replace(letter.metadata, date=date(2023, 9, 5)))
    assert referred_to(said, letter, answering.store) == found


def test_a_letter_does_not_send_to_itself(answering: Assistant) -> None:
    letter = answering.letter("brug")
    assert referred_to(SENDS, letter, answering.store) == ("bos",)


def test_the_other_letter_is_quoted_and_who_sent_there_is_told(answering: Assistant) -> None:
    quote = first(answering, ASKED)
    assert quote.text.endswith(SAYS)
    assert quote.citation.doc_id == "brug"
    assert quote.referral is not None
    assert (quote.referral.text, quote.referral.citation.doc_id) == (SENDS, "antwoorden")
    assert quote.referral.asked is not None
    assert quote.referral.asked.text == ASKED
    assert next(asked_pairs(answering.letter("antwoorden"))).is_met(quote)


def test_a_number_of_a_publication_leads_there_too(answering: Assistant) -> None:
    quote = first(answering, "Wie onderhoudt de sluis bij Vreeswijk?")
    assert quote.citation.doc_id == "kst-29684-173"
    assert quote.referral is not None
    assert quote.referral.text == "Zie Kamerstuk 29 684, nr. 173."


def test_no_place_is_quoted_twice(answering: Assistant) -> None:
    for question in (ASKED, "Wie onderhoudt de sluis bij Vreeswijk?"):
        places = [
            (one.citation.doc_id, one.citation.start) for one in answering.ask(question).quotes
        ]
        assert len(set(places)) == len(places)


def test_what_is_not_here_or_not_asked_leads_nowhere(answering: Assistant) -> None:
    alone = first(answering, "Hoeveel schepen voeren vorig jaar door het kanaal?")
    assert (alone.citation.doc_id, alone.referral) == ("antwoorden", None)
    among = first(answering, ASKED, Filter(doc_ids=("antwoorden",)))
    assert (among.text, among.referral) == (SENDS, None)


def test_it_is_shown_on_page_and_in_files(answering: Assistant) -> None:
    answer = answering.ask(ASKED)
    saved = saved_html(answer, saved_json(answer, answering), "nl")
    for page in (answer_html(answer, [], TEXTS["nl"]), saved):
        assert "Hiernaar verwijst" in page
        assert SENDS in page
        assert ASKED in page
    assert AskResult.of(answer).quotes[0].referred_by == SENDS


def test_a_saved_answer_is_checked_with_it(
    settings: Settings, answering: Assistant, tmp_path: Path
) -> None:
    told = saved_json(answering.ask(ASKED), answering)
    place = tmp_path / "answer.json"
    place.write_text(json.dumps(told), encoding="utf-8")
    assert run("verify", place, *index_of(settings)).returncode == 0
    told["quotes"][0]["referral"]["text"] = "Zie mijn brief: het kost niets."
    place.write_text(json.dumps(told), encoding="utf-8")
    done = run("verify", place, *index_of(settings))
    assert done.returncode == 1
    assert "referral" in done.stdout + done.stderr
