"""Markup to blocks: what may stand inside a word, parsing without enough memory, messages."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from qa.errors import LetterError
from qa.readers import markup, read_document
from qa.readers.blocks import Block

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
        (b"<a>" * 1000 + b"</a>" * 1000, "nested too deeply"),
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
