"""Figures of speed: ratios to other builds and peers, and the table of a run."""

from __future__ import annotations

from benchmarks.speed.__main__ import report
from benchmarks.speed.builds import THIS
from benchmarks.speed.figures import compared
from benchmarks.speed.sizes import _needed


def test_a_ratio_is_this_build_to_the_other() -> None:
    figure = compared("a question", {THIS: 50.0, "last build": 40.0, "peer": 0.0}, "ms", "1.3")
    assert figure.ratios == {"last build": 1.25}
    assert list(figure.lines()) == [
        ["a question, ms", THIS, "50.0", "", "1.3"],
        ["", "last build", "40.0", "1.25", ""],
        ["", "peer", "0.000", "", ""],
    ]


def test_parts_that_were_measured_apart_stand_in_one_table() -> None:
    size = {"name": "the wheel", "values": {THIS: 80.0}, "unit": "MB", "aim": "", "ratios": {}}
    asked = {"name": "a question", "values": {THIS: 120.0}, "unit": "ms", "aim": "", "ratios": {}}
    found = {
        "sizes": {"machine": "two cores", "figures": [size]},
        "asking": {"machine": "one core", "figures": [asked]},
    }
    text = report(found)
    assert text.startswith("Measured with `make bench` on one core; two cores.\n\n| ")
    assert text.index("a question, ms") < text.index("the wheel, MB")


def test_what_the_program_brings_is_followed_to_its_ends() -> None:
    needed = _needed("letters-qa")
    assert {"faiss-cpu", "gradio", "pandas", "torch"} <= needed  # the last two by others
    assert not needed & {"letters-qa", "ruff", "ray", "pymilvus"}
