"""The command line: quick help, lazy rooms, one clear line for bad input."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from kept import __version__
from kept.config.cli import ROOM_COMMANDS, kept

ROOT = Path(__file__).resolve().parents[2]


def _kept(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kept.config.cli", *arguments],
        env={"PATH": "/usr/bin:/bin", "KEPT_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lists_the_commands_without_waking_django() -> None:
    code = """
import sys
from kept.config.cli import kept
kept(["--help"], standalone_mode=False)
print("django" in sys.modules)
"""

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.rstrip().endswith("False")
    assert {"serve", "worker", "migrate", "demo"} <= {
        line.split()[0] for line in told.stdout.splitlines() if line.startswith("  ") and line.split()
    }


def test_every_command_explains_itself() -> None:
    silent = [name for name, command in kept.commands.items() if not command.help]

    assert silent == []
    assert CliRunner().invoke(kept, ["--version"]).output == f"kept, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("sreve",), "kept: No such command 'sreve'. Did you mean 'serve'? See 'kept --help'.\n"),
        (
            ("serve", "--port", "many"),
            "kept: Invalid value for '--port': 'many' is not a valid integer range."
            " See 'kept serve --help'.\n",
        ),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: tuple[str, ...], line: str, tmp_path: Path) -> None:
    told = _kept(*arguments, data=tmp_path)

    assert (told.returncode, told.stdout, told.stderr) == (2, "", line)


def test_the_group_knows_all_commands_of_the_rooms() -> None:
    listed = {
        (str(command.name), f"kept.{file.parent.name}.commands")
        for file in sorted((ROOT / "src" / "kept").glob("*/commands.py"))
        for command in import_module(f"kept.{file.parent.name}.commands").COMMANDS
    }

    assert listed == {(name, module) for name, (module, _) in ROOM_COMMANDS.items()}


@pytest.mark.parametrize("how", [("--port", "8014"), ("PORT", "8014")])
def test_links_in_mails_and_on_paper_name_the_port_that_is_served(
    tmp_path: Path, how: tuple[str, str]
) -> None:
    code = """
from kept.config import serving
serving.serve = lambda **told: print(__import__("django.conf").conf.settings.OWN_ADDRESS)
from kept.config.cli import kept
kept(ARGUMENTS, standalone_mode=False)
"""
    name, port = how
    arguments = ["serve", name, port] if name.startswith("--") else ["serve"]

    told = subprocess.run(
        [sys.executable, "-c", code.replace("ARGUMENTS", repr(arguments))],
        env={"PATH": "/usr/bin:/bin", "KEPT_DATA": str(tmp_path), "PORT": "8000", **dict([how])},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout == "http://127.0.0.1:8014\n"
