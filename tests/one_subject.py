"""Six short letters by one minister on one subject, made up: a bridge that becomes dearer.

Each later letter tells a higher amount; one corrects the letter before it, one has no date, one
only repeats. What tells letters apart (differences, the latest, the timeline, the same sentence in
two of them) shows on these alone.
"""

from __future__ import annotations

from pathlib import Path

_HEAD = """\
99 020 Renovatie van de Molenbrug

Nr. {number} BRIEF VAN DE MINISTER VAN INFRASTRUCTUUR EN WATERSTAAT

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal
{date}
{body}

De Minister van Infrastructuur en Waterstaat, M. Brugman
"""

_LETTERS: dict[int, tuple[str, str]] = {
    1: (
        "Den Haag, 12 januari 2021",
        """\
Met deze brief informeer ik uw Kamer over de renovatie van de Molenbrug bij Veerdam.

De kosten van de renovatie van de Molenbrug worden geraamd op € 40 mln.

De renovatie omvat de volgende werkzaamheden:

– het vervangen van de hoofdligger;

– het versterken van de pijlers;

– het aanbrengen van een nieuwe deklaag;

– het schilderen van de leuningen.

De brug blijft tijdens de werkzaamheden open voor fietsers.""",
    ),
    2: (
        "Den Haag, 3 mei 2022",
        """\
In deze brief ga ik in op de voortgang van de renovatie van de Molenbrug.

De kosten van de renovatie van de Molenbrug worden geraamd op € 55 mln. De stijging komt door de \
hogere prijs van staal.

De aannemer begint op 1 september 2022.""",
    ),
    3: (
        "Den Haag, 20 juni 2023",
        """\
Hierbij bied ik u de derde voortgangsrapportage aan.

De kosten van de renovatie van de Molenbrug worden geraamd op € 72 mln. In de pijlers zitten \
scheuren.

De brug is gereed op 1 december 2024.""",
    ),
    4: (
        "Den Haag, 4 juli 2023",
        """\
In mijn brief van 20 juni 2023 staat een onjuist bedrag. Dat herstel ik met deze brief.

De kosten van de renovatie van de Molenbrug worden geraamd op € 75 mln.

Veerdam krijgt tijdens de afsluiting een pendelbus.""",
    ),
    5: (
        "",
        """\
Op verzoek van de vaste commissie licht ik de hinder door de renovatie van de Molenbrug toe.

Tijdens de renovatie van de Molenbrug rijdt het verkeer 14 weken om via de Zuidersluis.""",
    ),
    6: (
        "Den Haag, 9 februari 2024",
        """\
Uw Kamer vroeg naar de stand van zaken. Sinds mijn vorige brief is er niets veranderd.

De kosten van de renovatie van de Molenbrug worden geraamd op € 75 mln.

Veerdam krijgt tijdens de afsluiting een pendelbus.""",
    ),
}


def write_letters(folder: Path) -> None:
    """Write the letters as text files, kst-99020-1 to kst-99020-6."""
    for number, (date, body) in _LETTERS.items():
        text = _HEAD.format(number=number, date=f"\n{date}\n" if date else "", body=body)
        (folder / f"kst-99020-{number}.txt").write_text(text, encoding="utf-8")
