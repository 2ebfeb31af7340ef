from __future__ import annotations

import gc
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.kernel.bulk import draw_ids, insert_many, read_many, uncollected, update_many
from kept.promises.models import Promise
from kept.transport.models import Shipment
from tests.factories import NOON, a_customer


def a_row(number: str, **more: object) -> Shipment:
    customer = more.pop("customer")
    return Shipment(number=number, customer=customer, planned_at=NOON, **more)


def test_rows_come_back_as_they_went_in(db: None) -> None:
    customer = a_customer()
    rows = [
        a_row("WB-1", customer=customer, weight_kg=Decimal("1.250"), eta_at=NOON),
        a_row("WB-2", customer=customer),
    ]

    insert_many(rows)

    read = {shipment.number: shipment for shipment in Shipment.objects.all()}
    assert read["WB-1"] == rows[0]
    assert (read["WB-1"].weight_kg, read["WB-1"].eta_at) == (Decimal("1.250"), NOON)
    assert (read["WB-2"].weight_kg, read["WB-2"].state, rows[1]._state.adding) == (None, "planned", False)


def test_rows_may_point_to_each_other_before_they_are_written(db: None) -> None:
    shipment = a_row("WB-1", customer=a_customer())
    promise = Promise(
        kind="delivery",
        subject_type="transport.shipment",
        subject_id=0,
        started_at=NOON,
        original_due_at=NOON,
        due_at=NOON,
        warn_at=NOON,
        left_when_paused=timedelta(minutes=3),
        candidates=[[1, 2]],
    )
    draw_ids([shipment])
    promise.subject_id = shipment.pk

    insert_many([promise])
    shipment.delivery_promise = promise
    insert_many([shipment])

    read = Shipment.objects.select_related("delivery_promise").get()
    assert read.delivery_promise == promise
    assert read.delivery_promise is not None
    assert (read.delivery_promise.left_when_paused, read.delivery_promise.candidates) == (
        timedelta(minutes=3),
        [[1, 2]],
    )


def test_rows_made_one_by_one_go_on_after_those_made_in_bulk(db: None) -> None:
    customer = a_customer()
    insert_many([a_row(f"WB-{n}", customer=customer) for n in range(5)])

    last = Shipment.objects.create(number="WB-9", customer=customer, planned_at=NOON)

    assert last.pk == max(Shipment.objects.values_list("pk", flat=True))


def test_only_the_named_fields_of_many_rows_are_written(db: None) -> None:
    customer = a_customer()
    rows = [a_row(f"WB-{n}", customer=customer, pieces=n) for n in range(3)]
    insert_many(rows)
    for row in rows:
        row.eta_at, row.state, row.pieces, row.latitude = NOON, "in_transit", 99, None

    update_many(rows, ["eta_at", "state", "latitude"])

    read = Shipment.objects.order_by("number").values_list("number", "eta_at", "state", "pieces")
    assert list(read) == [(f"WB-{n}", NOON, "in_transit", n) for n in range(3)]


def test_text_of_any_signs_and_values_of_any_kind_come_back(db: None) -> None:
    customer = a_customer()
    signs = 'tab\t line\n return\r back\\slash "quoted" {brace}, \\N NULL 中文'
    texts = ["", "NULL", "\\N", signs, signs[::-1]]
    rows = [a_row(f"WB-{n}", customer=customer, consignee_name=text) for n, text in enumerate(texts)]
    insert_many(rows)
    for row in rows:
        row.consignee_address, row.external_key = row.consignee_name, row.consignee_name or None

    update_many(rows, ["consignee_address", "external_key"])

    read = Shipment.objects.order_by("number")
    assert list(read.values_list("consignee_name", flat=True)) == texts
    assert list(read.values_list("consignee_address", "external_key")) == [(t, t or None) for t in texts]


def test_bytes_and_structures_come_back(db: None) -> None:
    started = {"back\\slash": ['"', "\n", None, 1.5, "中文"]}
    row = Promise(
        kind="delivery",
        subject_type="transport.shipment",
        subject_id=1,
        started_at=NOON,
        original_due_at=NOON,
        due_at=NOON,
        warn_at=NOON,
        left_when_paused=timedelta(days=-1, minutes=3),
        candidates=started,
        is_day=True,
    )
    insert_many([row])

    update_many([row], ["candidates", "left_when_paused", "is_day"])

    read = Promise.objects.get()
    assert (read.candidates, read.left_when_paused, read.is_day) == (
        started,
        timedelta(days=-1, minutes=3),
        True,
    )


def test_records_read_in_bulk_are_as_others_and_ask_for_what_they_lack(db: None) -> None:
    customer = a_customer()
    insert_many([a_row(f"WB-{n}", customer=customer, pieces=n, eta_at=NOON) for n in range(3)])

    with CaptureQueriesContext(connection) as counted:
        read = read_many(Shipment.objects.order_by("number"), ["id", "number", "customer", "eta_at"])

    assert len(counted) == 1
    assert read == list(Shipment.objects.order_by("number"))
    assert [(s.number, s.customer_id, s.eta_at) for s in read] == [
        (f"WB-{n}", customer.pk, NOON) for n in range(3)
    ]
    assert [(s.pieces, s.customer) for s in read] == [(n, customer) for n in range(3)]
    read[1].state = "lost"
    read[1].save(update_fields=["state"])
    assert Shipment.objects.get(number="WB-1").state == "lost"


def test_among_finds_what_in_finds(db: None) -> None:
    customer = a_customer()
    numbers = ["WB-1", 'a "b", {c}\\', "WB-3"]
    insert_many([a_row(number, customer=customer) for number in numbers])

    found = Shipment.objects.filter(number__among=[*numbers[:2], "WB-9", None], customer__among=[customer.pk])

    assert set(found.values_list("number", flat=True)) == set(numbers[:2])
    assert Shipment.objects.exclude(number__among=numbers[:2]).get().number == "WB-3"
    assert not Shipment.objects.filter(pk__among=[]).exists()


def test_the_search_for_circles_goes_on_after_a_batch() -> None:
    with pytest.raises(ValueError), uncollected():
        assert not gc.isenabled()
        raise ValueError

    assert gc.isenabled()
