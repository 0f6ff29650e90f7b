"""An optional summary by a language model, each sentence checked against the quotes it cites.

``client`` talks to any OpenAI-compatible endpoint, ``checking`` drops what the quotes do not bear
out, ``summary`` puts both together. Off unless ``QA_LLM_URL`` and ``QA_LLM_MODEL`` are set; the
quotes never wait for it and never change by it.
"""

from qa.llm.summary import (
    Summary,
    SummarySentence,
    dropped_in_words,
    summaries,
    summarise,
)

__all__ = ["Summary", "SummarySentence", "dropped_in_words", "summaries", "summarise"]
