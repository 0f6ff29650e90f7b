"""Saved answers are compared with what the letters give, whatever field was altered."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Done, index_of, run
from conftest import PLEDGE

from qa.assistant import Assistant
from qa.assistant.saving import saved_json
from qa.errors import QuestionError
from qa.indexing import build_index
from qa.llm import PlacedTranslation, TranslatedSentence, Translation
from qa.records import Letter
from qa.settings import Settings
from qa.verifying import Verified, verify_answer
from qa.verifying.comparing import compare
from qa.verifying.saved_answers import SavedAnswer, read_saved

QUESTION = "how much did NL pledge at the UDCG"


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> dict[str, Any]:
    """A saved answer with amounts, a total, context and hits, as its file holds it."""
    said = json.loads(json.dumps(saved_json(assistant.ask(QUESTION), assistant)))
    assert said["quotes"][0]["text"] == PLEDGE
    assert said["quotes"][0]["amounts"]
    assert said["quotes"][0]["before"]
    assert said["total"]
    assert said["hits"]
    return dict(said)


def verified(said: dict[str, Any], assistant: Assistant, tmp_path: Path) -> Verified:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    (one,) = read_saved(path)

    def then(doc_id: str, sha256: str) -> Letter | None:
        letter = assistant.letter(doc_id) if assistant.has_letter(doc_id) else None
        return letter if letter and sha256 in {"", letter.version} else None

    return verify_answer(
        one, lambda quote: then(quote.doc_id, ""), then, str(assistant.generation["reader"])
    )


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every value in an object, and of every list and object too."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, name))


def changed(said: dict[str, Any], path: tuple[str | int, ...]) -> dict[str, Any]:
    """Return an answer with another value in one place."""
    made: Any = copy.deepcopy(said)
    inside = made
    for name in path[:-1]:
        inside = inside[name]
    old = inside[path[-1]]
    inside[path[-1]] = (
        (not old) if isinstance(old, bool)
        else old + 1 if isinstance(old, int | float)
        else f"{old} anders" if isinstance(old, str)
        else ["anders"]
    )  # fmt: skip
    return dict(made)


def unchecked(found: Verified) -> set[str]:
    """Return the fields that were told of as not checked."""
    quotes = {f"quotes.{name}" for proof in found.proofs for name in proof.unchecked}
    return {*found.rest.unchecked, *quotes}


def named(found: Verified) -> set[str]:
    """Return the first names of the fields that were told of as not what they should be."""
    parts = [*found.proofs, found.rest]
    names = [name for part in parts for name in (*part.differs, *part.missing, *part.unknown)]
    return {name.split(".")[0].split("[")[0] for name in names}


def test_an_untouched_answer_holds_and_says_what_was_not_checked(
    answer: dict[str, Any], assistant: Assistant, tmp_path: Path
) -> None:
    found = verified(answer, assistant, tmp_path)
    assert found.holds
    assert [proof.verdict for proof in found.proofs] == ["verbatim"] * len(answer["quotes"])
    assert named(found) == set()
    assert {"question", "searched", "hits.score", "saved.asked"} <= set(found.rest.unchecked)
    assert set(found.proofs[0].unchecked) == {"score"}


def test_every_value_that_is_altered_is_found_or_was_named_as_not_checked(
    answer: dict[str, Any], assistant: Assistant, tmp_path: Path
) -> None:
    before = unchecked(verified(answer, assistant, tmp_path))
    missed = []
    for path in leaves(answer):
        name = ".".join(str(part) for part in path if isinstance(part, str))
        if any(name == one or name.startswith(f"{one}.") for one in before):
            continue
        try:
            found = verified(changed(answer, path), assistant, tmp_path)
        except QuestionError:  # of another type, or no place in a letter
            continue
        if found.holds and unchecked(found) <= before:
            missed.append(path)
    assert missed == []


def test_every_field_that_is_taken_out_is_named(
    answer: dict[str, Any], assistant: Assistant, tmp_path: Path
) -> None:
    missed = []
    for path in leaves(answer):
        if not isinstance(path[-1], str) or path[0] == "searched" or path[:1] == ("saved",):
            continue
        made: Any = copy.deepcopy(answer)
        inside = made
        for name in path[:-1]:
            inside = inside[name]
        del inside[path[-1]]
        try:
            found = verified(made, assistant, tmp_path)
        except QuestionError:
            continue
        if found.holds and path[-1] not in {"score", "found_by", "similarity", "words", "across"}:
            missed.append(path)
    assert missed == []


def test_a_field_that_no_answer_has_is_named(
    answer: dict[str, Any], assistant: Assistant, tmp_path: Path
) -> None:
    made = copy.deepcopy(answer)
    made["quotes"][0]["certified"] = True
    made["certified"] = True
    found = verified(made, assistant, tmp_path)
    assert (found.proofs[0].unknown, found.rest.unknown) == (("certified",), ("certified",))
    assert (found.proofs[0].verdict, found.altered) == ("altered", True)
    made["saved"]["program"] = "letters-qa 99.0"  # may have fields that this one has not
    later = verified(made, assistant, tmp_path)
    assert later.holds
    assert later.proofs[0].unknown == ("certified",)


def shift(made: dict[str, Any]) -> None:
    made["quotes"][0]["citation"]["start"] += 3
    made["quotes"][0]["citation"]["end"] += 3


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [("reference", "Kamerstukken II 2020/21, 1, nr. 1", "reference"), ("pages", [9], "pages")],
)
def test_an_altered_offset_hides_nothing(
    answer: dict[str, Any], assistant: Assistant, tmp_path: Path, field: str, value: Any, name: str
) -> None:
    made = copy.deepcopy(answer)
    shift(made)
    made["quotes"][0]["citation"][field] = value
    made["quotes"][0]["amounts"][0]["value"] = 88_000_000
    proof = verified(made, assistant, tmp_path).proofs[0]
    assert proof.verdict == "altered"
    assert {"start", "end", name, "amounts"} <= set(proof.differs)


def test_in_a_version_that_is_not_here_amounts_are_checked_and_places_named(
    answer: dict[str, Any], assistant: Assistant, tmp_path: Path
) -> None:
    made = copy.deepcopy(answer)
    shift(made)
    made["quotes"][0]["citation"]["sha256"] = "1" * 64
    made["quotes"][0]["citation"]["pages"] = [9]
    proof = verified(made, assistant, tmp_path).proofs[0]
    assert proof.verdict == "moved"
    assert {"pages", "start", "sha256"} <= {n.split(".")[-1] for n in proof.unchecked}
    made["quotes"][0]["amounts"][0]["value"] = 88_000_000
    assert verified(made, assistant, tmp_path).proofs[0].verdict == "altered"


def test_an_older_version_that_is_kept_is_what_an_answer_of_it_is_compared_with(
    settings: Settings, tmp_path: Path
) -> None:
    build_index(settings)
    saved = tmp_path / "antwoord.json"
    question = "hoeveel stations kregen een lift"
    run("ask", question, "--save", saved.with_suffix(".html"), *index_of(settings))
    path = settings.corpus / "kst-99001-7.txt"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Gemiddeld is", "Een zin vooraf. Gemiddeld is"),
        encoding="utf-8",
    )
    build_index(settings)
    done = run("verify", saved, *index_of(settings))
    assert (done.returncode, "moved" in done.stdout) == (0, True)
    said = json.loads(saved.read_text(encoding="utf-8"))
    said["quotes"][0]["citation"]["paragraph"] = 99
    saved.write_text(json.dumps(said), encoding="utf-8")
    done = run("verify", saved, *index_of(settings))
    assert (done.returncode, "gives another paragraph than the letter" in done.stdout) == (1, True)


def verify_changed(saved: Path, settings: Settings, change: Callable[[Any], None]) -> Done:
    said = json.loads(saved.read_text(encoding="utf-8"))
    change(said)
    saved.write_text(json.dumps(said), encoding="utf-8")
    return run("verify", saved, *index_of(settings))


def test_the_command_names_what_differs_besides_the_quotes(
    founding_settings: Settings, tmp_path: Path
) -> None:
    saved = tmp_path / "a.json"
    run("ask", QUESTION, "--save", tmp_path / "a.html", *index_of(founding_settings))
    whole = run("verify", saved, "--json", *index_of(founding_settings))
    assert whole.returncode == 0
    (rest,) = json.loads(whole.stdout)["answers"]
    assert (rest["altered"], rest["differs"], "question" in rest["unchecked"]) == (False, [], True)

    def other_total(said: Any) -> None:
        said["total"]["value"] += 1

    done = verify_changed(saved, founding_settings, other_total)
    assert done.returncode == 1
    assert "gives another total than the letters" in done.stdout
    assert "not checked: " in done.stdout

    def without_warning(said: Any) -> None:
        said["total"]["value"] -= 1
        del said["quotes"][0]["second_look"]

    done = verify_changed(saved, founding_settings, without_warning)
    assert (done.returncode, "lacks second_look" in done.stdout) == (1, True)


def with_quote(**other: Any) -> str:
    citation = {"doc_id": "a", "start": 0, "end": 4, **other.pop("citation", {})}
    quote = {"text": "Ja.", "citation": citation, **other}
    return json.dumps({"question": "x", "quotes": [quote]})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 990 + "1" + "}" * 990, "no 'question' in it|nested too deeply"),
        ('{"question": "\\ud800", "quotes": []}', "half a character"),
        ('["x"]', "a list in place of an object"),
        ('{"question": 5, "quotes": []}', "'question' is a number, not text"),
        ('{"question": "x", "quotes": {}}', "'quotes' is an object, not a list"),
        ('{"question": "x", "quotes": [7]}', "a number in place of an object"),
        ('{"question": "x", "quotes": [], "saved": []}', "a list in place of an object"),
        (with_quote(citation={"start": "0"}), "are no place"),
        (with_quote(citation={"start": -5}), "are no place"),
        (with_quote(citation={"end": float("inf")}), "are no place"),
        (with_quote(citation={"start": False}), "are no place"),
        (with_quote(citation={"sha256": None}), "'sha256' is nothing, not text"),
        (with_quote(text=None), "'text' is nothing, not text"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_named_with_what_to_do(
    content: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(QuestionError, match=said) as error:
        read_saved(path)
    assert str(path) in str(error.value)
    assert "give what ask --json printed" in str(error.value)


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, ["x"], [None], {"x": 1}, [[[]]], True, -1.5])
def test_odd_values_beside_the_words_are_told_not_raised(
    answer: dict[str, Any], assistant: Assistant, tmp_path: Path, odd: Any
) -> None:
    for name in answer:
        if name not in {"question", "quotes", "saved"}:
            verified({**answer, name: odd}, assistant, tmp_path)
    for name in answer["quotes"][0]:
        if name not in {"text", "citation"}:
            quote = {**answer["quotes"][0], name: odd}
            verified({**answer, "quotes": [quote]}, assistant, tmp_path)
    for name in answer["saved"]:
        if name != "letters":
            verified({**answer, "saved": {**answer["saved"], name: odd}}, assistant, tmp_path)


def test_fields_are_compared_whatever_they_are_called() -> None:
    found = compare({"a": 1, "new": {"x": 2}}, {"a": True, "new": {"x": 3, "y": 0}, "z": (1,)})
    assert found.differs == ("a", "new")
    assert found.missing == ("new.y", "z")


def test_an_answer_keeps_all_that_its_file_says(answer: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    (one,) = read_saved(path)
    assert isinstance(one, SavedAnswer)
    assert one.said == answer


@pytest.fixture
def translated(assistant: Assistant) -> dict[str, Any]:
    """A saved answer whose first quote was translated."""
    found = assistant.ask(QUESTION)
    place = found.quotes[0].citation
    made = Translation(
        "small", "en", (TranslatedSentence(0, len(PLEDGE), "I have announced €87 million."),)
    )
    one = PlacedTranslation(place.doc_id, place.sha256, place.start, place.end, made)
    told = saved_json(found, assistant, translations=[one])
    return dict(json.loads(json.dumps(told)))


def test_a_translation_is_no_quote(
    translated: dict[str, Any], assistant: Assistant, tmp_path: Path
) -> None:
    before = verified(translated, assistant, tmp_path)
    assert before.holds
    assert "translations" in before.rest.unchecked
    translated["translations"][0]["sentences"][0]["text"] = "I have announced nothing."
    after = verified(translated, assistant, tmp_path)
    assert (after.holds, after.proofs, after.rest) == (True, before.proofs, before.rest)


def test_a_translation_that_is_pasted_as_a_quote_is_told(
    translated: dict[str, Any], assistant: Assistant, tmp_path: Path
) -> None:
    said = translated["translations"][0]["sentences"][0]["text"]
    translated["quotes"][0]["text"] = said
    found = verified(translated, assistant, tmp_path)
    assert not found.holds
    assert found.proofs[0].verdict == "gone"
