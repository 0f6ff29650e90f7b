"""The elements of HTML by what they are for a letter, and the text that they show."""

from __future__ import annotations

from qa.letters.readers.markup import Element, name_of
from qa.records import LeftOutKind

SILENT = {"script", "style", "noscript", "template", "svg", "iframe", "head", "object", "audio",
           "video", "textarea", "input"}  # fmt: skip
"""What shows no text of its own, or none of the page's."""
UNSHOWN: dict[str, LeftOutKind] = {
    "svg": "decoration", "iframe": "hidden", "object": "hidden", "audio": "hidden",
    "video": "hidden",
}  # fmt: skip
"""What has words that are part of a picture, or shown only where something else cannot be."""
FRAME = {"nav", "header", "footer", "button", "aside", "select"}
"""The site's frame, unless it stands in the letter's own article."""
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | FRAME | {
    "p", "div", "ul", "ol", "li", "table", "section", "article", "main", "dl", "blockquote", "body",
    "dd", "dt", "td", "th", "tr", "form", "center", "address", "figure", "figcaption", "pre",
    "details", "summary", "fieldset", "legend", "hgroup", "hr", "menu", "dir",
}  # fmt: skip
HTML_ELEMENTS = BLOCKS | SILENT | {
    "html", "title", "meta", "link", "span", "a", "br", "hr", "b", "strong", "i", "em", "font",
    "center", "pre", "img",
}  # fmt: skip
"""What a page, or a part of one, begins with."""


def text_of(element: Element) -> str:
    """Return what an element shows, of scripts and styles nothing."""
    if name_of(element) in SILENT - UNSHOWN.keys():
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [text_of(child), " " if name_of(child) in BLOCKS else "", child.tail or ""]
    return "".join(parts)
