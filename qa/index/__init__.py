"""The index: segments of vectors, words and chunks behind a manifest, in one folder."""

from qa.index.segment import LetterEntry, SegmentContent, TokenLists
from qa.index.store import Candidate, Filter, LocalStore, Store

__all__ = [
    "Candidate",
    "Filter",
    "LetterEntry",
    "LocalStore",
    "SegmentContent",
    "Store",
    "TokenLists",
]
