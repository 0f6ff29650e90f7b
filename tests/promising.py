"""Five made-up letters in which a minister promises things about a ferry, and keeps some."""

from __future__ import annotations

from pathlib import Path

_HEAD = """\
99 030 Veerdienst over de Zwartewaterkil

Nr. {number} BRIEF VAN DE MINISTER VAN INFRASTRUCTUUR EN WATERSTAAT

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal

Den Haag, {date}

{body}

De Minister van Infrastructuur en Waterstaat, M. Brugman
"""

_LETTERS: dict[int, tuple[str, str]] = {
    1: (
        "5 februari 2024",
        """\
Met deze brief informeer ik uw Kamer over de veerdienst.

Ik informeer uw Kamer voor het zomerreces over de uitkomsten van de aanbesteding van de veerpont.

Ik laat onderzoeken of de steiger geschikt is voor rolstoelen.

Het kabinet stelt € 12 mln. beschikbaar voor een elektrische pont.""",
    ),
    2: (
        "12 juni 2024",
        """\
Zoals toegezegd informeer ik uw Kamer hierbij over de uitkomsten van de aanbesteding van de \
veerpont.

De aanbesteding heeft drie inschrijvingen opgeleverd.""",
    ),
    3: (
        "3 maart 2025",
        """\
In Kamerstuk 99 030, nr. 1 kondigde ik een onderzoek aan naar rolstoelen op de steiger.

De minister van Financiën zal de dekking in de Voorjaarsnota verwerken.

Het rapport stuur ik binnen zes weken naar uw Kamer.""",
    ),
}
LATER = (
    4,
    "10 april 2025",
    "Hierbij bied ik u, zoals toegezegd in mijn brief van 3 maart 2025, het rapport over de "
    "steiger aan.",
)


def write_letter(folder: Path, number: int, date: str, body: str) -> None:
    """Write one letter as a text file."""
    text = _HEAD.format(number=number, date=date, body=body)
    (folder / f"kst-99030-{number}.txt").write_text(text, encoding="utf-8")


def write_letters(folder: Path) -> None:
    """Write three letters as text files, kst-99030-1 to kst-99030-3."""
    for number, (date, body) in _LETTERS.items():
        write_letter(folder, number, date, body)
