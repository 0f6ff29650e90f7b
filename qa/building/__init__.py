"""A corpus to an index: what changed is read, embedded and published as a new generation.

Only new and changed letters are read; vectors of unchanged passages are used again. Does not
search. The steps of an update stand in `qa.building.update`.
"""

from qa.building.changes import Changes
from qa.building.content import embedded_text
from qa.building.indexer import Indexer, build_index, index_letters
from qa.building.made_by import open_encoders
from qa.building.report import BuildReport

__all__ = [
    "BuildReport",
    "Changes",
    "Indexer",
    "build_index",
    "embedded_text",
    "index_letters",
    "open_encoders",
]
