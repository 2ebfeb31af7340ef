"""The level of a customer in a sample: by segment, or lost."""

from __future__ import annotations

from typing import Any

from kept.parties.enums import CustomerState
from kept.parties.models import Customer

from ..enums import Level


def level_of(customer: Customer) -> Level:
    """Lost customers are a level of their own, whatever their segment was."""
    return Level.LOST if customer.state == CustomerState.LOST else Level(customer.segment)


def of_level(level: str) -> dict[str, Any]:
    """Which customers are of a level, as a filter."""
    if level == Level.LOST:
        return {"state": CustomerState.LOST}
    return {"state": CustomerState.ACTIVE, "segment": level}
