"""Texts to unit vectors.

The encoder that ships is a table of token vectors and needs numpy and tokenizers alone; any other
model goes through sentence-transformers, which is imported only when such a model is asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa.encoders.fitted import Fitted, load_fitted
from qa.encoders.hub import HUB_ENCODERS
from qa.encoders.joined import JoinedEncoder
from qa.encoders.layers import TransformerLayers
from qa.encoders.protocol import Encoder
from qa.encoders.texts import Progress, digest, encodable, unit_rows
from qa.errors import EncoderError
from qa.messages import Message
from qa.settings import JOINED_ENCODER, STATIC_ENCODER, TRANSFORMER, Backend

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ENCODERS = Path(__file__).parent
"""The folder of the encoders inside the package, each in a folder of its own name."""

STATIC_BATCH = 512
"""Texts handed to the tokenizer at a time, and between two reports of progress."""

TRANSFORMER_BATCH = 256
"""Texts between two reports of progress."""

HUB_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")


@dataclass(frozen=True, eq=False)
class Tokens:
    """The tokens of one text: token i is row ``ids[i]`` and stands at ``text[starts[i]:ends[i]]``.

    White space and characters that cannot be shown belong to no token.
    """

    ids: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ids)


class StaticEncoder:
    """An encoder whose vectors are means of token vectors, of length 1.

    ``table`` holds the token vectors as trained, (vocabulary, dimension), not normalised; ``norms``
    their lengths. Unknown tokens of the shipped encoder have a row of zeros.
    """

    def __init__(
        self,
        name: str,
        table: NDArray[np.float32],
        tokenizer: Tokenizer,
        fingerprint: str,
        query_prompt: str = "",
        passage_prompt: str = "",
        folder: Path | None = None,
    ) -> None:
        """Take the parts as they are; ``load`` reads them from a folder.

        Raises:
            ValueError: If the tokenizer knows more tokens than the table has rows.
        """
        vocabulary = tokenizer.get_vocab_size()
        if table.ndim != 2 or vocabulary > len(table):
            raise ValueError(f"{vocabulary} tokens, but a table of shape {table.shape}")
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.name = name
        self.fingerprint = fingerprint
        self.table = table
        self.norms: NDArray[np.float32] = np.sqrt(np.einsum("ij,ij->i", table, table))
        self.query_prompt = query_prompt
        self.passage_prompt = passage_prompt
        self._tokenizer = tokenizer
        self._folder = folder

    @classmethod
    def load(
        cls,
        folder: Path,
        name: str | None = None,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
    ) -> StaticEncoder:
        """Read a folder in which sentence-transformers has saved a StaticEmbedding model.

        Args:
            folder: Holds ``modules.json``, or the tokenizer and weights themselves.
            name: What the encoder is called; the folder if not given.
            query_prompt: Put before every query; ``None`` takes the model's own, if it has one.
            passage_prompt: Put before every passage; likewise.

        Raises:
            OSError: If a file cannot be read.
            ValueError: If the table does not fit the tokenizer, or ``truncate_dim`` is no size.
        """
        saved = _saved_config(folder)
        query, passage = _prompts(saved.get("prompts") or {}, query_prompt, passage_prompt)
        kept = _truncate_dim(saved)
        inner = folder / (_static_module(folder) or "")
        weights, words = inner / "model.safetensors", inner / "tokenizer.json"
        return cls(
            name or str(folder),
            # the first columns of a mean are the mean of the first columns
            np.ascontiguousarray(_read_table(weights)[:, :kept]),
            Tokenizer.from_file(str(words)),
            digest(
                [
                    weights.read_bytes(),
                    words.read_bytes(),
                    query.encode(),
                    passage.encode(),
                    *([] if kept is None else [f"truncate_dim {kept}".encode()]),
                ]
            ),  # fmt: skip
            query,
            passage,
            folder,
        )

    @cached_property
    def fitted(self) -> Fitted:
        """The weights, discounts and thresholds that hold for this table; read once.

        Raises:
            EncoderError: If there are none beside it, or they were fitted to another table.
        """
        return load_fitted(self._folder or Path(self.name), self.fingerprint)

    @property
    def dimension(self) -> int:
        """The number of columns of an embedding."""
        return self.table.shape[1]

    def tokenize(self, texts: Sequence[str]) -> list[Tokens]:
        """Return the tokens of each text, all of them; offsets count the text's characters."""
        found: list[Tokens] = []
        for start in range(0, len(texts), STATIC_BATCH):
            batch = encodable(texts[start : start + STATIC_BATCH])
            for encoding in self._tokenizer.encode_batch(batch, add_special_tokens=False):
                ids = np.array(encoding.ids, dtype=np.int32)
                places = np.array(encoding.offsets, dtype=np.int32).reshape(-1, 2)
                found.append(Tokens(ids, places[:, 0].copy(), places[:, 1].copy()))
        return found

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """Return the token ids of each text; faster than `tokenize`, which also tells places."""
        found: list[NDArray[np.int32]] = []
        for start in range(0, len(texts), STATIC_BATCH):
            batch = encodable(texts[start : start + STATIC_BATCH])
            for encoding in self._tokenizer.encode_batch_fast(batch, add_special_tokens=False):
                found.append(np.array(encoding.ids, dtype=np.int32))
        return found

    def encode_tokens(self, texts: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return one row per text given as token ids, as `encode_passages` without a prompt."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, ids in enumerate(texts):
            if len(ids):
                vectors[row] = self.table[ids].sum(axis=0)
        return unit_rows(vectors)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row per query, of length 1; zeros for a text without a known token."""
        return self._encode(texts, self.query_prompt)

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one row per passage, of length 1; zeros for a text without a known token.

        Args:
            texts: Passages of any length.
            progress: Called after every batch with the number of passages done.
        """
        return self._encode(texts, self.passage_prompt, progress)

    def _encode(
        self, texts: Sequence[str], prompt: str, progress: Progress | None = None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), STATIC_BATCH):
            batch = encodable(texts[start : start + STATIC_BATCH])
            encodings = self._tokenizer.encode_batch_fast(
                [prompt + text for text in batch] if prompt else batch, add_special_tokens=False
            )
            for row, encoding in enumerate(encodings, start=start):
                if encoding.ids:
                    vectors[row] = self.table[encoding.ids].sum(axis=0)
            if progress:
                progress(start + len(batch))
        return unit_rows(vectors)


class TransformerEncoder:
    """Any sentence-transformers model, by name or path, on the processor the library picks."""

    def __init__(
        self,
        name: str,
        model: SentenceTransformer,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        backend: Backend = "torch",
    ) -> None:
        """Wrap a loaded model; a prompt of ``None`` takes the model's own, if it has one."""
        self.name = name
        self.backend = backend
        self.query_prompt, self.passage_prompt = _prompts(
            model.prompts, query_prompt, passage_prompt
        )
        self._model = model
        self.dimension = int(model.encode_query("dimension", prompt=self.query_prompt).shape[0])
        self.fingerprint = digest(self._identity())

    @classmethod
    def load(
        cls,
        name: str,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        backend: Backend = "torch",
    ) -> TransformerEncoder:
        """Load a model that ships with the program, or by its name on the hub or its folder.

        Raises:
            Exception: Whatever sentence-transformers raises when it cannot.
        """
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(_folder(name) or name), backend=backend)
        _truncate_dim({"truncate_dim": model.truncate_dim})
        return cls(name, model, query_prompt, passage_prompt, backend)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row per query, of length 1."""
        return self._encode(self._model.encode_query, texts, self.query_prompt)

    def encode_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one row per passage, of length 1; the model may cut long passages.

        Args:
            texts: Passages.
            progress: Called now and then with the number of passages done.
        """
        return self._encode(self._model.encode_document, texts, self.passage_prompt, progress)

    def _encode(
        self,
        encode: Callable[..., NDArray[np.float32]],
        texts: Sequence[str],
        prompt: str,
        progress: Progress | None = None,
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TRANSFORMER_BATCH):
            batch = encodable(texts[start : start + TRANSFORMER_BATCH])
            vectors[start : start + len(batch)] = encode(
                batch, prompt=prompt, show_progress_bar=False
            )
            if progress:
                progress(start + len(batch))
        return unit_rows(vectors)

    def _identity(self) -> Iterable[bytes]:
        """Yield what decides the vectors: name, prompts, and every weight in the order of names."""
        import torch

        yield from (part.encode() for part in (self.name, self.query_prompt, self.passage_prompt))
        if self._model.truncate_dim is not None:
            yield f"truncate_dim {self._model.truncate_dim}".encode()
        if self.backend == "openvino":  # keeps its weights out of torch's sight
            graph: Any = self._model[0].auto_model
            for part in graph.model.get_ordered_ops():
                if part.get_type_name() == "Constant":
                    yield part.data.tobytes()
        for name, weight in sorted(self._model.state_dict().items()):
            yield f"{name} {weight.dtype} {tuple(weight.shape)}".encode()
            # numpy lacks bfloat16, so the weights are hashed as the bytes they are
            yield weight.detach().cpu().contiguous().flatten().view(torch.uint8).numpy().tobytes()


def load_encoder(
    name: str = STATIC_ENCODER,
    query_prompt: str | None = None,
    passage_prompt: str | None = None,
    backend: Backend = "torch",
) -> Encoder:
    """Return the encoder of that name.

    Args:
        name: An encoder inside the package, the folder of a model, or a model's name on the hub;
            only the last may use the network.
        query_prompt: Put before every query; ``None`` takes the one in `HUB_ENCODERS`, else the
            model's own, if it has one.
        passage_prompt: Put before every passage; likewise.
        backend: What runs a transformer: "torch" or "openvino".

    Raises:
        EncoderError: If there is no such encoder, or it cannot be loaded. Nothing else is loaded
            in its place.
    """
    if name == JOINED_ENCODER:
        with ThreadPoolExecutor(1) as other:  # files are read and hashed side by side
            transformer = other.submit(load_encoder, TRANSFORMER)
            return JoinedEncoder(load_encoder(STATIC_ENCODER), transformer.result())
    try:
        folder = _folder(name)
        if known := HUB_ENCODERS.get(name):
            query_prompt = known.query_prompt if query_prompt is None else query_prompt
            passage_prompt = known.passage_prompt if passage_prompt is None else passage_prompt
        if folder and _static_module(folder) is not None:
            return StaticEncoder.load(folder, name, query_prompt, passage_prompt)
        if name == TRANSFORMER and not (query_prompt or passage_prompt) and backend == "torch":
            return TransformerLayers(name, ENCODERS / name)
        return TransformerEncoder.load(name, query_prompt, passage_prompt, backend)
    except Exception as error:  # the libraries raise what they like, all the way to Exception
        raise EncoderError(
            "encoder-not-loaded", name=name, reason=_reason(error), advice=_advice(name, backend)
        ) from error


def _folder(name: str) -> Path | None:
    """Return the folder that is meant, or None for a model on the hub.

    Raises:
        FileNotFoundError: If the name can only be that of a folder, and there is none.
    """
    could_be_hub = HUB_NAME.fullmatch(name) is not None
    if could_be_hub and (ENCODERS / name).is_dir():
        return ENCODERS / name
    if name and Path(name).is_dir():
        return Path(name)
    if could_be_hub and name != STATIC_ENCODER:
        return None
    raise FileNotFoundError("there is no such folder")


def _reason(error: Exception) -> str:
    """Return one line that says why an encoder could not be loaded."""
    return (" ".join(str(error).split()) or type(error).__name__)[:300].rstrip(". ")


def _advice(name: str, backend: Backend) -> Message:
    """Say what to do where an encoder cannot be loaded."""
    if name == STATIC_ENCODER:
        return Message("reinstall")
    if backend != "torch":
        return Message("backend-missing", backend=backend)
    return Message("unset-encoder")


def _static_module(folder: Path) -> str | None:
    """Return where in the folder the StaticEmbedding is, or None if the model is another one."""
    saved = folder / "modules.json"
    if not saved.is_file():
        return None
    modules = json.loads(saved.read_text(encoding="utf-8"))
    kinds = [module["type"].rsplit(".", 1)[-1] for module in modules]
    if kinds[:1] != ["StaticEmbedding"] or set(kinds[1:]) - {"Normalize"}:
        return None
    return str(modules[0]["path"])


def _saved_config(folder: Path) -> dict[str, Any]:
    """Return what a model was saved with besides its weights."""
    saved = folder / "config_sentence_transformers.json"
    if not saved.is_file():
        return {}
    found: dict[str, Any] = json.loads(saved.read_text(encoding="utf-8"))
    return found


def _truncate_dim(saved: Mapping[str, Any]) -> int | None:
    """Return to how many dimensions the model cuts its vectors; None for all of them."""
    kept = saved.get("truncate_dim")
    if kept is None or (type(kept) is int and kept > 0):
        return kept
    raise ValueError(
        f"its truncate_dim is {kept!r}, and not a number of dimensions from 1; mend it in "
        "config_sentence_transformers.json"
    )


def _prompts(
    own: Mapping[str, str | None], query: str | None, passage: str | None
) -> tuple[str, str]:
    """Return the prompts given, or where None was given those the model was saved with."""
    if query is None:
        query = own.get("query") or ""
    if passage is None:
        passage = own.get("document") or own.get("passage") or ""
    return query, passage


def _read_table(path: Path) -> NDArray[np.float32]:
    """Return the token vectors of a StaticEmbedding, in either of the forms it is saved in."""
    from safetensors.numpy import load_file

    saved = load_file(path)
    if "embedding.weight" in saved:
        return saved["embedding.weight"].astype(np.float32)
    if "embeddings" not in saved:
        raise ValueError(f"{path.name} holds no table of token vectors, but {', '.join(saved)}")
    table = saved["embeddings"]
    if "mapping" in saved:  # token -> row
        table = table[saved["mapping"]]
    table = table.astype(np.float32)
    if "weights" in saved:  # one factor a token
        table *= saved["weights"].astype(np.float32)[:, None]
    return table
