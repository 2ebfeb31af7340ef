"""The telephone, the web chat and what lies ready at the desk of the demo company."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.timezone import localtime

from kept.desk.actions.arranging import keep_macro, keep_reply
from kept.desk.actions.call_centres import keep_call_centre
from kept.desk.actions.chatting import begin_chat, say_in_chat, take_chat
from kept.desk.actions.contacting import answer_contact
from kept.desk.actions.following import plan_follow_up
from kept.desk.actions.liability import ShareDraft, decide_liability
from kept.desk.actions.redressing import propose_compensation
from kept.desk.actions.telephoning import Heard, hear_signal
from kept.desk.models import Call, Case
from kept.kernel.money import Money
from kept.parties.models import Partner

from .company import PROFILES, Firm
from .desk import QUESTIONS
from .people import HOUSE

DAYS = 10
"""So many days the telephone system has told of its calls."""
CALLS_A_DAY = 12
SEATS = {"8001": "clerk", "8002": "clerk2"}
REPLIES = (
    (
        "在途说明",
        "{{customer}}您好，您的货件目前{{state}}，预计 {{eta}} 送达，到达前会再联系您。编号 {{number}}。",
    ),
    (
        "晚点致歉",
        "{{customer}}您好，货件因故晚到，给您添麻烦了。我们正在跟进，预计 {{eta}} 送达。编号 {{number}}。",
    ),
    ("索要凭证", "您好，请把外箱和内件的照片、签收单发给我们，收到后当天答复处理办法。"),
)


def equip(firm: Firm, at: datetime) -> None:
    """A call centre with two seats, replies and a macro that clerks use every day."""
    keep_call_centre(
        name="客服热线", branch=firm.crew.branches["SH"], line="4008009900", equipment="IP 话务台", seats=2,
        extensions={number: firm.crew.persons[login] for number, login in SEATS.items()}, by=HOUSE, at=at,
    )  # fmt: skip
    replies = [keep_reply(name=name, texts={"zh-hans": text}, by=HOUSE, at=at) for name, text in REPLIES]
    steps = (("note", "已请客户补充照片和签收单"), ("reply", replies[2].pk), ("pause", "waiting_customer"))
    keep_macro(name="请客户补凭证并等待", steps=steps, by=HOUSE, at=at)


def ring(firm: Firm, now: datetime, dice: random.Random) -> None:
    """Two weeks of calls: most picked up in the third ring, some given up and called back."""
    for days in range(DAYS, 0, -1):
        opening = localtime(now - timedelta(days=days)).replace(hour=8, minute=30)
        for n in range(CALLS_A_DAY):
            _call(firm, opening + timedelta(minutes=45 * n + dice.randrange(40)), dice)
    _missed(firm, "今晨", now - timedelta(minutes=24), dice)
    _missed(firm, "刚才", now - timedelta(minutes=6), dice)


def write_in(firm: Firm, now: datetime) -> None:
    """Two visitors of the web chat: one waits for the first word, one is being helped."""
    clerk = firm.crew.actor("clerk", now)
    helped = begin_chat(
        name="刘女士", phone="13811112222", text="你好，我的货显示到上海了，今天能送吗？", by=HOUSE,
        at=now - timedelta(minutes=9),
    )  # fmt: skip
    helped = take_chat(chat=helped, by=clerk, at=now - timedelta(minutes=8))
    for side, text, minutes in (
        ("clerk", "您好，请告诉我运单号或收货手机号后四位，我马上查。", 8),
        ("visitor", "后四位 2222", 6),
    ):
        by = clerk if side == "clerk" else HOUSE
        say_in_chat(chat=helped, side=side, text=text, by=by, at=now - timedelta(minutes=minutes))
    begin_chat(
        name="陈先生", phone="13933334444", text="发一托盘到成都多少钱？几天到？", by=HOUSE,
        at=now - timedelta(minutes=1),
    )  # fmt: skip


def make_good(firm: Firm, now: datetime) -> None:
    """One short delivery has its liability shared, and a payment that waits for the manager's word."""
    clerk = firm.crew.actor("clerk", now)
    case = Case.objects.filter(title="少一件", state="open").latest("pk")
    hauler = Partner.objects.order_by("pk").first()
    shares = [
        ShareDraft(tier="subcontractor", share=Decimal(70), partner=hauler),
        ShareDraft(tier="us", share=Decimal(30), branch=firm.crew.branches["SH"]),
    ]
    decide_liability(
        case=case, shares=shares, cause="sorting", by=clerk, at=now - timedelta(minutes=50),
        why="装车单 12 件，卸车 11 件；封签完好，分拨漏扫。",
    )  # fmt: skip
    propose_compensation(
        case=case, kind="money", money=Money(80000, "CNY"), why="按声明价值赔付少的一件", by=clerk,
        at=now - timedelta(minutes=40),
    )  # fmt: skip
    plan_follow_up(
        what="确认补发的一件已送到，请客户在回单上签字", about=case, owner=firm.crew.persons["clerk"],
        due_at=now + timedelta(hours=4), needs_contact=True, by=clerk, at=now - timedelta(minutes=35),
    )  # fmt: skip


def _call(firm: Firm, at: datetime, dice: random.Random) -> None:
    number = dice.choice(list(SEATS))
    clerk = firm.crew.actor(SEATS[number], at)
    if dice.random() < 0.1:
        call = _missed(firm, f"{at:%m%d%H%M}", at, dice)
        if call.contact and dice.random() < 0.8:
            back = at + timedelta(minutes=dice.randrange(4, 28))
            answer_contact(contact=call.contact, text="已回电，问题说明清楚", by=clerk, at=back)
        return
    name, picked = f"demo-{at:%m%d%H%M}", at + timedelta(seconds=dice.randrange(4, 16))
    heard = _signal(name, "ringing", at, _phone(firm, dice))
    heard = _signal(name, "answered", picked, heard.phone, agent=number)
    contact = heard.contact
    if contact is not None and contact.is_waiting:
        said = f"{dice.choice(QUESTIONS)}：已查到并告知客户"
        answer_contact(
            contact=contact, text=said, by=clerk, at=picked + timedelta(seconds=dice.randrange(40, 240))
        )
    _signal(name, "ended", picked + timedelta(seconds=dice.randrange(60, 300)), heard.phone)


def _missed(firm: Firm, name: str, at: datetime, dice: random.Random) -> Call:
    phone = _phone(firm, dice)
    _signal(f"demo-missed-{name}", "ringing", at, phone)
    return _signal(f"demo-missed-{name}", "ended", at + timedelta(seconds=dice.randrange(20, 45)), phone)


def _signal(call: str, kind: str, at: datetime, phone: str, agent: str = "") -> Call:
    heard = Heard(call=call, kind=kind, happened_at=at, phone=phone, line="4008009900", agent=agent)
    return hear_signal(heard=heard, by=HOUSE, at=at)


def _phone(firm: Firm, dice: random.Random) -> str:
    """Mostly somebody we know."""
    if dice.random() < 0.8:
        return firm.contacts[dice.choice(PROFILES).short].phone
    return f"13{dice.randrange(10**9):09}"
