"""A corpus to an index: what changed is read, embedded and published as a new generation.

Only new and changed letters are read; vectors of unchanged passages are used again. Does not
search. The steps of an update stand in `qa.indexing.update`.
"""

from qa.indexing.changes import Changes
from qa.indexing.content import embedded_text
from qa.indexing.indexer import Indexer, build_index, index_letters
from qa.indexing.made_by import as_made, open_encoders
from qa.indexing.repeated import RepeatedBuild
from qa.indexing.report import BuildReport
from qa.indexing.second_pass import is_second_pass_due

__all__ = [
    "BuildReport",
    "Changes",
    "Indexer",
    "RepeatedBuild",
    "build_index",
    "embedded_text",
    "index_letters",
    "as_made",
    "is_second_pass_due",
    "open_encoders",
]
