"""Whether a sentence tells as sure or done what the quotes plan, wish, ask or hold possible.

"Is voornemens te", "wil", "streeft naar" are less than "will"; "kan", "zou" and "onderzoekt of" are
less than a fact; what "werd" or "heeft" done is not to come. Knows the words that are listed here.
A Dutch present may be told as to come: "ik stuur u het rapport voor de zomer".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.encoders.encoder import StaticEncoder
from qa.llm.about import about, clauses, fits
from qa.text.lexical import words
from qa.text.numbers import Language

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "to come": r"zal|zullen|toegezegd|toezeg\w*|zegt? toe|zeg\b[^.]*\btoe"
        r"|aangekondigd|kondig\w* [^.]*\baan|beloof\w*|tegemoet(?:zien)?",
        "wished": r"wil|willen|wilt|voornemens?|van plan|streef\w*|streven|beoog\w*|beogen"
        r"|wens\w*|hoop|hoopt|hopen|verwacht\w*|naar verwachting|bereid|voorstel\w*|voorgesteld"
        r"|stelt? [^.]*\bvoor|ambitie\w*|voorgenomen|gepland\w*|voorzien|bedoeling|doel",
        "possible": r"kan|kunnen|kon|konden|zou|zouden|mogelijk\w*|misschien|wellicht|mocht|mochten"
        r"|mag|mogen|eventue\w+|waarschijnlijk\w*|lijkt|lijken|overweeg\w*|overweg\w*",
        "must": r"moet\w*|dient|dienen|verplicht\w*|verplichting\w*|noodzakelijk|nodig|behoort"
        r"|behoren|hoeft|hoeven|vereist\w*|geacht",
        "asked": r"verzoek\w*|verzocht\w*|vraagt|vragen|vroeg\w*|gevraagd|roept? [^.]*\bop"
        r"|opgeroepen",
        "studied": r"onderzoekt|onderzoeken|onderzocht|verken\w*|bezie\w*|bezien"
        r"|bestude\w+|bekijk\w*|beoordel\w+|afweg\w+|weegt|nagaan|nagegaan|evalueert|evalueren|overweeg\w*"
        r"|bespreekt|bespreken",
    },
    "en": {
        "to come": r"will|shall|won['’]t|going to|promis\w*|announc\w*|pledg\w*|commit\w*|upcoming",
        "wished": r"inten\w+|plan|plans|planned|planning|aim\w*|wants?|wish\w*|seek\w*"
        r"|striv\w*|hop\w+|expect\w*|willing|prepared to|propos\w*|suggest\w*|ambition\w*|goals?"
        r"|purpose|desire\w*|would like|envisag\w*|scheduled|foreseen|prefer\w*",
        "possible": r"can|cannot|could|may|might|would|possib\w+|perhaps|maybe|likely|probabl\w+"
        r"|potential\w*|able to|allow(?:s|ed|ing)?|permitted|seems?|appears?|consider\w*",
        "must": r"must|should|ha(?:s|ve|d) to|needs?|needed|required?|requires?|oblig\w+"
        r"|necessary|supposed to|ought|important|mandatory",
        "asked": r"ask(?:s|ed|ing)?|request\w*|call\w* (?:on|for|upon)|urg\w+|wants?|wanted",
        "studied": r"investigat\w*|examin\w*|explor\w*|consider\w*|review\w*|assess\w*|study"
        r"|studies|studied|studying|look\w* into|research\w*|evaluat\w*|discuss\w*|weigh\w*",
    },
}
_KINDS = {
    language: {
        kind: re.compile(rf"\b(?:{listed})\b", 0 if kind == "possible" else re.IGNORECASE)
        for kind, listed in kinds.items()
    }
    for language, kinds in _WORDS.items()
}
_TELLS = {
    "to come": {"to come", "wished", "must"},
    "wished": {"wished", "studied"},
    "possible": {"possible", "wished", "studied", "asked"},
    "must": {"must", "to come"},
    "asked": {"asked"},
    "studied": {"studied", "possible"},
}
"""For each kind of a quote, the kinds that may tell it: itself, or what claims less."""

_NOT_DONE = re.compile(
    r"\b(?:wordt|worden|zal|zullen|wil|willen|voornemens|momenteel|kan|kunnen|moet"
    r"|moeten|verwacht)\b",
    re.IGNORECASE,
)
_PARTICIPLE = r"(?:\w{0,8}ge\w+|(?:be|ver|ont|her|onder|over|vol|mis)\w+|\w+eer)(?:d|t|en)\b"
_ENGLISH_PARTICIPLE = r"(?: been| \w+ly| also| already)* \w+(?:ed|en|ade|ent|eld|ut|one)\b"
_HAS = r"heb|hebt|heeft|hebben|had|hadden"
_PERFECT: dict[Language, re.Pattern[str]] = {
    "nl": re.compile(rf"\b(?:{_HAS})\b[^;]*?\b{_PARTICIPLE}", re.IGNORECASE),
    "en": re.compile(
        r"\b(?:has|have|had)(?: been| \w+ly| also| already)* \w+(?:ed|en|ade|ent|eld|ut|one)\b"
    ),
}
_PASSIVE: dict[Language, re.Pattern[str]] = {
    "nl": re.compile(
        rf"\b(?:is|zijn|was|waren)\b[^;]*?\b{_PARTICIPLE}|\b(?:werd|werden)\b", re.IGNORECASE
    ),
    "en": re.compile(
        r"\b(?:was|were)(?: been| \w+ly| also| already)* \w+(?:ed|en|ade|ent|eld|ut|one)\b"
    ),
}


_AUXILIARIES = {
    "has": re.compile(rf"\b(?:{_HAS})\b", re.IGNORECASE),
    "is": re.compile(r"\b(?:ben|bent|is|zijn|was|waren|wordt|worden|werd|werden)\b", re.IGNORECASE),
}
_PAST = {
    "was": "is", "waren": "zijn", "had": "heeft", "hadden": "hebben", "werd": "wordt",
    "werden": "worden", "gaf": "geeft", "gaven": "geven", "kwam": "komt", "kwamen": "komen",
    "ging": "gaat", "gingen": "gaan", "deed": "doet", "deden": "doen", "kreeg": "krijgt",
    "kregen": "krijgen", "bleef": "blijft", "bleven": "blijven", "vond": "vindt",
    "vonden": "vinden", "nam": "neemt", "namen": "nemen", "zag": "ziet", "stond": "staat",
    "stonden": "staan", "lag": "ligt", "lagen": "liggen", "hield": "houdt", "hielden": "houden",
    "liet": "laat", "lieten": "laten", "schreef": "schrijft", "bood": "biedt", "boden": "bieden",
}  # fmt: skip
"""Strong verbs, each in the past with its present."""
_WEAK_PAST = re.compile(r"(?!ge)(?:(\w{3,}[kfsp])ten?|(\w{3,}[^kfspt\Wh])den?)")


def without_modal(text: str, language: Language) -> str:
    """Return a text without the words that tell how certain it is."""
    for listed in _KINDS[language].values():
        text = listed.sub(" ", text)
    return text


def changes_modality(
    text: str, language: Language, quotes: Sequence[str], lexicon: StaticEncoder
) -> bool:
    """Tell whether a sentence claims more than the quotes, doubts more, or turns done and to come.

    Args:
        text: The sentence.
        language: It is in.
        quotes: What it cites, in Dutch.
        lexicon: Gives the token vectors that tell which parts of the quotes it is about.
    """
    near = about(text, quotes, lexicon)
    there = " ".join(near)
    said, kinds = _kinds(text, language), _kinds(there, "nl")
    is_done = _PERFECT["nl"].search(there) or _PASSIVE["nl"].search(there)
    is_to_come = _NOT_DONE.search(there) is not None
    return (
        ("to come" in said and not kinds and is_done is not None and not is_to_come)
        or ("possible" in said and not kinds)
        or ("must" in said and not kinds & {"must", "possible", "wished"})
        or (is_done is None and _PERFECT[language].search(text) is not None)
        or (is_done is None and is_to_come and _PASSIVE[language].search(text) is not None)
        or _claims_more(text, said, near, lexicon)
        or (language == "nl" and (_other_tense(text, there) or _other_auxiliary(text, near)))
    )


def _other_tense(text: str, there: str) -> bool:
    """Tell whether a Dutch verb stands in the past where the quotes have it in the present only, or
    the other way round."""
    said, quoted = set(words(text)), set(words(there))
    for past, present in _PAST.items():
        if past in said - quoted and present in quoted - said:
            return True
        if present in said - quoted and past in quoted - said:
            return True
    if "hierbij" in quoted:  # what the letter does itself is told as done
        return False
    return any(_is_past_of(word, quoted) for word in said - quoted)


def _is_past_of(word: str, quoted: set[str]) -> bool:
    """Tell whether a word is the weak past of one of others: "informeerde" of "informeer"."""
    found = _WEAK_PAST.fullmatch(word)
    if not found:
        return False
    stem = found[1] or found[2]
    if stem in quoted:
        return True
    is_participle = stem.startswith(("be", "ver", "ont", "her"))  # "bepaalde"
    return not is_participle and f"{stem}t" in quoted


def _other_auxiliary(text: str, near: Sequence[str]) -> bool:
    """Tell whether somebody "heeft" what the quotes say he "is": "betrokken"."""
    there = [clause for sentence in near for clause in clauses(sentence)]
    for clause in clauses(text):
        own = _auxiliaries(clause)
        for word in re.findall(_PARTICIPLE, clause):
            of_quotes = {
                one for other in there if re.search(rf"\b{word}\b", other)
                for one in _auxiliaries(other)
            }  # fmt: skip
            if own and of_quotes and own.isdisjoint(of_quotes):
                return True
    return False


def _auxiliaries(clause: str) -> set[str]:
    if re.search(r"\bdoor\b", clause):  # who did it may be told as the subject
        return set()
    return {kind for kind, listed in _AUXILIARIES.items() if listed.search(clause)}


def _kinds(text: str, language: Language) -> set[str]:
    return {kind for kind, listed in _KINDS[language].items() if listed.search(text)}


def _claims_more(text: str, said: set[str], near: Sequence[str], lexicon: StaticEncoder) -> bool:
    """Tell whether a sentence is about clauses that claim less, more than about others."""
    every = [clause for sentence in near for clause in clauses(sentence)]
    less = [any(not said & _TELLS[kind] for kind in _kinds(clause, "nl")) for clause in every]
    if not any(less):
        return False
    fit = fits(text, every, lexicon)
    rest = [value for value, is_less in zip(fit, less, strict=True) if not is_less]
    return max(value for value, is_less in zip(fit, less, strict=True) if is_less) > max(
        rest, default=0.0
    )
