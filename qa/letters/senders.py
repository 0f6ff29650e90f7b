"""Who wrote a letter: functions and names out of signatures, title lines and heads of answers.

Keeps what is printed; a ministry's name is not made modern. Finds no receivers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.letters.readers.structure import is_name, signs
from qa.records import Sender

_INITIALS = r"(?:(?:Mr|mr|Dr|dr|Drs|drs|Ir|ir|Prof|prof)\.? ?)*(?:[A-Z][a-z]?\.[ -]?)+"
_NAME_AT_END = re.compile(rf"^(?P<function>.*?)[,\s]\s*(?P<name>{_INITIALS} ?[^,]+)$", re.DOTALL)
_ANSWERER = re.compile(
    r"(?P<function>Minister-President|Minister|Staatssecretaris)(?:s|sen)? (?P<name>[^()]+?) "
    r"\((?P<office>(?!ontvangen|ingezonden)[^()]+)\)"
)
_ALSO_FOR = re.compile(r"mede namens (?:de |het )?(?P<all>.+?)(?= \(ontvangen|\s*$)", re.DOTALL)
_ALSO_EACH = re.compile(r"(?:,| en) (?:de |van de )(?=(?:[Mm]inister|[Ss]taatssecretaris))")
_CLOSING = re.compile(
    r"(?:Hoogachtend|Met (?:de meeste )?hoogachting|Met (?:vriendelijke )?groet(?:en)?)[,.]?",
    re.IGNORECASE,
)
_FOR = re.compile(r"(?:en )?namens (?:deze|dezen)[,:.]?", re.IGNORECASE)
_PERSON = re.compile(rf"{_INITIALS} ?[A-Zvdt’'][^.,;:?!]{{1,40}}(?:, [A-Z][A-Za-z. ]{{1,10}})?")
_SMALL_WORDS = {"van", "en", "voor", "de", "het", "der", "op", "in", "aan", "ten"}
_TITLE = re.compile(r"(?:BRIEF|NOTA|VERSLAG|LIJST)\b.*? VAN (?P<who>(?:DE|HET) .*)", re.DOTALL)


def from_signature(blocks: Sequence[Sequence[str]]) -> tuple[Sender, ...]:
    """Read signatures: lines of each, a function with its name below, or names alone."""
    senders: list[Sender] = []
    for lines in blocks:
        texts = [" ".join(line.split()).strip() for line in lines]
        also = [text for text in texts if text.casefold().startswith("mede namens")]
        senders += [
            Sender(_function(re.sub(r"(?i)^mede namens ", "", text)), None) for text in also
        ]
        texts = [text.strip(" ,.") for text in texts if text not in also]
        functions = [text for text in texts if signs(text)]
        names = [text for text in texts if text and not signs(text)]
        if not texts:
            continue
        if not functions:
            senders += [Sender(None, name) for name in names if is_name(name)]
            continue
        sender = _joined(" ".join(texts))
        if sender is not None and sender.name is None and names:
            sender = Sender(_function(functions[0]), names[-1])
        if sender is not None:
            senders.append(sender)
    return tuple(senders)


def from_closing(lines: Sequence[str]) -> tuple[Sender, ...]:
    """Read "Hoogachtend," with an authority's name and who signs for it; no function is made up.

    Args:
        lines: The letter's lines after the closing words, those words first.
    """
    texts = [text.strip() for text in lines]
    if len(texts) < 2 or not _CLOSING.fullmatch(texts[0]):
        return ()
    named = _PERSON.fullmatch(texts[1])
    office = None if named else texts[1].strip(" ,")
    rest = texts[1:] if named else texts[2:]
    if rest and _FOR.fullmatch(rest[0]):
        rest = rest[1:]
    name = rest[0] if rest and _PERSON.fullmatch(rest[0]) else None
    return (Sender(office, name),) if name else ()


def from_label(value: str) -> tuple[Sender, ...]:
    """Read what stands beside "Van": a person if it begins with initials, else an office."""
    return (Sender(None, value) if _PERSON.fullmatch(value) else Sender(value, None),)


def is_closing(text: str) -> bool:
    """Tell the words that close a letter."""
    return _CLOSING.fullmatch(text.strip()) is not None


def _joined(text: str) -> Sender | None:
    """Read "De Minister van Defensie, K.H. Ollongren"."""
    match = _NAME_AT_END.match(text)
    function, name = (match["function"], match["name"]) if match else (text, None)
    made = _function(function)
    return Sender(made, name) if made or name else None


def _function(text: str) -> str | None:
    text = _cased(re.sub(r"^(?:[Dd]e|DE) ", "", text.strip(" ,")))
    return text[:1].upper() + text[1:] if text else None


def from_answer_head(text: str) -> tuple[Sender, ...]:
    """Read "Antwoord van Minister Koolmees (Sociale Zaken), mede namens de Minister van ..."."""
    own, _, also = text.partition("mede namens")
    senders = [
        Sender(f"{match['function']} ({match['office']})", match["name"].strip())
        for match in _ANSWERER.finditer(own)
    ]
    match = _ALSO_FOR.search(f"mede namens{also}") if also else None
    if match:
        for part in _ALSO_EACH.split(match["all"]):
            named = _ANSWERER.search(part)
            if named:
                senders.append(Sender(f"{named['function']} ({named['office']})", named["name"]))
            elif part.strip(" ,"):
                senders += [Sender(_function(one), None) for one in _each_office(part)]
    return tuple(senders)


def _each_office(text: str) -> list[str]:
    """Cut "Ministers van Defensie en van Financiën" in two functions."""
    plural = re.match(r"(Minister|Staatssecretaris)(?:s|sen) (?=van|voor)", text)
    if not plural:
        return [text]
    offices = re.split(r", (?=van |voor )| en (?=van |voor )", text[plural.end() :])
    return [f"{plural[1]} {office}" for office in offices]


def from_title(text: str) -> tuple[Sender, ...]:
    """Read "BRIEF VAN DE MINISTERS VAN DEFENSIE EN VAN BUITENLANDSE ZAKEN": functions alone."""
    match = _TITLE.search(text)
    if not match:
        return ()
    who = re.sub(r"^(?:DE|HET) ", "", match["who"].strip())
    plural = re.match(r"(MINISTERS|STAATSSECRETARISSEN) (?=VAN|VOOR)", who)
    if plural:
        single = "MINISTER" if plural[1] == "MINISTERS" else "STAATSSECRETARIS"
        offices = re.split(r", (?=VAN |VOOR )| EN (?=VAN |VOOR )", who[plural.end() :])
        return tuple(Sender(_cased(f"{single} {office}"), None) for office in offices)
    parts = re.split(r", (?:DE )?(?=MINISTER|STAATSSECR)| EN (?:DE )?(?=MINISTER|STAATSSECR)", who)
    return tuple(Sender(_cased(re.sub(r"^(?:DE|HET) ", "", part)), None) for part in parts)


def _cased(text: str) -> str:
    """Write a title in capitals as a signature does: "Minister van Defensie"."""
    if not text.isupper():
        return text
    words = [word.casefold() for word in text.split()]
    words = [word if word in _SMALL_WORDS else word[:1].upper() + word[1:] for word in words]
    return " ".join(words)
