"""Abbreviations are found where letters explain them, and nowhere else."""

from __future__ import annotations

import pytest

from qa.letters.abbreviations import find_abbreviations
from qa.records import Unit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("de Ukraine Defence Contact Group (UDCG)", [("UDCG", "Ukraine Defence Contact Group")]),
        ("het Materieelprojectenoverzicht (MPO)", [("MPO", "Materieelprojectenoverzicht")]),
        ("de AIVD (Algemene Inlichtingen- en Veiligheidsdienst)",
         [("AIVD", "Algemene Inlichtingen- en Veiligheidsdienst")]),
        ("Vragen van het lid Erkens (VVD) over gas", []),
        ("in de zomer (Kamerstuk 28 676, nr. 4)", []),
    ],
)  # fmt: skip
def test_what_is_explained(text: str, found: list[tuple[str, str]]) -> None:
    unit = Unit("paragraph", "p1", 0, len(text), text, "")
    result = list(find_abbreviations((unit,)))
    assert [(one.short, one.long) for one in result] == found
    assert all(text[one.start : one.end] == one.long for one in result)
