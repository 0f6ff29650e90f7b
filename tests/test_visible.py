"""What a letter or a file name holds does nothing on a terminal, in a log, in JSON."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.cli import app
from qa.indexing import build_index
from qa.settings import Settings
from qa.system.visible import visible, visible_json
from qa.web.gate.logs import set_up

ODD = "kst-[red]9[/red]-[/x] \x1b[2J\u202ekering\u2066\x9b"


def test_what_a_terminal_obeys_is_made_visible() -> None:
    assert visible(ODD).startswith("kst-[red]9[/red]-[/x] \\u001b[2J\\u202ekering\\u2066\\u009b")
    assert visible("één regel\n\ttwee – drie\u00a0€") == "één regel\n\ttwee – drie\u00a0€"
    assert json.loads(visible_json({"a": ODD, "b": "é"})) == {"a": ODD, "b": "é"}
    assert "\x1b" not in visible_json([ODD])
    assert "\u202e" not in visible_json([ODD])
    assert "é" in visible_json(["é"])


@pytest.fixture
def odd(tmp_path: Path) -> Settings:
    settings = Settings(corpus=tmp_path / "[b]corpus[z]", index=tmp_path / "[i]index[y]")
    settings.corpus.mkdir()
    (settings.corpus / "brief.txt").write_text(
        "De kering [red]bij[/red] [/x] Delfzijl wordt \x1b[2J\u202everhoogd\u202c in 2031.\n",
        encoding="utf-8",
    )
    beside = {"doc_id": "brief-[red]-[bold]"}
    (settings.corpus / "brief.txt.json").write_text(json.dumps(beside), encoding="utf-8")
    build_index(settings)
    return settings


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "Wanneer wordt de kering bij Delfzijl verhoogd?"],
        ["ask", "Wanneer wordt de kering bij Delfzijl verhoogd?", "--json"],
        ["ask", "Wie schreef de Zauberflöte?", "--sender", "[/z]"],
        ["show", "brief-[red]-[bold]"],
        ["show", "brief-[red]-[bold]", "--left-out"],
        ["letters"],
        ["letters", "--versions"],
        ["timeline", "kering Delfzijl"],
        ["index"],
        ["index", "--verify"],
        ["index", "--list"],
        ["index", "--dry-run"],
    ],
    ids=" ".join,
)
def test_every_command_prints_it_as_text(odd: Settings, arguments: list[str]) -> None:
    where = ["--index", str(odd.index)]
    if "--list" not in arguments:
        where += ["--corpus", str(odd.corpus)]
    done = CliRunner().invoke(app, [*arguments, *where])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    for sign in "\x1b\u202e\u202c":
        assert sign not in done.stdout
    if arguments[0] in {"show", "letters"}:
        assert "brief-[red]-[bold]" in done.stdout


def test_a_log_in_json_holds_none(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    kept = root.handlers, root.level
    try:
        set_up("json")
        logging.getLogger("qa.odd").warning(ODD)
    finally:
        root.handlers, root.level = kept
    written = capsys.readouterr().err
    assert json.loads(written)["message"] == ODD
    assert written.rstrip("\n").isprintable()
