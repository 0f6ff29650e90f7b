"""Ids of letters without an official one, and numbers of dossiers."""

from __future__ import annotations

import unicodedata

import pytest

from qa.letters.file_ids import composed, file_id, full_file_id, last_name
from qa.text.dossiers import dossier_number, whole_dossier


def test_an_id_is_made_of_the_place_alone() -> None:
    assert file_id("brief.pdf") == "brief"
    assert file_id("2024-03-12/kamerbrief.txt") == "2024-03-12~kamerbrief"
    assert full_file_id("2024/brief.docx") == "2024~brief.docx"
    assert last_name(file_id("a/b/brief.pdf")) == "brief"


def test_an_id_is_written_with_composed_characters() -> None:
    apart = unicodedata.normalize("NFD", "Brief Oekraïne één.txt")
    assert file_id(apart) == "Brief Oekraïne één"
    assert composed(unicodedata.normalize("NFD", "één")) == "één"


def test_a_long_place_gives_an_id_that_a_file_can_be_named_after() -> None:
    long = "/".join(["ondersteuning-aan-Oekraïne"] * 20)
    ids = {file_id(f"{long}/a.txt"), file_id(f"{long}/b.txt")}
    assert len(ids) == 2
    assert all(len(one.encode()) <= 160 for one in ids)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("28676", "28676"), ("28 676", "28676"), ("28.676", "28676"), ("28\u2009676", "28676"),
        ("36 725 VI", "36725-VI"), ("36725-vi", "36725-VI"), ("36725VI", "36725-VI"),
        ("21 501-02", "21501-02"), ("21501 - 02", "21501-02"), ("36 800 X", "36800-X"),
        ("35 000 (R2099)", "35000"), ("34 775 A", "34775-A"),
    ],
)  # fmt: skip
def test_a_dossier_is_written_as_in_ids(printed: str, number: str) -> None:
    assert dossier_number(printed) == number


def test_a_chapter_belongs_to_its_dossier() -> None:
    assert whole_dossier("36725-VI") == whole_dossier("36725") == "36725"
