"""The words by which a sentence commits its writer, or does not: patterns, Dutch and English.

What they mean together is decided in `qa.letters.committing`; the rules, each with an example,
stand in docs/commitments.md.
"""

from __future__ import annotations

import re


def _any(words: str) -> str:
    """Return a pattern for any of some words; in one that has several they are tied by "_"."""
    return f"(?:{'|'.join(words.split()).replace('_', ' ')})"


def _of(*patterns: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(patterns), flags)


# --- who ---------------------------------------------------------------------------------------

_NAMED = r"[A-Z][\w’'&-]*(?:(?:,| en|, en)? [A-Z][\w’'&-]*)*"  # a ministry
OTHERS = (
    rf"(?:(?i:de )?(?:[Mm]inister|[Ss]taatssecretaris)(?: (?:van|voor) {_NAMED})?"
    r"|(?i:mijn (?:ambts?genote?n?|collega(?:[’']?s)?)(?:-bewindspersonen)?|de bewindspersonen)"
    r"(?: van [A-Z]\w*)?)"
)
NOT_SUBJECT = "".join(
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
SELF = (
    rf"(?:{NOT_SUBJECT}(?:(?i:ik|wij|we|(?:het|dit) (?:Nederlandse |nieuwe |huidige )?kabinet"
    r"|de (?:Nederlandse )?regering|Nederland|ons land|Defensie"
    r"|IenW|VWS|EZK?|BZK|OCW|SZW|JenV|LNV|LVVN|KGG|VRO"
    r"|(?:mijn|ons) (?:ministerie|departement)"
    r"|I|the (?:Dutch )?(?:government|cabinet)(?! of)|the Netherlands)"
    rf"|{OTHERS}|(?i:het ministerie|de ministeries)(?: van {_NAMED})?))"
)
SELVES = re.compile(rf"\b{SELF}\b")
_LOOSE = r"(?:[\w’'()-]+,? ){0,3}?"  # a few words between
PARLIAMENT = (
    r"(?i:(?:uw?|de|beide) (?:Kamers?|Tweede Kamer|Eerste Kamer|Staten-Generaal)|u|het parlement"
    r"|parliament|the House)"
)


def _self_and(verbs: str, then: str = "") -> tuple[str, str]:
    """Return patterns for "ik VERB" and "VERB ik", with something after it."""
    return (
        rf"\b{SELF}\b {_LOOSE}(?i:{verbs})\b{then}",
        rf"\b(?i:{verbs}) {_LOOSE}{SELF}\b{then}",
    )


TO_PARLIAMENT = re.compile(rf"\b(?:aan|met|naar) {PARLIAMENT}\b")

CUE = _of(
    r"\b(?:zal|zullen|ga|gaan|gaat|will|shall|voornemens?|van plan|van zins|bereid|zeg\w*|stree\w+"
    r"|streven|beo\w+|neem|nemen|toe\w+|kamers?|ontvang\w*|terug|laat|laten|doe|doen|verwacht\w*"
    r"|hoop|hopen|wordt|worden|bekijk\w*|onderzoek\w*|bezie\w*|verken\w*|inventaris\w*"
    r"|zoek\w*|blij[fv]\w*|wil|willen"
    r"|volgt?|volgen|treedt?|treden|breng\w*|kijk\w*|vraag|vragen|verzoek\w*|betrek\w*|komt|komen"
    r"|pas|passen|verstu\w+|reserve\w+|invest\w+|zet|zetten|heb|heeft|hebben|zie|zien|kunt|intends?|plans?|committed|prepared|undertakes?"
    r"|aims?|parliament"
    r"|house|u|euro|miljoen|mln|miljard)\b",
    "€",
)
SPEAKER = _of(
    r"\b(?:ik|wij|we|kabinet|regering|nederland|ons land|minister\w*|staatssecretaris\w*|defensie"
    r"|ministeries?|ienw|vws|ezk?|bzk|ocw|szw|jenv|lnv|lvvn|kgg|vro|bewindspersonen|ambts?geno\w+|collega\w*|i|government|cabinet|netherlands|kamers?"
    r"|u|wordt|worden|zal|zullen|toegezegd|streven|voornemen)\b"
)
"""Words without one of each of which a sentence commits nobody: most are not looked at further."""

# --- what is still to be done -------------------------------------------------------------------

SUBJECT = r"(?:de|het|een|er|dit|die|deze|ik|wij|we|uw|alle|hij|zij|ze|ook|[A-Z]\w*)"
_WITHOUT_THAT = r"(?:(?!\b(?:dat|die|of|om)\b)[^;:,])"
WILL = _of(
    *_self_and("zal|zullen|ga|gaan|gaat|will|shall"),
    rf"\b{SELF}\b(?:(?!\bdat {SUBJECT}\b)[^.;])*\b(?:en|maar) (?:zal|zullen|ga|gaat)\b",
    rf"\b{SELF}\b{_WITHOUT_THAT}{{1,220}}?\b(?<!te )(?:zal|zullen|ga|gaan) (?:\w+ )?\w+en\b"
    r"(?<!\bworden)(?<!\bzijn)(?<!\bhebben)(?=\s*(?:[,.;:)]|$|en\b|om\b|over\b))",
    flags=0,
)
INTENDS = _of(
    rf"\b{SELF}\b[^.;]*\b(?:(?<!mijn )(?<!onze )(?<!de )(?<!zijn )(?<!van )voornemens"
    rf"|van plan|van zins|bereid)\b",
    rf"\b(?i:ben|zijn|is|blijf) {_LOOSE}{SELF}\b[^.;]*\b(?:voornemens|van plan|van zins|bereid)\b",
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
AIMS = _of(r"\bbeo(?:og|ogt|gen)\b")
STRIVES = _of(r"\b(?:het|mijn|ons) (?:streven|voornemen) (?:van het kabinet )?is\b")
PROMISED = _of(r"\b(?:heb|hebben|heeft)\b[^.;]*\btoegezegd\b", r"\bis\b[^.;]*\btoegezegd\b")
PROMISED_TO = _of(
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
TELL = _of(
    *_self_and(_TELLING, rf"[^.;]*?(?:\b{PARLIAMENT}\b|\bop terug\b|\bterug(?:komen)?\b)"),
    rf"\b{SELF}\b {_LOOSE}{PARLIAMENT}\b[^.;]{{0,160}}\b"
    r"(?:informe(?:er|ert|ren)|bericht|zendt?|stuurt?|toestuurt?|toezendt?)\b",
    flags=0,
)
_BROUGHT = _any(
    "gezonden toegezonden gestuurd toegestuurd verzonden verstuurd aangeboden gedeeld voorgelegd "
    "toekomen overgelegd ingediend"
)
GETS = _of(
    rf"\b{PARLIAMENT}\b[^.;]{{0,140}}\b(?:ontvang(?:t|en)?|krijgt|wordt|worden|word)\b",
    rf"\b(?i:ontvang(?:t|en)?|krijgt|wordt|worden|word|zal|zullen) {_LOOSE}{PARLIAMENT}\b",
    rf"\b(?i:wordt|worden|zal|zullen)\b[^.;]*\b(?:aan|naar|met|bij) {PARLIAMENT}\b[^.;]*"
    rf"\b{_BROUGHT}\b",
    rf"\b(?:aan|naar|met|bij) {PARLIAMENT}\b[^.;]{{0,60}}\b{_BROUGHT} (?:wordt|worden"
    rf"|zal|zullen)\b",
    rf"\b(?i:wordt|worden)\b[^.;]*\b{_BROUGHT} (?:aan|met|naar) {PARLIAMENT}\b",
    rf"\b(?i:komt|komen)\b[^.;]*\b(?:naar|richting) {PARLIAMENT}\b",
    rf"\b(?:naar|richting) {PARLIAMENT}\b (?:\w+ )?(?:komt|komen)\b",
    flags=0,
)
_PAPER = (
    r"\b(?:in|bij|met) (?:de|het|een|mijn|onze?) (?:\w+ )?\w*(?:brief|reactie"
    r"|standpunt|rapportage|nota)\b"
)
TREATED = _of(
    rf"\b(?:zal|zullen)\b[^.;]*{_PAPER}[^.;]*\bingegaan\b",
    rf"\b(?:zal|zullen)\b[^.;]*\b(?:ingegaan|teruggekomen)\b[^.;]*{_PAPER}",
    rf"{_PAPER}[^.;]*\b(?:zal|zullen)\b[^.;]*\bingegaan\b",
    r"\b(?:daarbij|daarin)\b[^.;]*\b(?:zal|zullen)\b[^.;]*\bingegaan\b",
    r"\b(?:hierop|daarop|hier|daar|erop)\b[^.;]*\b(?:wordt|worden|zal"
    r"|zullen)\b[^.;]*\bteruggekomen\b",
)
"""A letter that is still to come will deal with it."""
MAY_EXPECT = _of(
    r"\bkunt (?:u|uw Kamer)\b[^.;]*\b(?:verwachten|tegemoet ?zien)\b",
    r"\b(?:u|uw Kamer) kunt\b[^.;]*\b(?:verwachten|tegemoet ?zien)\b",
    r"\b(?:uw Kamer|de Kamer) kan\b[^.;]*\b(?:verwachten|tegemoet ?zien)\b",
)
GOT = _of(
    rf"\b(?:ge[ïi]nformeerd|informeren|ingelicht|bericht|gemeld|op de hoogte|ontvang\w*"
    rf"|krijgt|komt|komen"
    rf"|{_BROUGHT})\b"
)
DONE = _any(
    "ge[ëe]valueerd onderzocht verkend uitgezocht in_kaart_gebracht bezien bekeken gemonitord "
    "getoetst doorgelicht gepubliceerd openbaar_gemaakt uitgewerkt opgesteld aangepast gewijzigd "
    "ingericht ingediend opgezet herzien verbeterd voorbereid uitgebreid verhoogd verlaagd "
    "ingevoerd opgenomen meegenomen betrokken besproken georganiseerd gestart afgerond vastgesteld "
    "bekendgemaakt bekend_gemaakt ingegaan ontwikkeld uitgevoerd gerealiseerd ingezet "
    "benoemd getroffen geactualiseerd "
    "geconsulteerd aangeboden verstuurd gestuurd gezonden overlegd vervangen afgeschaft hersteld "
    "verlengd in_gebruik_genomen geopend gedaan genomen"
)
_PARTICIPLE = r"(?:[a-z]{0,6}ge|be|ver|ont|her)[a-z]{3,}(?:d|t|en)"
IS_DONE = _of(
    rf"\b(?:wordt|(?<!te )worden)\b[^.;]*\b{DONE}\b",
    rf"\b{DONE} (?:wordt|worden)\b",
    rf"\b(?:zal|zullen)\b[^.;]*\b(?:worden {DONE}|{DONE} worden)\b",
    r"\b(?:zal|zullen)\b[^.;]*\bplaatsvinden\b",
    rf"\b(?:zal|zullen)\b[^.;]*\b(?:{_PARTICIPLE} worden|worden {_PARTICIPLE})\b",
)
HAS_EXAMINED = _of(
    r"\b(?:laat|laten|doe|doen)\b[^.;]*\b"
    + _any("onderzoeken uitzoeken verkennen evalueren uitwerken in_kaart_brengen kijken nagaan")
)
_LOOKING_INTO = _any(
    "bezien onderzoeken verkennen nagaan bespreken overleggen bekijken toetsen "
    "van_gedachten_wisselen in_gesprek in_overleg"
)
_LOOKS = (
    r"(?:(?<!een )(?<!het )(?<!nader )(?<!dit )(?<![a-z]e )onderzoek(?= (?:ik|wij"
    r"|we)\b)|onderzoekt|onderzoeken|bekijk|bekijkt"
    r"|bekijken|bezie|beziet|bezien|verken|verkent|verkennen|inventariseert?)"
)
EXAMINES = _of(
    rf"\b{SELF}\b {_LOOSE}{_LOOKS}\b[^.;]*?\b(?:of|hoe|welke|wat|naar)\b",
    rf"\b(?i:{_LOOKS}) {_LOOSE}{SELF}\b",
    rf"\b{SELF}\b (?:\w+ ){{0,2}}(?:wil|willen)\b[^.;]*\b{_LOOKING_INTO}\b",
    rf"\b(?i:wil|willen) {SELF}\b[^.;]*\b{_LOOKING_INTO}\b",
    rf"\b(?i:zoekt?|zoeken) {_LOOSE}{SELF}\b[^.;]*\buit\b",
    *_self_and("breng|brengt|brengen", r"[^.;]*\bin kaart\b"),
    *_self_and("kijk|kijkt|kijken", r"[^.;]*\b(?:of|hoe|mogelijkhe\w+)\b"),
    flags=0,
)
KEEPS = _of(
    *_self_and(
        "blijf|blijft|blijven|ga|gaat|gaan|treed|treedt|treden", r"[^.;]*\bin (?:gesprek|overleg)\b"
    ),
    *_self_and("neem|neemt|nemen", r"[^.;]*\b(?:mee(?= (?:bij|in)\b| ?[,.]|$)|ter hand)(?!\w)"),
    *_self_and("volg|volgt|volgen", r"[^.;]*\b(?:advies|aanbeveling\w*)\b[^.;]* op\b"),
    rf"\b{SELF}\b[^.;,]{{0,60}}\b(?:gaat|gaan)\b[^.;]*\bin (?:gesprek|overleg)\b",
    *_self_and("betrek|betrekt|betrekken"),
    *_self_and("pas|passen", r"[^.;]*\baan\b"),
    r"\b(?i:ik|wij) (?:\w+ ){0,2}?(?:vraag|vragen|verzoek|verzoeken)\b[^.;]* (?:om|te)\b",
    r"\b(?i:vraag|vragen|verzoek|verzoeken) (?:ik|wij)\b[^.;]* (?:om|te)\b",
    flags=0,
)
BETS = _of(*_self_and("zet|zetten", r"[^.;]*\bin op\b"), flags=0)
WANTS = _of(*_self_and("wil|willen", r"[^.;,]*\w+en\b"), flags=0)
COMES = _of(r"\b(?:komt|komen) er(?:, [^,]*,)? (?:ook |nog |daarom )?(?:een|nieuwe|meer|extra)\b")
TELL_ALONE = re.compile(rf"\b(?:informeer|bericht|stuur|zend) {PARLIAMENT}\b")
DEED_AFTER_TERM = re.compile(
    r"(?i:binnenkort|spoedig|begin|medio|einde?|na|v[oó]{2}r|in|uiterlijk|binnen|rond"
    r"|(?:dit|deze|komende?|volgende?) (?:jaar|maand|week|zomer|winter|najaar|voorjaar|kwartaal))\b"
    rf"[^,;]{{0,40}}? (?!heb|heeft|had|is\b|was|werd|zijn\b)[a-z]\w+ {SELF}\b"
)
"""A sentence that begins with its term: "Na de zomer maken wij de balans op"."""
EXPECTS = _of(
    *_self_and("verwacht|verwachten|hoop|hopen", r"[^.;]*\bte (?:kunnen )?\w+en\b"), flags=0
)

# --- what speaks against it ---------------------------------------------------------------------

STATE = _of(
    r"\b(?:zal|zullen|ga|gaan|gaat|will)\b(?:(?! om )[^.;])*?\b"
    + _any(
        "toenemen afnemen stijgen dalen "
        "moeten hoeven kunnen_worden mogen blijken lijken afhangen ontvangen krijgen profiteren "
        "voldoen_aan_de te_maken_krijgen beschikken have_to need_to"
    )
    + r"\b"
)
"""What will be so, and is not done."""
BELOW = _of(
    r"\b(?:hieronder|hierna|onderstaand\w*|in het onderstaande|navolgend\w*|below)\b",
    r"\b(?:ik|wij|we) ga(?:an)? uit van\b",
    r"\bga(?:an)? (?:ik|wij|we)? ?(?:\w+ ){0,9}?(?:in op|ervan uit|er ?vanuit|vanuit|akkoord)\b",
    r"(?<!brief )(?<!reactie )(?<!rapportage )(?<!hierin )(?<!daarin )\b(?:zal|zullen"
    r"|ga) (?:ik|wij)\b(?![^.;]*\b(?:brief|reactie|rapportage|nota|plan)\b)[^.;]*"
    r"\b(?:ingaan|behandelen|schetsen|toelichten|uiteenzetten|beschrijven)\b",
)
"""What the letter says of itself, and what is only thought."""
HERE = _of(
    r"\b(?:hierbij|(?<!verband )hiermee|hiermede|bij deze|(?<!vanaf )nu|thans"
    r"|bijgaand\w*|bijgevoegd\w*|als bijlage"
    r"|langs deze weg|treft u|als volgt|herewith|hereby)\b",
    r"\b(?:in|met|middels|via|door middel van|door|with) (?:deze|dit|onderhavige|mijn|this) "
    + _any(
        "brief kamerbrief verzamelbrief antwoord antwoorden beantwoording reactie schrijven nota "
        "wetsvoorstel letter"
    )
    + r"\b",
)
ASKED = _of(
    r"\b(?:vroeg|vroegen|vraagt|gevraagd|verzocht|verzoekt|verzochten|vragen)\b"
    r"[^.;]*? (?:of|om|naar)\b"
)
"""After it stands what somebody wants to know, or to be done."""
ASKED_TO = _of(r"\bworden (?:verzocht|uitgenodigd|gevraagd|gehoord)\b")
DENIED = _of(
    r"\bniet\b(?! (?:alleen|langer|meer dan|eerder|later|uitsluitend|enkel|schromen|nalaten"
    r"|aarzelen)\b)",
    r"\b(?:geen|nooit|noch|evenmin|nor)\b",
    r"\bnot\b(?! only)",
)
RUNNING = _of(r"\b(?:momenteel|op dit moment|inmiddels|al)\b")
PAST = _of(r"\b(?:heeft|hebt|heb|hebben|is|(?<!te zien )zijn|werd|werden|was|waren)\b")
AGAIN = _of(
    r"\b(?:(?:half)?jaarlijks|steeds|regelmatig|periodiek|maandelijks|per (?:jaar"
    r"|maand)|(?:elk|ieder) (?:jaar|kwartaal))\b"
)
SHALL = _of(r"\b(?:zal|zullen|will|shall)\b")
COULD = _of(r"\b(?:kan|kunnen|kon|konden|had|hadden)\b")
DOUBTED = _of(r"\b(?:zou|zouden|eventueel|wellicht|misschien|would|could|might)\b")
EXPECTED = _of(
    r"\b(?:naar verwachting|het is de verwachting|verwacht(?:en|t)? dat|verwachting is"
    r"|hoop dat|expected)\b"
)
BY_OTHERS = _of(
    r"\bdoor (?!mij\b|ons\b|het kabinet|de (?:regering|minister)|mijn|middel\b|het ministerie)"
)

# --- what kind of thing -------------------------------------------------------------------------

LATER = _of(
    r"\b(?:nader|nadere|nog|separaat|afzonderlijk|verder|daarna|vervolgens|later|zodra|wanneer"
    r"|nadat|blijf\w*|uitkomst\w*|resulta\w+|voortgang|periodiek|jaarlijks|halfjaarlijks|hierover"
    r"|hiervan|daarover|desgewenst|alsdan|dan|een (?:\w+ )?(?:brief|kabinetsreactie))\b"
)
INFORM = _of(
    r"\b(?:informe\w+|ge[ïi]nformeerd|ingelicht|(?<!-)\bbericht|berichten (?:ik|wij|u)"
    r"|rapporte\w+|terug(?:komen)?"
    r"|op de hoogte|meld\w*|gemeld|ingegaan|teruggekomen|uitsluitsel|inform\w*|report to)\b",
    r"\blaat\b.*\bweten\b",
)
SEND = _of(
    r"\b(?:zend\w*|(?:toe)?gezonden|toezend\w*|toestu\w+|stu(?:ur|ren|urt)|(?:toe"
    r"|ver)?gestuurd|verstu\w+"
    r"|aanbied\w*|aangeboden|bied\w*|toekomen|ontvang\w*|tegemoet ?zien|verwachten"
    r"|bekend ?gemaakt|(?:naar|richting) (?:uw|de) Kamer|publice\w+|gepubliceerd|openbaar"
    r"|doen komen|voorleg\w*|voorgelegd|delen|gedeeld"
    r"|indienen|ingediend|verzenden|verzonden|send|publish"
    r"|submit)\b"
)
INQUIRE = _of(
    r"\b(?:(?<!het )(?<!dit )(?<!uit )onderzoek(?:en|t)?|kijk\w* naar|naar kijken"
    r"|beschouwen|bekeken|uitgezocht|uitzoeken|verken(?:nen|t)?|evalu(?:eren|eer|eert"
    r"|atie)|bezie[nt]?"
    r"|bekijk(?:en|t)?|nagaan|ge[ëe]valueerd|onderzocht|verkend|bezien|in kaart|toetsen"
    r"|inventariseren|monitoren|investigate|examine|evaluate|evaluation|review|explore)\b"
)
PAY = _of(
    r"\b(?:bijdra\w+|bijgedragen|beschikbaar|beschikking|reserve\w+|gereserveerd"
    r"|uitgetrokken|uittrek\w+"
    r"|vrijgemaakt|vrij te maken|invester\w+|ge[ïi]nvesteerd|toegezegd|toezegg\w+|gecommitteerd"
    r"|doneer\w*|doneren|gedoneerd|financier\w*|steun\w*|contribut\w+|pledge\w*|allocat\w+"
    r"|earmark\w*|invest)\b",
    r"\bdraagt?\b.*\bbij\b",
    r"\btrek(?:t|ken)?\b.*\buit\b",
)
PAID = _of(
    *_self_and(
        "draag|draagt|dragen|stel|stelt|stellen|reserveer|reserveert|trek|trekt|trekken|investeren|doneren|reserveren|investeer"
        "|investeert|doneer|doneert|heb|heeft|hebben|maak|maakt|contributes?|pledges?|allocates?"
    ),
    flags=0,
)
TAKEN_UP = _of(
    r"\b(?:zal|zullen)\b[^.;]*\b(?:onderzocht|ge[ëe]valueerd|verkend|bezien|meegenomen|betrokken"
    r"|besproken|gepubliceerd|openbaar gemaakt|aangepast|gewijzigd|uitgewerkt|opgenomen"
    rf"|worden {_PARTICIPLE}|{_PARTICIPLE} worden"
    r"|in (?:beeld|kaart) (?:worden )?gebracht|onderzoek (?:\w+ )?(?:gedaan|verricht"
    r"|uitgevoerd))\b",
    r"\b(?:wordt|worden) (?:\w+ )?(?:momenteel|op dit moment|nu|nog|op korte termijn) [^.;]*"
    r"\b(?:onderzocht|verkend|bezien|uitgezocht)\b",
)
BUDGET = re.compile(r"\b(?:budget|\d+(?:,\d+)? (?:miljoen|miljard))\b")
IS_PAID = _of(
    r"\b(?:wordt|worden|komt|komen|zal|zullen)\b[^.;]*\b(?:vrijgemaakt|uitgetrokken|gereserveerd"
    r"|beschikbaar(?: gesteld)?|ge[ïi]nvesteerd|toegevoegd)\b"
)
_VERBS = (
    "(?:zal|zullen|ga|gaat|gaan|laat|laten|stuur|informeer|streef|streeft|streven|wordt|worden)"
)
ELIDED = re.compile(rf"(?!wordt|worden){_VERBS}\b")
"""A part of a sentence that begins with its verb: "... en zal dit bespreken"."""
CLAUSE = re.compile(
    r";|: |\[\d+ ?\] (?=(?-i:[A-Z]))"
    r"|,? (?:omdat|aangezien|terwijl|zodat|waardoor|waarna|because|while)\b"
    r"|,? (?:maar|en|but|and) (?=(?:ik|wij|we|het kabinet|de regering|Nederland|het|dit|I|the) )"
    r"| en (?=(?:daarna|vervolgens|dan) )"
    rf"|,? (?:en|maar) (?={_VERBS}\b)",
    re.IGNORECASE,
)
ASIDE = re.compile(
    rf"(?:,| )(?:dat|of|wat|hoe|waarom) (?={SUBJECT}\b)[^,]*|(?:,| )(?:that|whether)\b[^,]*"
    r"|, (?:die|wat|waar\w*|hetgeen|welke|als|zoals|which)\b[^,]*(?:,|$)"
)
THAT_SELF = re.compile(rf"\b(?:dat|die|waarover|waarin) ({SELF}\b[^.;]*)")
SHORT = re.compile(r"\b(?:c\.s|jl|nrs?|o\.a|m\.b\.t|bijv|mr|dr|prof|d\.d)\.")
"""Words whose full stop ends no sentence."""
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^”“]*[”“]")
"""The words of somebody else, or a title."""
CONDITION = _of(r"^(?:wanneer|als|indien|zodra|mocht|zolang|if|when|once)\b[^,]*,")
"""What a sentence begins with before it says what follows."""
OF_ANOTHER = re.compile(rf"\b(?:dat|of) (?!{SELF}\b)(?={SUBJECT}\b)")
FURTHER = re.compile(r" (?:hoe|waar\w*|welke|wat|die|tenzij|indien|how|where|who) ")
"""Words after which a clause speaks of something else, though no comma stands before them."""
FIRST_WORDS = 12
"""Characters at the beginning of a clause in which "dat" or "of" begins no aside."""

# --- what says that a promise is kept ---------------------------------------------------------

_PROMISE = r"(?:toegezegd\w*|toezegging(?:en)?|belofte|beloofd)"
KEPT = _of(
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
