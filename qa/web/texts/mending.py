"""The strings of the page that corrects a letter's data, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.web.texts.form import Language


@dataclass(frozen=True, slots=True)
class MendingTexts:
    """Every string of the page in one language. ``{}`` is filled with ``str.format``."""

    title: str
    lead: str
    fields: Mapping[str, str]
    hints: Mapping[str, str]
    save: str
    undo: str
    corrected: str
    corrected_by: str
    nothing: str
    saved: str
    undone: str
    back: str
    wrong: str


_EN = MendingTexts(
    title="Correct the data of this letter",
    lead="What you correct here is kept in a file beside the letter, with who and when; the letter "
    "itself stays as it is. An empty field is filled with what is read in the letter.",
    fields={
        "date": "Date", "senders": "Senders", "subject": "Subject", "dossiers": "Dossiers",
        "kind": "Kind",
    },
    hints={
        "date": "such as 5 februari 2024 or 2024-02-05",
        "senders": "one a line: function; name",
        "dossiers": "numbers, with commas between them, such as 28676, 36045-X",
        "kind": "such as Brief, Motie, Nota",
    },
    save="Save",
    undo="Take all corrections back",
    corrected="Data corrected on {}: {}",
    corrected_by="Data corrected by {} on {}: {}",
    nothing="Nothing was changed.",
    saved="Saved. The index is being updated; soon the letter is found by its new data.",
    undone="The corrections were taken back. The index is being updated.",
    back="Back to the letter",
    wrong="{}: this is not what the field takes ({}).",
)  # fmt: skip

_NL = MendingTexts(
    title="Gegevens van deze brief verbeteren",
    lead="Wat u hier verbetert, wordt bewaard in een bestand naast de brief, met wie en wanneer; "
    "de brief zelf blijft zoals hij is. Een leeg veld wordt gevuld met wat in de brief staat.",
    fields={
        "date": "Datum", "senders": "Afzenders", "subject": "Onderwerp", "dossiers": "Dossiers",
        "kind": "Soort",
    },
    hints={
        "date": "zoals 5 februari 2024 of 2024-02-05",
        "senders": "één per regel: functie; naam",
        "dossiers": "nummers met komma’s ertussen, zoals 28676, 36045-X",
        "kind": "zoals Brief, Motie, Nota",
    },
    save="Opslaan",
    undo="Alle verbeteringen terugnemen",
    corrected="Gegevens verbeterd op {}: {}",
    corrected_by="Gegevens verbeterd door {} op {}: {}",
    nothing="Er is niets veranderd.",
    saved="Opgeslagen. De index wordt bijgewerkt; zo dadelijk wordt de brief met de nieuwe "
    "gegevens gevonden.",
    undone="De verbeteringen zijn teruggenomen. De index wordt bijgewerkt.",
    back="Terug naar de brief",
    wrong="{}: dit is geen waarde voor dit veld ({}).",
)  # fmt: skip

MENDING_TEXTS: dict[Language, MendingTexts] = {"en": _EN, "nl": _NL}
