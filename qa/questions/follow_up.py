"""A question that leans on the one before: "and for the IT coalition?", "en in 2023?".

The question before is taken over and the part that is new put in its place, so that a full question
is asked; the person is shown it and may take it back. Rules over words; no memory is kept here.
"""

from __future__ import annotations

import re

from qa.text.lexical import content_words, subject_words, words

MOST_WORDS = 10
"""Words of a question that can lean on another one; a longer one says all itself."""

_LEAD = re.compile(
    r"^\W*(?:(?:and|but|so|en|maar|dus)\b(?: (?:then|dan))?"
    r"|(?:what|how) about\b|hoe zit (?:het|dat) (?:met|bij|in)\b|wat (?:betreft|dan)\b"
    r"|(?:the )?same (?:question )?(?:for|in)\b|idem (?:voor|in)\b)[\s,:]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’-]+")
_ARTICLE = re.compile(r"^(?:the|de|het|een|a|an) ", re.IGNORECASE)
_ASKED_BEFORE = re.compile(
    r"^(?:when|who|whom|where|why|how|since when|by whom|wanneer|wie|waar|waarom|hoe|hoeveel"
    r"|sinds wanneer|door wie|what|which|wat|welke?)\b",
    re.IGNORECASE,
)
_PREPOSITIONS = (
    ("for", "voor"), ("in",), ("at", "bij"), ("to", "aan", "naar"), ("from", "van", "uit"),
    ("of", "van"), ("by", "door"), ("about", "over"), ("with", "met"), ("on", "op"),
    ("since", "sinds"), ("after", "na"), ("before", "voor"), ("during", "tijdens"),
)  # fmt: skip
_QUESTION_WORD = (
    r"(?:when|who|whom|whose|where|why|how(?: (?:many|much|long|often))?|what|which|wanneer|wie"
    r"|wiens|waar\w*|waarom|hoe(?:veel)?|wat|welke?)"
)
_VERB_FIRST = (
    r"(?:is|are|was|were|do|does|did|will|would|has|have|had|can|could|may|must|should|zijn|waren|heeft"
    r"|hebben|gaat|gaan|kan|kunnen|mag|mogen|moet(?:en)?|wordt|worden|werd(?:en)?|zal|zullen|\w+t)"
)
_ASKS = re.compile(rf"(?:{_QUESTION_WORD}|{_VERB_FIRST})\b", re.IGNORECASE)
_TIMES = (
    r"(?:jaar|maand|week|dag|moment|eeuw|zomer|winter|voorjaar|najaar|kabinet\w*|brief|land|year|month"
    r"|summer|spring|autumn|century|cabinet|letter|country|term)"
)
_STATES = (
    r"(?:klaar|gereed|af|open|dicht|gratis|veilig|verplicht|mogelijk|bekend|nodig|duur|genoeg|haalbaar"
    r"|voldoende|definitief|openbaar|geheim|legaal|verboden|waar|zo|erg|later|eerder|langer|anders"
    r"|zover|goed|fout|juist|ge\w+(?:d|t|en)|be\w+(?:d|t)|ver\w+(?:d|t)|af\w+(?:d|t))"
)
_ADVERBS = r"(?:ook|nog|nu|al|dan|wel|niet|eigenlijk|precies|weer|echt|straks)"
_ELLIPSIS = re.compile(
    rf"(?:\w+ )?{_QUESTION_WORD}(?: (?:not|niet|more|meer|less|minder|then|dan|exactly|precies|else"
    r"|anders|so|zo))*",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\b(?:is|was) it(?: \w+){1,2} (?:that|whether|if|who|how|why|when|to|for)\b"
    r"|\bhet (?:\w+ )?(?:dat|of|om|wie|hoe)\b|\b(?:staat|gaat) het (?:nu )?(?:met|om|over|in)\b",
    re.IGNORECASE,
)
"""An "it" that stands for what comes later in the sentence: "Is it true that ..."."""
_POINTING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hij|hem|zij|ze|hen|hun|haar"
    r"|daar(?!om\b|entegen\b|naast\b)\w*|hier(?!om\b|naast\b)\w*"
    r"|er(?:van|over|voor|mee|aan|bij|op|uit|tegen|toe|onder|door|na))\b"
    rf"|\b(?:this|these|those|dit|deze|zo’n|zo'n)\b(?! {_TIMES}\b)"
    r"|\b(?:that|dat|die)(?=\W*$)"
    r"|\b(?:of|about|for|with|to|on|by|van|over|voor) (?:that|dat|die)(?= \w+\W*$)"
    rf"|^\W*(?:{_QUESTION_WORD}(?: {_VERB_FIRST})?|{_VERB_FIRST}) (?:that|dat|die)\b"
    r"(?! (?:the|a|an|de|het|een|er|we|wij|je|u)\b)"
    rf"|^\W*{_QUESTION_WORD} \w+ (?:dat|die)\b(?! (?:the|de|het|een|er|we|wij|je|u)\b)"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )\bthere(?=\W*$)"
    rf"|\bhet(?=\W*$| {_ADVERBS}\b| {_STATES}(?: {_ADVERBS})?\W*$| (?:kosten|helpen|werken)\W*$)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:if|because|after|before|while|als|omdat|voordat|nadat|terwijl|zodra|indien)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:its|their|he|him|his|she|her|hij|hem|zij|hun|haar)", re.IGNORECASE)
_NAMED = re.compile(r"(?<!^)\b[A-Z]\w+")
"""A name in the question itself, which "his" or "zij" then stands for."""
MOST_NAME = 3
"""Words of a bare name that is asked as a follow-up, at most."""

MOST_SUBJECT = 5
"""Content words of a question up to which a pronoun in it stands for something before it."""


def follow_up(question: str, before: str) -> str | None:
    """Return the full question that a leaning one means; None if it leans on nothing.

    Args:
        question: As typed.
        before: The question before it, in full.

    Example:
        >>> follow_up("and for the IT coalition?", "What did NL pledge for ammunition?")
        'What did NL pledge for the IT coalition?'
        >>> follow_up("en wanneer?", "Wie tekende de brief over woningbouw?")
        'wanneer – tekende brief woningbouw?'
        >>> follow_up("Who signed the letter on housing?", "What is the UDCG?") is None
        True
    """
    asked = " ".join(question.split())
    earlier = " ".join(before.split()).rstrip("?!. ")
    if not earlier or len(asked.split()) > MOST_WORDS:
        return None
    lead = _LEAD.match(asked)
    rest = asked[lead.end() :].strip(" ?!.") if lead else asked.strip(" ?!.")
    if not rest:
        return None
    if lead and not _ASKS.match(rest):
        return _joined(rest, earlier)
    if not subject_words(rest) or _ELLIPSIS.fullmatch(rest) or _points(rest):
        return _joined(rest, earlier) if lead else _about(rest, earlier)
    if asked.endswith("?") and _is_name(rest):
        return _joined(rest, earlier)
    return None


def _points(question: str) -> bool:
    """Tell whether a pronoun stands for something that the question itself does not name."""
    pointing = _POINTING.search(_EXPLETIVE.sub(" ", question))
    if not pointing:
        return False
    before = question[: pointing.start()]
    if _CLAUSE.search(before) or (_OWN.fullmatch(pointing[0]) and _NAMED.search(before)):
        return False
    return len(content_words(_POINTING.sub(" ", question))) <= MOST_SUBJECT


def _is_name(rest: str) -> bool:
    """Tell a bare name, or one behind a preposition: "Gasunie?", "for Belgium?", "in 2023?"."""
    first, *more = rest.split()
    if any(first.casefold() in alike for alike in _PREPOSITIONS):
        return 0 < len(more) <= MOST_NAME
    named = _ARTICLE.sub("", rest).split()
    return len(named) <= MOST_NAME and all(not one[0].islower() for one in named)


def _joined(rest: str, earlier: str) -> str:
    """Put what is new into the earlier question: in place of what it replaces, or beside it."""
    first = rest.split()[0].casefold()
    for alike in _PREPOSITIONS:
        if first in alike:
            found = [
                match for word in alike
                for match in re.finditer(rf"(?<!\w){word}(?!\w)", earlier, re.IGNORECASE)
            ]  # fmt: skip
            if found:
                return f"{earlier[: max(match.start() for match in found)]}{rest}?"
    if _ASKED_BEFORE.match(rest):
        return _about(rest, earlier)
    return _renamed(rest, earlier) or f"{earlier} – {rest}?"


def _about(rest: str, earlier: str) -> str:
    """Ask what is new of the subject of the earlier question."""
    telling = set(content_words(earlier))
    subject = [w for w in _WORD.findall(earlier) if telling.intersection(words(w))]
    return f"{rest} – {' '.join(subject)}?"


def _renamed(rest: str, earlier: str) -> str | None:
    """Put a name in place of one of its kind: a country, or an abbreviation; None if none is."""
    name = _ARTICLE.sub("", rest)
    if len(name.split()) > 1 or not name[:1].isupper():
        return None
    for match in list(_WORD.finditer(earlier))[1:]:
        other = match.group()
        if other[0].isupper() and other.isupper() == name.isupper():
            return f"{earlier[: match.start()]}{name}{earlier[match.end() :]}?"
    return None
