"""Whether a sentence lets another speak or act than the quotes do.

What members of parliament ask or say is not what the minister says; a minister is not a state
secretary, nor another minister; what one country gives another is not given back. "Ik" is whoever
signed the letter; a summary that says "I" or "you" itself speaks for another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.encoders.encoder import StaticEncoder
from qa.letters.sentences import sentence_spans
from qa.llm.about import about
from qa.text.folding import fold
from qa.text.lexical import subject_words

_GOVERNMENT = re.compile(
    r"\b(?:minister\w*|staatssecretaris\w*|kabinet\w*|regering\w*|bewindsperso\w+|state secretar\w+"
    r"|secretary of state|cabinet|government|prime minister|ministry)\b",
    re.IGNORECASE,
)
_PARLIAMENT = re.compile(
    r"\b(?:leden|lid|kamer|kamerlid|kamerleden|fracties?|commissies?|parlement\w*|vragenstellers?"
    r"|motie|members?|mps?|house|parliament\w*|committees?|motion)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:ik|wij|we|mij|mijn|ons|onze)\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b(?:[Ii]k|[Ww]ij|mij|[Mm]ijn|ons|[Oo]nze|[Uu]w?|I|[Ww]e|[Mm]y|[Oo]ur|us|[Yy]our?)\b(?![.-])"
)
_SAYS = re.compile(
    r"\b(?:vraagt|vragen|vroeg|vroegen|gevraagd|verzoekt|verzoeken|verzocht\w*|stelt|stellen"
    r"|stelde\w*|vindt|vinden|vond\w*|meent|menen|meende\w*|constate\w+|zegt|zeggen|zei|zeiden"
    r"|beweert|beweren|wijst|wijzen|wees|pleit\w*|roept|roepen|riep\w*|noemt|noemen|schrijft"
    r"|schrijven|schreef|geeft aan|geven aan|adviseert|adviseren|adviseerde\w*|concludeert"
    r"|concluderen|volgens|aldus|spreekt uit"
    r"|asks?|asked|requests?|requested|says?|said|states?|stated|claims?|claimed|finds?|found"
    r"|argues?|argued|calls?|called|urges?|urged|according|advises?|advised|concludes?|concluded"
    r"|wants?|believes?|thinks?|notes?|noted)\b",
    re.IGNORECASE,
)
_PAPER_SAYS = re.compile(
    r"\b(?:study|studies|research|report|survey|investigation|evaluation|review|analysis|advice"
    r"|onderzoek|studie|rapport|evaluatie|enquête|analyse|advies)"
    r"\s+(?:\w+\s+)?(?:says?|said|shows?|showed|highlight\w*|states?|stated|notes?|noted|finds?"
    r"|found|conclud\w+|reveal\w*|indicat\w+|suggest\w*|stress\w*|mention\w*|report(?:s|ed)"
    r"|stelt|zegt|toont|laat|concludeert|meldt|noemt|benadrukt|wijst|blijkt|vermeldt)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"onderzo[ce]k|onderzocht|studie|rapport|verslag|evaluatie|geëvalueerd|enquête|analyse|advies"
    r"|monitor|verkenning|inventarisatie|publicatie|peiling|notitie",
    re.IGNORECASE,
)
_RANK = {
    "minister": re.compile(r"\b(?<!prime )minister(?:s)?\b(?!-president)", re.IGNORECASE),
    "state secretary": re.compile(
        r"\b(?:staatssecretaris\w*|state secretar(?:y|ies)|secretar(?:y|ies) of state)\b",
        re.IGNORECASE,
    ),
}
_OFFICES = {
    "defensie": "defensie|defen[cs]e",
    "buitenlandse zaken": "buitenlandse zaken|bz|foreign affairs",
    "binnenlandse zaken": "binnenlandse zaken|bzk|interior|home affairs|internal affairs",
    "financien": "financi[eë]n|finance",
    "justitie": "justitie|veiligheid|jenv|venj|justice|security",
    "economische zaken": "economische zaken|ezk?|economic affairs|economy",
    "vws": "volksgezondheid|vws|health",
    "ocw": "onderwijs|ocw|education",
    "szw": "sociale zaken|szw|social affairs",
    "infrastructuur": "infrastructuur|verkeer|waterstaat|ienw|ienm|infrastructure|transport",
    "landbouw": "landbouw|lnv|agriculture",
    "handel": "buitenlandse handel|ontwikkelingssamenwerking|foreign trade|development cooperation",
    "migratie": "asiel|migratie|asylum|migration",
    "klimaat": "klimaat|groene groei|climate",
    "wonen": "volkshuisvesting|wonen|housing",
}
_OFFICE = {
    office: re.compile(
        rf"\b(?:minist\w+|staatssecretaris\w*|state secretary|secretary of state)[^.;:]{{0,40}}?"
        rf"\b(?:{names})\b",
        re.IGNORECASE,
    )
    for office, names in _OFFICES.items()
}
_LEADS = 40  # characters in which a sentence names who acts
_TO = r"aan|naar|to|tegen|against"
_BY = r"door|by|uit|from"
_NAME = re.compile(
    rf"(?:\b(?P<to>{_TO})|\b(?P<by>{_BY}))?\s*(?:\b(?:de|het|the)\s)?\b(?P<name>[A-Z][\w’'-]+)"
)


def other_speaker(
    text: str, quotes: Sequence[str], signed: Sequence[str], lexicon: StaticEncoder
) -> bool:
    """Tell whether a sentence has something said or done by another than the quotes have.

    Args:
        text: The sentence.
        quotes: What it cites.
        signed: Who signed the letter of each, with the function; empty if that is not known.
        lexicon: Gives the token vectors that tell which sentences of the quotes it is about.
    """
    if _ADDRESS.search(text):
        return True
    near = about(_without_offices(text), quotes, lexicon)
    there = " ".join(near)
    by_first = bool(_FIRST.search(there))
    signers = " ".join(signed) if by_first else ""
    return (
        _other_side(text, near)
        or _other_rank(text, there, signers)
        or _other_office(text, " ".join(quotes), signers)
        or _turned(text, near)
        or _from_another_paper(text, " ".join(quotes))
    )


def _from_another_paper(text: str, said: str) -> bool:
    """Tell whether a study or a report says something of which the quotes know none."""
    found = _PAPER_SAYS.search(text)
    return found is not None and _PAPER.search(said) is None


def _other_side(text: str, near: Sequence[str]) -> bool:
    """Tell whether parliament or another speaks in all that a sentence is about, and not in it."""
    if all(one.rstrip("»”\"’' ").endswith("?") for one in near):
        return not _SAYS.search(text)
    reported = [one for one in near if _reports(one)]
    if len(reported) == len(near):
        return not (_PARLIAMENT.search(text) or _SAYS.search(text)) or (
            _led_by_government(text) and not _PARLIAMENT.search(text)
        )
    if _led_by_government(text) and not any(
        _FIRST.search(one) or _GOVERNMENT.search(one) for one in near
    ):
        return True
    return not reported and _reports(text) and not any(_PARLIAMENT.search(one) for one in near)


def _reports(sentence: str) -> bool:
    """Tell whether a sentence begins with what parliament says or asks."""
    says = _SAYS.search(sentence)
    if says is None:
        return False
    before = sentence[: says.start()] or sentence[says.end() : says.end() + 60]
    return bool(_PARLIAMENT.search(before)) and not (
        _FIRST.search(before) or _GOVERNMENT.search(before)
    )


def _without_offices(text: str) -> str:
    """Return what a sentence says apart from who says it: offices stand in many sentences."""
    for office in _OFFICE.values():
        text = office.sub(" ", text)
    rest = _GOVERNMENT.sub(" ", text)
    return rest if subject_words(rest) else text


def _led_by_government(text: str) -> bool:
    says = _SAYS.search(text)
    return _GOVERNMENT.search(text[: says.start()] if says else text[:_LEADS]) is not None


def _other_rank(text: str, there: str, signers: str) -> bool:
    """Tell whether a minister stands for a state secretary, or the other way round."""
    said = {rank for rank, word in _RANK.items() if word.search(text)}
    known = {rank for rank, word in _RANK.items() if word.search(f"{there} {signers}")}
    return bool(said and known and not said & known)


def _other_office(text: str, there: str, signers: str) -> bool:
    """Tell whether a sentence names an office that neither the quotes nor the signers have."""
    said = {office for office, names in _OFFICE.items() if names.search(text)}
    known = {office for office, names in _OFFICE.items() if names.search(f"{there} {signers}")}
    return bool(said - known)


def _turned(text: str, near: Sequence[str]) -> bool:
    """Tell whether who gives and who is given to have changed places."""
    said = _roles(text)
    for one in near:
        there = _roles(one)
        both = said.keys() & there.keys()
        given = {name for name in both if said[name] == "to" and there[name] == "who"}
        gives = {name for name in both if said[name] == "who" and there[name] == "to"}
        if given and gives:
            return True
    return False


def _roles(text: str) -> dict[str, str]:
    """Return for each name whether it acts ("who") or is acted upon ("to")."""
    roles: dict[str, str] = {}
    for start, end in sentence_spans(text):
        for match in _NAME.finditer(text[start:end]):
            role = "to" if match["to"] else "who"
            roles.setdefault(_country(fold(match["name"])), role)
    return roles


def _country(name: str) -> str:
    return _COUNTRIES.get(name, name)


_COUNTRIES = {
    "netherlands": "nederland", "germany": "duitsland", "poland": "polen", "france": "frankrijk",
    "belgium": "belgie", "ukraine": "oekraine", "russia": "rusland", "turkey": "turkije",
    "greece": "griekenland", "spain": "spanje", "italy": "italie", "jordan": "jordanie",
    "israel": "israel", "lebanon": "libanon", "syria": "syrie", "iraq": "irak", "china": "china",
    "denmark": "denemarken", "sweden": "zweden", "norway": "noorwegen", "estonia": "estland",
    "latvia": "letland", "lithuania": "litouwen", "hungary": "hongarije", "romania": "roemenie",
    "us": "vs", "states": "staten", "kingdom": "koninkrijk", "egypt": "egypte",
    "morocco": "marokko", "afghanistan": "afghanistan", "indonesia": "indonesie",
}  # fmt: skip
