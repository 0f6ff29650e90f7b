"""What thousands of runs of the same tests share: indexes in a folder, and the encoder in memory.

`conftest` uses it where ``QA_TEST_INDEXES`` names the folder: runs that are forked from one process
(``make mutants``) then build and read nothing again.
"""

from __future__ import annotations

from functools import lru_cache

import qa.encoders.encoder

load_encoder = lru_cache(qa.encoders.encoder.load_encoder)
