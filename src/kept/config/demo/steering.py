"""What customers of the demo company told it to do with goods under way: carried out, waiting, overdue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kept.fulfillment.actions.acting import act_upon
from kept.fulfillment.actions.carrying_out import Told, carry_out_instruction
from kept.fulfillment.actions.instructing import (
    give_instruction,
    refuse_instruction,
    withdraw_instruction,
)
from kept.fulfillment.models import Instruction
from kept.transport.models import Shipment

from .company import Firm

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def hear(firm: Firm, now: datetime) -> None:
    """This morning's instructions, each about goods that are open; fewer where less is under way."""
    rows = Shipment.objects.filter(state__in=("planned", "picked_up", "in_transit"), order__isnull=False)
    open_ones = list(rows.select_related("order", "customer").order_by("-pk")[:6])
    for tell, shipment in zip((_stop, _address, _time, _repack, _parts, _hold), open_ones, strict=False):
        tell(firm, shipment, now)


def _stop(firm: Firm, shipment: Shipment, now: datetime) -> None:
    """Stopped at the hub half an hour after the call."""
    given = _given(firm, shipment, now - 3 * HOUR, "stop", "收货人盘点，车先停一停", do_by=now - HOUR)
    at = now - 2 * HOUR - 25 * MINUTE
    details = {"code": "arrived_hub", "place": shipment.origin_city, "note": "按客户指令在转运场停留"}
    act_upon(instruction=given, deed="news", details=details, by=firm.crew.actor("dispatcher", now), at=at)


def _address(firm: Firm, shipment: Shipment, now: datetime) -> None:
    """Overdue: nobody has told the driver yet."""
    words = "收货改到二号仓东门，原地址门口修路"
    _given(firm, shipment, now - 2 * HOUR, "address", words, do_by=now - 35 * MINUTE, channel="wechat")


def _time(firm: Firm, shipment: Shipment, now: datetime) -> None:
    words = "改到明天上午九点以后送，今天没人收"
    _given(firm, shipment, now - 20 * MINUTE, "time", words, do_by=now + 2 * HOUR)


def _repack(firm: Firm, shipment: Shipment, now: datetime) -> None:
    given = _given(firm, shipment, now - 26 * HOUR, "repack", "外箱换新，贴英文唛头", channel="email")
    told = Told(words="已换外箱并贴英文唛头，拍照留存", happened_at=now - 22 * HOUR)
    carry_out_instruction(
        instruction=given, told=told, by=firm.crew.actor("dispatcher", now), at=now - 22 * HOUR
    )


def _parts(firm: Firm, shipment: Shipment, now: datetime) -> None:
    given = _given(firm, shipment, now - 5 * HOUR, "parts", "先送一半，余下的下周送")
    clerk = firm.crew.actor("clerk", now)
    refuse_instruction(
        instruction=given, reason="车已出发，途中无法分拆；改为到站后分批", by=clerk, at=now - 4 * HOUR
    )


def _hold(firm: Firm, shipment: Shipment, now: datetime) -> None:
    given = _given(firm, shipment, now - 4 * HOUR, "hold", "货款还没到，先别送")
    clerk = firm.crew.actor("clerk", now)
    withdraw_instruction(instruction=given, reason="货款已到，照常送", by=clerk, at=now - 3 * HOUR)


def _given(firm: Firm, shipment: Shipment, at: datetime, kind: str, words: str, **more: Any) -> Instruction:
    short = next((name for name, each in firm.customers.items() if each == shipment.customer), "")
    return give_instruction(
        shipment=shipment,
        kind=kind,
        words=words,
        contact=firm.contacts.get(short),
        **{"channel": "phone", **more},
        by=firm.crew.actor("clerk", at),
        at=at,
    )
