"""Whether all that a file says is in its letter's regular text or in the ledger of what is not.

    python -m benchmarks.accounting FILE_OR_FOLDER ... [--show N]

Takes the characters out of each file a second time, in the simplest way there is for its form and
without the readers (a page is decoded as its reader does), and compares them, white space, hyphens
and the signs of lists apart, with those of the regular text, the printed numbers of notes and the
ledger. Prints a line a file: how many characters of the file are nowhere ("lost"), how many of the
text are not in the file ("made"; numbers that the form counts by itself, as Word does, are no text
of the file), and what.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
from lxml import etree, html

from qa.errors import LetterError
from qa.letters import read_letter
from qa.letters.readers.html import encoding_of
from qa.letters.readers.text import decode
from qa.letters.regular import plain_text
from qa.records import Letter, Unit

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD_PARTS = re.compile(
    r"word/(?:document\d*|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
)
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_NO_LETTERS = re.compile(
    r"[\[\]\s\ue000-\uf8ff\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff\ufffe\u2010-\u2012\-•·▪●○◦–]"
)
STYLED = {"DOCX", "ODT"}
"""Forms in which a style may print capitals for small letters."""

_OUTSIDE = {"script", "style", "noscript", "template", "title", "textarea"}


def source_text(content: bytes, path: str) -> str:
    """Return the characters of a file, in its own order, as its form holds them.

    Raises:
        LetterError: If the form is not one that letters are read from.
    """
    if b"%PDF-" in content[:1024]:
        return _of_pdf(content)
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return "\n".join(_of_zip(archive))
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<", content):
        if re.search(rb"<html|<!doctype html", content[:2000], re.IGNORECASE):
            parser = html.HTMLParser(encoding=encoding_of(content), remove_comments=True)
            return "".join(_of_html(html.document_fromstring(content, parser=parser)))
        return _of_xml(etree.fromstring(content, etree.XMLParser(recover=True)))
    return decode(content, path)[0]


def _of_pdf(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def _of_zip(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        if _WORD_PARTS.fullmatch(name):
            root = etree.fromstring(archive.read(name).replace(_STRICT, W[1:-1].encode()))
            yield "".join(one.text or "" for one in root.iter(f"{W}t", f"{W}delText", f"{M}t"))
        elif name in {"content.xml", "styles.xml"}:
            root = etree.fromstring(archive.read(name))
            for part in root.iter(f"{_OFFICE}body", f"{_STYLE}master-page"):
                etree.strip_elements(part, f"{_DUBLIN_CORE}*", with_tail=False)
                yield "".join(part.itertext())


def _of_html(root: etree._Element) -> Iterator[str]:
    if isinstance(root.tag, str) and root.tag.lower() not in _OUTSIDE:
        yield root.text or ""
        for child in root:
            yield from _of_html(child)
            yield child.tail or ""


def _of_xml(root: etree._Element) -> str:
    return "".join(root.itertext())


def accounted_text(letter: Letter, text: str) -> str:
    """Return all that a letter says its file has: text, printed numbers of notes, ledger."""
    notes = {unit.label: unit for unit in letter.units if unit.kind == "note"}
    numbers = [_number(note, text) for note in notes.values()]
    marks = [notes[mark.note].printed or "" for mark in letter.marks if mark.note in notes]
    ledger = (one.text for one in letter.left_out)
    return "\n".join([letter.text, *numbers, *marks, *ledger])


def _number(note: Unit, text: str) -> str:
    """Return a note's number with the sign that stands at it in the file: "1.", "(1)"."""
    printed, begin = note.printed or "", re.escape(note.text.split()[0])
    by_hand = rf"^[ \t]*(\(?{re.escape(printed)}[).:]?)\s*{begin}"
    found = re.search(by_hand, text, re.MULTILINE) if printed else None
    return found[1] if found else printed


def characters(text: str) -> Counter[str]:
    """Count the characters that are compared."""
    return Counter(_NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).replace("|", "")))


def unaccounted(letter: Letter, content: bytes) -> tuple[Counter[str], Counter[str]]:
    """Return the characters of the file that are nowhere, and those of the text that it lacks."""
    text = source_text(content, letter.source.path)
    for said in (text, _regular(text)):
        source = characters(said)
        lost = source - characters(accounted_text(letter, text))
        made = characters(letter.text) - source
        if letter.source.form.split()[-1] in STYLED:
            _allow_capitals(lost, made)
        if not +lost:
            break
    return +lost, +made


def _allow_capitals(lost: Counter[str], made: Counter[str]) -> None:
    """Let a letter that a style prints as a capital account for the small one in the file."""
    for small in list(lost):
        same = min(lost[small], made[small.upper()]) if small.islower() else 0
        lost[small] -= same
        made[small.upper()] -= same


def _regular(text: str) -> str:
    """Mend what regular text mends: accents apart from their letter, UTF-8 read as another code."""
    return "\n".join(plain_text(line) for line in text.splitlines())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is unaccounted for in each file; 1 if anything is lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=60, help="characters shown of each (60)")
    args = parser.parse_args(arguments)
    files = [file for path in args.paths for file in (sorted(path.rglob("*")) if path.is_dir()
                                                      else [path]) if file.is_file()]  # fmt: skip
    total = 0
    for file in files:
        try:
            letter = read_letter(file)
        except LetterError as error:
            sys.stdout.write(f"   -    - {file.name}: {error}\n")
            continue
        lost, made = unaccounted(letter, file.read_bytes())
        total += lost.total()
        what = ["".join(sorted(one.elements()))[: args.show] for one in (lost, made)]
        sys.stdout.write(f"{lost.total():5} {made.total():5} {file.name} {what[0]!r} {what[1]!r}\n")
    return int(total > 0)


if __name__ == "__main__":
    sys.exit(main())
