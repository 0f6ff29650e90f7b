"""The strings of the pages of dossiers, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.web.texts.form import Language


@dataclass(frozen=True, slots=True)
class DossierTexts:
    """Every string of these pages in one language. ``{}`` is filled with ``str.format``."""

    title: str
    lead: str
    words: str
    words_hint: str
    number: str
    name: str
    letters: str
    commitments: str
    period: str
    none: str
    all_: str
    one: str
    chapters: str
    ask_within: str
    ask: str
    names: str
    named_by: str
    answers: str
    to_answers: str
    promised_one: str
    promised_many: str
    versions_one: str
    versions_many: str
    not_found: str
    without_title: str


_EN = DossierTexts(
    title="Dossiers",
    lead="The parliamentary dossiers of the letters, the one with the newest letter first.",
    words="Words",
    words_hint="in number or title",
    number="Number",
    name="Title",
    letters="Letters",
    commitments="Commitments",
    period="From – to",
    none="No dossier fits.",
    all_="All dossiers",
    one="Dossier {}",
    chapters="Chapters",
    ask_within="Ask within this dossier",
    ask="Ask",
    names="Names",
    named_by="Named by",
    answers="answers it",
    to_answers="in answer",
    promised_one="{} commitment",
    promised_many="{} commitments",
    versions_one="{} older version",
    versions_many="{} older versions",
    not_found="There is no such dossier here",
    without_title="without a title",
)

_NL = DossierTexts(
    title="Dossiers",
    lead="De Kamerdossiers van de brieven, dat met de nieuwste brief eerst.",
    words="Woorden",
    words_hint="in nummer of titel",
    number="Nummer",
    name="Titel",
    letters="Brieven",
    commitments="Toezeggingen",
    period="Van – tot",
    none="Er is geen dossier dat past.",
    all_="Alle dossiers",
    one="Dossier {}",
    chapters="Hoofdstukken",
    ask_within="Vraag binnen dit dossier",
    ask="Vraag",
    names="Noemt",
    named_by="Genoemd in",
    answers="antwoordt erop",
    to_answers="als antwoord",
    promised_one="{} toezegging",
    promised_many="{} toezeggingen",
    versions_one="{} oudere versie",
    versions_many="{} oudere versies",
    not_found="Dit dossier is hier niet",
    without_title="zonder titel",
)

DOSSIER_TEXTS: Mapping[Language, DossierTexts] = {"en": _EN, "nl": _NL}
