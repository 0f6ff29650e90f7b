"""What a question asks for outright, so that quotes without it are no answer: a number, an amount
of money, a share, a date, a person, a place, a colour.

Rules in both languages for questions, in Dutch for what letters say. Told apart from
`qa.questions.kind`, whose signs only speak for a sentence: here the lack of a thing speaks against
the whole answer, so that only plain ways of asking count.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from qa.questions.kind import holds
from qa.records import AnswerType
from qa.text.amounts import find_amounts
from qa.text.days import years_in
from qa.text.dossiers import DOSSIER
from qa.text.language import DUTCH_MONTH, DUTCH_WEEKDAYS
from qa.text.lexical import stem, words
from qa.text.numbers import FRACTION_SIGNS, NUMBER_WORDS

QUANTITIES: frozenset[AnswerType] = frozenset({"money", "share", "count", "number"})


_BEGIN = r"(?:^|[.:;,?!]\s)\W*(?:[\w’'-]+ ){0,2}?"
_ROLES = (
    r"(?:\w+-)?(?:president\w*|premier|voorzitters?|chair\w*|direct(?:or|eur)\w*|voorman|leider"
    r"|leader|ambassad\w+|burgemeester|mayor|commissaris|commissioner|commandant|commander"
    r"|rapporteur|opvolger|successor|voorganger|predecessor|auteur|author|schrijver|writer|gezant"
    r"|envoy|gouverneur|governor|gene?ra[a]?l|officier|officer|advocaat|lawyer|owner|eigenaar"
    r"|oprichter|founder|minister|staatssecretaris|secretar\w+)"
)
_ASKED: tuple[tuple[AnswerType, str], ...] = (
    ("colour", r"\b(?:what|which) colou?rs?\b|\b(?:welke|wat voor) kleur\w*"),
    (
        "share",
        rf"{_BEGIN}(?:what|which|welke?) (?:percentage|share|proportion|aandeel)\b"
        r"|\bhoeveel procent\b|\bhow many per ?cent\b",
    ),
    (
        "money",
        rf"{_BEGIN}(?:hoe duur|how expensive|(?:what|which|welke?) (?:\w+ )?(?:fines?|boetes?"
        r"|dwangsom\w*|price|prijs|\w*bedrag|amount of money)"
        r"|(?:how many|hoeveel) (?:euros?|cents?|dollars?|geld)|how much money)\b"
        r"|^\W*(?:what|wat) (?:\w+ ){1,3}?.{0,80}\b(?:costs?|kosten|gekost)\W*$"
        r"|^\W*(?:wat kost|what (?:will|would|does|did) (?:it|that|this) cost)\b",
    ),
    ("count", r"\bhow many \w|(?<!om de )\bhoeveel \w"),
    (
        "number",
        rf"{_BEGIN}(?:how much|how (?:big|large|high|tall|heavy|old)|(?<!om de )hoeveel"
        r"|hoe (?:groot|hoog|zwaar|oud)|(?:what|which|welke?) (?:amount|number of|aantal"
        r"|(?:the |het |de )?(?:\w+ )?(?:diameter|height|hoogte|length|lengte|width|breedte|weight"
        r"|gewicht|speed|snelheid|age|leeftijd|(?<!in what )capacity|capaciteit|temperature"
        r"|temperatuur)))\b",
    ),
    ("year", r"\b(?:in|since|sinds|from|vanaf|by|voor) (?:what|which|welk) (?:year|jaar)\b"),
    (
        "day",
        r"\b(?:on|from|op|vanaf|sinds|per|by|before|van) (?:what|which|welke) (?:exact )?"
        r"(?:dates?|days?|datum|dag)\b",
    ),
    ("time", r"^\W*(?:(?:by|since|until|sinds|vanaf|tot) )?(?:when|wanneer)\b"),
    (
        "person",
        r"^\W*(?:who|wie) (?:is|was|were|zijn|waren|werd|became|becomes|wordt|heads|chairs|leads)\b"
        rf".{{0,60}}?\b{_ROLES}\b|^\W*(?:which|welke) (?:\w+ ){{0,1}}(?:mayor|burgemeester|chair\w*"
        r"|voorzitter|president)\b|^\W*(?:who|wie) (?:wrote|composed|invented|founded|won"
        r"|heads|chairs|leidt)\b",
    ),
    (
        "place",
        r"\b(?:in|at|to|from|naar|uit|op) (?:what|which|welke?) (?:\w+ )?(?:city|cities|towns?"
        r"|villages?|stad|steden|dorp|plaats|gemeenten?|municipalit\w+)\b",
    ),
    ("country", r"\b(?:what|which|welke?) (?:\w+ )?(?:countr(?:y|ies)|landen)\b|\bwelk land\b"),
)
_COUNTED = re.compile(
    r"\b(?:how many|hoeveel) (?:more |other |new |of the |of |meer |andere |nieuwe |extra )?"
    r"(?P<of>[\w’'-]+)(?P<verb>\W+(?:de|het|een|deze|die|dit|dat|er|is|zijn|wij|we|ze|zij|hij"
    r"|minder|meer|in|aan|voor)\b)?",
    re.IGNORECASE,
)
_SCALED = re.compile(r"(?:million|billion)s?|miljoen|miljard|budget|steun", re.IGNORECASE)

_PARTICLES = r"(?:van |de |der |den |ter |ten |’t )*"
_NO_PERSON = (
    r"(?!(?:van|voor|Defensie|Buitenlandse|Binnenlandse|Financiën|Justitie|Economische|Sociale"
    r"|Onderwijs|Volksgezondheid|Algemene|Europese|Verenigde|Tweede|Eerste|Raad)\b)"
)
_NAME = re.compile(
    rf"\b(?P<name>[A-Z]\.(?: ?[A-Z]\.)* ?{_PARTICLES}[A-Z]\w+"
    r"|(?:[Dd]e heer|[Mm]evrouw|[Mm]inister(?:-president)?|[Ss]taatssecretaris|[Pp]resident"
    r"|[Pp]remier|[Kk]amerlid|[Ll]id|[Cc]ommissaris|[Gg]eneraal|[Aa]mbassadeur) "
    rf"{_NO_PERSON}[A-Z]\w+)"
)
_HOLDER = re.compile(
    rf"\b{_ROLES}\b(?: \w+){{0,4}}? (?P<name>{_NO_PERSON}[A-Z][a-zëïéö]+ {_PARTICLES}[A-Z]\w+)"
)
"""Who has a function: "speciale gezant voor Jemen Hans Grundberg"."""
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Tt]e|[Uu]it|[Nn]aar|[Nn]abij) (?:de |het )?(?:gemeenten? )?"
    rf"(?P<name>(?!(?:{DUTCH_MONTH})\b)[A-Z][a-zëïéö]{{2,}}(?:[ -][A-Z][a-zëïéö]+)*)"
)
_COUNTRY = re.compile(r"(?<=[a-z,] )(?P<name>[A-Z][a-zëïéö]{3,})")
_COLOUR = re.compile(
    r"\b(?:rode?|oranje|gele?|groene?|blauwe?|paarse?|roze|bruine?|zwarte?|witte?|grijze?|grijs"
    r"|wit|beige|khaki|kaki|zilver\w*|goud\w*)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"%|\b(?:procent\w*|helft|kwart|merendeel|(?:{'|'.join(NUMBER_WORDS)}|\d+) (?:derde|vierde"
    r"|vijfde|tiende)|een derde|tweederde|promille|(?:[eé]én|een|\d+) op de (?:\w+))\b"
    rf"|(?<![\d/])(?:[{FRACTION_SIGNS}]|[1-9]\d?/[1-9]\d?) (?:van|deel)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b|\b(?:dit|vorig|volgend|komend|afgelopen) jaar\b", re.I)
_DAY = re.compile(
    rf"\b\d{{1,2}} (?:{DUTCH_MONTH})\b|\b\d{{1,2}}-\d{{1,2}}-\d{{2,4}}\b"
    rf"|\b(?:{'|'.join(DUTCH_WEEKDAYS)})\b|\b(?:vandaag|heden|gisteren|morgen)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"{_YEAR.pattern}|{_DAY.pattern}|\b(?:{DUTCH_MONTH})\b|\b(?:zomer\w*|voorjaar\w*|najaar\w*|herfst\w*"
    r"|winter\w*|lente|kerst\w*|kwartaal|begin|medio|eind|week|weken|maanden?|dagen|uur|jaren|jaar"
    r"|binnenkort|spoedig\w*|binnen|uiterlijk|zodra|nadat|voordat|inmiddels|onlangs|recent\w*"
    r"|nog niet|nog geen|nooit|altijd|per direct|onmiddellijk|meteen|toekomst\w*|termijn"
    r"|\d{1,2}:\d\d)\b",
    re.IGNORECASE,
)

_REFERRED = re.compile(
    r"\b(?:[Kk]amerstuk\w*|[Hh]andelingen|[Mm]otie\w*|[Bb]rief|[Bb]rieven|[Aa]anhangsel\w*|[Vv]ragen)\b"
    r"[^.;)]{0,80}?\b(?:van|d\.d\.) \d{1,2} \w+(?: \d{4})?(?: jl\.?)?|\([^)]*[Kk]amerstuk[^)]*\)"
)
_PAPER = re.compile(
    r"\b(?:\w*brie(?:f|ven)|letters?|motie\w*|motions?|vragen|questions?|rapport\w*|reports?|debat\w*"
    r"|schreef|geschreven|schrijven|wrote|written|inform\w+|geïnformeerd)\b",
    re.IGNORECASE,
)
_NO_NUMBERS = re.compile(
    r"https?://\S+|www\.\S+"
    rf"|\b{DOSSIER}(?:[ -][A-Z\d]{{1,5}})?,? nrs?\.? ?\d+(?:(?:, | en )\d+)*"  # papers
    r"|\b\d{1,2}:\d{2}\b|\b\d{1,2}\.\d{2} ?[-–] ?\d{1,2}\.\d{2}\b|\b\d{1,2}\.\d{2}(?= uur\b)"
    r"|\b\d+-(?=[a-z]{4})(?!jarig|koppig|voudig|daags)"  # 112-meldkamer
    r"|\b[A-Z][A-Za-z]{0,6}-?\d+\w*\b"  # F-35
    r"|(?<=[a-zA-Z)»”][.,;)»”])\d{1,3}\b|(?<=[a-z])\d{1,2}\b"  # the mark of a note
    r"|\b(?:artikel\w*|leden|lid|vra(?:ag|gen)|antwoord\w*|bijlagen?|paragra(?:af|fen)|hoofdstuk\w*"
    r"|pagina\w*|p\.|blz\.|nrs?\.|tabel|figuur|onderdeel)\s\d+[\w.:]*"
    r"(?:(?:, | en | t/m |-)\d+[\w.:]*)*"
)
_NO_COUNT = re.compile(
    r"€|\d+(?:[.,]\d+)*(?: ?%| procent\b)|(?<!\d )\b(?:euro|mln|mld|dagen|jaar)\b", re.IGNORECASE
)
"""An amount, a share, and what is counted in place of what is asked for: "dit jaar"."""
_NONE = re.compile(r"\b(?:geen|nul|niemand|niets)\b(?P<next>(?:\W+\w+){0,6})", re.IGNORECASE)
_FREE = re.compile(r"\b(?:gratis|kosteloos)\b", re.IGNORECASE)


def answer_type_of(question: str) -> AnswerType | None:
    """Tell what a question asks for outright, if it does.

    Example:
        >>> answer_type_of("How many tanks did the Netherlands promise?")
        'count'
        >>> answer_type_of("In welk jaarverslag staat hoe vaak er wordt getapt?")
        >>> answer_type_of("Wie was in 2009 voorzitter van het platform?")
        'person'
    """
    for kind, pattern in _ASKED:
        if re.search(pattern, question, re.IGNORECASE):
            counted = _COUNTED.search(question) if kind == "count" else None
            not_counted = counted and (counted["verb"] or _SCALED.fullmatch(counted["of"]))
            return "number" if not_counted else kind
    return None


def gives(
    wanted: AnswerType, text: str, asked: str, alike: Collection[str] = (), written: str = ""
) -> bool:
    """Tell whether a Dutch text gives the thing that is asked for.

    Numbers in addresses, codes, dates, clock times, references and note marks are none; dates of
    papers that are referred to are none.

    Args:
        wanted: What is asked for.
        text: A quote, a sentence beside it, an item of a list.
        asked: The question: a name that stands in it is no answer.
        alike: Stems of words like the question's; "geen" is a number only before one of these.
        written: The year of the letter, which a question may name to tell which letter it means.
    """
    if wanted in {"person", "place", "country"}:
        known = set(words(asked))
        patterns = {"person": (_NAME, _HOLDER), "place": (_PLACE,), "country": (_COUNTRY,)}[wanted]
        found = (match for pattern in patterns for match in pattern.finditer(text))
        names = ([word for word in words(one["name"]) if len(word) > 1] for one in found)
        return any(not known.issuperset(name) for name in names)
    if wanted == "colour":
        return _COLOUR.search(text) is not None
    if wanted in {"year", "day", "time"}:
        pattern = {"year": _YEAR, "day": _DAY, "time": _TIME}[wanted]
        return (
            pattern.search(text if _PAPER.search(asked) else _REFERRED.sub(" ", text)) is not None
        )
    if written not in years_in(asked) and _is_of_other_years(text, asked):
        return False
    rest = _NO_NUMBERS.sub(" ", text)
    if wanted == "share":
        return _SHARE.search(rest) is not None
    if wanted == "count":
        for amount in reversed(find_amounts(rest)):
            rest = f"{rest[: amount.start]} {rest[amount.end :]}"
        rest = _NO_COUNT.sub(" ", rest)
    if wanted == "money" and not ("€" in rest or find_amounts(rest)):
        return _FREE.search(text) is not None
    return holds("amount", rest) or _none_of(text, alike)


def _is_of_other_years(text: str, asked: str) -> bool:
    """Tell whether a question names years, and a text others but none of these."""
    wanted, named = years_in(asked), years_in(text)
    return bool(wanted and named and not wanted & named)


def _none_of(text: str, alike: Collection[str]) -> bool:
    """Tell whether a text says that there is none of a thing."""
    following = (match["next"] for match in _NONE.finditer(text))
    return any(stem(word) in alike for after in following for word in words(after))
