"""How the gloss is made: one meaning gives a gloss; several, or a phrase, give none."""

from __future__ import annotations

from pathlib import Path

from training.data import Pair
from training.gloss import corrections, glosses, is_verb_too, named, numbered, own_terms

PAIRS = [
    ("het huis is oud", "the house is old"),
    ("het huis is groot", "the house is large"),
    ("de bank is oud", "the bench is old"),
    ("de bank is groot", "the bank is large"),
    ("de brug is oud", "the bridge is old"),
    ("daarnaast is het huis groot", "in addition the house is large"),
    ("daarnaast is de brug groot", "in addition the bridge is large"),
    ("daarnaast is de brug oud", "in addition the bridge is old"),
    ("de huizen zijn oud", "the houses are old"),
    ("de huizen zijn groot", "the houses are large"),
    ("de bruggen zijn groot", "the bridges are large"),
    ("de bank gaat open", "the bank opens"),
    ("de bank staat daar", "the bench stands there"),
] * 3


def found() -> dict[str, str]:
    dutch = numbered(pair[0].split() for pair in PAIRS)
    return glosses(dutch, numbered(pair[1].split() for pair in PAIRS))


def test_a_word_of_one_meaning_gets_it_in_its_own_form() -> None:
    made = found()
    assert {word: made.get(word) for word in ("huis", "huizen", "brug", "oud", "groot")} == {
        "huis": "house",
        "huizen": "houses",
        "brug": "bridge",
        "oud": "old",
        "groot": "large",
    }


def test_a_phrase_and_a_word_of_two_meanings_get_none() -> None:
    assert not {"daarnaast", "bank"} & set(found())


def test_names_days_and_months_have_their_capitals() -> None:
    pairs = [
        Pair("We like Dutch cheese in Rome", "Wij eten Nederlandse kaas in Rome", "test"),
        Pair("It may be a Directive", "Dat is een richtlijn", "test"),
    ]
    found = {"nederlandse": "dutch", "richtlijn": "directive", "mei": "may", "kaas": "cheese"}
    assert named(found, pairs) == {
        "nederlandse": "Dutch",
        "richtlijn": "directive",
        "mei": "May",
        "kaas": "cheese",
    }


def test_our_own_words_come_first_and_a_dash_leaves_blank(tmp_path: Path) -> None:
    path = tmp_path / "gloss.tsv"
    path.write_text("nl\ten\nzaken\taffairs / matters\nlid\t-\n", encoding="utf-8")
    assert corrections(path) == {"zaken": "affairs / matters", "lid": ""}
    assert own_terms()["munitie"] == "ammunition"
    assert all(own for own in corrections().values() if own != "")


def test_a_plural_that_is_a_verb_too_is_known() -> None:
    counts = {"onderwerpt": 2, "onderwerpen": 9, "brieven": 9, "deelt": 1}
    assert is_verb_too("delen", "parts", counts)
    assert is_verb_too("onderwerpen", "topics", counts)
    assert not is_verb_too("onderwerpen", "submit", counts)
    assert not is_verb_too("brieven", "letters", counts)
