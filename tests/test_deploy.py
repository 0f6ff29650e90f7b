"""The files of ``deploy/``: what they start serves, behind nginx too; nobody changes letters."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from conftest import ROOT

from qa.settings import Settings

DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
PASSED_ON = {"X-Forwarded-For": "10.2.3.4"}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these files are for Linux")


def unit_lines(name: str) -> list[str]:
    """Return the values of a setting of the systemd unit, in order."""
    text = (DEPLOY / "letters-qa.service").read_text(encoding="utf-8")
    return re.findall(rf"^{name}=-?(.*)$", text, re.MULTILINE)


def container() -> tuple[list[str], dict[str, str]]:
    """Return the command and the environment of the container."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    environment = dict(re.findall(r"\b(QA_\w+)=(\S+)", text))
    command = re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE)[-1]
    return json.loads(command), environment


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def status_of(address: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> int:
    data = b"{}" if method == "POST" else None
    request = Request(address, data, dict(headers or {}), method=method)
    try:
        with urlopen(request, timeout=30) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if status_of(address) < 500:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Run what a file of ``deploy/`` starts, as it starts it, on a port that is free."""
    port = free_port()
    (folder / "letters-qa").write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m qa "$@"\n', encoding="utf-8"
    )
    (folder / "letters-qa").chmod(0o755)
    paths = {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        list(command),
        env={**environment, **paths, "QA_PORT": str(port)},
        cwd=folder, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/api/health", process)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


@pytest.fixture
def places(founding_settings: Settings, tmp_path: Path) -> dict[str, str]:
    """Letters and an index that the server may write: it is not the index other tests read."""
    index = shutil.copytree(founding_settings.index, tmp_path / "index")
    return {
        "QA_INDEX": str(index), "QA_CORPUS": str(founding_settings.corpus),
        "QA_ENCODER": founding_settings.encoder,
    }  # fmt: skip


@pytest.fixture
def unit(places: dict[str, str]) -> tuple[list[str], dict[str, str]]:
    """What the systemd unit starts, with letters and index that are there."""
    (start,) = unit_lines("ExecStart")
    environment = dict(line.split("=", 1) for line in unit_lines("Environment"))
    assert set(environment) <= {f"QA_{name.upper()}" for name in Settings.model_fields}
    return shlex.split(start.replace("/opt/letters-qa/.venv/bin/", "")), environment | places


def test_the_unit_serves_and_a_proxys_visitors_change_nothing(
    unit: tuple[list[str], dict[str, str]], tmp_path: Path
) -> None:
    command, environment = unit
    with running(command, environment, tmp_path) as address:
        assert status_of(f"{address}/letters") == 200
        assert status_of(f"{address}/api/index/update", "POST", PASSED_ON) == 403


def test_the_container_serves_and_lets_nobody_change_letters(
    places: dict[str, str], tmp_path: Path
) -> None:
    command, environment = container()
    assert environment["QA_HOST"] == "0.0.0.0"
    with running(command, environment | places, tmp_path) as address:
        assert status_of(f"{address}/letters") == 200
        assert status_of(f"{address}/api/index/update", "POST") == 403


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_passes_on_the_page_and_nobody_changes_letters(
    unit: tuple[list[str], dict[str, str]], tmp_path: Path
) -> None:
    command, environment = unit
    behind = {"QA_HOSTS": "letters.example.org", "QA_ROOT_PATH": "/brieven"}
    with running(command, {**environment, **behind}, tmp_path) as address:
        port = free_port()
        ours = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        ours = ours.replace("http://127.0.0.1:7860", address)
        settings = tmp_path / "nginx.conf"
        settings.write_text(
            f"daemon off; pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log;\n"
            f"events {{}}\nhttp {{ access_log off; client_body_temp_path {tmp_path}/body;\n"
            f"proxy_temp_path {tmp_path}/proxy; fastcgi_temp_path {tmp_path}/fastcgi;\n"
            f"uwsgi_temp_path {tmp_path}/uwsgi; scgi_temp_path {tmp_path}/scgi;\n"
            f"server {{ listen 127.0.0.1:{port};\n{ours}\n}} }}\n",
            encoding="utf-8",
        )
        assert NGINX is not None
        nginx = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(settings)])
        try:
            door = f"http://127.0.0.1:{port}/brieven"
            host = {"Host": "letters.example.org"}
            wait_for(f"{door}/api/health", nginx)
            assert status_of(f"{door}/letters", headers=host) == 200
            assert status_of(f"{door}/nl/", headers=host) == 200
            assert status_of(f"{door}/api/ask?q=UDCG", headers=host) == 200
            assert status_of(f"{door}/api/index/update", "POST", host) == 403
            made_up = {**host, "X-Forwarded-User": "anna", "X-Forwarded-For": "127.0.0.1"}
            assert status_of(f"{door}/api/index/update", "POST", made_up) == 403
        finally:
            nginx.terminate()
            nginx.wait(30)


def test_what_the_unit_and_the_container_run_first_is_a_command() -> None:
    for line in unit_lines("ExecStartPre"):
        assert line.split()[1] == "index"
    assert "letters-qa index" in container()[0][-1]
