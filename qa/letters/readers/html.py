"""HTML of the official publications, and other pages with a letter, to blocks.

Takes what stands in ``div#broodtekst``, else in the page's main part. The site's own buttons
("Naar boven", "X Noot") are left out.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

from qa.errors import LetterError
from qa.letters.readers.blocks import Document
from qa.letters.readers.css import Style, on_screen
from qa.letters.readers.html_blocks import PageReader
from qa.letters.readers.markup import Element, is_out_of_memory, name_of
from qa.letters.readers.official_meta import known_values
from qa.letters.readers.page_meta import page_values
from qa.letters.readers.structure import classify

PARSER = "html 3"

_LEAST_SHARE = 0.4  # of the page's words; a place with fewer holds a teaser or a part
_NOT_COUNTED = ("nav", "footer", "script", "style", "head", "noscript")
_TEXTS = etree.XPath(".//text()", smart_strings=False)
_TEXTS_NOT_COUNTED = etree.XPath(
    f".//*[{' or '.join(f'self::{name}' for name in _NOT_COUNTED)}]//text()", smart_strings=False
)
_ERROR_PAGE = re.compile(r"\b404\b|[Pp]agina niet gevonden|[Pp]age not found")


def read_html(content: bytes, path: str) -> Document:
    """Read an HTML page.

    Raises:
        LetterError: If it is an error page, or holds no letter.
        MemoryError: If there is not enough memory to parse it.
    """
    parser = lxml_html.HTMLParser(encoding=encoding_of(content), no_network=True, huge_tree=False,
                                  remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = lxml_html.document_fromstring(content, parser=parser)
    except (ValueError, lxml_html.etree.LxmlError) as error:
        if is_out_of_memory(error):
            raise MemoryError from None
        raise LetterError(path, "html-unreadable", reason=error) from None
    return read_root(root, path, encoding_of(content))


def read_root(
    root: Element, path: str, encoding: str, known: tuple[tuple[str, str], ...] = ()
) -> Document:
    """Read a page that is parsed.

    Args:
        root: Its html element, or the element of another form that holds a page.
        path: The file's name, for messages.
        encoding: What it was decoded from.
        known: What is known of the letter besides.
    """
    title = " ".join((root.findtext(".//title") or "").split())
    body, words = _main_part(root)
    sheets = (one.text or "" for one in root.iter("style") if on_screen(one.get("media", "")))
    reader = PageReader(root, Style(sheets), words)
    reader.walk(body)
    flow = reader.flow
    reader.add_frame(root, body)
    blocks = (*classify(flow.stretches, plain_headings=False), *flow.notes, *flow.furniture)
    words = sum(len(b.text.split()) for b in blocks if b.kind in {"paragraph", "item", "row"})
    if _ERROR_PAGE.search(title) or (words < 60 and _ERROR_PAGE.search(body.text_content())):
        raise LetterError(path, "html-error-page")
    if not words:
        raise LetterError(path, "html-without-text")
    meta = [
        (one.get("name", ""), one.get("scheme", ""), one.get("content", ""))
        for one in root.iter("meta")
    ]
    stated = (*known, *known_values(meta), *page_values(root, body))
    return Document(blocks, "HTML", PARSER, encoding, (), stated)


def encoding_of(content: bytes) -> str:
    """Return a page's encoding: as announced if it is not UTF-8, and UTF-8 where that is valid."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        announced = re.search(rb"charset=[\"']?([\w-]+)", content[:2000])
        name = announced[1].decode("ascii").lower() if announced else ""
        return name if name in {"iso-8859-1", "iso-8859-15", "windows-1252"} else "windows-1252"
    return "utf-8"


def _main_part(root: Element) -> tuple[Element, int]:
    """Return what holds the letter, the first likely place with most of the words, and how many."""
    places = (
        "//*[@id='broodtekst']", "//main", "//article", "//*[@role='main']",
        "//*[@id='content' or @id='main' or @id='main-content']", "//body",
    )  # fmt: skip
    whole = _words(root)
    for place in places:
        counted = [(_words(one), one) for one in root.xpath(place)]
        words, found = max(counted, key=lambda pair: pair[0], default=(0, None))
        if found is not None and words >= _LEAST_SHARE * whole:
            return found, words
    return root, whole


def _words(element: Element) -> int:
    """Count the words of an element that are not in the site's frame."""
    if any(name_of(one) in _NOT_COUNTED for one in (element, *element.iterancestors())):
        return 0
    texts = (_TEXTS(element), _TEXTS_NOT_COUNTED(element))
    every, without = (sum(len(text.split()) for text in some) for some in texts)
    return every - without
