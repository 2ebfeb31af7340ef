"""A clerk's day: a call, a complaint, an exception told first, and the end of the shift."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.models import Notice
from kept.desk.actions.exceptions import open_exception
from kept.desk.models import Case, Contact, HandOver
from kept.kernel.outbox import deliver_due
from kept.promises.models import Promise
from tests.desk.scenes import a_shipment
from tests.factories import HOUSE, a_branch, a_customer, staff

pytestmark = pytest.mark.django_db


@pytest.mark.spec("R273", "R274", "R276", "R278", "R280", "R284", "R288")
def test_the_day_of_a_clerk(client: Client) -> None:
    branch = a_branch()
    clerk, colleague = staff("clerk", branch=branch), staff("clerk", branch=branch)
    manager = staff("branch_manager", branch=branch)
    customer = a_customer(name="宏达电子", phone="02155550101", email="po@example.com", branch=branch)
    shipment = a_shipment(customer, number="WB-1001", last_place="西安", branch=branch)
    client.force_login(clerk)

    def take(**said: Any) -> str:
        given = {
            "channel": "phone",
            "direction": "in",
            "customer": customer.pk,
            "shipment": shipment.pk,
            **said,
        }
        return str(client.post(reverse("desk:new_contact"), given)["Location"])

    def act(case: Case, name: str, **said: Any) -> None:
        assert client.post(reverse(f"desk:{name}", args=[case.number]), said).status_code == 302, name

    # The phone rings: where are the goods? Answered before the caller hangs up.
    take(
        caller_name="王女士", ring_count=2, kind="cargo_query", summary="货到哪里？", answer="在西安，明早到"
    )
    query = Case.objects.get(kind="cargo_query")
    assert {p.state for p in Promise.objects.all()} == {"kept"}
    act(query, "closing", result="已告知位置")

    # A complaint: the caller is told at once that we call back, the matter itself within the hour.
    take(caller_name="王女士", kind="complaint", summary="外箱破损", demand="赔付", answer="一小时内回复您")
    complaint = Case.objects.get(kind="complaint")
    deliver_due()
    assert Promise.objects.about(complaint).of_kind("complaint_answer").get().met_at is None
    assert Notice.objects.filter(person=manager, name="desk.case_opened").exists()
    act(complaint, "escalation", why="赔付超出权限", to=manager.pk)
    act(complaint, "answer", channel="email", to="王女士", text="今天补发并赔付")
    assert Promise.objects.about(complaint).of_kind("complaint_answer").get().state == "kept"

    # The customer asks again; then it is solved and closed with what was learned.
    act(complaint, "chaser", channel="wechat", summary="发了吗？")
    act(complaint, "answer", channel="wechat", to="王女士", text="已发出，单号稍后发您")
    act(complaint, "solution", result="已补发，赔付 300 元")
    act(
        complaint,
        "closing",
        result="已补发，赔付 300 元",
        cause="handling",
        liable_tier="subcontractor",
        measure="补发",
        prevention="加固包装",
    )
    complaint.refresh_from_db()
    assert (complaint.state, complaint.level, complaint.chasers) == ("closed", "manager", 1)

    # Snow: the customer hears of it before they ask.
    snow = open_exception(
        trouble="weather", shipments=[shipment], place="秦岭", by=HOUSE, at=now() - timedelta(minutes=3)
    )
    prefix = f"c{customer.pk}"
    act(
        snow,
        "notices",
        **{"customer": customer.pk, f"{prefix}-channel": "phone", f"{prefix}-text": "大雪封路"},
    )
    assert Promise.objects.about(snow).get().state == "kept"

    # One more call comes in at the end; it goes to the next shift with its clock.
    take(caller_name="孙工", summary="请回电", shipment="")
    waiting = Contact.objects.waiting().get()
    client.post(
        reverse("desk:hand_over"), {"taker": colleague.pk, "note": "孙工等电话", "contacts": [waiting.pk]}
    )
    offered = HandOver.objects.get()
    client.force_login(colleague)
    client.post(offered.get_absolute_url(), {"contacts": [waiting.pk]})
    assert Promise.objects.about(waiting).get().person == colleague

    # The customer's opinion, without a login.
    address = complaint.opinion.get_absolute_url()
    Client().post(address, {"rating": "4", "is_solved": "yes", "text": "处理及时"})
    complaint.refresh_from_db()
    assert complaint.customer_opinion == "处理及时"
