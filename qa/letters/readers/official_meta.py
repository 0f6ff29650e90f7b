"""The official publications' own metadata names to fields: DC.identifier, OVERHEIDop.dossiernummer.

HTML, ODT and metadata.xml carry the same names. Reads no files.
"""

from __future__ import annotations

from collections.abc import Iterable

_FIELDS = {
    "DC.identifier": "doc_id",
    "OVERHEIDop.ondernummer": "ondernummer",
    "OVERHEIDop.aanhangselNummer": "ondernummer",
    "OVERHEIDop.vergaderjaar": "vergaderjaar",
    "OVERHEIDop.datumOntvangst": "date",
    "DCTERMS.issued": "date",
    "DCTERMS.language": "language",
    "OVERHEIDop.documenttitel": "subject",
}
_TYPES = {
    "OVERHEIDop.KamerstukTypen": "kind",
    "OVERHEIDop.AanhangselTypen": "kind",
}
_HOUSES = {"Tweede Kamer der Staten-Generaal": "II", "Eerste Kamer der Staten-Generaal": "I"}


def known_values(meta: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, str], ...]:
    """Turn the meta elements of a publication into (field, value) pairs.

    Args:
        meta: (name, scheme, content) of each, in the file's order.

    Returns:
        Pairs of a field of `qa.records.Metadata`, or "doc_id", and its value as text. ``dossiers``
        has the dossier's title after a tab, where it is given.
    """
    known: list[tuple[str, str]] = []
    dossiers: list[str] = []
    title = ""
    for name, scheme, content in meta:
        value = content.strip()
        if not value:
            continue
        if name == "OVERHEIDop.dossiernummer":
            dossiers += [part.strip() for part in value.split(";") if part.strip()]
        elif name == "OVERHEIDop.dossiertitel":
            title = value
        elif name == "DC.type" and scheme in _TYPES:
            known.append((_TYPES[scheme], _kind(value)))
        elif name == "DC.creator" and value in _HOUSES:
            known.append(("house", _HOUSES[value]))
        elif name in _FIELDS:
            known.append((_FIELDS[name], value))
    for at, number in enumerate(dossiers):
        known.append(("dossiers", f"{number}\t{title}" if title and at == 0 else number))
    return tuple(known)


def _kind(value: str) -> str:
    return "Antwoord op Kamervragen" if value == "Antwoord" else value
