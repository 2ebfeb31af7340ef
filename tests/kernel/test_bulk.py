from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from kept.kernel.bulk import draw_ids, insert_many, update_many
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
