"""Offices under one name each, whoever spells them."""

from __future__ import annotations

import pytest

from qa.text.offices import office_name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Minister van Buitenlandse Zaken", "Minister van Buitenlandse Zaken"),
        ("Minister (Buitenlandse Zaken)", "Minister van Buitenlandse Zaken"),
        ("de minister van BZ", "Minister van Buitenlandse Zaken"),
        ("MINISTER (BZ)", "Minister van Buitenlandse Zaken"),
        ("minister van  buitenlandse zaken", "Minister van Buitenlandse Zaken"),
        ("Minister (Rechtsbescherming)", "Minister voor Rechtsbescherming"),
        ("Minister van Rechtsbescherming", "Minister voor Rechtsbescherming"),
        ("Staatssecretaris (VWS)", "Staatssecretaris van Volksgezondheid, Welzijn en Sport"),
        (
            "Staatssecretaris (Financiën – Fiscaliteit en Belastingdienst)",
            "Staatssecretaris van Financiën – Fiscaliteit en Belastingdienst",
        ),
        ("Minister van Veiligheid en Justitie", "Minister van Veiligheid en Justitie"),
        ("Minister-president", "Minister-president"),
        ("Voorzitter van de commissie", "Voorzitter van de commissie"),
        ("Algemene Rekenkamer", "Algemene Rekenkamer"),
    ],
)
def test_an_office_has_one_name(printed: str, name: str) -> None:
    assert office_name(printed) == name
    assert office_name(name) == name
