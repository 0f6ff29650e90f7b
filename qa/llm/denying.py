"""Whether a sentence denies what the quotes say, or the other way round: by "not" or by a verb.

"Refuses", "ingetrokken" and "rejected" turn a sentence round as "not" does. Knows the verbs that
are listed here, in Dutch and English; not irony, and not "hardly".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.encoders.encoder import StaticEncoder
from qa.llm.about import about

_NOT = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|niet|geen|nooit|noch|nimmer|evenmin|zonder"
    r"|niemand|niets)\b|n['’]t\b",
    re.IGNORECASE,
)

_CLAUSE_END = r"(?=\s*(?:[.,;:!?)]|$|\b(?:en|maar|want|omdat|wegens|vanwege|nadat|als|and)\b))"


def _parted(verb: str, particle: str) -> str:
    """Return a pattern for a Dutch verb that stands apart from its particle."""
    return rf"(?:{verb})\b[^.;!?]{{0,150}}?\b{particle}{_CLAUSE_END}|{particle} te \w+en\b"


_TURNING: dict[str, str] = {
    "refusing": "|".join((
        r"(?:ge)?weiger(?:t|d|de|den|en|ing|ingen)?", r"refus(?:e|es|ed|ing|al|als)",
        r"declin(?:e|es|ed|ing) to", r"afwijz(?:en|ing|ingen)", r"afgewezen", r"afwijst", r"afwees",
        _parted("wijst?|wijzen|wees|wezen", "af"),
        r"verwerp(?:t|en|ing)?", r"verwierp(?:en)?", r"verworpen",
        r"reject(?:s|ed|ing|ion|ions)?", r"dismiss(?:es|ed|ing|al)?", r"turn(?:s|ed|ing)? down",
        r"voted down", r"weggestemd", r"ontraden", r"ontraadt?", r"discourag(?:e|es|ed|ing)",
        r"afgekeurd", r"afkeur(?:t|en|ing)", r"disapprov(?:e|es|ed|ing|al)",
        r"(?:ontken|ontkend|ontkent|ontkende|ontkenden|ontkennen|ontkenning)",
        r"den(?:y|ies|ied|ying|ial|ials)", r"tegengesproken", _parted("spreekt?|sprak", "tegen"),
        r"weerleg(?:t|d|de|gen)", r"refut(?:e|es|ed|ing)", r"ontzeg(?:t|d|de|gen)",
        r"verbied(?:t|en)", r"verbood", r"verboden", r"verbod",
        r"forbid(?:s|den|ding)?", r"forbade",
        r"prohibit(?:s|ed|ing|ion)?", r"bann(?:ed|ing)", r"bans?", r"blokkeer(?:t|de|den)",
        r"geblokkeerd", r"block(?:s|ed|ing)", r"veto(?:es|ed)?", r"tegengehouden",
    )),
    "ending": "|".join((
        r"ingetrokken", r"intrek(?:t|ken|king|kingen)", r"introk(?:ken)?",
        _parted("trekt?|trekken|trok|trokken", "in"), r"withdr(?:aw|aws|ew|awn|awing|awal|awals)",
        r"revok(?:e|es|ed|ing)", r"rescind(?:s|ed|ing)?", r"retract(?:s|ed|ing)?",
        r"herroep(?:t|en)?", r"teruggetrokken", r"terugtrek(?:t|ken|king)",
        _parted("trekt?|trekken|trok|trokken", "terug"),
        r"(?:ge)?annuleer(?:t|d|de|den)", r"geannuleerd", r"annuleren", r"annulering",
        r"cancel(?:s|led|ed|ling|ing|lation|lations)?", r"(?:ge)?schrap(?:t|te|ten)", r"schrappen",
        r"scrap(?:s|ped|ping)?", r"afgelast", r"afgeblazen", _parted("blaast|blazen|blies", "af"),
        r"call(?:s|ed|ing)? off", r"(?:be[eë]indig)(?:t|d|de|den|en|ing)?",
        r"terminat(?:e|es|ed|ing|ion)", r"end(?:s|ed|ing)", r"stopgezet", r"stopzet(?:ten|ting)?",
        _parted("zet|zetten|zette", "stop"), r"gestopt", r"stopt(?:e|en)?", r"stop(?:s|ped|ping)?",
        r"stoppen", r"gestaakt", r"sta(?:akt|akte|ken)", r"halt(?:s|ed|ing)",
        r"ceas(?:e|es|ed|ing)",
        r"discontinu(?:e|es|ed|ing)", r"opgeheven", r"ophef(?:t|fen|fing)",
        _parted("heft|heffen|hief", "op"), r"abolish(?:es|ed|ing)?", r"abolition", r"afgeschaft",
        r"afschaf(?:t|fen|fing)", _parted("schaft|schaffen|schafte", "af"),
        r"opgezegd", r"opzegg(?:en|ing)", _parted("zegt?|zeggen|zegde", "op"),
        r"repeal(?:s|ed|ing)?", r"opgeschort", r"opschort(?:en|ing)?",
        _parted("schort|schorten|schortte", "op"), r"suspend(?:s|ed|ing)?", r"suspension",
        r"uitgesteld", r"uitstel(?:t|len)?", _parted("stelt?|stellen|stelde", "uit"),
        r"postpon(?:e|es|ed|ing|ement)", r"delay(?:s|ed|ing)?", r"vervall(?:en)", r"vervalt",
        r"laps(?:e|es|ed)", r"afgezien van", r"afzien van",
        r"(?:ziet|zien|zag|zagen)\b[^.;!?]{0,60}?\baf van",
        r"refrain(?:s|ed|ing)? from", r"waiv(?:e|es|ed|ing)", r"abandon(?:s|ed|ing|ment)?",
        r"mislukt(?:e|en)?", r"mislukken", r"fail(?:s|ed|ing|ure)?", r"gefaald", r"faal(?:t|de)",
    )),
}  # fmt: skip
_VERBS = {
    kind: re.compile(rf"\b(?:{verbs})(?!\w)", re.IGNORECASE) for kind, verbs in _TURNING.items()
}


def without_turning(text: str) -> str:
    """Return a text without the verbs that turn a sentence round."""
    for verbs in _VERBS.values():
        text = verbs.sub(" ", text)
    return text


def contradicts(text: str, quotes: Sequence[str], lexicon: StaticEncoder) -> bool:
    """Tell whether a sentence denies and the quotes do not, or the other way round.

    Where both deny, a verb of refusing in the sentence wants one of that kind in the quotes, and
    "not" beside it wants "not" there too. The quotes may deny what the sentence is not about.

    Args:
        text: The sentence.
        quotes: What it cites.
        lexicon: Gives the token vectors that tell which sentences of the quotes it is about.
    """
    said = " ".join(quotes)
    denies, turns = bool(_NOT.search(text)), _turning(text)
    denied, turned = bool(_NOT.search(said)), _turning(said)
    near = " ".join(about(text, quotes, lexicon))
    denied_here = bool(_NOT.search(near))
    if turns:
        if not turns <= turned or (denies and not denied):
            return True
        return denied_here and not denies
    if denies:
        return not (denied or turned)
    return denied_here or bool(_turning(near))


def denials_in(text: str) -> list[tuple[int, int]]:
    """Return where a text has "not" and the like, in either language; start and end of each.

    Example:
        >>> denials_in("Er is geen besluit.")
        [(6, 10)]
    """
    return [match.span() for match in _NOT.finditer(text)]


def _turning(text: str) -> set[str]:
    """Return the kinds of verbs in a text that turn it round."""
    return {kind for kind, verbs in _VERBS.items() if verbs.search(text)}
