"""Which sentences commit their writer, and to what; sentences made up for these tests."""

from __future__ import annotations

import pytest

from qa.letters.commitments import LONGEST
from qa.letters.committing import may_commit, says_it_is_kept, what_it_commits_to

COMMIT = [
    ("Ik zal uw Kamer hierover voor de zomer informeren.", "inform"),
    ("Uw Kamer wordt hierover voor het zomerreces geïnformeerd.", "inform"),
    ("Over de uitkomsten wordt u nader bericht.", "inform"),
    ("Zodra de cijfers bekend zijn, kom ik hierop terug.", "inform"),
    (
        "Ik zeg u toe dat u daarover in mei een brief krijgt, en rapporteer daarna jaarlijks.",
        "inform",
    ),
    ("Daarover informeer ik de Kamer in het najaar.", "inform"),
    ("Ik verwacht uw Kamer in het eerste kwartaal te kunnen informeren.", "inform"),
    ("Uw Kamer ontvangt de evaluatie in maart.", "send"),
    ("De evaluatie stuur ik na de zomer aan uw Kamer.", "send"),
    ("Het plan zal ik u in oktober doen toekomen.", "send"),
    ("Het rapport wordt binnen zes weken naar uw Kamer gestuurd.", "send"),
    ("Ik laat onderzoeken of een tweede pont mogelijk is.", "investigate"),
    ("De regeling wordt in 2025 geëvalueerd.", "investigate"),
    ("Wij zullen bezien welke regels kunnen vervallen.", "investigate"),
    ("Ik ga met de sector in gesprek over de tarieven.", "act"),
    ("Het kabinet is voornemens de wet te wijzigen.", "act"),
    ("Ik ben bereid dit onder de aandacht te brengen.", "act"),
    ("Nederland zal zich in Brussel inzetten voor een verbod.", "act"),
    ("De Minister van Financiën zal hierover overleggen met de banken.", "act"),
    ("Het streven is om de dienst begin 2025 te openen.", "act"),
    ("Ik heb toegezegd uw Kamer voor 1 mei te informeren.", "inform"),
    ("Indien nodig zal ik aanvullende maatregelen treffen.", "act"),
    ("Nederland draagt € 100 miljoen bij aan het fonds.", "money"),
    ("Het kabinet stelt € 25 mln. beschikbaar voor de opvang.", "money"),
    ("I will inform the House before the summer recess.", "inform"),
    ("The Netherlands will contribute € 10 million to the fund.", "money"),
    ("Zodra de uitslag er is, zal uw Kamer daar nader over worden geïnformeerd.", "inform"),
    ("Hierop zal worden teruggekomen in de brief over de veerdiensten.", "inform"),
    ("In de kabinetsreactie op het advies zal op de tarieven worden ingegaan.", "inform"),
    ("Aan uw Kamer is toegezegd om de cijfers van de dienst te delen.", "send"),
    (
        "Het is de verwachting dat de wet in het voorjaar van 2026 aan uw Kamer wordt aangeboden.",
        "send",
    ),
    ("De ontwerpwet wordt naar verwachting in mei 2026 bij de Tweede Kamer ingediend.", "send"),
    ("Een vertaling wordt daarna gedeeld met de Tweede Kamer.", "send"),
    ("Het wetsvoorstel komt in het najaar naar uw Kamer.", "send"),
    ("De tarieven worden voor de zomer bekend gemaakt.", "send"),
    ("Er wordt momenteel onderzocht of de pont vaker kan varen.", "investigate"),
    ("Er wordt 40 miljoen structureel geïnvesteerd in de veren.", "money"),
    ("Daarbij reserveert het kabinet 60 miljoen per jaar voor de veren.", "money"),
    ("Ik zal met voorstellen komen om meer mensen met de pont te laten reizen.", "act"),
    ("Er zal een commissie worden ingesteld.", "act"),
    ("De provincies zullen worden uitgenodigd om mee te denken.", "act"),
    ("De Ministeries van Financiën en VWS zullen dit in hun overleg bespreken.", "act"),
    ("Over de invoering gaat IenW met de havens in overleg.", "act"),
    ("Hierin neem ik ook de wens van de gemeente mee.", "act"),
    ("Daarom pas ik de regeling op dit punt aan.", "act"),
    ("Binnenkort verstuur ik een oproep aan de scholen.", "send"),
    ("Vorig jaar is dit besproken.[3 ] In mei informeer ik uw Kamer over de uitkomst.", "inform"),
    ("Ik vind dat onwenselijk en zal dit bespreken met de gemeenten.", "act"),
    ("Ik stuur u niet alleen het rapport, maar zal ook de bijlagen openbaar maken.", "send"),
]

NOTHING = [
    # what the letter does itself
    "Hierbij stuur ik u de evaluatie.",
    "In deze brief informeer ik uw Kamer over de stand van zaken.",
    "Met deze brief geef ik invulling aan mijn toezegging.",
    "Bijgaand ontvangt u het rapport.",
    "Hieronder zal ik ingaan op de vragen.",
    "Ik ga nader in op de motie.",
    "Hiermee beoog ik de wachttijd bij de pont te verkorten.",
    "Met deze brief stel ik u op de hoogte van mijn voornemens over de veren.",
    "Ik ga in die brief onder meer ook nog kort in op de tarieven van de pont.",
    # denied, doubted, only thought
    "Ik ken het artikel «Mooie voornemens, en wat het kabinet zal doen» van vorige week.",
    "Dit wordt belangrijker nu het kabinet de pont gratis wil maken en de drukte zal toenemen.",
    "In 2021 heeft Nederland meermaals om meer informatie over de zaak verzocht.",
    "Het kabinet gaat regelmatig het gesprek aan met de veerlieden.",
    "Ongeveer tien aanvragen per jaar worden in behandeling genomen.",
    "Ik zal de wet niet wijzigen.",
    "Ik ben niet voornemens de regeling aan te passen.",
    "Ik zie geen aanleiding om de Kamer nader te informeren.",
    "Ik zou dat kunnen bespreken met de sector.",
    "Wellicht zal het kabinet daarover besluiten.",
    "Ik ga ervan uit dat de gemeente dit oplost.",
    # asked
    "Bent u bereid de Kamer hierover te informeren?",
    "Wanneer zal het kabinet de wet wijzigen?",
    # others, expectations, what holds anyway
    "De gemeente zal de steiger herstellen.",
    "De Ministers zullen spreken over de voortgang.",
    "De inspectie gaat in 2025 na of de regels worden nageleefd.",
    "In Nederland zal het aantal ouderen toenemen.",
    "Naar verwachting zal Nederland in 2030 voldoen aan de norm.",
    "Het kabinet zal moeten voldoen aan de richtlijn.",
    "Ik hecht veel waarde aan een goede veerdienst.",
    "De regeling wordt door de gemeente in 2025 geëvalueerd.",
    "De verordening wordt toegepast op alle schepen.",
    "Ik heb er vertrouwen in dat de politie de zorgen heeft gehoord en zal wegen.",
    "Het fonds heeft € 10 miljoen beschikbaar.",
]


TERMS = (
    "in 20", "zomer", "maart", "weken", "1 mei", "kwartaal", "oktober", "najaar", "Zodra",
    "recess", "voorjaar", "mei", "Binnenkort",
)  # fmt: skip
"""What makes a sentence of these dated."""


@pytest.mark.parametrize(("sentence", "kind"), COMMIT)
def test_a_sentence_commits(sentence: str, kind: str) -> None:
    dated = any(word in sentence for word in TERMS)
    assert may_commit(sentence)
    said = what_it_commits_to(sentence, "days" if dated else "", "€" in sentence, first_person=True)
    assert said is not None
    assert said.kind == kind


@pytest.mark.parametrize("sentence", NOTHING)
def test_a_sentence_commits_nobody(sentence: str) -> None:
    assert what_it_commits_to(sentence, "days", "€" in sentence, first_person=True) is None


def test_who_is_named_is_told_and_whoever_speaks_is_not() -> None:
    named = "De Minister van Financiën zal hierover overleggen met de banken."
    said = what_it_commits_to(named, "", False, first_person=True)
    assert said is not None
    assert said.by == "De Minister van Financiën"
    own = what_it_commits_to("Ik zal hierover overleggen met de minister van Financiën.",
                             "", False, first_person=True)  # fmt: skip
    assert own is not None
    assert own.by is None


def test_ik_binds_nobody_where_no_minister_signed() -> None:
    sentence = "Ik zal uw Kamer hierover voor de zomer informeren."
    assert what_it_commits_to(sentence, "days", False, first_person=False) is None
    said = what_it_commits_to("Het kabinet zal hiervoor pleiten.", "", False, first_person=False)
    assert said is not None


def test_a_long_sentence_takes_no_long_time() -> None:
    """Nothing longer is read; of this length a thousand candidates for a subject are quick."""
    sentence = ("ik en wij " * (LONGEST // 10))[:LONGEST]
    assert what_it_commits_to(sentence, "days", True, first_person=True) is None


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Zoals toegezegd stuur ik u het rapport.", True),
        ("Conform mijn toezegging in het debat van 3 maart informeer ik u hierbij.", True),
        ("Hiermee voldoe ik aan de toezegging aan het lid De Vries.", True),
        ("Tijdens het debat heb ik toegezegd u te informeren.", True),
        ("As promised, I enclose the report.", True),
        ("Het lid De Vries vroeg om een toezegging.", False),
        ("Ik zeg toe dat ik u informeer.", False),
    ],
)
def test_a_sentence_says_that_a_promise_is_kept(sentence: str, kept: bool) -> None:
    assert says_it_is_kept(sentence) is kept
