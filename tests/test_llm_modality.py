"""Summaries that claim more than the quotes, let another speak, or exchange days, are not kept."""

# ruff: noqa: E501  - an example is read on one line
from __future__ import annotations

import pytest

from qa.encoders.encoder import StaticEncoder, load_encoder
from qa.llm.checking import Checker, Shown
from qa.llm.languages import is_in


@pytest.fixture(scope="module")
def lexicon() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


def kept(lexicon: StaticEncoder, quote: str, said: list[str], signed: str = "") -> list[str]:
    checker = Checker([Shown(quote, signed)], lexicon)
    return [one for one in said if checker.check(f"{one} [1].")[0].fault is None]


MODALITY = {
    "Over de besluitvorming informeer ik uw Kamer zo spoedig mogelijk.": (
        ["De minister informeert de Kamer zo spoedig mogelijk over de besluitvorming"],
        ["De minister informeerde de Kamer zo spoedig mogelijk over de besluitvorming"],
    ),
    "De provincie werkt aan een plan voor de dijk.": (
        ["De provincie werkt aan een plan voor de dijk"],
        ["De provincie werkte aan een plan voor de dijk"],
    ),
    "De brug bij Zwolle was in mei dicht.": (
        ["De brug bij Zwolle was in mei dicht"],
        ["De brug bij Zwolle is in mei dicht"],
    ),
    "De gemeente krijgt subsidie voor een verplichte keuring.": (
        ["De gemeente krijgt subsidie voor een verplichte keuring"],
        ["De gemeente kreeg subsidie voor een verplichte keuring"],
    ),
    "Hierbij stuur ik uw Kamer het advies over de dijken.": (
        ["De minister stuurde de Kamer het advies over de dijken"],
        [],
    ),
    "In mei is er overleg geweest en bij de gesprekken met Schiphol is het ministerie betrokken.": (
        ["Het ministerie is betrokken bij de gesprekken met Schiphol"],
        ["Het ministerie heeft betrokken bij de gesprekken met Schiphol"],
    ),
    "De motie is door de Kamer aangenomen.": (
        ["De Kamer heeft de motie aangenomen"],
        [],
    ),
    "Het kabinet wil onderzoeken of een verbod op consumentenvuurwerk mogelijk is.": (
        [
            "The cabinet wants to examine whether a ban on consumer fireworks is possible",
            "Het kabinet wil onderzoeken of een verbod op consumentenvuurwerk mogelijk is",
            "The cabinet wants to investigate a possible ban on consumer fireworks",
        ],
        [
            "The cabinet will ban consumer fireworks",
            "The cabinet bans consumer fireworks",
            "Het kabinet komt met een verbod op consumentenvuurwerk",
            "Het kabinet zal een verbod op consumentenvuurwerk invoeren",
        ],
    ),
    "Ik ben voornemens het rapport voor de zomer aan uw Kamer te sturen.": (
        [
            "The minister intends to send the report to the House before the summer",
            "De minister is voornemens het rapport voor de zomer aan de Kamer te sturen",
            "De minister is van plan het rapport voor de zomer te sturen",
        ],
        [
            "The minister will send the report to the House before the summer",
            "The minister sent the report to the House before the summer",
            "De minister heeft het rapport voor de zomer aan de Kamer gestuurd",
            "De minister stuurt het rapport voor de zomer aan de Kamer",
        ],
    ),
    "Nederland zal in 2025 tien extra radarsystemen aan Oekraïne leveren.": (
        [
            "The Netherlands will deliver ten extra radar systems to Ukraine in 2025",
            "Nederland zal in 2025 tien extra radarsystemen leveren aan Oekraïne",
            "The Netherlands plans to deliver ten extra radar systems to Ukraine in 2025",
        ],
        [
            "The Netherlands has delivered ten extra radar systems to Ukraine in 2025",
            "The Netherlands delivered ten extra radar systems to Ukraine in 2025",
            "Nederland heeft in 2025 tien extra radarsystemen geleverd aan Oekraïne",
        ],
    ),
    "Nederland heeft in 2023 tien radarsystemen aan Oekraïne geleverd.": (
        [
            "The Netherlands delivered ten radar systems to Ukraine in 2023",
            "Nederland heeft in 2023 tien radarsystemen geleverd aan Oekraïne",
        ],
        [
            "The Netherlands will deliver ten radar systems to Ukraine in 2023",
            "Nederland zal in 2023 tien radarsystemen leveren aan Oekraïne",
            "The Netherlands may deliver ten radar systems to Ukraine in 2023",
            "The Netherlands must deliver ten radar systems to Ukraine in 2023",
        ],
    ),
    "De subsidie voor bibliotheken kan in 2026 worden verlaagd.": (
        [
            "The subsidy for libraries may be lowered in 2026",
            "De subsidie voor bibliotheken kan in 2026 worden verlaagd",
            "It is possible that the subsidy for libraries is lowered in 2026",
        ],
        [
            "The subsidy for libraries will be lowered in 2026",
            "De subsidie voor bibliotheken wordt in 2026 verlaagd",
            "The subsidy for libraries is lowered in 2026",
        ],
    ),
    "De nieuwe regeling zou de wachtlijsten met 10 procent verkorten.": (
        [
            "The new scheme could shorten waiting lists by 10 percent",
            "De nieuwe regeling zou de wachtlijsten met 10 procent verkorten",
        ],
        [
            "The new scheme shortens waiting lists by 10 percent",
            "De nieuwe regeling zal de wachtlijsten met 10 procent verkorten",
        ],
    ),
    "Het kabinet streeft naar een reductie van de uitstoot met 55 procent.": (
        [
            "The cabinet aims for a reduction of emissions by 55 percent",
            "Het kabinet streeft naar een reductie van de uitstoot met 55 procent",
        ],
        [
            "The cabinet will reduce emissions by 55 percent",
            "The cabinet has reduced emissions by 55 percent",
            "Het kabinet heeft de uitstoot met 55 procent gereduceerd",
        ],
    ),
    "Ik stuur uw Kamer de evaluatie voor de zomer.": (
        [
            "The minister will send the House the evaluation before the summer",
            "De minister zal de evaluatie voor de zomer aan de Kamer sturen",
            "De minister stuurt de Kamer de evaluatie voor de zomer",
        ],
        [
            "The minister may send the House the evaluation before the summer",
        ],
    ),
    "Gemeenten moeten opvang voor asielzoekers regelen.": (
        [
            "Municipalities must arrange shelter for asylum seekers",
            "Gemeenten moeten opvang voor asielzoekers regelen",
        ],
        [
            "Municipalities arrange shelter for asylum seekers",
            "Gemeenten hebben opvang voor asielzoekers geregeld",
        ],
    ),
    "Momenteel wordt een definitieve versie van het plan uitgewerkt.": (
        [
            "A final version of the plan is being worked out",
            "Een definitieve versie van het plan wordt momenteel uitgewerkt",
        ],
        [
            "A final version of the plan has been worked out",
            "Een definitieve versie van het plan is uitgewerkt",
        ],
    ),
    "De commissie is gestart met haar werk, en ik zal u in het najaar over de uitkomsten informeren.": (
        [
            "The committee has started its work",
            "De commissie is gestart met haar werk",
            "The minister will inform the House about the outcomes in the autumn",
        ],
        [],
    ),
}
"""A quote, what may be said of it, and what makes it surer or less sure, done or to come."""


@pytest.mark.parametrize("quote", MODALITY)
def test_what_is_planned_possible_and_done_stays_so(lexicon: StaticEncoder, quote: str) -> None:
    _, wrong = MODALITY[quote]
    assert kept(lexicon, quote, wrong) == []


SPEAKERS = {
    ("De oorspronkelijke planning is te ambitieus gebleken.", ""): (
        ["The original planning proved too ambitious"],
        [
            "The study also highlighted that the original planning was too ambitious",
            "The report notes that the original planning proved too ambitious",
            "Het onderzoek laat zien dat de oorspronkelijke planning te ambitieus is gebleken",
        ],
    ),
    ("Uit de evaluatie blijkt dat de planning te ambitieus is.", ""): (
        ["Uit de evaluatie blijkt dat de planning te ambitieus is"],
        [],
    ),
    ("De leden van de PVV-fractie vragen om een verbod op de export van wapens.", ""): (
        [
            "The members of the PVV ask for a ban on the export of weapons",
            "De leden van de PVV-fractie vragen om een verbod op de export van wapens",
        ],
        [
            "The minister asks for a ban on the export of weapons",
            "De minister vraagt om een verbod op de export van wapens",
            "Het kabinet wil een verbod op de export van wapens",
        ],
    ),
    ("Deelt u de mening dat de export van wapens naar Israël moet stoppen?", ""): (
        ["Members ask whether the export of weapons to Israel must stop"],
        [
            "The export of weapons to Israel must stop",
            "De export van wapens naar Israël moet stoppen",
        ],
    ),
    ("Het lid Jansen stelt dat het ziekenhuis te veel patiënten weigert.", ""): (
        ["Member Jansen states that the hospital refuses too many patients"],
        [
            "The hospital refuses too many patients",
            "De minister stelt dat het ziekenhuis te veel patiënten weigert",
        ],
    ),
    (
        "Ik verhoog de vergoeding voor vrijwilligers met 50 euro.",
        "Staatssecretaris van VWS, A. Jansen",
    ): (
        [
            "The State Secretary raises the allowance for volunteers by 50 euros",
            "De staatssecretaris verhoogt de vergoeding voor vrijwilligers met 50 euro",
        ],
        [
            "The minister raises the allowance for volunteers by 50 euros",
            "De minister verhoogt de vergoeding voor vrijwilligers met 50 euro",
            "The House asks to raise the allowance for volunteers by 50 euros",
        ],
    ),
    ("De minister van Defensie opent de kazerne in Assen.", "Minister van Defensie"): (
        [
            "The Minister of Defence opens the barracks in Assen",
            "De minister van Defensie opent de kazerne in Assen",
        ],
        [
            "The minister of finance opens the barracks in Assen",
            "De minister van financiën opent de kazerne in Assen",
            "De staatssecretaris van Defensie opent de kazerne in Assen",
        ],
    ),
    ("Duitsland levert tanks aan Polen.", ""): (
        ["Germany supplies tanks to Poland", "Duitsland levert tanks aan Polen"],
        [
            "Poland supplies tanks to Germany",
            "Polen levert tanks aan Duitsland",
            "Belgium supplies tanks to Poland",
        ],
    ),
    (
        "Ik heb uw Kamer verzocht om uitstel van het debat over Moria.",
        "Staatssecretaris van JenV",
    ): (
        ["The State Secretary asked the House to postpone the debate on Moria"],
        ["The minister asked the House to postpone the debate on Moria"],
    ),
}
"""A quote and who signed it, what may be said of it, and what another would say or do."""


@pytest.mark.parametrize("quoted", SPEAKERS, ids=lambda one: one[0][:30])
def test_who_speaks_and_acts_stays_who_it_is(
    lexicon: StaticEncoder, quoted: tuple[str, str]
) -> None:
    _, wrong = SPEAKERS[quoted]
    assert kept(lexicon, quoted[0], wrong, quoted[1]) == []


DAYS = {
    "De brief is op 5 februari 2024 verzonden en op 6 maart 2024 besproken.": (
        [
            "The letter was sent on 5 February 2024",
            "The letter was discussed on March 6, 2024",
            "De brief is op 6 maart 2024 besproken",
            "The letter was sent on 5 February 2024 and discussed on 6 March 2024",
            "The letter was sent in February 2024",
        ],
        [
            "The letter was sent on 6 March 2024",
            "De brief is op 6 maart 2024 verzonden",
            "The letter was sent on 6 March 2024 and discussed on 5 February 2024",
            "De brief is op 6 maart 2024 verzonden en op 5 februari 2024 besproken",
            "The letter was sent on 5 March 2024",
            "The letter was sent in April 2024",
            "De brief is in april 2024 verzonden",
        ],
    ),
    "In mei begint het onderzoek, in september is het klaar.": (
        ["The investigation begins in May", "In september is het onderzoek klaar"],
        ["The investigation begins in September", "Het onderzoek begint in juni"],
    ),
}
"""A quote, what may be said of it, and what gets its days wrong."""


@pytest.mark.parametrize("quote", DAYS)
def test_days_stand_with_what_happened_on_them(lexicon: StaticEncoder, quote: str) -> None:
    right, wrong = DAYS[quote]
    assert kept(lexicon, quote, wrong) == []
    assert kept(lexicon, quote, right) == right


def test_most_that_is_right_stays(lexicon: StaticEncoder) -> None:
    quoted = [((quote, ""), right) for quote, (right, _) in MODALITY.items()]
    quoted += [(quote, right) for quote, (right, _) in SPEAKERS.items()]
    every = [(quote, signed, said) for (quote, signed), right in quoted for said in right]
    lost = [said for quote, signed, said in every if not kept(lexicon, quote, [said], signed)]
    assert len(lost) <= len(every) / 5, lost


@pytest.mark.parametrize(
    ("text", "language", "fits"),
    [
        ("The minister sends it to the House.", "en", True),
        ("De minister stuurt het aan de Kamer.", "en", False),
        ("De minister stuurt het aan de Kamer.", "nl", True),
        ("The minister sends it to the House.", "nl", False),
        ("Der Minister hat die Kammer nicht informiert.", "nl", False),
        ("Le ministre a informé la Chambre sur les coûts.", "en", False),
        ("部长将报告送交众议院", "en", False),
        ("E.M.J. Ploumen.", "en", True),
    ],
)
def test_a_sentence_is_in_the_readers_language(text: str, language: str, fits: bool) -> None:
    assert is_in(text, "en" if language == "en" else "nl") is fits


ROLES = {
    "Ik heb toegezegd de Kamer te informeren over de uitgaven aan luchttransport.": (
        ["De minister heeft toegezegd de Kamer te informeren over de uitgaven aan luchttransport"],
        ["De minister heeft toegezegd dat de Kamer de uitgaven aan luchttransport zal informeren"],
    ),
    "Hebben wij de Adviesraad gevraagd in te gaan op de soevereiniteitsvraagstukken.": (
        [],
        ["De Adviesraad heeft de soevereiniteitsvraagstukken gevraagd in te gaan"],
    ),
    "In de brief van 26 september verzoeken de commissies te reageren op het artikel in de NRC.": (
        ["De commissies verzoeken te reageren op het artikel in de NRC"],
        [
            "De commissies reageren op het artikel in de NRC op 26 september",
            "De commissies reageren op het artikel in de NRC",
        ],
    ),
    "Het verzoek is in behandeling genomen door het ministerie.": ([], ["Het verzoek is genomen"]),
    "Ik geef uw Kamer in overweging om het debat over de brand in Moria uit te stellen.": (
        [],
        ["The minister proposed to hold the debate on the fire in Moria"],
    ),
}
"""A quote, what may be said of it, and what joins its words to something else."""


@pytest.mark.parametrize("quote", ROLES)
def test_words_of_a_quote_are_not_joined_to_something_else(
    lexicon: StaticEncoder, quote: str
) -> None:
    right, wrong = ROLES[quote]
    assert kept(lexicon, quote, wrong) == []
    assert kept(lexicon, quote, right) == right
