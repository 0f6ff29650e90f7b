"""XML of the official publications to blocks: kamerstuk, kamervragen, kamerwrk.

A debate (handelingen) is no letter and is named. Unknown elements are walked through, so that no
text is lost. A question's number belongs to its element, whatever words are printed there.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html

from qa.errors import LetterError
from qa.letters.readers.blocks import Document
from qa.letters.readers.html import read_root
from qa.letters.readers.markup import Element, Flow, name_of, parse_xml
from qa.letters.readers.official_meta import known_values
from qa.letters.readers.structure import classify
from qa.letters.readers.xml_blocks import PaperReader
from qa.messages import Message

PARSER = "xml 2"

_LETTERS = {"kamerstuk", "kamervragen", "kamerwrk"}
_NO_LETTERS = {
    "handelingen": "a-debate",
    "staatscourant": "a-staatscourant",
    "staatsblad": "a-staatsblad",
    "metadata_gegevens": "metadata-of-publication",
    "searchRetrieveResponse": "answer-of-service",
    "gzd": "metadata-of-publication",
    "feed": "a-feed",
}


def read_xml(content: bytes, path: str) -> Document:
    """Read an official XML publication.

    Raises:
        LetterError: If it is not well-formed, no letter, or holds no text.
    """
    root = parse_xml(content, path)
    kind = _root_kind(root)
    if kind in _NO_LETTERS:
        raise LetterError(path, "not-a-letter", what=Message(_NO_LETTERS[kind]))
    body = next((one for one in root.iter() if name_of(one) in _LETTERS), None)
    page = next(root.iter("{http://www.w3.org/1999/xhtml}*"), None) if body is None else None
    if page is not None:
        return _read_page(root, page, path)
    if body is None:
        raise LetterError(path, "xml-without-letter", root=name_of(root))
    apart = {one.get("id", ""): one for one in body.iter("{*}voetnoot", "{*}eindnoot")}
    reader = PaperReader({name: one for name, one in apart.items() if name})
    reader.walk(body)
    reader.add_notes_left()
    blocks = (*classify(reader.flow.stretches, plain_headings=False), *reader.flow.notes,
              *reader.flow.furniture)  # fmt: skip
    if not any(block.kind in {"paragraph", "item", "row"} for block in blocks):
        raise LetterError(path, "xml-without-text")
    return Document(blocks, "XML", PARSER, "utf-8", (), _known(root, body))


def _read_page(root: Element, page: Element, path: str) -> Document:
    """Read a web page that another form wraps, with what the wrapper says of it."""
    around = page.getparent() if page.getparent() is not None else page
    known = tuple(
        (field, " ".join("".join(one.itertext()).split()).split("_")[0])
        for field, name in (("doc_id", "identifier"), ("date", "issued"), ("subject", "title"))
        for one in root.iter(f"{{http://purl.org/dc/terms/}}{name}")
    )
    for one in around.iter("{http://www.w3.org/1999/xhtml}*"):
        one.tag = name_of(one)
    etree.cleanup_namespaces(around)
    written = etree.tostring(around, method="html", encoding="unicode", with_tail=False)
    parsed = lxml_html.document_fromstring(f"<html><body>{written}</body></html>")
    document = read_root(parsed, path, "utf-8", known)
    flow = Flow()
    flow.extract.length = max(line.start + len(line.text) + 1
                              for block in document.blocks for line in block.lines)  # fmt: skip
    inside = set(around.iter())
    for one in root.iter("*"):
        if one not in inside:
            flow.add_furniture(one.text or "")
    blocks = (*document.blocks, *flow.furniture)
    return replace(document, blocks=blocks, form="XML", parser=PARSER)


def _root_kind(root: Element) -> str:
    names = [name_of(one) for one in (root, *root.iterchildren())]
    return next((name for name in names if name in _NO_LETTERS), "")


def _known(root: Element, body: Element) -> tuple[tuple[str, str], ...]:
    """Collect what the elements and attributes say of the publication."""
    stated = known_values(
        (meta.get("name", ""), meta.get("scheme", ""), meta.get("content", ""))
        for meta in root.iter("{*}meta", "{*}metadata")
    )
    known = [one for one in stated if one[0] == "doc_id"]
    for meta in root.iter("{*}meta"):
        link = re.search(r"/([a-z]+-[\w-]+)/metadata\.xml$", meta.get("content", ""))
        if link:
            known.append(("doc_id", link[1]))
    if body.get("kamer") in {"1", "2"}:
        known.append(("house", "I" if body.get("kamer") == "1" else "II"))
    for one in body.iter("*"):
        name = name_of(one)
        text = " ".join("".join(one.itertext()).split())
        if name == "dossier":
            title = one.findtext("{*}titel") or ""
            known.append(("dossiers", f"{_dossier_number(one)}\t{' '.join(title.split())}"))
        elif name in {"ondernummer", "kamervraagnummer"}:
            known.append(("ondernummer", text))
        elif name == "tekstregel" and one.get("inhoud") == "vergaderjaar":
            known.append(("vergaderjaar", text.removeprefix("Vergaderjaar ")))
        elif name == "tekstregel" and one.get("inhoud") == "kamernummer":
            known.append(("house", "I" if text == "1" else "II"))
        elif name == "datum" and one.get("isodatum") and _dates_the_letter(one):
            known.append(("date", one.get("isodatum", "")))
        elif name == "onderw":
            number, title = one.findtext("{*}nummer") or "", one.findtext("{*}naam") or ""
            known.append(("dossiers", f"{' '.join(number.split())}\t{' '.join(title.split())}"))
        elif name == "vergjaar":
            known.append(("vergaderjaar", text))
        elif name == "nummer" and name_of(one.getparent()) == "stuk":
            known.append(("ondernummer", text))
        elif name == "kamervraagonderwerp":
            known.append(("subject", text))
    return (*known, *stated)


def _dossier_number(dossier: Element) -> str:
    """Return a dossier's number with its chapter or suffix: "36 725 VI", "21 501-02"."""
    parts = {name_of(part): "".join(part.itertext()).split() for part in dossier.iter("*")}
    number = " ".join(parts.get("dossiernr", ()))
    chapter = " ".join(parts.get("begrotingshoofdstuk", ()))
    council = " ".join(parts.get("raadnr", ()))
    return f"{number} {chapter}".strip() if not council else f"{number}-{council}"


def _dates_the_letter(datum: Element) -> bool:
    parent = datum.getparent()
    if parent is None:
        return False
    if name_of(parent) == "kamervraagomschrijving":
        return parent.get("type") == "antwoord"
    return name_of(parent) in {"datumtekst", "dagtekening", "ondertekening"}
