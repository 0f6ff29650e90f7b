"""Facts of a letter that a page lists under its title: "Datum", "Onderwerp", "Ons kenmerk".

Tells such a list, table or line from the letter's text by its labels; reads no values.
"""

from __future__ import annotations

import re

from qa.letters.readers.markup import Element, name_of

_TELLING = re.compile(
    r"datum(?: (?:van )?(?:de |het )?(?:brief|document|stuk|publicatie))?"
    r"|date|documentdatum|publicatiedatum|gepubliceerd(?: op)?|publication date"
    r"|published(?: on)?|onderwerp|betreft|subject|(?:ons |uw )?kenmerk|onze referentie|referentie"
    r"|our reference|documenttype|type document|soort document|document type",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"type|soort|afzender|van|aan|ministerie|verantwoordelijke|organisatie|bijlagen?|status|taal"
    r"|bron|auteur|plaats|dossier|dossiernummer|vergaderjaar|kamer|thema|trefwoorden|download"
    r"|identificatie|laatst gewijzigd|from|to|author|language|.*nummer",
    re.IGNORECASE,
)
_LONGEST = 60  # words of a line with facts


def states_facts(element: Element) -> bool:
    """Tell a list of definitions, a table or a paragraph that states facts of the letter."""
    labels = _labels(element)
    telling = sum(_TELLING.fullmatch(label) is not None for label in labels)
    known = telling + sum(_BESIDE.fullmatch(label) is not None for label in labels)
    return telling > 0 and 2 * known > len(labels)


def _labels(element: Element) -> list[str]:
    name = name_of(element)
    if name == "dl":
        return [_label("".join(one.itertext())) for one in element.iter("dt")]
    if name == "table":
        rows = [[one for one in row if name_of(one) in {"td", "th"}] for row in element.iter("tr")]
        paired = all(len(row) == 2 for row in rows)
        return [_label("".join(row[0].itertext())) for row in rows] if paired else []
    text = "".join(element.itertext())
    if name != "p" or len(text.split()) > _LONGEST:
        return []
    bold = element[0] if len(element) and not (element.text or "").strip() else None
    if bold is not None and name_of(bold) in {"strong", "b"}:
        return [_label("".join(bold.itertext()))]
    before, colon, _ = text.partition(":")
    return [_label(before)] if colon else []


def _label(text: str) -> str:
    return " ".join(text.split()).rstrip(" :")
