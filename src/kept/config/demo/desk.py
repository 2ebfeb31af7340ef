"""Calls, complaints and exceptions of the demo company: some answered late, until the night duty came."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import now

from kept.desk.actions.answering import answer_case
from kept.desk.actions.contacting import answer_contact, log_contact
from kept.desk.actions.exceptions import tell_customer, untold
from kept.desk.actions.opening import open_case
from kept.desk.actions.opinions import take_opinion
from kept.desk.actions.solving import close_case, solve_case
from kept.desk.actions.supporting import ask_second_line
from kept.desk.actions.tending import pause_case
from kept.desk.models import Case, Contact
from kept.kernel.actor import Actor
from kept.people.actions.branches import form_team
from kept.transport.models import Shipment

from .company import PROFILES, Firm, Profile
from .people import HOUSE

CHANCE = 2.3
"""Of a matter coming in on one day; a customer that drifts away complains more."""

COMPLAINTS = (
    (
        "送货晚到",
        "说好昨天到，仓库等了一天",
        "vehicle",
        "subcontractor",
        "改派顺达，次日补送",
        "晚点前两小时预警",
    ),
    (
        "外箱破损",
        "两箱外箱压坏，内件待查",
        "handling",
        "subcontractor",
        "按声明价值赔偿",
        "装车拍照，禁止堆码",
    ),
    ("少一件", "签收时少一件", "sorting", "subcontractor", "次日补送到位", "出库双人点数"),
    ("回单没寄回", "上月回单还缺三份", "documents", "us", "补寄回单并致歉", "每周核对回单清单"),
    ("司机态度", "司机不肯搬上楼", "other", "subcontractor", "向客户致歉，免上楼费", "合同写明上楼服务"),
)
QUESTIONS = ("货到哪里了", "今天能送到吗", "能不能改到明天上午送", "运费怎么算的")
SPOKEN = "phone", "phone", "phone", "wechat", "email"


@dataclass(frozen=True)
class Matter:
    """What somebody calls about."""

    profile: Profile
    shipment: Shipment
    at: datetime
    improved: bool


def one_day(firm: Firm, day: date, at: datetime, *, improved: bool, dice: random.Random) -> None:
    """What comes in on a day, at the earliest at `at`, and what was seen on the road."""
    _tell_of_exceptions(firm, at, improved=improved, dice=dice)
    for profile in PROFILES:
        chance = CHANCE * profile.monthly / 110 * (2.2 if profile.drifts else 1)
        if dice.random() > chance:
            continue
        shipment = _recent(firm, profile, at, dice)
        if shipment is not None:
            matter = Matter(profile, shipment, at + timedelta(minutes=dice.randrange(0, 500)), improved)
            (_complaint if dice.random() < 0.45 else _query)(firm, matter, dice)


def this_morning(firm: Firm, now: datetime) -> None:
    """What lies on the desk at this moment: a call just in, complaints running, one overdue, one paused."""
    clerk = firm.crew.actor("clerk", now)
    cold, hong, far = (firm.customers[name] for name in ("华东冷链", "宏达电子", "远洋服饰"))
    person = firm.contacts["华东冷链"]
    log_contact(
        channel="phone",
        customer=cold,
        contact_person=person,
        caller_name=person.name,
        phone=person.phone,
        summary="问今天的货几点到，仓库等着卸",
        ring_count=2,
        person=firm.crew.persons["clerk"],
        by=clerk,
        at=now - timedelta(minutes=2),
    )
    _open(firm, "clerk", cold, "送货晚到", "冷柜车晚到三小时", now - timedelta(minutes=34))
    broken = _open(firm, "clerk2", hong, "外箱破损", "两箱外箱压坏", now - timedelta(minutes=12))
    ask_second_line(
        case=broken,
        team=form_team(branch=firm.crew.branches["SH"], name="理赔二线", by=HOUSE, at=now),
        ask="外箱压坏两箱，先赔付还是先验货？",
        by=firm.crew.actor("clerk2", now),
        at=now - timedelta(minutes=9),
    )
    _open(firm, "clerk", hong, "少一件", "签收时少一件", now - timedelta(hours=5))
    paused = _open(firm, "clerk2", far, "回单没寄回", "上月回单还缺三份", now - timedelta(hours=3))
    answer_case(
        case=paused,
        channel="phone",
        text="请客户提供缺少的运单号",
        to="毛敏",
        by=clerk,
        at=now - timedelta(hours=2, minutes=40),
    )
    pause_case(case=paused, reason="waiting_customer", by=clerk, at=now - timedelta(hours=2, minutes=35))


def _open(firm: Firm, login: str, customer: object, title: str, reason: str, at: datetime) -> Case:
    return open_case(
        kind="complaint",
        customer=customer,
        title=title,
        reason=reason,
        owner=firm.crew.persons[login],
        deputy=firm.crew.persons["clerk2" if login == "clerk" else "clerk"],
        by=firm.crew.actor(login, at),
        at=at,
    )


def _complaint(firm: Firm, matter: Matter, dice: random.Random) -> None:
    title, reason, cause, tier, measure, prevention = dice.choice(COMPLAINTS)
    clerk = _clerk(firm, matter)
    contact = _call(firm, matter, reason, clerk, dice)
    told = matter.at + timedelta(minutes=dice.randrange(1, 4))
    answer_contact(contact=contact, text="已记录，尽快查明答复", by=clerk, at=told)
    case = open_case(
        kind="complaint", contact=contact, shipment=matter.shipment, title=title, reason=reason,
        demand="查明原因并答复", by=clerk, at=matter.at + timedelta(minutes=3),
    )  # fmt: skip
    late = dice.random() < (0.06 if matter.improved else 0.34)
    waited = dice.randrange(65, 260) if late else dice.randrange(8, 38)
    answered = matter.at + timedelta(minutes=waited)
    answer_case(
        case=case, channel="phone", text=f"已说明原因：{reason}。处理办法：{measure}",
        to=firm.contacts[matter.profile.short].name, by=clerk, at=answered,
    )  # fmt: skip
    solved = answered + timedelta(hours=dice.randrange(3, 90 if late else 40))
    if solved + timedelta(hours=3) > now():
        return  # still being worked on
    solve_case(case=case, result=measure, by=clerk, at=solved)
    closed = solved + timedelta(hours=2)
    close_case(
        case=case, result=measure, cause=cause, liable_tier=tier, measure=measure, prevention=prevention,
        responsible=firm.crew.persons["dispatcher"] if tier == "us" else None, by=clerk, at=closed,
    )  # fmt: skip
    if dice.random() < 0.5:
        case.refresh_from_db()
        rating = dice.choice((2, 3, 3)) if late else dice.choice((4, 4, 5))
        take_opinion(
            opinion=case.opinion, rating=rating, is_solved=True, by=HOUSE, at=closed + timedelta(hours=3)
        )


def _query(firm: Firm, matter: Matter, dice: random.Random) -> None:
    clerk = _clerk(firm, matter)
    receives = bool(matter.shipment.consignee_phone) and matter.shipment.pk % 3 == 0
    contact = _call(firm, matter, dice.choice(QUESTIONS), clerk, dice, receives=receives)
    waited = (
        dice.randrange(6, 25) if dice.random() < (0.08 if matter.improved else 0.22) else dice.randrange(1, 5)
    )
    answer_contact(
        contact=contact, text=f"{matter.shipment.number} 已到 {matter.shipment.last_place or '途中'}，按约送达",
        by=clerk, at=matter.at + timedelta(minutes=waited),
    )  # fmt: skip


def _call(
    firm: Firm, matter: Matter, summary: str, clerk: Actor, dice: random.Random, *, receives: bool = False
) -> Contact:
    """The customer calls, or who receives the goods."""
    person, goods, channel = firm.contacts[matter.profile.short], matter.shipment, dice.choice(SPOKEN)
    return log_contact(
        channel="phone" if receives else channel,
        customer=firm.customers[matter.profile.short],
        contact_person=None if receives else person,
        caller_name=goods.consignee_name if receives else person.name,
        phone=goods.consignee_phone if receives else person.phone,
        shipment=matter.shipment,
        summary=summary,
        ring_count=dice.choice((1, 2, 2, 3, 3, 4)),
        by=clerk,
        at=matter.at,
    )


def _tell_of_exceptions(firm: Firm, at: datetime, *, improved: bool, dice: random.Random) -> None:
    """Exceptions that tracking opened: told to the customer, most of them within the half hour."""
    for case in Case.objects.filter(kind="exception", state="open", opened_at__lt=at):
        moment = case.opened_at + timedelta(minutes=dice.randrange(6, 26 if improved else 42))
        clerk = firm.crew.actor("clerk", at)
        for customer in untold(case):
            text = f"{case.heading}。新的预计到达时间已更新，如需改约请回复。"
            tell_customer(case=case, customer=customer, channel="wechat", text=text, by=clerk, at=moment)
        close_case(
            case=case, result="已通知客户并跟进到送达", cause=case.cause or "vehicle", liable_tier="subcontractor",
            measure="更新到达时间并每两小时跟进", prevention="发车前核对车况", by=clerk, at=moment + timedelta(hours=5),
        )  # fmt: skip


def _clerk(firm: Firm, matter: Matter) -> Actor:
    login = {"SH": "clerk", "BJ": "clerk3", "GZ": "clerk4", "CD": "clerk2"}[matter.profile.branch]
    return firm.crew.actor(login, matter.at)


def _recent(firm: Firm, profile: Profile, at: datetime, dice: random.Random) -> Shipment | None:
    rows = Shipment.objects.filter(
        customer=firm.customers[profile.short], picked_up_at__lt=at, picked_up_at__gt=at - timedelta(days=6)
    )
    found = list(rows.order_by("pk")[:12])
    return dice.choice(found) if found else None
