"""Compile the catalogues of all rooms, only those that changed: `python -m kept.config.messages`."""

from collections.abc import Iterator
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent


def compile_messages(package: Path = PACKAGE) -> list[Path]:
    """Write a `.mo` beside each newer `.po`. Returns those written."""
    return [_compile(source) for source in catalogues(package) if _is_stale(source)]


def catalogues(package: Path = PACKAGE) -> Iterator[Path]:
    """All catalogues in the package, room by room."""
    yield from sorted(package.glob("*/locale/*/LC_MESSAGES/*.po"))


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    compiled = source.with_suffix(".mo")
    fresh = compiled.with_suffix(".mo.new")
    polib.pofile(str(source)).save_as_mofile(str(fresh))
    fresh.replace(compiled)
    return compiled


if __name__ == "__main__":
    for path in compile_messages():
        print(f"compiled {path.relative_to(PACKAGE)}")
