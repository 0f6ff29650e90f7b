"""A Word document with one quote and its source in a real footnote (Office Open XML, ECMA-376).

Written part by part, since no library that we use writes footnotes. Reads nothing.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from qa.text.xml_signs import held_by_xml

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TIME = (1980, 1, 1, 0, 0, 0)  # so that the same quote gives the same bytes

_STYLES = f"""{_HEAD}<w:styles xmlns:w="{_MAIN}">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>
<w:sz w:val="22"/><w:lang w:val="nl-NL"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/>
<w:pPr><w:ind w:left="567" w:right="567"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>
<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>
<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>
<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>
</w:styles>"""


def footnote_document(quote: str, source: str, url: str | None = None) -> bytes:
    """Return a document that Word opens.

    Args:
        quote: Its paragraphs are parted by empty lines.
        source: The text of the footnote.
        url: What the footnote links to.
    """
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _parts(quote, source, url).items():
            package.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    return document.getvalue()


def _parts(quote: str, source: str, url: str | None) -> dict[str, str]:
    paragraphs = [part for part in quote.split("\n\n") if part.strip()]
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{}</w:r>'
    last = mark.format('<w:footnoteReference w:id="1"/>')
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Quote"/></w:pPr>{_run(part)}'
        f"{last if number == len(paragraphs) else ''}</w:p>"
        for number, part in enumerate(paragraphs, start=1)
    )
    note = _run(source)
    if url:
        style = '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'
        note = f'<w:hyperlink r:id="rId1">{_run(source, style)}</w:hyperlink>'
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
        for number, kind, tag in (
            (-1, "separator", "separator"),
            (0, "continuationSeparator", "continuationSeparator"),
        )
    )
    text = '<w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    footnote = f'<w:footnote w:id="1">{text}{mark.format("<w:footnoteRef/>")}{_run(" ")}{note}'
    names = f'xmlns:w="{_MAIN}" xmlns:r="{_LINKS}"'
    target = _relations([("hyperlink", url or "", True)] if url else [])
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml", False)]),
        "word/document.xml": f"{_HEAD}<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/footnotes.xml": f"{_HEAD}<w:footnotes {names}>{separators}{footnote}</w:p>"
        "</w:footnote></w:footnotes>",
        "word/styles.xml": _STYLES,
        "word/_rels/document.xml.rels": _relations(
            [("styles", "styles.xml", False), ("footnotes", "footnotes.xml", False)]
        ),
        "word/_rels/footnotes.xml.rels": target,
    }


def _run(text: str, style: str = "") -> str:
    """Return a run of text; signs that XML cannot hold are left out."""
    shown = held_by_xml(text)
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in shown.split("\n")
    )
    return f"<w:r>{style}{lines}</w:r>"


def _relations(targets: list[tuple[str, str, bool]]) -> str:
    outer = ' TargetMode="External"'
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target={quoteattr(target)}'
        f"{outer if outside else ''}/>"
        for number, (kind, target, outside) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _content_types() -> str:
    parts = {"document": "document.main", "footnotes": "footnotes", "styles": "styles"}
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
