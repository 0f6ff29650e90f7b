"""Take the pictures that README.md shows, of the page over the project's own corpus.

    python -m benchmarks.screenshots [FOLDER]

Serves the page on a free port with an index built for it, opens it in Chromium (QA_CHROMIUM, else
an installed one) and writes PNG files into ``docs/``: wide and phone-wide, light and dark.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page, sync_playwright

from qa.indexing import build_index
from qa.settings import Settings
from qa.web.app import create_app

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
QUESTION = "what did NL pledge at the UDCG"


def main() -> int:
    """Take all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as index:
        settings = Settings(corpus=ROOT / "corpus", index=Path(index) / "index")
        build_index(settings)
        with _served(settings) as address, sync_playwright() as playwright:
            names = ("chromium", "chromium-browser", "google-chrome")
            path = os.environ.get("QA_CHROMIUM") or next(
                filter(None, map(shutil.which, names)), None
            )
            browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
            for name, (lang, scheme, size, act) in PICTURES.items():
                context = browser.new_context(
                    locale="nl-NL" if lang == "nl" else "en-GB",
                    viewport=size,  # type: ignore[arg-type]
                    color_scheme=scheme,  # type: ignore[arg-type]
                    device_scale_factor=1,
                )
                page = context.new_page()
                act(page, address, lang)
                page.wait_for_timeout(800)
                page.screenshot(path=folder / f"{name}.png")
                context.close()
                sys.stderr.write(f"{folder / name}.png\n")
            browser.close()
    return 0


def _asked(page: Page, address: str, lang: str) -> None:
    question = QUESTION if lang == "en" else "Wat heeft Nederland toegezegd bij de UDCG?"
    page.goto(f"{address}/{lang}/?q={question}")
    page.wait_for_selector("#answer [data-answer]")
    page.wait_for_timeout(1500)


def _not_found(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/?q=Hoeveel kost een kaartje voor de dierentuin?")
    page.wait_for_selector("#answer [data-answer]")


def _why(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/?q=which contribution was announced for air defence")
    page.wait_for_selector("#answer [data-answer]")
    page.locator("#others > button").click()
    page.locator("#others").scroll_into_view_if_needed()


def _letters(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/letters?lang={lang}")


PICTURES: dict[str, tuple[str, str, dict[str, int], Callable[[Page, str, str], None]]] = {
    "page": ("en", "light", WIDE, _asked),
    "page-dark": ("nl", "dark", WIDE, _asked),
    "phone": ("nl", "light", PHONE, _asked),
    "phone-dark": ("en", "dark", PHONE, _not_found),
    "why": ("en", "light", WIDE, _why),
    "letters": ("en", "light", WIDE, _letters),
}
"""Name: language, light or dark, size, and what to do before the picture is taken."""


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config: Any = uvicorn.Config(
            create_app(settings), log_level="warning", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    sys.exit(main())
