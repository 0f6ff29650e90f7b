"""What tests share: the encoders that ship, loaded once a process.

Loading one takes two thirds of building a small index, and nearly all of opening it. Others are
loaded anew each time, for tests change their files.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import qa.encoders.encoder
from qa.encoders.encoder import Encoder
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, TRANSFORMER

_load = qa.encoders.encoder.load_encoder
_load_once = lru_cache(_load)


def load_encoder(name: str = STATIC_ENCODER, *given: Any) -> Encoder:
    """Return an encoder, as `qa.encoders.encoder.load_encoder` does."""
    ships = name in {STATIC_ENCODER, TRANSFORMER, JOINED_ENCODER}
    return (_load_once if ships else _load)(name, *given)
