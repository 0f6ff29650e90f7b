"""References to other publications are found in every way they are printed, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa.letters import read_letter
from qa.letters.references import find_references, reference_target


def targets(text: str) -> list[str]:
    return [target for one in find_references(text) for target in one.targets]


WAYS = [
    ("(Kamerstuk 28 676, nr. 353)", ["kst-28676-353"]),
    ("Kamerstuk 2023–2024, 28 676, nr. 448", ["kst-28676-448"]),
    ("Kamerstukken II 2020/21, 22 112 nr. 2953", ["kst-22112-2953"]),
    ("de brief (30 139, nr. 53)", ["kst-30139-53"]),
    ("TK 26 488, nr. 282", ["kst-26488-282"]),
    ("KAMERSTUK 28 676, NR. 426", ["kst-28676-426"]),
    ("Kamerstukken 29 521 en 33 279, nr. 310", ["kst-29521-310", "kst-33279-310"]),
    ("Kamerstuk 21 501-28, nr. 12", ["kst-21501-28-12"]),
    ("Kamerstuk 36 800 X, nr. 5", ["kst-36800-X-5"]),
    ("Kamerstuk 33 000 IXB, nr. 7", ["kst-33000-IXB-7"]),
    ("Kamerstukken I 2014/15, 33 802, C, p. 3", ["kst-33802-C"]),
    ("Kamerstuk 28 676-426", ["kst-28676-426"]),
    ("zie kst-28676-426 en ah-tk-20232024-1433", ["kst-28676-426", "ah-tk-20232024-1433"]),
    ("Aanhangsel Handelingen II 2023/24, nr. 1433", ["ah-tk-20232024-1433"]),
    ("Aanhangsel van de Handelingen II, 2022/-23, nr. 1823", ["ah-tk-20222023-1823"]),
    ("Kamerstuk 29 754, nr. 679, nr. 684 en 685", ["kst-29754-679", "kst-29754-684",
                                                 "kst-29754-685"]),
    ("Kamerstuk 28 676, nr. 426 en nr. 427", ["kst-28676-426", "kst-28676-427"]),
    ("Kamerstuk 28 676, nrs. 426, 427 en 428 noemen", ["kst-28676-426", "kst-28676-427",
                                                      "kst-28676-428"]),
    ("Kamerstuk 36 410, nr. 1 t/m 3", ["kst-36410-1", "kst-36410-3", "kst-36410-2"]),
    ("Kamerstuk 28 676, nr. 426 en 427 van de Minister", ["kst-28676-426", "kst-28676-427"]),
    ("Kamerstukken II 2023/24, 28676, nr. 449, p. 2", ["kst-28676-449"]),
    ("KAMERSTUKKEN II 2020/21, 22 112, NR. 2953", ["kst-22112-2953"]),
    ("KAMERSTUK 28 676, NRS. 426 EN 427", ["kst-28676-426", "kst-28676-427"]),
    ("Kamerstuk 33 802, nr. C en D", ["kst-33802-C", "kst-33802-D"]),
    ("Kamerstuk 28 676, nrs. 1–3", ["kst-28676-1", "kst-28676-3", "kst-28676-2"]),
    ("Kamerstuk 28 676, nr. 1 tot en met 3", ["kst-28676-1", "kst-28676-3", "kst-28676-2"]),
    ("Kamerstuk 28 676, nr. 426 en 30 139, nr. 53", ["kst-28676-426", "kst-30139-53"]),
    ("AANHANGSEL HANDELINGEN II 2023/24, NR. 1433", ["ah-tk-20232024-1433"]),
    ("Aanhangsel van de Handelingen, vergaderjaar 2022–2023, nr. 1823", ["ah-tk-20222023-1823"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WAYS)
def test_every_way_of_naming_is_found(text: str, expected: list[str]) -> None:
    assert targets(text) == expected
    for one in find_references(text):
        assert text[one.start : one.end].strip() == text[one.start : one.end]


@pytest.mark.parametrize(("text", "expected"), WAYS)
def test_every_way_is_found_over_a_line_end(text: str, expected: list[str], tmp_path: Path) -> None:
    place = tmp_path / "brief.txt"
    for match in re.finditer(r" |(?<=/)(?=\d)|(?<=[\w/][-–])(?=\d)", text):
        broken = f"{text[: match.start()]}\n{text[match.end() :]}"
        if match[0]:
            assert targets(broken) == expected, broken  # as in a letterhead
        place.write_text(
            "Geachte voorzitter,\n\nIn mijn brief heb ik u eerder bericht over de werkzaamheden\n"
            f"aan de sluizen ({broken}) en over de kosten daarvan in dit jaar.\n",
            encoding="utf-8",
        )
        found = read_letter(place).references
        assert [target for one in found for target in one.targets] == expected, broken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kamerstuk 28 676, nr. 426 en 30 139, nr. 53", ["kst-28676-426", "kst-30139-53"]),
        ("Kamerstuk 28 676, nr. 426, 12 januari 2024", ["kst-28676-426"]),
        ("KAMERSTUK 28 676, NR. 426, 12 JANUARI 2024", ["kst-28676-426"]),
        ("Kamerstuk 28 676, nr. 426, 12 en 13 januari 2024", ["kst-28676-426"]),
        ("Kamerstuk 28 676, nr. 426, 12-01-2024", ["kst-28676-426"]),
        ("Kamerstuk 28 676, nr. 426, 12/1/2024", ["kst-28676-426"]),
        ("Kamerstuk 28 676, nr. 426, 12:30 uur", ["kst-28676-426"]),
        ("Kamerstuk 28 676, nr. 426, EU-regelgeving", ["kst-28676-426"]),
        ("Kamerstuk 28 676, nr. 426, 2024", ["kst-28676-426"]),
        ("Kamerstuk 28 676, nr. 426 en 3 moties", ["kst-28676-426"]),
        ("Kamerstuk 28 676, nr. 426, 10% meer", ["kst-28676-426"]),
        ("Kamerstuk 28 676, nr. 1 t/m 900", ["kst-28676-1", "kst-28676-900"]),
        ("Kamerstuk 28 676, nr. 426 - 3 moties", ["kst-28676-426"]),
        ("Kamerstuk 28 676, nr. 426 – 12 januari 2024", ["kst-28676-426"]),
        ("er kwamen 28 676 mensen", []),
        ("€ 28 676, nr. 3 op de lijst", []),
        ("20 000, A", []),
    ],
)
def test_what_follows_a_number_is_not_taken_for_one(text: str, expected: list[str]) -> None:
    assert targets(text) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("28676-426", "kst-28676-426"), ("28 676, nr. 426", "kst-28676-426"), ("iets", None)],
)
def test_what_a_person_types_names_a_publication(typed: str, expected: str | None) -> None:
    assert reference_target(typed) == expected
