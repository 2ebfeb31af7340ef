"""Doors of reports: pages with their files, schedules in the browser, the same for programs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.people.actions.persons import make_key
from kept.people.models import Person
from kept.reports.models import Schedule, Sending
from tests.desk.scenes import a_case
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.surveys.scenes import a_contact

from .scenes import shipped

pytestmark = pytest.mark.django_db


def signed_in(role: str = "general_manager", **where: Any) -> tuple[Client, Person]:
    person, client = staff(role, language="en", email=f"{role}@kept.example", **where), Client()
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    client.cookies["django_language"] = "en"
    return client, person


def text_of(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)


@pytest.mark.spec("R789", "R793")
def test_a_report_is_a_page_a_pdf_and_a_workbook_in_the_language_asked_for() -> None:
    client, _ = signed_in()
    acme = a_customer(name="Acme")
    shipped(acme, 3)
    address = reverse("reports:report", args=["customer_period"])
    asked = {"customer": acme.number, "period": "2026-Q1"}

    page = text_of(client.get(address, asked))
    pdf = client.get(address, {**asked, "export": "pdf", "language": "zh-hant"})
    book = client.get(address, {**asked, "export": "xlsx"})

    assert "We picked up 3 shipments, 30 kg." in page
    assert pdf.content.startswith(b"%PDF-") and pdf["Content-Type"] == "application/pdf"
    assert book.content.startswith(b"PK")
    assert (
        book["Content-Disposition"]
        == f'attachment; filename="customer_period-{acme.number.lower()}-2026-q1.xlsx"'
    )


def test_the_shelf_offers_what_the_role_may_make_and_a_report_asks_for_what_it_lacks() -> None:
    client, _ = signed_in("warehouse", branch=a_branch())

    shelf = text_of(client.get(reverse("reports:shelf")))

    assert "Daily cargo volume" in shelf
    assert "Receivables statement" not in shelf and "Monthly analysis for a customer" not in shelf
    assert client.get(reverse("reports:report", args=["receivables"])).status_code == 404
    manager, _ = signed_in()
    asks = manager.get(reverse("reports:report", args=["customer_month"]))
    assert asks.status_code == 200
    assert re.search(r'name="period" value="20\d\d-\d\d"', asks.content.decode())
    assert manager.get(reverse("reports:report", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(
    ("code", "asked", "said"),
    [
        ("operations", {"period": "2026-Q1"}, "This report speaks of: Month."),
        ("operations", {"period": "March"}, "Name a period such as"),
        ("complaint_form", {"number": "CS-0"}, "Nothing of this number is found"),
        ("customer_month", {"customer": "C-99999"}, "No customer is found by this."),
    ],
)
def test_a_wrong_question_is_answered_beside_its_field(code: str, asked: dict[str, str], said: str) -> None:
    client, _ = signed_in()

    response = client.get(reverse("reports:report", args=[code]), asked)

    assert response.status_code == 422
    assert said in text_of(response)


def test_a_reader_of_one_branch_is_told_that_a_whole_customer_is_not_for_them() -> None:
    client, _ = signed_in("branch_manager", branch=a_branch())
    acme = a_customer()

    response = client.get(reverse("reports:report", args=["customer_month"]), {"customer": acme.number})

    assert response.status_code == 422
    assert "only to those whose grants reach the whole company" in text_of(response)


@pytest.mark.spec("R356")
def test_a_report_is_arranged_looked_at_sent_by_hand_and_stopped_in_the_browser() -> None:
    client, manager = signed_in()
    acme = a_customer()
    contact = a_contact(acme)
    form = f"{reverse('reports:new_schedule', args=['customer_month'])}?customer={acme.number}"
    given = {
        "span": "month",
        "days_after": 3,
        "hour": 9,
        "form": "pdf",
        "language": "",
        "contacts": [contact.pk],
    }

    empty = client.post(form, {**given, "contacts": []})
    client.post(form, given)
    schedule = Schedule.objects.get()
    page = schedule.get_absolute_url()
    client.post(reverse("reports:sendings", args=[schedule.number]), {"period": "2026-02"})
    shown = text_of(client.get(page))
    client.post(reverse("reports:activity", args=[schedule.number]), {"active": "no"})
    listed = text_of(client.get(reverse("reports:schedules")))

    assert empty.status_code == 422 and "Choose at least one receiver." in text_of(empty)
    assert list(schedule.contacts.all()) == [contact] and schedule.made_by == manager
    assert Sending.objects.get().period == "2026-02"
    assert "zhang@example.com" in shown and "2026-02" in shown
    assert not Schedule.objects.get().is_active
    assert schedule.number in listed and "every month" in listed
    assert "every month" in shown and "the receiver&#x27;s own" in shown


@pytest.mark.spec("R799")
def test_programs_get_reports_as_values_and_files_and_arrange_them() -> None:
    person = staff("general_manager", email="gm@kept.example", language="en")
    _key, secret = make_key(person=person, name="reports", by=HOUSE, at=NOON)
    case, acme = a_case(), a_customer()
    headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}
    client = Client(headers=headers)

    kinds = client.get("/api/v1/reports/kinds").json()
    form = client.get("/api/v1/reports/kinds/complaint_form", {"number": case.number}).json()
    file = client.get("/api/v1/reports/kinds/complaint_form/file", {"number": case.number, "form": "xlsx"})
    wrong = client.get("/api/v1/reports/kinds/operations", {"period": "2026"})
    made = _post(client, "schedules", kind="operations", span="month", persons=[person.login])
    review = _post(client, "reviews", customer=acme.number, period="2026-Q1")
    _post(client, f"reviews/{review['number']}/remarks", section="next", text="Soon")
    handed = _post(client, f"reviews/{review['number']}/handover", to="Mr Wang", language="en")
    told = client.get(f"/api/v1/reports/reviews/{review['number']}").json()

    assert {"code": "daily_volume", "spans": ["day", "month"]}.items() <= next(
        {**kind}.items() for kind in kinds if kind["code"] == "daily_volume"
    )
    assert form["about"] == case.number
    assert file.content.startswith(b"PK")
    assert wrong.status_code == 409
    assert (made["kind"], made["is_active"]) == ("operations", True)
    assert handed["state"] == "handed"
    assert next(each for each in told["sections"] if each["code"] == "next")["remark"] == "Soon"
    assert client.get(f"/api/v1/reports/schedules/{made['number']}/sendings").json() == []


def test_a_key_without_the_grant_opens_no_review() -> None:
    _key, secret = make_key(person=staff("clerk", branch=a_branch()), name="x", by=HOUSE, at=NOON)
    client = Client(headers={"Authorization": f"Bearer {secret}"})

    assert client.get("/api/v1/reports/reviews").status_code == 403
    assert client.get("/api/v1/reports/kinds/receivables").status_code == 404


def _post(client: Client, address: str, **data: Any) -> Any:
    response = client.post(f"/api/v1/reports/{address}", json.dumps(data), content_type="application/json")
    assert response.status_code == 200, response.content
    return response.json()
