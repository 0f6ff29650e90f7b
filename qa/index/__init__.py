"""The index: segments of vectors, words and letters behind generations, in one folder."""

from qa.index.content import CorpusFile, LetterEntry, SegmentContent, TokenLists
from qa.index.engine import LocalEngine
from qa.index.protocol import Candidate, Generation, Held, Holdings, LetterSource, Store, Writer
from qa.index.store import LocalStore
from qa.index.writer import LocalWriter
from qa.records.filters import Filter

__all__ = [
    "Candidate",
    "CorpusFile",
    "Filter",
    "Generation",
    "Held",
    "Holdings",
    "LetterEntry",
    "LetterSource",
    "LocalEngine",
    "LocalStore",
    "LocalWriter",
    "SegmentContent",
    "Store",
    "TokenLists",
    "Writer",
]
