"""Two letters that answer questions about a bridge, a year apart, and a new set about it; made up.

The later answer names another amount. The new set is itself a paper of the corpus.
"""

from __future__ import annotations

from pathlib import Path

_ANSWERS = """\
Tweede Kamer der Staten-Generaal

Vragen van het lid {by} aan de Minister van Havens over het herstel van de Molenbrug
(ingezonden {asked})

Antwoord van Minister Brugman (Havens) (ontvangen {date})

Vraag 1

Hoeveel kost het herstel van de Molenbrug bij Veerdam?

Antwoord 1

Het herstel van de Molenbrug bij Veerdam kost het ministerie € {amount} mln.

Vraag 2

Bent u bereid het fietspad naar Veerdam te verlichten? Zo nee, waarom niet?

Antwoord 2

Ja. Er komen twaalf lantaarns langs het fietspad.
"""

NEW = """\
2024Z00042

(ingezonden 6 mei 2024)

Vragen van het lid Kat (D66) aan de Minister van Havens over de Molenbrug

Vraag 1

Wat zijn de kosten van het herstel van de Molenbrug bij Veerdam?

Vraag 2, 3 en 4

Deelt u de mening dat het fietspad naar Veerdam verlicht moet worden?

Hoeveel eenhoorns grazen er op de kwelders van Sealand?

Bent u bereid deze vragen te beantwoorden?
"""

OWN_ID = "kv-tk-2024Z00042"


def write_corpus(folder: Path) -> None:
    """Write the letters and the new set as text files."""
    for number, values in {
        17: {"by": "De Wit (PvdK)", "asked": "2 mei 2022", "date": "3 juni 2022", "amount": 3},
        29: {"by": "Zwart (ABC)", "asked": "4 mei 2023", "date": "5 juni 2023", "amount": 5},
    }.items():
        name = f"ah-tk-20222023-{number}.txt"
        (folder / name).write_text(_ANSWERS.format(**values), encoding="utf-8")
    (folder / f"{OWN_ID}.txt").write_text(NEW, encoding="utf-8")
