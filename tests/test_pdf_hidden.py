"""Layers that are off and text outside its clip are in the ledger as hidden, in every form."""

from __future__ import annotations

import pytest
from made_pdf import BODY, body, left_out, read, shown, text_of

LINE = "Er is 99 miljoen."
FONTS = "/Resources<</Font<</F1 3 0 R>>/Properties<</L1 10 0 R>>/XObject<</Fm1 12 0 R>>>>"


def form(content: str, entries: str = "", matrix: str = "1 0 0 1 0 0") -> str:
    head = f"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Matrix[{matrix}]{FONTS}{entries}"
    return f"{head}/Length {len(content)}>>stream\n{content}\nendstream"


MARKED = "/OC /L1 BDC " + shown(70, 600, LINE) + "EMC\n"
FORMS = {
    "form": ("/Fm0 Do\n", form(shown(70, 600, LINE), "/OC 10 0 R"), form("")),
    "marked form": ("/OC /L1 BDC /Fm0 Do EMC\n", form(shown(70, 600, LINE)), form("")),
    "marked in a form": ("/Fm0 Do\n", form(MARKED), form("")),
    "form in a form": ("/Fm0 Do\n", form("/Fm1 Do"), form(shown(70, 600, LINE), "/OC 10 0 R")),
}


@pytest.mark.parametrize("off", [True, False])
@pytest.mark.parametrize("case", FORMS)
def test_a_layer_counts_for_forms_and_inside_them(case: str, off: bool) -> None:
    draw, outer, inner = FORMS[case]
    document = read(
        [body() + draw],
        page="/Resources<</Font<</F1 3 0 R>>/Properties<</L1 10 0 R>>/XObject<</Fm0 11 0 R>>>>",
        catalog=f"/OCProperties<</OCGs[10 0 R]/D<</OFF[{'10 0 R' * off}]>>>>",
        objects=["<</Type/OCG/Name(Concept)>>", outer, inner],
    )
    assert (LINE in text_of(document)) is not off
    assert left_out(document) == [("hidden", LINE)] * off


CLIPPED = {
    "above": ("q 60 500 400 80 re W n ", True),
    "two clips": ("q 60 560 400 80 re W n 60 500 400 40 re W n ", True),
    "cut in part": ("q 60 500 400 102 re W n ", False),
    "right of a part": ("q 60 560 40 80 re W n ", False),
}


@pytest.mark.parametrize("in_form", [False, True])
@pytest.mark.parametrize("case", CLIPPED)
def test_text_outside_its_clip_is_hidden_and_text_cut_in_part_stays(
    case: str, in_form: bool
) -> None:
    clip, hidden = CLIPPED[case]
    content = clip + shown(70, 600, LINE) + "Q\n"
    moved = form(content, matrix="1 0 0 1 0 -100")
    document = read(
        [body() + ("q 1 0 0 1 20 30 cm /Fm0 Do Q\n" if in_form else content)],
        page="/Resources<</Font<</F1 3 0 R>>/XObject<</Fm0 11 0 R>>>>",
        objects=["<</Type/OCG/Name(Concept)>>", moved, form("")],
    )
    assert left_out(document) == [("hidden", LINE)] * hidden
    assert text_of(document).startswith(" ".join(BODY))


def test_a_form_outside_the_clip_around_it_is_hidden() -> None:
    moved = form(shown(70, 600, LINE), matrix="1 0 0 1 0 -100")
    page = "/Resources<</Font<</F1 3 0 R>>/XObject<</Fm0 11 0 R>>>>"
    for clip, hidden in (("60 590 400 40 re", True), ("60 490 400 40 re", False)):
        document = read(
            [body() + f"q {clip} W n /Fm0 Do Q\n"],
            page=page,
            objects=["<</Type/OCG/Name(Concept)>>", moved, form("")],
        )
        assert left_out(document) == [("hidden", LINE)] * hidden
