"""What the pages of a PDF show is read, in its order; what they do not show is in the ledger."""

from __future__ import annotations

import pytest
from made_pdf import BODY, HEIGHT, WIDTH, body, left_out, letter, read, shown, text_of

from qa.citations.citing import cite

TURNS = {
    90: lambda x, y: (0, 1, -1, 0, WIDTH - y, x),
    180: lambda x, y: (-1, 0, 0, -1, WIDTH - x, HEIGHT - y),
    270: lambda x, y: (0, -1, 1, 0, y, HEIGHT - x),
}


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_pages_are_read_as_they_are_shown(angle: int) -> None:
    content = ""
    for i, line in enumerate(BODY):
        matrix = " ".join(map(str, TURNS[angle](70, 500 - 12 * i)))
        content += f"BT /F1 10 Tf {matrix} Tm ({line}) Tj ET\n"
    document = read([content], page=f"/Rotate {angle}")
    assert text_of(document) == " ".join(BODY)
    box = document.blocks[0].lines[0].box
    assert box is not None
    assert box[0] == pytest.approx(70, abs=2)
    assert box[2] - box[0] > 300 > box[3] - box[1]


def test_a_page_set_sideways_is_read_and_its_boxes_stand_on_the_shown_page() -> None:
    content = "".join(
        f"BT /F1 10 Tf 0 1 -1 0 {100 + 12 * i} 70 Tm ({line}) Tj ET\n"
        for i, line in enumerate(BODY)
    )
    document = read([content])
    assert text_of(document) == " ".join(BODY)
    box = document.blocks[0].lines[0].box
    assert box is not None
    assert box[3] == pytest.approx(HEIGHT - 70, abs=2)
    assert box[3] - box[1] > 300 > box[2] - box[0]


def test_a_line_up_the_margin_is_left_out() -> None:
    document = read([body() + "BT /F1 7 Tf 0 1 -1 0 30 200 Tm (Kenmerk D2024-000118) Tj ET\n"])
    assert text_of(document) == " ".join(BODY)
    assert left_out(document) == [("margin", "Kenmerk D2024-000118")]


def test_struck_words_are_left_out_and_underlined_ones_stay() -> None:
    struck = shown(70, 600, "De bijdrage is 25 miljoen euro.") + "70 603 m 230 603 l S\n"
    lined = shown(70, 588, "De bijdrage is 40 miljoen euro.") + "70 586.5 m 230 586.5 l S\n"
    document = read([body() + struck + lined])
    assert text_of(document).endswith("De bijdrage is 40 miljoen euro.")
    assert left_out(document) == [("struck", "De bijdrage is 25 miljoen euro.")]


@pytest.mark.parametrize(
    "hidden",
    [
        "q 3 Tr " + shown(70, 600, "Er is 99 miljoen.") + "Q\n",
        "q 1 1 1 rg " + shown(70, 600, "Er is 99 miljoen.") + "Q\n",
        shown(700, 600, "Er is 99 miljoen."),
        "/OC /L1 BDC " + shown(70, 600, "Er is 99 miljoen.") + "EMC\n",
    ],
    ids=["invisible", "white", "off the page", "layer"],
)
def test_what_cannot_be_seen_is_left_out(hidden: str) -> None:
    document = read(
        [body() + hidden],
        catalog="/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>",
        objects=["<</Type/OCG/Name(Concept)>>"],
    )
    assert text_of(document) == " ".join(BODY)
    assert left_out(document) == [("hidden", "Er is 99 miljoen.")]


def test_a_layer_that_is_on_and_white_words_on_a_dark_ground_are_read() -> None:
    layer = "/OC /L1 BDC " + shown(70, 600, "Er is 99 miljoen.") + "EMC\n"
    ground = "0 0 0.5 rg 60 560 300 20 re f 1 1 1 rg " + shown(70, 566, "Wit op blauw.")
    document = read(
        [body() + layer + ground],
        catalog="/OCProperties<</OCGs[10 0 R]/D<</OFF[]>>>>",
        objects=["<</Type/OCG/Name(Concept)>>"],
    )
    assert "Er is 99 miljoen." in text_of(document)
    assert "Wit op blauw." in text_of(document)


def test_running_titles_and_page_numbers_are_told_from_last_lines() -> None:
    pages = [
        shown(70, 800, "Advies over de keringen", 9)
        + body()
        + shown(70, 60, f"De bijdrage voor {2023 + i} is {6 * i} miljoen euro.")
        + shown(290, 30, str(i + 4))
        for i in (1, 2, 3)
    ]
    document = read(pages)
    assert "De bijdrage voor 2024 is 6 miljoen euro." in text_of(document)
    assert "De bijdrage voor 2026 is 18 miljoen euro." in text_of(document)
    assert {kind for kind, text in left_out(document) if "Advies" in text} == {"running title"}
    assert [text for kind, text in left_out(document) if kind == "page number"] == ["5", "6", "7"]
    assert document.page_labels == ((1, "5"), (2, "6"), (3, "7"))


def test_answer_heads_at_the_foot_stay() -> None:
    document = read([body() + shown(70, 50, f"Antwoord {i}") for i in (1, 2, 3)])
    assert left_out(document) == []


def test_a_quote_cites_the_printed_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    pages = [
        body() + shown(70, 652, "Dat was het.") + shown(290, 30, label)
        for label in ("i", "ii", "1", "2")
    ]
    made = letter(pages, tmp_path_factory)
    last = made.units[-1]
    assert cite(made, last.start, last.end).pages == (4,)
    assert cite(made, last.start, last.end).reference.endswith("p. 2")
    assert cite(made, 0, 20).reference.endswith("p. i")


def test_large_headings_hanging_numbers_and_words_beyond_the_edge_stay() -> None:
    content = shown(70, 780, "Voortgangsrapportage", 22) + body()
    content += shown(40, 620, "2.10") + shown(70, 620, BODY[0])
    content += shown(70, 590, "Totaal van de bijdragen") + shown(520, 590, "48 miljoen")
    document = read([content])
    text = text_of(document)
    assert "Voortgangsrapportage" in text
    assert f"2.10 {BODY[0]}" in text
    assert "Totaal van de bijdragen 48 miljoen" in text
    assert left_out(document) == []


def test_small_print_at_the_first_foot_does_not_cut_a_sentence() -> None:
    first = body() + shown(70, 40, "Op alle opdrachten zijn onze voorwaarden van toepassing", 6)
    first = first.replace("lange kust.", "lange kust en")
    document = read([first, shown(70, 780, "verder langs de Waal.") + body()])
    assert "lange kust en verder langs de Waal." in text_of(document)
    assert [kind for kind, _ in left_out(document)] == ["margin"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"linkerregel {i} over de kust van Zeeland en" for i in range(6)]
    right = [f"rechterregel {i} over de Rijn en de Waal en" for i in range(6)]
    content = body() + "".join(
        shown(70, 600 - 12 * i, left[i]) + shown(310, 600 - 12 * i, right[i]) for i in range(6)
    )
    assert " ".join([*left, *right]) in text_of(read([content])).replace("\n", " ")


def test_a_form_field_is_read_on_its_line() -> None:
    document = read(
        [body() + shown(70, 600, "Gevraagd bedrag:")],
        page="/Annots[10 0 R]",
        catalog="/AcroForm<</Fields[10 0 R]/DA(/Helv 10 Tf)>>",
        objects=[
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(bedrag)/V(425.000 euro)/Rect[160 596 300 612]"
            "/F 4>>"
        ],
    )
    assert "Gevraagd bedrag: 425.000 euro" in text_of(document)


def test_ligatures_narrow_gaps_bullets_and_accents() -> None:
    words = "".join(
        f"BT /F1 10 Tf {x} 600 Td ({word}) Tj ET\n"
        for x, word in ((70, "herstel"), (103, "van"), (122, "dijken"))
    )
    ligature = "BT /F1 10 Tf 70 570 Td (o) Tj /F3 10 Tf (A) Tj /F1 10 Tf (cieel besluit) Tj ET\n"
    bullet = "BT /F3 10 Tf 70 540 Td (B) Tj ET " + shown(90, 540, "Kering Oost")
    accent = (
        shown(70, 510, "ge\\250").replace("\\\\", "\\") + "BT /F1 10 Tf 81.1 510 Td (ind) Tj ET"
    )
    text = text_of(read([body() + words + ligature + bullet + accent]))
    assert "herstel van dijken" in text
    assert "officieel besluit" in text
    assert "• Kering Oost" in text
    assert "geïnd" in text


def test_an_exponent_is_no_note_and_a_note_is_no_exponent() -> None:
    content = body() + shown(70, 600, "Er is 2,5 x 10") + shown(128.6, 604, "6", 6)
    content += shown(134.7, 600, "ton slib en 3 km") + shown(204.9, 604, "2", 6)
    text = text_of(read([content]))
    assert "10⁶ ton" in text
    assert "km²" in text


def test_contents_are_no_paragraphs() -> None:
    content = body() + shown(70, 620, "Inhoudsopgave", 10, "F2")
    for i, head in enumerate(("Inleiding", "Keringen", "Dijken")):
        content += shown(70, 600 - 14 * i, f"{i + 1}. {head} {'.' * 60} {i + 3}")
    document = read([content])
    assert text_of(document) == " ".join(BODY)
    assert [kind for kind, _ in left_out(document)] == ["contents"] * 4


def test_values_under_their_labels_are_metadata(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    head = shown(70, 780, "Datum") + shown(220, 780, "Ons kenmerk")
    head += shown(70, 766, "06 augustus 2020") + shown(220, 766, "z2020-11824")
    made = letter([head + body()], tmp_path_factory)
    assert str(made.metadata.date) == "2020-08-06"
    assert made.metadata.kenmerk == "z2020-11824"


def test_an_abbreviation_at_a_line_end_ends_no_paragraph() -> None:
    content = body() + shown(70, 600, "Hieronder staat het nader rapport d.d.")
    content += shown(70, 588, "21 augustus 2020, aangeboden aan de Koning.")
    assert "rapport d.d. 21 augustus 2020" in text_of(read([content]))


def test_a_bold_title_beside_its_label_goes_on_over_its_lines() -> None:
    content = body() + shown(70, 600, "3. Agendapunt:") + shown(190, 600, BODY[0][:70], 10, "F2")
    content += shown(190, 588, "van het land en over de planning", 10, "F2")
    content += shown(80, 564, "Besluit:") + shown(190, 564, "Aanmelden voor plenaire behandeling")
    texts = [block.text for block in read([content]).blocks]
    assert texts[1:] == [
        f"3. Agendapunt: {BODY[0][:70]} van het land en over de planning",
        "Besluit: Aanmelden voor plenaire behandeling",
    ]


def test_bold_words_that_run_over_lines_stay_in_their_paragraph() -> None:
    content = body() + shown(70, 600, "Hierbij informeer ik uw Kamer dat ")
    content += shown(231, 600, "de dijken langs de rivieren en de keringen in de havens", 10, "F2")
    content += shown(70, 588, f"nog niet hersteld zijn, {BODY[1][:55]}", 10, "F2")
    document = read([content])
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph"]


def test_a_bold_heading_under_a_line_with_a_bold_end_stays_one() -> None:
    content = body() + shown(70, 600, "De bijdrage is ") + shown(136, 600, "25 miljoen.", 10, "F2")
    content += shown(70, 588, "De keringen", 10, "F2") + body(576)
    kinds = [block.kind for block in read([content]).blocks]
    assert kinds == ["paragraph", "paragraph", "heading", "paragraph"]


def test_a_numbered_paragraph_at_the_top_of_a_page_begins_there() -> None:
    first = body() + shown(95, 640, "Acting under Chapter VII of the Charter,")
    second = shown(95, 780, "1. Decides that Iraq has been and remains in material breach of its")
    second += shown(70, 768, "obligations under relevant resolutions, including the resolution of")
    second += shown(70, 756, "the year 1991;") + shown(95, 738, "2. Decides to afford Iraq a final")
    blocks = read([first, second]).blocks
    assert [(block.number, block.text[:12]) for block in blocks[1:]] == [
        (None, "Acting under"), ("1.", "1. Decides t"), ("2.", "2. Decides t"),
    ]  # fmt: skip
