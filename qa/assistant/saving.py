"""An answer as files that prove themselves: one HTML page to read and print, one JSON to check.

The page holds everything and no script: question, quotes in their paragraphs, references, hashes,
and what answered: program, index, encoder, settings, date. `qa.verifying` compares the
JSON with the letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from qa.answering.refusals import refusal_sentence
from qa.assistant.opened import Answering
from qa.llm import PlacedTranslation
from qa.output.cautions import caution
from qa.output.pairs import asked_line, distinct
from qa.output.schema.answers import (
    SavedAnswerModel,
    SavedIndexModel,
    SavedLetterModel,
    SavedModel,
    SavedSettingsModel,
)
from qa.records import Answer, Letter
from qa.records.filters import filter_json
from qa.system.version import program_version
from qa.text.gloss import with_english

_NEAR = 3  # passages shown where nothing was found

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

_EN = {
    "lang": "en", "title": "Answer from letters of the Dutch government", "question": "Question",
    "quotes": "Quotes, verbatim from the letters", "not_found": "Not found in these letters",
    "near": "Near, but not an answer", "searched": "Searched", "letters": "letters",
    "letter": "letter",
    "paragraphs": "paragraphs", "only": "only", "asked": "Asked", "answered": "Answered by",
    "reference": "Reference", "place": "Characters", "of_text": "of the letter’s text",
    "file": "SHA-256 of the letter’s file", "index": "Index", "generation": "generation",
    "encoder": "Encoder", "settings": "Settings", "before": "Before", "after": "After",
    "paragraph": "In the same paragraph", "caveat": "But then", "letter_of": "Letter of",
    "no_date": "no date", "near_answer": "Near, perhaps not an answer; verbatim from the letters",
    "context": "Earlier in the letter", "led_by": "The answer to it refers to this one",
    "referral": "It is referred to by",
    "amounts": "Amounts",
    "abbreviations": "Abbreviations", "caution": "Note", "publication": "Official publication",
    "translation": "Translation by {}, not checked by a person",
    "untranslated": "no translation",
    "gloss": "Single words in English (a gloss, not a translation; words of several meanings are "
    "left blank)",
    "check": "To check every quote against the letters: letters-qa verify with the JSON file "
    "that was saved beside this page. The quotes are not translated or changed in any way.",
}  # fmt: skip
_NL = {
    "lang": "nl", "title": "Antwoord uit Kamerbrieven", "question": "Vraag",
    "quotes": "Citaten, woordelijk uit de brieven", "not_found": "Niet gevonden in deze brieven",
    "near": "In de buurt, maar geen antwoord", "searched": "Doorzocht", "letters": "brieven",
    "letter": "brief",
    "paragraphs": "alinea’s", "only": "alleen", "asked": "Gevraagd op",
    "answered": "Beantwoord door", "reference": "Vindplaats", "place": "Tekens",
    "of_text": "van de tekst van de brief", "file": "SHA-256 van het bestand van de brief",
    "index": "Index", "generation": "generatie", "encoder": "Encoder",
    "settings": "Instellingen", "before": "Ervoor", "after": "Erna",
    "paragraph": "In dezelfde alinea", "caveat": "Maar daarna", "letter_of": "Brief van",
    "no_date": "zonder datum",
    "near_answer": "In de buurt, misschien geen antwoord; woordelijk uit de brieven",
    "context": "Eerder in de brief",
    "led_by": "Het antwoord daarop verwijst naar dit antwoord",
    "referral": "Hiernaar verwijst", "amounts": "Bedragen",
    "abbreviations": "Afkortingen", "caution": "Let op", "publication": "Officiële publicatie",
    "translation": "Vertaling door {}, niet door een mens nagekeken",
    "untranslated": "geen vertaling",
    "check": "Om elk citaat met de brieven te vergelijken: letters-qa verify met het "
    "JSON-bestand dat naast deze pagina is bewaard. Aan de citaten is niets veranderd.",
}  # fmt: skip


def saved_json(
    answer: Answer,
    assistant: Answering,
    asked: datetime | None = None,
    translations: Sequence[PlacedTranslation] = (),
) -> dict[str, Any]:
    """Return an answer with all that tells what answered it; `qa.verifying` reads it again.

    Args:
        answer: From `Assistant.ask` of this assistant.
        assistant: What answered.
        asked: When; now by default.
        translations: Of its quotes, by a language model; they are kept as that, never as quotes.
    """
    asked = asked or datetime.now().astimezone()
    return SavedAnswerModel(
        **SavedAnswerModel.told_of(answer, translations=translations),
        saved=SavedModel(
            asked=asked.isoformat(timespec="seconds"),
            program=f"letters-qa {program_version()}",
            index=_index(answer, assistant),
            encoder=assistant.generation["encoder"],
            lexicon=assistant.generation["lexicon"],
            settings=SavedSettingsModel.model_validate(assistant.settings),
            letters=[
                saved_letter(assistant.letter(doc_id))
                for doc_id in dict.fromkeys(quote.citation.doc_id for quote in answer.quotes)
            ],
        ),
    ).as_json()


def _index(answer: Answer, assistant: Answering) -> SavedIndexModel:
    made = assistant.generation
    return SavedIndexModel(
        name=answer.searched.index,
        generation=made["generation"],
        made=made["made"],
        reader=made["reader"],
        chunker=made["chunker"],
    )


def saved_letter(letter: Letter) -> SavedLetterModel:
    """Return a letter as in ``saved.letters[]``."""
    known = letter.metadata
    return SavedLetterModel(
        doc_id=letter.doc_id,
        path=letter.source.path,
        sha256=letter.version,
        date=known.date.isoformat() if known.date else None,
        subject=known.full_title,
    )


def saved_html(answer: Answer, saved: Mapping[str, Any], lang: Literal["nl", "en"] = "en") -> str:
    """Return the page of an answer.

    Args:
        answer: The answer.
        saved: From `saved_json`.
        lang: Of the words around the quotes.
    """
    letters = {letter["doc_id"]: letter for letter in saved["saved"]["letters"]}
    return _templates.get_template("saved.html").render(
        answer=answer,
        saved=saved["saved"],
        letters=letters,
        translations={
            (one["doc_id"], one["start"], one["end"]): one for one in saved.get("translations", [])
        },
        filter=filter_json(answer.searched.where),
        near=[answer.hits[i] for i in distinct(answer.hits)[:_NEAR]],
        asked_line=asked_line,
        cautions=[caution(quote.second_look, lang) for quote in answer.quotes],
        gloss=with_english if lang == "en" else None,
        why=None if answer.found else refusal_sentence(answer, lang),
        texts=_NL if lang == "nl" else _EN,
    )
