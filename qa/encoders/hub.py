"""Encoders of the model hub that are known to serve: prompts, size, licence, what to expect.

Any other sentence-transformers model works by its name or folder; here stand those whose prompts
are not left to the person. Facts are those of the models' cards, figures those of MTEB (mean of 12
Dutch retrieval sets; Belebele with English questions and Dutch passages). Loads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


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
    note: str
    query_prompt: str = ""
    passage_prompt: str = ""


_QWEN_TASK = "Given a web search query, retrieve relevant passages that answer the query"

HUB_ENCODERS = {
    encoder.name: encoder
    for encoder in (
        HubEncoder(
            "intfloat/multilingual-e5-small", 384, 118, "MIT",
            "nDCG@10 published: 0.531 on Dutch sets, 0.883 for English questions to Dutch passages",
            "query: ", "passage: ",
        ),
        HubEncoder(
            "intfloat/multilingual-e5-base", 768, 278, "MIT",
            "the larger sibling of multilingual-e5-small, and slower",
            "query: ", "passage: ",
        ),
        HubEncoder(
            "BAAI/bge-m3", 1024, 568, "MIT",
            "nDCG@10 published: 0.601 and 0.930; wants a GPU for a large corpus",
        ),
        HubEncoder(
            "google/embeddinggemma-300m", 768, 308, "Gemma terms of use",
            "nDCG@10 published: 0.617 and 0.955; its terms must be accepted on the hub first",
            "task: search result | query: ", "title: none | text: ",
        ),
        HubEncoder(
            "Qwen/Qwen3-Embedding-0.6B", 1024, 596, "Apache-2.0",
            "takes an instruction before the question; wants a GPU for a large corpus",
            f"Instruct: {_QWEN_TASK}\nQuery:",
        ),
        HubEncoder(
            "sentence-transformers/static-similarity-mrl-multilingual-v1", 1024, 108, "Apache-2.0",
            "nDCG@10 published: 0.379 and 0.703; a table of vectors like ours, in 50 languages",
        ),
    )
}  # fmt: skip
"""By name, the smallest transformer first."""
