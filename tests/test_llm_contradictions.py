"""Summaries that exchange numbers, or turn a sentence round by a verb, are not kept."""

# ruff: noqa: E501  - an example is read on one line
from __future__ import annotations

import pytest

from qa.encoders.encoder import StaticEncoder, load_encoder
from qa.llm.checking import check
from qa.llm.figures import exchanged


@pytest.fixture(scope="module")
def lexicon() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


NUMBERS = {
    "Nederland geeft 10 miljoen euro aan tanks en 20 miljoen euro aan drones.": (
        [
            "10 million euros goes to tanks and 20 million euros to drones.",
            "The Netherlands gives 20 million euros for drones and 10 million euros for tanks.",
            "The Netherlands gives 20 million euros for drones.",
            "Aan drones geeft Nederland 20 miljoen euro.",
            "Drones get 20 million euros and tanks 10 million euros.",
        ],
        [
            "20 million euros goes to tanks and 10 million euros to drones.",
            "The Netherlands gives 20 million euros for tanks.",
            "Nederland geeft 20 miljoen euro aan tanks en 10 miljoen euro aan drones.",
            "Aan drones geeft Nederland 10 miljoen euro.",
            "Drones get 10 million euros and tanks 20 million euros.",
        ],
    ),
    "Namens Nederland heb ik nieuwe financiële bijdrages aangekondigd aan het Duits-geleide artillerie-munitie project (€ 87 mln.), het International Fund for Ukraine (IFU, € 25 mln.) en de internationale IT-coalitie t.b.v. Oekraïne (€ 10 mln.).": (
        [
            "The Netherlands announced €87 million for the artillery ammunition project, €25 million for the International Fund for Ukraine and €10 million for the IT coalition.",
            "The Netherlands announced €87 million for the ammunition project.",
            "The IT coalition gets €10 million.",
            "The Netherlands announced €25 million for the IFU.",
            "On behalf of the Netherlands the minister announced new financial contributions: €10 million for the IT coalition.",
            "Nederland draagt € 25 mln. bij aan het International Fund for Ukraine en € 87 mln. aan het munitieproject.",
        ],
        [
            "The Netherlands announced €25 million for the artillery ammunition project, €87 million for the International Fund for Ukraine and €10 million for the IT coalition.",
            "The Netherlands announced €10 million for the ammunition project.",
            "The IT coalition gets €87 million.",
            "Nederland draagt € 87 mln. bij aan het International Fund for Ukraine en € 25 mln. aan het munitieproject.",
        ],
    ),
    "Voor de politie is in 2023 € 5 mln. beschikbaar en in 2024 € 8 mln.": (
        [
            "The police get €5 million in 2023 and €8 million in 2024.",
            "For the police €8 million is available in 2024.",
        ],
        [
            "The police get €8 million in 2023 and €5 million in 2024.",
            "For the police €8 million is available in 2023.",
        ],
    ),
    "€ 10 mln. gaat naar tanks. Voor drones is € 20 mln. beschikbaar.": (
        [
            "Tanks get €10 million and drones €20 million.",
            "€20 million is available for drones.",
        ],
        [
            "Tanks get €20 million and drones €10 million.",
            "€10 million is available for drones.",
        ],
    ),
    "Nederland levert 14 tanks en 155 drones aan Oekraïne.": (
        [
            "The Netherlands delivers 14 tanks and 155 drones to Ukraine.",
            "Ukraine gets 155 drones from the Netherlands.",
        ],
        [
            "The Netherlands delivers 155 tanks and 14 drones to Ukraine.",
        ],
    ),
    "Het ministerie van Defensie krijgt € 40 mln. voor munitie, het ministerie van Justitie € 3 mln. voor de politie.": (
        [
            "Defence gets €40 million for ammunition and Justice €3 million for the police.",
            "The Ministry of Justice gets €3 million for the police.",
        ],
        [
            "Defence gets €3 million for ammunition and Justice €40 million for the police.",
            "The Ministry of Justice gets €40 million for the police.",
        ],
    ),
    "Op 5 februari 2024 sprak de minister met 12 landen; Nederland trekt € 100 miljoen uit voor granaten, waarvan € 30 miljoen dit jaar.": (
        [
            "On 5 February 2024 the minister spoke with 12 countries.",
            "The Netherlands allocates €100 million for shells, of which €30 million this year.",
            "The Netherlands allocates €100 million for shells.",
        ],
        [],
    ),
    "De kosten bedragen € 2 mld. in 2025, € 3 mld. in 2026 en € 4 mld. in 2027.": (
        [
            "The costs are €2 billion in 2025, €3 billion in 2026 and €4 billion in 2027.",
            "De kosten zijn € 2 mld. in 2025, € 3 mld. in 2026 en € 4 mld. in 2027.",
        ],
        [
            "De kosten zijn € 3 mld. in 2025, € 2 mld. in 2026 en € 4 mld. in 2027.",
        ],
    ),
    "Het kabinet verhoogt de zorgtoeslag met 5 procent en verlaagt de huurtoeslag met 3 procent.": (
        [
            "The healthcare allowance rises by 5 percent and the rent allowance falls by 3 percent.",
        ],
        [
            "The healthcare allowance rises by 3 percent and the rent allowance falls by 5 percent.",
        ],
    ),
    "De minister zegde 1.200 woningen toe in Almere, 800 in Zwolle en 300 in Kampen.": (
        [
            "The minister promised 1,200 homes in Almere, 800 in Zwolle and 300 in Kampen.",
            "In Kampen komen 300 woningen.",
        ],
        [
            "De minister zegde 800 woningen toe in Almere, 1.200 in Zwolle en 300 in Kampen.",
            "In Kampen komen 800 woningen.",
        ],
    ),
    "In 2022 werden 45 meldingen gedaan door scholen en 67 door ziekenhuizen; in 2023 waren dat er 50 en 70.": (
        [
            "In 2022 schools made 45 reports and hospitals 67.",
        ],
        [
            "In 2022 schools made 67 reports and hospitals 45.",
        ],
    ),
    "Het budget voor onderwijs stijgt van € 10 mld. naar € 12 mld.": (
        [
            "The education budget rises from €10 billion to €12 billion.",
            "Het onderwijsbudget stijgt naar € 12 mld.",
        ],
        [],
    ),
    "€ 1,5 miljard is bestemd voor de aanleg van kernenergie, € 300 mln. voor waterstof en € 75 mln. voor zonnepanelen op scholen.": (
        [
            "€1.5 billion is for nuclear energy, €300 million for hydrogen and €75 million for solar panels.",
            "Schools get €75 million for solar panels.",
        ],
        [
            "€300 million is for nuclear energy and €75 million for hydrogen.",
            "Zonnepanelen op scholen krijgen € 300 mln.",
        ],
    ),
    "Van de 300 gevraagde ambulances zijn er 120 geleverd.": (
        [
            "Of the 300 ambulances requested, 120 were delivered.",
            "120 of 300 ambulances were delivered.",
        ],
        [],
    ),
    "Voor 2024 is € 4,1 mln. gereserveerd voor bibliotheken. Daarnaast ontvangen musea € 2,6 mln. De omroepen krijgen niets extra.": (
        [
            "Libraries get €4.1 million in 2024 and museums €2.6 million.",
            "Museums receive €2.6 million.",
            "€4.1 million has been reserved for libraries.",
        ],
        [
            "Libraries get €2.6 million and museums €4.1 million.",
            "Museums receive €4.1 million in 2024.",
        ],
    ),
}
"""A quote, what may be said of it, and what exchanges its numbers."""


@pytest.mark.parametrize("quote", NUMBERS)
def test_a_number_stands_with_the_words_it_stands_with_in_the_quote(
    lexicon: StaticEncoder, quote: str
) -> None:
    right, wrong = NUMBERS[quote]
    assert [one for one in right if exchanged(one, [quote], lexicon)] == []
    assert [one for one in wrong if not exchanged(one, [quote], lexicon)] == []


def test_numbers_of_several_quotes_are_not_exchanged(lexicon: StaticEncoder) -> None:
    quotes = ["€ 10 mln. gaat naar tanks.", "Voor drones is € 20 mln. beschikbaar."]
    faults = [
        check(f"{said} [1][2].", quotes, lexicon)[0].fault
        for said in (
            "€10 million goes to tanks and €20 million to drones",
            "€20 million goes to tanks and €10 million to drones",
        )
    ]
    assert faults == [None, "exchanged"]


TURNED = {
    "Het kabinet weigert wapens te leveren aan Israël.": (
        [
            "The cabinet refuses to deliver weapons to Israel [1].",
            "The cabinet does not deliver weapons to Israel [1].",
            "Het kabinet weigert wapens te leveren aan Israël [1].",
        ],
        [
            "The cabinet delivers weapons to Israel [1].",
            "The cabinet does not refuse to deliver weapons to Israel [1].",
            "Het kabinet levert wapens aan Israël [1].",
        ],
    ),
    "Het wetsvoorstel is ingetrokken.": (
        [
            "The bill has been withdrawn [1].",
            "Het wetsvoorstel is ingetrokken [1].",
        ],
        [
            "The bill has been rejected [1].",
            "The bill [1].",
            "Het wetsvoorstel is ingediend [1].",
        ],
    ),
    "De motie van het lid Jansen is verworpen.": (
        [
            "The motion by member Jansen was rejected [1].",
            "The motion by member Jansen was not adopted [1].",
        ],
        [
            "The motion by member Jansen was adopted [1].",
            "De motie van het lid Jansen is aangenomen [1].",
        ],
    ),
    "De minister trekt 100 miljoen euro uit voor projecten in Afrika en in Azië.": (
        [
            "The minister allocates 100 million euros for projects in Africa and Asia [1].",
        ],
        [],
    ),
    "De staatssecretaris trekt het besluit over de stikstofuitstoot in.": (
        [],
        [
            "The State Secretary takes the decision on nitrogen emissions [1].",
        ],
    ),
    "Nederland levert drones aan Oekraïne.": (
        [
            "The Netherlands delivers drones to Ukraine [1].",
        ],
        [
            "The Netherlands refuses drones to Ukraine [1].",
            "Nederland weigert drones te leveren aan Oekraïne [1].",
            "De levering van drones aan Oekraïne door Nederland is geannuleerd [1].",
        ],
    ),
    "De aanvraag voor de vergunning is niet afgewezen.": (
        [
            "The permit application was not rejected [1].",
        ],
        [
            "The permit application was rejected [1].",
        ],
    ),
    "Het kabinet verbiedt de verkoop van vapes met een smaakje.": (
        [
            "The cabinet bans the sale of flavoured vapes [1].",
        ],
        [
            "The cabinet allows the sale of flavoured vapes [1].",
        ],
    ),
    "De subsidie voor warmtepompen loopt door. Het programma voor zonnepanelen wordt beëindigd.": (
        [
            "The programme for solar panels is terminated [1].",
        ],
        [
            "The programme for solar panels continues [1].",
        ],
    ),
    "Nederland levert vooralsnog geen tanks aan Oekraïne.": (
        [
            "The Netherlands does not deliver tanks to Ukraine for now [1].",
        ],
        [
            "The Netherlands refuses to deliver tanks to Ukraine [1].",
        ],
    ),
    "De minister ontkent dat er brieven zijn verdwenen.": (
        [
            "The minister denies that letters have disappeared [1].",
        ],
        [
            "The minister confirms that letters have disappeared [1].",
        ],
    ),
    "De oefening in Polen is afgelast wegens storm.": (
        [
            "The exercise in Poland was cancelled because of a storm [1].",
        ],
        [
            "The exercise in Poland took place during a storm [1].",
        ],
    ),
}
"""A quote, what may be said of it, and what turns it round."""


@pytest.mark.parametrize("quote", TURNED)
def test_a_verb_that_turns_a_sentence_round_stands_on_both_sides(
    lexicon: StaticEncoder, quote: str
) -> None:
    right, wrong = TURNED[quote]
    assert [one.fault for said in right for one in check(said, [quote], lexicon)] == [None] * len(
        right
    )
    assert [one.fault for said in wrong for one in check(said, [quote], lexicon)] == [
        "negation"
    ] * len(wrong)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Het besluit over stikstof is ingetrokken [1]", None),
        ("Het besluit over stikstof geldt [1]", "negation"),
        ("Het besluit over stikstof geldt [1][2]", "negation"),
        ("De subsidie voor warmtepompen loopt door [2]", None),
        ("De subsidie voor warmtepompen loopt door [1][2]", None),
    ],
)
def test_a_verb_counts_in_the_sentences_that_are_summed_up(
    lexicon: StaticEncoder, said: str, fault: str | None
) -> None:
    quotes = [
        "De staatssecretaris trekt het besluit over stikstof in, want de rechter vroeg erom.",
        "De subsidie voor warmtepompen loopt door.",
    ]
    assert [one.fault for one in check(f"{said}.", quotes, lexicon)] == [fault]
