from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.kernel.models import EventRecord
from kept.parties.models import Customer
from kept.promises.models import Promise
from kept.transport.actions.taking_in import DeliveryRow, TakenIn, take_in_deliveries
from kept.transport.models import Delivery, Shipment
from tests.factories import HOUSE, NOON, a_customer, a_partner

DAY = timedelta(days=1)


def a_row(customer: Customer, key: str = "k1", **more: Any) -> DeliveryRow:
    return DeliveryRow(external_key=key, customer_id=customer.pk, **{"happened_at": NOON, **more})


def take_in(*rows: DeliveryRow) -> TakenIn:
    return take_in_deliveries(rows=rows, run_id=7, by=HOUSE, at=NOON + 100 * DAY)


def test_a_row_becomes_a_shipment_with_its_attempt_and_its_promise(db: None) -> None:
    carrier = a_partner()

    take_in(a_row(a_customer(), carrier_id=carrier.pk, promised_at=NOON + DAY, destination="武汉", pieces=3))

    shipment = Shipment.objects.select_related("delivery_promise").get()
    assert (shipment.state, shipment.delivered_at) == ("delivered", NOON)
    promise = shipment.delivery_promise
    assert promise is not None
    assert (promise.state, promise.terms(), promise.provider_id) == ("kept", {"time": "kept"}, carrier.pk)
    assert Delivery.objects.get().source == "import"


def test_only_what_the_columns_state_is_promised(db: None) -> None:
    customer = a_customer()

    take_in(
        a_row(customer, "nothing"),
        a_row(customer, "time", promised_at=NOON - DAY),
        a_row(customer, "pieces", pieces=3, pieces_delivered=2),
        a_row(customer, "papers", papers_ok=True),
    )

    by_key = {s.external_key: s.delivery_promise for s in Shipment.objects.select_related("delivery_promise")}
    said = {key: promise and (promise.state, promise.terms()) for key, promise in by_key.items()}
    assert said == {
        "nothing": None,
        "time": ("broken", {"time": "broken"}),
        "pieces": ("broken", {"quantity": "broken"}),
        "papers": ("kept", {"documents": "kept"}),
    }


def test_a_failed_attempt_keeps_no_promise(db: None) -> None:
    take_in(a_row(a_customer(), outcome="absent", promised_at=NOON + DAY))

    promise = Promise.objects.get()
    assert (Shipment.objects.get().state, promise.met_at) == ("in_transit", None)


def test_rows_that_are_known_change_nothing(db: None) -> None:
    customer = a_customer()
    take_in(a_row(customer, "a", promised_at=NOON))

    again = take_in(a_row(customer, "a", promised_at=NOON), a_row(customer, "b"), a_row(customer, "b"))

    assert (again.known, len(again.shipments)) == (["a", "b"], 1)
    assert (Shipment.objects.count(), Delivery.objects.count(), Promise.objects.count()) == (2, 2, 1)


def test_one_event_tells_of_the_whole_batch(db: None) -> None:
    customer = a_customer()
    before = EventRecord.objects.count()

    take_in(*(a_row(customer, str(n), happened_at=NOON + n * 20 * DAY, promised_at=NOON) for n in range(4)))

    told = EventRecord.objects.exclude(pk__lte=0).order_by("-pk")[0]
    assert EventRecord.objects.count() == before + 1
    assert told.name == "transport.deliveries_taken_in"
    assert told.data["months"] == ["2026-03-01", "2026-04-01", "2026-05-01"]
    assert (told.data["run_id"], told.data["shipments"], told.data["promises"]) == (7, 4, 4)


def test_a_batch_takes_the_same_statements_whatever_its_size(db: None) -> None:
    customer = a_customer()
    take_in(a_row(customer, "first"))

    counted = []
    for size in (2, 50):
        rows = [a_row(customer, f"{size}-{n}", promised_at=NOON) for n in range(size)]
        with CaptureQueriesContext(connection) as seen:
            take_in(*rows)
        counted.append(len(seen))

    assert counted[0] == counted[1]
