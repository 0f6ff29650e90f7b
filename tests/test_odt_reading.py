"""ODT files read as they are printed, and everything else of them in the ledger."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from benchmarks.accounting import unaccounted
from qa.letters import read_letter
from qa.records import Letter

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    [f'xmlns:{one}="{OASIS}:{one}:1.0"' for one in ("office", "text", "table", "style", "form")]
    + [
        f'xmlns:draw="{OASIS}:drawing:1.0" xmlns:svg="{OASIS}:svg-compatible:1.0"',
        f'xmlns:fo="{OASIS}:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:math="http://www.w3.org/1998/Math/MathML"',
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
    ]
)
OPENING = "<text:p>De proef met de veerpont is op maandag begonnen.</text:p>"


def read(
    body: str, folder: Path, styles: str = "", common: str = "", letters_of_fonts: str = "",
    **parts: str,
) -> Letter:  # fmt: skip
    """Read a file, all of whose characters must be in the text or in the ledger.

    ``letters_of_fonts`` are characters that stand for others in the font that they are set in.
    """
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{OPENING}{body}</office:text>"
        "</office:body></office:document-content>"
    )
    parts = {name.replace("__", "/"): text for name, text in parts.items()}
    parts["content.xml"] = content
    parts["styles.xml"] = f"<office:document-styles {NAMES}>{common}</office:document-styles>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    (folder / "brief.odt").write_bytes(target.getvalue())
    letter = read_letter(folder / "brief.odt")
    assert set(unaccounted(letter, target.getvalue())[0]) <= set(letters_of_fonts)
    return letter


def p(content: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def span(content: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{content}</text:span>'


def style(name: str, properties: str, family: str = "text", parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" '
        f'style:parent-style-name="{parent}"><style:text-properties {properties}/></style:style>'
    )


def items(*texts: str, more: str = "") -> str:
    made = "".join(
        f"<text:list-item>{one if one.startswith('<') else p(one)}</text:list-item>"
        for one in texts
    )
    return f'<text:list text:style-name="L" {more}>{made}</text:list>'


def number(level: int, form: str, more: str = "") -> str:
    return f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" {more}/>'


def list_style(*levels: str) -> str:
    return f'<text:list-style style:name="L">{"".join(levels)}</text:list-style>'


def units(letter: Letter, *kinds: str) -> list[str]:
    return [one.text for one in letter.units if not kinds or one.kind in kinds][0 if kinds else 1 :]


def ledger(letter: Letter) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in letter.left_out]


# lists and headings

DOT, PAREN = 'style:num-suffix="."', 'style:num-suffix=")"'


@pytest.mark.parametrize(
    ("levels", "body", "labels"),
    [
        ([number(1, "1", DOT)], items("a", "b") + p("tussen") + items("c"), "1. 2. - 1."),
        (
            [number(1, "1", DOT)],
            items("a") + p("tussen") + items("b", more='text:continue-numbering="true"'),
            "1. - 2.",
        ),
        (
            [number(1, "1", DOT)],
            items("a", more='xml:id="eerste"') + items("b")
            + items("c", more='text:continue-list="eerste"'),
            "1. 1. 2.",
        ),
        (
            [number(1, "1", DOT), number(2, "1", 'text:display-levels="2"')],
            items(p("a") + items("b", "c")) + p("tussen")
            + items(items("d"), p("e") + items("f"), more='text:continue-numbering="true"'),
            "1. 1.1 1.2 - 1.3 2. 2.1",
        ),
        (
            [number(1, "I"), number(2, "1", 'loext:num-list-format="(%1%-%2%)"')],
            items(p("a") + items("b")),
            "I (I-1)",
        ),
        ([number(1, "a", f'{PAREN} text:start-value="3"')], items("a", "b"), "c) d)"),
        ([number(1, "")], items("a"), "-"),
        (['<text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'], items("a"), "•"),
        (
            ['<text:list-level-style-bullet text:level="1" text:bullet-char="\uf0a7">'
             '<style:text-properties fo:font-family="Wingdings"/></text:list-level-style-bullet>'],
            items("a"),
            "▪",
        ),
    ],
)  # fmt: skip
def test_numbers_are_those_that_are_printed(
    levels: list[str], body: str, labels: str, tmp_path: Path
) -> None:
    letter = read(body, tmp_path, list_style(*levels))
    assert " ".join(one.printed or "-" for one in letter.paragraphs[1:]) == labels


def test_headings_have_the_numbers_of_the_outline(tmp_path: Path) -> None:
    levels = (
        '<text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        '<text:outline-level-style text:level="3" style:num-format=""/>'
    )
    plain = '<style:style style:name="Z" style:family="paragraph" style:list-style-name=""/>'
    made = "".join(
        f'<text:h text:outline-level="{level}" {more}>{text}</text:h>{p("De dijk wordt hoger.")}'
        for level, text, more in (
            (1, "Inleiding", ""), (2, "Doel", ""), (2, "Los", 'text:style-name="Z"'),
            (3, "Klein", ""), (2, "Plan", ""), (1, "Kop", 'text:is-list-header="true"'),
            (1, "Slot", ""),
        )
    )  # fmt: skip
    outline = f"<text:outline-style>{levels}</text:outline-style>"
    letter = read(made, tmp_path, plain, outline)
    assert units(letter, "heading") == [
        "1 Inleiding", "1.1 Doel", "Los", "Klein", "1.2 Plan", "Kop", "2 Slot",
    ]  # fmt: skip


# signs, formulas


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("10" + span("-", "Hoog") + span("6", "Hoog"), "10⁻⁶"),
        ("CO" + span("2", "Laag"), "CO₂"),
        ("de 19" + span("e", "Hoog") + " eeuw", "de 19e eeuw"),
        (span("\uf0b3", "Teken") + " 5", "≥ 5"),
        (span("a", "Teken"), "α"),
        ("<draw:frame><draw:object><math:math><math:semantics><math:mfrac><math:mn>3</math:mn>"
         "<math:mn>4</math:mn></math:mfrac><math:annotation>{3} over {4}</math:annotation>"
         "</math:semantics></math:math></draw:object></draw:frame>", "3/4"),
        ('<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>', "10⁶"),
    ],
)  # fmt: skip
def test_signs_formulas_and_raised_digits_are_characters(
    content: str, text: str, tmp_path: Path
) -> None:
    styles = (
        style("Hoog", 'style:text-position="super 58%"')
        + style("Laag", 'style:text-position="-33% 58%"')
        + '<style:font-face style:name="S1" svg:font-family="\'Symbol\'"/>'
        + style("Teken", 'style:font-name="S1"')
    )
    formula = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mn>10</mn><mn>6</mn></msup></math>'
    )
    letter = read(
        p(f"Er is {content}"), tmp_path, styles, letters_of_fonts="a{3}over{4}",
        **{"Object 1__content.xml": formula},
    )  # fmt: skip
    assert letter.paragraphs[-1].text == f"Er is {text}"


# what is not printed


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (span("oud bedrag", "Door"), "struck"),
        (span("oud bedrag", "Kind"), "struck"),
        (span("oud bedrag", "Weg"), "hidden"),
        ('<text:hidden-text text:is-hidden="true">oud bedrag</text:hidden-text>', "hidden"),
        ("<text:placeholder>oud bedrag</text:placeholder>", "decoration"),
        ("<office:annotation><dc:creator>K</dc:creator><text:p>oud bedrag</text:p>"
         "</office:annotation>", "comment"),
        ("<draw:frame><draw:image/><svg:title>oud bedrag</svg:title></draw:frame>", "description"),
        ("<text:ruby><text:ruby-base/><text:ruby-text>oud bedrag</text:ruby-text></text:ruby>",
         "decoration"),
    ],
)  # fmt: skip
def test_what_is_not_printed_is_left_out_with_its_kind(
    content: str, kind: str, tmp_path: Path
) -> None:
    styles = (
        style("Door", 'style:text-line-through-style="solid"')
        + style("Kind", "", parent="Door")
        + style("Weg", 'text:display="none"')
    )
    letter = read(p(f"Er is {content}geld voor."), tmp_path, styles)
    assert letter.paragraphs[-1].text == "Er is geld voor."
    assert ledger(letter) == [(kind, "oud bedrag")]


def test_hidden_paragraphs_sections_and_rows_and_deleted_text_are_left_out(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
        "<dc:creator>K</dc:creator></office:change-info><text:p>gewist</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        + p("stil", "Stil")
        + f'<text:section text:display="none">{p("geheim")}</text:section>'
        + p('<text:hidden-paragraph text:is-hidden="true"/>niet nu')
        + "<table:table><table:table-row><table:table-cell><text:p>Post</text:p>"
        "</table:table-cell></table:table-row>"
        '<table:table-row table:visibility="collapse"><table:table-cell><text:p>Oud</text:p>'
        "</table:table-cell></table:table-row></table:table>" + p("De pont vaart.")
    )
    letter = read(body, tmp_path, style("Stil", 'text:display="none"', "paragraph"))
    assert units(letter) == ["Post", "De pont vaart."]
    assert sorted(ledger(letter)) == [
        ("hidden", "Oud"), ("hidden", "geheim"), ("hidden", "niet nu"), ("hidden", "stil"),
        ("struck", "gewist"),
    ]  # fmt: skip


def test_contents_and_headers_are_in_the_ledger(tmp_path: Path) -> None:
    body = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>Inhoud"
        "</text:index-title-template></text:table-of-content-source><text:index-body>"
        f"{p('Spoor<text:tab/>3')}</text:index-body></text:table-of-content>"
    ) + p("De pont vaart.")
    common = (
        "<office:master-styles><style:master-page><style:header><text:p>Veren</text:p>"
        "</style:header><style:footer><text:p>Pagina <text:page-number>2</text:page-number>"
        "</text:p></style:footer></style:master-page></office:master-styles>"
    )
    letter = read(body, tmp_path, common=common)
    assert units(letter) == ["De pont vaart."]
    assert ledger(letter) == [
        ("running title", "Veren"), ("page number", "Pagina 2"), ("contents", "Inhoud"),
        ("contents", "Spoor 3"),
    ]  # fmt: skip


# boxes, cells, objects


@pytest.mark.parametrize(
    "drawn",
    [
        "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>",
        "<draw:a><draw:frame><draw:text-box>{}</draw:text-box></draw:frame></draw:a>",
        "<draw:custom-shape>{}</draw:custom-shape>",
        "<draw:g><draw:rect>{}</draw:rect></draw:g>",
    ],
)
def test_the_text_of_a_box_or_shape_stands_apart(drawn: str, tmp_path: Path) -> None:
    box = drawn.format(p("Kaartjes kosten 2 euro."))
    cell = "<table:table-cell>{}</table:table-cell>"
    body = p(f"De pont{box} vaart.") + (
        f"<table:table><table:table-row>{cell.format(p('2024'))}{cell.format(p(f'12{box}'))}"
        "</table:table-row></table:table>"
    )
    assert units(read(body, tmp_path)) == [
        "De pont vaart.", "Kaartjes kosten 2 euro.", "2024 | 12", "Kaartjes kosten 2 euro.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("anchor", "content", "kinds"),
    [
        ("page", "kst-1-2", []),
        ("page", "Dit kader hoort bij de brief.", ["paragraph"]),
        ("paragraph", "Kaartjes: 2 euro", ["paragraph"]),
        ("paragraph", "Ons kenmerk VN/12", []),
    ],
)
def test_what_stands_beside_the_letter_is_no_paragraph(
    anchor: str, content: str, kinds: list[str], tmp_path: Path
) -> None:
    box = f"<draw:text-box>{p(content)}</draw:text-box>"
    body = f'<draw:frame text:anchor-type="{anchor}">{box}</draw:frame>'
    letter = read(body + p("De pont vaart."), tmp_path)
    assert [one.kind for one in letter.units if one.text == content] == kinds
    assert ledger(letter) == ([] if kinds else [("margin", content)])


def test_a_struck_mark_takes_its_note_away(tmp_path: Path) -> None:
    note = (
        '<text:note text:id="n"><text:note-citation>1</text:note-citation><text:note-body>'
        f"{p('Vervallen.')}</text:note-body></text:note>"
    )
    struck = style("Door", 'style:text-line-through-style="solid"')
    letter = read(p(f"De weg {span(f'is oud{note}', 'Door')}vervalt."), tmp_path, struck)
    assert units(letter) == ["De weg vervalt."]
    assert ledger(letter) == [("struck", "is oud"), ("struck", "1Vervallen.")]


def test_a_cell_keeps_its_list_and_lifts_its_note_and_its_table(tmp_path: Path) -> None:
    note = (
        '<text:note text:id="n"><text:note-citation>*</text:note-citation><text:note-body>'
        f"{p('Exclusief btw.')}</text:note-body></text:note>"
    )
    row, cell = "<table:table-row>{}</table:table-row>", "<table:table-cell>{}</table:table-cell>"
    inner = f"<table:table>{row.format(cell.format(p('2023')) + cell.format(p('7')))}</table:table>"
    body = "<table:table>" + "".join(
        row.format(cell.format(p(name)) + cell.format(content))
        for name, content in (
            ("Noord", items("dijk", "sluis")), ("Zuid", p(f"5{note}")), ("Oost", inner),
        )
    ) + "</table:table>"  # fmt: skip
    letter = read(body, tmp_path, list_style(number(1, "1", DOT)))
    assert units(letter, "row") == [
        "Noord | 1. dijk 2. sluis", "Zuid | 5", "Oost | ", "2023 | 7",
    ]  # fmt: skip
    assert [(one.printed, one.text) for one in letter.units if one.kind == "note"] == [
        ("*", "Exclusief btw.")
    ]


def test_objects_that_cannot_be_read_are_named_and_boxes_are_ticked(tmp_path: Path) -> None:
    body = (
        '<office:forms><form:form><form:checkbox form:id="c1" form:current-state="checked"/>'
        '<form:checkbox form:id="c2"/></form:form></office:forms>'
        + p('<draw:control draw:control="c1"/> ja <draw:control draw:control="c2"/> nee')
        + p('<draw:frame><draw:object xlink:href="./Object 2"/></draw:frame>')
    )
    letter = read(body, tmp_path)
    assert letter.paragraphs[-1].text == "☒ ja ☐ nee"
    assert ledger(letter) == [("unreadable", "[embedded object Object 2]")]


def test_capitals_are_those_of_the_page_and_small_capitals_are_as_typed(tmp_path: Path) -> None:
    made = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {said}/>'
        "</style:style>"
        for name, said in (("Kap", 'fo:text-transform="uppercase"'),
                           ("Gewoon", 'fo:text-transform="none"'),
                           ("Klein", 'fo:font-variant="small-caps"'))
    )  # fmt: skip
    words = span(f"De pont {span('vaart', 'Gewoon')} één ", "Kap") + span("keer per uur.", "Klein")
    letter = read(p(words), tmp_path, styles=made)
    assert letter.paragraphs[-1].text == "DE PONT vaart ÉÉN keer per uur."
