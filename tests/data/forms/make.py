"""Make the binary letters of this folder: ODT, DOCX, PDF, and XML in UTF-16.

    python tests/data/forms/make.py

Writes only the parts that the readers look at. Needs reportlab. The made files are committed: run
this after a change here, and compare what the tests say.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def write_zip(name: str, parts: dict[str, str]) -> None:
    """Write an archive that is the same whenever it is made."""
    with zipfile.ZipFile(HERE / name, "w") as archive:
        for part, text in parts.items():
            info = zipfile.ZipInfo(part, (2024, 1, 1, 0, 0, 0))
            archive.writestr(info, text, zipfile.ZIP_DEFLATED)


def make_odt() -> None:
    """An official letter as ODT: banner in a frame, a note, a list that goes on, merged cells."""
    names = " ".join(
        f'xmlns:{prefix}="{OASIS}:{prefix}:1.0"'
        for prefix in ("office", "text", "table", "style", "draw", "meta")
    )
    cell = "<table:table-cell{1}><text:p>{0}</text:p></table:table-cell>".format
    wide, high = ' table:number-columns-spanned="2"', ' table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell/>"
    item = "<text:list-item><text:p>{0}</text:p></text:list-item>".format
    body = f"""
<text:p>99 604 Beheer van sluizen</text:p>
<text:p>Nr. 5 BRIEF VAN DE MINISTER VAN WATERBEHEER</text:p>
<text:p>Aan de Voorzitter van de Tweede Kamer der Staten-Generaal</text:p>
<text:p>Den Haag, 6 februari 2024</text:p>
<draw:frame><text:p>kst-99604-5</text:p></draw:frame>
<text:p>Zie motie nr. 3 van het lid Kolk.</text:p>
<text:p>De sluis bij Neder<?xpp afbm?>sluis krijgt nieuwe deuren.<text:note text:id="a" \
text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>De \
oude deuren zijn van eikenhout.</text:p></text:note-body></text:note> Dat gebeurt in drie stappen:\
</text:p>
<text:list text:style-name="L1">{item("de oude deuren gaan eruit;")}{item("de kolk wordt droog.")}\
</text:list>
<text:p>Daarna is er een pauze van een week.</text:p>
<text:list text:style-name="L1" text:continue-numbering="true">{item("de deuren hangen.")}\
</text:list>
<text:h text:outline-level="1">Kosten</text:h>
<table:table table:name="t1">
<table:table-header-rows>
<table:table-row>{cell("Deur", high)}{cell("Bedrag", wide)}{covered}</table:table-row>
<table:table-row>{covered}{cell("2024", "")}{cell("2025", "")}</table:table-row>
</table:table-header-rows>
<table:table-row>{cell("Boven", "")}{cell("12", "")}{cell("3", "")}</table:table-row>
<table:table-row>{cell("Samen", wide)}{covered}{cell("15", "")}</table:table-row>
</table:table>
<text:p>De Minister van Waterbeheer,</text:p>
<text:p>A.B. Sluisman</text:p>"""
    numbers = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
        'style:num-format="i" style:num-suffix="."/></text:list-style>'
    )
    write_zip(
        "kst-99604-5.odt",
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}><office:automatic-styles>{numbers}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {names}><office:meta><meta:user-defined "
            'meta:name="DC.identifier">kst-99604-5</meta:user-defined></office:meta>'
            "</office:document-meta>",
        },
    )


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of a DOCX; ``text`` may hold elements of a run."""
    if not text.startswith("<w:r>"):
        text = f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{text}</w:p>"


def make_docx() -> None:
    """A ministry's letter: side bar, text box twice, field code, notes, numbers, merged cells."""

    def numbered(text: str, level: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="4"/></w:numPr>')

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    wide, starts, goes_on = (
        '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>",
    )  # fmt: skip
    box = f"<w:txbxContent>{paragraph('Deze brief staat ook op de website.')}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DOCPROPERTY Onderwerp</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/><w:t>Datum 17 juni 2024</w:t>'
        '<w:fldChar w:fldCharType="end"/></w:r>'
    )
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    rows = (
        cell("Haven", starts) + cell("Schepen", wide),
        cell("", goes_on) + cell("2023") + cell("2024"),
        cell("Hoogsluis") + cell("71") + cell("64"),
        cell("Alle havens samen", wide) + cell("901"),
    )
    table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
        + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )
    body = "".join(
        (
            paragraph("Aan de Voorzitter van de Tweede Kamer der Staten-Generaal"),
            paragraph(field),
            paragraph("Onderwerp Havens in de winter"),
            paragraph("Geachte voorzitter,"),
            paragraph("Op 3 juni vroeg de commissie naar Kamerstuk 99 607, nr. 14"),
            paragraph(
                "<w:r><w:t>De haven van Hoog</w:t></w:r><w:r><w:t>sluis vroor dicht.</w:t></w:r>"
                f"{note}<w:del><w:r><w:delText>Gewist.</w:delText></w:r></w:del>"
                '<w:r><w:t xml:space="preserve"> Daarom neem ik twee maatregelen:</w:t></w:r>'
            ),
            numbered("er komt een ijsbreker, en wel", 0),
            numbered("een grote;", 1),
            numbered("een kleine;", 1),
            numbered("de haven krijgt verwarming.", 0),
            paragraph(both),
            table,
            paragraph("De Minister van Waterbeheer,"),
            paragraph("A.B. Sluisman"),
        )
    )
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, start, form, text in ((0, 2, "decimal", "%1."), (1, 1, "lowerLetter", "%2)"))
    )
    write_zip(
        "brief-havens.docx",
        {
            "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBLE}"><w:body>'
            f"{body}</w:body></w:document>",
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:type="separator" '
            'w:id="0"/><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> '
            "Van 9 tot 20 januari.</w:t></w:r></w:p></w:footnote></w:footnotes>",
            "word/numbering.xml": f'<w:numbering xmlns:w="{WORD}"><w:abstractNum '
            f'w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="4"><w:abstractNumId '
            'w:val="1"/></w:num></w:numbering>',
            "word/header1.xml": f'<w:hdr xmlns:w="{WORD}">{paragraph("Ministerie van Waterbeheer")}'
            f"{paragraph('Ons kenmerk')}{paragraph('WB/2024/118')}</w:hdr>",
        },
    )


class Page:
    """Writes on a canvas with y counted from the top."""

    def __init__(self, name: str, width: float, height: float) -> None:
        self.canvas = Canvas(str(HERE / name), pagesize=(width, height), invariant=True)
        self.height = height

    def write(self, x: float, y: float, text: str, size: float = 8.9, font: str = "") -> None:
        """Write one line."""
        self.canvas.setFont(font or "Helvetica", size)
        self.canvas.drawString(x, self.height - y, text)

    def lines(self, x: float, y: float, texts: Sequence[str], step: float, size: float) -> float:
        """Write lines below one another; an empty one is a space. Returns where the next goes."""
        for text in texts:
            if text:
                self.write(x, y, text, size)
            y += step
        return y


def make_publisher_pdf() -> None:
    """A publisher's page: margin column, running title, a note, a sentence over a page break."""
    page = Page("kst-99608-31.pdf", 558.4, 771)

    def edges(number: int) -> None:
        page.write(221.1, 757, "Tweede Kamer, vergaderjaar 2023–2024, 99 608, nr. 31", 6.5)
        page.write(535, 757, str(number), 6.5)
        page.canvas.showPage()

    page.write(55.3, 40, "Tweede Kamer der Staten-Generaal", 16)
    page.write(55.3, 75, "Vergaderjaar 2023–2024")
    page.write(55.3, 120, "99 608")
    page.write(221.1, 120, "Beheer van vuurtorens")
    page.write(55.3, 142, "Nr. 31")
    page.write(221.1, 142, "BRIEF VAN DE MINISTER VAN WATERBEHEER", font="Helvetica-Bold")
    body = (
        "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal", "", "Den Haag, 2 juli 2024",
        "", "De vuurtoren van Zeehoek is in maart gedoofd, omdat de lamp niet meer werd",
        "gemaakt. De commissie vroeg daarnaar op 6 juni, bij de motie in Kamerstuk 99 608,",
        "nr. 28 van het lid Kolk. De toren krijgt een nieuwe lamp, die minder stroom nodig",
        "heeft en even ver schijnt als de oude, zo blijkt uit het onderzoek dat de dienst",
    )  # fmt: skip
    end = page.lines(221.1, 176, body, 11, 8.9)
    page.write(221.1, end, "in april deed.")
    mark = 221.1 + stringWidth("in april deed.", "Helvetica", 8.9)
    page.write(mark, end - 3, "1", 5)
    page.write(mark + 5, end, "De overige torens langs de kust houden hun lamp, totdat")
    page.write(221.1, 720, "1", 4.5)
    page.write(227.3, 723, "Onderzoek Licht op Zee, mei 2024.", 6.5)
    for i, text in enumerate(("kst-99608-31", "ISSN 0921 - 7371", "’s-Gravenhage 2024")):
        page.write(55.3, 700 + 8 * i, text, 6.5)
    edges(1)
    end = page.lines(221.1, 60, ("die op is.", ""), 11, 8.9)
    page.write(221.1, end, "Toegang", font="Helvetica-Bold")
    end = page.lines(
        221.1, end + 11, ("De torens blijven op zaterdag open voor bezoekers.", ""), 11, 8.9
    )
    page.lines(221.1, end, ("De Minister van Waterbeheer,", "A.B. Sluisman"), 11, 8.9)
    edges(2)
    page.canvas.save()


def make_ministry_pdf() -> None:
    """A ministry's letterhead: address, side bar at the right, labels, a table, a page number."""
    page = Page("brief-bakens.pdf", 595, 842)
    page.lines(80, 60, ("> Retouradres Postbus 1 2500 AA Den Haag",), 12, 7)
    page.lines(80, 100, ("Aan de Voorzitter van de Tweede Kamer", "der Staten-Generaal"), 12, 9.5)
    page.lines(470, 100, ("Ministerie van Waterbeheer", "Kade 4", "", "Ons kenmerk",
                          "WB/2024/77"), 10, 6.5)  # fmt: skip
    page.lines(80, 170, ("Datum 23 september 2024", "Betreft Bakens op het meer"), 13, 9.5)
    body = (
        "Geachte voorzitter,", "",
        "Naar aanleiding van de motie van het lid Kolk over bakens, Kamerstuk 99 609, nr. 6",
        "van 4 juni 2024, informeer ik u over de bakens op het meer. De bakens zijn geteld",
        "en waar nodig vervangen.", "",
        "Hieronder staat per meer hoeveel bakens er zijn, en hoeveel daarvan nieuw zijn.", "",
    )  # fmt: skip
    y = page.lines(80, 220, body, 13, 9.5)
    table = (("Meer", "Bakens", "Nieuw"), ("Noordmeer", "44", "6"), ("Zuidmeer", "31", "2"),
             ("Wijdeplas", "12", "12"))  # fmt: skip
    for row in table:
        for x, text in zip((80, 200, 280), row, strict=True):
            page.write(x, y, text, 9.5)
        y += 13
    page.lines(
        80, y + 13,
        ("Ik stuur u in het najaar een nieuwe telling.", "", "De Minister van Waterbeheer,", "",
         "A.B. Sluisman"), 13, 9.5,
    )  # fmt: skip
    page.write(470, 815, "Pagina 1 van 1", 7)
    page.canvas.showPage()
    page.canvas.save()


def make_utf16() -> None:
    """An official letter as XML in UTF-16, as some programs save it."""
    text = (
        '<?xml version="1.0" encoding="UTF-16"?><officiele-publicatie><kamerstuk><dossier>'
        "<dossiernummer><dossiernr>99 610</dossiernr></dossiernummer><titel>Ruïnes</titel>"
        '</dossier><stuk><stuknr>Nr. <ondernummer kamer="2">2</ondernummer></stuknr><titel>BRIEF '
        "VAN DE MINISTER VAN WATERBEHEER</titel><algemeen><vrije-tekst><tekst><al>De ruïne bij "
        "Overloon zakt in de rivier.</al><al>De coördinatie ligt bij de provincie.</al></tekst>"
        "</vrije-tekst></algemeen></stuk></kamerstuk></officiele-publicatie>"
    )
    (HERE / "kst-99610-2.xml").write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))


if __name__ == "__main__":
    make_odt()
    make_docx()
    make_publisher_pdf()
    make_ministry_pdf()
    make_utf16()
