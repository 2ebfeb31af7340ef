"""Public data sets beside the repository.

Whoever has only a clone has none of them: tests of full sets are then left out, and the end of the run says
so by name. Where KEPT_PUBLIC_SETS=required, as on the integration server, they fail instead.
"""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
ABSENT = "absent from ../shared/data: "


def public_set(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        left_out = pytest.fail if os.environ.get("KEPT_PUBLIC_SETS") == "required" else pytest.skip
        left_out(f"{ABSENT}{name}")
    return path


def sets_left_out(reporter: pytest.TerminalReporter) -> list[str]:
    """The sets that tests of this run asked for in vain."""
    told = (str(report.longrepr) for report in reporter.stats.get("skipped", ()))
    return sorted({words.split(ABSENT)[1].rstrip("')") for words in told if ABSENT in words})
