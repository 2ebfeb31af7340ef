from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.fulfillment.actions.publishing import NothingToTell, choose_columns, publish_tracking_table
from kept.fulfillment.queries.numbers import answer_numbers
from kept.fulfillment.queries.tables import published_table, table_of, today
from kept.fulfillment.rules import NoNumbers, TooManyNumbers, phone_tail, split_numbers
from kept.kernel.models import EventRecord
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import Shipment
from tests.factories import HOUSE, NOON, a_customer, actor
from tests.orders.orders import placed
from tests.transport.shipments import a_shipment

DAY = today(NOON)


def tell(shipment: Shipment, code: str, hours: float, **more: object) -> None:
    moment = NOON + timedelta(hours=hours)
    news = TrackingInput(number=shipment.number, code=code, occurred_at=moment, **more)  # type: ignore[arg-type]
    record_events(inputs=[news], by=HOUSE, at=NOON + timedelta(days=9))


@pytest.mark.spec("R138")
def test_a_customer_gets_its_table_in_the_columns_it_wants(db: None) -> None:
    customer = a_customer()
    shipment = a_shipment(customer=customer, customer_reference="PO-1")
    a_shipment()
    choose_columns(customer=customer, columns=["reference", "state", "nonsense"], by=HOUSE, at=NOON)
    customer.refresh_from_db()

    table = table_of(customer, DAY)

    assert table.codes == ["reference", "state"]
    assert table.rows == {shipment.number: {"reference": "PO-1", "state": "planned"}}


def test_a_shipment_delivered_yesterday_has_left_the_table(db: None) -> None:
    shipment = a_shipment()
    tell(shipment, "delivered", 1)

    assert list(table_of(shipment.customer, DAY).rows) == [shipment.number]
    assert table_of(shipment.customer, DAY + timedelta(days=1)).rows == {}


@pytest.mark.spec("R138")
def test_the_clerk_sees_what_changed_since_the_last_table(db: None) -> None:
    customer = a_customer()
    first, second = a_shipment(customer=customer), a_shipment(customer=customer)
    published = publish_tracking_table(customer=customer, day=DAY, by=HOUSE, at=NOON)
    tell(second, "arrived_hub", 2, place="武汉")
    third = a_shipment(customer=customer)

    changes = table_of(customer, DAY).changes

    assert changes.new == {third.number}
    assert changes.cells == {second.number: {"state", "place"}}
    assert first.number in published.rows
    assert published_table(published).changes.count == 0


def test_a_published_table_never_changes(db: None) -> None:
    shipment = a_shipment()
    first = publish_tracking_table(customer=shipment.customer, day=DAY, by=HOUSE, at=NOON)
    before = dict(first.rows)
    tell(shipment, "picked_up", 1)

    again = publish_tracking_table(customer=shipment.customer, day=DAY, by=HOUSE, at=NOON)

    first.refresh_from_db()
    assert first.rows == before
    assert again.number == 2
    told = EventRecord.objects.filter(name="fulfillment.tracking_table_published").latest("pk")
    assert (told.data["shipments"], told.data["changed"]) == (1, 1)


def test_nothing_is_published_where_there_is_nothing_to_tell(db: None) -> None:
    with pytest.raises(NothingToTell):
        publish_tracking_table(customer=a_customer(), day=DAY, by=HOUSE, at=NOON)


@pytest.mark.spec("R156")
def test_many_numbers_are_answered_at_once_and_the_unknown_are_named(db: None) -> None:
    one = a_shipment(customer_reference="PO-77")
    two = a_shipment(consignee_phone="13800009876")
    three = a_shipment(consignee_phone="13911119876")

    answer = answer_numbers(f"{one.number.lower()}，PO-77\n9876; 13911119876 WB-0 0000", actor("clerk"), NOON)

    found = {each.asked: {s.pk for s in each.shipments} for each in answer.found}
    assert found == {
        one.number.lower(): {one.pk},
        "PO-77": {one.pk},
        "9876": {two.pk, three.pk},
        "13911119876": {three.pk},
    }
    assert answer.unknown == ["WB-0", "0000"]


def test_the_number_of_an_order_finds_all_its_shipments(db: None) -> None:
    order = placed()
    shipments = [a_shipment(order=order, customer=order.customer) for _ in range(2)]

    answer = answer_numbers(f"{order.number.lower()} SO-2603-99999", actor("clerk"), NOON)

    assert [{s.pk for s in each.shipments} for each in answer.found] == [{s.pk for s in shipments}]
    assert answer.unknown == ["SO-2603-99999"]


def test_a_phone_tail_finds_only_what_is_recent(db: None) -> None:
    a_shipment(consignee_phone="13800009876")

    assert answer_numbers("9876", actor("clerk"), NOON + timedelta(days=59)).unknown == []
    assert answer_numbers("9876", actor("clerk"), NOON + timedelta(days=61)).unknown == ["9876"]


def test_a_customer_asks_only_about_its_own(db: None) -> None:
    own, other = a_shipment(), a_shipment()

    answer = answer_numbers(f"{own.number} {other.number}", actor("client", customer=own.customer), NOON)

    assert ([each.asked for each in answer.found], answer.unknown) == ([own.number], [other.number])


def test_fifty_numbers_take_as_few_statements_as_one(db: None) -> None:
    shipments = [a_shipment() for _ in range(8)]
    by = actor("clerk")

    for asked in (
        [shipments[0].number],
        [*(s.number for s in shipments), *(f"13800{n:06}" for n in range(42))],
    ):
        with CaptureQueriesContext(connection) as seen:
            [s.customer.name for _, s in answer_numbers(" ".join(asked), by, NOON).rows]
        assert len(seen) <= 3


def test_what_is_pasted_is_taken_apart() -> None:
    assert split_numbers("a，b;c\n a\td|e", 50) == ["a", "b", "c", "d", "e"]
    with pytest.raises(TooManyNumbers):
        split_numbers("1 2 3", 2)
    with pytest.raises(NoNumbers):
        split_numbers("  ", 2)
    assert (phone_tail("138-1234-5678"), phone_tail("WB-1234"), phone_tail("123")) == ("5678", "", "")
