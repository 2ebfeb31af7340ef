"""The rooms and the layers inside them hold their order."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_contracts_of_imports_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]

    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stdout[-6000:]


def test_every_room_is_under_the_contract_of_layers() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["id"] == "layers")
    rooms = {f"kept.{file.parent.name}" for file in ROOT.glob("src/kept/*/apps.py")}

    assert rooms - {"kept.kernel"} == set(layers["containers"])
