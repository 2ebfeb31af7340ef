"""The lock files: every package by hash, no address, one version everywhere."""

import re
import tomllib
from pathlib import Path

import pytest

import kept

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("core", "pg", "dev", "spark", "uv")
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_hashes_and_no_address(name: str) -> None:
    text = _lock(name)

    pins = [block for block in re.split(r"\n(?=\S)", text.strip()) if block]

    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []
    assert re.findall(r"\w+://\S*|--(?:extra-)?index\S*|--find-links\S*", text) == []


def test_the_locks_agree_on_versions() -> None:
    dev, pg, core = _pins("dev"), _pins("pg"), _pins("core")

    assert pg.items() <= dev.items()
    assert core.items() <= pg.items()


def test_the_package_asks_for_what_the_core_lock_holds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {re.split(r"[ \[<>=!~]", line)[0] for line in project["dependencies"]}
    listed = {
        re.split(r"[ \[<>=!~]", line)[0]
        for line in (ROOT / "requirements" / "core.in").read_text().splitlines()
        if line and not line.startswith("#")
    }

    assert asked | {"flit-core"} == listed


def test_the_licence_is_named_by_its_identifier() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text()[:200]
    assert re.fullmatch(r"\d+\.\d+\.\d+", kept.__version__)


def _lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def _pins(name: str) -> dict[str, str]:
    return dict(match.groups() for line in _lock(name).splitlines() if (match := PIN.match(line)))
