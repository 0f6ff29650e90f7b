"""The second look: verdicts on sentences of letters, and what a quote lacks of its question."""

from __future__ import annotations

import pytest
from conftest import PLEDGE

from qa.answering.second_look import look_again
from qa.output.cautions import caution
from qa.records import VERDICTS, SecondLook


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        (PLEDGE, "announced"),
        ("Ik zeg uw Kamer toe dit voor de zomer te doen.", "announced"),
        ("Nederland heeft in 2022 achttien voertuigen geleverd.", "stated"),
        ("De brug is sinds 2019 open voor verkeer.", "stated"),
        ("De Zweedse minister neemt naar verwachting deel.", "expected"),
        ("De levering is voorzien in het derde kwartaal.", "expected"),
        ("Het kabinet zal uw Kamer informeren.", "expected"),
        ("Er zijn vooralsnog geen plannen voor een tweede bijeenkomst.", "not yet"),
        ("Over de uitwerking is nog niet besloten.", "not yet"),
        ("Nederland levert geen gevechtsvliegtuigen.", "denied"),
        ("Dat klopt niet.", "denied"),
        ("Dit geldt niet alleen voor Oekraïne, maar ook voor Moldavië.", "stated"),
        ("Niettemin is de steun verhoogd.", "stated"),
        ("De steun loopt door, mits de Kamer instemt.", "conditional"),
        ("Wellicht is een bezoek aan Kyiv aan de orde.", "possible"),
        ("Hoeveel militairen zijn uitgezonden?", "asked"),
        ("Om dat belang niet te schaden, houden wij de brief vertrouwelijk.", "stated"),
        ("Hierbij bied ik u de agenda aan, zoals ik in juni heb toegezegd.", "stated"),
        ("Toen was het werk nog niet klaar. Inmiddels is het voltooid.", "stated"),
        ("Met deze toezeggingen is aan het verzoek voldaan.", "stated"),
        ("De teksten zijn zo veel mogelijk aangepast.", "stated"),
        ("Ik kan mij vinden in de inhoud van het rapport.", "stated"),
        ("Burgers kunnen bezwaar maken tegen het besluit.", "stated"),
        ("De subsidie kan worden aangevraagd bij de gemeente.", "stated"),
        ("De kosten kunnen nog oplopen tot € 40 mln.", "possible"),
        ("Het kan zijn dat de brug later opengaat.", "possible"),
        ("De vergoeding zou 100 tot 150 miljoen euro kunnen bedragen.", "possible"),
    ],
)
def test_how_a_letter_says_it(quote: str, verdict: str) -> None:
    assert look_again("wat staat er?", quote).verdict == verdict


@pytest.mark.parametrize(
    ("question", "around", "lacks"),
    [
        ("what did NL pledge at the UDCG in 2016", "the UDCG", ("2016",)),
        ("what did the EU pledge", "", ("EU",)),
        ("hoeveel van de 87 mln. ging naar het IFU", "", ()),
        ("Wat kostte de F-35?", "het F35-project", ()),
        ("Wat kostte de F-35?", "de F-16", ("F-35",)),
        ("Hoeveel kwam er uit Brussels and Kyiv?", "", ()),
        ("what did the UK and the US pledge", "het Verenigd Koninkrijk", ("US",)),
        ("WHAT DID THE UK PLEDGE", "", ()),  # all capitals say nothing
        ("Wat kostte 2016 in 2.016 of 20-16?", "het jaar 2016", ()),
    ],
)  # fmt: skip
def test_what_the_quote_lacks(question: str, around: str, lacks: tuple[str, ...]) -> None:
    assert look_again(question, PLEDGE, around, {"NL", "2016"}).lacks == lacks


def test_every_verdict_has_words() -> None:
    assert len(set(VERDICTS.values())) == len(VERDICTS)


def test_a_caution_says_the_verdict_and_what_is_lacking() -> None:
    assert caution(SecondLook("stated")) == ""
    assert caution(SecondLook("stated", ("NL",)), "nl") == "Dit citaat noemt niet: NL"
    both = SecondLook("denied", ("2016", "Mali"))
    assert caution(both) == "Said in the negative; this quote does not name: 2016, Mali"
    for lang in ("nl", "en"):
        said = [caution(SecondLook(verdict), lang) for verdict in VERDICTS]  # type: ignore[arg-type]
        assert len(set(said)) == len(VERDICTS)
