"""The page, the letter's reading view and what serves them: FastAPI with Gradio mounted in it.

The only home of gradio, which takes seconds to import: `qa.web.app` does, and `qa.web.serving` lets
it in the background; what holds users and the tools for assistants does not. Holds no retrieval: it
asks `qa.assistant` and shows what it says.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported, so it comes first
