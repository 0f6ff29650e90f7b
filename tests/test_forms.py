"""Files of one letter: put together whatever their order, and told apart where they differ."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.letters import make_anchor
from qa.letters.forms import Grouped, group_letters, sharing_keys
from qa.records import UNIT_SEPARATOR, Letter, Metadata, Sender, Source, Unit

LONG = [
    "De sluis bij kilometer {} wordt dit jaar gerenoveerd en daarna weer voor alle schepen open.",
    "De kosten daarvan bedragen {} miljoen euro en komen ten laste van de begroting van dit jaar.",
    "Over de planning van de {} werkzaamheden wordt de Kamer voor de zomer nader geïnformeerd.",
]


def letter(
    path: str, texts: list[str], doc_id: str | None = None, form: str = "page text",
    date: datetime.date | None = None, sender: str | None = None,
) -> Letter:  # fmt: skip
    text = UNIT_SEPARATOR.join(texts)
    units, at = [], 0
    for number, part in enumerate(texts, start=1):
        units.append(Unit("paragraph", f"p{number}", at, at + len(part), part,
                          make_anchor("paragraph", part), number=number))  # fmt: skip
        at += len(part) + len(UNIT_SEPARATOR)
    known = Metadata(date=date, senders=(Sender(None, sender),) if sender else ())
    source = Source(path, f"{path} {text}", len(text), form, "test 1")
    own = doc_id or path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return Letter(own, text, tuple(units), known, source, fingerprint=f"{path} {text}")


def whole(number: int) -> list[str]:
    return [text.format(number) for text in LONG]


def shape(grouped: list[Grouped]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(one.letter.doc_id, one.paths, one.letter.source.path) for one in grouped]


def test_the_official_id_wins_and_equal_text_is_a_copy_not_a_version() -> None:
    official = letter("a.txt", whole(1), "kst-36045-174")
    newer = letter("brief.txt", whole(1))
    for order in ([official, newer], [newer, official]):
        ((one,), clashes) = group_letters(order, {"a.txt": 1.0, "brief.txt": 2.0})
        assert (one.letter.doc_id, one.letter.source.path) == ("kst-36045-174", "a.txt")
        assert [copy.path for copy in one.letter.copies] == ["brief.txt"]
        assert (one.older, clashes) == ((), [])


def test_a_newer_text_under_the_same_id_is_a_new_version() -> None:
    old = letter("a.txt", whole(1), "kst-36045-174")
    new = letter("b.txt", [*whole(1)[:2], "De planning is gewijzigd en volgt nog voor de winter."],
                 "kst-36045-174")  # fmt: skip
    ((one,), _) = group_letters([new, old], {"a.txt": 1.0, "b.txt": 2.0})
    assert one.letter.source.path == "b.txt"
    assert [version.source.path for version in one.older] == ["a.txt"]
    assert one.paths == ("a.txt", "b.txt")


def test_short_letters_join_when_their_whole_text_is_the_same() -> None:
    texts = [
        "Hierbij bied ik u het verslag aan van de bijeenkomst van 3 mei over de sluizen.",
        "Groet.",
    ]
    official = letter("a.xml", texts, "kst-30139-212", "XML")
    copy = letter("kopie.txt", [text.upper() for text in texts])
    ((one,), _) = group_letters([official, copy])
    assert (one.letter.doc_id, one.paths) == ("kst-30139-212", ("a.xml", "kopie.txt"))
    other = letter("anders.txt", [texts[0].replace("3 mei", "4 mei"), texts[1]])
    assert len(group_letters([official, other])[0]) == 2


@pytest.mark.parametrize(
    "against",
    [
        {"date": datetime.date(2020, 1, 1), "sender": "A. Jansen"},
        {"date": datetime.date(2024, 5, 1), "sender": "B. de Vries"},
    ],
)
def test_a_date_or_sender_may_speak_against_it(against: dict[str, object]) -> None:
    first = letter("a.txt", whole(1), date=datetime.date(2024, 5, 1), sender="A. Jansen")
    second = letter("b.txt", whole(1), **against)  # type: ignore[arg-type]
    assert len(group_letters([first, second])[0]) == 2


def test_the_best_form_gives_the_text() -> None:
    forms = [letter(f"x.{form}", whole(1), "kst-1-2", form) for form in ("PDF", "XML", "DOCX")]
    ((one,), _) = group_letters(forms)
    assert one.letter.source.form == "XML"
    assert [copy.form for copy in one.letter.copies] == ["DOCX", "PDF"]


def test_another_text_under_the_same_id_clashes() -> None:
    first = letter("a.txt", whole(1), "kst-1-2")
    other = letter("b.txt", ["Heel iets anders: pompoenen, tuinbouw, kassen, oogst en nachten."],
                   "kst-1-2")  # fmt: skip
    grouped, clashes = group_letters([first, other])
    assert len(grouped) == 1
    assert [clash.letter.source.path for clash in clashes] == ["b.txt"]


@st.composite
def corpora(draw: st.DrawFn) -> list[Letter]:
    letters = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.integers(1, 3))
        texts = whole(kind) if draw(st.booleans()) else [whole(kind)[0]]
        official = f"kst-{kind}-{draw(st.integers(1, 2))}" if draw(st.booleans()) else None
        form = draw(st.sampled_from(["page text", "XML"]))
        letters.append(letter(f"f{number}.txt", texts, official, form))
    return letters


@settings(max_examples=150, deadline=None)
@given(corpora(), st.randoms())
def test_groups_depend_on_nothing_outside_them(letters: list[Letter], chance: object) -> None:
    every = shape(group_letters(letters)[0])
    shuffled = list(letters)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert shape(group_letters(shuffled)[0]) == every
    closed, keys, ids = {letters[0].source.path}, sharing_keys(letters[0]), {letters[0].doc_id}
    while True:  # all that the first file could be put together with, and what these could
        more = [one for one in letters if one.source.path not in closed
                and (one.doc_id in ids or sharing_keys(one) & keys)]  # fmt: skip
        if not more:
            break
        for one in more:
            closed.add(one.source.path)
            keys |= sharing_keys(one)
            ids.add(one.doc_id)
    part = shape(group_letters([one for one in letters if one.source.path in closed])[0])
    assert part == [group for group in every if set(group[1]) & closed]
    assert replace(letters[0]) == letters[0]
