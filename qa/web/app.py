"""The web application: the page (Gradio) mounted in the site, once for each language.

    /nl/, /en/   the page; what else there is stands in `qa.web.site`

Nothing here searches or answers.
"""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI

from qa.settings import Settings, load_settings
from qa.web.page import build_page
from qa.web.site import PAGES, create_site
from qa.web.state import PageState
from qa.web.theme import THEME

SESSIONS = 100
"""Visits of a page that Gradio keeps the components of, 70 KB each; the page needs none of them."""

MAX_UPLOAD = "1kb"  # the page takes no files, but Gradio's upload route is always there


def create_app(settings: Settings | None = None, state: PageState | None = None) -> FastAPI:
    """Return the whole application.

    Args:
        settings: From ``QA_*`` variables by default.
        state: The assistant to ask; one made from the settings by default. It is opened in the
            background when the application starts.
    """
    state = state or PageState(settings or load_settings())
    app = create_site(state)
    mount_pages(app, state)
    return app


def mount_pages(app: FastAPI, state: PageState) -> None:
    """Mount the page in an application, once for each language."""
    root = state.settings.root_path
    for path, lang in PAGES.items():
        page = build_page(state, lang)
        page.state_session_capacity = SESSIONS
        gr.mount_gradio_app(
            app,
            page,
            path=path.rstrip("/"),
            server_name=state.settings.host,
            server_port=state.settings.port,
            theme=THEME,
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            max_file_size=MAX_UPLOAD,
            root_path=root + path.rstrip("/") if root else None,
        )
