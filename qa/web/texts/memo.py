"""The strings of the folder for a memo, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.web.texts.form import Language


@dataclass(frozen=True, slots=True)
class MemoTexts:
    """Every string of the page in one language."""

    title: str
    lead: str
    name: str
    none: str
    note: str
    up: str
    down: str
    remove: str
    export: str
    forms: Mapping[str, str]
    save: str
    open_: str
    opened: str
    not_opened: str
    failed: str
    moved: str
    needs_script: str
    empty: str


_EN = MemoTexts(
    title="Folder for a memo",
    lead="Passages that you put aside in letters and answers, in your order and with your notes; "
    "kept in this browser.",
    name="Title of the memo",
    none="Nothing is put aside yet: select words in a letter, or press “Put aside” under a quote.",
    note="Note",
    up="Move up",
    down="Move down",
    remove="Take out",
    export="As a file:",
    forms={
        "docx": "Word, with footnotes", "markdown": "Markdown", "html": "HTML", "bibtex": "BibTeX",
        "ris": "RIS", "csl-json": "CSL-JSON",
    },
    save="Save the folder",
    open_="Open a folder",
    opened="The folder was added.",
    not_opened="This file is no folder.",
    failed="This could not be done now; try again later.",
    moved="The letter has changed since; these words stand elsewhere in it now.",
    needs_script="This page needs JavaScript: the folder is kept in your browser.",
    empty="Empty the folder",
)  # fmt: skip

_NL = MemoTexts(
    title="Map voor een memo",
    lead="Passages die u in brieven en antwoorden opzij legde, in uw volgorde en met uw notities; "
    "bewaard in deze browser.",
    name="Titel van de memo",
    none="Er ligt nog niets opzij: kies woorden in een brief, of druk op “Leg opzij” onder een "
    "citaat.",
    note="Notitie",
    up="Naar boven",
    down="Naar beneden",
    remove="Haal eruit",
    export="Als bestand:",
    forms={
        "docx": "Word, met voetnoten", "markdown": "Markdown", "html": "HTML", "bibtex": "BibTeX",
        "ris": "RIS", "csl-json": "CSL-JSON",
    },
    save="Bewaar de map",
    open_="Open een map",
    opened="De map is toegevoegd.",
    not_opened="Dit bestand is geen map.",
    failed="Dit lukte nu niet; probeer het later weer.",
    moved="De brief is sindsdien gewijzigd; deze woorden staan er nu elders in.",
    needs_script="Deze pagina heeft JavaScript nodig: de map staat in uw browser.",
    empty="Maak de map leeg",
)  # fmt: skip

MEMO_TEXTS: Mapping[Language, MemoTexts] = {"en": _EN, "nl": _NL}
