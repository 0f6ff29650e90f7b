"""The site's frame where it stands within a page's main part: buttons to share, related pages.

Told by an element's role, label, classes or id, and by what it holds: links and forms, or a few
words that sites use. An element that holds the letter, a title or a note of it is none.
"""

from __future__ import annotations

import re

from qa.letters.readers.markup import Element, name_of

_ROLES = {"navigation", "search", "contentinfo", "complementary", "dialog", "alertdialog"}
_WORDS = {
    "share", "sharing", "social", "socials", "socialmedia", "delen", "related", "gerelateerd",
    "gerelateerde", "breadcrumb", "breadcrumbs", "kruimelpad", "broodkruimel", "cookie", "cookies",
    "cookiebar", "cookiebanner", "cookiemelding", "skiplink", "skiplinks", "skip", "pagination",
    "paginering", "pager", "newsletter", "nieuwsbrief", "feedback", "zie-ook", "see-also",
}  # fmt: skip
"""Words of a class name or an id, as "block-share" has; "shared" is another word."""
_SAID = re.compile(
    r"\W*(?:deel(?: dit| deze| via| op)?|delen|share|volg ons|zie ook|see also|lees ook|meer over"
    r"|meer informatie over|gerelateerde?|related|kruimelpad|broodkruimel|breadcrumbs?|u bent hier"
    r"|u bevindt zich(?: hier)?|you are here|cookies?|deze (?:web)?site gebruikt cookies"
    r"|(?:ga )?(?:direct )?naar (?:de )?(?:inhoud|hoofdinhoud|content)|direct naar|skip to"
    r"|paginering|pagination|(?:vorige|volgende)(?: pagina)?|nieuwsbrief|newsletter"
    r"|(?:meld u aan|abonneer u|schrijf u in)|feedback|(?:heeft|was|is) deze (?:pagina|informatie)"
    r"|was this page)\b",
    re.IGNORECASE,
)
_TELLING = frozenset(("role", "aria-label", "class", "id"))
_CONTROLS = {"button", "form", "input", "select", "textarea"}
_LETTER = 0.4  # of the page's words; what holds more of them outside links may be the letter
_ALL = 0.9  # of the page's words
_FEW, _VERY_FEW = 40, 12  # words
_LINKED = 0.5  # of the words


def is_site(element: Element, page_words: int) -> bool:
    """Tell whether an element is the site's and not the letter's.

    ``page_words`` counts the words of all that is read.
    """
    if not _TELLING.intersection(element.keys()) or re.fullmatch("h[1-6]", name_of(element)):
        return False  # the id of a heading is often made of its words
    label = element.get("aria-label", "").replace("-", " ")
    role = element.get("role", "") in _ROLES
    said = _SAID.match(label) is not None
    if not (role or said or _is_named(element)):
        return False
    text = " ".join("".join(element.itertext()).split())
    words = len(text.split())
    linked = sum(len("".join(one.itertext()).split()) for one in element.iter("a"))
    holds_letter = words - linked > _LETTER * page_words or words > _ALL * page_words
    if holds_letter or any(True for _ in element.iter("h1", "sup")):
        return False
    if role or linked >= _LINKED * words:
        return True
    if said or any(name_of(one) in _CONTROLS for one in element.iter("*")):
        return words <= _FEW
    sentence = name_of(element) == "p" and text.endswith(".")
    return words <= _VERY_FEW and not sentence and _SAID.match(text) is not None


def _is_named(element: Element) -> bool:
    """Tell whether a class or the id is made of a word for a part of a site."""
    names = [*element.get("class", "").casefold().split(), element.get("id", "").casefold()]
    return any(_WORDS & {name, *re.split(r"[-_]+", name)} for name in names)
