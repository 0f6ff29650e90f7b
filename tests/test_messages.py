"""Each message has a code, and a text with the same values in English and in Dutch."""

from __future__ import annotations

import ast
import copy
import json
import pickle
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from conftest import ROOT
from fastapi.testclient import TestClient
from web_fixtures import LOCAL, FakeAssistant

import qa.errors
from qa.errors import LetterError, QAError, TooBusyError
from qa.index.left_out import described, left_out_of, without
from qa.letters import read_letter
from qa.messages import CATALOGUES, Message, recognised, stored
from qa.messages.dutch import DUTCH
from qa.messages.english import ENGLISH
from qa.settings import Settings
from qa.web.site import create_site
from qa.web.state import PageState
from qa.web.texts import TEXTS
from qa.web.told import told, told_html

WITH_A_FILE_FIRST = ("LetterError", "UnreadError", "ScanError", "ChangedError")
"""Errors whose code comes second."""


def fields(text: str) -> set[str]:
    """Return the values that a text names, each with how it is written."""
    return {
        f"{name}!{how}:{spec}" for _, name, spec, how in Formatter().parse(text) if name is not None
    }


def sample(code: str, *, numbered: bool = False) -> dict[str, Any]:
    """Return a value for each name of a text."""
    return {
        name: 1234 if spec or numbered else f"w{at}"
        for at, (_, name, spec, _) in enumerate(Formatter().parse(ENGLISH[code]))
        if name is not None
    }


def test_all_languages_have_the_same_codes_in_the_same_order() -> None:
    assert list(ENGLISH) == list(DUTCH)
    assert all(code == code.lower() and " " not in code for code in ENGLISH)
    assert len(set(ENGLISH.values())) == len(ENGLISH)


@pytest.mark.parametrize("code", ENGLISH)
def test_each_text_names_the_same_values_in_all_languages(code: str) -> None:
    assert fields(DUTCH[code]) == fields(ENGLISH[code])
    message = Message(code, **sample(code))
    for language in CATALOGUES:
        said = message.say(language)
        assert all(str(v) in said or f"{v:,}" in said for v in message.values.values())


# --- codes in the source ---------------------------------------------------------------------


@cache
def trees() -> dict[Path, ast.Module]:
    paths = (ROOT / "qa").rglob("*.py")
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
        if path.parent.name != "messages"
    }


@cache
def error_names() -> frozenset[str]:
    """Return the names of all classes of the source that are a `QAError`."""
    bases = {
        node.name: {ast.unparse(base) for base in node.bases}
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    names = {"QAError"}
    while more := {name for name, above in bases.items() if above & names} - names:
        names |= more
    return frozenset(names)


def calls() -> Iterator[tuple[str, ast.expr]]:
    """Yield each place where an error or a message is made, with the argument for its code."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            made = {one.id for one in ast.walk(node.func) if isinstance(one, ast.Name)}
            if made & (error_names() | {"Message"}):
                at = 1 if made & set(WITH_A_FILE_FIRST) else 0
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.args[at]


def written(argument: ast.expr) -> Iterator[ast.expr]:
    """Yield what an argument may be."""
    if isinstance(argument, ast.IfExp):
        yield from written(argument.body)
        yield from written(argument.orelse)
    else:
        yield argument


def test_every_error_and_message_of_the_source_gives_a_code_of_the_catalogue() -> None:
    found = [(place, one) for place, argument in calls() for one in written(argument)]
    assert len(found) > 250
    texts = [(place, one.value) for place, one in found if isinstance(one, ast.Constant)]
    assert [(place, text) for place, text in texts if text not in ENGLISH] == []
    sentences = [
        place for place, one in found if isinstance(one, ast.JoinedStr | ast.BinOp | ast.Mod)
    ]
    assert sentences == []


def test_every_code_of_the_catalogue_is_used() -> None:
    used = {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [code for code in ENGLISH if code not in used] == []


def test_an_error_of_ours_cannot_be_made_of_a_sentence() -> None:
    with pytest.raises(KeyError):
        QAError("the disk is full")
    with pytest.raises(KeyError):
        QAError("not-written", path="x")  # the reason is not given


# --- messages as values ----------------------------------------------------------------------


def test_an_error_has_a_code_values_and_the_english_text() -> None:
    error = qa.errors.IndexNotFoundError("index-missing", folder=Path("indexes/x"))
    assert str(error) == "no index in indexes/x; build it with: letters-qa index --index indexes/x"
    assert (error.code, error.values) == ("index-missing", {"folder": "indexes/x"})
    assert error.message.say("nl").startswith("geen index in indexes/x; bouw hem met")


def test_an_error_of_a_letter_says_its_file_first_and_its_reason_alone() -> None:
    error = LetterError("a.pdf", "too-many-pages", most=2000)
    assert str(error) == "a.pdf: more than 2000 pages; split it"
    assert error.reason == "more than 2000 pages; split it"
    assert error.message.say("nl") == "a.pdf: meer dan 2000 pagina’s; splits het"
    assert error.values["message"].code == "too-many-pages"


def test_who_must_wait_is_told_how_long() -> None:
    error = TooBusyError("others-before", before=3, seconds=9, place=4)
    assert str(error) == "3 others are before you; try again in 9 seconds"
    assert (error.seconds, error.place) == (9, 4)


def test_messages_and_errors_within_a_message_are_said_in_its_language() -> None:
    why = LetterError("c/x.pdf", "too-many-pages", most=9)
    empty = Message("file-empty")
    message = Message("no-letter-to-index", corpus="c", index="i", problems=[why.message, empty])
    assert message == (
        "no letter to index in c: c/x.pdf: more than 9 pages; split it; the file is empty; put the "
        "letter's text in it or remove it; the index i stays as it was"
    )
    assert message.say("nl") == (
        "geen brief om te indexeren in c: c/x.pdf: meer dan 9 pagina’s; splits het; het bestand is "
        "leeg; zet de tekst van de brief erin of verwijder het; de index i blijft zoals hij was"
    )
    assert Message("about", what="x", message=why).say("nl") == (
        "x: c/x.pdf: meer dan 9 pagina’s; splits het"
    )


def test_a_message_can_be_copied_sent_and_kept() -> None:
    message = LetterError("a.pdf", "too-many-pages", most=2000).message
    kept = json.loads(json.dumps(message.as_json()))
    for again in (
        copy.deepcopy(message), pickle.loads(pickle.dumps(message)), Message.from_json(kept)
    ):  # fmt: skip
        assert (again, again.code, again.values) == (message, message.code, message.values)
        assert again.say("nl") == message.say("nl")


# --- sentences of older indexes --------------------------------------------------------------


@pytest.mark.parametrize("code", ENGLISH)
def test_a_sentence_of_each_text_is_recognised(code: str) -> None:
    text = ENGLISH[code]
    if " " not in text or not any(len(part) > 3 for part, *_ in Formatter().parse(text)):
        return  # without words of its own it is its values, or a name
    message = Message(code, **sample(code))
    found = recognised(str(message))
    assert found is not None
    assert found == message
    assert found.say("nl") == message.say("nl")


def test_a_sentence_is_recognised_with_what_stands_before_and_in_it() -> None:
    found = recognised("a/b.txt: 3 MB is more than the limit of 2 MB; split it, or raise "
                       "QA_MAX_FILE_BYTES")  # fmt: skip
    assert found is not None
    assert found.say("nl") == (
        "a/b.txt: 3 MB is meer dan de grens van 2 MB; splits het of verhoog QA_MAX_FILE_BYTES"
    )
    found = recognised(
        "no letter to index in c: c/x.pdf: more than 9 pages; split it; the index i stays as it was"
    )
    assert found is not None
    assert found.say("nl") == (
        "geen brief om te indexeren in c: c/x.pdf: meer dan 9 pagina’s; splits het; de index i "
        "blijft zoals hij was"
    )
    assert recognised("something that nobody said") is None
    assert recognised("'a' or 'b' names a folder; give it another") is None
    assert recognised(", records answer this") is None


def test_values_that_were_written_otherwise_are_read_back() -> None:
    for message in (
        Message("too-many-records", total=12345, most=50000),
        Message("question-without-subject", text="de 'x'"),
        Message("llm-too-slow", url="http://x", seconds=2.5),
    ):
        found = recognised(str(message))
        assert found is not None
        assert found.values == message.values


def test_what_is_kept_beside_a_sentence_goes_before_its_words() -> None:
    message = Message("too-many-pages", most=9)
    assert stored(str(message), message.as_json()).values == {"most": 9}  # type: ignore[attr-defined]
    assert stored(str(message), None).values == {"most": "9"}  # type: ignore[attr-defined]
    assert stored("other words", message.as_json()) == "other words"
    assert stored(str(message), {"code": "of-a-newer-program", "values": {}}) == message
    assert stored("x", {"code": 3}) == "x"


def test_a_generation_keeps_the_messages_beside_entries_that_older_programs_read() -> None:
    own = {"path": "a.txt", "fingerprint": "f", "own_id": "a"}
    entry = {**own, "problem": LetterError("a.txt", "file-empty").message}
    other = {**own, "path": "b.txt", "own_id": "b", "problem": "of an older program"}
    kept = json.loads(json.dumps(described([entry, other])))
    assert [set(one) for one in kept["left_out"]] == [{*own, "problem"}] * 2
    assert list(kept["messages"]) == ["a.txt"]
    problems = [one["problem"] for one in left_out_of(kept)]
    assert problems == [entry["problem"], "of an older program"]
    assert isinstance(problems[0], Message)
    assert left_out_of({"left_out": kept["left_out"]})[0]["problem"] == problems[0]
    assert without(kept, {"a"}) == {"left_out": [other], "messages": {}}


# --- on the page -----------------------------------------------------------------------------


def test_on_an_english_page_messages_stay_and_unknown_ones_are_marked_on_a_dutch_one() -> None:
    message = Message("too-many-pages", most=9)
    assert told_html(message, TEXTS["en"]) == "more than 9 pages; split it"
    assert told(message, TEXTS["nl"]) == "meer dan 9 pagina’s; splits het"
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
    assert f"{name}: {dutch}" in error.value.message.say("nl")


def test_the_gate_speaks_the_readers_language_and_gives_programs_the_code() -> None:
    state = PageState(Settings(), open_=lambda _: FakeAssistant([]))
    client = TestClient(create_site(state), **LOCAL)
    long = "x" * 17_000
    for language, says in (("nl", "het adres is te lang"), ("en", "the address is too long")):
        answer = client.get(f"/letters?words={long}", headers={"Accept-Language": language})
        assert (answer.status_code, answer.text.startswith(says)) == (414, True)
    told_ = client.get(f"/api/letters?words={long}", headers={"Accept-Language": "nl"}).json()
    assert (told_["code"], told_["values"]) == ("address-too-long", {})
    assert told_["detail"].startswith("the address is too long")
    told_ = client.get("/api/letters/none").json()
    assert (told_["code"], told_["values"]) == (
        "no-such-letter",
        {"doc_id": "none", "index": "test"},
    )


def test_lists_are_joined_in_each_language() -> None:
    said = [Message("proof-lacks", names=["text", "unit"]), Message("proof-differs", names=["url"])]
    message = Message("proof-altered", where="x", file=Message("proof-same-file"), said=said)
    assert message == (
        "the words stand in x (the same file), but the saved answer lacks text and unit and gives "
        "another url than the letter"
    )
    assert message.say("nl") == (
        "de woorden staan in x (hetzelfde bestand), maar het bewaarde antwoord mist text en unit "
        "en geeft url anders dan de brief"
    )
    again = Message.from_json(json.loads(json.dumps(message.as_json())))
    assert (again, again.say("nl")) == (message, message.say("nl"))


def test_a_word_that_is_a_message_too_stays_a_name_within_another() -> None:
    found = recognised("no letter text is here")
    assert found is not None
    assert found.say("nl") == "er is hier geen brief text"
