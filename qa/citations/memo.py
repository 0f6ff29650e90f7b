"""Several passages with notes, in one file: Word with footnotes, Markdown, HTML, and for libraries
of references BibTeX, RIS and CSL-JSON. Made of the forms of one citation; touches no files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from qa.citations.citing import reference
from qa.citations.document import Note, Paragraph, quoted
from qa.citations.formats import FORMATS, formatted, whole_reference
from qa.citations.markdown import markdown_document
from qa.citations.word import MEDIA_TYPE, word_document
from qa.records import Citation, Letter


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was put aside: its place in a letter, and what somebody noted on it."""

    letter: Letter
    citation: Citation
    note: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return self.letter.text[self.citation.start : self.citation.end]


@dataclass(frozen=True, slots=True)
class MemoForm:
    """How a memo is served: media type, ending of its file, and what writes it."""

    media_type: str
    ending: str
    write: Callable[[str, Sequence[Passage]], str | bytes]


def memo_document(title: str, passages: Sequence[Passage]) -> list[Paragraph]:
    """Return a memo as paragraphs: each note, then the quote with its reference in a footnote."""
    written = [Paragraph("Title", title)] if title else []
    for one in passages:
        written += [Paragraph("Normal", part) for part in one.note.split("\n\n") if part.strip()]
        written += quoted(one.text, Note(whole_reference(one.letter, one.citation),
                                         one.citation.url))  # fmt: skip
    return written


def _html(title: str, passages: Sequence[Passage]) -> str:
    head = escape(title or "Memo")
    parts = []
    for one in passages:
        notes = "".join(
            f"<p>{escape(part)}</p>\n" for part in one.note.split("\n\n") if part.strip()
        )
        parts.append(notes + str(formatted(one.letter, one.citation, "html")))
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="nl">\n<head><meta charset="utf-8"><title>{head}</title>'
        f"</head>\n<body>\n<h1>{head}</h1>\n{body}</body>\n</html>\n"
    )


def _each(form: str) -> Callable[[str, Sequence[Passage]], str]:
    """Return what writes the records of one form one after the other, each with its own key."""

    def write(title: str, passages: Sequence[Passage]) -> str:
        return "\n".join(str(formatted(one.letter, one.citation, form)) for one in _once(passages))

    return write


def _csl(title: str, passages: Sequence[Passage]) -> str:
    items = [json.loads(formatted(p.letter, p.citation, "csl-json"))[0] for p in _once(passages)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _once(passages: Sequence[Passage]) -> list[Passage]:
    """Return one passage for each unit of a letter: a library has each reference once."""
    once: dict[tuple[str, str], Passage] = {}
    for one in passages:
        once.setdefault((one.letter.doc_id, one.citation.unit), one)
    return list(once.values())


MEMO_FORMS: dict[str, MemoForm] = {
    "docx": MemoForm(MEDIA_TYPE, "docx", lambda t, p: word_document(memo_document(t, p))),
    "markdown": MemoForm(
        "text/markdown; charset=utf-8", "md", lambda t, p: markdown_document(memo_document(t, p))
    ),
    "html": MemoForm("text/html; charset=utf-8", "html", _html),
    "bibtex": MemoForm(FORMATS["bibtex"].media_type, "bib", _each("bibtex")),
    "ris": MemoForm(FORMATS["ris"].media_type, "ris", _each("ris")),
    "csl-json": MemoForm(FORMATS["csl-json"].media_type, "json", _csl),
}
"""The forms by their names, in the order in which they are offered."""


def title_of(letter: Letter) -> str:
    """Return what a letter is called beside a passage of it."""
    return letter.own_title or reference(letter)
