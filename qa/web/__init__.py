"""The page, the letter's reading view and what serves them: FastAPI with Gradio mounted in it.

The only home of gradio. Holds no retrieval: it asks `qa.assistant` and shows what it says.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported, so it comes first

from qa.web.app import create_app, serve  # noqa: E402

__all__ = ["create_app", "serve"]
