"""Paths, encoder and sizes: one frozen object, each field with its unit.

Every field can be set by an environment variable, ``QA_`` and the field's name in capitals:
``QA_CORPUS``, ``QA_INDEX``, ``QA_ENCODER`` and so on.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from qa.errors import QAError
from qa.messages import Message

Backend = Literal["torch", "openvino"]
"""What can run a transformer; openvino needs the extra of that name."""

LogForm = Literal["", "text", "json"]
"""How requests are logged; "" for not at all."""

Names = Annotated[tuple[str, ...], NoDecode]

STATIC_ENCODER = "nl-en-static-v2"
"""The table of token vectors that ships inside the package."""

TRANSFORMER = "nl-en-minilm-v1"
"""The transformer that ships beside it."""

JOINED_ENCODER = f"{STATIC_ENCODER}+{TRANSFORMER}"
"""Both: the transformer's vectors of passages join the search."""

DEFAULT_ENCODER = JOINED_ENCODER

MAX_HIT_CHARACTERS = 1200
"""The longest chunk, and so the longest hit, in characters."""


class Settings(BaseSettings):
    """What can be set. Command-line options win over ``QA_*`` variables; empty ones are not set."""

    model_config = SettingsConfigDict(env_prefix="QA_", frozen=True, env_ignore_empty=True)

    corpus: Path = Field(default=Path("corpus"), description="folder of letters, read recursively")
    index: Path = Field(default=Path("indexes/default"), description="folder of the index")

    store: str = Field(
        default="",
        description="what keeps the index: empty for the folder, or milvus+ and an address",
    )
    store_token: str = Field(
        default="", repr=False, description="for the store: user:password, or an API key"
    )

    encoder: str = Field(default=DEFAULT_ENCODER, description="encoder: name or path")
    query_prompt: str = Field(default="", description="put before a question when it is embedded")
    passage_prompt: str = Field(default="", description="put before a chunk when it is embedded")

    encoder_backend: Backend = Field(
        default="torch", description="what runs a transformer: torch or openvino"
    )

    chunk_characters: int = Field(
        default=800, ge=200, le=MAX_HIT_CHARACTERS, description="longest chunk, in characters"
    )
    max_file_bytes: int = Field(
        default=20_000_000, ge=1, description="largest letter file that is read, in bytes"
    )
    follow_links: bool = Field(
        default=False, description="read letters to which links lead out of the corpus"
    )
    max_upload_bytes: int = Field(
        default=200_000_000, ge=1, description="largest upload of letters at once, in bytes"
    )
    read_seconds: float = Field(
        default=60.0, gt=0, description="longest time to read one letter file, in seconds"
    )
    read_memory_mb: int = Field(
        default=1500, ge=300, description="most memory to read one letter file with, in megabytes"
    )
    ocr: bool = Field(default=False, description="read scanned PDFs with ocrmypdf")
    fetch_service: str = Field(
        default="https://repository.overheid.nl/sru", description="SRU service to fetch from"
    )
    fetch_pause: float = Field(
        default=1.0, ge=0, description="least time between two requests, in seconds"
    )
    processes: int = Field(
        default=0, ge=0, description="processes that answer side by side; 0 for one a processor"
    )
    hits: int = Field(default=10, ge=1, le=100, description="hits that come with an answer")

    ray: str = Field(
        default="", description="Ray cluster that reads and embeds letters; empty for this machine"
    )

    llm_url: str = Field(
        default="",
        description="OpenAI-compatible endpoint for summaries and translations: "
        "http://host:port/v1",
    )
    llm_model: str = Field(default="", description="its model; no summaries unless both are set")
    llm_key: str = Field(default="", repr=False, description="its API key, if it wants one")
    llm_seconds: float = Field(
        default=30.0, gt=0, description="longest time to wait for a reply of it, in seconds"
    )

    language: Literal["", "en", "nl"] = Field(
        default="",
        description="of the command line; empty for that of LC_ALL, LC_MESSAGES or LANG, if it is "
        "Dutch, else English",
    )
    feedback: Path = Field(
        default=Path("feedback.jsonl"), description="file of answers that were found wrong"
    )
    host: str = Field(default="127.0.0.1", description="address the page is served on")
    hosts: Names = Field(
        default=(), description="names the server is known by, with commas between"
    )
    auth: str = Field(
        default="", description="users: and a file, or header: and a proxy's header; empty for none"
    )
    editors: Names = Field(
        default=(), description="editors among those whom a proxy signs in, with commas between"
    )
    proxies: Names = Field(
        default=("127.0.0.1", "::1"), description="addresses of proxies whose header is believed"
    )
    session_minutes: int = Field(
        default=480, ge=1, description="how long a session lasts after its last use, in minutes"
    )
    questions_a_minute: int = Field(
        default=60, ge=1, description="questions of one visitor, a minute"
    )
    questions_at_once: int = Field(
        default=8, ge=1, description="questions that are answered or wait at the same time"
    )
    connections: int = Field(
        default=1000, ge=16, description="connections at the same time, of all visitors"
    )
    root_path: str = Field(
        default="",
        pattern=r"^(/[\w.~-]+)*$",
        description="path of the page on its server, behind a proxy: /brieven",
    )
    log: LogForm = Field(
        default="", description="a line for each request, as text or json; empty for none"
    )
    metrics: bool = Field(default=False, description="tell Prometheus at /metrics")
    log_questions: bool = Field(default=False, description="write what was asked into the log")
    role: Literal["", "reader", "editor"] = Field(
        default="", description="of all who come; empty: editor on this machine alone, else reader"
    )
    port: int = Field(default=7860, ge=0, le=65535, description="port of the page; 0 takes any")

    @property
    def has_model(self) -> bool:
        """Whether there is a language model to ask."""
        return bool(self.llm_url and self.llm_model)

    @field_validator("hosts", "editors", "proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Read names with commas between."""
        if not isinstance(value, str):
            return value
        return tuple(name.strip() for name in value.split(",") if name.strip())


def load_settings(**given: Any) -> Settings:
    """Return the settings: ``given`` first, then ``QA_*`` variables, then the defaults.

    Args:
        given: Fields by name; ``None`` means "not given".

    Raises:
        QAError: If a value is out of range or of the wrong type, or goes with another that is not
            set; the message names it.
    """
    try:
        found = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        field = "QA_" + "_".join(str(part) for part in first["loc"]).upper()
        raise QAError(
            "setting-wrong", field=field, value=first["input"], message=_wrong(first)
        ) from None
    if bool(found.llm_url) != bool(found.llm_model):
        lacking = "QA_LLM_MODEL" if found.llm_url else "QA_LLM_URL"
        raise QAError("setting-lacking", field=lacking)
    return found


def _wrong(error: ErrorDetails) -> str:
    """Return what is wrong with a value, and in English what we have no words for."""
    known = error.get("ctx", {})
    match error["type"]:
        case "greater_than_equal":
            return Message("must-be-least", least=known["ge"])
        case "greater_than":
            return Message("must-be-above", least=known["gt"])
        case "less_than_equal":
            return Message("must-be-most", most=known["le"])
        case "literal_error":
            return Message("must-be-one-of", choices=_choices(known["expected"]))
        case "int_parsing":
            return Message("must-be-whole")
        case "float_parsing":
            return Message("must-be-number")
        case "bool_parsing":
            return Message("must-be-truth")
        case "string_pattern_mismatch":
            return Message("must-be-path")
    return error["msg"]


def _choices(expected: str) -> str:
    """Return what can be chosen, as pydantic lists it, without the empty value."""
    return ", ".join(one for one in re.findall(r"'(\w*)'", expected) if one)
