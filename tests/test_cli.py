"""The command line: what it prints, the JSON, the exit codes, and no traceback for a person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import index_of, run, run_apart
from conftest import PLEDGE
from pytest_httpserver import HTTPServer

from qa.cli.batch import read_batch
from qa.errors import QuestionError
from qa.records.filters import Filter
from qa.settings import Settings


def test_ask_prints_the_quote_and_its_citation(founding_settings: Settings) -> None:
    done = run_apart("ask", "what did NL pledge at the UDCG", *index_of(founding_settings))
    assert done.returncode == 0, done.stderr
    assert PLEDGE in done.stdout
    assert "kst-28676-449 ¶ 11 · Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4" in done.stdout
    assert "https://zoek.officielebekendmakingen.nl/kst-28676-449" in done.stdout
    assert "Ukraine Defence Contact Group (UDCG)" in done.stdout


def test_the_json_has_the_documented_fields(founding_settings: Settings) -> None:
    done = run("ask", "what did NL pledge at the UDCG", "--json", *index_of(founding_settings))
    answer = json.loads(done.stdout)
    assert set(answer) == {
        "schema", "id", "question", "found", "state", "reason", "missing", "quotes", "total",
        "hits",
        "searched", "time", "passed_over", "summary", "translations", "differences", "probability",
        "refusal",
        "understood",
    }  # fmt: skip
    assert (answer["schema"], answer["id"], answer["found"]) == (1, None, True)
    quote = answer["quotes"][0]
    assert quote["text"] == PLEDGE
    assert set(quote) == {
        "text", "score", "citation", "context", "before", "after", "amounts", "dates",
        "second_look", "newest", "list", "also", "terms", "notices", "asked", "led_by", "paragraph",
        "caveats", "referral",
    }  # fmt: skip
    values = [(amount["value"], amount["currency"]) for amount in quote["amounts"]]
    assert values == [(87_000_000, "EUR"), (25_000_000, "EUR"), (10_000_000, "EUR")]
    assert (answer["total"]["value"], len(answer["total"]["addends"])) == (122_000_000, 3)
    assert set(quote["citation"]) == {
        "doc_id", "unit", "paragraph", "pages", "start", "end", "anchor", "reference", "url",
        "sha256", "date", "printed_pages", "sender", "subject", "written_after", "written_before",
    }  # fmt: skip
    assert quote["citation"]["paragraph"] == 11
    assert quote["citation"]["pages"] == [3, 4]
    assert set(answer["hits"][0]) == {
        "rank", "score", "doc_id", "chunk_id", "paragraphs", "start", "end", "text",
        "found_by", "asked", "answer", "citation",
    }  # fmt: skip
    assert [hit["rank"] for hit in answer["hits"]] == list(range(1, len(answer["hits"]) + 1))
    assert all(len(hit["text"]) <= 1200 for hit in answer["hits"])
    assert answer["searched"] == {
        "letters": 1, "paragraphs": 11, "index": "founding", "filter": {}, "unread": 0, "older": 0,
        "oldest": None, "newest": None, "first_pass": False,
    }  # fmt: skip


def test_a_follow_up_and_abbreviations_are_printed(founding_settings: Settings) -> None:
    index = index_of(founding_settings)
    before = "Who represents the EU at the UDCG?"
    done = run("ask", "and at the NUC?", "--after", before, *index)
    assert "Read as: Who represents the EU at the NUC?" in done.stdout
    done = run("ask", "what did NL pledge at the UDCG", *index)
    assert "UDCG: Ukraine Defence Contact Group, kst-28676-449 ¶ 11" in done.stdout
    done = run("ask", "--after", before, "--batch", "-", *index)
    assert (done.returncode, "go with one question" in done.stderr) == (2, True)


def test_the_timeline_shows_letters_with_their_places(founding_settings: Settings) -> None:
    index = index_of(founding_settings)
    question = "steun aan Oekraïne"
    shown = run("timeline", question, *index).stdout
    assert "no date" in shown
    assert "kst-28676-449 ¶" in shown
    found = json.loads(run("timeline", question, "--json", *index).stdout)
    assert set(found) == {"schema", "question", "moments", "differences", "searched"}
    text = json.loads(run("show", "kst-28676-449", "--json", *index).stdout)["text"]
    for moment in found["moments"]:
        assert text[moment["citation"]["start"] : moment["citation"]["end"]] == moment["text"]


def test_the_glossary_tells_where_an_abbreviation_is_explained(
    founding_settings: Settings,
) -> None:
    index = index_of(founding_settings)
    line = "UDCG: Ukraine Defence Contact Group kst-28676-449 ¶ 11"
    assert line in run("glossary", *index).stdout.splitlines()
    assert run("glossary", "udcg", *index).stdout.splitlines() == [line]
    terms = json.loads(run("glossary", "--json", *index).stdout)["terms"]
    assert {"UDCG", "IFU"} <= {term["short"] for term in terms}
    done = run("glossary", "XYZQ", *index)
    assert (done.returncode, "no letter explains 'XYZQ'" in done.stderr) == (1, True)


def test_offsets_in_the_json_count_the_text_that_show_prints(founding_settings: Settings) -> None:
    index = index_of(founding_settings)
    text = json.loads(run("show", "kst-28676-449", "--json", *index).stdout)["text"]
    answer = json.loads(run("ask", "wat is het NFM", "--json", *index).stdout)
    spans = [(q["citation"]["start"], q["citation"]["end"], q["text"]) for q in answer["quotes"]]
    spans += [(c["start"], c["end"], c["text"]) for q in answer["quotes"] for c in q["context"]]
    spans += [(h["start"], h["end"], h["text"]) for h in answer["hits"]]
    assert len(spans) > 5
    for start, end, expected in spans:
        assert text[start:end] == expected


def test_a_batch_gives_one_line_for_each_question_in_order(
    founding_settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(
        '{"id": "b", "question": "Wat heeft Nederland toegezegd bij de UDCG?"}\n\n'
        '{"id": 7, "question": "qwxz vrpt"}\n',
        encoding="utf-8",
    )
    done = run("ask", "--batch", path, "--json", *index_of(founding_settings))
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], first["found"], first["quotes"][0]["text"]) == ("b", True, PLEDGE)
    assert (second["id"], second["found"], second["quotes"]) == (7, False, [])
    assert done.returncode == 0
    again = run("ask", "--batch", "-", "--json", *index_of(founding_settings),
                stdin=path.read_text(encoding="utf-8"))  # fmt: skip
    assert again.stdout == done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"id": 1}',
        '{"question": 5}',
        '{"question": " ?"}',
        '{"id": NaN, "question": "a"}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_of_a_batch_is_named(
    founding_settings: Settings, tmp_path: Path, line: str
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f'{{"id": 1, "question": "goed"}}\n{line}\n', encoding="utf-8")
    done = run("ask", "--batch", path, "--json", *index_of(founding_settings))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{path}, line 2" in done.stderr
    assert "Traceback" not in done.stderr


def test_index_names_and_counts_bad_letters_and_goes_on(settings: Settings) -> None:
    (settings.corpus / "leeg.txt").write_bytes(b"")
    (settings.corpus / "foto.txt").write_bytes(bytes(range(256)) * 100)
    (settings.corpus / "oud.txt").write_bytes("Financiële steun van € 3 mln.".encode("cp1252"))
    with (settings.corpus / "groot.txt").open("wb") as file:
        file.truncate(200_000_000)
    done = run("index", "--corpus", settings.corpus, *index_of(settings))
    assert done.returncode == 0, done.stderr
    assert "4 letters" in done.stdout
    assert "3 files left out" in done.stdout
    for name, reason in (("leeg", "empty"), ("foto", "binary"), ("groot", "more than the limit")):
        (line,) = [line for line in done.stderr.splitlines() if f"{name}.txt" in line]
        assert reason in line
    assert "oud.txt: not UTF-8 (byte 7); decoded as latin-1 (windows-1252)" in done.stderr
    listed = run("letters", *index_of(settings))
    assert "4 letters" in listed.stdout
    assert "3 files left out" in listed.stderr
    problems = run("letters", "--problems", *index_of(settings))
    assert len(problems.stdout.splitlines()) == 4
    assert "3 files left out, 4 letters read" in problems.stdout
    assert json.loads(run("letters", "--json", *index_of(settings)).stdout)["problems"]


def test_letters_and_show(founding_settings: Settings) -> None:
    listed = run("letters", *index_of(founding_settings))
    assert "kst-28676-449" in listed.stdout
    assert "11 paragraphs" in listed.stdout
    shown = run("show", "kst-28676-449", "--paragraph", "9", *index_of(founding_settings))
    assert "De tweede NATO-Ukraine Council (NUC)" in shown.stdout
    assert "Defence Contact Group" not in shown.stdout
    note = run("show", "kst-28676-449", "-p", "n1", *index_of(founding_settings))
    assert "hoofdkwartieren kan oproepen" in note.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("ask", "wat", "--index", "nowhere"), 1, "no index in nowhere; build it with"),
        (("letters", "--index", "nowhere"), 1, "no index in nowhere"),
        (("index", "--corpus", "nowhere", "--index", "x"), 1, "no folder nowhere"),
        (("ask",), 2, "give a question"),
        (("frobnicate",), 2, "No such command"),
        (("ask", "--batch", "nowhere.jsonl"), 1, "nowhere.jsonl"),
    ],
)
def test_what_goes_wrong_is_said_plainly(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_letters_paragraphs_and_empty_questions(founding_settings: Settings) -> None:
    index = index_of(founding_settings)
    for arguments, said in (
        (("show", "kst-1-1"), "no letter kst-1-1"),
        (("show", "kst-28676-449", "-p", "99"), "it has 11 paragraphs"),
        (("ask", " ?! "), "the question is empty"),
        (("ask", "wat is de"), "'wat is de' has only words that every letter has"),
    ):
        done = run(*arguments, *index)
        assert (done.returncode, said in done.stderr) == (1, True)


def test_variables_set_corpus_and_index(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_CORPUS", str(settings.corpus))
    monkeypatch.setenv("QA_INDEX", str(settings.index))
    assert "3 added" in run("index").stdout
    assert "kst-99001-7" in run("letters").stdout


# --- filters ---------------------------------------------------------------------------------


def test_a_question_is_put_to_some_letters_only(settings: Settings, tmp_path: Path) -> None:
    where = ["--corpus", str(settings.corpus), *index_of(settings)]
    assert run("index", *where).returncode == 0
    ask = ["ask", "wat staat in de brief", "--json", *index_of(settings)]
    done = json.loads(run(*ask, "--since", "2023-06", "--kind", "brief").stdout)
    assert {hit["doc_id"] for hit in done["hits"]} == {"kst-99002-XV-3"}
    assert done["searched"]["letters"] == 1
    assert done["searched"]["filter"] == {"kinds": ["brief"], "since": "2023-06-01"}
    nothing = run("ask", "brief", "--dossier", "11 111", *index_of(settings))
    assert "no letter fits the filter" in nothing.stdout
    bad = run("ask", "brief", "--until", "gisteren", *index_of(settings))
    assert (bad.returncode, "'gisteren' is no date" in bad.stderr) == (1, True)
    batch = tmp_path / "vragen.jsonl"
    batch.write_text(
        '{"id": 1, "question": "brief", "filter": {"letters": ["kst-99001-7"]}}\n'
        '{"id": 2, "question": "brief"}\n',
        encoding="utf-8",
    )
    lines = run("ask", "--batch", str(batch), "--json", *index_of(settings)).stdout.splitlines()
    first, second = map(json.loads, lines)
    assert {hit["doc_id"] for hit in first["hits"]} == {"kst-99001-7"}
    assert len({hit["doc_id"] for hit in second["hits"]}) > 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"dossiers": "28676"}', "is no filter"),
        ('{"colour": ["red"]}', "is no filter"),
        ("[]", "is no filter"),
        ('{"since": "gisteren"}', "'gisteren' is no date"),
    ],
)
def test_a_bad_filter_of_a_batch_is_named_with_its_line(
    founding_settings: Settings, tmp_path: Path, given: str, said: str
) -> None:
    batch = tmp_path / "vragen.jsonl"
    batch.write_text(f'{{"question": "x", "filter": {given}}}\n', encoding="utf-8")
    done = run("ask", "--batch", str(batch), *index_of(founding_settings))
    assert done.returncode == 1
    assert f"{batch}, line 1: " in done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(
    "given",
    [
        {"since": None}, {"since": 2023}, {"undated": 1}, {"undated": "true"}, {"undated": None},
        {"letters": ["x", 3]}, {"letters": None}, {"phrases": ["x"]}, {"self": 1}, "x", 3,
        False, [], {"kinds": [["x"]]}, {"since": "gisteren", "undated": 1},
    ],
)  # fmt: skip
def test_a_filter_of_a_batch_takes_nothing_for_what_it_is_not(
    tmp_path: Path, given: object
) -> None:
    path = tmp_path / "vragen.jsonl"
    path.write_text(json.dumps({"question": "x", "filter": given}), encoding="utf-8")
    with pytest.raises(QuestionError, match="is no filter; write") as caught:
        list(read_batch(path))
    assert caught.value.message.say("nl").startswith(f"{path}, regel 1: ")


def test_a_filter_of_a_batch_may_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "vragen.jsonl"
    given = [None, {}, {"since": "", "letters": []}, {"dossiers": ["28 676"], "undated": True}]
    lines = [json.dumps({"question": "x", "filter": one}) for one in given]
    path.write_text("\n".join(lines), encoding="utf-8")
    asked = [one.where for one in read_batch(path)]
    assert asked == [None, Filter(), Filter(), Filter(dossiers=("28676",), undated=True)]


# --- looking after the index -----------------------------------------------------------------


def test_generations_are_planned_listed_checked_and_gone_back_to(settings: Settings) -> None:
    where = ["--corpus", str(settings.corpus), *index_of(settings)]
    planned = run("index", "--dry-run", *where)
    assert (
        "3 new, 0 changed, 0 gone, 0 moved, 0 unchanged files; nothing was done" in planned.stdout
    )
    assert not settings.index.exists()
    assert run("index", *where).returncode == 0
    (settings.corpus / "brug.txt").write_text("De brug bij Zwolle gaat in 2031 open.\n", "utf-8")
    planned = json.loads(run("index", "--dry-run", "--json", *where).stdout)
    assert (planned["new"], planned["unchanged"], planned["rebuild"]) == (["brug.txt"], 3, False)
    assert run("index", *where).returncode == 0
    listed = run("index", "--list", *where).stdout.splitlines()
    assert len(listed) == 2
    assert listed[1].endswith("current")
    assert "generation 2 is whole" in run("index", "--verify", *where).stdout
    back = run("index", "--rollback", *where)
    assert "generation 1 of" in back.stdout
    assert "brug" not in run("letters", *index_of(settings)).stdout
    again = run("index", "--rollback", "--generation", "2", "--json", *where)
    assert json.loads(again.stdout) == {
        "schema": 1,
        "generation": 2,
        "letters": 4,
        "brings_back": ["brug"],
        "takes_away": [],
    }
    missing = run("index", "--rollback", "--generation", "9", *where)
    assert (missing.returncode, "no generation 9 to go back to" in missing.stderr) == (1, True)
    for wrong in (["--list", "--verify"], ["--generation", "1"]):
        assert run("index", *wrong, *where).returncode == 2


def test_a_question_that_cannot_be_asked_leaves_the_others_of_a_batch(
    founding_settings: Settings,
) -> None:
    lines = [json.dumps({"id": i, "question": text}) for i, text in enumerate(["is it", "UDCG"])]
    done = run(
        "ask", "--batch", "-", "--json", *index_of(founding_settings), stdin="\n".join(lines)
    )
    bad, good = map(json.loads, done.stdout.splitlines())
    assert (bad["id"], good["id"]) == (0, 1)
    assert "only words that every letter has" in bad["error"]
    assert "quotes" in good
    assert done.returncode == 1
    assert "0: " in done.stderr


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("letters-qa ")


def test_what_was_not_read_is_told_and_leaves_another_exit_code(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qa.errors import UnreadError
    from qa.letters.worker import FileReader

    named = [*index_of(settings), "--corpus", str(settings.corpus)]
    assert run("index", *named).returncode == 0
    (settings.corpus / "kst-99001-7.txt").write_text("Over de lift.\n", encoding="utf-8")
    monkeypatch.setattr(
        FileReader, "_read", lambda _, path: UnreadError(path, "machine-failed", reason="no disk")
    )
    for _ in range(2):
        done = run("index", *named)
        assert done.returncode == 1
        assert "not read: " in done.stderr
        assert "kst-99001-7.txt: the machine failed when it was to be read (no disk)" in done.stderr
        assert "0 removed" in done.stdout
        assert "1 files not read" in done.stdout
    monkeypatch.undo()
    done = run("index", *named)
    assert (done.returncode, "1 changed" in done.stdout) == (0, True)


def test_quotes_are_translated_if_there_is_a_model(
    founding_settings: Settings,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    said = "On behalf of the Netherlands I announced contributions of €87 million in the UDCG."
    body = {"choices": [{"message": {"content": said}}]}
    httpserver.expect_request("/v1/chat/completions").respond_with_json(body)
    question = ["ask", "what did NL pledge at the UDCG", *index_of(founding_settings)]
    refused = run(*question, "--translate")
    assert (refused.returncode, "QA_LLM_URL" in refused.stderr) == (1, True)
    monkeypatch.setenv("QA_LLM_URL", httpserver.url_for("/v1"))
    monkeypatch.setenv("QA_LLM_MODEL", "small")
    shown = run(*question, "--translate").stdout
    assert "translation by small, not checked by a person:" in shown
    assert said in shown.replace("\n", " ")
    assert "“€ 25 mln.” of the original has no counterpart" in shown
    run(*question, "--translate", "--save", tmp_path / "a.html")
    kept = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert [one["sentences"][0]["text"] for one in kept["translations"]] == [said]
    assert PLEDGE not in said
    assert [quote["text"] for quote in kept["quotes"]] == [PLEDGE]
