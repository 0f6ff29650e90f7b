"""What is asked for outright, and texts that give it or do not."""

from __future__ import annotations

import pytest
from conftest import PLEDGE

from qa.questions.answer_type import answer_type_of, gives
from qa.records import AnswerType
from qa.text.lexical import stem


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hoeveel tanks leverde Nederland?", "count"),
        ("How many of the tanks came?", "count"),
        ("Hoeveel kosten de tanks?", "number"),
        ("Hoeveel miljoen gaat er heen?", "number"),
        ("For a story: how much was pledged?", "number"),
        ("Hoe groot is het gebied?", "number"),
        ("Wat gaat de verbreding van de A4 kosten?", "money"),
        ("Hoe duur is het nieuwe pak?", "money"),
        ("Welke boete legde de bank op?", "money"),
        ("What percentage went to housing?", "share"),
        ("In welk jaar begon het?", "year"),
        ("By what date must it be done?", "day"),
        ("Wanneer gaat de brug open?", "time"),
        ("Who was the chair of the council?", "person"),
        ("Wie is verantwoordelijk voor de brug?", None),
        ("In welke stad staat de fabriek?", "place"),
        ("Which countries took part?", "country"),
        ("What colour is the uniform?", "colour"),
        ("In welk jaarverslag staat hoe vaak er wordt getapt?", None),
        ("Om de hoeveel tijd komt er een verslag?", None),
        ("In what capacity did he sign?", None),
        ("What capacity does the cable have?", "number"),
        ("What did NL pledge at the UDCG?", None),
    ],
)
def test_what_is_asked_for_outright(question: str, kind: AnswerType | None) -> None:
    assert answer_type_of(question) == kind


@pytest.mark.parametrize(
    ("kind", "text", "met"),
    [
        ("number", PLEDGE, True),
        ("money", PLEDGE, True),
        ("count", PLEDGE, False),
        ("count", "Het gaat om twaalf woningen.", True),
        ("number", "Ik verwacht uw Kamer rond 16:00 een brief.", False),
        ("number", "Op 25 oktober jl. is de beslissing genomen.", False),
        ("number", "Het rapport over de F-35 staat op de website van het GAO.2", False),
        ("number", "Zie artikel 5 en antwoord 4, 5 en 6.", False),
        ("number", "Leren van rampen (https://www.utwente.nl/nieuws/2023/12/1262709)", False),
        ("number", "Ik kan geen toestemming geven.", False),
        ("count", "Dat overleg is tweemaal per jaar, ook het komende jaar.", False),
        ("count", "Van hen krijgt 83% een uitkering.", False),
        ("count", "Het duurde 180 dagen.", True),
        ("count", "De meldingen komen bij de 112-meldkamer binnen.", False),
        ("count", "De briefing was van 10.00- 11.00 uur.", False),
        ("count", "Er zijn moties aangenomen (35 334, nrs. 383, 348 en 309).", False),
        ("count", "Honderdduizenden mensen zoeken een huisarts.", True),
        ("money", "Er zijn twaalf woningen gebouwd.", False),
        ("money", "Het afschrift is gratis.", True),
        ("share", "Ruim de helft van de leden stemde voor.", True),
        ("share", "Twaalf leden stemden voor.", False),
        ("year", "Het rapport verscheen in 2019.", True),
        ("year", "Het rapport verscheen in het voorjaar.", False),
        ("day", "Dat gebeurde op 3 mei jl.", True),
        ("day", "In antwoord op uw brief van 10 oktober 2023 meld ik dat.", False),
        ("time", "Dat gebeurt na de zomer.", True),
        ("time", "Dat is een goede zaak.", False),
        ("person", "De commissie werd geleid door A.B. de Vries.", True),
        ("person", "De commissie werd geleid door minister Jansen.", True),
        ("person", "De commissie werd geleid door de minister van Defensie.", False),
        ("person", "Eind vorig jaar sprak de speciale gezant voor Jemen Hans Grundberg.", True),
        ("person", "Alleen de minister van Buitenlandse Zaken wordt uitgenodigd.", False),
        ("person", "Het gaat om de post van de Gevolmachtigde Minister van Curaçao.", False),
        ("place", "De fabriek staat in Tilburg.", True),
        ("place", "De fabriek staat er al jaren.", False),
        ("country", "Daar deden Spanje en Italië aan mee.", True),
        ("country", "Daar deden veel landen aan mee.", False),
        ("colour", "Het pak wordt donkerblauw of groen.", True),
        ("colour", "Het pak wordt hedendaags.", False),
    ],
)
def test_what_a_text_gives(kind: AnswerType, text: str, met: bool) -> None:
    assert gives(kind, text, "Wat is het?") is met


def test_none_is_a_number_of_the_thing_that_is_asked_for() -> None:
    text = "Er zijn geen gevallen bekend."
    assert gives("count", text, "Hoeveel gevallen?", {stem("gevallen")})
    assert not gives("count", text, "Hoeveel branden?", {stem("branden")})


def test_a_name_in_the_question_is_no_answer() -> None:
    text = "Zij is gekozen door de leden van A. de Vries in Tilburg."
    assert not gives("person", text, "Wie is de baas van A. de Vries?")
    assert not gives("place", text, "In welke stad staat de fabriek van Tilburg?")


def test_a_number_for_another_year_is_none() -> None:
    text = "Voor 2024 is dit gesteld op € 3,90."
    assert gives("money", text, "Welk bedrag gold in 2024?")
    assert not gives("money", text, "Welk bedrag gold in 2022?")
    assert gives("money", text, "Welk bedrag noemt de brief uit 2022?", written="2022")
