"""What kind of thing a question asks for, and whether a sentence holds such a thing.

Rules in both languages for questions, in Dutch for sentences. A sign that a sentence may answer,
never a proof: a sentence is not refused for the lack of one.
"""

from __future__ import annotations

import re

from qa.records import QuestionKind, UnitAsked
from qa.text.dossiers import DOSSIER
from qa.text.folding import fold
from qa.text.language import DUTCH_MONTH, DUTCH_NUMBERS, DUTCH_TENS, ENGLISH_NUMBERS
from qa.text.lexical import content_words
from qa.text.numbers import FRACTION_SIGNS

_FEW = "|".join([*ENGLISH_NUMBERS[2:6], *DUTCH_NUMBERS[2:6]])
_NUMBER_WORD = "|".join(
    [*DUTCH_NUMBERS[2:], *DUTCH_TENS, "honderd", "duizend", "miljoen", "miljard", "helft", "kwart"]
    + ["derde deel", r"verdubbel\w*", "geen enkele?"]
    + [r"(?:honderd)?duizenden", "honderden", "tientallen", "tienduizenden", "miljoenen"]
)

# The first that matches decides: the order goes from the plain question words to the vague ones.
_QUESTIONS: tuple[tuple[QuestionKind, str], ...] = (
    (
        "reference",
        r"\b(?:which|what|welke?|wat)\b.{0,40}\b(?:kamerstuk\w*|parliamentary paper"
        r"|paper number|document number|letter number|dossier\w*|kenmerk|nummer)\b"
        r"|\b(?:which|what|welke?) (?:[\w’'-]+ ){0,2}?(?:motie|motion|(?:kamer)?brief|letter)\b"
        r"(?! van \d| of \d)",
    ),
    ("reference", r"\b(?:kamerstuknummer|paper number|letter number|nr\. of the)\b"),
    ("why", r"\b(?:why|waarom|what(?: is| was)? the reason|reason|reden|hoezo)\b"),
    (
        "date",
        r"\b(?:when|wanneer|(?:which|what|on what|on which) (?:date|day|days|year|month)"
        r"|welke (?:dag|dagen|datum|maand)|welk jaar|sinds wanneer|since when|how soon"
        r"|per welke datum|date of|datum van|deadline)\b",
    ),
    (
        "amount",
        r"\b(?:how (?:many|much|long|fast|quickly|often|high|large|big|old)|hoeveel|hoeveelste"
        r"|hoe (?:lang|snel|vaak|hoog|groot|veel|oud)|(?:what|which) (?:amount|percentage|share"
        r"|fine|interest rate|budget|sum|number of)|welk(?:e)? (?:bedrag|percentage|aantal"
        r"|boete|rente|budget)|vanaf hoeveel"
        r"|(?:what|which|wat|welke?)\b.{0,40}\b(?:did|has|have|does|will|heeft|hebben|zal)\b"
        r".{0,40}\b(?:pledged?|contributed?|donated?|toegezegd|bijgedragen|bijdragen)\b|aantal|bedrag|miljoen|million|euros?)\b",
    ),
    (
        "definition",
        r"\b(?:what does .{1,60} (?:mean|stand for)|stands? for|meaning of|abbreviation"
        r"|afkorting|wat (?:betekent|betekenen|houdt)|betekenis|definition of|definitie van"
        r"|waar staat .{1,40} voor)\b",
    ),
    (
        "who",
        r"\b(?:who|whom|whose|wie|wiens|welke (?:kamer)?(?:lid|leden)|which (?:mps?|members)"
        r"|welke (?:minister|bewindspersoon|persoon|instantie"
        r"|toezichthouder|organisatie)|which (?:minister|person|official|authority|body"
        r"|commissioner|organi[sz]ation|company))\b",
    ),
    (
        "where",
        r"\b(?:where|waar|(?:which|what|welke?|in welke) (?:country|countries|city|town|place"
        r"|land|landen|stad|gemeente|plaats|provincie|region|regio))\b",
    ),
    ("definition", r"^\W*(?:what is|what's|what are|wat is|wat zijn)\b.{1,60}$"),
    (
        "list",
        rf"\b(?:(?:which|welke|what are the|wat zijn de) (?:{_FEW})\b"
        r"|under which|which \w+s\b|welke \w+en\b|list\b|lijst\b|opsomming)",
    ),
    (
        "yesno",
        r"^\W*(?:is|are|was|were|do|does|did|will|would|has|have|had|can|could|may|must|should"
        r"|zijn|waren|heeft|hebben|had|gaat|gaan|kan|kunnen|mag|mogen|wil|willen|moet|moeten"
        r"|wordt|worden|werd|zal|zullen|klopt|krijgt|komt|zit|bestaat|geldt|staat|blijft"
        r"|bent|\w+t u)\b",
    ),
)

_DATE = (
    rf"\b\d{{1,2}} (?:{DUTCH_MONTH})\b|\b(?:{DUTCH_MONTH}) (?:19|20)\d\d\b|\b(?:19|20)\d\d\b"
    r"|\b(?:begin|medio|eind|voorjaar|najaar|zomer|kwartaal)\b"
)
_REFERENCE = r"\b(?:[Kk]amerstuk\w*|[Hh]andelingen|nr\. ?\d+|\d{2} \d{3}\b|kenmerk|brief van \d)"
_EVIDENCE: dict[QuestionKind, re.Pattern[str]] = {
    "date": re.compile(_DATE),
    "reference": re.compile(_REFERENCE),
    "who": re.compile(
        r"\b(?:[A-Z]\.(?:[A-Z]\.)* ?(?:van |de |der |den |ter |ten )*[A-Z]\w+"
        r"|[Mm]inisters?|[Ss]taatssecretaris\w*|[Ss]ecretaris-[Gg]eneraal|[Pp]resident|[Vv]oorzitter"
        r"|[Vv]ertegenwoordigers?|[Kk]amerlid|[Ll]eden|[Ll]id|heer|mevrouw|[Cc]ommissie|[Rr]aad"
        r"|[Aa]utoriteit|[Ii]nspectie|[Aa]gent\w*|[Pp]olitie)\b|(?<!^)(?<!\. )\b[A-Z]\w+ [A-Z]\w+"
    ),
    "where": re.compile(r"\b(?:in|te|naar|uit|bij|op) (?:de |het )?[A-Z]\w+"),
    "why": re.compile(
        r"\b(?:omdat|aangezien|vanwege|doordat|daarom|derhalve|immers|want|gelet op|gezien|reden\w*"
        r"|met het oog op|zodat|opdat|in verband met|ten behoeve van|namelijk|wegens|belang"
        r"|past|teneinde|met inachtneming)\b",
        re.IGNORECASE,
    ),
    "definition": re.compile(
        r"\([A-Z][\w-]+\)|\b(?:is|zijn) (?:een|het|de)\b|\b(?:oftewel|ofwel|dat wil zeggen|betekent"
        r"|houdt in|te weten|afspraak|genaamd|hierna|staat voor|verstaan)\b|–"
    ),
    "list": re.compile(r":|, [^,]{2,60}(?: en |, )", re.DOTALL),
    "yesno": re.compile(
        r"\b(?:niet|geen|nee|ja|wel|inderdaad|vooralsnog|klopt|onjuist|juist)\b", re.IGNORECASE
    ),
}
_PAPER = (
    r"\b(?:[Kk]amerstuk\w*|[Hh]andelingen|nr\. ?\d+|kenmerk|brief van \d"
    rf"|(?:[Dd]ossier\w*|TK|EK) {DOSSIER}\b|{DOSSIER}(?:[ -][A-Z\d]{{1,5}})?(?=,? nrs?\b))"
)
"""A reference to a paper; "97 500" alone is a number like any other."""
_QUANTITY = re.compile(
    rf"€|%|\b\d+(?:[.,]\d+)*(?!\d)|[{FRACTION_SIGNS}]|\b(?:{_NUMBER_WORD}|procent|euro|mln|mld|fte|dagen|jaar|kg)\b",
    re.IGNORECASE,
)


def kind_of(question: str) -> QuestionKind:
    """Tell what a question asks for; "what" if it is nothing more special.

    Example:
        >>> kind_of("When does the war enter its third year?")
        'date'
        >>> kind_of("Hoeveel leden telde de club?")
        'amount'
    """
    for kind, pattern in _QUESTIONS:
        if re.search(pattern, question, re.IGNORECASE):
            return kind
    return "what"


_SIGNING = re.compile(
    r"\b(?:sign(?:s|ed|ing|atur\w+|ator\w+)?|sent|send(?:s|er|ing)?|wrote|author\w*"
    r"|present(?:ed|s|ing)|ondertek\w*|teken(?:t|de|den|en)"
    r"|handtekening|stuurde\w*|zond(?:en)?|verstuur\w*|bood|aangeboden|schreef|schrijf\w*|afzender"
    r"|gestuurd|verzonden|ging(?=.{0,80}\bnaar de (?:\w+ )?kamer\b))\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^\W*(?:who|which (?:mps?|members?|part(?:y|ies))\b.{0,40}?)"
    r" (?:has |have )?(?:asked|put|raised)\b"
    r"|\bwhat (?:did|does|do|has|have|was|were|is) (?:[\w.’'-]+ ){0,6}?ask(?:s|ed)?\b"
    r"|\b(?:which|what) questions? (?:did|does|do|was|were|has|have|are|is)\b"
    r"|^\W*(?:door )?wie (?:vroeg(?:en)?|vraagt|stelden?|stelt)\b"
    r"|^\W*(?:door )?wie (?:heeft|hebben|is|zijn|werd|werden)\b.{0,80}"
    r"\b(?:gevraagd|vragen gesteld)\b"
    r"|^\W*welke? (?:kamer)?(?:lid|leden|fracties?|partij(?:en)?) (?:vroeg(?:en)?|vraagt|vragen"
    r"|stelden?|stellen|(?:heeft|hebben)\b.{0,80}\b(?:gevraagd|gesteld))\b"
    r"|^\W*wat (?:vroeg(?:en)?|vraagt|vragen)\b"
    r"|^\W*wat (?:is|werd|heeft|hebben)\b.{0,80}\bgevraagd\b"
    r"|\bwelke vra(?:ag|gen) (?:stel\w+|zijn|werd\w*|heeft|hebben|had\w*)\b",
    re.IGNORECASE,
)
_MOTION = re.compile(r"\b(?:motie|moties|motion|motions)\b", re.IGNORECASE)
_LETTER = re.compile(
    r"\b(?:letter|brief|kamerbrief|dated|dagtekening)\b|\banswer\w* (?:\w+ ){0,3}?questions\b"
    r"|\bvragen\b.{0,120}\bbeantwoord\b|\bbeantwoord\w*\b.{0,40}\bvragen\b",
    re.IGNORECASE,
)


def unit_asked_for(question: str) -> UnitAsked | None:
    """Tell what of a letter a question about the letter itself asks for.

    Example:
        >>> unit_asked_for("Who signed the letter on housing?")
        'signature'
        >>> unit_asked_for("Wanneer is de brief over de woningbouw verstuurd?")
        'letterhead'
        >>> unit_asked_for("Wat vroeg het lid Wassenberg over bijtincidenten?")
        'question'
    """
    if _ASKING.search(question) and not _MOTION.search(question):
        return "question"
    kind = kind_of(question)
    if kind == "who" and _SIGNING.search(question):
        return "signature"
    if kind == "reference" or (
        kind == "date" and (_SIGNING.search(question) or _LETTER.search(question))
    ):
        return "letterhead"
    return None


_ABOUT_LETTERS = frozenset(
    {"date", "dated", "datum", "dagtekening", "day", "dag", "dossier", "dossiernummer", "number",
     "nummer", "kenmerk", "reference", "name", "names", "naam", "letter", "letters", "brief",
     "brieven", "kamerbrief", "kamerbrieven", "this", "it", "deze", "dit", "which", "what", "who",
     "whom", "when", "welke", "wat", "wie", "wanneer", "ask", "asked", "asks", "question",
     "questions", "mp", "mps", "vraag", "vragen", "vraagt", "vroeg", "vroegen", "gevraagd",
     "stelde", "stelden", "gesteld", "ging", "kamervragen", "kamerlid", "lid", "leden"}
)  # fmt: skip


def frames_letter(word: str) -> bool:
    """Tell whether a word only says that a letter itself is asked about: "signed", "brief"."""
    return fold(word) in _ABOUT_LETTERS or _SIGNING.fullmatch(word) is not None


def names_no_letter(question: str) -> bool:
    """Tell whether a question about a letter itself leaves open which letter it means.

    Example:
        >>> names_no_letter("Who signed this letter?")
        True
        >>> names_no_letter("Who signed the letter on housing?")
        False
    """
    return all(frames_letter(word) for word in content_words(question))


_DECIDES = re.compile(
    r"\W*(?:ja|nee|neen|klopt|inderdaad|zeker|helaas niet)\b"
    r"|(?:dat|dit) (?:klopt|is (?:niet )?(?:juist|correct|onjuist|het geval))\b"
    r"|(?:die|deze|uw) (?:mening|zorg(?:en)?|opvatting|analyse|conclusie|visie|constatering)\b"
    r".{0,20}\b(?:deel|delen|onderschrijf|herken)\b"
    r"|(?:ik|wij|het kabinet) (?:deel|delen|deelt|onderschrijf|onderschrijft|ben|is|zijn|acht|vind"
    r"|herken|zie)\b",
    re.IGNORECASE,
)


def decides(sentence: str) -> bool:
    """Tell whether the first sentence of an answer says yes or no to a question.

    Example:
        >>> decides("Nee, dat is niet het geval."), decides("Die mening deel ik niet.")
        (True, True)
        >>> decides("In 2021 zijn er 342 gemeenten.")
        False
    """
    return _DECIDES.match(sentence) is not None


def holds(kind: QuestionKind, sentence: str) -> bool:
    """Tell whether a Dutch sentence holds a thing of this kind; always false for "what".

    Numbers in dates and references to papers are not amounts.
    """
    if kind == "amount":
        rest = re.sub(_DATE, " ", re.sub(rf"{_PAPER}[^)]*", " ", sentence))
        return _QUANTITY.search(rest) is not None
    pattern = _EVIDENCE.get(kind)
    return pattern is not None and pattern.search(sentence) is not None
