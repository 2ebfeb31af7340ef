"""The way of a complaint through the house, what goes to the head, collections and norms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.comms.models import Notice
from kept.desk.actions.collecting import (
    EndsBefore,
    NoSuggestion,
    NotRunning,
    collect_suggestion,
    keep_campaign,
)
from kept.desk.actions.exceptions import open_exception
from kept.desk.actions.referring import AskedAlready, NotReturned, receive_copy, refer_case, return_result
from kept.desk.models import Campaign, Case, Norm, Referral, UpwardReport
from kept.desk.queries.norms import collections, guideline_of
from kept.kernel.outbox import deliver_due
from tests.desk.scenes import a_case, a_shipment
from tests.factories import HOUSE, NOON, a_branch, staff

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.mark.spec("R285")
def test_a_complaint_goes_to_the_branch_manager_who_returns_the_result_and_a_copy_stays_with_service(
    client: Client,
) -> None:
    client.cookies["django_language"] = "en"
    here, blamed = a_branch(), a_branch()
    clerk, manager = staff("clerk", branch=here), staff("branch_manager", branch=blamed)
    service = staff("service_manager")
    case = a_case("complaint", branch=here, at=now(), owner=clerk)
    page = case.get_absolute_url()

    client.force_login(manager)
    unseen = client.get(page).status_code
    client.force_login(clerk)
    client.post(reverse("desk:referral", args=[case.number]), {"branch": blamed.pk, "ask": "查明破损"})
    deliver_due()
    referral = Referral.objects.get()
    client.force_login(manager)
    seen = client.get(page).status_code
    client.post(
        reverse("desk:referral_result", args=[case.number, referral.pk]), {"result": "装卸不当，已补发"}
    )
    deliver_due()
    client.force_login(service)
    client.post(reverse("desk:referral_copy", args=[case.number, referral.pk]))

    referral.refresh_from_db()
    case.refresh_from_db()
    told = set(Notice.objects.values_list("person", "name"))
    assert (unseen, seen) == (404, 200)
    assert (referral.asked_by, referral.returned_by, referral.copied_by) == (clerk, manager, service)
    assert referral.asked_at < referral.returned_at < referral.copied_at
    assert case.process == f"{blamed}: 装卸不当，已补发"
    assert {(manager.pk, "desk.case_referred"), (clerk.pk, "desk.result_returned")} <= told
    assert (service.pk, "desk.result_returned") in told


def test_a_branch_is_asked_once_at_a_time_and_a_copy_wants_a_result() -> None:
    case, branch = a_case(), a_branch()
    referral = refer_case(case=case, branch=branch, ask="查", by=HOUSE, at=NOON)

    with pytest.raises(AskedAlready):
        refer_case(case=case, branch=branch, ask="再查", by=HOUSE, at=NOON)
    with pytest.raises(NotReturned):
        receive_copy(referral=referral, by=HOUSE, at=NOON)
    return_result(referral=referral, result="已处理", by=HOUSE, at=NOON + HOUR)

    assert refer_case(case=case, branch=branch, ask="又一件", by=HOUSE, at=NOON + HOUR).is_open


@pytest.mark.spec("R284")
def test_the_form_is_printed_with_a_copy_for_the_branch_and_one_for_service(client: Client) -> None:
    client.cookies["django_language"] = "zh-hans"
    client.force_login(staff("clerk"))
    case = a_case("complaint", reason="外箱破损", demand="补发", process="已联系仓库", at=now())
    Case.objects.filter(pk=case.pk).update(result="已补发", customer_opinion="满意")
    refer_case(case=case, branch=a_branch(name="成都分公司"), ask="查明破损", by=HOUSE, at=now())

    page = client.get(reverse("desk:case_form", args=[case.number])).content.decode()

    assert "分公司存根" in page and "运营服务部留存联" in page
    for words in ("外箱破损", "补发", "已联系仓库", "已补发", "满意", "成都分公司", "查明破损"):
        assert page.count(words) >= 2, words


@pytest.mark.spec("R303")
def test_an_exception_goes_to_the_superior_at_once() -> None:
    branch = a_branch()
    manager = staff("branch_manager", branch=branch)

    open_exception(trouble="weather", shipments=[a_shipment(branch=branch)], by=HOUSE, at=NOON)
    deliver_due()

    assert Notice.objects.filter(person=manager, name="desk.case_opened").count() == 1


@pytest.mark.spec("R305")
def test_what_is_important_about_a_customer_goes_to_the_head_who_answers(client: Client) -> None:
    head, clerk = staff("service_manager"), staff("clerk")
    case = a_case("suggestion", at=now())

    client.force_login(clerk)
    client.post(
        reverse("desk:upward", args=[case.number]), {"sort": "demand", "text": "要求夜间送货，否则换供应商"}
    )
    deliver_due()
    client.force_login(head)
    listed = client.get(reverse("desk:reports")).content.decode()
    report = UpwardReport.objects.get()
    client.post(reverse("desk:report", args=[report.pk]), {"seen": "1", "decision": "试行一个月"})
    deliver_due()

    report.refresh_from_db()
    assert "要求夜间送货" in listed
    assert (report.person, report.customer, report.seen_by) == (clerk, case.customer, head)
    assert report.decision == "试行一个月"
    assert Notice.objects.filter(person=head, name="desk.reported_upward").count() == 1
    assert Notice.objects.filter(person=clerk, name="desk.report_seen").count() == 1


@pytest.mark.spec("R301")
def test_suggestions_are_counted_in_the_collection_that_asked_for_them(client: Client) -> None:
    client.force_login(staff("service_manager"))
    today = now().date()
    given: dict[str, Any] = {"name": "春节服务征集", "question": "春节期间哪里可以改进？"}
    client.post(
        reverse("desk:new_campaign"),
        {**given, "starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=9)},
    )
    campaign = Campaign.objects.get()
    written = client.get(reverse("desk:campaign_form", args=[campaign.pk])).content.decode()
    assert f'value="{campaign.starts_on:%Y-%m-%d}"' in written
    assert f'value="{campaign.ends_on:%Y-%m-%d}"' in written
    for _ in range(2):
        case = a_case("suggestion", at=now(), title="夜间送货")
        client.post(reverse("desk:collection", args=[case.number]), {"campaign": campaign.pk})

    page = client.get(campaign.get_absolute_url()).content.decode()

    assert [(row.name, row.count) for row in collections()] == [("春节服务征集", 2)]
    assert page.count("夜间送货") >= 2 and "春节期间哪里可以改进" in page


def test_only_suggestions_of_its_days_belong_to_a_collection() -> None:
    days = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 1, 31)}
    campaign = keep_campaign(name="旧", question="？", **days, by=HOUSE, at=NOON)

    with pytest.raises(NotRunning):
        collect_suggestion(case=a_case("suggestion"), campaign=campaign, by=HOUSE, at=NOON)
    with pytest.raises(NoSuggestion):
        collect_suggestion(case=a_case("complaint"), campaign=campaign, by=HOUSE, at=NOON)
    with pytest.raises(EndsBefore):
        keep_campaign(
            name="倒", question="？", starts_on=date(2020, 2, 1), ends_on=date(2020, 1, 1), by=HOUSE, at=NOON
        )


@pytest.mark.spec("R298")
def test_the_norm_of_a_kind_stands_on_its_cases_until_a_manager_sets_another(client: Client) -> None:
    client.cookies["django_language"] = "en"
    client.force_login(staff("service_manager"))
    case = a_case("complaint", at=now())
    before = client.get(case.get_absolute_url()).content.decode()
    for content in ("先道歉", "先道歉，再记录"):
        client.post(
            reverse("desk:norm", args=["complaint"]),
            {"content": content, "mode": "电话", "time": "一小时内"},
        )

    after = client.get(case.get_absolute_url()).content.decode()

    assert "Do not argue." in before
    assert "先道歉，再记录" in after and "一小时内" in after and "Do not argue." not in after
    assert Norm.objects.count() == 2 and guideline_of("question").norm is None


def test_a_clerk_neither_reads_what_goes_to_the_head_nor_sets_norms(client: Client) -> None:
    client.force_login(staff("clerk"))

    assert client.get(reverse("desk:reports")).status_code == 403
    assert client.get(reverse("desk:norm", args=["complaint"])).status_code == 403
    assert client.get(reverse("desk:norms")).status_code == 200
