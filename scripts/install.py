"""Make `.venv` and install a locked set into it: `python3 scripts/install.py requirements/core.txt`.

Needs nothing but Python itself. uv does the work where it can be had, pip otherwise; both check every hash.
"""

import ast
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PIP = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
UV = [str(PYTHON), "-m", "uv"]


def main(lock: str) -> None:
    """Install what `lock` names, then Kept itself from its source folder."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells
        sys.exit("Kept needs Python 3.11 or later. Name one: make PY=python3.12 install")
    if not PYTHON.exists():
        _make_environment()
    if not (_by_uv(lock) or _by_pip(lock)):
        sys.exit(f"Could not install {lock}; the lines above say why.")


def _make_environment() -> None:
    print("Making .venv ...", flush=True)
    try:
        venv.create(ENVIRONMENT, with_pip=True, symlinks=os.name != "nt")
    except (subprocess.CalledProcessError, ImportError):
        sys.exit("Python lacks venv or pip. On Debian: apt-get install python3-venv python3-pip")


def _by_uv(lock: str) -> bool:
    print(f"Installing {lock} ...", flush=True)
    has_uv = _ran([*PIP, "install", "-q", "--require-hashes", "-r", "requirements/uv.txt"], quiet=True)
    # Hashes pin every file, so the newest of all configured registries is as safe as the first.
    choosing = {"UV_SYSTEM_CERTS": "1", "UV_INDEX_STRATEGY": "unsafe-best-match"}
    environment = {**os.environ, **choosing, **_as_uv(_pip_settings())}
    return (
        has_uv
        and _ran([*UV, "pip", "install", "-q", "--require-hashes", "-r", lock], environment)
        and _ran([*UV, "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", "."], environment)
    )


def _by_pip(lock: str) -> bool:
    print("Once more with pip ...", flush=True)
    return _ran([*PIP, "install", "-q", "--require-hashes", "-r", lock]) and _ran(
        [*PIP, "install", "-q", "--no-deps", "--no-build-isolation", "-e", "."]
    )


def _pip_settings() -> dict[str, str]:
    """What pip was told by its files and by PIP_*, so that uv asks the same registry."""
    told = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=False)
    pairs = (line.split("=", 1) for line in told.stdout.splitlines() if "=" in line)
    return {
        key.split(".", 1)[1].strip("."): str(ast.literal_eval(value)) for key, value in pairs if "." in key
    }


def _as_uv(settings: dict[str, str]) -> dict[str, str]:
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}
    told = {ours: settings[theirs] for theirs, ours in names.items() if settings.get(theirs)}
    if "UV_INDEX" in told:
        told["UV_INDEX"] = " ".join(url for url in told["UV_INDEX"].split() if _is_reachable(url))
    return {name: value for name, value in told.items() if value and name not in os.environ}


def _is_reachable(url: str) -> bool:
    return not url.startswith("file://") or Path(url.removeprefix("file://")).is_dir()


def _ran(command: list[str], environment: dict[str, str] | None = None, *, quiet: bool = False) -> bool:
    errors = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, cwd=ROOT, env=environment, stderr=errors, check=False).returncode == 0


if __name__ == "__main__":
    main(sys.argv[1])
