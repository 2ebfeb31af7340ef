"""Public data sets beside the repository. Tests of full sets fail loudly where they are absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def public_set(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.fail(f"the public data set {name} is not in ../shared/data", pytrace=False)
    return path
