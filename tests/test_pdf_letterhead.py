"""Who writes to whom, when and about what: as the letterhead and the end of a PDF print it."""

from __future__ import annotations

import pytest
from made_pdf import body, letter, shown

from qa.records import Sender


def memo(pairs: list[tuple[str, str]], x: float = 140) -> str:
    """Labels one under the other, values beside them; an empty label goes on with the value."""
    rows = ""
    for i, (label, value) in enumerate(pairs):
        rows += shown(70, 790 - 12 * i, label) if label else ""
        rows += shown(x, 790 - 12 * i, value)
    return rows


@pytest.mark.parametrize("mark", ["", ":"])
def test_values_beside_their_labels_are_metadata(
    mark: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pairs = [
        ("Voor", "Minister van Defensie"),
        ("Van", "Directie Waterbeheer"),
        ("Datum", "12 augustus 2020"),
        ("Inzake", "Advies over de keringen en over de planning van de"),
        ("", "werken"),
        ("Zaaknr", "11014156"),
    ]
    head = memo([(label + mark if label else "", value) for label, value in pairs])
    made = letter([head + body()], tmp_path_factory)
    assert str(made.metadata.date) == "2020-08-12"
    assert made.metadata.receiver == "Minister van Defensie"
    assert made.metadata.senders == (Sender("Directie Waterbeheer", None),)
    assert made.metadata.kenmerk == "11014156"
    subject = "Advies over de keringen en over de planning van de werken"
    assert made.metadata.subject == subject
    head_units = [unit.text for unit in made.units if unit.kind == "letterhead"]
    assert f"Datum{mark}\n12 augustus 2020" in head_units
    assert len(made.paragraphs) == 1


def test_two_labels_far_into_a_letter_are_text(tmp_path_factory: pytest.TempPathFactory) -> None:
    pages = [body() + body(600) + body(500) + body(400) + body(300) + body(200)] * 2
    pages.append(body() + shown(70, 640, "Van") + shown(140, 640, "Directie Waterbeheer")
                 + shown(70, 628, "Aan") + shown(140, 628, "Minister van Defensie"))  # fmt: skip
    made = letter(pages, tmp_path_factory)
    assert (made.metadata.senders, made.metadata.receiver) == ((), None)


@pytest.mark.parametrize("deputy", [True, False])
def test_an_authority_that_signs_is_the_sender(
    deputy: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = ["Hoogachtend,", "Autoriteit Persoonsgegevens,"] + ["Namens deze,"] * deputy
    end = "".join(shown(70, 600 - 12 * i, line) for i, line in enumerate(lines))
    end += shown(70, 530, "ir. C.M. Schut, MPA") + shown(70, 518, "Directeur")
    made = letter([body() + end], tmp_path_factory)
    assert made.metadata.senders == (Sender("Autoriteit Persoonsgegevens", "ir. C.M. Schut, MPA"),)
