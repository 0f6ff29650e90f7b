"""Whether a sentence commits its writer, and to what kind of thing.

By the words of the sentence alone, Dutch and English: who speaks ("ik", "het kabinet",
"Nederland"), and what is still to be done ("zal", "stuur ik u voor de zomer", "ben voornemens",
"wordt in mei geëvalueerd"). What is denied or doubted, what the letter does itself ("hierbij"),
what others will do, what is expected and what holds anyway commits nobody. The rules, each with an
example, stand in docs/commitments.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.records.commitments import CommitmentKind


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence commits to: the kind, who but the sender is to do it, and the part of the
    sentence, ``sentence[start:end]``, that says so."""

    kind: CommitmentKind
    start: int
    end: int
    by: str | None = None


Terms = Literal["days", "event", "other", ""]
"""The most telling of the terms that a sentence names: one with days, one that hangs on an event,
another, or none."""


def _any(words: str) -> str:
    """Return a pattern for any of some words; in one that has several they are tied by "_"."""
    return f"(?:{'|'.join(words.split()).replace('_', ' ')})"


def _of(*patterns: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(patterns), flags)


# --- who ---------------------------------------------------------------------------------------

_NAMED = r"[A-Z][\w’'&-]*(?:(?:,| en|, en)? [A-Z][\w’'&-]*)*"  # a ministry
_OTHERS = (
    rf"(?:(?i:de )?(?:[Mm]inister|[Ss]taatssecretaris)(?: (?:van|voor) {_NAMED})?"
    r"|(?i:mijn (?:ambts?genote?n?|collega(?:[’']?s)?)(?:-bewindspersonen)?|de bewindspersonen)"
    r"(?: van [A-Z]\w*)?)"
)
_NOT_SUBJECT = "".join(
    rf"(?<!\b{word} )"
    for word in (
        "[Ii]n",
        "van",
        "voor",
        "door",
        "naar",
        "met",
        "aan",
        "uit",
        "binnen",
        "bij",
        "onder",
    )
)
_SELF = (
    rf"(?:{_NOT_SUBJECT}(?:(?i:ik|wij|we|(?:het|dit) (?:Nederlandse )?kabinet"
    r"|de (?:Nederlandse )?regering|Nederland|ons land|Defensie"
    r"|(?:mijn|ons) (?:ministerie|departement)"
    r"|I|the (?:Dutch )?(?:government|cabinet)(?! of)|the Netherlands)"
    rf"|{_OTHERS}|(?i:het ministerie)(?: van {_NAMED})?))"
)
_SELVES = re.compile(rf"\b{_SELF}\b")
_LOOSE = r"(?:[\w’'()-]+,? ){0,3}?"  # a few words between
_PARLIAMENT = (
    r"(?i:(?:uw|de|beide) (?:Kamers?|Tweede Kamer|Eerste Kamer|Staten-Generaal)|u|het parlement"
    r"|parliament|the House)"
)


def _self_and(verbs: str, then: str = "") -> tuple[str, str]:
    """Return patterns for "ik VERB" and "VERB ik", with something after it."""
    return (
        rf"\b{_SELF}\b {_LOOSE}(?i:{verbs})\b{then}",
        rf"\b(?i:{verbs}) {_LOOSE}{_SELF}\b{then}",
    )


_CUE = _of(
    r"\b(?:zal|zullen|ga|gaan|gaat|will|shall|voornemens?|van plan|van zins|bereid|zeg\w*|stree\w+"
    r"|streven|beo\w+|neem|nemen|toe\w+|kamers?|ontvang\w*|terug|laat|laten|doe|doen|verwacht\w*"
    r"|hoop|hopen|wordt|worden|bekijk\w*|onderzoek\w*|bezie\w*|verken\w*|inventaris\w*|zoek\w*|blij[fv]\w*|wil|willen"
    r"|volgt?|volgen|treedt?|treden|breng\w*|kijk\w*|vraag|vragen|verzoek\w*|betrek\w*|komt|komen"
    r"|heb|heeft|hebben|zie|zien|kunt|intends?|plans?|committed|prepared|undertakes?|aims?|parliament"
    r"|house|u|euro|miljoen|mln|miljard)\b",
    "€",
)
_SPEAKER = _of(
    r"\b(?:ik|wij|we|kabinet|regering|nederland|ons land|minister\w*|staatssecretaris\w*|defensie"
    r"|ministerie|bewindspersonen|ambts?geno\w+|collega\w*|i|government|cabinet|netherlands|kamers?"
    r"|u|wordt|worden|zal|zullen|toegezegd|streven|voornemen)\b"
)
"""Words without one of each of which a sentence commits nobody: most are not looked at further."""

# --- what is still to be done -------------------------------------------------------------------

_SUBJECT = r"(?:de|het|een|er|dit|die|deze|ik|wij|we|uw|alle|hij|zij|ze|ook|[A-Z]\w*)"
_WITHOUT_THAT = r"(?:(?!\b(?:dat|die|of|om)\b)[^;:,])"
_WILL = _of(
    *_self_and("zal|zullen|ga|gaan|gaat|will|shall"),
    rf"\b{_SELF}\b(?:(?!\bdat {_SUBJECT}\b)[^.;])*\b(?:en|maar) (?:zal|zullen|ga|gaat)\b",
    rf"\b{_SELF}\b{_WITHOUT_THAT}{{1,220}}?\b(?<!te )(?:zal|zullen|ga|gaan) (?:\w+ )?\w+en\b"
    r"(?<!\bworden)(?<!\bzijn)(?<!\bhebben)(?=\s*(?:[,.;:)]|$|en\b|om\b|over\b))",
    flags=0,
)
_INTENDS = _of(
    rf"\b{_SELF}\b[^.;]*\b(?:(?<!mijn )(?<!onze )(?<!de )(?<!zijn )(?<!van )voornemens|van plan|van zins|bereid)\b",
    rf"\b(?i:ben|zijn|is|blijf) {_LOOSE}{_SELF}\b[^.;]*\b(?:voornemens|van plan|van zins|bereid)\b",
    r"\b(?i:zeg|zeggen|zegt)\b[^.;]*\btoe\b",
    *_self_and("streef|streeft|streven|beoog|beoogt|beogen"),
    r"\b(?i:heb|hebben) (?i:ik|wij|we)\b[^.;]*\bbesloten (?:om )?[^.;]*\bte\b",
    r"\b(?i:ik|wij|we) (?:heb|hebben)\b[^.;]*\bbesloten (?:om )?[^.;]*\bte\b",
    *_self_and("zie|ziet|zien", r"[^.;]*\bgenoodzaakt\b"),
    *_self_and("heb|hebben|heeft", r" de intentie\b"),
    rf"\b(?:neem|nemen) {_LOOSE}(?:mij|zich|ons) voor\b",
    *_self_and(
        "intends? to|plans? to|(?:am|is|are) (?:committed|prepared) to|undertakes? to|aims? to"
    ),
    flags=0,
)
_AIMS = _of(r"\bbeo(?:og|ogt|gen)\b")
_STRIVES = _of(r"\b(?:het|mijn|ons) (?:streven|voornemen) (?:van het kabinet )?is\b")
_PROMISED = _of(r"\b(?:heb|hebben|heeft)\b[^.;]*\btoegezegd\b", r"\bis\b[^.;]*\btoegezegd\b")
_PROMISED_TO = _of(
    r"\b(?:is|heb|hebben|heeft)\b[^.;]*\btoegezegd (?:om |dat )?(?:(?!\bzoals\b)[^.;])*"
    r"\bte (?:laten )?(?:informeren|delen|sturen|zenden|doen toekomen|bezien|onderzoeken|evalueren"
    r"|rapporteren|berichten|verkennen|publiceren)\b"
)
_TELLING = _any(
    "informeer informeren informeert bericht berichten rapporteer rapporteren rapporteert zend "
    "zenden zendt stuur sturen stuurt verstuur verzend verstrek verstrekken doe doen doet bied "
    "bieden biedt leg leggen legt deel delen deelt kom komen komt meld melden meldt laat laten "
    "breng brengen brengt houd houden"
)
_TELL = _of(
    *_self_and(_TELLING, rf"[^.;]*?(?:\b{_PARLIAMENT}\b|\bop terug\b|\bterug(?:komen)?\b)"),
    rf"\b{_SELF}\b {_LOOSE}{_PARLIAMENT}\b[^.;]{{0,160}}\b"
    r"(?:informe(?:er|ert|ren)|bericht|zendt?|stuurt?|toestuurt?|toezendt?)\b",
    flags=0,
)
_BROUGHT = _any(
    "gezonden toegezonden gestuurd toegestuurd verzonden verstuurd aangeboden gedeeld voorgelegd "
    "toekomen overgelegd ingediend"
)
_GETS = _of(
    rf"\b{_PARLIAMENT}\b[^.;]{{0,140}}\b(?:ontvang(?:t|en)?|krijgt|wordt|worden|word)\b",
    rf"\b(?i:ontvang(?:t|en)?|krijgt|wordt|worden|word|zal|zullen) {_LOOSE}{_PARLIAMENT}\b",
    rf"\b(?i:wordt|worden|zal|zullen)\b[^.;]*\b(?:aan|naar|met|bij) {_PARLIAMENT}\b[^.;]*"
    rf"\b{_BROUGHT}\b",
    rf"\b(?:aan|naar|met|bij) {_PARLIAMENT}\b[^.;]{{0,60}}\b{_BROUGHT} (?:wordt|worden|zal|zullen)\b",
    rf"\b(?i:komt|komen)\b[^.;]*\b(?:naar|richting) {_PARLIAMENT}\b",
    rf"\b(?:naar|richting) {_PARLIAMENT}\b (?:\w+ )?(?:komt|komen)\b",
    flags=0,
)
_PAPER = r"\b(?:in|bij|met) (?:de|het|een|mijn|onze?) (?:\w+ )?\w*(?:brief|reactie|standpunt|rapportage|nota)\b"
_TREATED = _of(
    rf"\b(?:zal|zullen)\b[^.;]*{_PAPER}[^.;]*\bingegaan\b",
    rf"\b(?:zal|zullen)\b[^.;]*\b(?:ingegaan|teruggekomen)\b[^.;]*{_PAPER}",
    rf"{_PAPER}[^.;]*\b(?:zal|zullen)\b[^.;]*\bingegaan\b",
    r"\b(?:daarbij|daarin)\b[^.;]*\b(?:zal|zullen)\b[^.;]*\bingegaan\b",
    r"\b(?:hierop|daarop|hier|daar|erop)\b[^.;]*\b(?:wordt|worden|zal|zullen)\b[^.;]*\bteruggekomen\b",
)
"""A letter that is still to come will deal with it."""
_MAY_EXPECT = _of(
    r"\bkunt (?:u|uw Kamer)\b[^.;]*\b(?:verwachten|tegemoet ?zien)\b",
    r"\b(?:u|uw Kamer) kunt\b[^.;]*\b(?:verwachten|tegemoet ?zien)\b",
    r"\b(?:uw Kamer|de Kamer) kan\b[^.;]*\b(?:verwachten|tegemoet ?zien)\b",
)
_GOT = _of(
    rf"\b(?:ge[ïi]nformeerd|informeren|ingelicht|bericht|gemeld|op de hoogte|ontvang\w*|krijgt|komt|komen"
    rf"|{_BROUGHT})\b"
)
_DONE = _any(
    "ge[ëe]valueerd onderzocht verkend uitgezocht in_kaart_gebracht bezien bekeken gemonitord "
    "getoetst doorgelicht gepubliceerd openbaar_gemaakt uitgewerkt opgesteld aangepast gewijzigd "
    "ingericht ingediend opgezet herzien verbeterd voorbereid uitgebreid verhoogd verlaagd "
    "ingevoerd opgenomen meegenomen betrokken besproken georganiseerd gestart afgerond vastgesteld "
    "bekendgemaakt bekend_gemaakt ingegaan ontwikkeld uitgevoerd gerealiseerd ingezet benoemd getroffen geactualiseerd "
    "geconsulteerd aangeboden verstuurd gestuurd gezonden overlegd vervangen afgeschaft hersteld "
    "verlengd in_gebruik_genomen geopend gedaan genomen"
)
_PARTICIPLE = r"(?:[a-z]{0,6}ge|be|ver|ont|her)[a-z]{3,}(?:d|t|en)"
_IS_DONE = _of(
    rf"\b(?:wordt|(?<!te )worden)\b[^.;]*\b{_DONE}\b",
    rf"\b{_DONE} (?:wordt|worden)\b",
    rf"\b(?:zal|zullen)\b[^.;]*\b(?:worden {_DONE}|{_DONE} worden)\b",
    r"\b(?:zal|zullen)\b[^.;]*\bplaatsvinden\b",
    rf"\b(?:zal|zullen)\b[^.;]*\b(?:{_PARTICIPLE} worden|worden {_PARTICIPLE})\b",
)
_HAS_EXAMINED = _of(
    r"\b(?:laat|laten|doe|doen)\b[^.;]*\b"
    + _any("onderzoeken uitzoeken verkennen evalueren uitwerken in_kaart_brengen kijken nagaan")
)
_LOOKING_INTO = _any(
    "bezien onderzoeken verkennen nagaan bespreken overleggen bekijken toetsen "
    "van_gedachten_wisselen in_gesprek in_overleg"
)
_LOOKS = (
    r"(?:(?<!een )(?<!het )(?<!nader )(?<!dit )(?<![a-z]e )onderzoek(?= (?:ik|wij|we)\b)|onderzoekt|onderzoeken|bekijk|bekijkt"
    r"|bekijken|bezie|beziet|bezien|verken|verkent|verkennen|inventariseert?)"
)
_EXAMINES = _of(
    rf"\b{_SELF}\b {_LOOSE}{_LOOKS}\b[^.;]*?\b(?:of|hoe|welke|wat|naar)\b",
    rf"\b(?i:{_LOOKS}) {_LOOSE}{_SELF}\b",
    rf"\b{_SELF}\b (?:\w+ ){{0,2}}(?:wil|willen)\b[^.;]*\b{_LOOKING_INTO}\b",
    rf"\b(?i:wil|willen) {_SELF}\b[^.;]*\b{_LOOKING_INTO}\b",
    rf"\b(?i:zoekt?|zoeken) {_LOOSE}{_SELF}\b[^.;]*\buit\b",
    *_self_and("breng|brengt|brengen", r"[^.;]*\bin kaart\b"),
    *_self_and("kijk|kijkt|kijken", r"[^.;]*\b(?:of|hoe|mogelijkhe\w+)\b"),
    flags=0,
)
_KEEPS = _of(
    *_self_and(
        "blijf|blijft|blijven|ga|gaat|gaan|treed|treedt|treden", r"[^.;]*\bin (?:gesprek|overleg)\b"
    ),
    *_self_and("neem|neemt|nemen", r"[^.;]*\b(?:mee(?= (?:bij|in)\b| ?[,.]|$)|ter hand)(?!\w)"),
    *_self_and("volg|volgt|volgen", r"[^.;]*\b(?:advies|aanbeveling\w*)\b[^.;]* op\b"),
    *_self_and("betrek|betrekt|betrekken"),
    r"\b(?i:ik|wij) (?:\w+ ){0,2}?(?:vraag|vragen|verzoek|verzoeken)\b[^.;]* (?:om|te)\b",
    r"\b(?i:vraag|vragen|verzoek|verzoeken) (?:ik|wij)\b[^.;]* (?:om|te)\b",
    flags=0,
)
_BETS = _of(*_self_and("zet|zetten", r"[^.;]*\bin op\b"), flags=0)
_WANTS = _of(*_self_and("wil|willen", r"[^.;,]*\w+en\b"), flags=0)
_COMES = _of(r"\b(?:komt|komen) er(?:, [^,]*,)? (?:ook |nog |daarom )?(?:een|nieuwe|meer|extra)\b")
_TELL_ALONE = re.compile(rf"\b(?:informeer|bericht|stuur|zend) {_PARLIAMENT}\b")
_DEED_AFTER_TERM = re.compile(
    r"(?i:begin|medio|einde?|na|v[oó]{2}r|in|uiterlijk|binnen|rond"
    r"|(?:dit|deze|komende?|volgende?) (?:jaar|maand|week|zomer|winter|najaar|voorjaar|kwartaal))\b"
    rf"[^,;]{{0,40}}? (?!heb|heeft|had|is\b|was|werd|zijn\b)[a-z]\w+ {_SELF}\b"
)
"""A sentence that begins with its term: "Na de zomer maken wij de balans op"."""
_EXPECTS = _of(
    *_self_and("verwacht|verwachten|hoop|hopen", r"[^.;]*\bte (?:kunnen )?\w+en\b"), flags=0
)

# --- what speaks against it ---------------------------------------------------------------------

_STATE = _of(
    r"\b(?:zal|zullen|ga|gaan|gaat|will)\b(?:(?! om )[^.;])*?\b"
    + _any(
        "toenemen afnemen stijgen dalen "
        "moeten hoeven kunnen_worden mogen blijken lijken afhangen ontvangen krijgen profiteren "
        "voldoen_aan_de te_maken_krijgen beschikken have_to need_to"
    )
    + r"\b"
)
"""What will be so, and is not done."""
_BELOW = _of(
    r"\b(?:hieronder|hierna|onderstaand\w*|in het onderstaande|navolgend\w*|below)\b",
    r"\b(?:ik|wij|we) ga(?:an)? uit van\b",
    r"\bga(?:an)? (?:ik|wij|we)? ?(?:\w+ ){0,7}?(?:in op|ervan uit|er ?vanuit|vanuit|akkoord)\b",
    r"(?<!brief )(?<!reactie )(?<!rapportage )\b(?:zal|zullen|ga) (?:ik|wij)\b(?![^.;]*\b(?:brief|reactie|rapportage|nota|plan)\b)[^.;]*"
    r"\b(?:ingaan|behandelen|schetsen|toelichten|uiteenzetten|beschrijven)\b",
)
"""What the letter says of itself, and what is only thought."""
_HERE = _of(
    r"\b(?:hierbij|(?<!verband )hierm[e]{2}|hiermede|bij deze|(?<!vanaf )nu|thans|bijgaand\w*|bijgevoegd\w*|als bijlage"
    r"|langs deze weg|treft u|als volgt|herewith|hereby)\b",
    r"\b(?:in|met|middels|via|door middel van|door|with) (?:deze|dit|onderhavige|mijn|this) "
    + _any(
        "brief kamerbrief verzamelbrief antwoord antwoorden beantwoording reactie schrijven nota "
        "wetsvoorstel letter"
    )
    + r"\b",
)
_ASKED = _of(
    r"\b(?:vroeg|vroegen|vraagt|gevraagd|verzocht|verzoekt|verzochten|vragen)\b"
    r"[^.;]*? (?:of|om|naar)\b"
)
"""After it stands what somebody wants to know, or to be done."""
_ASKED_TO = _of(r"\bworden (?:verzocht|uitgenodigd|gevraagd|gehoord)\b")
_DENIED = _of(
    r"\bniet\b(?! (?:alleen|langer|meer dan|eerder|later|uitsluitend|enkel|schromen|nalaten"
    r"|aarzelen)\b)",
    r"\b(?:geen|nooit|noch|evenmin|nor)\b",
    r"\bnot\b(?! only)",
)
_RUNNING = _of(r"\b(?:momenteel|op dit moment|inmiddels|al)\b")
_PAST = _of(r"\b(?:heeft|hebt|heb|hebben|is|(?<!te zien )zijn|werd|werden|was|waren)\b")
_AGAIN = _of(
    r"\b(?:(?:half)?jaarlijks|regelmatig|periodiek|maandelijks|per (?:jaar|maand)|(?:elk|ieder) (?:jaar|kwartaal))\b"
)
_COULD = _of(r"\b(?:kan|kunnen|kon|konden|had|hadden)\b")
_DOUBTED = _of(r"\b(?:zou|zouden|eventueel|wellicht|misschien|would|could|might)\b")
_EXPECTED = _of(r"\b(?:naar verwachting|het is de verwachting|verwacht(?:en|t)? dat|verwachting is|hoop dat|expected)\b")
_BY_OTHERS = _of(
    r"\bdoor (?!mij\b|ons\b|het kabinet|de (?:regering|minister)|mijn|middel\b|het ministerie)"
)

# --- what kind of thing -------------------------------------------------------------------------

_LATER = _of(
    r"\b(?:nader|nadere|nog|separaat|afzonderlijk|verder|daarna|vervolgens|later|zodra|wanneer"
    r"|nadat|blijf\w*|uitkomst\w*|resulta\w+|voortgang|periodiek|jaarlijks|halfjaarlijks|hierover"
    r"|hiervan|daarover|desgewenst|alsdan|dan|een (?:\w+ )?(?:brief|kabinetsreactie))\b"
)
_INFORM = _of(
    r"\b(?:informe\w+|ge[ïi]nformeerd|ingelicht|(?<!-)\bbericht|berichten (?:ik|wij|u)|rapporte\w+|terug(?:komen)?"
    r"|op de hoogte|meld\w*|gemeld|ingegaan|teruggekomen|uitsluitsel|inform\w*|report to)\b",
    r"\blaat\b.*\bweten\b",
)
_SEND = _of(
    r"\b(?:zend\w*|(?:toe)?gezonden|toezend\w*|toestu\w+|stu(?:ur|ren|urt)|(?:toe|ver)?gestuurd|verstu\w+"
    r"|aanbied\w*|aangeboden|bied\w*|toekomen|ontvang\w*|tegemoet ?zien|verwachten"
    r"|bekend ?gemaakt|richting uw Kamer|publice\w+|gepubliceerd|openbaar|doen komen|voorleg\w*|voorgelegd|delen|gedeeld"
    r"|indienen|ingediend|verzenden|verzonden|send|publish"
    r"|submit)\b"
)
_INQUIRE = _of(
    r"\b(?:(?<!het )(?<!dit )(?<!uit )onderzoek(?:en|t)?|kijk\w* naar|naar kijken|beschouwen|bekeken|uitgezocht|uitzoeken|verken(?:nen|t)?|evalu(?:eren|eer|eert|atie)|bezie[nt]?"
    r"|bekijk(?:en|t)?|nagaan|ge[ëe]valueerd|onderzocht|verkend|bezien|in kaart|toetsen"
    r"|inventariseren|monitoren|investigate|examine|evaluate|evaluation|review|explore)\b"
)
_PAY = _of(
    r"\b(?:bijdra\w+|bijgedragen|beschikbaar|beschikking|reserve\w+|gereserveerd|uitgetrokken|uittrek\w+"
    r"|vrijgemaakt|vrij te maken|invester\w+|ge[ïi]nvesteerd|toegezegd|toezegg\w+|gecommitteerd"
    r"|doneer\w*|doneren|gedoneerd|financier\w*|steun\w*|contribut\w+|pledge\w*|allocat\w+"
    r"|earmark\w*|invest)\b",
    r"\bdraagt?\b.*\bbij\b",
    r"\btrek(?:t|ken)?\b.*\buit\b",
)
_PAID = _of(
    *_self_and(
        "draag|draagt|dragen|stel|stelt|stellen|reserveer|reserveert|trek|trekt|trekken|investeer"
        "|investeert|doneer|doneert|heb|heeft|hebben|maak|maakt|contributes?|pledges?|allocates?"
    ),
    flags=0,
)
_TAKEN_UP = _of(
    r"\b(?:zal|zullen)\b[^.;]*\b(?:onderzocht|ge[ëe]valueerd|verkend|bezien|meegenomen|betrokken"
    r"|besproken|gepubliceerd|openbaar gemaakt|aangepast|gewijzigd|uitgewerkt|opgenomen"
    r"|in (?:beeld|kaart) (?:worden )?gebracht|onderzoek (?:\w+ )?(?:gedaan|verricht|uitgevoerd))\b",
    r"\b(?:wordt|worden) (?:\w+ )?(?:momenteel|op dit moment|nu|nog|op korte termijn) [^.;]*"
    r"\b(?:onderzocht|verkend|bezien|uitgezocht)\b",
)
_BUDGET = re.compile(r"\b(?:budget|\d+(?:,\d+)? (?:miljoen|miljard))\b")
_IS_PAID = _of(
    r"\b(?:wordt|worden|komt|komen|zal|zullen)\b[^.;]*\b(?:vrijgemaakt|uitgetrokken|gereserveerd"
    r"|beschikbaar(?: gesteld)?|ge[ïi]nvesteerd|toegevoegd)\b"
)
_VERBS = (
    "(?:zal|zullen|ga|gaat|gaan|laat|laten|stuur|informeer|streef|streeft|streven|wordt|worden)"
)
_ELIDED = re.compile(rf"(?!wordt|worden){_VERBS}\b")
"""A part of a sentence that begins with its verb: "... en zal dit bespreken"."""
_CLAUSE = re.compile(
    r";|: |,? (?:omdat|aangezien|terwijl|zodat|waardoor|waarna|because|while)\b"
    r"|,? (?:maar|en|but|and) (?=(?:ik|wij|we|het kabinet|de regering|Nederland|het|dit|I|the) )"
    r"| en (?=(?:daarna|vervolgens|dan) )"
    rf"|,? (?:en|maar) (?={_VERBS}\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    rf"(?:,| )(?:dat|of|wat|hoe|waarom) (?={_SUBJECT}\b)[^,]*|(?:,| )(?:that|whether)\b[^,]*"
    r"|, (?:die|wat|waar\w*|hetgeen|welke|als|zoals|which)\b[^,]*(?:,|$)"
)
_THAT_SELF = re.compile(rf"\b(?:dat|die|waarover|waarin) ({_SELF}\b[^.;]*)")
_SHORT = re.compile(r"\b(?:c\.s|jl|nrs?|o\.a|m\.b\.t|bijv|mr|dr|prof|d\.d)\.")
"""Words whose full stop ends no sentence."""
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^”“]*[”“]")
"""The words of somebody else, or a title."""
_CONDITION = _of(r"^(?:wanneer|als|indien|zodra|mocht|zolang|if|when|once)\b[^,]*,")
"""What a sentence begins with before it says what follows."""
_OF_ANOTHER = re.compile(rf"\b(?:dat|of) (?!{_SELF}\b)(?={_SUBJECT}\b)")
_FURTHER = re.compile(r" (?:hoe|waar\w*|welke|wat|die|tenzij|indien|how|where|who) ")
"""Words after which a clause speaks of something else, though no comma stands before them."""
_FIRST_WORDS = 12
"""Characters at the beginning of a clause in which "dat" or "of" begins no aside."""


def may_commit(sentence: str) -> bool:
    """Tell whether a sentence is worth a look: it has a word without which none commits."""
    return _CUE.search(sentence) is not None and _SPEAKER.search(sentence) is not None


def what_it_commits_to(
    sentence: str, terms: Terms, amounts: bool, first_person: bool
) -> Said | None:
    """Return what a sentence commits its writer to; ``None`` if to nothing.

    Args:
        sentence: One sentence.
        terms: What kind of terms it names that are not over.
        amounts: Whether it names an amount of money.
        first_person: Whether its writer is one of the government, so that "ik" binds it.
    """
    text = re.sub(r"\s[–—-]\s", " , ", re.sub(r"\s", " ", sentence))
    text = _SHORT.sub(lambda found: found[0].replace(".", "·"), text)
    text = _QUOTED.sub(lambda found: "x" * len(found[0]), text)
    if text.rstrip("»”\"’') ").endswith("?"):
        return None
    spoken = False
    for start, end in _clauses(text):
        clause = text[start:end]
        if spoken and _ELIDED.match(clause):
            clause = f"ik {clause}"  # its subject stands in the part before
        spoken = (
            _SELVES.search(clause) is not None
            and not _OF_ANOTHER.search(clause)
            and not _ASKED.search(clause)
        )
        if not first_person and re.search(r"\b(?:ik|mij|mijn|wij|we)\b", clause, re.IGNORECASE):
            continue
        if _commits(clause, terms, amounts, first_person):
            main = _main(clause)
            return Said(_kind(main, amounts), start, end, _by(main))
    return None


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Cut a sentence where another subject may begin, and take out what it says by "dat ik ..."."""
    start = 0
    for match in _CLAUSE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)
    for match in _THAT_SELF.finditer(text):
        before = text[: match.start()]
        if not (_ASKED.search(before) or _EXPECTED.search(text[: match.end()])):
            yield match.start(1), match.end(1)


def _main(clause: str) -> str:
    """Return a clause without what it says of something else: "dat ...", ", die ...,"."""
    return clause[:_FIRST_WORDS] + _ASIDE.sub(" ", clause[_FIRST_WORDS:])


def _commits(clause: str, terms: Terms, amounts: bool, first_person: bool) -> bool:
    main = _main(clause)
    own = _FURTHER.split(_CONDITION.sub("", main), maxsplit=1)[0]
    if any(one.search(own) for one in (_DENIED, _DOUBTED)):
        return False
    if _BELOW.search(main):
        return False
    if _EXPECTED.search(main):  # what parliament may expect by a day is told as a promise
        return first_person and terms == "days" and _is_brought(clause)
    asked = _ASKED.search(main)
    if asked:
        main = main[: asked.start()]
    here = _HERE.search(clause) is not None
    if _SELVES.search(clause) and _speaker_commits(main, clause, terms, amounts, here):
        return True
    if here:
        return False
    if any(one.search(main) for one in (_STRIVES, _MAY_EXPECT, _COMES, _TREATED)):
        return True
    return first_person and _happens(main, clause, terms, amounts)


def _speaker_commits(main: str, clause: str, terms: Terms, amounts: bool, here: bool) -> bool:
    """Tell whether somebody of the government who is named commits himself.

    Args:
        main: The clause without what it says of something else.
        clause: The whole of it.
        terms: What kind of terms the sentence names.
        amounts: Whether it names an amount.
        here: Whether it speaks of what the letter itself does.
    """
    if _WILL.search(main) and not _STATE.search(main) and not _ASKED_TO.search(main):
        return True
    if (_INTENDS.search(main) and not (here and _AIMS.search(main))) or (amounts and _PAY.search(main) and _PAID.search(main)):
        return True
    if here:
        return False
    if _KEEPS.search(main) or _EXAMINES.search(_CONDITION.sub("", clause)):
        return True
    if _HAS_EXAMINED.search(main) and not _PAST.search(main):
        return True
    if terms == "days" and (_PROMISED.search(main) or _BETS.search(main) or _WANTS.search(main) or _DEED_AFTER_TERM.match(clause)):
        return True
    if _PROMISED_TO.search(clause) and not _KEPT.search(clause):
        return True
    return _tells(main, clause, terms)


def _tells(main: str, clause: str, terms: Terms) -> bool:
    """Tell whether somebody of the government will tell parliament something."""
    if (_INFORM.search(main) or _SEND.search(main)) and _EXPECTS.search(main):
        return True
    later = terms if terms != "other" or not _AGAIN.search(main) else ""
    return bool(_TELL.search(clause) and (later or _LATER.search(main)))


def _is_brought(clause: str) -> bool:
    """Tell whether something is said to come to parliament, as is expected."""
    expected = _EXPECTED.search(clause)
    after = clause[expected.end() :] if expected else clause
    return bool(_GETS.search(clause) and _GOT.search(clause) and not _PAST.search(after))


def _happens(main: str, clause: str, terms: Terms, amounts: bool) -> bool:
    """Tell whether something will be done, told or paid without saying by whom."""
    if terms and _TELL_ALONE.search(main):
        return True
    if _GETS.search(main) and _GOT.search(main):
        return not _PAST.search(_CONDITION.sub("", main)) and (terms == "days" or not _AGAIN.search(main))
    own = _FURTHER.split(main, maxsplit=1)[0]
    if _BY_OTHERS.search(own) or _COULD.search(own):
        return False
    if _PROMISED_TO.search(main) and not _KEPT.search(main):
        return True
    if (amounts or _BUDGET.search(main)) and _IS_PAID.search(main) and not _PAST.search(main):
        return True
    done = _IS_DONE.search(main)
    if done is None or _AGAIN.search(main) or (_RUNNING.search(main) and not _INQUIRE.search(main)):
        return False
    return terms in {"days", "event"} or _TAKEN_UP.search(main) is not None


def _kind(main: str, amounts: bool) -> CommitmentKind:
    if _INFORM.search(main):
        return "inform"
    if _SEND.search(main):
        return "send"
    if (amounts or _BUDGET.search(main)) and _PAY.search(main):
        return "money"
    return "investigate" if _INQUIRE.search(main) else "act"


def _by(main: str) -> str | None:
    """Return the member of government whom a clause names as the one who does it."""
    found = re.search(rf"{_NOT_SUBJECT}\b{_OTHERS}", main)
    return found[0] if found and not re.search(r"\b(?:ik|wij)\b", main, re.IGNORECASE) else None


_PROMISE = r"(?:toegezegd\w*|toezegging(?:en)?|belofte|beloofd)"
_KEPT = _of(
    r"\b(?:zoals|conform|overeenkomstig|ingevolge|ter uitvoering van|naar aanleiding van"
    rf"|in vervolg op)\b[^.;]{{0,80}}\b(?:{_PROMISE}|aangekondigd)\b",
    r"\b(?:hierbij|hiermee|hiermede|(?:met|in) deze brief|bij deze|bijgaand)\b"
    rf"[^.;]*\b{_PROMISE}\b",
    rf"\b{_PROMISE}\b[^.;]*\b(?:hierbij|hiermee|hiermede|(?:met|in) deze brief|bij deze|gestand"
    r"|voldaan|voldoe|nagekomen|afgedaan|invulling|uitvoering)\b",
    r"\b(?:heb|hebben|heeft) (?:ik|wij|het kabinet|de minister)\b[^.;]*\btoegezegd\b",
    r"\bas (?:promised|announced|undertaken)\b",
    r"\bhonou?rs? (?:my|the) (?:promise|undertaking|commitment)\b",
)


def says_it_is_kept(sentence: str) -> bool:
    """Tell whether a sentence says that its letter keeps a promise: "zoals toegezegd"."""
    return _KEPT.search(re.sub(r"\s", " ", sentence)) is not None
