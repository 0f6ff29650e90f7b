"""Markup to blocks: merged cells, list numbers, ties, encodings, hostile files, messages."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from qa.errors import LetterError
from qa.letters.readers import markup, read_document
from qa.letters.readers.blocks import Block
from qa.letters.readers.numerals import numeral

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def kamerstuk(body: str) -> bytes:
    return (
        "<officiele-publicatie><kamerstuk><dossier><dossiernummer><dossiernr>28 676</dossiernr>"
        "</dossiernummer><titel>NA<?xpp afbm?>VO</titel></dossier><stuk><stuknr>Nr. <ondernummer>4"
        "<?xpp x?>51</ondernummer></stuknr><titel>BRIEF VAN DE MINISTER VAN DEFENSIE</titel>"
        f"<algemeen><vrije-tekst><tekst>{body}</tekst></vrije-tekst></algemeen></stuk></kamerstuk>"
        "</officiele-publicatie>"
    ).encode()


def page(body: str) -> bytes:
    return f'<html><body><div id="broodtekst">{body}</div></body></html>'.encode()


def zipped(**parts: str) -> bytes:
    """An archive; a part's name is written with ``__`` for its slash and ``_`` for its dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return target.getvalue()


def docx(body: str, **parts: str) -> bytes:
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped(word__document_xml=document, **parts)


def odt(body: str, styles: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{prefix}="{OFFICE}:{prefix}:1.0"' for prefix in ("office", "text", "table", "style")
    )
    return zipped(
        content_xml=f"<office:document-content {names}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )


def texts(content: bytes, kind: str = "paragraph") -> list[str]:
    return [block.text for block in read_document(content, "x").blocks if block.kind == kind]


def rows(content: bytes) -> list[tuple[str, ...]]:
    return [cells(b) for b in read_document(content, "x").blocks if b.kind == "row"]


def cells(block: Block) -> tuple[str, ...]:
    """The texts of a row's cells, empty ones too."""
    lines = iter(block.lines)
    return tuple(" ".join(next(lines).text for _ in range(count)) for count in block.cells)


@pytest.mark.parametrize("inside", ["<?xpp afbm?>", "<!-- opmaak -->"])
@pytest.mark.parametrize(
    "content",
    [
        kamerstuk("<al>De veer{0}pont {0}vaart{0} weer.</al>"),
        page("<p>De veer{0}pont {0}vaart{0} weer.</p>"),
        odt("<text:p>De veer{0}pont {0}vaart{0} weer.</text:p>"),
        docx("<w:p><w:r><w:t>De veer{0}pont {0}vaart{0} weer.</w:t></w:r></w:p>"),
    ],
    ids=["XML", "HTML", "ODT", "DOCX"],
)
def test_instructions_and_comments_inside_a_word_take_no_text_away(
    content: bytes, inside: str
) -> None:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            (name,) = archive.namelist()
            part = archive.read(name).decode().replace("{0}", inside)
        content = zipped(**{name.replace("/", "__").replace(".", "_"): part})
    content = content.replace(b"{0}", inside.encode())
    assert texts(content) == ["De veerpont vaart weer."]


def test_instructions_in_the_head_of_an_xml_letter_take_no_metadata_away() -> None:
    known = dict(read_document(kamerstuk("<al>De pont vaart weer.</al>"), "x").known)
    assert known == {"dossiers": "28 676\tNAVO", "ondernummer": "451"}


@pytest.mark.parametrize("content", [kamerstuk("<al>Ja.</al>"), page("<p>Ja.</p>")])
def test_a_parser_without_memory_is_no_broken_file(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise etree.XMLSyntaxError("unknown error", etree.ErrorTypes.ERR_NO_MEMORY, 0, 0)

    monkeypatch.setattr("lxml.etree.fromstring", fail)
    monkeypatch.setattr("lxml.html.document_fromstring", fail)
    with pytest.raises(MemoryError):
        read_document(content, "x")


LAUGHS = '<!DOCTYPE a [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f'{LAUGHS}]><kamerstuk x="&h;"/>'.encode(), "declares entities"),
        (b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///x">]><kamerstuk>&a;</kamerstuk>', "entities"),
        (b"<tekst>" * 1000 + b"</tekst>" * 1000, "nested too deeply"),
    ],
)
def test_xml_that_is_not_read_says_why_and_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(LetterError, match=f"{words}.*; .*use the letter's PDF"):
        read_document(content, "x")


def test_a_part_that_unpacks_to_too_much_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(LetterError, match="more than 1 MB, .*; save the letter as PDF"):
        read_document(docx("x" * 2_000_000), "x")


def test_an_element_ties_a_question_to_its_answer_whatever_its_number_looks_like() -> None:
    content = (
        b"<officiele-publicatie><kamervragen>"
        b"<vraag><nr>Vraag 1</nr><al>Kent u het bericht?</al></vraag>"
        b"<antwoord><nr>Antwoord 1</nr><al>Ja.</al></antwoord>"
        b"<vraag><nr>2</nr><al><nadruk>Wat vindt u ervan?</nadruk></al></vraag>"
        b"<vraag><al>En waarom?</al></vraag>"
        b"<antwoord><nr>2 en 3</nr><al>Zie antwoord 1.</al></antwoord>"
        b"<tussenkop>Toelichting</tussenkop><al>Dit gaat over munitie.</al>"
        b"</kamervragen></officiele-publicatie>"
    )
    blocks = read_document(content, "x").blocks
    assert [(block.text, block.part, block.pair) for block in blocks] == [
        ("Vraag 1", "question", "1"), ("Kent u het bericht?", "question", "1"),
        ("Antwoord 1", "answer", "1"), ("Ja.", "answer", "1"),
        ("2", "question", "2"), ("Wat vindt u ervan?", "question", "2"),
        ("En waarom?", "question", None),
        ("2 en 3", "answer", "2, 3"), ("Zie antwoord 1.", "answer", "2, 3"),
        ("Toelichting", None, None), ("Dit gaat over munitie.", None, None),
    ]  # fmt: skip
    assert [block.kind for block in blocks].count("heading") == 5


def cals(head: str, body: str) -> bytes:
    columns = "".join(f'<colspec colname="c{i}"/>' for i in (1, 2, 3))
    return kamerstuk(
        f"<al>Zie de tabel.</al><table><tgroup cols='3'>{columns}<thead>{head}</thead>"
        f"<tbody>{body}</tbody></tgroup></table>"
    )


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def word_table(*table: str, head: int = 0) -> bytes:
    marked = "<w:trPr><w:tblHeader/></w:trPr>"
    made = "".join(f"<w:tr>{marked if i < head else ''}{row}</w:tr>" for i, row in enumerate(table))
    style = '<w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
    return docx(f"<w:p><w:r><w:t>Zie.</w:t></w:r></w:p><w:tbl>{style}{made}</w:tbl>")


START, GOES_ON, TWO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
WORD_ROWS = (
    cell("Post", START) + cell("Bedrag", TWO),
    cell("", GOES_ON) + cell("2023") + cell("2024"),
    cell("Munitie", START) + cell("10") + cell("20"),
    cell("", GOES_ON) + cell("11") + cell("21"),
    cell("Totaal van alles", TWO) + cell("62"),
)
SPAN = 'table:number-columns-spanned="2"'
DOWN = 'table:number-rows-spanned="2"'


def office(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def office_table(head: str, body: str) -> bytes:
    made = f"<table:table-header-rows>{head}</table:table-header-rows>{body}"
    made = made.replace("<tr>", "<table:table-row>").replace("</tr>", "</table:table-row>")
    covered = "<table:covered-table-cell/>"
    return odt(
        f"<text:p>Zie.</text:p><table:table>{made.replace('COVERED', covered)}</table:table>"
    )


@pytest.mark.parametrize(
    "content",
    [
        cals(
            '<row><entry morerows="1">Post</entry><entry namest="c2" nameend="c3">Bedrag</entry>'
            "</row><row><entry>2023</entry><entry>2024</entry></row>",
            '<row><entry morerows="1">Munitie</entry><entry>10</entry><entry>20</entry></row>'
            "<row><entry>11</entry><entry>21</entry></row>"
            '<row><entry namest="c1" nameend="c2">Totaal van alles</entry>'
            '<entry colname="c3">62</entry></row>',
        ),
        page(
            "<p>Zie.</p><table><thead><tr><th rowspan='2'>Post</th><th colspan='2'>Bedrag</th>"
            "</tr><tr><th>2023</th><th>2024</th></tr></thead>"
            "<tr><td rowspan=2>Munitie<td>10<td>20<tr><td>11<td>21"
            "<tr><td colspan=2>Totaal van alles<td>62</table>"
        ),
        word_table(*WORD_ROWS),
        word_table(*WORD_ROWS, head=2),
        office_table(
            f"<tr>{office('Post', DOWN)}{office('Bedrag', SPAN)}COVERED</tr>"
            f"<tr>COVERED{office('2023')}{office('2024')}</tr>",
            f"<tr>{office('Munitie', DOWN)}{office('10')}{office('20')}</tr>"
            f"<tr>COVERED{office('11')}{office('21')}</tr>"
            f"<tr>{office('Totaal van alles', SPAN)}COVERED{office('62')}</tr>",
        ),
    ],
    ids=["XML", "HTML", "DOCX", "DOCX with marked head", "ODT"],
)
def test_merged_cells_stand_under_their_headers(content: bytes) -> None:
    assert rows(content) == [
        ("Post", "Bedrag"), ("Post", "2023", "2024"),
        ("Munitie", "10", "20"), ("Munitie", "11", "21"), ("Totaal van alles", "", "62"),
    ]  # fmt: skip
    made = [block for block in read_document(content, "x").blocks if block.kind == "row"]
    assert [block.headers for block in made] == [
        (), (), *[("Post", "Bedrag 2023", "Bedrag 2024")] * 3,
    ]  # fmt: skip


def test_a_cell_that_reaches_down_elsewhere_is_not_said_twice() -> None:
    content = page(
        "<table><tr><td>Munitie</td><td rowspan='2'>Zie bijlage.</td><td>10</td></tr>"
        "<tr><td>Schepen</td><td>20</td></tr><tr></tr></table><p>Slot.</p>"
    )
    assert rows(content) == [("Munitie", "Zie bijlage.", "10"), ("Schepen", "", "20")]


def test_a_note_in_a_merged_cell_is_read_once() -> None:
    content = cals(
        "<row><entry>Post</entry><entry>2023</entry></row>",
        '<row><entry morerows="1"><al>Munitie<noot id="a"><noot.nr>1</noot.nr><noot.al>Zonder btw.'
        "</noot.al></noot></al></entry><entry>10</entry></row><row><entry>11</entry></row>",
    )
    assert rows(content)[1:] == [("Munitie", "10"), ("Munitie", "11")]
    assert texts(content, "note") == ["Zonder btw."]
    marks = [line.marks for b in read_document(content, "x").blocks for line in b.lines]
    assert sum(map(len, marks)) == 1


def test_claims_of_millions_of_columns_cost_nothing_and_lose_no_cell() -> None:
    wide = "<tr>" + "<td colspan='999999' rowspan='0'>x</td>" * 3 + "</tr>"
    (first,) = rows(page(f"<p>Zie.</p><table>{wide}</table>"))
    assert [text for text in first if text] == ["x"] * 3
    assert len(first) < 300


def test_a_table_in_a_cell_gives_no_rows_of_its_own() -> None:
    inner = "<table><tr><td>binnen</td></tr></table>"
    content = page(f"<p>Zie.</p><table><tr><td>buiten {inner}</td><td>2</td></tr></table>")
    assert rows(content) == [("buiten binnen", "2")]


def items(content: bytes) -> list[str | None]:
    return [b.number for b in read_document(content, "x").blocks if b.kind == "item"]


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ('type="numeriek" start="7"', ["7.", "8."]),
        ('type="ordinaal" nr-sluiting=")"', ["1)", "2)"]),
        ('type="alfa" start="3"', ["c.", "d."]),
        ('type="ALFA"', ["A.", "B."]),
        ('type="romeins" start="4"', ["iv.", "v."]),
        ('type="numeriek" start="veel"', ["1.", "2."]),
        ('type="ongemarkeerd"', ["–", "–"]),
    ],
)
def test_lists_of_xml_without_printed_numbers_are_counted(
    attributes: str, numbers: list[str]
) -> None:
    content = kamerstuk(f"<lijst {attributes}><li><al>een</al></li><li><al>twee</al></li></lijst>")
    assert items(content) == numbers
    assert texts(content, "item") == [f"{numbers[0]} een", f"{numbers[1]} twee"]


@pytest.mark.parametrize(
    ("opening", "second", "numbers"),
    [
        ("<ol>", "<li>", ["1.", "2."]),
        ("<ol start='7'>", "<li>", ["7.", "8."]),
        ("<ol type='a'>", "<li>", ["a.", "b."]),
        ("<ol type='A' start='26'>", "<li>", ["Z.", "AA."]),
        ("<ol type='i' start=9>", "<li>", ["ix.", "x."]),
        ("<ol style='list-style-type: lower-alpha'>", "<li>", ["a.", "b."]),
        ("<ol>", "<li value='5'>", ["1.", "5."]),
        ("<ol reversed>", "<li>", ["2.", "1."]),
        (f"<ol type=a start={'9' * 5000}>", "<li>", ["a.", "b."]),
        ("<ul>", "<li>", ["–", "–"]),
    ],
)
def test_lists_of_html_are_numbered_as_a_browser_does(
    opening: str, second: str, numbers: list[str]
) -> None:
    content = page(f"<p>Punten:</p>{opening}<li>punt</li>{second}ander</li>")
    assert items(content) == numbers


def test_lists_of_an_odt_without_printed_numbers_are_counted() -> None:
    levels = "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" '
        f'style:num-suffix="{after}" text:start-value="{start}"/>'
        for level, form, after, start in ((1, "1", ".", 3), (2, "a", ")", 1))
    )
    one = "<text:list-item><text:p>punt</text:p>{0}</text:list-item>"
    goes_on = ' text:continue-numbering="true"'
    nested = "<text:list>" + one.format("") * 2 + "</text:list>"
    named = '<text:list text:style-name="L1"{0}>' + one.format("") + "</text:list>"
    content = odt(
        f'<text:list text:style-name="L1">{one.format(nested)}{one.format("")}</text:list>'
        f"<text:p>Tussen.</text:p>{named.format(goes_on)}"
        f"<text:p>Opnieuw.</text:p>{named.format('')}"
        f"<text:list>{one.format('<text:p>Nog een alinea.</text:p>')}</text:list>",
        f'<text:list-style style:name="L1">{levels}</text:list-style>',
    )
    assert items(content) == ["3.", "a)", "b)", "4.", "5.", "3.", "–"]
    assert texts(content) == ["Tussen.", "Opnieuw.", "Nog een alinea."]


def test_numerals() -> None:
    assert [numeral(n, "a") for n in (1, 26, 27, 52, 53, 702, 703)] == [
        "a", "z", "aa", "az", "ba", "zz", "aaa",
    ]  # fmt: skip
    assert [numeral(n, "I") for n in (4, 9, 14, 40, 90, 1999, 4000)] == [
        "IV", "IX", "XIV", "XL", "XC", "MCMXCIX", "4000",
    ]  # fmt: skip
    assert [numeral(n, "1") for n in (0, 12)] == ["0", "12"]
    assert numeral(0, "a") == "0"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="UTF-16"?>'])
def test_utf_16_is_decoded_before_the_form_is_decided(declaration: str, encoding: str) -> None:
    text = declaration + kamerstuk("<al>De coördinatie is begonnen.</al>").decode()
    mark = "" if encoding == "utf-16" else "\ufeff"
    document = read_document((mark + text).encode(encoding), "x")
    assert document.form == "XML"
    assert document.encoding == ("utf-16-le" if encoding == "utf-16" else "utf-16-be")
    assert [b.text for b in document.blocks if b.kind == "paragraph"] == [
        "De coördinatie is begonnen."
    ]
    html = page("<p>De coördinatie is begonnen.</p>").decode()
    assert read_document((mark + html).encode(encoding), "x").form == "HTML"


@pytest.mark.parametrize(
    "content",
    [
        '<div id="broodtekst"><p>De proef<br>is begonnen.</p></div>',
        "<p>De proef<br>is begonnen.",
        "<!-- opgeslagen --> <?x y?><!-- <a> --><section><p>De proef is begonnen.</section>",
        "<h1>Brief</h1><p>De proef is begonnen.</p>",
    ],
)
def test_a_part_of_a_page_is_html(content: str) -> None:
    document = read_document(content.encode(), "x")
    assert document.form == "HTML"
    assert [b.text for b in document.blocks if b.kind == "paragraph"] == ["De proef is begonnen."]


def test_what_comes_before_the_first_element_costs_no_time() -> None:
    with pytest.raises(LetterError):
        read_document(b"<!-- x -->" + b" <!-- y -->" * 20_000 + b" geen element", "x")


def test_files_with_a_password_are_named_as_such() -> None:
    package = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    package += "EncryptedPackage".encode("utf-16-le") + b"\0" * 500
    with pytest.raises(LetterError, match="DOCX.* is encrypted; .*save it without one"):
        read_document(package, "x.docx")
    with pytest.raises(LetterError, match="old binary Office file"):
        read_document(package.replace(b"E\0n\0c\0", b"W\0o\0r\0"), "x.doc")
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    content = zipped(content_xml="\x01\x02", **{"META-INF__manifest_xml": manifest})
    with pytest.raises(LetterError, match="ODT is encrypted; .*save it without one"):
        read_document(content, "x.odt")
