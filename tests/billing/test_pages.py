"""The pages, panels and API of charges."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kept.billing.actions.holding import decide_hold, hold_charges
from kept.billing.models import Charge, Unpriced
from kept.contracts.models import RateCard
from kept.people.models import Person
from kept.transport.models import Shipment
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff

from .conftest import a_rate_card, a_shipment, hand_over


def signed_in(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


@pytest.fixture
def finance(db: None) -> Client:
    return signed_in(staff("finance"))


@pytest.fixture
def freight(card: RateCard) -> Charge:
    return Charge.objects.get(shipment=hand_over(a_shipment()), kind="freight")


def test_the_list_shows_charges_with_clause_and_sums(finance: Client, freight: Charge) -> None:
    page = finance.get(reverse("billing:charges")).content.decode()

    assert freight.number in page and freight.customer.name in page
    assert "90 kg charged as 100 kg" in page
    assert "¥403.20" in page  # net of freight and fuel


def test_the_list_is_narrowed_by_customer_month_and_state(finance: Client, freight: Charge) -> None:
    other = hand_over(a_shipment())
    address = reverse("billing:charges")

    one = finance.get(address, {"customer": freight.customer.number}).content.decode()
    none = finance.get(address, {"period": "2025-01"}).content.decode()
    settled = finance.get(address, {"state": "settled", "period": "2026-03"}).content.decode()

    assert freight.number in one and other.number not in one
    assert freight.number not in none and freight.number not in settled


def test_currencies_are_never_added(finance: Client, card: RateCard) -> None:
    from kept.contracts.actions.agreements import make_agreement

    customer = a_customer()
    agreement = make_agreement(customer=customer, name="USD", valid_from=NOON.date(), by=HOUSE, at=NOON)
    a_rate_card(agreement=agreement, name="Dollars", currency="USD", surcharges=(), valid_from=NOON.date())
    hand_over(a_shipment())
    hand_over(a_shipment(customer=customer, currency="USD"))

    page = finance.get(reverse("billing:charges")).content.decode()

    assert "¥403.20 + $403.20" in page or "$403.20 + ¥403.20" in page


def test_the_page_of_a_charge_says_why_and_shows_its_event(finance: Client, freight: Charge) -> None:
    page = finance.get(freight.get_absolute_url()).content.decode()

    assert "90 kg charged as 100 kg × ¥3.6, which is cheaper" in page
    assert "General 2026 · 上海 → 武汉" in page
    assert "Delivered" in page and "Fuel surcharge" in page


def test_reversing_takes_all_lines_of_the_event_back(finance: Client, freight: Charge) -> None:
    answer = finance.post(
        reverse("billing:reversal", args=[freight.number]), {"why": "Wrong weight", "whole": "on"}
    )

    assert answer.status_code == 302
    assert set(Charge.objects.values_list("state", flat=True)) == {"reversed"}
    again = finance.post(reverse("billing:price", args=[freight.number]))
    assert again.status_code == 302
    assert Charge.objects.standing().count() == 2


def test_reversing_without_a_reason_says_so_beside_the_field(finance: Client, freight: Charge) -> None:
    answer = finance.post(reverse("billing:reversal", args=[freight.number]), {"why": ""})

    assert answer.status_code == 422
    assert set(Charge.objects.values_list("state", flat=True)) == {"open"}


def test_a_held_charge_offers_no_reversal_and_its_give_back_is_not_known_yet(
    finance: Client, freight: Charge
) -> None:
    offered = finance.get(freight.get_absolute_url()).content.decode()
    hold = hold_charges(charges=[freight], matter="CS-1", why="Wrong weight", by=HOUSE, at=NOON)[0]

    page = finance.get(freight.get_absolute_url()).content.decode()
    refused = finance.post(reverse("billing:reversal", args=[freight.number]), {"why": "Wrong weight"})
    waiting = finance.get(reverse("billing:holds")).content.decode()
    decide_hold(hold=hold, credit=0, note="The scales were right", by=HOUSE, at=NOON)
    decided = finance.get(reverse("billing:holds")).content.decode()

    address = reverse("billing:reversal", args=[freight.number])
    assert address in offered and address not in page
    assert refused.status_code == 422 and freight.number in refused.content.decode()
    assert "¥0.00" not in waiting and "¥0.00" in decided
    assert address in finance.get(freight.get_absolute_url()).content.decode()


def test_who_may_not_reverse_is_turned_away(freight: Charge) -> None:
    manager = signed_in(staff("branch_manager"))

    answer = manager.post(reverse("billing:reversal", args=[freight.number]), {"why": "x"})

    assert answer.status_code == 403


def test_the_chosen_charges_are_settled(finance: Client, freight: Charge) -> None:
    finance.post(reverse("billing:settlement"), {"pk": [freight.pk], "next": "/charges/"})

    freight.refresh_from_db()
    assert freight.state == "settled" and freight.settled_at is not None


def test_a_branch_manager_sees_the_charges_of_the_branch_alone(card: RateCard) -> None:
    here, there = a_branch(), a_branch()
    ours, theirs = hand_over(a_shipment(branch=here)), hand_over(a_shipment(branch=there))
    manager = signed_in(staff("branch_manager", branch=here))

    page = manager.get(reverse("billing:charges")).content.decode()

    assert ours.number in page and theirs.number not in page
    other = Charge.objects.filter(shipment=theirs).first()
    assert other is not None and manager.get(other.get_absolute_url()).status_code == 404


def test_what_has_no_price_is_listed_and_tried_again(finance: Client) -> None:
    shipment = hand_over(a_shipment())
    waiting = Unpriced.objects.get()
    page = finance.get(reverse("billing:unpriced")).content.decode()
    assert shipment.number in page and "No rate card is in force" in page

    finance.post(reverse("billing:prices"), {"pk": [waiting.pk]})
    assert Unpriced.objects.waiting().count() == 1
    a_rate_card()
    finance.post(reverse("billing:prices"), {"pk": [waiting.pk]})

    assert not Unpriced.objects.waiting().exists()
    assert Charge.objects.filter(shipment=shipment).count() == 2


@pytest.mark.parametrize(
    ("kind", "name", "record"),
    [
        ("transport.shipment", "billing.charges_of_shipment", "shipment"),
        ("parties.customer", "billing.charges_of_customer", "customer"),
    ],
)
def test_a_panel_takes_three_statements_at_most(
    finance: Client, freight: Charge, kind: str, name: str, record: str
) -> None:
    address = reverse("kernel:panel", args=[name, kind, getattr(freight, record).pk])
    finance.get(address)
    counts = []
    for more in (0, 2):
        for _each in range(more):
            hand_over(a_shipment(customer=freight.customer))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = finance.get(address)
        assert page.status_code == 200
        counts.append(sum('"billing_' in query["sql"] for query in queries))

    assert counts[0] == counts[1] <= 3
    assert "¥" in page.content.decode()


def test_the_list_asks_the_same_for_many_rows(finance: Client, freight: Charge) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            finance.get(reverse("billing:charges"))
        return len(queries)

    few = asked()
    for _each in range(3):
        hand_over(a_shipment())

    assert asked() == few


def test_programs_read_charges_page_by_page(finance: Client, freight: Charge) -> None:
    first = json.loads(finance.get("/api/v1/billing/charges", {"limit": 1}).content)
    second = json.loads(finance.get("/api/v1/billing/charges", {"after": first["next"]}).content)

    assert [row["kind"] for row in (*first["items"], *second["items"])] == ["freight", "fuel"]
    assert first["items"][0] | {"charged_at": "", "happened_at": ""} == {
        "number": freight.number,
        "kind": "freight",
        "state": "open",
        "customer": freight.customer.number,
        "shipment": freight.shipment.number,  # type: ignore[union-attr]
        "order": None,
        "payer": "customer",
        "currency": "CNY",
        "amount": 36000,
        "tax_rate": "0.090000",
        "tax": 3240,
        "clause": "90 kg charged as 100 kg × ¥3.6, which is cheaper",
        "event": "transport.shipment_delivered",
        "happened_at": "",
        "charged_at": "",
    }
    assert second["next"] == ""


def test_who_may_not_see_charges_gets_none(freight: Charge, card: RateCard) -> None:
    clerk = signed_in(staff("clerk"))

    assert clerk.get(reverse("billing:charges")).status_code == 403
    assert clerk.get("/api/v1/billing/charges").status_code == 403


def test_charging_asks_the_same_whatever_was_charged_before(card: RateCard) -> None:
    def asked(shipment: Shipment) -> int:
        from uuid import uuid4

        from kept.billing.actions.charging import Happening, charge_shipment
        from tests.factories import HOUSE, NOON

        happening = Happening(uid=uuid4(), name="transport.shipment_delivered", happened_at=NOON)
        with CaptureQueriesContext(connection) as queries:
            charge_shipment(shipment=shipment, happening=happening, by=HOUSE, at=NOON)
        return len(queries)

    asked(a_shipment())
    few, many = asked(a_shipment()), [asked(a_shipment()) for _each in range(3)]

    assert many == [few] * 3
    assert few <= 20
