"""Sentences of a model that leave out part of a clause, or lean on a sentence that is not there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from web_fixtures import make_answer, make_letter

from qa.encoders.encoder import StaticEncoder, load_encoder
from qa.llm.checking import Checker, Fault, Shown
from qa.llm.summary import shown_of
from qa.questions.analysis import language_of
from qa.records.answers import ContextSpan


@pytest.fixture(scope="module")
def lexicon() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


def faults(lexicon: StaticEncoder, quotes: list[str], reply: str) -> list[Fault | None]:
    checker = Checker([Shown(quote) for quote in quotes], lexicon, language_of(reply))
    return [one.fault for one in checker.check(reply)]


ECHO = "De bijdrage van ECHO, het humanitaire programma van de EU, voor Jemen wordt vastgesteld."
ANALYSES = (
    "De vragen over de Juridische Analyse zijn beantwoord middels een brief over de Ambtelijke "
    "Analyse."
)
ONLY = "Alleen gemeenten met een urgentieregeling krijgen de tijdelijke subsidie."
CONTACT = (
    "De apps moeten eens in de 24 uur contact maken met het internet om bij te blijven, maar "
    "tussentijds is dit niet nodig."
)
TWO = "Nederland levert 14 tanks aan Oekraïne en Denemarken levert 20 houwitsers aan Moldavië."
PERMIT = (
    "Het beoordelingskader voor de vergunning van de zuivelfabriek richt zich op de bescherming en "
    "verbetering van de Waddenzee."
)


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (ECHO, "Het humanitaire programma van de EU voor Jemen wordt vastgesteld"),
        (ANALYSES, "De vragen over de Ambtelijke Analyse zijn beantwoord middels een brief over de "
         "Juridische Analyse"),
        (ONLY, "Gemeenten krijgen de subsidie"),
        (ONLY, "Municipalities receive the subsidy"),
        ("De app werkt dan voorlopig niet meer.", "The app does not work anymore"),
        (CONTACT, "The apps must contact the internet every 24 hours to stay up to date, but this "
         "is not necessary"),
        ("Vanaf 1 juli kun je een bewijs maken.", "Je kunt een bewijs maken"),
        (TWO, "Nederland levert 14 tanks aan Moldavië"),
        (PERMIT, "Het beoordelingskader richt zich op de bescherming en verbetering van de "
         "Waddenzee"),
        ("Het rapport wordt uiterlijk 1 mei verzonden.", "Het rapport wordt verzonden"),
        ("Sommige gemeenten sluiten de opvang.", "Gemeenten sluiten de opvang"),
        ("Gemeenten krijgen subsidie, mits zij een plan indienen.", "Gemeenten krijgen subsidie"),
        ("Als de brug dicht is, vaart de pont.", "De pont vaart"),
        ("De pont vaart, tenzij het hard waait.", "The ferry sails"),
        ("Of de imagoschade hieraan heeft bijgedragen is niet onderzocht.",
         "De imagoschade hieraan heeft bijgedragen is niet onderzocht"),
    ],
)  # fmt: skip
def test_what_leaves_words_of_a_clause_out_is_dropped(
    lexicon: StaticEncoder, quote: str, said: str
) -> None:
    (fault,) = faults(lexicon, [quote], f"{said} [1].")
    assert fault in {"partial", "words", "roles"}


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (ONLY, "Alleen gemeenten met een urgentieregeling krijgen de tijdelijke subsidie"),
        (TWO, "Denemarken levert 20 houwitsers aan Moldavië"),
        ("Op 2 december jl. heeft het kabinet een verzoek van Frankrijk ontvangen.",
         "Het kabinet heeft een verzoek van Frankrijk ontvangen"),
        ("De brug is dicht, zoals ik u eerder schreef, en wordt in 2031 heropend.",
         "De brug wordt in 2031 heropend"),
        ("Als de brug dicht is, vaart de pont.", "De pont vaart als de brug dicht is"),
        ("De brug bij Zwolle gaat in 2031 open voor verkeer.",
         "The bridge at Zwolle opens to traffic in 2031"),
    ],
)  # fmt: skip
def test_whole_clauses_and_days_may_be_left_out(
    lexicon: StaticEncoder, quote: str, said: str
) -> None:
    assert faults(lexicon, [quote], f"{said} [1].") == [None]


TEST = (
    "Reizigers doen op de vijfde dag een test. Als die test negatief is, mogen reizigers naar "
    "buiten."
)


@pytest.mark.parametrize(
    ("quote", "reply", "expected"),
    [
        (TEST, "Als die test negatief is, mogen reizigers naar buiten [1].", ["leans"]),
        (TEST, "Reizigers doen op de vijfde dag een test [1]. Als die test negatief is, mogen "
         "reizigers naar buiten [1].", [None, None]),
        ("De brug is dicht. Dat duurt tot 2031.", "Het duurt tot 2031 [1].", ["leans"]),
        ("De brug is dicht. Dat duurt tot 2031.", "Dat duurt tot 2031 [1].", ["leans"]),
        ("De scanner slaat deze gegevens niet op.", "The scanner does not save data [1].",
         ["leans"]),
        ("Nee, de brug bij Zwolle is niet veilig.", "Nee, de brug bij Zwolle is niet veilig [1].",
         ["leans"]),
        ("Er zijn twee vormen. Bij beide vormen geldt een grens.",
         "Bij beide vormen geldt een grens [1].", ["leans"]),
        ("De drukte nam af. Het ging om 5800 reizigers.", "Het ging om 5800 reizigers [1].",
         ["leans"]),
        ("Hierbij stuur ik uw Kamer het rapport over de brug.",
         "De minister stuurt de Kamer het rapport over de brug [1].", [None]),
        ("Dit kabinet hecht veel belang aan de brug.", "Dit kabinet hecht veel belang aan de brug "
         "[1].", [None]),
    ],
)  # fmt: skip
def test_what_leans_on_another_sentence_stands_only_behind_it(
    lexicon: StaticEncoder, quote: str, reply: str, expected: list[Fault | None]
) -> None:
    assert faults(lexicon, [quote], reply) == expected


START = "Een belangrijk uitgangspunt voor veilige opslag is dat het vuurwerk aan de eisen voldoet."
RISK = "Wel ziet het kabinet dat zich het risico kan voordoen dat banken geen toegang hebben."


@pytest.mark.parametrize(
    ("quote", "said", "expected"),
    [
        (START, "Het vuurwerk voldoet aan de eisen", "partial"),
        ("Het uitgangspunt is dat het vuurwerk aan de eisen voldoet.",
         "Uitgangspunt is dat het vuurwerk aan de eisen voldoet", None),
        (RISK, "Het kabinet ziet dat banken geen toegang hebben", "partial"),
        ("De FNV meent dat de brug dicht moet.", "De brug moet dicht", "partial"),
        ("De FNV meent dat de brug dicht moet.", "De FNV meent dat de brug dicht moet", None),
        ("Het klopt dat de brug bij Zwolle dicht is.", "De brug bij Zwolle is dicht", None),
        ("Daaruit blijkt dat de brug bij Zwolle lekt.", "De brug bij Zwolle lekt", "partial"),
        ("De brug die de provincie heeft gebouwd is dicht.",
         "De brug die de provincie heeft gebouwd is dicht", None),
        ("Het overleg met de VNG geeft hier uiting aan.",
         "Het overleg met de VNG geeft hier uiting aan", "leans"),
        ("Het biedt handvatten voor de samenwerking van gemeenten.",
         "Het biedt handvatten voor de samenwerking van gemeenten", "leans"),
        ("Het kabinet biedt handvatten.", "Het kabinet biedt handvatten", None),
    ],
)  # fmt: skip
def test_what_is_only_told_or_pointed_at_is_no_fact(
    lexicon: StaticEncoder, quote: str, said: str, expected: Fault | None
) -> None:
    assert faults(lexicon, [quote], f"{said} [1].") == [expected]


APART = "De GGD belt wie besmet is. […] Dan krijg je daarna een melding. De app is gratis."


@pytest.mark.parametrize(
    ("quote", "reply", "expected"),
    [
        (APART, "De GGD belt wie besmet is [1]. Dan krijg je daarna een melding [1].",
         [None, "leans"]),
        (APART.replace(" […]", ""),
         "De GGD belt wie besmet is [1]. Dan krijg je daarna een melding [1].", [None, None]),
        ("Er is in principe sprake van een vrije", "Er is in principe sprake van een vrije [1].",
         ["form"]),
        ("Er is in principe sprake van een vrije […] De keuring is gratis.",
         "Er is in principe sprake van een vrije [1]. De keuring is gratis [1].", ["form", None]),
        ("€ 10 miljoen voor het Rode Kruis", "Voor het Rode Kruis is er € 10 miljoen [1].", [None]),
        ("Nederland geeft: € 10 miljoen voor het Rode Kruis",
         "Nederland geeft € 10 miljoen voor het Rode Kruis [1].", ["form"]),
        ("Zoals de NZa zei, is het een opgave van huisartsen.",
         "is het een opgave van huisartsen [1].", ["form"]),
        ("eHerkenning is gratis.", "eHerkenning is gratis [1].", [None]),
    ],
)  # fmt: skip
def test_what_does_not_follow_in_the_letter_does_not_in_a_summary(
    lexicon: StaticEncoder, quote: str, reply: str, expected: list[Fault | None]
) -> None:
    assert faults(lexicon, [quote], reply) == expected


def test_a_gap_between_context_and_quote_is_marked() -> None:
    letter = make_letter(
        ["De GGD belt. Dat kost tijd. Dan krijg je een melding. De app is gratis."]
    )
    (quote,) = make_answer(letter, [(28, 53)]).quotes
    assert quote.text == "Dan krijg je een melding."
    near, far = ContextSpan("Dat kost tijd.", 13, 27), ContextSpan("De GGD belt.", 0, 12)
    texts = [
        shown_of(replace(quote, context=context)).text
        for context in ((), (near,), (far,), (far, near))
    ]
    assert texts == [
        quote.text,
        f"Dat kost tijd. {quote.text}",
        f"De GGD belt. […] {quote.text}",
        f"De GGD belt. Dat kost tijd. {quote.text}",
    ]


def test_what_is_said_again_is_dropped(lexicon: StaticEncoder) -> None:
    said = "De brug bij Zwolle blijft dicht [1]. "
    assert faults(lexicon, ["De brug bij Zwolle blijft dicht."], 3 * said) == [
        None, "repeated", "repeated"
    ]  # fmt: skip


def test_a_sentence_without_a_mark_gets_the_quote_it_rests_on(lexicon: StaticEncoder) -> None:
    quotes = ["De sluis bij Kampen lekt.", "De brug bij Zwolle blijft dicht."]
    checker = Checker([Shown(quote) for quote in quotes], lexicon, "nl")
    found = checker.check("De brug bij Zwolle blijft dicht. De tunnel is open.")
    assert [(one.quotes, one.fault, one.cites) for one in found] == [
        ((2,), None, False), ((), "no citation", False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "De volgende groepen moeten de volgende groepen worden opgenomen",
        "De volgende groepen worden opgenomen:",
        "Worden de volgende groepen opgenomen?",
        "De volgende groepen moeten worden opgenomen die zouden",
        "De volgende groepen worden opgenomen omdat ze worden opgenomen",
    ],
)
def test_what_breaks_off_asks_or_gives_its_own_reason_is_dropped(
    lexicon: StaticEncoder, said: str
) -> None:
    quote = "De volgende groepen moeten worden opgenomen."
    assert faults(lexicon, [quote], f"{said} [1]") != [None]
