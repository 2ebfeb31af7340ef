"""Orders for programs."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from kept.orders.actions.placing import place_order
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.people.actions.persons import make_key
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.orders.orders import drafted, placed
from tests.orders.test_pages import browser_of

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/orders/"
LINES = [{"description": "小家电", "pieces": 2, "weight_kg": "12.5", "package": "carton"}]


@pytest.fixture
def clerk() -> Client:
    return browser_of(staff("clerk", language="en"))


def asked(customer: Customer, **more: Any) -> dict[str, Any]:
    lane = {"origin_city": "上海", "destination_city": "北京"}
    return {"customer": customer.number, **lane, "lines": LINES, **more}


def send(client: Client, path: str, data: Any = None, **headers: str) -> Any:
    return client.post(ROOT + path, json.dumps(data or {}), content_type="application/json", headers=headers)


def test_a_line_without_pieces_is_refused_by_its_field(clerk: Client) -> None:
    answer = send(clerk, "", asked(a_customer(), lines=[{**LINES[0], "pieces": 0}]))

    assert answer.status_code == 422
    assert "pieces" in answer.content.decode()
    assert not Order.objects.exists()


def test_a_program_places_an_order(clerk: Client) -> None:
    customer = a_customer(branch=a_branch())
    wish = (now() + timedelta(days=2)).date().isoformat()

    answer = send(
        clerk,
        "",
        asked(customer, cod_amount="99.90", payment="cod", wanted_delivery_at=wish, handling_marks=["dry"]),
    )

    order = Order.objects.get()
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert (said["number"], said["state"], said["customer"], said["service"]) == (
        order.number,
        "placed",
        customer.number,
        "transport",
    )
    assert (order.source, order.cod_amount, order.delivery_is_day, order.handling_marks) == (
        "api",
        9990,
        True,
        ["dry"],
    )
    assert said["due_at"] is not None


def test_the_same_key_again_gives_the_order_of_the_first_time(clerk: Client) -> None:
    customer = a_customer(branch=a_branch())
    key = {"Idempotency-Key": "k-1"}

    first, again = (send(clerk, "", asked(customer), **key) for _ in range(2))
    otherwise = send(clerk, "", asked(customer, destination_city="天津"), **key)
    of_another = send(browser_of(staff("clerk")), "", asked(customer), **key)

    assert [answer.status_code for answer in (first, again, otherwise, of_another)] == [201, 200, 409, 201]
    assert first.json()["number"] == again.json()["number"] != of_another.json()["number"]
    assert Order.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "status", "field"),
    [
        ({"payment": "cod"}, 409, "cod_amount"),
        ({"wanted_delivery_at": "2020-01-01T10:00:00"}, 409, "wanted_delivery_at"),
        ({"service": "flying"}, 409, "service"),
        ({"handling_marks": ["heavy"]}, 409, "handling_marks"),
        ({"origin_city": " "}, 409, "origin_city"),
        ({"lines": []}, 422, None),
        ({"lines": [{"description": "x", "weight_kg": -1}]}, 422, None),
        ({"payment": "later"}, 422, None),
    ],
)
def test_what_is_wrong_is_refused_by_field(
    clerk: Client, more: dict[str, Any], status: int, field: str | None
) -> None:
    answer = send(clerk, "", asked(a_customer(branch=a_branch()), **more))

    assert answer.status_code == status, answer.content
    assert answer.json().get("field") == field
    assert not Order.objects.exists()


def test_programs_read_hold_release_and_cancel(clerk: Client) -> None:
    order = place_order(order=drafted(), by=HOUSE, at=now())

    states = [
        send(clerk, f"{order.number}/hold", {"reason": "goods"}).json()["state"],
        send(clerk, f"{order.number}/release").json()["state"],
        send(clerk, f"{order.number}/cancellation", {"reason": "撤单"}).json()["state"],
        clerk.get(ROOT + order.number).json()["state"],
    ]

    assert states == ["held", "released", "cancelled", "cancelled"]
    assert send(clerk, f"{order.number}/release").status_code == 409


def test_the_list_goes_on_from_the_last_id(clerk: Client) -> None:
    orders = [placed() for _ in range(3)]

    first = clerk.get(ROOT, {"limit": 2}).json()
    rest = clerk.get(ROOT, {"limit": 2, "before": first[-1]["id"]}).json()

    assert [row["number"] for row in first + rest] == [order.number for order in reversed(orders)]
    assert clerk.get(ROOT, {"state": "held"}).json() == []


@pytest.mark.parametrize("path", ["", "/hold", "/release", "/cancellation"])
def test_somebody_elses_order_is_not_found(path: str) -> None:
    order = placed()
    stranger = browser_of(staff("branch_manager", branch=a_branch(city="拉萨")))
    body = {"reason": "other"}

    address = f"{order.number}{path}"
    answer = send(stranger, address, body) if path else stranger.get(ROOT + address)

    assert answer.status_code == 404
    assert Order.objects.get().state == "placed"


def test_without_a_permission_the_answer_is_no() -> None:
    customer = a_customer(branch=a_branch())

    assert send(browser_of(staff("warehouse")), "", asked(customer)).status_code == 403
    assert Client().get(ROOT).status_code == 401


def test_a_client_places_for_its_own_company_only() -> None:
    own, other = a_customer(branch=a_branch()), a_customer(branch=a_branch())
    _, secret = make_key(person=staff("client", customer=own), name="ERP", by=HOUSE, at=NOON)
    client = Client(headers={"Authorization": f"Bearer {secret}"})

    assert send(client, "", asked(other)).status_code == 404
    assert send(client, "", asked(own)).status_code == 201
    assert [row["customer"] for row in client.get(ROOT).json()] == [own.number]
