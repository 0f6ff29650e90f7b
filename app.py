"""The page as Gradio's tools expect it: ``demo`` is the page, and running this file serves it."""

import sys

from qa.errors import QAError
from qa.settings import load_settings
from qa.web.page import build_page
from qa.web.serving import serve
from qa.web.state import PageState

try:
    settings = load_settings()
    demo = build_page(PageState(settings), "nl")
    if __name__ == "__main__":
        serve(settings)
except QAError as error:
    sys.exit(str(error))
