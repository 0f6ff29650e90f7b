"""What decides an index's content: encoder, lexicon, chunker, reader; and package versions."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from qa.encoders.encoder import Encoder, StaticEncoder, load_encoder
from qa.encoders.joined import JoinedEncoder
from qa.errors import EncoderError
from qa.indexing.chunking import CHUNKER
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, Settings

READER = "letters 7"
"""Version of how files become letters; another one reads every file again."""

_PACKAGES = ("letters-qa", "faiss-cpu", "numpy", "langchain-text-splitters", "PyStemmer")


def as_made(settings: Settings, manifest: Mapping[str, Any]) -> Settings:
    """Return the settings, with or without the transformer as the index was made."""
    made = manifest.get("encoder", {}).get("name")
    if {settings.encoder, made} == {STATIC_ENCODER, JOINED_ENCODER}:
        return settings.model_copy(update={"encoder": made})
    return settings


def open_encoders(settings: Settings) -> tuple[Encoder, StaticEncoder]:
    """Load the encoder of the settings, and the lexicon: the one that ships, for words and tokens.

    Raises:
        EncoderError: If the encoder cannot be loaded.
    """
    encoder = load_encoder(
        settings.encoder,
        settings.query_prompt or None,
        settings.passage_prompt or None,
        settings.encoder_backend,
    )
    own = encoder.static if isinstance(encoder, JoinedEncoder) else encoder
    lexicon = own if own.name == STATIC_ENCODER else load_encoder(STATIC_ENCODER)
    if not isinstance(lexicon, StaticEncoder):
        raise EncoderError("encoder-not-static", encoder=STATIC_ENCODER)
    return encoder, lexicon


def made_by(settings: Settings, encoder: Encoder, lexicon: StaticEncoder) -> dict[str, Any]:
    """Describe what decides an index's content; an index made by anything else is built anew."""
    return {
        "encoder": {
            "name": encoder.name,
            "sha256": encoder.fingerprint,
            "dimension": encoder.dimension,
        },
        "lexicon": {"name": lexicon.name, "sha256": lexicon.fingerprint},
        "chunker": {"name": CHUNKER, "characters": settings.chunk_characters},
        "reader": READER,
    }


def versions() -> dict[str, str]:
    """Return the versions of the packages that have a hand in an index."""
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed as a package"
    return found
