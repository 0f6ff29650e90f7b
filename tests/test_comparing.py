"""A translation is compared with its original: what differs is found, what does not is left."""

from __future__ import annotations

import pytest

from qa.encoders.encoder import StaticEncoder, load_encoder
from qa.llm.comparing import Difference, compare


@pytest.fixture(scope="module")
def lexicon() -> StaticEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    return encoder


RIGHT = [
    ("Voor 2025 is € 1,5 mld. beschikbaar.", "For 2025, €1.5 billion is available."),
    ("Voor 2025 is € 1,5 miljard beschikbaar.", "For 2025 EUR 1.5 billion is available."),
    ("Het kabinet trekt 87 miljoen euro uit.", "The government allocates €87 million."),
    ("Het kabinet trekt € 87 mln. uit.", "The government allocates 87 million euros."),
    ("Er zijn 12.500 woningen gebouwd.", "12,500 homes have been built."),
    ("Er zijn 97 500 woningen gebouwd.", "97,500 homes have been built."),
    ("Dat is 2,5% van het bbp.", "That is 2.5 per cent of GDP."),
    ("Dat is vijfentwintig procent.", "That is 25%."),
    ("De brief is van 3 februari 2025.", "The letter is of 3 February 2025."),
    ("De brief is van 3 februari 2025.", "The letter is dated February 3, 2025."),
    ("De brief is van 03-02-2025.", "The letter is dated 3 February 2025."),
    ("Het besluit valt in het eerste kwartaal van 2025.",
     "It is decided in the first quarter of 2025."),
    ("Het besluit valt in het vierde kwartaal van 2025.", "It will be decided in Q4 2025."),
    ("Het overleg is op 14, 15 en 16 maart.", "The consultation is on March 14, 15 and 16."),
    ("De vergadering begint om 14.30 uur.", "The meeting begins at 2:30 p.m."),
    ("Op maandag 5 mei spreekt de minister.", "The minister speaks on Monday 5 May."),
    ("Tussen 10 en 20 mln. euro is nodig.", "Between 10 and 20 million euros is needed."),
    ("Duizenden mensen wachten.", "Thousands of people are waiting."),
    ("De twee landen werken samen.", "Both countries cooperate."),
    ("Het derde rapport volgt.", "The third report follows."),
    ("Nederland steunt Oekraïne.", "The Netherlands supports Ukraine."),
    ("Duitsland en Polen leveren tanks.", "Germany and Poland supply tanks."),
    ("De NAVO en de EU werken samen.", "NATO and the EU cooperate."),
    ("De Tweede Kamer is geïnformeerd.", "The House of Representatives has been informed."),
    ("Ik informeer uw Kamer hierover.", "I will inform your House of this."),
    ("De Verenigde Staten leveren F-16's.", "The United States supplies F-16s."),
    ("De VS leveren raketten.", "The US supplies missiles."),
    ("De VN roepen op tot een wapenstilstand.", "The UN calls for a ceasefire."),
    ("De Minister van Defensie, Brekelmans, is aanwezig.",
     "Defence Minister Brekelmans is present."),
    ("Het CBS telt de inwoners.", "The CBS counts the residents."),
    ("De Russische agressie duurt voort.", "The Russian aggression continues."),
    ("Zie Kamerstuk 28 676, nr. 449.", "See Parliamentary Paper 28 676, no. 449."),
    ("De motie van het lid Van Dijk is aangenomen.", "The motion by member Van Dijk was adopted."),
    ("Het kabinet neemt geen besluit.", "The government takes no decision."),
    ("Het kabinet is niet voornemens dat te doen.", "The government does not intend to do that."),
    ("Dat is niet mogelijk.", "That is impossible."),
    ("Dat is onmogelijk.", "That is not possible."),
    ("Nederland levert niet alleen tanks maar ook munitie.",
     "The Netherlands supplies tanks as well as munitions."),
    ("Dat kan zonder vergunning.", "That can be done without a permit."),
    ("Uiterlijk 1 juli 2025 volgt een brief.", "A letter follows no later than 1 July 2025."),
    ("De helft van de gemeenten doet mee.", "Half of the municipalities take part."),
    ("In de jaren tachtig was dat anders.", "In the 1980s that was different."),
    ("Het gaat om twintigduizend mensen.", "It concerns twenty thousand people."),
    ("Het rapport is op de website te vinden.1", "The report can be found on the website."),
    ("Dat bleek in het overleg van 18 juni 2025.1", "It appeared in the meeting of 18 June 2025."),
    ("De Hoge Raad beslist.", "The Supreme Court decides."),
    ("De afspraak geldt voor vijf jaar.", "The agreement holds for 5 years."),
    ("Minister Hoekstra sprak met president Zelenski.",
     "Minister Hoekstra spoke with President Zelensky."),
]  # fmt: skip


@pytest.mark.parametrize(("original", "translation"), RIGHT)
def test_a_right_translation_does_not_differ(
    lexicon: StaticEncoder, original: str, translation: str
) -> None:
    assert [one.message for one in compare(original, translation, "nl", lexicon)] == []


@pytest.mark.parametrize(
    ("original", "translation", "kind", "said"),
    [
        ("Er is € 87 mln. nodig.", "€78 million is needed.", "amount",
         "the original says “€ 87 mln.”, the translation “€78 million”"),
        ("Er is € 1,5 mld. nodig.", "€1.5 million is needed.", "amount",
         "the original says “€ 1,5 mld.”, the translation “€1.5 million”"),
        ("Er is 1,5 miljard euro nodig.", "1.5 million euros is needed.", "amount",
         "the original says “1,5 miljard euro”, the translation “1.5 million euros”"),
        ("Er is 3 biljoen euro nodig.", "3 billion euros is needed.", "amount",
         "the original says “3 biljoen euro”, the translation “3 billion euros”"),
        ("Er is € 87 mln. nodig.", "$87 million is needed.", "amount",
         "the original says “€ 87 mln.”, the translation “$87 million”"),
        ("Er is € 87 mln. nodig.", "Money is needed.", "amount",
         "“€ 87 mln.” of the original has no counterpart"),
        ("Miljoenen mensen wachten.", "Thousands of people wait.", "amount",
         "the original says “Miljoenen”, the translation “Thousands”"),
        ("Er zijn 12.500 woningen.", "There are 1,250 homes.", "number",
         "the original says “12.500”, the translation “1,250”"),
        ("Het groeit met 2,5%.", "It grows by 25%.", "number",
         "the original says “2,5%”, the translation “25%”"),
        ("Er komen acht rapporten en zes brieven.", "Eight reports, nine letters come.", "number",
         "the original says “zes”, the translation “nine”"),
        ("Zie Kamerstuk 28 676, nr. 449.", "See Parliamentary Paper 28 667, no. 449.", "number",
         "the original says “28 676”, the translation “28 667”"),
        ("De brief is van 3 februari 2025.", "The letter is of 3 March 2025.", "date",
         "the original says “3 februari”, the translation “3 March”"),
        ("De brief is van 3 februari 2025.", "The letter is of 3 February 2024.", "date",
         "the original says “2025”, the translation “2024”"),
        ("De brief is van 21 september jl.", "The letter is of 21 September 2012.", "date",
         "“2012” is not in the original"),
        ("Het volgt in het derde kwartaal.", "It follows in the second quarter.", "date",
         "the original says “derde kwartaal”, the translation “second quarter”"),
        ("Het begint om 14.30 uur.", "It begins at 4:30 p.m.", "date",
         "the original says “14.30 uur”, the translation “4:30 p.m.”"),
        ("Duitsland levert tanks.", "Belgium supplies tanks.", "name",
         "“Duitsland” of the original has no counterpart"),
        ("Het plan van Polen is klaar.", "The plan is ready.", "name",
         "“Polen” of the original has no counterpart"),
        ("Minister Hoekstra sprak ermee in.", "Minister Rutte agreed.", "name",
         "“Rutte” is not in the original"),
        ("De NAVO vergadert.", "The UN is in session.", "name",
         "“NAVO” of the original has no counterpart"),
        ("Nederland levert geen tanks.", "The Netherlands supplies tanks.", "negation",
         "“geen” of the original has no counterpart"),
        ("Nederland levert tanks.", "The Netherlands does not supply tanks.", "negation",
         "“not” is not in the original"),
        ("De regeling geldt niet, en er komt geen nieuwe.",
         "The scheme does not hold, and a new one comes.", "negation",
         "“geen” of the original has no counterpart"),
    ],
)  # fmt: skip
def test_a_wrong_translation_differs(
    lexicon: StaticEncoder, original: str, translation: str, kind: str, said: str
) -> None:
    found = compare(original, translation, "nl", lexicon)
    assert said in [one.message for one in found]
    assert {one.kind for one in found} == {kind}


def test_a_difference_has_its_places(lexicon: StaticEncoder) -> None:
    original, translation = "Er is € 87 mln. nodig.", "What is needed is €78 million."
    (one,) = compare(original, translation, "nl", lexicon)
    assert one.original_at is not None
    assert one.translation_at is not None
    assert original[slice(*one.original_at)] == one.original == "€ 87 mln."
    assert translation[slice(*one.translation_at)] == one.translation == "€78 million"


def test_english_is_compared_with_its_dutch_too(lexicon: StaticEncoder) -> None:
    right = compare("Germany gives 1.5 billion.", "Duitsland geeft 1,5 miljard.", "en", lexicon)
    wrong = compare("Germany gives 1.5 billion.", "Polen geeft 1,5 biljoen.", "en", lexicon)
    assert [one.kind for one in right] == []
    assert sorted({one.kind for one in wrong}) == ["amount", "name"]


def test_words_of_one_name_are_one_difference(lexicon: StaticEncoder) -> None:
    original = "Het besluit van de Wereldhandelsorganisatie Unit West volgt."
    found = compare(original, "The decision follows.", "nl", lexicon)
    assert [one.original for one in found] == ["Wereldhandelsorganisatie Unit West"]


def test_a_difference_is_said_in_dutch_too() -> None:
    one = Difference("name", "Polen", "", (0, 5), None)
    assert one.message.say("nl") == "“Polen” uit het origineel ontbreekt in de vertaling"


def test_an_abbreviation_with_full_stops_is_one_name(lexicon: StaticEncoder) -> None:
    original, translation = "De competitie is klaar.", "The N.F.L. league is ready."
    (one,) = compare(original, translation, "nl", lexicon)
    assert one.translation == "N.F.L."
    assert compare("De VS levert.", "The U.S. supplies.", "nl", lexicon) == ()
