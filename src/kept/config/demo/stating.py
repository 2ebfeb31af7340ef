"""What the demo company tells its customers in writing about its service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from kept.contracts.actions.client_policies import keep_client_policy
from kept.contracts.actions.handing import hand_over_text
from kept.contracts.actions.preparing import note_preparation
from kept.contracts.actions.statements import revise_statement, write_statement
from kept.contracts.models import ServiceStatement
from kept.people.queries import actor_of

from .company import Firm
from .people import HOUSE

FOR_ALL = {
    "zh-hans": (
        "我们为每一家客户昼夜接听，凡答应的时间、数量、质量和单据，都记录在案并如实告知结果。\n\n"
        "# 响应\n来电在响第四声之前接起；投诉一小时内给出实质答复；询价在八个工作小时内报价。\n\n"
        "# 运输\n按约定日期完好送达；有异常先于客户发现时，我们主动通知。\n\n"
        "# 单据\n签收单在约定期限内返回，随时可查影像。"
    ),
    "zh-hant": (
        "我們為每一家客戶晝夜接聽，凡答應的時間、數量、品質和單據，都記錄在案並如實告知結果。\n\n"
        "# 回應\n來電在響第四聲之前接起；客訴一小時內給出實質答覆；詢價在八個工作小時內報價。\n\n"
        "# 運輸\n按約定日期完好送達；有異常先於客戶發現時，我們主動通知。\n\n"
        "# 單據\n簽收單在約定期限內返回，隨時可查影像。"
    ),
    "en": (
        "We answer every customer day and night. What we promise of time, quantity, quality and papers is"
        " written down, and we tell how it went.\n\n"
        "# Answers\nCalls are taken before the fourth ring, complaints answered in substance within one hour,"
        " inquiries quoted within eight working hours.\n\n"
        "# Transport\nComplete and undamaged on the agreed day. What goes wrong we tell before you ask.\n\n"
        "# Papers\nSigned receipts come back within the agreed time and can be seen as pictures at any time."
    ),
}
FASTER = {
    "zh-hans": FOR_ALL["zh-hans"].replace("八个工作小时", "四个工作小时"),
    "zh-hant": FOR_ALL["zh-hant"].replace("八個工作小時", "四個工作小時"),
    "en": FOR_ALL["en"].replace("eight working hours", "four working hours"),
}
FOR_CORE = {
    "zh-hans": (
        "核心客户享有专属客户经理，投诉四十分钟内给出实质答复。\n\n# 应急\n旺季与停运期间预留运力，并提前三天告知安排。"
    ),
    "en": (
        "Core customers have an account manager of their own and an answer in substance to complaints within"
        " forty minutes.\n\n"
        "# When things go wrong\nCapacity is kept for peak seasons and closures; plans are told three days before."
    ),
}
FOR_COLD = {
    "zh-hans": (
        "# 冷链\n全程 2 ℃ 至 8 ℃，温度每五分钟记录一次，交付时随附温度曲线。\n\n"
        "# 异常\n温度越界十分钟内电话通知，并启用备用冷机或就近冷库。"
    ),
}


def write_down(firm: Firm, at: datetime) -> list[ServiceStatement]:
    """For all customers, for core customers, and for the one that ships cold."""
    day = at.date()
    general = write_statement(title="客户服务声明", words=FOR_ALL, valid_from=day, by=HOUSE, at=at)
    core = write_statement(
        title="核心客户服务声明", words=FOR_CORE, valid_from=day, segment="core", by=HOUSE, at=at
    )
    cold = write_statement(
        title="华东冷链服务声明",
        words=FOR_COLD,
        valid_from=day + timedelta(days=30),
        customer=firm.customers["华东冷链"],
        by=HOUSE,
        at=at,
    )
    return [general, core, cold]


def hand_out(firm: Firm, shorts: Sequence[str], at: datetime) -> None:
    """The account manager gives the text that applies to the contact person."""
    for short in shorts:
        customer = firm.customers[short]
        assert customer.account_manager is not None
        hand_over_text(
            customer=customer,
            contact=firm.contacts[short],
            how="in_person" if customer.segment == "core" else "email",
            language="zh-hans",
            on=at.date(),
            by=actor_of(customer.account_manager, at),
            at=at,
        )


def hear_clients(firm: Firm, at: datetime) -> None:
    """Two clients say how their own customers are to be served; one of them thinks again."""
    cold, other = firm.customers["华东冷链"], list(firm.customers.values())[1]
    first = "# 送达\n到货前一小时致电门店，司机着工装，不得在店内吸烟。\n\n# 退货\n门店拒收须当场拍照，两小时内回告。"
    for customer in (cold, other):
        keep_client_policy(customer=customer, text=first, valid_from=at.date(), by=HOUSE, at=at)
    keep_client_policy(
        customer=cold,
        text=first.replace("一小时致电", "两小时致电"),
        valid_from=at.date() + timedelta(days=60),
        changed="致电由到货前一小时改为两小时",
        by=HOUSE,
        at=at + timedelta(hours=1),
    )


def prepare(firm: Firm, at: datetime) -> None:
    """What the account managers noted of the rest; of the last customers nobody knows."""
    told = (
        ("organisation", True, "已发送组织结构图与联络人名单"),
        ("flexibility", True, "已说明旺季与停运时的备用运力"),
        ("technical", True, "已开通查询门户，演示过轨迹与对账"),
    )
    for place, customer in enumerate(list(firm.customers.values())[:-2]):
        assert customer.account_manager is not None
        for element, is_in_place, remark in told[: 3 - place % 3]:
            note_preparation(
                customer=customer,
                element=element,
                is_in_place=is_in_place,
                on=at.date(),
                remark=remark,
                by=actor_of(customer.account_manager, at),
                at=at,
            )
    note_preparation(
        customer=list(firm.customers.values())[1],
        element="technical",
        is_in_place=False,
        on=at.date(),
        remark="客户的接口还没有联调",
        by=HOUSE,
        at=at,
    )


def look_again(general: ServiceStatement, at: datetime) -> None:
    """Inquiries are answered faster than a year ago, and the statement says so."""
    revise_statement(
        statement=general,
        words=FASTER,
        valid_from=at.date(),
        changed="询价答复由八个工作小时改为四个工作小时",
        by=HOUSE,
        at=at,
    )
