"""An answer as HTML for the page, in cards.

Functions from records to strings, by the templates in ``qa/web/templates/cards``, which escape
every piece of text that is not theirs; nothing is read as HTML, Markdown or template.
"""

from qa.web.cards.answer import answer_html
from qa.web.cards.hits import cite_hits, hits_html, other_hits
from qa.web.cards.places import place

__all__ = ["answer_html", "cite_hits", "hits_html", "other_hits", "place"]
