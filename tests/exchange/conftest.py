"""Small files of deliveries."""

from collections.abc import Callable
from pathlib import Path

import pytest

MAPPING = """
name = "small"
zone = "Asia/Shanghai"
[key]
columns = ["No"]
[fields]
customer = "Client"
carrier = "Carrier"
promised_at = { column = "Due", formats = ["%Y-%m-%d"] }
happened_at = { column = "Done", formats = ["%Y-%m-%d"], needed = false }
weight_kg = "Weight"
"""
HEAD = "No,Client,Carrier,Due,Done,Weight"

Write = Callable[..., Path]


@pytest.fixture
def small(tmp_path: Path) -> Write:
    """A file of deliveries, and its mapping beside it."""
    (tmp_path / "small.toml").write_text(MAPPING)

    def write(*rows: str, name: str = "small.csv", head: str = HEAD, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes("\n".join([head, *rows, ""]).encode(encoding))
        return path

    return write
