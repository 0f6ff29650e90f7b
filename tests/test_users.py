"""The file of users: hashed passwords, roles, plain errors, and the command that keeps it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.cli import main  # noqa: F401 - registers the commands
from qa.cli.common import app
from qa.errors import QAError
from qa.web.users import Users

PASSWORD = "een lang wachtwoord"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "users.json"
    Users(path).put("anna", PASSWORD, "editor")
    return path


def test_a_password_is_kept_hashed_and_checked(file: Path) -> None:
    assert PASSWORD not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    users = Users(file)
    found = users.check("anna", PASSWORD)
    assert found is not None
    assert (found.name, found.role) == ("anna", "editor")
    for name, password in (("anna", PASSWORD + "x"), ("anna", ""), ("Anna", PASSWORD), ("bo", "")):
        assert users.check(name, password) is None


def test_a_changed_file_counts_at_once(file: Path) -> None:
    users = Users(file)
    assert [(one.name, one.role) for one in users.all()] == [("anna", "editor")]
    Users(file).put("bo", PASSWORD, "reader")
    both = [("anna", "editor"), ("bo", "reader")]
    assert [(one.name, one.role) for one in users.all()] == both
    Users(file).remove("anna")
    assert users.check("anna", PASSWORD) is None


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("a b", PASSWORD, "cannot be a user's name"),
        ("", PASSWORD, "cannot be a user's name"),
        ("bo", "kort", "a password has 10 to 1000 characters"),
        ("bo", "x" * 1001, "a password has 10 to 1000 characters"),
    ],
)
def test_what_cannot_be_used_is_said(file: Path, name: str, password: str, says: str) -> None:
    with pytest.raises(QAError, match=says):
        Users(file).put(name, password, "reader")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "cannot be read"),
        ("[]", "no object of users"),
        ('{"bo": {"role": "reader"}}', "'bo' has no password"),
        ('{"bo": {"role": "boss", "password": "x"}}', "reader or editor, not 'boss'"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "users.json"
    path.write_text(content)
    with pytest.raises(QAError, match=says):
        Users(path).all()


def test_the_command_adds_lists_and_removes(tmp_path: Path) -> None:
    path = str(tmp_path / "users.json")

    def run(*arguments: str, text: str = "") -> str:
        done = CliRunner().invoke(app, ["user", *arguments, "--file", path], input=text)
        assert done.exit_code == 0, done.output
        return done.output

    run("add", "anna", "--role", "editor", text=f"{PASSWORD}\n{PASSWORD}\n")
    run("add", "bo", "--password-stdin", text=f"{PASSWORD}\n")
    assert run("list") == "anna  editor\nbo  reader\n"
    run("add", "anna", "--password-stdin", text=f"{PASSWORD} nieuw\n")
    assert run("list") == "anna  editor\nbo  reader\n"  # another password, the same role
    run("remove", "anna")
    assert json.loads(Path(path).read_text()).keys() == {"bo"}
