"""Files of one letter: put together whatever their order, and told apart where they differ."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.letters import make_anchor
from qa.letters.forms import Grouped, group_letters, sharing_keys
from qa.messages import Message
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


def shape(one: Grouped) -> tuple[str, tuple[str, ...], str, tuple[str, ...]]:
    older = tuple(version.source.path for version in one.older)
    return one.letter.doc_id, one.paths, one.letter.source.path, older


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


def test_short_letters_join_but_for_a_slip_in_a_long_word() -> None:
    text = (
        "Hierbij bied ik u, mede namens de Minister van Financiën, het verslag aan van de "
        "bijeenkomst van 3 mei over de sluizen in het noorden en de kosten van fase B daarvan."
    )
    day = datetime.date(2024, 5, 6)
    official = letter("a.xml", [text, "Groet."], "kst-30139-212", "XML", date=day)

    def joins(printed: str, date: datetime.date = day) -> bool:
        return (
            len(group_letters([official, letter("b.txt", [printed, "Groet."], date=date)])[0]) == 1
        )

    assert joins(text.replace("sluizen", "siuizen"))
    assert not joins(text.replace("sluizen", "siuizen"), day + datetime.timedelta(days=1))
    assert not joins(text.replace("3 mei", "4 mei"))
    assert not joins(text.replace("fase B", "fase C"))
    assert not joins(text.replace("noorden", "zuiden"))


def test_the_same_text_joins_however_it_is_broken_into_paragraphs() -> None:
    official = letter("a.xml", whole(1), "kst-1-2", "XML")
    ((one,), _) = group_letters([official, letter("b.txt", [" ".join(whole(1))])])
    assert one.paths == ("a.xml", "b.txt")


def test_a_copy_of_a_standard_letter_joins_the_one_of_its_date() -> None:
    days = [datetime.date(2024, month, 1) for month in (1, 4, 7, 10)]
    official = [letter(f"{day}.xml", whole(1), f"kst-1-{day.month}", date=day) for day in days]
    grouped, _ = group_letters([*official, letter("kopie.txt", whole(1), date=days[2])])
    assert [one.letter.doc_id for one in grouped if len(one.paths) > 1] == ["kst-1-7"]
    assert len(grouped) == 4


def test_files_that_agree_in_a_chain_are_one_letter() -> None:
    said = "Over de uitkomst van dat overleg bericht de minister aan beide colleges van {}."
    chain = [
        letter("a.txt", [*whole(1), said.format("bestuur")]),
        letter("b.txt", [*whole(1), said.format("toezicht")]),
        letter("c.txt", [*whole(1), said.format("beheer")]),
    ]
    assert [one.paths for one in group_letters(chain)[0]] == [("a.txt", "b.txt", "c.txt")]


FAMILY = [
    "Geachte voorzitter, hier ontvangt u het bericht over de opvang in de gemeenten van het land.",
    "De gemeenten en de uitvoerder werken aan meer plaatsen, en dat gaat met vallen en opstaan.",
    "Over de voortgang van de opvang wordt uw Kamer iedere keer met een brief als deze ingelicht.",
    "De kosten van de opvang komen ten laste van de begroting van het ministerie van dit jaar.",
]
TELLING = "In deze periode zijn 450 plaatsen gereedgekomen in Zwolle, op 12 maart, zo meldt men."


@pytest.mark.parametrize(
    "change",
    [("450", "540"), ("450", "4,50"), ("Zwolle", "Assen"), ("maart", "april"), ("12", "19"),
     ("zijn 450", "zijn zes van 450"), (", zo meldt men", ", waarvan 20 in Assen"),
     (" in Zwolle", "")],
)  # fmt: skip
@pytest.mark.parametrize("short", [True, False])
def test_a_family_of_letters_alike_but_for_a_number_or_name_stays_apart(
    change: tuple[str, str], short: bool
) -> None:
    texts = [TELLING] if short else [*FAMILY, TELLING]
    one = letter("week-10.txt", texts)
    other = letter("week-11.txt", [text.replace(*change) for text in texts])
    assert [group.paths for group in group_letters([one, other])[0]] == [
        ("week-10.txt",), ("week-11.txt",)
    ]  # fmt: skip


def test_one_text_sent_on_two_days_is_two_letters() -> None:
    day = datetime.date(2024, 3, 5)
    found = {"date": "letterhead", "subject": "letterhead", "kenmerk": "letterhead"}

    def sent(path: str, **known: object) -> Letter:
        metadata = Metadata(found=found, **{"date": day, **known})  # type: ignore[arg-type]
        return replace(letter(path, FAMILY), metadata=metadata)

    first = sent("a.txt", subject="Opvang in Zwolle", kenmerk="1-2024")
    assert len(group_letters([first, sent("b.txt")])[0]) == 1
    for known in (
        {"date": day + datetime.timedelta(days=7)},
        {"subject": "Opvang in Assen"},
        {"kenmerk": "2-2024"},
    ):
        assert len(group_letters([first, sent("b.txt", **known)])[0]) == 2, known
    later = day + datetime.timedelta(days=7)
    published = sent("b.txt", date=later)
    published.metadata.found["date"] = "form"  # when it was published
    published = replace(published, metadata=replace(published.metadata, found={"date": "form"}))
    found = {"date": "letterhead"}
    assert len(group_letters([sent("a.txt"), published])[0]) == 1


def test_two_files_of_one_name_that_differ_are_two_letters() -> None:
    other = [
        "Heel iets anders: pompoenen, tuinbouw, kassen, oogst en donkere nachten in het Westland."
    ]
    files = [letter("brief.docx", whole(1), form="DOCX"), letter("brief.pdf", other, form="PDF")]
    grouped, clashes = group_letters(files)
    assert [(one.letter.doc_id, one.paths) for one in grouped] == [
        ("brief", ("brief.docx",)), ("brief.pdf", ("brief.pdf",))
    ]  # fmt: skip
    assert clashes == []


def test_two_that_speak_against_each_other_do_not_join_through_a_third() -> None:
    dated = [
        letter(f"{name}.txt", whole(1), date=datetime.date(2024, month, 1))
        for name, month in (("a", 1), ("c", 10))
    ]
    grouped, _ = group_letters([*dated, letter("b.txt", whole(1))])
    assert [one.paths for one in grouped] == [("a.txt", "b.txt"), ("c.txt",)]
    official = [letter(f"{n}.xml", whole(1), f"kst-1-{n}", "XML") for n in (1, 2)]
    grouped, _ = group_letters([*official, letter("b.txt", whole(1))])
    assert [one.letter.doc_id for one in grouped] == ["kst-1-1", "kst-1-2"]


BRIEF = "Hierbij bied ik u het verslag aan van de bijeenkomst over de sluizen in de provincie."


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (["Geachte voorzitter,", BRIEF, "Hoogachtend,"], True),
        ([BRIEF[:40], BRIEF[40:]], True),  # broken in two
        ([BRIEF, "Bijlage 3"], False),  # a digit may be what tells two letters apart
        ([BRIEF, "Daarnaast meld ik u dat de brug bij Kampen niet zal worden vervangen."], False),
        ([BRIEF.replace("sluizen", "bruggen")], False),
    ],
)
def test_short_letters_join_also_when_one_has_a_greeting_more(
    texts: list[str], joined: bool
) -> None:
    official, other = letter("a.xml", [BRIEF], "kst-1-2", "XML"), letter("b.txt", texts)
    assert (len(group_letters([official, other])[0]) == 1) is joined
    if joined:
        assert sharing_keys(official) & sharing_keys(other)


def test_an_older_text_is_named_once_and_not_if_it_is_the_current_one() -> None:
    new = [*whole(1)[:2], "De planning is gewijzigd en volgt nog voor de winter naar de Kamer."]
    files = [letter(f"{form}{age}", text, "kst-1-1", form)
             for age, text in enumerate((whole(1), new)) for form in ("XML", "PDF")]  # fmt: skip
    ages = {one.source.path: float(one.source.path[-1]) for one in files}
    ((one,), _) = group_letters(files, ages)
    assert [old.source.path for old in one.older] == ["XML0"]
    ((one,), _) = group_letters(files[:2] + files[3:], ages)  # the new one as PDF alone
    assert (one.letter.source.path, one.older) == ("XML0", ())
    assert {copy.path for copy in one.letter.copies} == {"PDF0", "PDF1"}


def test_a_change_outside_the_paragraphs_is_a_new_version() -> None:
    old = letter("a.xml", [*whole(1), "2023 | 12 miljoen"], "kst-1-1", "XML")
    rows = (*old.units[:3], replace(old.units[3], kind="row"))
    new = letter("b.xml", [*whole(1), "2023 | 14 miljoen"], "kst-1-1", "XML")
    new_rows = (*new.units[:3], replace(new.units[3], kind="row"))
    files = [replace(old, units=rows), replace(new, units=new_rows)]
    ((one,), _) = group_letters(files, {"a.xml": 1.0, "b.xml": 2.0})
    assert [version.source.path for version in one.older] == ["a.xml"]


def changed(path: str, day: int = 5, **known: object) -> Letter:
    texts = [*whole(1)[:2], f"De planning is gewijzigd en volgt nog voor de winter van {path}."]
    one = letter(path, texts, "kst-1-2", date=datetime.date(2024, 2, day))
    found = {"date": "letterhead", **known}
    return replace(one, metadata=replace(one.metadata, found=found))  # type: ignore[arg-type]


def test_the_date_in_the_letters_goes_before_that_of_their_files() -> None:
    old, new = changed("oud.txt", 5), changed("nieuw.txt", 6)
    ((one,), _) = group_letters([old, new], {"oud.txt": 2.0, "nieuw.txt": 1.0})
    assert (one.letter.source.path, [v.source.path for v in one.older]) == (
        "nieuw.txt",
        ["oud.txt"],
    )
    assert one.letter.source.notices == (
        "oud.txt has another text and counts as an older version of nieuw.txt, not searched, for "
        "it is dated earlier (2024-02-05 against 2024-02-06); if they are two letters, give it a "
        "doc_id of its own in oud.txt.json",
    )


@pytest.mark.parametrize(
    ("ages", "why"),
    [
        (
            {"a.txt": 0.0, "b.txt": 60.0},
            "its file is older (1970-01-01 00:00:00 against 1970-01-01 00:01:00)",
        ),
        ({}, "its name comes first and both files are of one time"),
    ],
)
def test_a_letter_says_which_of_its_files_is_current_and_why(
    ages: dict[str, float], why: str
) -> None:
    ((one,), _) = group_letters([changed("b.txt"), changed("a.txt")], ages)
    assert one.letter.source.path == "b.txt"
    (said,) = one.letter.source.notices
    assert said.startswith(f"a.txt has another text and counts as an older version of b.txt, not "
                           f"searched, for {why}; ")  # fmt: skip
    assert isinstance(said, Message)
    dutch = said.say("nl")
    assert dutch.startswith("a.txt heeft een andere tekst en geldt als oudere versie van b.txt")
    assert "against" not in dutch


def test_a_copy_does_not_change_the_id_of_a_letter() -> None:
    files = [letter(name, whole(1)) for name in ("brief.txt", "aaa.txt", "brief (1).txt")]
    ages = {"brief.txt": 1.0, "aaa.txt": 2.0, "brief (1).txt": 1.0}
    ((one,), _) = group_letters(files, ages)
    assert one.letter.doc_id == "brief"


def test_one_id_given_to_two_letters_is_a_clash_and_hides_none() -> None:
    given = {"doc_id": "sidecar"}
    grouped, clashes = group_letters([changed("a.txt", 5, **given), changed("b.txt", 6, **given)])
    assert [clash.letter.source.path for clash in clashes] == ["b.txt"]
    assert [one.older for one in grouped] == [()]
    grouped, clashes = group_letters([changed("a.txt", 5, **given), changed("b.txt", 5, **given)])
    assert ([len(one.older) for one in grouped], clashes) == ([1], [])


@st.composite
def corpora(draw: st.DrawFn) -> list[Letter]:
    """Letters of few texts, cut and dated in few ways, so that many nearly agree."""
    letters = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.integers(1, 3))
        both = [*whole(kind), *whole(kind % 3 + 1)]
        texts = draw(st.sampled_from([both[:3], both[:1], ["Geachte voorzitter,", both[0]],
                                      [" ".join(both[:3])], both[1:5], both]))  # fmt: skip
        if draw(st.booleans()):
            texts = [text.replace("werkzaamheden", "werkzaamheder") for text in texts]
        official = f"kst-{kind}-{draw(st.integers(1, 2))}" if draw(st.booleans()) else None
        form = draw(st.sampled_from(["page text", "XML"]))
        month = draw(st.sampled_from([None, 1, 2, 9]))
        date = datetime.date(2024, month, 1) if month else None
        sender = draw(st.sampled_from([None, "A. Jansen", "B. de Vries"]))
        letters.append(letter(f"f{number}.txt", texts, official, form, date, sender))
    return letters


def connected(letters: list[Letter]) -> set[str]:
    """Return the paths of all that the first could be put together with, and what these could."""
    found, keys, ids = {letters[0].source.path}, sharing_keys(letters[0]), {letters[0].doc_id}
    while True:
        more = [one for one in letters if one.source.path not in found
                and (one.doc_id in ids or sharing_keys(one) & keys)]  # fmt: skip
        if not more:
            return found
        for one in more:
            found.add(one.source.path)
            keys |= sharing_keys(one)
            ids.add(one.doc_id)


@settings(max_examples=150)
@given(corpora(), st.randoms())
def test_groups_depend_on_nothing_outside_them(letters: list[Letter], chance: object) -> None:
    ages = {one.source.path: float(len(one.text) % 3) for one in letters}
    every = [shape(group) for group in group_letters(letters, ages)[0]]
    shuffled = list(letters)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert [shape(group) for group in group_letters(shuffled, ages)[0]] == every
    closed = connected(letters)
    part = group_letters([one for one in letters if one.source.path in closed], ages)[0]
    assert [shape(group) for group in part] == [group for group in every if set(group[1]) & closed]


@settings(max_examples=150)
@given(corpora())
def test_files_are_put_together_by_an_id_or_a_key(letters: list[Letter]) -> None:
    by_path = {one.source.path: one for one in letters}
    for group in group_letters(letters)[0]:
        files = [by_path[path] for path in group.paths]
        assert connected(files) == set(group.paths)
        official = {one.doc_id for one in files if one.doc_id.startswith("kst-")}
        assert len(official) <= 1
        assert all(0 <= key < 2**40 for one in files for key in sharing_keys(one))
