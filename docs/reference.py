"""Writes docs/commands.md, docs/settings.md and docs/constants.md from the program itself.

    python docs/reference.py        make docs

Commands come from the command tree that ``--help`` prints, settings from `qa.settings.Settings`,
constants from the modules of ``qa/``: every number at a module's top whose name is in capitals,
without an underscore before it, and that a docstring describes. A test fails when a file is not
what this would write.
"""

from __future__ import annotations

import ast
import inspect
import sys
import types
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

import typer
from pydantic.fields import FieldInfo

from qa.cli import app
from qa.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

_COMMANDS = """\
# Commands

Made by `make docs` from what `letters-qa --help` tells; not to be written by hand. Every command
has `--help` too, and `letters-qa --version` prints the version. `--language en` or `--language nl`,
before a command or after it, says in which language it speaks; help, and words of the program that
reads the options, stay English. A value in brackets is the setting that an option wins over, and
what holds where neither is given; all settings are in [settings.md](settings.md). Exit codes: 0
answered (found or not), 1 something is wrong with input, index or encoder, 2 wrong use, 130 stopped
with Ctrl-C.
"""

_SETTINGS = """\
# Settings

Made by `make docs` from `qa/settings.py`; not to be written by hand. Each is a variable of the
environment; an option on the command line wins over it, and one that is empty is not set. A value
that is wrong ends the program with exit code 1 and a line that names it. What the settings of a
server are for stands in [serving.md](serving.md).
"""

_CONSTANTS = """\
# Constants

Made by `make docs` from the modules; not to be written by hand. These numbers are limits, sizes and
rules of thumb that somebody chose, and that no setting changes. Where one was measured or has a
source, its words say so; “a rule of thumb” is a choice that nobody claims to be the best. Numbers
that were fitted are not here: they lie in `fitted.json` beside the encoder, with what they were
fitted on ([training.md](training.md)). Numbers that one module alone knows, such as distances on a
page of a PDF, have an underscore before their name and stand there.
"""


class Row(NamedTuple):
    """A constant: module, name, value as it is written, what it means."""

    module: str
    name: str
    value: str
    meaning: str


def commands_text() -> str:
    """Return docs/commands.md."""
    group = typer.main.get_command(app)
    commands = list(_walk(group, "letters-qa"))
    rows = [
        [f"[`{name}`](#{_anchor(name)})", _cell(_paragraphs(command)[0])]
        for name, command in commands
    ]
    parts = [_COMMANDS, _table(["command", "what it does"], rows)]
    parts += [_described(name, command) for name, command in commands]
    return "\n".join(parts)


def _walk(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Go through the commands below a group, in the order of ``--help``."""
    for short, below in getattr(command, "commands", {}).items():
        if getattr(below, "commands", None):
            yield from _walk(below, f"{name} {short}")
        else:
            yield f"{name} {short}", below


def _described(name: str, command: Any) -> str:
    hints = get_type_hints(command.callback)
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    lines = [f"## {name}\n", "\n\n".join(_paragraphs(command)) + "\n"]
    usage = " ".join([name, *("[OPTIONS]" for _ in options[:1]), *map(_usage, arguments)])
    lines.append(f"```sh\n{usage}\n```\n")
    rows = [
        [_names(one), _takes(one, hints[one.name]), _cell(_help(one))]
        for one in [*arguments, *options]
    ]
    if rows:
        lines.append(_table(["", "takes", "what it does"], rows))
    return "\n".join(lines)


def _paragraphs(command: Any) -> list[str]:
    return [" ".join(part.split()) for part in inspect.cleandoc(command.help).split("\n\n")]


def _usage(argument: Any) -> str:
    name = argument.name.upper() + "..." * (argument.nargs == -1)
    return name if argument.required else f"[{name}]"


def _names(one: Any) -> str:
    if one.param_type_name == "argument":
        return f"`{one.name.upper()}`"
    return ", ".join(f"`{name}`" for name in [*one.opts, *one.secondary_opts])


_TYPES: Mapping[Any, str] = {
    Path: "path",
    str: "text",
    int: "whole number",
    float: "number",
    bool: "",
}


def _takes(one: Any, hint: Any) -> str:
    """Return what an option takes, in a word; "" for one that is given or not."""
    kinds = [kind for kind in _kinds(hint) if kind is not type(None)]
    (kind,) = kinds
    several = get_origin(kind) is list
    word = _TYPES[get_args(kind)[0] if several else kind]
    return f"{word}, several" if several else word


def _kinds(hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) in (Union, types.UnionType):
        return get_args(hint)
    return (hint,)


def _help(one: Any) -> str:
    said = one.help or ""
    if one.param_type_name == "argument":
        return said
    default = one.default() if callable(one.default) else one.default
    if default is None or default in (False, "", [], ()):
        return said
    if default is True:
        return f"{said} Default: {one.opts[0]}."
    return f"{said} Default: {default}."


def settings_text() -> str:
    """Return docs/settings.md."""
    rows = [
        [f"`QA_{name.upper()}`", _default(field), _bounds(field), _cell(field.description or "")]
        for name, field in Settings.model_fields.items()
    ]
    return _SETTINGS + "\n" + _table(["variable", "default", "takes", "what it is"], rows)


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, tuple):
        value = ",".join(value)
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value}`" if value not in ("", None) else ""


def _bounds(field: FieldInfo) -> str:
    kind = get_args(field.annotation)[0] if get_origin(field.annotation) is Annotated else None
    kind = kind or field.annotation
    if choices := [one for one in get_args(kind) if isinstance(one, str)]:
        return ", ".join(f"`{one}`" if one else "empty" for one in choices)
    if get_origin(kind) is tuple:
        return "names"
    word = "true or false" if kind is bool else _TYPES[kind]
    signs = {"ge": "at least", "gt": "above", "le": "at most"}
    bounds = [
        f"{sign} {getattr(one, name):,}"
        for one in field.metadata
        for name, sign in signs.items()
        if getattr(one, name, None) is not None
    ]
    return ", ".join([word, *bounds])


def constants_text() -> str:
    """Return docs/constants.md."""
    parts = [_CONSTANTS]
    rooms: dict[str, list[Row]] = {}
    for path in sorted((ROOT / "qa").rglob("*.py")):
        for row in constants_of(path):
            place = path.relative_to(ROOT / "qa")
            rooms.setdefault(place.parts[0].removesuffix(".py"), []).append(row)
    for room, rows in sorted(rooms.items()):
        cells = [
            [f"`{row.module}`", f"`{row.name}`", row.value, _cell(row.meaning)] for row in rows
        ]
        parts.append(f"## {room}\n\n" + _table(["module", "name", "value", "what it means"], cells))
    return "\n".join(parts)


def constants_of(path: Path) -> Iterator[Row]:
    """Go through the numbers at a module's top that a docstring describes."""
    module = path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__")
    for name, value, after in _numbers(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            meaning = " ".join(str(after.value.value).replace("``", "`").split())
            yield Row(module.replace("/", "."), name, value, meaning)


def unsaid() -> Iterator[str]:
    """Go through the numbers that should have a docstring and have none."""
    for path in sorted((ROOT / "qa").rglob("*.py")):
        said = {row.name for row in constants_of(path)}
        for name, _, _ in _numbers(ast.parse(path.read_text(encoding="utf-8"))):
            if name not in said:
                yield f"{path.relative_to(ROOT)}: {name}"


def _numbers(tree: ast.Module) -> Iterator[tuple[str, str, ast.stmt | None]]:
    """Go through a module's numbers: name, value, and the statement that follows."""
    for node, after in zip_longest(tree.body, tree.body[1:]):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name, value = node.targets[0].id, _number(node.value)
        if name.isupper() and not name.startswith("_") and value is not None:
            yield name, value, after


def _number(node: ast.expr) -> str | None:
    """Return a number as people write it, or None if it is none or depends on a name."""
    if any(isinstance(one, ast.Name | ast.Call | ast.Attribute) for one in ast.walk(node)):
        return None
    value = eval(compile(ast.Expression(node), "", "eval"), {"__builtins__": {}})
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return f"{value:,}" if value < 1e15 else ast.unparse(node)


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


MADE = {
    "commands.md": commands_text,
    "settings.md": settings_text,
    "constants.md": constants_text,
}
"""The files, and what makes each."""


def main() -> int:
    """Write the files."""
    for name, make in MADE.items():
        (ROOT / "docs" / name).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
