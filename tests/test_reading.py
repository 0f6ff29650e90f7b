"""The quality gate of reading: real files in every form, against floors that only rise."""

from __future__ import annotations

import copy

import pytest

from benchmarks.reading import (
    LETTERS,
    Outcome,
    below_floors,
    expected_files,
    measure_all,
    read_floors,
    updated_floors,
)
from qa.letters import read_letter

real = pytest.mark.skipif(
    not LETTERS.is_dir(), reason=f"the real letters are not here: {LETTERS.name} is missing"
)
FORMS = {
    "kst-32545-143": ("xml", "html", "pdf", "odt"),
    "ah-tk-20202021-3235": ("xml", "html", "pdf", "odt"),
}


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return measure_all(LETTERS, expected_files())


@real
def test_no_figure_of_the_real_files_is_below_its_floor(outcomes: list[Outcome]) -> None:
    assert len(outcomes) >= 25
    assert {one.file.split("/")[0] for one in outcomes} >= {
        "pdf", "docx", "xml", "html", "odt", "txt_pages",
    }  # fmt: skip
    floors = read_floors()
    assert set(floors["files"]) == {one.file for one in outcomes}
    assert below_floors(outcomes, floors) == []


@real
@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_a_letter_gives_the_same_paragraphs(name: str) -> None:
    read = {form: read_letter(LETTERS / form / f"{name}.{form}", LETTERS) for form in FORMS[name]}
    told = {
        form: (
            [(p.text, p.anchor) for p in letter.paragraphs],
            letter.doc_id,
            letter.metadata.date,
        )
        for form, letter in read.items()
    }
    assert len(told["xml"][0]) >= 8
    for form in FORMS[name]:
        assert told[form] == told["xml"], form


def test_a_file_or_figure_that_is_dropped_is_below_its_floor() -> None:
    floors = {"files": {"a.txt": {"text": 1.0, "notes": 0.5}}}
    assert below_floors([Outcome("a.txt", {"text": 1.0, "notes": 0.5}, ())], floors) == []
    assert len(below_floors([Outcome("a.txt", {"text": 1.0}, ())], floors)) == 1
    assert len(below_floors([], floors)) == 2


def test_a_file_is_dropped_only_with_a_reason_and_then_has_no_floor() -> None:
    floors = {"files": {"a.txt": {"text": 1.0}, "b.txt": {"text": 1.0}}}
    left = [Outcome("a.txt", {"text": 1.0}, ())]
    with pytest.raises(ValueError, match="b.txt: text is 0.000"):
        updated_floors(left, floors, None)
    made = updated_floors(left, floors, "it was a scan")
    assert below_floors(left, made) == []
    assert made["lowered"][0]["what"] == ["b.txt: text is 0.000, its floor is 1.000"]


def test_floors_are_lowered_only_with_a_reason() -> None:
    floors = {"files": {"a.txt": {"text": 1.0}}}
    worse = [Outcome("a.txt", {"text": 0.9}, ())]
    before = copy.deepcopy(floors)
    with pytest.raises(ValueError, match="would lower floors; say why with --because"):
        updated_floors(worse, floors, None)
    assert floors == before
    made = updated_floors(worse, floors, "the source was mended")
    assert made["files"] == {"a.txt": {"text": 0.9}}
    assert made["lowered"][0]["why"] == "the source was mended"
    assert updated_floors([Outcome("a.txt", {"text": 1.0}, ())], made, None)["files"] == {
        "a.txt": {"text": 1.0}
    }
