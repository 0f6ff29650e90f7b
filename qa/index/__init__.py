"""The index: segments of vectors, words and chunks behind a manifest, in one folder."""

from qa.index.protocol import Candidate, Filter, Store
from qa.index.segment import LetterEntry, SegmentContent, TokenLists
from qa.index.store import LocalStore

__all__ = [
    "Candidate",
    "Filter",
    "LetterEntry",
    "LocalStore",
    "SegmentContent",
    "Store",
    "TokenLists",
]
