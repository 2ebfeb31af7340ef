"""Receipts are handed over by the month; delivery notes lie by the day of shipping."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kept.parties.models import Customer
from kept.promises.models import Promise
from kept.transport.actions.receipts import (
    NothingReady,
    TakerMissing,
    archive_receipts,
    check_receipts,
    hand_over_month,
    receive_receipts,
)
from kept.transport.models import ReceiptReturn, Shipment
from tests.factories import HOUSE, NOON, a_branch, a_customer, staff
from tests.transport.shipments import a_shipment
from tests.transport.test_api import Program
from tests.transport.test_delivering import a_picture, hand_over
from tests.transport.test_tracking import news, tell

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def signed(customer: Customer, days: float = 1, *, checked: bool = True, **details: Any) -> Shipment:
    shipment = a_shipment(customer=customer, receipt_kind="original", receipt_copies=2, **details)
    tell(news(shipment, "picked_up", days * 24 - 20), at=NOON + 9 * DAY)
    hand_over(shipment, days, photo=a_picture())
    for step in (receive_receipts, check_receipts) if checked else ():
        step(receipts=ReceiptReturn.objects.filter(shipment=shipment), by=HOUSE, at=NOON + 9 * DAY)
    shipment.refresh_from_db()
    return shipment


def enter(role: str = "document_clerk", **where: Any) -> Client:
    client = Client()
    client.force_login(staff(role, **where))
    return client


@pytest.mark.spec("R142")
def test_a_months_checked_receipts_are_handed_over_together_with_who_took_them() -> None:
    acme = a_customer()
    first, second, waiting = signed(acme, 3), signed(acme, 2), signed(acme, 4, checked=False)
    other = signed(a_customer())
    client, address = enter(), f"/receipts/months/{acme.number}/2026-03/"
    page = client.get(address).content.decode()
    assert page.index(second.number) < page.index(first.number) < page.index(waiting.number)
    assert other.number not in page
    months = client.get("/receipts/months/").content.decode()
    assert address in months and "<b>3</b>" in months and "<b>1</b>" in months

    assert client.post(address, {"taken_by": " "}).status_code == 422
    assert client.post(address, {"taken_by": "宏达 张会计"}).status_code == 302

    states = {r.shipment: (r.state, r.note) for r in ReceiptReturn.objects.select_related("shipment")}
    assert states[first] == states[second] == ("returned", "宏达 张会计")
    assert states[waiting] == ("signed", "")
    assert states[other] == ("checked", "")
    assert Promise.objects.about(first).of_kind("receipt_return").get().met_at is not None


def test_nothing_is_handed_over_without_a_taker_or_when_nothing_is_ready() -> None:
    signed(a_customer())
    receipts = list(ReceiptReturn.objects.all())

    with pytest.raises(TakerMissing):
        hand_over_month(receipts=receipts, taken_by=" ", by=HOUSE, at=NOON + 9 * DAY)
    archive_receipts(receipts=receipts, by=HOUSE, at=NOON + 9 * DAY)
    archived = list(ReceiptReturn.objects.all())
    with pytest.raises(NothingReady):
        hand_over_month(receipts=archived, taken_by="甲", by=HOUSE, at=NOON + 9 * DAY)


def test_a_month_without_receipts_or_of_another_branch_is_not_there() -> None:
    acme = a_customer()
    signed(acme)
    client = enter()

    for month in ("2026-04", "2026-13", "x"):
        assert client.get(f"/receipts/months/{acme.number}/{month}/").status_code == 404
    stranger = enter(branch=a_branch())
    assert stranger.get(f"/receipts/months/{acme.number}/2026-03/").status_code == 404
    assert acme.name not in stranger.get("/receipts/months/").content.decode()


@pytest.mark.spec("R144")
def test_delivery_notes_lie_by_the_day_of_shipping_with_who_signed_and_what_is_kept() -> None:
    acme = a_customer()
    late, early = signed(acme, 3), signed(acme, 2)
    planned = a_shipment(customer=acme)

    client = enter()
    page = client.get("/delivery-notes/", {"customer": acme.name, "month": "2026-03"}).content.decode()
    none = client.get("/delivery-notes/", {"month": "2026-04"}).content.decode()
    file = b"".join(client.get("/delivery-notes/?export=csv")).decode("utf-8-sig")  # type: ignore[arg-type]

    assert page.index(late.number) < page.index(early.number)
    assert planned.number not in page
    assert early.number not in none
    row = next(line for line in file.splitlines() if early.number in line)
    assert "李四" in row


def test_the_lists_take_as_many_statements_for_six_rows_as_for_one() -> None:
    client, acme, counted = enter(), a_customer(), []
    for more in (1, 5):
        for _n in range(more):
            signed(acme)
        for address in ("/delivery-notes/", "/receipts/months/", f"/receipts/months/{acme.number}/2026-03/"):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            counted.append(len(seen))

    assert counted[:3] == counted[3:]


@pytest.mark.spec("R142")
def test_a_program_reads_receipts_of_a_month_and_hands_them_over() -> None:
    acme, program = a_customer(), Program(staff("document_clerk"))
    shipment = signed(acme)

    (row,) = program.get(f"receipts?customer={acme.number}&month=2026-03")[1]
    assert (row["shipment"], row["state"], row["copies"]) == (shipment.number, "checked", 2)
    assert program.get("receipts?month=2026-99")[0] == 422
    given = {"customer": acme.number, "month": "2026-03", "taken_by": "张会计"}
    status, handed = program.post("receipts/handover", given)
    assert (status, handed[0]["state"], handed[0]["note"]) == (200, "returned", "张会计")
    assert program.post("receipts/handover", given)[0] == 409
    assert Program(staff("finance")).get("receipts")[0] == 403
