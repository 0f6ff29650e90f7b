"""Facts of Dutch and English, each here alone: months, numbers in words, stopwords, abbreviations.

General knowledge of the two languages, written down for this project and under its licence. What
reads texts (`qa.text.days`, `qa.text.numbers`, `qa.letters.sentences`, ...) makes its patterns out
of these; a test sees that no other module lists months.
"""

from __future__ import annotations

DUTCH_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
DUTCH_WEEKDAYS = (
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
)  # fmt: skip

ENGLISH_WEEKDAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip

MONTH_NUMBERS = {
    name: at for names in (DUTCH_MONTHS, ENGLISH_MONTHS) for at, name in enumerate(names, start=1)
}
"""The number of a month, from 1, by its name in either language."""

DUTCH_MONTH = "|".join(DUTCH_MONTHS)
"""A month's name, for use inside a pattern, in a group of its own and before the end of a word."""
ENGLISH_MONTH = "|".join(ENGLISH_MONTHS)
"""Likewise."""
MONTH = "|".join(dict.fromkeys([*DUTCH_MONTHS, *ENGLISH_MONTHS]))
"""Likewise, in either language."""

DUTCH_NUMBERS = (
    "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
    "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
    "twintig",
)  # fmt: skip
"""From 0 to 20, each at the place of its value."""
DUTCH_TENS = (
    "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig",
)  # fmt: skip
"""From 20 to 90."""
ENGLISH_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
"""From 0 to 12, each at the place of its value."""

STOPWORDS = frozenset(
    """
    de het een en van in is op te dat die voor met zijn aan niet er om ook als bij dan nog maar
    door over uit naar tot of wel al zo ze zij hij hem haar hun hen ik mij mijn me u uw wij we ons
    onze je jij jouw jullie dit deze daar hier waar wat wie welke welk wanneer waarom hoe hoeveel
    waarover waarmee waarvoor waaruit waarop heeft hebben had hadden heb hebt was waren ben bent
    wordt worden werd werden geworden geweest zal zullen zou zouden kan kunnen kon konden mag moet
    moeten moest wil willen doen doet deed gedaan gaat gaan ging zich men iets niets alle alles
    geen meer volgens tijdens omdat want toch eens even dus nu toen sinds tegen tussen onder na
    the a an and or of in on at to for from by with about as into is are was were be been being
    am do does did done has have had having will would shall should can could may might must what
    which who whom whose when where why how many much it its this that these those there here he
    she they them their his her him we us our you your i me my not no nor so than then if else but
    any some all each s t according say says said during per please tell give list
    """.split()  # noqa: SIM905  the list reads better as words
)
"""Words of both languages that carry no subject; "in", "is", "of", "had" belong to both."""

ABBREVIATIONS = frozenset(
    """
    aant afb afd afl alg art artt bijv blz bv ca cf cie dd dec dhr dir div dl dr drs ds ed eg
    enz etc evt excl fig gem gen geb incl ing inz ir jan feb febr mrt apr aug sept sep okt nov
    jhr jl jr kon kst ll lt max mej mevr mgr min mld mln mr mrs mw nl nr nrs no nos p par pag
    pct plv plm pp prof red resp sr st stb stcrt str tab tel tit tnv toel tw vgl vlg vnl vol
    voorz vs zgn zie zr
    k.b l.s n.a.v o.a o.m a.d a.h.w a.i a.u.b b.v b.g.g d.d d.i d.m.v d.w.z e.a e.d e.o e.v
    e.e.a f.f g.g i.c i.d i.e i.h.b i.h.k.v i.o i.p.v i.s.m i.v.m m.a.w m.b.t m.b.v m.i m.i.v
    m.m m.m.v m.n m.u.v n.b n.v n.v.t o.b.v o.g.v o.i o.l.v o.t.v p.a p.m q.q r.k s.v.p t.a.v
    t.b.v t.g.v t.h.v t.n.v t.o.v t.w.v t.z.t u.i v.a v.d v.w.b w.o z.g z.i z.o.z z.s.m c.q c.s
    """.split()  # noqa: SIM905  the list reads better as words
)
"""Words whose full stop does not end a sentence, without that last stop: for sentences and for
printed lines. The list has no source outside this project."""

LAST_ABBREVIATIONS = frozenset(
    "a.i b.v bv c.s e.a e.d e.v enz etc jl ll mld mln n.v.t no".split()  # noqa: SIM905
)
"""Those that often stand last in a sentence: what follows tells whether they end it."""
