"""What else a desk has to do in the demo company: visitors, pick-ups, connections, a hand-over, suggestions."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from kept.desk.actions.collecting import collect_suggestion, keep_campaign
from kept.desk.actions.handing_over import Hands, offer_shift, take_shift
from kept.desk.actions.opening import open_case
from kept.desk.actions.referring import report_upward, see_report
from kept.desk.actions.welcoming import receive_visitor, see_off
from kept.desk.models import Case
from kept.transport.actions.connecting import hand_over, plan_connection
from kept.transport.actions.pickup_notices import note_attempt, set_pickup
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import PickupNotice, Shipment

from .company import Firm
from .people import HOUSE

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SUGGESTIONS = (
    ("远洋服饰", "希望回单电子版当天就能看到", "签收后当天把回单照片发到客户窗口"),
    ("清源家居", "周末也能预约送货", "周六安排半天班次，提前一天预约"),
)


def tend(firm: Firm, now: datetime) -> None:
    """What came up at the counter and on the side since yesterday morning."""
    _receive(firm, now)
    _collect(firm, now)
    _report(firm, now)
    _pass_on(firm, now)
    ours = firm.crew.branches["SH"].pk
    rows = Shipment.objects.filter(state="in_transit").order_by("-pk")
    under_way = sorted(rows, key=lambda shipment: shipment.branch_id != ours)[:5]
    _connect(firm, under_way[:2], now)
    _tell_receivers(firm, under_way[2:], now)


def _receive(firm: Firm, now: datetime) -> None:
    """One visitor came yesterday and left; one is in the house."""
    clerk, host = firm.crew.actor("clerk", now), firm.crew.persons["manager"]
    yesterday = localtime(now - timedelta(days=1)).replace(hour=10, minute=5)
    cold, person = firm.customers["华东冷链"], firm.contacts["华东冷链"]
    seen = receive_visitor(
        visitor=person.name, company=cold.name, customer=cold, phone=person.phone, people=2,
        purpose="商量旺季的冷柜车安排", received_by=host, arrived_at=yesterday, by=clerk, at=yesterday,
    )  # fmt: skip
    left = yesterday + 75 * MINUTE
    see_off(
        reception=seen, agreed="十二月每天预留两台冷柜车，下周三前书面确认", left_at=left, by=clerk, at=left
    )
    receive_visitor(
        visitor="钟经理", company="上海恒泰仪器有限公司", phone="13700001122", purpose="了解仓配一体的报价",
        received_by=firm.crew.persons["clerk"], by=clerk, at=now - 25 * MINUTE,
    )  # fmt: skip


def _collect(firm: Firm, now: datetime) -> None:
    """A collection of opinions runs this month; two customers have said something."""
    day = localtime(now).date()
    campaign = keep_campaign(
        name="年末服务意见征集", question="明年最希望我们改进哪一点？", starts_on=day - timedelta(days=10),
        ends_on=day + timedelta(days=20), by=firm.crew.actor("manager", now), at=now - timedelta(days=10),
    )  # fmt: skip
    for days, (short, title, demand) in enumerate(SUGGESTIONS, start=1):
        at, clerk = now - timedelta(days=days), firm.crew.actor("clerk", now)
        case = open_case(
            kind="suggestion", customer=firm.customers[short], title=title, reason=title, demand=demand,
            by=clerk, at=at,
        )  # fmt: skip
        collect_suggestion(case=case, campaign=campaign, by=clerk, at=at + MINUTE)


def _report(firm: Firm, now: datetime) -> None:
    """The manager has read what a core customer demands, and not yet what another said."""
    clerk, manager = firm.crew.actor("clerk", now), firm.crew.actor("manager", now)
    late = Case.objects.filter(title="送货晚到", state="open").latest("pk")
    demand = report_upward(
        case=late, sort="demand", text="客户要求旺季每车配备温度记录仪，否则考虑更换承运方。", by=clerk,
        at=now - 20 * MINUTE,
    )  # fmt: skip
    see_report(report=demand, decision="同意，下周起两台冷柜车先装", by=manager, at=now - 5 * MINUTE)
    wish = Case.objects.filter(kind="suggestion").latest("pk")
    report_upward(
        case=wish, sort="suggestion", text="已有三家客户提出周末送货。", by=clerk, at=now - 3 * MINUTE
    )


def _pass_on(firm: Firm, now: datetime) -> None:
    """Last night's late shift was taken over this morning; now one case more is offered."""
    early, late = firm.crew.persons["clerk"], firm.crew.persons["clerk2"]
    mine = Case.objects.filter(owner=early, kind="suggestion").order_by("pk")
    last = Hands(cases=list(mine[:1]))
    given, taken = now - 13 * HOUR, now - 12 * HOUR
    offered = offer_shift(
        giver=early, taker=late, hands=last, note="客户下午再来电，请接着谈", by=firm.crew.actor("clerk", given),
        at=given,
    )  # fmt: skip
    take_shift(offered=offered, hands=last, reply="收到", by=firm.crew.actor("clerk2", taken), at=taken)
    waiting = Hands(
        cases=list(Case.objects.filter(owner=late, title="回单没寄回", state="answered").order_by("-pk")[:1])
    )
    offer_shift(
        giver=late, taker=early, hands=waiting, note="等客户报运单号，报来后补寄回单",
        by=firm.crew.actor("clerk2", now), at=now - 10 * MINUTE,
    )  # fmt: skip


def _connect(firm: Firm, shipments: list[Shipment], now: datetime) -> None:
    """Two shipments go on with somebody else: one was handed over in time, one is to be tonight."""
    dispatcher = firm.crew.actor("dispatcher", now)
    for n, shipment in enumerate(shipments):
        done = n == 0
        by = now - 3 * HOUR if done else now + 5 * HOUR
        connection = plan_connection(
            shipment=shipment, mode="air" if done else "rail", service="CZ3504" if done else "X8023",
            place="浦东机场货站" if done else "闵行铁路货场", handover_by=by, departs_at=by + 3 * HOUR,
            by=dispatcher, at=now - timedelta(days=1),
        )  # fmt: skip
        if done:
            hand_over(
                connection=connection, handed_over_at=by - 40 * MINUTE, taken_by="货站 丁师傅", by=dispatcher,
                at=by - 35 * MINUTE,
            )  # fmt: skip


def _tell_receivers(firm: Firm, shipments: list[Shipment], now: datetime) -> None:
    """Goods wait where their receivers collect them: one knows, one did not answer, one is to be told."""
    clerk, ready = firm.crew.actor("clerk", now), now - 100 * MINUTE
    record_events(
        inputs=[
            TrackingInput(
                number=shipment.number, code="ready_for_pickup", occurred_at=ready,
                place=f"{shipment.destination_city}自提点", source="api",
            )
            for shipment in shipments
        ],
        by=HOUSE,
        at=ready,
    )  # fmt: skip
    results = ("told", "no_answer")
    for notice in PickupNotice.objects.filter(shipment__in=shipments).order_by("pk"):
        set_pickup(notice=notice, place=notice.place, hours="8:30–18:00")
    for notice, result in zip(PickupNotice.objects.order_by("pk"), results, strict=False):
        reached = {"answered_by": "收货人本人", "sex": "male"} if result == "told" else {}
        note_attempt(
            notice=notice, result=result, dialled=notice.shipment.consignee_phone or "13800000000",
            tried_at=now - 60 * MINUTE, **reached, by=clerk, at=now - 60 * MINUTE,
        )  # fmt: skip
