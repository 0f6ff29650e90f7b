"""``letters-qa user``: who may sign in to the page and the API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.markup import escape

from qa.cli.common import app, out
from qa.cli.texts import say

users = typer.Typer(help="Who may sign in, where QA_AUTH=users:FILE.", no_args_is_help=True)
app.add_typer(users, name="user")

File = Annotated[Path, typer.Option("--file", help="The file of users, as in QA_AUTH=users:FILE.")]


@users.command()
def add(
    name: Annotated[str, typer.Argument(help="Letters, digits, dots, dashes and @.")],
    file: File = Path("users.json"),
    role: Annotated[
        str, typer.Option(help="reader, or editor: may change letters. Kept if it is not given.")
    ] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Add a user, or give one a new password or role; asks for the password."""
    from qa.web.users import Users

    if role not in {"", "reader", "editor"}:
        raise typer.BadParameter(say("role-unknown"))
    there = Users(file).all() if file.exists() else []
    before = next((user.role for user in there if user.name == name), "reader")
    chosen: Literal["reader", "editor"] = "editor" if (role or before) == "editor" else "reader"
    if password_stdin:
        password = typer.get_text_stream("stdin").readline().rstrip("\r\n")
    else:
        password = typer.prompt(
            say("password"), hide_input=True, confirmation_prompt=say("password-again")
        )
    Users(file).put(name, password, chosen)
    out.print(escape(say("may-sign-in", name=name, role=chosen, file=file)))


@users.command()
def remove(name: str, file: File = Path("users.json")) -> None:
    """Remove a user; their sessions end at once."""
    from qa.web.users import Users

    Users(file).remove(name)
    out.print(escape(say("user-removed", name=name)))


@users.command("list")
def list_users(file: File = Path("users.json")) -> None:
    """List the users with their roles."""
    from qa.web.users import Users

    for user in Users(file).all():
        out.print(f"{user.name}  {user.role}")
