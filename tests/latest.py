"""Letters on one subject of five dates, with near subjects between and after them, made up.

What is newest on the subject is not what meets the words of a question best: the letters say it
in other words each time, and newer letters on other crossings meet many of the same.
"""

from __future__ import annotations

from pathlib import Path

_HEAD = """\
99 030 Veerverbindingen

Nr. {number} BRIEF VAN DE STAATSSECRETARIS VAN INFRASTRUCTUUR EN WATERSTAAT

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal
{date}
Onderwerp: {subject}

{body}

De Staatssecretaris van Infrastructuur en Waterstaat, V. Oever
"""

_LETTERS: dict[int, tuple[str, str, str]] = {
    1: (
        "Den Haag, 4 februari 2019",
        "Veerpont Lankveer",
        "De aanschaf van de elektrische veerpont bij Lankveer kost naar verwachting € 12 mln. "
        "De veerpont bij Lankveer komt in 2021 in de vaart.",
    ),
    2: (
        "Den Haag, 14 mei 2020",
        "Veerpont Lankveer",
        "De kosten van de elektrische veerpont bij Lankveer vallen hoger uit: € 15 mln. "
        "De werf levert de pont later dan gepland.",
    ),
    3: (
        "Den Haag, 21 september 2021",
        "Voortgang Lankveer",
        "De veerpont bij Lankveer heeft de proefvaart goed doorstaan. De kosten van de pont zijn "
        "opgelopen tot € 18 mln.",
    ),
    4: (
        "Den Haag, 3 oktober 2022",
        "Lankveer",
        "Voor de veerpont bij Lankveer is een bedrag van € 21 mln. nodig, omdat de accu's duurder "
        "zijn geworden.",
    ),
    5: (
        "Den Haag, 9 maart 2023",
        "Veerdienst",
        "De veerpont bij Lankveer vaart sinds 1 maart 2023. In totaal is er € 23 mln. aan de pont "
        "uitgegeven.",
    ),
    6: (
        "Den Haag, 5 juni 2023",
        "Veerpont Zandhoek",
        "De kosten van de elektrische veerpont bij Zandhoek worden geraamd op € 31 mln. De "
        "aanschaf van de elektrische veerpont kost meer dan verwacht.",
    ),
    7: (
        "Den Haag, 18 januari 2024",
        "Brug Lankveer",
        "De gemeente onderzoekt of er bij Lankveer een brug voor fietsers kan komen. Omwonenden "
        "zijn voor de plannen uitgenodigd.",
    ),
    8: (
        "",
        "Veerpont Lankveer",
        "Op 12 april 2021 heeft de werf de romp van de veerpont bij Lankveer te water gelaten. De "
        "kosten van de veerpont bedragen € 17 mln. De pont zal uiterlijk op 15 februari 2022 "
        "worden opgeleverd.",
    ),
    9: (
        "Den Haag, 2 mei 2024",
        "Tarieven",
        "De tarieven van de veerponten stijgen per 1 juli 2024 met 4 procent.",
    ),
}  # fmt: skip


def write_letters(folder: Path) -> None:
    """Write the letters as text files: kst-99030-1.txt to kst-99030-9.txt."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (date, subject, body) in _LETTERS.items():
        text = _HEAD.format(number=number, date=date, subject=subject, body=body)
        (folder / f"kst-99030-{number}.txt").write_text(text, encoding="utf-8")
