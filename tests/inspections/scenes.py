"""What the tests of inspections begin with."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from kept.inspections.actions.inspecting import Seen
from kept.inspections.actions.planning import order_inspection
from kept.inspections.actions.standardising import ItemDraft, StandardDraft, write_standard
from kept.inspections.models import Inspection, Standard
from tests.factories import HOUSE, NOON

TODAY = NOON.date()
ITEMS = (
    ItemDraft(question="三声之内接听", weight=Decimal(2)),
    ItemDraft(question="报出公司与姓名", weight=Decimal(1)),
    ItemDraft(question="核对单号", is_critical=True),
    ItemDraft(question="等待时间", limit_sort="at_most", limit=Decimal(20), unit="s", weight=Decimal(4)),
)


def a_draft(**details: Any) -> StandardDraft:
    given: dict[str, Any] = {
        "purpose": "让来电者马上找到人",
        "content": "二十秒内接听，报公司与姓名",
        "every_days": 30,
        "valid_from": TODAY,
        "items": ITEMS,
    }
    return StandardDraft(**{**given, **details})


def a_standard(title: str = "电话接听", **details: Any) -> Standard:
    whose = {name: details.pop(name) for name in ("service", "step") if name in details}
    return write_standard(title=title, draft=a_draft(**details), **whose, by=HOUSE, at=NOON)


def an_inspection(standard: Standard | None = None, **details: Any) -> Inspection:
    given: dict[str, Any] = {"due_on": TODAY + timedelta(days=3), "by": HOUSE, "at": NOON}
    return order_inspection(standard=standard or a_standard(), **{**given, **details})


def seen(inspection: Inspection, *said: Seen) -> dict[int, Seen]:
    """By the position of the item; items that nothing is said of are met."""
    met = [Seen(verdict="met", value=Decimal(10)) for _ in ITEMS]
    told = [*said, *met[len(said) :]]
    return dict(zip(inspection.version.items.values_list("pk", flat=True), told, strict=True))
