"""Pages that are made on the server: one set of templates, which escape everything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from qa.web.gate.visitors import current
from qa.web.roots import rooted
from qa.web.texts import Texts
from qa.web.told import told_html

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["told"] = lambda message, texts: Markup(told_html(message, texts))


def render(template: str, texts: Texts, *, framed: bool = False, **values: Any) -> str:
    """Return a page of a template.

    Args:
        template: Its file's name.
        texts: The reader's language.
        framed: Whether it stands beside the answers, where a way back to them is not needed.
        values: What else the template names.
    """
    return _templates.get_template(template).render(
        texts=texts, framed=framed, root=rooted(""), visitor=current(), **values
    )


def render_error(
    heading: str, message: str, texts: Texts, framed: bool = False, whole: str | None = None
) -> str:
    """Return a page that says what is wrong.

    Args:
        heading: What is wrong, in the reader's language.
        message: More of it: an error's own message, unless ``whole`` is given.
        texts: The reader's language.
        framed: Whether it stands beside the answers.
        whole: The address of the letter without any range, if there is such a letter.
    """
    return render("error.html", texts, framed=framed, heading=heading, message=message, whole=whole)
