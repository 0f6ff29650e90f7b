"""What the program tells, in the page's language: reasons for files left out, problems, notices.

The texts are in `qa.messages`. A sentence that is no message it knows, of a library or of an older
program, stays English and is marked as such.
"""

from __future__ import annotations

from html import escape

from qa.messages import said_in
from qa.web.texts import Texts


def told(sentence: str, texts: Texts) -> str:
    """Return a message in the page's language if it is known in it, else in English.

    Args:
        sentence: A `qa.messages.Message`, or an English sentence that may be one.
        texts: The page's language.
    """
    return said_in(sentence, texts.lang) or sentence


def told_html(sentence: str, texts: Texts) -> str:
    """Return a message in the page's language, or in English marked as such; escaped."""
    said = said_in(sentence, texts.lang)
    return escape(said) if said else f'<span lang="en">{escape(sentence)}</span>'
