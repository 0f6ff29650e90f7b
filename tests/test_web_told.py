"""What the program tells is said in Dutch on the Dutch page; what is not known stays English."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from qa.errors import LetterError
from qa.letters import read_letter
from qa.web.texts import TEXTS
from qa.web.told import DUTCH, in_dutch, told_html

SHOWN = (
    "letters", "corpus/official", "corpus/files.py", "index",
    "records/filters.py", "retrieval",
    "assistant/assistant.py", "indexing/indexer.py", "indexing/on_ray.py",
)  # fmt: skip
"""Where the errors are raised that the page shows."""

OTHERS_SEE = (
    "ids stand alone; leave out the dossier and the dates",  # the page takes one thing to fetch
    "--ray needs the extra: pip install 'letters-qa[ray]' (X)",
    "X is a file; choose a folder with --index",
    "QA_STORE=X needs the extra: pip install 'letters-qa[milvus]' (X)",
    "setting QA_STORE=X: the file's name must end in .db",
    "setting QA_STORE=X: write milvus+ and its address, such as milvus+http://localhost:19530 or "
    "milvus+letters.db; leave it out for the folder",
    "X X",
    "this is X",  # put together of parts, of which the tests below show each
)
"""Only the command line tells these."""


def files() -> Iterator[Path]:
    for name in SHOWN:
        path = ROOT / "qa" / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def template(node: ast.expr) -> str | None:
    """Return a message with X for its values, if it is written where the error is raised."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "X" for p in node.values)
    return None


def messages() -> Iterator[str]:
    for path in files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Raise | ast.Return) or not isinstance(
                node.value if isinstance(node, ast.Return) else node.exc, ast.Call
            ):
                continue
            call = node.value if isinstance(node, ast.Return) else node.exc
            assert isinstance(call, ast.Call)
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            if name.endswith("Error") and name not in {"ValueError", "OSError"} and call.args:
                text = template(call.args[-1])
                if text and " " in text:
                    yield text


def test_every_error_that_the_page_may_show_has_its_dutch() -> None:
    found = sorted(set(messages()) - set(OTHERS_SEE))
    assert len(found) > 60
    assert [text for text in found if in_dutch(text) is None] == []


def test_values_stay_as_they_are() -> None:
    told = in_dutch(
        "a/b.txt: 3 MB is more than the limit of 2 MB; split it, or raise QA_MAX_FILE_BYTES"
    )
    assert (
        told
        == "a/b.txt: 3 MB is meer dan de grens van 2 MB; splits het of verhoog QA_MAX_FILE_BYTES"
    )


def test_a_message_in_a_message_is_said_in_dutch_too() -> None:
    told = in_dutch(
        "no letter to index in c: c/x.pdf: more than 9 pages; split it; the index i stays as it was"
    )
    assert told == (
        "geen brief om te indexeren in c: c/x.pdf: meer dan 9 pagina’s; splits het; de index i "
        "blijft zoals hij was"
    )


@pytest.mark.parametrize("english", DUTCH)
def test_each_has_as_many_values_in_both(english: str) -> None:
    assert english.count("{}") == DUTCH[english].count("{}")
    count = english.count("{}")
    values = [f"w{n}" for n in range(count)]
    said = in_dutch(english.replace("{}", "%s") % tuple(values) if count else english)
    assert said is not None
    assert [value for value in values if value in said] == values


def test_on_an_english_page_messages_stay_and_unknown_ones_are_marked_on_a_dutch_one() -> None:
    assert told_html("more than 9 pages; split it", TEXTS["en"]) == "more than 9 pages; split it"
    assert told_html("so <b>", TEXTS["nl"]) == '<span lang="en">so &lt;b&gt;</span>'
    assert told_html("<b>: more than 9 pages; split it", TEXTS["nl"]).startswith("&lt;b&gt;: meer")


@pytest.mark.parametrize(
    ("name", "content", "dutch"),
    [
        ("leeg.txt", b"", "het bestand is leeg"),
        (
            "oud.doc",
            b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"),
            "dit is een oud Word-bestand",
        ),
        ("foto.pdf", b"\xff\xd8\xff" + bytes(40), "dit is een JPEG-afbeelding"),
        ("stuk.pdf", b"%PDF-1.4 niets", "deze pdf is beschadigd"),
        ("stuk.docx", b"PK\x03\x04 niets", "dit bestand (DOCX of ODT?) is beschadigd"),
        (
            "stuk.xml",
            b"<?xml version='1.0'?><officiele-publicatie><b></officiele-publicatie>",
            "deze XML is niet welgevormd",
        ),
    ],
)
def test_files_that_cannot_be_read_are_said_in_dutch(
    name: str, content: bytes, dutch: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LetterError) as error:
        read_letter(path)
    assert f"{name}: {dutch}" in (in_dutch(str(error.value)) or str(error.value))
