"""The command line in Dutch and in English: the same codes, values, JSON and exit statuses."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from command_line import Done, index_of, run
from conftest import PLEDGE, ROOT
from test_messages import fields

from qa.cli.common import language_first
from qa.cli.texts import TEXTS, machine_language
from qa.cli.texts.dutch import DUTCH
from qa.cli.texts.english import ENGLISH
from qa.settings import Settings, load_settings
from qa.web.serving import who_may

ASKED = "what did NL pledge at the UDCG"


def both(*arguments: str | Path) -> tuple[Done, Done]:
    """Return what a command leaves behind in English and in Dutch."""
    return run(*arguments, "--language", "en"), run(*arguments, "--language=nl")


# --- the catalogues --------------------------------------------------------------------------


def test_both_languages_have_the_same_codes_in_the_same_order() -> None:
    assert list(ENGLISH) == list(DUTCH)


@pytest.mark.parametrize("code", ENGLISH)
def test_each_text_names_the_same_values_in_both(code: str) -> None:
    assert fields(DUTCH[code]) == fields(ENGLISH[code])


def test_every_text_is_used_and_every_one_that_is_said_is_there() -> None:
    paths = [*(ROOT / "qa" / "cli").glob("*.py"), ROOT / "qa" / "cli" / "texts" / "kinds.py"]
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    constants = {n.value for n in nodes if isinstance(n, ast.Constant) and n.value}
    assert [code for code in ENGLISH if code not in constants] == []
    said = [
        n.args[0].value
        for n in nodes
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Name)
        and n.func.id == "say"
        and isinstance(n.args[0], ast.Constant)
    ]
    assert len(said) > 70
    assert [code for code in said if code not in ENGLISH] == []


def test_nothing_is_printed_that_is_not_in_the_catalogue() -> None:
    """Look for words between the values of what is printed, mark-up aside."""
    markup = re.compile(r"letters-qa|\[[a-z/]*\]")
    for path in sorted((ROOT / "qa" / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"out.print", "err.print"}:
                for one in node.args[:1]:
                    parts = one.values if isinstance(one, ast.JoinedStr) else [one]
                    words = "".join(str(p.value) for p in parts if isinstance(p, ast.Constant))
                    plain = markup.sub("", words)
                    assert not re.search("[a-z]", plain), f"{path.name}:{node.lineno}: {words}"


# --- which language --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "C", "LC_ALL": "nl_BE@euro"}, "nl"),
        ({"LANG": "NL_nl", "LC_ALL": ""}, "nl"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_TIME": "nl_NL.UTF-8"}, "en"),
    ],
)
def test_the_machine_has_a_language(environment: dict[str, str], language: str) -> None:
    assert machine_language(environment) == language


def test_an_option_wins_over_the_variable_and_this_over_the_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "QA_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    listed = ("letters", "--index", str(tmp_path / "none"))
    assert "geen index in" in run(*listed).stderr
    monkeypatch.setenv("QA_LANGUAGE", "en")
    assert "no index in" in run(*listed).stderr
    assert "geen index in" in run(*listed, "--language", "nl").stderr
    assert "geen index in" in run("--language", "nl", *listed).stderr
    assert "geen index in" in run("--language=nl", *listed).stderr
    assert "no index in" in run(*listed).stderr  # nothing stays of it


def test_a_language_that_there_is_not_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("encoders", "--language", "fr")
    assert done.returncode == 2
    assert "--language" in done.stderr
    assert "'fr'" in done.stderr
    monkeypatch.setenv("QA_LANGUAGE", "fr")
    monkeypatch.setenv("LC_ALL", "nl_NL")
    done = run("encoders")
    wrong = "letters-qa: instelling QA_LANGUAGE='fr': geef een van en, nl\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", wrong)


def test_what_is_no_option_is_left_where_it_is() -> None:
    after = ["ask", "--", "--language", "nl"]
    assert language_first(after) == after
    assert language_first(["ask", "wie?"]) == ["ask", "wie?"]
    assert language_first(["ask", "--language", "nl", "wie?"]) == [
        "--language",
        "nl",
        "ask",
        "wie?",
    ]
    assert language_first(["user", "list", "--language=nl"]) == ["--language=nl", "user", "list"]


# --- what is said ----------------------------------------------------------------------------


def test_an_answer_is_told_in_both_with_the_same_quotes(founding_settings: Settings) -> None:
    english, dutch = both("ask", ASKED, *index_of(founding_settings))
    for done in (english, dutch):
        assert (done.returncode, done.stderr) == (0, "")
        assert PLEDGE in done.stdout
        assert "kst-28676-449 ¶ 11 · Kamerstukken II 2023/24, 28676, nr. 449, p. 3-4" in done.stdout
    assert "Searched 1 letters, 11 paragraphs, index founding." in english.stdout
    assert "Doorzocht: 1 brieven, 11 alinea’s, index founding." in dutch.stdout


def test_a_refusal_and_its_filter_are_told_in_both(founding_settings: Settings) -> None:
    arguments = ("ask", "qwxz vrpt", "--dossier", "28676", "--dossier", "1", "--since", "2020",
                 "--undated", *index_of(founding_settings))  # fmt: skip
    english, dutch = both(*arguments)
    assert english.returncode == dutch.returncode == 0
    assert "Not found in these letters: " in english.stdout
    assert "only dossiers 28676 or 1, since 2020-01-01, undated too" in english.stdout
    assert "Niet gevonden in deze brieven: " in dutch.stdout
    assert "alleen dossiers 28676 of 1, vanaf 2020-01-01, ook zonder datum" in dutch.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", ASKED, "--json"),
        ("letters", "--json"),
        ("show", "kst-28676-449", "-p", "11", "--json"),
        ("timeline", "steun aan Oekraïne", "--json"),
        ("encoders", "--json"),
        ("index", "--list", "--json"),
    ],
)
def test_json_is_the_same_in_both(arguments: tuple[str, ...], founding_settings: Settings) -> None:
    index = index_of(founding_settings) if arguments[0] != "encoders" else []
    english, dutch = both(*arguments, *index)
    assert (english.returncode, english.stderr) == (0, "")
    assert dutch == english


def test_a_question_of_a_batch_that_cannot_be_asked_keeps_its_json(
    founding_settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": 1, "question": "de het een"}\n', encoding="utf-8")
    english, dutch = both("ask", "--batch", path, "--json", *index_of(founding_settings))
    assert (english.returncode, dutch.returncode) == (1, 1)
    assert dutch.stdout == english.stdout
    assert json.loads(dutch.stdout)["code"] == "question-without-subject"
    assert "has only words that every letter has" in english.stderr
    assert "heeft alleen woorden die in elke brief staan" in dutch.stderr


def test_an_update_and_what_it_leaves_out_are_told_in_dutch(settings: Settings) -> None:
    (settings.corpus / "leeg.txt").write_bytes(b"")
    place = ("--corpus", str(settings.corpus), "--index", str(settings.index), "--language", "nl")
    done = run("index", "--dry-run", *place)
    assert "4 nieuw, 0 anders, 0 weg, 0 verplaatst, 0 bestanden hetzelfde" in done.stdout
    done = run("index", *place)
    assert done.returncode == 0
    assert "overgeslagen: " in done.stderr
    assert "leeg.txt: het bestand is leeg" in done.stderr
    assert ": 3 erbij, 0 gewijzigd, 0 weg; 3 brieven, " in done.stdout
    assert "1 bestanden overgeslagen (generatie 1)" in done.stdout
    assert ": niets te doen; 3 brieven" in run("index", *place).stdout
    assert "generatie 1 is heel" in run("index", "--verify", *place).stdout
    assert "  in gebruik" in run("index", "--list", *place).stdout
    assert "leeg.txt: het bestand is leeg" in run("letters", "--problems", *place).stdout
    assert "3 brieven, " in run("letters", *place).stdout
    forgotten = run("forget", "kst-99001-7", *place)
    assert "brief      kst-99001-7" in forgotten.stdout
    assert "er is niets gedaan" in forgotten.stdout
    shown = run("show", "kst-99001-7", "--left-out", *place)
    assert shown.returncode == 0


def test_a_saved_answer_is_proved_in_dutch(founding_settings: Settings, tmp_path: Path) -> None:
    index = index_of(founding_settings)
    saved = tmp_path / "antwoord.json"
    english, dutch = both("ask", ASKED, "--save", saved, *index)
    assert "saved antwoord.html and antwoord.json in" in english.stderr
    assert "antwoord.html en antwoord.json bewaard in" in dutch.stderr
    english, dutch = both("verify", saved, *index)
    assert (english.returncode, dutch.returncode) == (0, 0)
    assert "verbatim: stands word for word in" in english.stdout
    assert "woordelijk: staat woord voor woord in" in dutch.stdout
    altered = json.loads(saved.read_text("utf-8"))
    altered["quotes"][0]["citation"]["reference"] = "elders"
    saved.write_text(json.dumps(altered), encoding="utf-8")
    english, dutch = both("verify", saved, *index)
    assert (english.returncode, dutch.returncode) == (1, 1)
    assert "citaten: 1 veranderd" in dutch.stdout


def test_wrong_use_is_explained_in_both() -> None:
    english, dutch = both("ask")
    assert (english.returncode, dutch.returncode) == (2, 2)
    assert "give a question, or --batch FILE" in english.stderr
    assert "geef een vraag of --batch FILE" in dutch.stderr


def test_users_are_told_of_in_dutch(tmp_path: Path) -> None:
    file = tmp_path / "users.json"
    given = ("--file", str(file), "--language", "nl")
    done = run("user", "add", "jan", "--password-stdin", *given, stdin="geheim-genoeg-12\n")
    assert "jan kan inloggen als reader" in done.stdout
    assert "jan is verwijderd" in run("user", "remove", "jan", *given).stdout


@pytest.mark.parametrize(
    ("name", "value", "english", "dutch"),
    [
        ("hits", "many", "give a whole number", "geef een heel getal"),
        ("hits", "0", "give at least 1", "geef minstens 1"),
        ("hits", "101", "give at most 100", "geef hoogstens 100"),
        ("read_seconds", "0", "give more than 0", "geef meer dan 0"),
        ("read_seconds", "x", "give a number", "geef een getal"),
        ("ocr", "misschien", "give true or false", "geef true of false"),
        ("log", "xml", "give one of text, json", "geef een van text, json"),
        ("root_path", "brieven", "give a path such as /brieven", "geef een pad als /brieven"),
    ],
)
def test_a_wrong_setting_is_explained_in_both(
    name: str, value: str, english: str, dutch: str,
    monkeypatch: pytest.MonkeyPatch, founding_settings: Settings,
) -> None:  # fmt: skip
    monkeypatch.setenv(f"QA_{name.upper()}", value)
    said = [done.stderr for done in both("letters", *index_of(founding_settings))]
    assert f"setting QA_{name.upper()}='{value}': {english}" in said[0]
    assert f"instelling QA_{name.upper()}='{value}': {dutch}" in said[1]


@pytest.mark.parametrize(
    "given", [{}, {"host": "0.0.0.0"}, {"role": "editor"}, {"auth": "users:u"}]
)
def test_who_may_use_a_server_is_told_in_dutch(given: dict[str, str]) -> None:
    (message,) = who_may(load_settings(**given))
    assert message.say("nl") != message
    assert "mag vragen" in message.say("nl")


def test_there_are_two_languages() -> None:
    assert list(TEXTS) == ["en", "nl"]
