"""Numbers that are rules: declared with a default, changed by a manager, with history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import now


@dataclass(frozen=True)
class NumberRule:
    key: str
    default: Decimal
    words: Any
    unit: str
    lowest: Decimal | None
    highest: Decimal | None


NUMBER_RULES: dict[str, NumberRule] = {}


def number_rule(
    key: str,
    default: Decimal | int | str,
    words: Any,
    *,
    unit: str = "",
    lowest: Decimal | int | None = 0,
    highest: Decimal | int | None = None,
) -> str:
    """Declare a rule number. `unit` is shown beside it: d, h, share, rows..."""
    low = None if lowest is None else Decimal(lowest)
    high = None if highest is None else Decimal(highest)
    NUMBER_RULES[key] = NumberRule(key, Decimal(default), words, unit, low, high)
    return key


def rule(key: str, *, at: datetime | None = None) -> Decimal:
    """The value in force at a moment (now by default). Raises KeyError for a key nobody declared."""
    from .models import RuleValue

    declared = NUMBER_RULES[key]
    changed = (
        RuleValue.objects.filter(key=key, valid_from__lte=at or now())
        .order_by("-valid_from", "-id")
        .values_list("value", flat=True)
        .first()
    )
    return declared.default if changed is None else changed
