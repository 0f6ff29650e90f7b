"""What the program tells people: a code and values, and a text for each code in each language.

Errors, reasons why files were left out, notices. `ENGLISH` and `DUTCH` hold the texts, with the
values by name as `str.format` has them. The page's own texts are in `qa.web.texts`, the command
line's in `qa.cli.texts`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from pathlib import PurePath
from string import Formatter
from typing import Any, Literal, Self

from qa.messages.dutch import DUTCH
from qa.messages.english import ENGLISH

Language = Literal["en", "nl"]

CATALOGUES: dict[Language, Mapping[str, str]] = {"en": ENGLISH, "nl": DUTCH}

_LONG = 2000  # characters; a file's path and a reason are shorter
_DEEP = 2  # messages within messages
_ABOUT = 4  # things that a message may say it is about
_WORD = re.compile("[a-z]{2}")
_AND = "and"  # how a list is written in a text
_ANDS: dict[Language, str] = {"en": " and ", "nl": " en "}


class Message(str):
    """A sentence in English that knows its ``code`` and its ``values``, to be said in another.

    A value is as JSON has it, a message, or messages that are said one after the other. Where a
    text has ``{name:and}``, a list is joined by "and". An error of ours stands for its message,
    anything else for its text.

    Example:
        >>> told = Message("about", what="a.pdf", message=Message("too-many-pages", most=2000))
        >>> told
        'a.pdf: more than 2000 pages; split it'
        >>> told.say("nl")
        'a.pdf: meer dan 2000 pagina’s; splits het'
    """

    code: str
    values: Mapping[str, Any]

    def __new__(cls, code: str, /, **values: Any) -> Self:
        """Make a message.

        Raises:
            KeyError: If there is no text of this code, or it names a value that is not given.
        """
        values = {name: _value(value) for name, value in values.items()}
        message = super().__new__(cls, fill(ENGLISH[code], values, "en"))
        message.code, message.values = code, values
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """Return what makes it anew, where it is copied or sent to another process."""
        return (self.code,), dict(self.values)

    def say(self, language: Language) -> str:
        """Return the sentence in a language."""
        return fill(CATALOGUES[language][self.code], self.values, language)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return the message of which `as_json` told.

        Raises:
            KeyError: If there is no such message here.
        """
        return cls(kept["code"], **{n: _from_json(v) for n, v in kept["values"].items()})

    def as_json(self) -> dict[str, Any]:
        """Return code and values, as an index keeps them and the HTTP API sends them."""
        return {"code": self.code, "values": {n: _to_json(v) for n, v in self.values.items()}}


def _value(value: Any) -> Any:
    told = getattr(value, "message", None)
    if isinstance(told, Message):
        return told
    return str(value) if isinstance(value, Exception | PurePath | date) else value


def _to_json(value: Any) -> Any:
    if isinstance(value, Message):
        return value.as_json()
    return [_to_json(one) for one in value] if isinstance(value, list | tuple) else value


def _from_json(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"code", "values"}:
        return Message.from_json(value)
    return [_from_json(one) for one in value] if isinstance(value, list) else value


class _Said(Formatter):
    """Puts values into a text, messages in its language; what is written already stays so."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message):
            return value.say(self._language)
        if format_spec == _AND:
            each = value if isinstance(value, list | tuple) else [value]
            return _ANDS[self._language].join(self.format_field(one, "") for one in each)
        if isinstance(value, list | tuple) and all(isinstance(one, Message) for one in value):
            return "; ".join(one.say(self._language) for one in value)
        return format(value, "" if isinstance(value, str) else format_spec)


def fill(text: str, values: Mapping[str, Any], language: Language) -> str:
    """Return a text with its values, messages among them said in the text's language.

    Raises:
        KeyError: If the text names a value that is not given.
    """
    return _Said(language).vformat(text, (), values)


def said_in(sentence: str, language: Language) -> str | None:
    """Return a message in a language.

    Args:
        sentence: A `Message`, or an English sentence that may be one.
        language: In which to say it.

    Returns:
        The sentence, as it is in English; None if it is no message and the language another.
    """
    if language == "en":
        return sentence
    message = recognised(sentence)
    return message.say(language) if message else None


def stored(sentence: str, kept: Any) -> str:
    """Return the message of which an index keeps the sentence and, if it is of today, ``as_json``.

    Args:
        sentence: As it was said in English.
        kept: What was kept beside it; None if nothing was.

    Returns:
        A `Message`, or the sentence if it is none that is known.
    """
    try:
        message = _from_json(kept)
    except (KeyError, TypeError):  # of another version
        message = None
    if isinstance(message, Message) and message == sentence:
        return message
    return recognised(sentence) or sentence


def recognised(sentence: str) -> Message | None:
    """Return the message that an English sentence is; None if it is none, or longer than any.

    A sentence may begin with what it is about, before a colon; its values may be messages. They are
    text where the sentence does not say what else they were.

    Example:
        >>> recognised("a.pdf: more than 2000 pages; split it").code
        'about'
        >>> recognised("something else") is None
        True
    """
    if isinstance(sentence, Message):
        return sentence
    return _recognised(sentence, _DEEP) if len(sentence) <= _LONG else None


@lru_cache(maxsize=4096)  # the same notices stand in letter after letter
def _recognised(sentence: str, deep: int) -> Message | None:
    parts = sentence.split(": ", _ABOUT)
    for first in range(len(parts)):
        if whole := _whole(": ".join(parts[first:]), deep):
            about = ": ".join(parts[:first])
            return Message("about", what=about, message=whole) if first else whole
    return None


def _whole(sentence: str, deep: int) -> Message | None:
    """Return the message that a sentence is, with nothing before it."""
    for code, fixed, form, fields in _forms():
        if all(part in sentence for part in fixed) and (found := form.fullmatch(sentence)):
            with suppress(ValueError, SyntaxError):  # it only looks as if a value were quoted
                values = {name: _read(found[name], kind, deep) for name, kind in fields.items()}
                if (message := Message(code, **values)) == sentence:
                    return message
    return None


def _read(text: str, kind: str, deep: int) -> Any:
    """Return a value as it was before it was written: "r" quoted, "n" a number, "" anything."""
    if kind == "n":
        return float(text.replace(",", "")) if "." in text else int(text.replace(",", ""))
    if kind == "r":
        return ast.literal_eval(text)
    return (deep and _recognised(text, deep - 1)) or text


_PATTERNS = {"": ".+", "n": r"-?[\d,]+(?:\.\d+)?", "r": r"'.*'|\".*\"|-?\d+|None"}


@cache
def _forms() -> list[tuple[str, list[str], re.Pattern[str], dict[str, str]]]:
    """Return code, fixed parts, pattern and kinds of values of each English text, longest first.

    Texts without a word of their own fit everything, and those of one word may be any name; both
    are left out.
    """
    return [
        (code, *_form(text))
        for code, text in sorted(ENGLISH.items(), key=lambda pair: -len(pair[1]))
        if " " in text and _WORD.search("".join(part for part, *_ in Formatter().parse(text)))
    ]


def _form(text: str) -> tuple[list[str], re.Pattern[str], dict[str, str]]:
    fixed, pattern, fields = [], "", {}
    for part, name, spec, conversion in Formatter().parse(text):
        fixed.append(part)
        pattern += re.escape(part)
        if name in fields:
            pattern += f"(?P={name})"
        elif name:
            fields[name] = kind = "r" if conversion else "n" if spec and spec != _AND else ""
            pattern += f"(?P<{name}>{_PATTERNS[kind]})"
    return fixed, re.compile(pattern, re.DOTALL), fields
