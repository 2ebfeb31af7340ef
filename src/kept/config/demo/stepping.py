"""What the demo company requires at the steps of its operations, and what was found there lately."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kept.catalog.models import Service
from kept.inspections.actions.stepping import Found, add_requirement, check_step, open_step_case
from kept.inspections.enums import IN_HOUSE
from kept.inspections.models import Standard
from kept.inspections.queries.steps import Stage, stages_of_shipment
from kept.transport.models import Shipment

from .company import Firm

REQUIRED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("receiving", "核对品名、数量、批号，外箱破损当场拍照并通知客户。", {"responsible": "warehouse"}),
    ("storage", "冷藏品存放 2 ℃ 至 8 ℃，每日两次记录库温。", {"customer": "华东冷链", "responsible": "warehouse"}),
    ("storage", "先进先出，离墙离地十厘米。", {"responsible": "warehouse"}),
    ("picking", "按单复核两遍，错拣率以零为目标。", {"responsible": "warehouse"}),
    ("packing", "易碎品加缓冲，箱外贴轻放标识。", {"responsible": "warehouse"}),
    ("packing", "循环周转箱登记箱号。", {"service": "packaging", "responsible": "warehouse"}),
    ("loading", "装车前查车厢清洁、篷布完好，封签拍照。", {"responsible": "subcontractor", "wants_photo": True}),
    ("line_haul", "每四小时报位置，晚点先于客户来问。", {"responsible": "dispatcher"}),
    ("transfer", "中转落地件数与交接单一致。", {"responsible": "dispatcher"}),
    ("delivery", "送货前一小时电话预约。", {"responsible": "subcontractor"}),
    ("delivery", "先核对后卸货，当面点清并签收。", {"responsible": "subcontractor", "standard": "交付现场"}),
    ("delivery", "着装整洁，不收受收货人财物。", {"responsible": "subcontractor", "wants_check": False}),
    ("receipt", "签收单当月交还，字迹与印章清楚。", {"responsible": "document_clerk", "standard": "回单返还"}),
)  # fmt: skip
RECENT = 24
"""Of so many shipments the steps were checked, the newest of them only in part."""
BROKEN = "收货人称未接到预约电话，司机提前到门口等候四十分钟。"


def write_down(firm: Firm, at: datetime) -> None:
    by = firm.crew.actor("quality", at)
    for step, text, more in REQUIRED:
        said = dict(more)
        if name := said.pop("customer", ""):
            said["customer"] = firm.customers[name]
        if code := said.pop("service", ""):
            said["service"] = Service.objects.get(code=code)
        if title := said.pop("standard", ""):
            said["standard"] = Standard.objects.get(title=title)
        add_requirement(step=step, text=text, by=by, at=at, **said)


def check(firm: Firm, now: datetime) -> None:
    """The steps of the last deliveries, as they were passed; one call before delivery was forgotten."""
    delivered = Shipment.objects.exclude(order=None).filter(delivered_at__lt=now)
    for n, shipment in enumerate(delivered.order_by("-delivered_at")[:RECENT]):
        for stage in stages_of_shipment(shipment):
            if stage.passed_at is not None and (n + len(stage.step)) % 6:
                _check(firm, stage, is_broken=n == 1 and stage.step == "delivery", now=now)


def _check(firm: Firm, stage: Stage, *, is_broken: bool, now: datetime) -> None:
    """Where a photo is demanded nobody took one, so that stays unchecked."""
    asked = [line for line in stage.checks if line.answer is None and not line.requirement.wants_photo]
    if not asked or stage.passed_at is None:
        return
    found = {line.requirement.pk: Found(verdict="kept") for line in asked}
    if is_broken:
        found[asked[0].requirement.pk] = Found(verdict="not_kept", remark=BROKEN)
    elif stage.step == "delivery" and len(asked) > 1 and stage.subject.pk % 3 == 0:
        found[asked[-1].requirement.pk] = Found(verdict="n_a", remark="收货人自行卸货")
    at = min(stage.passed_at + timedelta(minutes=20), now)
    by = firm.crew.actor("clerk" if stage.step in IN_HOUSE else "dispatcher", at)
    answers = check_step(subject=stage.subject, step=stage.step, found=found, by=by, at=at)
    if is_broken:
        open_step_case(
            answer=answers[0],
            kind="complaint",
            title="送货前未预约",
            reason=BROKEN,
            by=firm.crew.actor("clerk", at),
            at=at + timedelta(minutes=5),
        )
