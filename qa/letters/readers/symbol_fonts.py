"""Signs of symbol fonts as characters: Symbol, Wingdings, Wingdings 2 and 3, Webdings.

Word keeps such a sign as a code of its font (163 or U+F0A3), which means nothing without the font:
code 163 of Symbol is "≤". What a font's sign has no common character for is U+FFFD.
"""

from __future__ import annotations

import re
from functools import lru_cache

UNKNOWN = "\ufffd"
"""Stands for a sign that has no character."""

_FIRST = 0x20
_PRIVATE = 0xF000  # codes of symbol fonts are also kept at U+F020 to U+F0FF
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_GAP = UNKNOWN * 33  # 7F to 9F

_SYMBOL = (
    " !∀#∃%&∋()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾"
    "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
    f"{_GAP}"
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪�⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�"
)
_WINGDINGS = (
    " 🖉✂✁👓🕭🕮🕯☎✆✉🖃📪📫📬📭📁📂📄🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍✎✌🖏👍👎☜☞☝☟✋☺😐☹💣☠⚐🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸"
    "♈♉♊♋♌♍♎♏♐♑♒♓&&●❍■□☐❑❒⬧⧫◆❖⬥⌧⮹⌘❀✿❝❞▯"
    "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿��������·•"
    "▪○◯◯◉◎○▪☐▴✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷����������"
    "⌫⌦◄➢▲▼⮈⮊⮉⮋←→↑↓↖↗↙↘⬅➔⬆⬇⬉⬈⬋⬊⇦⇨⇧⇩⬄⇳⬀⬁⬃⬂▫▫✗✓☒☑�"
)
_WEBDINGS = {
    0x33: "◄", 0x34: "►", 0x35: "▲", 0x36: "▼", 0x3C: "■", 0x3D: "●", 0x61: "✔", 0x63: "☐",
    0x67: "■", 0x69: "ℹ", 0x6E: "●", 0x72: "✖", 0x73: "?", 0x80: "🚹", 0x81: "🚺", 0x98: "✯",
    0xD9: "☁", 0xE9: "♿",
}  # fmt: skip
_WINGDINGS_2 = {
    0x22: "✂", 0x27: "☎", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒",
    0x56: "⊗", 0x57: "⊗", 0x58: "⊗", 0x97: "●", 0x98: "●", 0x99: "●", 0x9A: "○", 0x9F: "■",
    0xA0: "■", 0xA1: "▪", 0xA2: "■", 0xA3: "☐", 0xA4: "☐", 0xA5: "☐", 0xAE: "◆", 0xAF: "◆",
    0xB0: "◆", 0xB1: "◇",
    **dict(zip(range(0x69, 0x74), "⓪①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
    **dict(zip(range(0x74, 0x7F), "⓿❶❷❸❹❺❻❼❽❾❿", strict=True)),
}  # fmt: skip
_WINGDINGS_3 = {
    **dict(zip(range(0x66, 0x6E), "←→↑↓↖↗↙↘", strict=True)), 0x6E: "↔", 0x6F: "↕",
    **dict(zip(range(0x70, 0x78), "▲▼△▽◄►◁▷", strict=True)), 0x78: "◣", 0x79: "◢", 0x7A: "◤",
    0x7B: "◥", 0x7C: "◂", 0x7D: "►", 0x80: "▲", 0x81: "▼", 0x82: "◂", 0x83: "▸", 0x84: "▸",
}  # fmt: skip
_FONTS: dict[str, dict[int, str]] = {
    "symbol": dict(enumerate(_SYMBOL, _FIRST)),
    "symbolmt": dict(enumerate(_SYMBOL, _FIRST)),
    "wingdings": dict(enumerate(_WINGDINGS, _FIRST)),
    "wingdings2": _WINGDINGS_2,
    "wingdings3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}


def is_symbol_font(font: str) -> bool:
    """Tell a font whose codes are signs of its own, however its name is spaced."""
    return _key(font) in _FONTS


def has_private_use(text: str) -> bool:
    """Tell text with characters that mean something in one font only."""
    return _PRIVATE_USE.search(text) is not None


def sign(font: str, code: int) -> str:
    """Return the sign that a font shows for a code, in either place that it is kept at.

    Example:
        >>> sign("Symbol", 0xF0A3), sign("Wingdings", 0xFE), sign("Arial", 0x2192)
        ('≤', '☑', '→')
    """
    signs = _FONTS.get(_key(font))
    if signs is not None:
        own = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else code
        return signs.get(own, UNKNOWN) if own != _FIRST else " "
    if 0xE000 <= code <= 0xF8FF:  # a bullet whose font is not named: Symbol, as Word does
        return _FONTS["symbol"].get(code - _PRIVATE, UNKNOWN) if code == 0xF0B7 else UNKNOWN
    return chr(code) if _FIRST <= code < 0x110000 and not 0xD800 <= code < 0xE000 else UNKNOWN


def as_characters(text: str, font: str) -> str:
    """Write a text that is set in a font in characters of their own."""
    if not is_symbol_font(font) and not has_private_use(text):
        return text
    known = _FONTS.get(_key(font))
    return "".join(
        sign(font, ord(one)) if known is None or _shows_sign(ord(one)) else one for one in text
    )


def _shows_sign(code: int) -> bool:
    """Tell a code that a symbol font has a sign for; another one is shown in another font."""
    return _FIRST < code <= 0xFF or _PRIVATE <= code < _PRIVATE + 0x100


@lru_cache(maxsize=256)
def _key(font: str) -> str:
    return font.casefold().replace(" ", "").replace("-", "")
