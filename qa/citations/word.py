"""A Word document with headings and real footnotes (Office Open XML, ECMA-376).

Written part by part, since no library that we use writes footnotes. Reads nothing. The same
paragraphs give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from qa.citations.document import Note, Paragraph
from qa.text.xml_signs import held_by_xml

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMES = f'xmlns:w="{_MAIN}" xmlns:r="{_LINKS}"'
_TIME = (1980, 1, 1, 0, 0, 0)  # so that the same paragraphs give the same bytes
_LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
_MARK = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{}</w:r>'
_A4 = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" '
    'w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a style looks: Word's own name for it, its paragraph's and its letters' properties."""

    name: str
    paragraph: str = ""
    letters: str = ""


def _heading(level: int, size: int, before: int) -> _Look:
    return _Look(
        f"heading {level}",
        f'<w:keepNext/><w:spacing w:before="{before}" w:after="80"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:color w:val="154273"/><w:sz w:val="{size}"/>',
    )


_LOOKS = {
    "Title": _Look("Title", '<w:spacing w:after="120"/>', '<w:b/><w:sz w:val="32"/>'),
    "Subtitle": _Look("Subtitle", '<w:spacing w:after="60"/>', '<w:color w:val="595959"/>'),
    "Heading1": _heading(1, 30, 420),
    "Heading2": _heading(2, 24, 240),
    "Heading3": _heading(3, 22, 160),
    "Question": _Look("Question", '<w:keepLines/><w:spacing w:after="120"/>', "<w:b/>"),
    "Quote": _Look("Quote", '<w:spacing w:after="100"/><w:ind w:left="425" w:right="425"/>'),
    "Draft": _Look(
        "Draft answer",
        "<w:pBdr>" + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="6" w:color="A6A6A6"/>'
            for side in ("top", "left", "bottom", "right")
        ) + '</w:pBdr><w:spacing w:before="60" w:after="1200"/><w:ind w:left="142" w:right="142"/>',
        '<w:color w:val="767676"/>',
    ),
    "List": _Look("List", '<w:spacing w:after="40"/><w:ind w:left="284" w:hanging="284"/>'),
    "Small": _Look("Small", '<w:spacing w:after="60"/>',
                   '<w:color w:val="595959"/><w:sz w:val="19"/>'),
    "FootnoteText": _Look("footnote text", '<w:spacing w:after="0"/>', '<w:sz w:val="18"/>'),
}  # fmt: skip


def word_document(paragraphs: Sequence[Paragraph], language: str = "nl") -> bytes:
    """Return a document that Word opens.

    Args:
        paragraphs: In order; their notes are numbered as they come.
        language: "nl" or "en", for the spelling.
    """
    notes = [one.note for one in paragraphs if one.note]
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _parts(paragraphs, notes, language).items():
            package.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    return document.getvalue()


def _parts(paragraphs: Sequence[Paragraph], notes: Sequence[Note], language: str) -> dict[str, str]:
    numbers = iter(range(1, len(notes) + 1))
    body = "".join(_paragraph(one, next(numbers) if one.note else None) for one in paragraphs)
    links = [("hyperlink", note.url or "", True) for note in notes if note.url]
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml", False)]),
        "word/document.xml": f"{_HEAD}<w:document {_NAMES}><w:body>{body}{_A4}</w:body>"
        "</w:document>",
        "word/footnotes.xml": _footnotes(notes),
        "word/footer1.xml": _footer(),
        "word/styles.xml": _styles(language),
        "word/_rels/document.xml.rels": _relations(
            [("styles", "styles.xml", False), ("footnotes", "footnotes.xml", False),
             ("footer", "footer1.xml", False)]
        ),
        "word/_rels/footnotes.xml.rels": _relations(links),
    }  # fmt: skip


def _paragraph(one: Paragraph, note: int | None) -> str:
    style = "" if one.style == "Normal" else f'<w:pPr><w:pStyle w:val="{one.style}"/></w:pPr>'
    mark = _MARK.format(f'<w:footnoteReference w:id="{note}"/>') if note else ""
    return f"<w:p>{style}{_run(one.text)}{mark}</w:p>"


def _run(text: str, style: str = "") -> str:
    """Return a run of text; signs that XML cannot hold are left out."""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in held_by_xml(text).split("\n")
    )
    return f"<w:r>{style}{lines}</w:r>"


def _footnotes(notes: Sequence[Note]) -> str:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
        "</w:footnote>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    written = "".join(_each_note(notes))
    return f"{_HEAD}<w:footnotes {_NAMES}>{separators}{written}</w:footnotes>"


def _each_note(notes: Sequence[Note]) -> Iterator[str]:
    links = 0
    for number, note in enumerate(notes, start=1):
        text = _run(note.text)
        if note.url:
            links += 1
            style = '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'
            text = f'<w:hyperlink r:id="rId{links}">{_run(note.text, style)}</w:hyperlink>'
        yield (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f"{_MARK.format('<w:footnoteRef/>')}{_run(' ')}{text}</w:p></w:footnote>"
        )


def _footer() -> str:
    field = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f'{_HEAD}<w:ftr {_NAMES}><w:p><w:pPr><w:jc w:val="right"/></w:pPr>{field}</w:p></w:ftr>'


def _styles(language: str) -> str:
    default = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" '
        'w:cs="Calibri"/><w:sz w:val="22"/>'
        f'<w:lang w:val="{_LANGUAGES[language]}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
    )
    own = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{look.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{look.paragraph}</w:pPr><w:rPr>{look.letters}</w:rPr></w:style>"
        for style, look in _LOOKS.items()
    )
    return f'{_HEAD}<w:styles xmlns:w="{_MAIN}">{default}{own}{_LETTERS}</w:styles>'


_LETTERS = (
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>'
)


def _relations(targets: list[tuple[str, str, bool]]) -> str:
    outer = ' TargetMode="External"'
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target={quoteattr(target)}'
        f"{outer if outside else ''}/>"
        for number, (kind, target, outside) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _content_types() -> str:
    parts = {"document": "document.main", "footnotes": "footnotes", "styles": "styles",
             "footer1": "footer"}  # fmt: skip
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
