"""Writes constraints-run.txt and constraints-dev.txt: what is installed, with a hash for each file.

    python deploy/hashes.py INDEX       make hashes INDEX=https://...

INDEX is the address of the package index, as pip's ``--index-url``; it stands in no file. Takes the
versions of constraints.txt and, for each package that the program or its tests need on Linux, macOS
or Windows, the hashes of all its files as the index publishes them. Which packages these are is
read from what is installed here. torch is left out: its file is another one for each kind of
processor, and not always from that index.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import urllib.request
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
LEFT_OUT = {"torch", "letters-qa"}
BUILDS = "setuptools"  # what builds this package itself
HEAD = """\
# Made by deploy/hashes.py from constraints.txt; not to be written by hand.
# {what}, on Linux, macOS and Windows, without torch.
"""


def main() -> None:
    """Write both files."""
    if len(sys.argv) != 2 or not sys.argv[1].startswith(("http://", "https://")):
        raise SystemExit("give the address of the package index, as pip takes it: --index-url")
    index = sys.argv[1].rstrip("/")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = pinned(ROOT / "constraints.txt")
    extras = project["optional-dependencies"]
    run = [*project["dependencies"], BUILDS]
    dev = [*run, *extras["dev"], *extras["eval"], *extras["metrics"]]
    files: dict[str, list[str]] = {}
    for name, what, roots in (("run", "What the program needs", run),
                              ("dev", "What the program and its tests need", dev)):  # fmt: skip
        needed = closure(roots)
        lacking = sorted(needed.keys() - versions.keys())
        if lacking:
            raise SystemExit(f"not in constraints.txt: {', '.join(lacking)}; add them")
        blocks = [HEAD.format(what=what)]
        for package in sorted(needed):
            version = versions[package]
            if package not in files:
                files[package] = hashes(index, package, version)
            blocks.append(block(package, version, needed[package], files[package]))
        (ROOT / f"constraints-{name}.txt").write_text("".join(blocks), encoding="utf-8")


def pinned(path: Path) -> dict[str, str]:
    """Return the versions of a file of constraints, by the packages' normal names."""
    lines = (line.split("==") for line in path.read_text(encoding="utf-8").splitlines())
    return {canonicalize_name(parts[0]): parts[1].strip() for parts in lines if len(parts) == 2}


def closure(roots: Iterable[str]) -> dict[str, set[tuple[str, str]]]:
    """Return all packages that some need, each with the systems and Pythons it is needed on.

    What the packages of `LEFT_OUT` need is among them, these themselves are not.
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for system, markers in SYSTEMS.items():
        for python in PYTHONS:
            here = {**default_environment(), **markers, "python_version": python,
                    "python_full_version": f"{python}.0", "platform_machine": "x86_64"}  # fmt: skip
            waiting = [(Requirement(root), "") for root in roots]
            seen = set()
            while waiting:
                asked, extra = waiting.pop()
                name = canonicalize_name(asked.name)
                if asked.marker and not asked.marker.evaluate({**here, "extra": extra}):
                    continue
                for wanted in ("", *asked.extras):
                    if (name, wanted) in seen:
                        continue
                    seen.add((name, wanted))
                    waiting += [(Requirement(one), wanted) for one in _requires(name)]
                if name not in LEFT_OUT and not re.match(r"nvidia-|cuda-|triton", name):
                    found.setdefault(name, set()).add((system, python))
    return found


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:  # of another system
        return []


def hashes(index: str, name: str, version: str) -> list[str]:
    """Return the sha256 of each file of a version, as the index publishes them."""
    request = urllib.request.Request(
        f"{index}/{name}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    with urllib.request.urlopen(request) as answer:
        listed = json.load(answer)["files"]
    begins = re.compile(
        rf"{re.sub('[-_.]', '[-_.]+', name)}-{re.escape(version)}(-|\.tar\.gz$|\.zip$)", re.I
    )
    found = sorted({f["hashes"]["sha256"] for f in listed if begins.match(f["filename"])})
    if not found:
        raise SystemExit(f"{name} {version} is not on the index; mend constraints.txt")
    return found


def block(name: str, version: str, where: set[tuple[str, str]], digests: list[str]) -> str:
    """Return the lines of one package."""
    systems, pythons = {system for system, _ in where}, [python for _, python in where]
    conditions = []
    if len(systems) < len(SYSTEMS):
        said = " or ".join(f'sys_platform == "{system}"' for system in sorted(systems))
        conditions.append(f"({said})")
    if (first := min(pythons, key=PYTHONS.index)) != PYTHONS[0]:
        conditions.append(f'python_version >= "{first}"')
    marker = f" ; {' and '.join(conditions)}" if conditions else ""
    lines = [f"{name}=={version}{marker}", *(f"    --hash=sha256:{one}" for one in digests)]
    return " \\\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
