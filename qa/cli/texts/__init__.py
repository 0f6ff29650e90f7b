"""What the command line says besides `qa.messages`, in Dutch and English, and in which of the two.

The language is chosen once a command: by ``--language``, else ``QA_LANGUAGE``, else that of the
machine. JSON is the same in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qa.cli.texts.dutch import DUTCH
from qa.cli.texts.english import ENGLISH
from qa.errors import QAError
from qa.messages import Language, Message, fill, said_in

TEXTS: dict[Language, Mapping[str, str]] = {"en": ENGLISH, "nl": DUTCH}

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set holds

_chosen: list[Language] = ["en"]


def machine_language(environment: Mapping[str, str]) -> Language:
    """Return the language of a machine's locale: Dutch if that is what it begins with."""
    locale = next((value for name in _LOCALE if (value := environment.get(name))), "")
    return "nl" if locale.lower().startswith("nl") else "en"


def set_language(environment: Mapping[str, str]) -> Language:
    """Return the language that ``QA_LANGUAGE`` asks for, else that of the machine.

    Raises:
        QAError: If it asks for another than there are.
    """
    asked = environment.get("QA_LANGUAGE", "")
    for language in TEXTS:
        if asked == language:
            return language
    if asked:
        known = Message("must-be-one-of", choices=", ".join(TEXTS))
        raise QAError("setting-wrong", field="QA_LANGUAGE", value=asked, message=known)
    return machine_language(environment)


def speak(language: Language) -> None:
    """Say all that follows in a language."""
    _chosen[:] = [language]


def spoken() -> Language:
    """Return the language in which things are said now."""
    return _chosen[0]


def say(code: str, /, **values: Any) -> str:
    """Return a text of the command line with its values; messages among them are said too.

    Raises:
        KeyError: If there is no such text, or it names a value that is not given.
    """
    return fill(TEXTS[spoken()][code], values, spoken())


def told(sentence: str) -> str:
    """Return a message in the language spoken, or an English sentence as it is if it is none."""
    return said_in(sentence, spoken()) or sentence
