"""Offices of government, each under one name: "Minister (BZ)", "Minister van Buitenlandse Zaken".

A signature, the head of an answer and a title line spell one office in three ways. Names of other
times stay what they were: the minister "van Veiligheid en Justitie" is not the one "van Justitie
en Veiligheid".
"""

from __future__ import annotations

import re

from qa.text.folding import fold

MINISTRIES = {
    "AZ": "Algemene Zaken",
    "BZ": "Buitenlandse Zaken",
    "BHO": "Buitenlandse Handel en Ontwikkelingssamenwerking",
    "BHOS": "Buitenlandse Handel en Ontwikkelingssamenwerking",
    "BZK": "Binnenlandse Zaken en Koninkrijksrelaties",
    "DEF": "Defensie",
    "EZ": "Economische Zaken",
    "EZK": "Economische Zaken en Klimaat",
    "FIN": "Financiën",
    "IenM": "Infrastructuur en Milieu",
    "IenW": "Infrastructuur en Waterstaat",
    "JenV": "Justitie en Veiligheid",
    "KGG": "Klimaat en Groene Groei",
    "LNV": "Landbouw, Natuur en Voedselkwaliteit",
    "LVVN": "Landbouw, Visserij, Voedselzekerheid en Natuur",
    "OCW": "Onderwijs, Cultuur en Wetenschap",
    "SZW": "Sociale Zaken en Werkgelegenheid",
    "VenJ": "Veiligheid en Justitie",
    "VRO": "Volkshuisvesting en Ruimtelijke Ordening",
    "VWS": "Volksgezondheid, Welzijn en Sport",
}
"""What the short names of ministries stand for."""

WITHOUT_MINISTRY = (
    "Armoedebeleid, Participatie en Pensioenen",
    "Basis- en Voortgezet Onderwijs en Media",
    "Buitenlandse Handel en Ontwikkelingssamenwerking",
    "Buitenlandse Handel en Ontwikkelingshulp",
    "Jeugd en Gezin",
    "Klimaat en Energie",
    "Langdurige Zorg en Sport",
    "Medische Zorg",
    "Medische Zorg en Sport",
    "Milieu en Wonen",
    "Natuur en Stikstof",
    "Ontwikkelingssamenwerking",
    "Primair en Voortgezet Onderwijs",
    "Rechtsbescherming",
    "Wonen en Rijksdienst",
)
"""What ministers without a ministry of their own are *for*: "Minister voor Rechtsbescherming"."""

_OFFICE = re.compile(
    r"(?:de )?(?P<rank>minister-president|minister|staatssecretaris)"
    r"(?:\s*\((?P<within>[^()]+)\)|\s+(?P<link>van|voor)\s+(?P<of>.+))",
    re.IGNORECASE,
)
_SHORT = {fold(short): name for short, name in MINISTRIES.items()}
_NAMES = {fold(name): name for name in (*MINISTRIES.values(), *WITHOUT_MINISTRY)}
_FOR = {fold(name) for name in WITHOUT_MINISTRY}


def office_name(function: str) -> str:
    """Return the one name of an office; what is none comes back without doubled spaces.

    Example:
        >>> office_name("Minister (Buitenlandse Zaken)"), office_name("minister van BZ")
        ('Minister van Buitenlandse Zaken', 'Minister van Buitenlandse Zaken')
        >>> office_name("Minister (Rechtsbescherming)"), office_name("Voorzitter van de commissie")
        ('Minister voor Rechtsbescherming', 'Voorzitter van de commissie')
    """
    plain = " ".join(function.split())
    match = _OFFICE.fullmatch(plain)
    if match is None:
        return plain
    of = (match["within"] or match["of"]).strip()
    of = _SHORT.get(fold(of), of)
    of = _NAMES.get(fold(of), of)
    link = "voor" if fold(of) in _FOR else (match["link"] or "van").lower()
    return f"{match['rank'].capitalize()} {link} {of}"
