"""The tables beside this file: what every indicator must say, and its figure worked out by hand.

`indicators.csv` has a row for each indicator: the requirements that name it, its places in the tree, its
direction, and what it is in the world of `world.py` with the numbers of `numbers.csv`. Nothing in them is
read from the catalogue: a change there that is meant is written here too.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
Row = dict[str, str]


def table(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


EXPECTED = table("indicators.csv")
NUMBERS = table("numbers.csv")
TOLD = {row["number"]: Decimal(row["told"]) for row in NUMBERS}

GROUPS = {
    "customer_service_level": ("1.1", "functional", 12),
    "delivery_function": ("1.2", "functional", 4),
    "transport_function": ("1.3", "functional", 8),
    "inventory_function": ("1.4", "functional", 6),
    "purchasing_function": ("1.5", "functional", 4),
    "flow_processing": ("1.6", "functional", 4),
    "management_level": ("2.1", "operating", 6),
    "company_strength": ("2.2", "operating", 8),
    "information_level": ("2.3", "operating", 12),
    "cost_level": ("2.4", "operating", 6),
    "profitability": ("2.5", "operating", 3),
    "technical_strength": ("3.1", "stability", 7),
    "responsiveness": ("3.2", "stability", 5),
    "cohesion": ("3.3", "stability", 3),
    "history": ("4.1", "experience", 10),
    "company_image": ("4.2", "experience", 4),
}
"""Of each group its number, its class and how many leaves it has: 102 in all."""


def cases(rows: list[Row]) -> list[Any]:
    """A case for each row, carrying the requirements that name its indicator."""
    return [
        pytest.param(row, id=row["code"], marks=pytest.mark.spec(*row["requirements"].split()))
        for row in rows
    ]
