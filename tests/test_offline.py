"""Building and asking work with no network at all: every connection is an error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from conftest import PLEDGE, ROOT

BLOCKED = """
import socket, sys

def blocked(*arguments, **named):
    raise OSError("a network connection was tried")

socket.socket.connect = socket.socket.connect_ex = blocked
socket.create_connection = socket.getaddrinfo = blocked
from qa.cli import main
main()
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCKED, *arguments],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT,
    )  # fmt: skip


def test_the_whole_path_works_with_the_network_blocked(tmp_path: Path) -> None:
    index = ["--index", str(tmp_path / "index")]
    built = run("index", *index)
    assert built.returncode == 0, built.stderr
    asked = run("ask", "what did NL pledge at the UDCG", "--json", *index)
    assert json.loads(asked.stdout)["quotes"][0]["text"] == PLEDGE
