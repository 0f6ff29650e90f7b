"""A quote is seen with what limits it, in its paragraph, and with when, who and about what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qa.answering.shown import quote_at
from qa.citations.citing import cite, parliamentary_year
from qa.letters import read_letter
from qa.records import Letter

_LETTER = """\
99 040 Registratie van bijtincidenten

Nr. 12 BRIEF VAN DE MINISTER VAN JUSTITIE EN VEILIGHEID

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal
{date}
Met deze brief geef ik u de cijfers over bijtincidenten waarom u heeft gevraagd.

In 2022 zijn er 150 incidenten gemeld. Hierbij kunnen dubbeltellingen voorkomen. De cijfers van \
2023 volgen in het voorjaar.

In totaal is er € 4 mln. besteed. Dat bedrag komt uit de begroting van het ministerie.

De Minister van Justitie en Veiligheid, A.B. Veer
"""


def letter(folder: Path, day: str = "Den Haag, 7 november 2023") -> Letter:
    path = folder / "kst-99040-12.txt"
    path.write_text(_LETTER.format(date=day), encoding="utf-8")
    return read_letter(path)


def place(of: Letter, text: str) -> tuple[int, int]:
    start = of.text.index(text)
    return start, start + len(text)


def test_a_caveat_in_the_next_sentence_goes_with_the_quote(tmp_path: Path) -> None:
    one = letter(tmp_path)
    quote = quote_at(one, *place(one, "In 2022 zijn er 150 incidenten gemeld."))
    (caveat,) = quote.caveats
    assert caveat.text == "Hierbij kunnen dubbeltellingen voorkomen."
    assert one.text[caveat.start : caveat.end] == caveat.text
    assert quote.paragraph
    assert quote.paragraph.text.endswith("volgen in het voorjaar.")


@pytest.mark.parametrize(
    ("text", "in_paragraph"),
    [
        ("In totaal is er € 4 mln. besteed.", True),
        ("Hierbij kunnen dubbeltellingen voorkomen.", True),
        ("Met deze brief geef ik u de cijfers over bijtincidenten waarom u heeft gevraagd.", False),
    ],
)
def test_what_limits_nothing_is_no_caveat(tmp_path: Path, text: str, in_paragraph: bool) -> None:
    one = letter(tmp_path)
    quote = quote_at(one, *place(one, text))
    assert quote.caveats == ()
    assert (quote.paragraph is not None) is in_paragraph


def test_a_citation_tells_when_who_and_about_what(tmp_path: Path) -> None:
    one = letter(tmp_path)
    found = cite(one, *place(one, "In totaal"))
    assert (found.date, found.sender) == (
        "2023-11-07",
        "Minister van Justitie en Veiligheid, A.B. Veer",
    )
    assert found.subject == (
        "Registratie van bijtincidenten: Met deze brief geef ik u de cijfers over bijtincidenten "
        "waarom u heeft gevraagd."
    )
    assert found.reference.startswith("Kamerstukken II 2023/24, 99040, nr. 12")


def test_a_letter_without_a_date_says_no_year(tmp_path: Path) -> None:
    one = letter(tmp_path, "")
    found = cite(one, *place(one, "In totaal"))
    assert (found.date, found.written_after, found.written_before) == (None, None, None)
    assert "2023/24" not in found.reference


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2024, 1, 17), "2023–2024"),
        (date(2023, 9, 18), "2022–2023"),
        (date(2023, 9, 19), "2023–2024"),
        (date(2020, 9, 14), "2019–2020"),
        (date(2020, 9, 15), "2020–2021"),
    ],
)
def test_the_parliamentary_year_begins_on_the_third_tuesday_of_september(
    day: date, year: str
) -> None:
    assert parliamentary_year(day) == year
