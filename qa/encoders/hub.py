"""Encoders of the model hub that are known to serve: prompts, size, licence, what to expect.

Any other sentence-transformers model works by its name or folder; here stand those whose prompts
are not left to the person. Facts are those of the models' cards, figures those of MTEB (mean of 12
Dutch retrieval sets; Belebele with English questions and Dutch passages). Loads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.messages import Message


@dataclass(frozen=True, slots=True)
class HubEncoder:
    """A model by its name on the hub.

    ``dimension`` is the length of its vectors, ``parameters`` its size in millions; ``note`` tells
    in a sentence what changes for those who take it.
    """

    name: str
    dimension: int
    parameters: int
    licence: str
    note: Message
    query_prompt: str = ""
    passage_prompt: str = ""


_QWEN_TASK = "Given a web search query, retrieve relevant passages that answer the query"

HUB_ENCODERS = {
    encoder.name: encoder
    for encoder in (
        HubEncoder(
            "intfloat/multilingual-e5-small", 384, 118, "MIT",
            Message("encoder-e5-small"),
            "query: ", "passage: ",
        ),
        HubEncoder(
            "intfloat/multilingual-e5-base", 768, 278, "MIT",
            Message("encoder-e5-base"),
            "query: ", "passage: ",
        ),
        HubEncoder(
            "BAAI/bge-m3", 1024, 568, "MIT",
            Message("encoder-bge-m3"),
        ),
        HubEncoder(
            "google/embeddinggemma-300m", 768, 308, "Gemma terms of use",
            Message("encoder-gemma"),
            "task: search result | query: ", "title: none | text: ",
        ),
        HubEncoder(
            "Qwen/Qwen3-Embedding-0.6B", 1024, 596, "Apache-2.0",
            Message("encoder-qwen"),
            f"Instruct: {_QWEN_TASK}\nQuery:",
        ),
        HubEncoder(
            "sentence-transformers/static-similarity-mrl-multilingual-v1", 1024, 108, "Apache-2.0",
            Message("encoder-static-mrl"),
        ),
    )
}  # fmt: skip
"""By name, the smallest transformer first."""
