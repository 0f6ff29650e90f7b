"""The files of hashes are of the versions in constraints.txt, and name no place to get them."""

from __future__ import annotations

import re
import tomllib

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

BLOCK = re.compile(r"(\S+)==(\S+)( ; .+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n")


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    parts = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in parts}


def hashed(name: str) -> dict[str, str]:
    """Return what a file of hashes names; fails if a line of it is anything else."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#"))
    blocks = list(BLOCK.finditer(text))
    assert "".join(block[0] for block in blocks) == text
    return {canonicalize_name(block[1]): block[2] for block in blocks}


@pytest.mark.parametrize("name", ["constraints-run.txt", "constraints-dev.txt"])
def test_versions_are_those_of_the_constraints(name: str) -> None:
    versions, found = pinned(), hashed(name)
    assert {package: versions.get(package) for package in found} == found
    assert "torch" not in found
    assert "setuptools" in found  # it builds this package


def test_all_that_the_program_asks_for_has_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for name, asked in (
        ("constraints-run.txt", project["dependencies"]),
        ("constraints-dev.txt", [*project["dependencies"], *extras["dev"], *extras["eval"]]),
    ):
        wanted = {canonicalize_name(Requirement(one).name) for one in asked}
        assert wanted - {"letters-qa"} - hashed(name).keys() == set()
