"""The table behind a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Table:
    """Heads, and rows of (words, address or "")."""

    heads: tuple[Any, ...]
    rows: tuple[tuple[tuple[Any, str], ...], ...]
