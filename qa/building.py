"""A corpus to an index: reads letters, cuts chunks, embeds, and publishes a new generation.

Only new and changed letters are read into the index; vectors of unchanged passages are used again.
Does not search.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.chunking import CHUNKER, chunk_letter
from qa.encoder import Encoder, StaticEncoder, load_encoder
from qa.errors import CorpusError, EncoderError, IndexDamagedError
from qa.index import LocalStore, SegmentContent, TokenLists
from qa.index.segment import postings_of, searched_text
from qa.index.versions import VersionStore
from qa.letters.corpus import Corpus, Progress, read_corpus
from qa.records import Chunk, Letter
from qa.settings import DEFAULT_ENCODER, Settings, load_settings

READER = "letters 2"
"""Version of how files become letters; another one reads every file again."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What an update of the index did; ``problems`` and ``notices`` are sentences, one a file.

    ``rebuilt`` says that all letters were taken in anew, by wish or because the encoder, the
    chunker or the reader is another one.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    problems: tuple[str, ...]
    notices: tuple[str, ...]
    letters: int
    paragraphs: int
    chunks: int
    embedded: int
    generation: int
    rebuilt: bool = False

    @property
    def up_to_date(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.added or self.changed or self.removed or self.rebuilt)


def embedded_text(chunk: Chunk) -> str:
    """Return what is embedded for a chunk: its text, with dossier title and heading before it."""
    return searched_text(chunk)


def embedding_key(encoder: Encoder, text: str) -> bytes:
    """Return the key under which the vector of a text is used again: 16 bytes."""
    return hashlib.sha256(f"{encoder.fingerprint}\0{text}".encode()).digest()[:16]


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
    lexicon = encoder if encoder.name == DEFAULT_ENCODER else load_encoder(DEFAULT_ENCODER)
    if not isinstance(lexicon, StaticEncoder):
        raise EncoderError(f"{DEFAULT_ENCODER} is not a static encoder: install the program again")
    return encoder, lexicon


def _made_by(settings: Settings, encoder: Encoder, lexicon: StaticEncoder) -> dict[str, Any]:
    """Describe what decides an index's content; it stands in the manifest."""
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


def _versions() -> dict[str, str]:
    found = {}
    for package in ("letters-qa", "faiss-cpu", "numpy", "langchain-text-splitters", "PyStemmer"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed as a package"
    return found


def build_index(
    settings: Settings | None = None,
    progress: Progress | None = None,
    rebuild: bool = False,
) -> BuildReport:
    """Bring the index up to date with the corpus: new, changed and vanished letters.

    Everything is built beside the index in use and made current by one rename. Vectors of
    unchanged passages are used again. An index made by another encoder, chunker or reader, or one
    that is damaged, is built anew.

    Args:
        settings: Paths, encoder and sizes; from ``QA_*`` variables by default.
        progress: Called as the work goes on.
        rebuild: Read and embed everything again.

    Raises:
        CorpusError: If the folder is missing or holds no letter that can be read.
        EncoderError: If the encoder cannot be loaded.
        IndexBusyError: If another process is writing this index.
    """
    settings = settings or load_settings()
    encoder, lexicon = open_encoders(settings)
    made_by = _made_by(settings, encoder, lexicon)
    corpus = read_corpus(settings, progress)
    if not corpus.letters:
        found = "; ".join(corpus.problems[:3]) or "it is empty"
        raise CorpusError(
            f"no letter to index in {settings.corpus}: {found}; "
            f"the index {settings.index} stays as it was"
        )
    store = _store_for_writing(settings.index, rebuild)
    with store.writing():
        store = _store_for_writing(settings.index, rebuild)  # as it is now that we hold the lock
        same = not rebuild and all(store.manifest.get(k) == v for k, v in made_by.items())
        if not same or store.needs_merge():
            store.clear()
        old = store.entries
        added = sorted(corpus.letters.keys() - old.keys())
        removed = sorted(old.keys() - corpus.letters.keys())
        changed = sorted(
            doc_id
            for doc_id in corpus.letters.keys() & old.keys()
            if corpus.letters[doc_id].fingerprint != old[doc_id].fingerprint
        )
        anew = sorted(corpus.letters) if store.is_cleared else [*added, *changed]
        embedded = 0
        rebuilt = store.is_cleared and bool(old)
        problems_changed = list(corpus.problems) != store.manifest.get("problems", [])
        if anew or removed or problems_changed:
            known = _known_vectors(store) if old and not rebuild else {}
            content, embedded = _content(
                [corpus.letters[doc_id] for doc_id in anew],
                settings, encoder, lexicon, known, progress,
            )  # fmt: skip
            _keep_versions(store, corpus, changed)
            store.delete([*removed, *changed])
            if content.letters:
                store.add(content)
            store.commit(_described(made_by, corpus.letters.values(), corpus.problems))
    store = LocalStore.open(settings.index)
    return BuildReport(
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(removed),
        unchanged=len(corpus.letters) - len(added) - len(changed),
        problems=corpus.problems,
        notices=corpus.notices,
        letters=len(store.entries),
        paragraphs=sum(entry.paragraphs for entry in store.entries.values()),
        chunks=sum(entry.chunks for entry in store.entries.values()),
        embedded=embedded,
        generation=store.manifest["generation"],
        rebuilt=rebuilt,
    )


def _keep_versions(store: LocalStore, corpus: Corpus, changed: Sequence[str]) -> None:
    """Keep the versions that this generation no longer searches."""
    versions = VersionStore(store.folder)
    for letter in corpus.older:
        versions.put(letter)
    for doc_id in changed:
        if store.entries[doc_id].version != corpus.letters[doc_id].version:
            versions.put(store.letter(doc_id))


def index_letters(letters: Sequence[Letter], settings: Settings) -> None:
    """Index letters that are already read, in place of whatever ``settings.index`` holds.

    Raises:
        EncoderError: If the encoder cannot be loaded.
        IndexBusyError: If another process is writing this index.
    """
    encoder, lexicon = open_encoders(settings)
    store = LocalStore.replacing(settings.index)
    with store.writing():
        content, _ = _content(letters, settings, encoder, lexicon, {}, None)
        store.add(content)
        store.commit(_described(_made_by(settings, encoder, lexicon), letters, ()))


def _described(
    made_by: dict[str, Any], letters: Collection[Letter], problems: Sequence[str]
) -> dict[str, Any]:
    """Return what the manifest says of an index beside its segments."""
    counts = {
        "letters": len(letters),
        "paragraphs": sum(len(letter.paragraphs) for letter in letters),
        "left_out": len(problems),
    }
    return {**made_by, "counts": counts, "problems": list(problems), "versions": _versions()}


def _store_for_writing(folder: Path, rebuild: bool) -> LocalStore:
    """Open the index to write; a damaged one counts as empty, for it is about to be replaced."""
    try:
        return LocalStore(folder)
    except IndexDamagedError:
        return LocalStore.replacing(folder)


def _known_vectors(store: LocalStore) -> dict[bytes, NDArray[np.float32]]:
    return {key.tobytes(): vector for _, key, vector in store.live_chunks()}


def _content(
    letters: Sequence[Letter],
    settings: Settings,
    encoder: Encoder,
    lexicon: StaticEncoder,
    known: dict[bytes, NDArray[np.float32]],
    progress: Progress | None,
) -> tuple[SegmentContent, int]:
    """Make all that goes into a segment; returns it and how many chunks had to be embedded."""
    chunks = [
        chunk for letter in letters for chunk in chunk_letter(letter, settings.chunk_characters)
    ]
    texts = [embedded_text(chunk) for chunk in chunks]
    keys = [embedding_key(encoder, text) for text in texts]
    missing = [i for i, key in enumerate(keys) if key not in known]

    def report(done: int) -> None:
        if progress:
            progress("embed", done, len(missing))

    fresh = encoder.encode_passages([texts[i] for i in missing], report)
    vectors = np.zeros((len(chunks), encoder.dimension), np.float32)
    for i, key in enumerate(keys):
        if key in known:
            vectors[i] = known[key]
    vectors[missing] = fresh
    tokens, sentences = _tokens(chunks, lexicon)
    postings = postings_of(chunks)
    content = SegmentContent(
        letters=letters,
        chunks=chunks,
        vectors=vectors,
        keys=np.frombuffer(b"".join(keys), np.uint8).reshape(-1, 16),
        tokens=tokens,
        sentences=sentences,
        postings=postings,
        form_vectors=lexicon.encode_passages(list(postings.forms)).astype(np.float16),
    )
    return content, len(missing)


def _tokens(
    chunks: Iterable[Chunk], lexicon: StaticEncoder
) -> tuple[TokenLists, NDArray[np.int32]]:
    """Cut chunks into the lexicon's tokens and find where their sentences lie among them."""
    chunks = list(chunks)
    found = lexicon.tokenize([chunk.text for chunk in chunks])
    starts = np.zeros(len(chunks) + 1, np.int64)
    starts[1:] = np.cumsum([len(tokens.ids) for tokens in found])
    ids = np.concatenate([tokens.ids for tokens in found]) if found else np.zeros(0)
    places = []
    for row, (chunk, tokens) in enumerate(zip(chunks, found, strict=True)):
        for sentence in chunk.sentences:
            first, last = np.searchsorted(
                tokens.starts, [sentence.start - chunk.start, sentence.end - chunk.start]
            )
            places.append((row, first, last))
    return (
        TokenLists(ids.astype(np.int32), starts),
        np.array(places, np.int32).reshape(-1, 3),
    )
