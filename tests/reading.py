"""A letter made of bytes, with nothing of the file lost; for the tests of the readers."""

from __future__ import annotations

from benchmarks.accounting import unaccounted
from qa.letters import make_letter
from qa.letters.readers import read_document
from qa.records import Letter, Source


def letter_of(content: bytes, name: str, made_too: bool = False) -> Letter:
    """Read a letter, and check that all of the file is in its text or its ledger.

    ``made_too`` checks also that the text has nothing that the file has not.
    """
    document = read_document(content, name)
    letter = make_letter(document, Source(name, "0", len(content), document.form, document.parser))
    lost, made = unaccounted(letter, content)
    assert not lost
    assert not (made_too and made)
    return letter
