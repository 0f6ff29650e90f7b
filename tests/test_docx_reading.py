"""Word files read as Word prints them, and everything else of them in the ledger."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from benchmarks.accounting import unaccounted
from qa.letters import read_letter
from qa.records import Letter

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def word(body: str, **parts: str) -> dict[str, str]:
    """The parts of a Word file: ``styles`` for word/styles.xml, and so on."""
    made = {"word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"}
    for name, content in parts.items():
        made[f"word/{name}.xml"] = f"<w:part {NAMES}>{content}</w:part>"
    return made


def relations(**targets: str) -> str:
    made = "".join(
        f'<Relationship Id="{name}" Type="{RELATION}/{name}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f"<Relationships>{made}</Relationships>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str, properties: str = "") -> str:
    content = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def item(text: str, number: int, level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return par(text, place)


def level(at: int, text: str, form: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str, overrides: tuple[str, ...] = ("",)) -> str:
    numbers = "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for i, override in enumerate(overrides, 1)
    )
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{numbers}'


def style(name: str, content: str = "", kind: str = "paragraph", based: str = "") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    named = f'<w:name w:val="{name}"/>'
    return f'<w:style w:type="{kind}" w:styleId="{name}">{named}{base}{content}</w:style>'


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    made = "".join(f"<w:tc>{one if one.startswith('<w:') else par(one)}</w:tc>" for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def field(instruction: str, result: str, mark: str = "") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{mark}</w:fldChar></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def letter_of(parts: dict[str, str], folder: Path, letters_of_fonts: str = "") -> Letter:
    """Read a file, all of whose characters must be in the text or in the ledger.

    ``letters_of_fonts`` are characters that stand for others in the font that they are set in.
    """
    content = packed(parts)
    (folder / "brief.docx").write_bytes(content)
    letter = read_letter(folder / "brief.docx")
    assert set(unaccounted(letter, content)[0]) <= set(letters_of_fonts)
    return letter


def units(letter: Letter, *kinds: str) -> list[str]:
    return [one.text for one in letter.units if not kinds or one.kind in kinds]


def ledger(letter: Letter) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in letter.left_out]


OPENING = par("De proef met de veerpont is op maandag begonnen.")


def read(body: str, folder: Path, **parts: str) -> Letter:
    return letter_of(word(OPENING + body, **parts), folder)


# lists and headings


@pytest.mark.parametrize(
    ("numbering", "body", "labels"),
    [
        (lists(level(0, "%1."), overrides=("", "")), [(1, 0), (1, 0), (2, 0)], "1. 2. 3."),
        (
            lists(
                level(0, "%1."),
                overrides=(
                    "",
                    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>',
                ),
            ),
            [(1, 0), (1, 0), (2, 0), (2, 0)],
            "1. 2. 1. 2.",
        ),
        (
            lists(level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")),
            [(1, 0), (1, 1), (1, 0), (1, 1), (1, 1)],
            "I 1.1 II 2.1 2.2",
        ),
        (
            lists(level(0, "%1."), level(1, "lid %2", more='<w:lvlRestart w:val="0"/>')),
            [(1, 0), (1, 1), (1, 0), (1, 1)],
            "1. lid 1 2. lid 2",
        ),
        (
            lists(
                level(0, "%1."), level(1, "%2)"), level(2, "%3-", more='<w:lvlRestart w:val="1"/>')
            ),
            [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)],
            "1. 1) 1- 2) 2- 2. 1-",
        ),
        (lists(level(0, "%1.", "lowerLetter")), [(1, 0)] * 28, None),
        (lists(level(0, "%1", "decimalZero")), [(1, 0)], "01"),
        (lists(level(0, "%1 lid", "ordinalText")), [(1, 0), (1, 0)], "Eerste lid Tweede lid"),
    ],
)
def test_numbers_are_those_that_word_prints(
    numbering: str, body: list[tuple[int, int]], labels: str | None, tmp_path: Path
) -> None:
    made = "".join(item(f"zaak {i}", *one) for i, one in enumerate(body))
    letter = read(made, tmp_path, numbering=numbering)
    printed = [one.printed or "" for one in letter.paragraphs[1:]]
    if labels is None:
        assert printed[-3:] == ["z.", "aa.", "bb."]
    else:
        assert " ".join(printed) == labels


def test_a_list_style_is_found_by_its_link_and_a_style_by_the_one_it_is_based_on(
    tmp_path: Path,
) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="Lijst"/>{level(0, "%1.")}'
        f"{level(1, '%2)', 'lowerLetter')}</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Lijst"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    place = '<w:pPr><w:numPr><w:numId w:val="{}"/></w:numPr></w:pPr>'
    styles = (
        style("Lijst", place.format(1), "numbering")
        + style("Punt", place.format(2))
        + style("Blauw", based="Punt")
        + style("Plat", place.format(0), based="Punt")
    )
    named = '<w:pStyle w:val="{}"/>'
    body = (
        par("eerst", named.format("Punt"))
        + par("dan", named.format("Blauw"))
        + item("onder", 2, 1)
        + par("geen punt", named.format("Plat"))
        + par("slot", named.format("Punt"))
    )
    letter = read(body, tmp_path, numbering=numbering, styles=styles)
    assert units(letter)[1:] == ["1. eerst", "2. dan", "a) onder", "geen punt", "3. slot"]


def test_a_level_is_that_of_the_style_it_names_and_empty_items_count(tmp_path: Path) -> None:
    numbering = lists(
        level(0, "%1", more='<w:pStyle w:val="Kop1"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="Kop2"/>'),
    )
    place = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("Kop1", place) + style("Kop2", place)
    named = '<w:pStyle w:val="{}"/>'
    body = (
        par("Inleiding", named.format("Kop1"))
        + par("Doel", named.format("Kop2"))
        + par("<w:r/>", named.format("Kop2"))
        + par("Plan", named.format("Kop2"))
        + par("De dijk wordt hoger.")
    )
    letter = read(body, tmp_path, numbering=numbering, styles=styles)
    assert units(letter, "heading") == ["1 Inleiding", "1.1 Doel", "1.3 Plan"]


# tables

RULED = style(
    "Raster", '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>', "table"
)


@pytest.mark.parametrize(
    "properties",
    [
        '<w:tblStyle w:val="Raster"/>',
        '<w:tblStyle w:val="Eigen"/>',
        '<w:tblBorders><w:insideH w:val="single"/></w:tblBorders>',
    ],
)
def test_a_table_with_lines_of_its_own_or_its_styles_is_read_by_rows(
    properties: str, tmp_path: Path
) -> None:
    long = "".join(par(f"Maatregel {i} is klaar.") for i in range(7))
    body = table(row("Haven", "Stand"), row("Delfzijl", long), properties=properties)
    styles = RULED + style("Eigen", kind="table", based="Raster")
    letter = read(body, tmp_path, styles=styles)
    rows = units(letter, "row")
    assert rows[0] == "Haven | Stand"
    assert rows[1].startswith("Delfzijl | Maatregel 0 is klaar. Maatregel 1")
    assert rows[1].endswith("Maatregel 6 is klaar.")


def test_a_table_whose_rows_take_the_lines_away_places_text(tmp_path: Path) -> None:
    none = '<w:tblBorders><w:top w:val="none"/></w:tblBorders>'
    made = [
        row("Aan", "de heer Kolk").replace("<w:trPr>", f"<w:tblPrEx>{none}</w:tblPrEx><w:trPr>"),
        row("Van", "de dienst").replace("<w:trPr>", f"<w:tblPrEx>{none}</w:tblPrEx><w:trPr>"),
    ]
    body = table(*made, properties='<w:tblStyle w:val="Raster"/>')
    assert units(read(body, tmp_path, styles=RULED), "row") == []


def test_a_cell_keeps_list_numbers_boxes_and_tables_stand_after_its_row(tmp_path: Path) -> None:
    inner = table(row("2023", "11 euro"), row("2024", "22 euro"))
    body = table(
        row("Regio", "Werk"),
        row("Noord", f"{item('dijk', 1)}{item('sluis', 1)}"),
        row("Oost", inner + par(" ")),
        row("Zuid", "33 euro"),
        properties='<w:tblStyle w:val="Raster"/>',
    )
    letter = read(body, tmp_path, styles=RULED, numbering=lists(level(0, "%1.")))
    assert units(letter, "row") == [
        "Regio | Werk", "Noord | 1. dijk 2. sluis", "Oost | ", "2023 | 11 euro", "2024 | 22 euro",
        "Zuid | 33 euro",
    ]  # fmt: skip


def test_rows_that_are_deleted_or_hidden_are_left_out(tmp_path: Path) -> None:
    body = table(
        row("Post", "Bedrag"),
        row("Oud", "99", properties='<w:del w:id="1"/>'),
        row("Geheim", "88", properties="<w:hidden/>"),
        row("Nieuw", "12", properties='<w:ins w:id="2"/>'),
        properties='<w:tblStyle w:val="Raster"/>',
    )
    letter = read(body, tmp_path, styles=RULED)
    assert units(letter, "row") == ["Post | Bedrag", "Nieuw | 12"]
    assert ledger(letter) == [
        ("struck", "Oud"), ("struck", "99"), ("hidden", "Geheim"), ("hidden", "88"),
    ]  # fmt: skip


# notes


def notes(kind: str, *texts: str) -> str:
    made = "".join(
        f'<w:{kind} w:id="{i}">{text if text.startswith("<") else par(text)}</w:{kind}>'
        for i, text in enumerate(texts, 1)
    )
    return f'<w:{kind} w:type="separator" w:id="0"><w:p/></w:{kind}>{made}'


def mark(kind: str, number: int, own: str = "") -> str:
    follows = ' w:customMarkFollows="1"' if own else ""
    return (
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:{kind}Reference{follows} w:id="{number}"/>{own}</w:r>'
    )


def test_footnotes_and_endnotes_count_apart_and_own_marks_do_not_count(tmp_path: Path) -> None:
    body = par(
        run("De dijk")
        + mark("footnote", 1)
        + run(" is oud")
        + mark("endnote", 1)
        + run(" en smal")
        + mark("footnote", 2, '<w:sym w:font="Symbol" w:char="F02A"/>')
        + run(" en laag")
        + mark("footnote", 3)
        + run(".")
    )
    star = par('<w:r><w:sym w:font="Symbol" w:char="F02A"/></w:r>' + run(" Eigen teken."))
    letter = read(
        body,
        tmp_path,
        footnotes=notes("footnote", "Een.", star, "Twee."),
        endnotes=notes("endnote", "Eind."),
    )
    assert letter.paragraphs[-1].text == "De dijk is oud en smal en laag."
    found = [(one.printed, one.text) for one in letter.units if one.kind == "note"]
    assert found == [("1", "Een."), ("i", "Eind."), ("*", "Eigen teken."), ("2", "Twee.")]


@pytest.mark.parametrize(
    ("settings", "first", "printed"),
    [
        ('<w:numFmt w:val="upperLetter"/><w:numStart w:val="3"/>', "", "C D E"),
        ('<w:numRestart w:val="eachSect"/>', "", "1 2 1"),
        ('<w:numRestart w:val="eachPage"/>', '<w:r><w:br w:type="page"/></w:r>', "1 1 1"),
    ],
)
def test_the_numbers_of_notes_follow_the_settings(
    settings: str, first: str, printed: str, tmp_path: Path
) -> None:
    section = f"<w:sectPr><w:footnotePr>{settings}</w:footnotePr></w:sectPr>"
    body = (
        par(run("De dijk is oud") + mark("footnote", 1) + run("."))
        + par(first + run("De weg is nat") + mark("footnote", 2) + run("."), section)
        + par(first + run("De brug is dicht") + mark("footnote", 3) + run("."))
        + section
    )
    letter = read(body, tmp_path, footnotes=notes("footnote", "Een.", "Twee.", "Drie."))
    assert " ".join(one.printed or "" for one in letter.units if one.kind == "note") == printed


def test_a_note_without_a_mark_or_with_a_deleted_one_is_no_note(tmp_path: Path) -> None:
    body = par(run("De dijk is oud") + f"<w:del>{mark('footnote', 1)}</w:del>" + run("."))
    letter = read(body, tmp_path, footnotes=notes("footnote", "Gewist.", "Nooit genoemd."))
    assert units(letter, "note") == []
    assert ledger(letter) == [("struck", "Gewist."), ("hidden", "Nooit genoemd.")]


# signs, formulas, raised digits


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 5"), "≥ 5"),
        (run("\uf0a3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + run(" 5"), "≤ 5"),
        (run("a", '<w:rFonts w:ascii="Symbol"/>'), "α"),
        (run("þ", '<w:rStyle w:val="Vink"/>') + run(" ja"), "☑ ja"),
        (run("10") + run("−", SUPER := '<w:vertAlign w:val="superscript"/>') + run("6", SUPER),
         "10⁻⁶"),
        (run("10") + run("1,5", SUPER) + run(" euro"), "10^1,5 euro"),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>') + run(" daalt"), "CO₂ daalt"),
        (run("m") + run("3", '<w:position w:val="6"/>'), "m³"),
        (run("m") + run("2", '<w:rStyle w:val="Hoog"/>'), "m²"),
        (run("de 19") + run("e", SUPER) + run(" eeuw"), "de 19e eeuw"),
        (field(' EQ \\f(3;4) ', ""), "3/4"),
        (field(' SYMBOL 179 \\f "Symbol" \\s 11 ', ""), "≥"),
    ],
)  # fmt: skip
def test_signs_and_raised_digits_are_characters(content: str, text: str, tmp_path: Path) -> None:
    styles = style(
        "Vink", '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>', "character"
    ) + style("Hoog", f"<w:rPr>{SUPER}</w:rPr>", "character")
    parts = word(OPENING + par(run("Er is ") + content), styles=styles)
    assert letter_of(parts, tmp_path, "aþ").paragraphs[-1].text == f"Er is {text}"


def test_a_sign_without_a_character_is_told(tmp_path: Path) -> None:
    letter = read(par(run("Er is ") + run("\uf0c3") + run(" nodig.")), tmp_path)
    assert letter.paragraphs[-1].text == "Er is \ufffd nodig."
    assert ledger(letter) == [("unreadable", "\ufffd")]
    assert "some of its text cannot be read" in letter.source.notices[0]


def mrun(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (f"<m:f><m:num>{mrun('1')}</m:num><m:den>{mrun('2')}</m:den></m:f>", "1/2"),
        (f"<m:f><m:num>{mrun('a+b')}</m:num><m:den>{mrun('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSup><m:e>{mrun('10')}</m:e><m:sup>{mrun('-6')}</m:sup></m:sSup>", "10⁻⁶"),
        (f"<m:sSup><m:e>{mrun('x+1')}</m:e><m:sup>{mrun('2')}</m:sup></m:sSup>", "(x+1)²"),
        (f"<m:sSup><m:e>{mrun('x')}</m:e><m:sup>{mrun('a')}</m:sup></m:sSup>", "x^a"),
        (f"<m:sSub><m:e>{mrun('CO')}</m:e><m:sub>{mrun('2')}</m:sub></m:sSub>", "CO₂"),
        (f"<m:sSub><m:e>{mrun('x')}</m:e><m:sub>{mrun('i')}</m:sub></m:sSub>", "x_i"),
        (f"<m:rad><m:deg/><m:e>{mrun('2')}</m:e></m:rad>", "√2"),
        (f"<m:rad><m:deg>{mrun('3')}</m:deg><m:e>{mrun('a+b')}</m:e></m:rad>", "³√(a+b)"),
        (f"<m:d><m:e>{mrun('a')}</m:e></m:d>", "(a)"),
        ('<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>'
         f"<m:e>{mrun('a')}</m:e></m:d>", "[a]"),
        ('<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
         f"<m:sub>{mrun('i=1')}</m:sub><m:sup>{mrun('5')}</m:sup><m:e>{mrun('i')}</m:e></m:nary>",
         "∑_(i=1)⁵ i"),
    ],
)  # fmt: skip
def test_formulas_stand_on_one_line(formula: str, text: str, tmp_path: Path) -> None:
    letter = read(par(run("Er is ") + f"<m:oMath>{formula}</m:oMath>"), tmp_path)
    assert letter.paragraphs[-1].text == f"Er is {text}"


# what is not printed


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (run("oud bedrag", "<w:strike/>"), "struck"),
        (run("oud bedrag", '<w:dstrike w:val="true"/>'), "struck"),
        (run("oud bedrag", '<w:rStyle w:val="Door"/>'), "struck"),
        (run("oud bedrag", "<w:vanish/>"), "hidden"),
        (run("oud bedrag", '<w:rStyle w:val="Weg"/>'), "hidden"),
        (run("oud bedrag", '<w:rStyle w:val="WegKind"/>'), "hidden"),
        ('<w:del w:id="1"><w:r><w:delText>oud bedrag</w:delText></w:r></w:del>', "struck"),
        (f'<w:moveFrom w:id="1">{run("oud bedrag")}</w:moveFrom>', "struck"),
        (f"<w:ins><w:del>{run('oud bedrag')}</w:del></w:ins>", "struck"),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
         f"{run('oud bedrag')}</w:sdtContent></w:sdt>", "decoration"),
    ],
)  # fmt: skip
def test_what_is_not_printed_is_left_out_with_its_kind(
    content: str, kind: str, tmp_path: Path
) -> None:
    styles = (
        style("Door", "<w:rPr><w:strike/></w:rPr>", "character")
        + style("Weg", "<w:rPr><w:vanish/></w:rPr>", "character")
        + style("WegKind", kind="character", based="Weg")
    )
    letter = read(par(run("Er is ") + content + run("geld voor.")), tmp_path, styles=styles)
    assert letter.paragraphs[-1].text == "Er is geld voor."
    assert ledger(letter) == [(kind, "oud bedrag")]


def test_what_a_style_hides_a_run_can_show_again(tmp_path: Path) -> None:
    styles = style("Stil", "<w:rPr><w:vanish/></w:rPr>")
    stil = '<w:pStyle w:val="Stil"/>'
    body = par(run("verborgen") + run("getoond", '<w:vanish w:val="0"/>'), stil)
    letter = read(body, tmp_path, styles=styles)
    assert letter.paragraphs[-1].text == "getoond"
    assert ledger(letter) == [("hidden", "verborgen")]


@pytest.mark.parametrize(
    "properties",
    [
        "<w:rPr><w:del/></w:rPr>",
        "<w:rPr><w:moveFrom/></w:rPr>",
        "<w:rPr><w:vanish/><w:specVanish/></w:rPr>",
    ],
)
def test_paragraphs_whose_mark_is_gone_are_one(properties: str, tmp_path: Path) -> None:
    body = par("De dijk ", properties) + par("wordt hoger.") + par("De sluis niet.")
    assert units(read(body, tmp_path))[1:] == ["De dijk wordt hoger.", "De sluis niet."]


# fields, contents, controls


def test_a_field_in_the_instruction_of_a_field_is_no_text(tmp_path: Path) -> None:
    inner = field(" MERGEFIELD g ", run("M"))
    whole = field(f" IF </w:instrText></w:r>{inner}<w:r><w:instrText> = M ", run("heer"))
    letter = read(par(run("Geachte ") + whole + run(" Kolk, de pont vaart weer.")), tmp_path)
    assert letter.paragraphs[-1].text == "Geachte heer Kolk, de pont vaart weer."
    assert ledger(letter) == [("hidden", "M")]


def test_a_field_that_never_ends_swallows_nothing(tmp_path: Path) -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>'
    )
    letter = read(par(begin + run("De pont vaart.")) + par("Elk uur."), tmp_path)
    assert units(letter)[1:] == ["De pont vaart.", "Elk uur."]


BOX = "<w:ffData><w:checkBox><w:default w:val='{}'/>{}</w:checkBox></w:ffData>"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (field(" FORMCHECKBOX ", "", BOX.format(0, "<w:checked/>")), "☒"),
        (field(" FORMCHECKBOX ", "", BOX.format(1, '<w:checked w:val="0"/>')), "☐"),
        (field(" FORMDROPDOWN ", "", '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry '
               'w:val="ja"/><w:listEntry w:val="nee"/></w:ddList></w:ffData>'), "nee"),
        (f"<w:sdt><w:sdtPr><w14:checkbox/></w:sdtPr><w:sdtContent>{run('☒')}</w:sdtContent></w:sdt>",
         "☒"),
        ('<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
         "<w:sdtContent/></w:sdt>", "☒"),
        ("<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>"
         f"{run('akkoord')}</w:sdtContent></w:sdt>", "akkoord"),
        (f'<w:fldSimple w:instr=" REF x ">{run("artikel 3")}</w:fldSimple>', "artikel 3"),
    ],
)  # fmt: skip
def test_what_forms_and_fields_show_is_text(content: str, text: str, tmp_path: Path) -> None:
    letter = read(par(run("Het besluit is: ") + content), tmp_path)
    assert letter.paragraphs[-1].text == f"Het besluit is: {text}"


TOC_LINES = par(run("Spoor") + "<w:r><w:tab/></w:r>" + run("3")) + par("Bruggen 5")


@pytest.mark.parametrize(
    "contents",
    [
        par('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText>'
            '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("Spoor 3"))
        + par(run("Bruggen 5") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{TOC_LINES}</w:sdtContent></w:sdt>",
        par("Spoor 3", '<w:pStyle w:val="Inhopg1"/>')
        + par("Bruggen 5", '<w:pStyle w:val="TOC2"/>'),
    ],
    ids=["field", "control", "style"],
)  # fmt: skip
def test_a_table_of_contents_is_no_paragraph(contents: str, tmp_path: Path) -> None:
    letter = read(contents + par("De brug is dicht."), tmp_path)
    assert units(letter)[1:] == ["De brug is dicht."]
    assert ledger(letter) == [("contents", "Spoor 3"), ("contents", "Bruggen 5")]


# boxes, pictures, parts that cannot be read


def box(content: str) -> str:
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f'<wp:docPr id="1" name="Kader" descr="Een kader"/><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_stands_after_its_paragraph_or_row_and_once(tmp_path: Path) -> None:
    body = par(run("De pont") + box(par("Kaartjes kosten 2 euro.")) + run(" vaart."))
    body += table(
        row("Jaar", "Reizigers"),
        row("2024", par(run("12") + box(par("Voorlopig cijfer.")))),
        properties='<w:tblStyle w:val="Raster"/>',
    )
    letter = read(body, tmp_path, styles=RULED)
    assert units(letter)[1:] == [
        "De pont vaart.", "Kaartjes kosten 2 euro.", "Jaar | Reizigers", "2024 | 12",
        "Voorlopig cijfer.",
    ]  # fmt: skip
    assert sorted(ledger(letter)) == [
        ("description", "Een kader"), ("description", "Een kader"),
        ("repeated", "Kaartjes kosten 2 euro."), ("repeated", "Voorlopig cijfer."),
    ]  # fmt: skip


def test_parts_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    body = '<w:altChunk r:id="aFChunk"/>' + par(
        '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="chart"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12" r:id="x"/></w:object></w:r>'
    )
    parts = word(OPENING + body)
    parts["word/_rels/document.xml.rels"] = relations(aFChunk="a.rtf", chart="charts/chart1.xml")
    assert ledger(letter_of(parts, tmp_path)) == [
        ("unreadable", "[embedded document word/a.rtf]"),
        ("unreadable", "[chart word/charts/chart1.xml]"),
        ("unreadable", "[embedded object Excel.Sheet.12]"),
    ]


def test_comments_headers_and_footers_are_in_the_ledger(tmp_path: Path) -> None:
    comment = f'<w:comment w:id="4">{par("Klopt dit bedrag?")}</w:comment>'
    body = par(run("De pont kost 3 euro.") + '<w:r><w:commentReference w:id="4"/></w:r>')
    letter = read(
        body,
        tmp_path,
        comments=comment,
        header7=par("Veren in Nederland"),
        footer1=par(run("Pagina ") + field(" PAGE ", run("2")) + run(" van 4")),
        footer2=table(row("Ons kenmerk", "VN/12")),
    )
    assert sorted(ledger(letter)) == [
        ("comment", "Klopt dit bedrag?"), ("margin", "Ons kenmerk"), ("margin", "VN/12"),
        ("page number", "Pagina 2 van 4"), ("running title", "Veren in Nederland"),
    ]  # fmt: skip


# packages


def test_the_main_part_is_the_one_that_the_package_names(tmp_path: Path) -> None:
    parts = word(OPENING + par("Dienstregeling", '<w:pStyle w:val="Kop1"/>') + par("Elk uur."))
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = relations(officeDocument="/word/document2.xml")
    parts["word/_rels/document2.xml.rels"] = relations(styles="styles9.xml")
    parts["word/styles9.xml"] = f"<w:styles {NAMES}>{style('Kop1')}</w:styles>"
    assert units(letter_of(parts, tmp_path), "heading") == ["Dienstregeling"]


def test_the_parts_may_stand_in_a_folder_of_another_name(tmp_path: Path) -> None:
    parts = {"brief/tekst.xml": word(OPENING)["word/document.xml"]}
    parts["_rels/.rels"] = relations(officeDocument="brief/tekst.xml")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts["[Content_Types].xml"] = f'<Types><Override ContentType="{kind}"/></Types>'
    assert units(letter_of(parts, tmp_path)) == ["De proef met de veerpont is op maandag begonnen."]


def test_strict_files_are_read(tmp_path: Path) -> None:
    body = par(run("oud ", "<w:strike/>") + run("De pont vaart."))
    parts = {name: text.replace(W, STRICT) for name, text in word(OPENING + body).items()}
    letter = letter_of(parts, tmp_path)
    assert letter.paragraphs[-1].text == "De pont vaart."


# capitals, white and tiny text


def test_capitals_are_those_of_the_page_and_small_capitals_are_as_typed(tmp_path: Path) -> None:
    styles = style("Kop", "<w:rPr><w:caps/></w:rPr>") + style("Naam", "<w:rPr><w:caps/></w:rPr>",
                                                            "character")  # fmt: skip
    named = '<w:pStyle w:val="Kop"/>'
    letter = read(
        par(run("De proef in één woord ", "<w:caps/>") + run("duurt lang.", "<w:smallCaps/>"))
        + par(run("Zo komt de pont") + run(" Aan de wal", '<w:caps w:val="0"/>'), named)
        + par(run("Twee keer aan is uit", '<w:rStyle w:val="Naam"/>'), named),
        tmp_path,
        styles=styles,
    )
    assert units(letter)[1:] == [
        "DE PROEF IN ÉÉN WOORD duurt lang.",
        "ZO KOMT DE PONT Aan de wal",
        "Twee keer aan is uit",
    ]


def test_the_number_of_a_paragraph_in_capitals_is_in_capitals(tmp_path: Path) -> None:
    numbering = lists(level(0, "Artikel %1"))
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:pStyle w:val="Kop"/>'
    styles = style("Kop", "<w:rPr><w:caps/></w:rPr>")
    letter = read(par("De pont vaart.", place), tmp_path, numbering=numbering, styles=styles)
    assert units(letter)[1] == "ARTIKEL 1 DE PONT VAART."


WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="154273"/>'


def test_white_and_tiny_text_is_hidden(tmp_path: Path) -> None:
    letter = read(
        par(run("De pont vaart elk uur.") + run(" Wit is niet te zien.", WHITE))
        + par(run("De wal is hoog.") + run(" Dit is een punt groot.", '<w:sz w:val="2"/>')),
        tmp_path,
    )
    assert units(letter)[1:] == ["De pont vaart elk uur.", "De wal is hoog."]
    assert ledger(letter) == [
        ("hidden", "Wit is niet te zien."), ("hidden", "Dit is een punt groot.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        par(run("Wit op blauw.", WHITE + DARK)),
        par(run("Wit op blauw.", WHITE + '<w:highlight w:val="darkBlue"/>')),
        par(run("Wit op blauw.", WHITE), DARK),
        par(run("Wit op blauw.", WHITE), '<w:pStyle w:val="Balk"/>'),
        table(
            f"<w:tr><w:tc><w:tcPr>{DARK}</w:tcPr>{par(run('Wit op blauw.', WHITE))}</w:tc></w:tr>"
        ),
        table(row(par(run("Wit op blauw.", WHITE))), properties='<w:tblStyle w:val="Balk"/>'),
        par('<w:r><w:drawing><wp:anchor behindDoc="1"/></w:drawing></w:r>'
            + run("Wit op blauw.", WHITE)),
    ],
)  # fmt: skip
def test_white_text_on_something_dark_is_text(body: str, tmp_path: Path) -> None:
    letter = read(body, tmp_path, styles=style("Balk", f"<w:pPr>{DARK}</w:pPr>"))
    assert units(letter)[1:] == ["Wit op blauw."]
    assert ledger(letter) == []


def test_a_paragraph_whose_mark_is_hidden_by_its_style_goes_on(tmp_path: Path) -> None:
    hidden = style("Weg", "<w:rPr><w:vanish/></w:rPr>")
    named = '<w:pStyle w:val="Weg"/>'
    letter = read(
        par(run("De pont ", '<w:vanish w:val="0"/>') + run("die weg is"), named)
        + par("vaart elk uur."),
        tmp_path,
        styles=hidden,
    )
    assert units(letter)[1:] == ["De pont vaart elk uur."]
    assert ledger(letter) == [("hidden", "die weg is")]


# numbers that fields count


def counted(*instructions: str) -> str:
    return "".join(
        par(f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{one}</w:instrText>'
            f'</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>{run(" pont")}')
        for one in instructions
    )  # fmt: skip


@pytest.mark.parametrize(
    ("instructions", "printed"),
    [
        (("AUTONUM", "AUTONUM", "AUTONUM \\s )"), "1. 2. 3)"),
        (("AUTONUMLGL \\e", "AUTONUMLGL"), "1 2."),
        (("AUTONUMOUT", "AUTONUMOUT"), "1. 2."),
        (("SEQ Tabel", "SEQ Figuur", "SEQ Tabel \\* ROMAN", "SEQ Tabel \\c"), "1 1 II 2"),
        (("SEQ Tabel \\r 7", "SEQ Tabel"), "7 8"),
        (("LISTNUM", "LISTNUM \\l 2", "LISTNUM \\l 2", "LISTNUM"), "1) a) b) 2)"),
        (("LISTNUM LegalDefault", "LISTNUM LegalDefault \\l 2"), "1. 1.1."),
        (("LISTNUM OutlineDefault \\s 4",), "IV."),
    ],
)
def test_fields_that_count_give_the_number_that_word_prints(
    instructions: tuple[str, ...], printed: str, tmp_path: Path
) -> None:
    letter = read(counted(*instructions), tmp_path)
    assert [one.removesuffix(" pont") for one in units(letter)[1:]] == printed.split()


def test_numbers_of_headings_follow_their_level(tmp_path: Path) -> None:
    styles = "".join(
        style(f"K{at}", f'<w:pPr><w:outlineLvl w:val="{at}"/></w:pPr>') for at in (0, 1)
    )
    levels = (0, 1, 1, 0, 1)
    body = "".join(
        counted("AUTONUMLGL").replace("<w:pPr>", f'<w:pPr><w:pStyle w:val="K{at}"/>')
        for at in levels
    )
    printed = [one.removesuffix(" pont") for one in units(read(body, tmp_path, styles=styles))[1:]]
    assert printed == ["1.", "1.1.", "1.2.", "2.", "2.1."]


# old merged cells


def test_cells_merged_the_old_way_are_one(tmp_path: Path) -> None:
    def cell(text: str, merge: str = "") -> str:
        value = f'<w:hMerge w:val="{merge}"/>' if merge else ""
        return f"<w:tc><w:tcPr>{value}</w:tcPr>{par(text)}</w:tc>"

    borders = '<w:tblBorders><w:top w:val="single"/><w:insideH w:val="single"/></w:tblBorders>'
    letter = read(
        table(
            "<w:tr>" + cell("Haven") + cell("Aantal", "restart") + cell("", "continue") + "</w:tr>",
            "<w:tr>" + cell("Kop") + cell("twee") + cell("drie") + "</w:tr>",
            "<w:tr>" + cell("Wad", "restart") + cell("weg", "continue") + cell("vijf") + "</w:tr>",
            properties=borders,
        ),
        tmp_path,
    )
    rows = [one for one in letter.units if one.kind == "row"]
    assert [one.text for one in rows] == ["Haven | Aantal", "Kop | twee | drie", "Wad |  | vijf"]
    assert rows[1].headers == ("Haven", "Aantal", "Aantal")
    assert ("hidden", "weg") in ledger(letter)


def test_the_description_of_a_picture_is_in_the_ledger_and_gives_no_notice(tmp_path: Path) -> None:
    told = "Foto van de veerpont die op een mooie zomerdag over het water van de Waal vaart"
    picture = f'<w:drawing><wp:inline><wp:docPr id="1" descr="{told}"/></wp:inline></w:drawing>'
    letter = read(par(f"<w:r>{picture}</w:r>" + run("De pont.")), tmp_path)
    assert ledger(letter) == [("description", told)]
    assert letter.source.notices == ()
