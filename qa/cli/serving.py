"""``letters-qa serve``: the page and the API. ``letters-qa mcp``: the letters as tools."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli.common import Corpus, Index, app
from qa.cli.texts import spoken
from qa.settings import load_settings


@app.command()
def serve(
    corpus: Corpus = None,
    index: Index = None,
    host: Annotated[str | None, typer.Option(help="Address [QA_HOST, else 127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(help="Port [QA_PORT, else 7860].")] = None,
    root_path: Annotated[
        str | None,
        typer.Option(help="Path behind a proxy, such as /brieven [QA_ROOT_PATH]."),
    ] = None,
    log: Annotated[
        str | None, typer.Option(help="A line for each request: text or json [QA_LOG].")
    ] = None,
    log_questions: Annotated[
        bool, typer.Option("--log-questions", help="With what was asked [QA_LOG_QUESTIONS].")
    ] = False,
) -> None:
    """Serve the page and the API until Ctrl-C."""
    from qa.web.serving import serve as serve_page

    serve_page(
        load_settings(
            corpus=corpus,
            index=index,
            host=host,
            port=port,
            root_path=root_path,
            log=log,
            log_questions=log_questions or None,
            language=spoken(),
        )
    )


@app.command()
def mcp(corpus: Corpus = None, index: Index = None) -> None:
    """Offer the letters as tools to an assistant over MCP, by standard input and output.

    The same tools are served over HTTP at /mcp by: letters-qa serve
    """
    from qa.assistant.opened import Opened
    from qa.web.mcp_server import create_mcp

    opened = Opened(load_settings(corpus=corpus, index=index))
    create_mcp(opened.assistant).run("stdio")
