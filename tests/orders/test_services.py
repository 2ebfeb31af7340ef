"""One agreement and one order that combine several services."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from kept.catalog.models import Service
from kept.contracts.actions.agreements import LineTerms, make_agreement
from kept.contracts.models import Agreement
from kept.kernel.models import EventRecord
from kept.orders.actions.amending import amend_order
from kept.orders.actions.placing import place_orders
from kept.orders.models import Order
from kept.orders.queries.cards import combined_services
from kept.parties.models import Customer
from kept.promises.actions.policies import make_policy
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.orders.orders import a_draft, placed
from tests.orders.test_pages import browser_of

pytestmark = pytest.mark.django_db
SEVERAL = ["packaging", "processing", "storage"]


def service(code: str) -> Service:
    return Service.objects.get(code=code)


def agreed(customer: Customer) -> Agreement:
    """Transport by a policy of its own, storage and packaging beside it."""
    scope = {"for_contract": True, "name": "48 h"}
    policy = make_policy(kind="delivery", scope=scope, limit=timedelta(hours=48), by=HOUSE, at=NOON).policy
    lines = [LineTerms(service("transport"), policy), LineTerms(service("storage"), None, "丢失按市价")]
    lines.append(LineTerms(service("packaging")))
    return make_agreement(
        customer=customer, name="一揽子", valid_from=date(2026, 1, 1), lines=lines, by=HOUSE, at=NOON
    )


@pytest.mark.spec("R032")
def test_one_order_combines_several_services_under_one_agreement() -> None:
    customer = a_customer(branch=a_branch(city="上海"))
    agreement = agreed(customer)

    order = placed(customer, further_services=SEVERAL)

    assert order.agreement == agreement
    promise = order.delivery_promise
    assert promise is not None and promise.due_at == NOON + timedelta(hours=48)
    told = [
        (each.service.code, [(str(line.policy or ""), line.liability) for line in each.terms])
        for each in combined_services(Order.objects.get())
    ]
    assert [code for code, _terms in told] == ["transport", "storage", "packaging", "processing"]
    assert dict(told)["storage"] == [("", "丢失按市价")]
    assert (len(dict(told)["transport"]), dict(told)["processing"]) == (1, [])


@pytest.mark.spec("R032")
def test_each_service_stands_once_and_the_main_one_not_again() -> None:
    draft = a_draft(further_services=["storage", "transport", "packaging", "storage"])

    order = place_orders(drafts=[draft], by=HOUSE, at=NOON)[0]

    order.refresh_from_db()
    assert order.further_services == ["packaging", "storage"]


@pytest.mark.spec("R032")
def test_what_an_order_combines_is_amended_with_a_reason_and_told() -> None:
    order = placed(further_services=["storage"])

    amend_order(order=order, changes={"further_services": SEVERAL}, why="客户加做", by=HOUSE, at=NOON)
    again = {"further_services": [*reversed(SEVERAL), "transport"]}
    amend_order(order=order, changes=again, why="再问", by=HOUSE, at=NOON)

    order.refresh_from_db()
    assert order.further_services == SEVERAL
    told = EventRecord.objects.filter(name="orders.amended").values_list("data", flat=True)
    assert [each["fields"] for each in told] == [["further_services"]]


@pytest.mark.spec("R032")
def test_a_clerk_combines_services_and_sees_what_the_agreement_says_of_each() -> None:
    customer = a_customer(branch=a_branch(city="上海"))
    agreement = agreed(customer)
    clerk = browser_of(staff("clerk", language="en"))
    order = placed(customer, further_services=SEVERAL)
    plain = placed(customer)

    page = clerk.get(order.get_absolute_url()).content.decode()
    form = clerk.get(reverse("orders:details", args=[order.number])).content.decode()
    contract = clerk.get(agreement.get_absolute_url()).content.decode()

    assert "Services combined" in page and "丢失按市价" in page and "48 h" in page
    assert page.count("not in the agreement") == 1
    assert "Services combined" not in clerk.get(plain.get_absolute_url()).content.decode()
    for code in SEVERAL:
        assert f'name="further_services" value="{code}"' in form and str(service(code)) in page
    assert all(str(service(code)) in contract for code in ("transport", "storage", "packaging"))


@pytest.mark.spec("R032")
def test_orders_are_found_by_any_of_their_services() -> None:
    several, plain = placed(further_services=["storage"]), placed()
    clerk = browser_of(staff("clerk", language="en"))

    def numbers(code: str) -> set[str]:
        file: Any = clerk.get(reverse("orders:orders"), {"service": code, "export": "csv"})
        return {line.split(",")[0] for line in file.getvalue().decode("utf-8-sig").splitlines()[1:]}

    assert numbers("storage") == {several.number}
    assert numbers("transport") == {several.number, plain.number}


@pytest.mark.spec("R032")
def test_programs_agree_on_and_order_several_services() -> None:
    customer = a_customer(branch=a_branch(city="上海"))
    manager = browser_of(staff("service_manager", language="en"))
    clerk = browser_of(staff("clerk", language="en"))

    def send(client: Any, path: str, data: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/{path}", json.dumps(data), content_type="application/json")

    services = [{"service": "transport"}, {"service": "storage", "liability": "丢失按市价"}]
    terms = {"name": "一揽子", "valid_from": "2026-01-01", "services": services}
    contract = {"customer": customer.number, **terms}
    lane = {"origin_city": "上海", "destination_city": "北京", "lines": [{"description": "小家电"}]}
    order = {"customer": customer.number, **lane, "further_services": ["storage"]}

    unknown = send(manager, "contracts/agreements", {**contract, "services": [{"service": "teleport"}]})
    made = send(manager, "contracts/agreements", contract)
    wrong = send(clerk, "orders/", {**order, "further_services": ["teleport"]})
    ordered = send(clerk, "orders/", order)

    assert (unknown.status_code, wrong.status_code, wrong.json()["field"]) == (409, 409, "further_services")
    assert [each["service"] for each in made.json()["services"]] == ["transport", "storage"]
    assert (ordered.status_code, ordered.json()["further_services"]) == (201, ["storage"])
    assert Order.objects.get().agreement == Agreement.objects.get()
    listed = manager.get("/api/v1/contracts/agreements", {"customer": customer.number}).json()
    assert [each["liability"] for each in listed[0]["services"]] == ["", "丢失按市价"]
