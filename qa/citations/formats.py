"""A quote and its citation in the forms people paste and import. The one place that makes them.

    reference   as in the Leidraad voor juridische auteurs, with the paragraph
    markdown    the quote as a block, with its reference as a link
    html        the same as HTML
    bibtex      an entry @misc
    ris         a record GOVDOC (Zotero, EndNote, Mendeley)
    csl-json    an item of type report (Zotero, pandoc)
    docx        a Word document: the quote with its reference in a footnote

What a letter does not say is left out, never filled in. Touches no files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from qa.citations.citing import pages_said, printed_pages, reference
from qa.citations.document import Note, quoted
from qa.citations.markdown import marked
from qa.citations.word import MEDIA_TYPE, word_document
from qa.errors import QuestionError
from qa.records import Citation, Letter


@dataclass(frozen=True, slots=True)
class Format:
    """How a form is served: its media type, the ending of its files, whether people copy it."""

    media_type: str
    ending: str
    copied: bool
    write: Callable[[_Cited], str | bytes]


@dataclass(frozen=True, slots=True)
class _Cited:
    """A quote with all that a form may tell of it."""

    letter: Letter
    citation: Citation

    @property
    def text(self) -> str:
        return self.letter.text[self.citation.start : self.citation.end]

    @property
    def key(self) -> str:
        """What the entry is called in a bibliography."""
        return f"{self.letter.doc_id}-{self.citation.unit}"

    @property
    def title(self) -> str:
        """The letter's title, else its id."""
        return self.letter.metadata.full_title or self.letter.doc_id

    @property
    def authors(self) -> list[str]:
        """Who signed, by function; by name where no function is printed."""
        senders = self.letter.metadata.senders
        return [name for name in (s.function or s.name for s in senders) if name]

    @property
    def series(self) -> str:
        """The reference without number and pages: "Kamerstukken II 2023/24, 28676"."""
        parts = reference(self.letter).split(", ")
        return ", ".join(parts[:-1]) if self.letter.metadata.ondernummer else ""

    @property
    def number(self) -> str | None:
        return self.letter.metadata.ondernummer

    @property
    def paragraph(self) -> str:
        """The place in words of a reference: "¶ 11", "noot 2"."""
        number, label = self.citation.paragraph, self.citation.unit
        if number is not None:
            return f"¶ {number}"
        names = {"n": f"noot {label[1:]}", "s": "ondertekening", "l": "briefhoofd", "h": "kop",
                 "r": f"tabelrij {label[1:]}"}  # fmt: skip
        return names.get(label[:1], label)

    @property
    def whole(self) -> str:
        """The reference with the paragraph, which is our own numbering."""
        return f"{self.citation.reference}, {self.paragraph}"


def whole_reference(letter: Letter, citation: Citation) -> str:
    """Return the reference of a citation with the paragraph."""
    return _Cited(letter, citation).whole


def formatted(letter: Letter, citation: Citation, name: str) -> str | bytes:
    """Write a quote and its citation in one of `FORMATS`.

    Args:
        letter: The letter that is cited, in the version of the citation.
        citation: From `qa.citations.citing.cite`.
        name: Of the form.

    Raises:
        QuestionError: If there is no such form; the message lists them.
    """
    return format_named(name).write(_Cited(letter, citation))


def format_named(name: str) -> Format:
    """Return a form by its name.

    Raises:
        QuestionError: If there is none; the message lists them.
    """
    if name not in FORMATS:
        raise QuestionError("citation-form-unknown", name=name, forms=", ".join(FORMATS))
    return FORMATS[name]


def _reference(cited: _Cited) -> str:
    return f"{cited.whole}\n"


def _markdown(cited: _Cited) -> str:
    lines = marked(cited.text).splitlines()
    block = "\n".join(f"> {line}".rstrip() for line in lines)
    whole = marked(cited.whole)
    url = cited.citation.url
    return f"{block}\n>\n> — {f'[{whole}](<{url}>)' if url else whole}\n"


def _html(cited: _Cited) -> str:
    url = cited.citation.url
    whole = escape(cited.whole)
    link = f'<a href="{escape(url)}">{whole}</a>' if url else whole
    source = f' cite="{escape(url)}"' if url else ""
    parts = "".join(f"<p>{escape(part)}</p>" for part in cited.text.split("\n\n"))
    return (
        f'<figure><blockquote lang="nl"{source}>{parts}</blockquote>'
        f"<figcaption><cite>{link}</cite></figcaption></figure>\n"
    )


def _bibtex(cited: _Cited) -> str:
    known = cited.letter.metadata
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors),
        "title": f"{{{_tex(cited.title)}}}",
        "year": str(known.date.year) if known.date else "",
        "date": known.date.isoformat() if known.date else "",
        "howpublished": _tex(reference(cited.letter)),
        "number": cited.number or "",
        "pages": pages_said(cited.citation).replace("-", "--"),
        "url": cited.citation.url or "",
        "note": _tex(cited.paragraph),
        "langid": "dutch",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{re.sub(r'[^A-Za-z0-9:.-]', '-', cited.key)},", *lines, "}\n"])


def _tex(text: str) -> str:
    """Write a text so that TeX prints it as it is."""
    signs = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return re.sub(
        r"[\\~^&%$#_{}]", lambda sign: signs.get(sign[0], "\\" + sign[0]), " ".join(text.split())
    )


def _ris(cited: _Cited) -> str:
    known, pages = cited.letter.metadata, cited.citation.pages
    fields: list[tuple[str, str | None]] = [
        ("TY", "GOVDOC"),
        ("ID", cited.key),
        *(("AU", name) for name in cited.authors),
        ("TI", cited.title),
        ("T2", cited.series),
        ("PY", str(known.date.year) if known.date else None),
        ("DA", f"{known.date:%Y/%m/%d}/" if known.date else None),
        ("M1", cited.number),
        ("M3", known.kind),
        ("SP", printed_pages(cited.letter, pages[:1]) if pages else None),
        ("EP", printed_pages(cited.letter, pages[-1:]) if pages else None),
        ("LA", "nl"),
        ("UR", cited.citation.url),
        ("N1", cited.whole),
        ("AB", cited.text),
        ("ER", ""),
    ]
    return "".join(
        f"{tag}  - {' '.join(value.split())}\r\n"
        for tag, value in fields
        if value or (tag == "ER" and value is not None)
    )


def _csl(cited: _Cited) -> str:
    known = cited.letter.metadata
    date = known.date
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "report",
        "title": cited.title,
        "author": [{"literal": name} for name in cited.authors],
        "issued": {"date-parts": [[date.year, date.month, date.day]]} if date else None,
        "collection-title": cited.series,
        "number": cited.number,
        "genre": known.kind,
        "page": pages_said(cited.citation),
        "URL": cited.citation.url,
        "language": "nl-NL",
        "note": cited.paragraph,
    }
    kept = {name: value for name, value in item.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=2) + "\n"


def _docx(cited: _Cited) -> bytes:
    return word_document(quoted(cited.text, Note(cited.whole, cited.citation.url)))


FORMATS: dict[str, Format] = {
    "reference": Format("text/plain", "txt", True, _reference),
    "markdown": Format("text/markdown", "md", True, _markdown),
    "html": Format("text/html", "html", True, _html),
    "bibtex": Format("application/x-bibtex", "bib", False, _bibtex),
    "ris": Format("application/x-research-info-systems", "ris", False, _ris),
    "csl-json": Format("application/vnd.citationstyles.csl+json", "json", False, _csl),
    "docx": Format(MEDIA_TYPE, "docx", False, _docx),
}  # fmt: skip
"""The forms by their names, in the order in which they are offered."""
