"""One quarter's client review, handed over, the next being prepared, and two reports that are sent regularly."""

from __future__ import annotations

from datetime import datetime

from kept.parties.models import ContactPerson
from kept.reports.actions.reviewing import begin_review, hand_over_review, write_remark
from kept.reports.actions.scheduling import make_schedule
from kept.reports.actions.sending import send_due, send_now
from kept.reports.enums import Form, Span
from kept.reports.rules import period_over

from .company import Firm

REMARKS = {
    "summary": "本季度整体稳定，时效略有波动，已有专人跟进。",
    "causes": "失约主要集中在西部线路中转，已更换中转班次。",
    "next": "十二月旺季前完成备车，每周五向贵司通报一次。",
}


def tell_customers(firm: Firm, today: datetime) -> None:
    """The review of the last quarter is handed over to the client of the portal; reports go out each month."""
    manager = firm.crew.actor("gm", today)
    customer, second = list(firm.customers.values())[:2]
    quarter = period_over(Span.QUARTER, today)
    review = begin_review(customer=customer, period=quarter, by=manager, at=today)
    for section, text in REMARKS.items():
        write_remark(review=review, section=section, text=text, by=manager, at=today)
    hand_over_review(review=review, to="王总", language="zh-hans", by=manager, at=today)
    begin_review(customer=second, period=quarter, by=manager, at=today)
    contacts = ContactPerson.objects.filter(customer=customer).exclude(email="")
    make_schedule(
        kind="customer_month",
        span=Span.MONTH,
        customer=customer,
        days_after=3,
        form=Form.BOTH,
        contacts=list(contacts[:1]),
        by=manager,
        at=today,
    )
    daily = make_schedule(
        kind="daily_volume",
        span=Span.DAY,
        persons=[firm.crew.persons["gm"]],
        by=manager,
        at=today,
    )
    send_now(schedule=daily, period=period_over(Span.DAY, today), by=manager, at=today)
    send_due(at=today)
