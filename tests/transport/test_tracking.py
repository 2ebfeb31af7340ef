from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kept.kernel.models import EventRecord
from kept.promises.models import Promise
from kept.transport.actions.tracking import TrackingInput, TrackingResult, record_events
from kept.transport.actions.turn import MOVING
from kept.transport.models import Delivery, Shipment, ShipmentException, TrackingEvent
from tests.factories import HOUSE, NOON, a_partner, actor
from tests.orders.orders import placed
from tests.transport.shipments import a_shipment

HOUR = timedelta(hours=1)


def news(shipment: Shipment, code: str, hours: float = 0, **more: object) -> TrackingInput:
    return TrackingInput(number=shipment.number, code=code, occurred_at=NOON + hours * HOUR, **more)  # type: ignore[arg-type]


def tell(*inputs: TrackingInput, at: datetime = NOON + 72 * HOUR) -> TrackingResult:
    return record_events(inputs=inputs, by=HOUSE, at=at)


def test_news_moves_a_shipment_by_what_happened_last(shipment: Shipment) -> None:
    tell(news(shipment, "arrived_hub", 5, place="武汉"), news(shipment, "picked_up", 1, place="上海"))

    shipment.refresh_from_db()
    assert (shipment.state, shipment.last_place) == ("in_transit", "武汉")
    assert shipment.picked_up_at == NOON + HOUR
    assert shipment.longitude is not None


@pytest.mark.spec("R140", "R158")
def test_late_news_fills_the_history_and_moves_nothing(shipment: Shipment) -> None:
    tell(news(shipment, "out_for_delivery", 9))
    tell(news(shipment, "arrived_hub", 6))

    shipment.refresh_from_db()
    assert shipment.state == "out_for_delivery"
    assert [event.code for event in shipment.tracking.all()] == ["out_for_delivery", "arrived_hub"]


def test_an_unknown_code_is_kept_but_moves_nothing(shipment: Shipment) -> None:
    tell(news(shipment, "picked_up", 1), news(shipment, "carrier:77", 2, note="卸货"))

    shipment.refresh_from_db()
    assert shipment.state == "picked_up"
    assert TrackingEvent.objects.filter(code="carrier:77").exists()


def test_rows_that_cannot_be_taken_are_named_and_nothing_else_is_lost(shipment: Shipment) -> None:
    result = tell(
        TrackingInput(number="WB-none", code="picked_up", occurred_at=NOON),
        news(shipment, "picked_up", 1),
        news(shipment, "in_transit", 2000),
        news(shipment, "", 2),
        TrackingInput(number=shipment.number, code="in_transit", occurred_at=datetime(2026, 3, 2, 12)),
    )

    assert [(r.row, r.code) for r in result.rejected] == [
        (0, "unknown_shipment"),
        (2, "future"),
        (3, "no_code"),
        (4, "no_zone"),
    ]
    assert [event.code for event in result.recorded] == ["picked_up"]


@pytest.mark.django_db
def test_news_from_long_before_the_order_is_refused_and_late_written_orders_are_let_pass() -> None:
    order = placed()
    ordered = a_shipment(order=order, customer=order.customer)
    loose = a_shipment()

    result = tell(
        news(ordered, "picked_up", -25 * 365 * 24),
        news(ordered, "arrived_pickup", -24),
        news(loose, "picked_up", -25 * 365 * 24),
        at=NOON + 240 * HOUR,
    )

    assert [(r.row, r.code) for r in result.rejected] == [(0, "before_order")]
    assert [event.shipment_id for event in result.recorded] == [ordered.pk, loose.pk]


def test_sending_all_again_changes_nothing(shipment: Shipment) -> None:
    inputs = [
        news(shipment, "picked_up", 1, external_key="a1"),
        news(shipment, "delayed", 2, reason="weather", place="武汉"),
        news(shipment, "delivery_failed", 5),
        news(shipment, "delivered", 30),
    ]
    tell(*inputs)
    before = _everything()

    again = tell(*inputs)

    assert (again.known, again.recorded, again.rejected) == (4, [], [])
    assert _everything() == before


def test_one_key_of_a_carrier_counts_once_even_when_its_moment_changes(shipment: Shipment) -> None:
    tell(news(shipment, "picked_up", 1, external_key="a1"))

    again = tell(news(shipment, "picked_up", 2, external_key="a1"))

    assert again.known == 1


CODES = (
    "picked_up",
    "departed_hub",
    "arrived_hub",
    "out_for_delivery",
    "refused",
    "delivery_failed",
    "delivered",
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    told=st.lists(
        st.tuples(st.sampled_from(CODES), st.integers(1, 40)), max_size=7, unique_by=lambda c: c[1]
    ),
    seed=st.integers(0, 1000),
    twice=st.booleans(),
)
@example(told=[("picked_up", 2), ("refused", 1)], seed=1, twice=False)
@example(told=[("refused", 1), ("picked_up", 2), ("delivery_failed", 3)], seed=0, twice=False)
def test_the_order_in_which_news_comes_changes_nothing(
    db: None, told: list[tuple[str, int]], seed: int, twice: bool
) -> None:
    straight, mixed = a_shipment(), a_shipment()
    shuffled = list(told)
    random.Random(seed).shuffle(shuffled)

    in_order = sorted(told, key=lambda each: each[1])
    tell(*(news(straight, code, hour * 3) for code, hour in in_order), at=NOON + 200 * HOUR)
    for code, hour in shuffled:
        tell(
            news(mixed, code, hour * 3),
            *([news(mixed, code, hour * 3)] if twice else []),
            at=NOON + 200 * HOUR,
        )

    straight.refresh_from_db()
    mixed.refresh_from_db()
    delivered = [hour for code, hour in told if code == "delivered"]
    assert (mixed.state == "delivered") == (straight.state == "delivered") == bool(delivered)
    if not delivered:
        assert mixed.state == straight.state
    assert mixed.tracking.count() == straight.tracking.count() == len(told)
    assert mixed.picked_up_at == straight.picked_up_at


STILL = ("tender_accepted", "arrived_pickup", "departed_delivery", "carrier:77")


@pytest.mark.spec("R158")
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    told=st.lists(
        st.tuples(
            st.sampled_from((*STILL, "picked_up", "in_transit", "out_for_delivery")),
            st.integers(-4, 40),
            st.sampled_from(("", "武汉", "上海市")),
            st.sampled_from(("", "k1", "k2")),
            st.sampled_from((None, 20, 90)),
        ),
        max_size=6,
        unique_by=lambda each: each[1],
    ),
    still=st.booleans(),
)
def test_a_batch_leaves_the_same_rows_as_its_news_one_by_one(
    db: None, told: list[tuple[str, int, str, str, int | None]], still: bool
) -> None:
    """Also when none of it moves anything, and only whereabouts are read."""
    apart, together = (a_shipment(pickup_at=NOON + 3 * HOUR) for _ in range(2))
    if still:
        told = [(code, *more, None) for code, *more, _eta in told if code in STILL]  # type: ignore[misc]
    told.sort(key=lambda each: each[1])

    def about(shipment: Shipment) -> list[TrackingInput]:
        return [
            news(
                shipment,
                code,
                hours,
                place=place,
                external_key=key,
                eta_at=None if eta is None else NOON + eta * HOUR,
            )
            for code, hours, place, key, eta in told
        ]

    for one in about(apart):
        tell(one)
    tell(*about(together), *about(together))

    assert _rows_of(together) == _rows_of(apart)


def _rows_of(shipment: Shipment) -> dict[str, object]:
    shipment.refresh_from_db()
    promises = Promise.objects.about(shipment).order_by("kind")
    return {
        "shipment": [getattr(shipment, name) for name in MOVING],
        "news": list(shipment.tracking.values_list("code", "occurred_at", "place", "external_key", "eta_at")),
        "promises": list(promises.values_list("kind", "state", "met_at", "time_state")),
        "exceptions": list(shipment.exceptions.values_list("kind", "seen_at", "over_at")),
        "facts": sorted(
            EventRecord.objects.filter(
                subject_id=shipment.pk, name__in=("transport.shipment_picked_up", "transport.exception_seen")
            ).values_list("name", "occurred_at")
        ),
    }


def test_the_pickup_promise_is_kept_by_the_news_of_it(db: None) -> None:
    shipment = a_shipment(pickup_at=NOON + 3 * HOUR)

    tell(news(shipment, "picked_up", 2))

    promise = Promise.objects.about(shipment).of_kind("pickup").get()
    assert (promise.state, promise.met_at) == ("kept", NOON + 2 * HOUR)


@pytest.mark.spec("R140")
def test_a_new_expected_arrival_behind_the_promise_is_a_delay_foreseen(shipment: Shipment) -> None:
    tell(news(shipment, "eta_updated", 4, eta_at=NOON + 60 * HOUR))

    shipment.refresh_from_db()
    assert shipment.eta_at == NOON + 60 * HOUR
    assert list(ShipmentException.objects.values_list("kind", flat=True)) == ["delay"]


@pytest.mark.spec("R145")
def test_one_storm_over_many_shipments_is_one_cause(db: None) -> None:
    shipments = [a_shipment() for _ in range(3)]

    tell(*(news(s, "delayed", 4, reason="weather", place="武汉") for s in shipments))

    told = EventRecord.objects.filter(name="transport.exception_seen")
    assert {record.data["cause_key"] for record in told} == {"weather:武汉:2026-03-02"}
    assert told.count() == 3


def test_an_exception_is_seen_once_until_it_is_over(shipment: Shipment) -> None:
    tell(news(shipment, "delayed", 1), news(shipment, "delayed", 2))
    tell(news(shipment, "delayed", 3))

    assert ShipmentException.objects.count() == 1


def test_news_of_a_delivery_makes_an_attempt_whose_other_terms_stay_unknown(shipment: Shipment) -> None:
    tell(news(shipment, "delivered", 30))

    promise = Promise.objects.about(shipment).of_kind("delivery").get()
    assert promise.terms() == {
        "time": "kept",
        "quantity": "unknown",
        "quality": "unknown",
        "documents": "unknown",
    }
    assert promise.state != "kept"
    assert Delivery.objects.get().outcome == "delivered"


def test_two_tellers_of_one_failed_attempt_make_one_attempt(shipment: Shipment) -> None:
    tell(news(shipment, "delivery_failed", 5, external_key="x"))
    tell(news(shipment, "delivery_failed", 5.5, external_key="y"))
    tell(news(shipment, "delivery_failed", 26, external_key="z"))

    assert list(Delivery.objects.values_list("attempt_no", flat=True)) == [1, 2]


def test_a_subcontractor_can_only_tell_about_its_own_shipments(db: None) -> None:
    carrier = a_partner()
    own, other = a_shipment(carrier=carrier), a_shipment(carrier=a_partner())
    by = actor("subcontractor", partner=carrier)

    result = record_events(inputs=[news(own, "picked_up"), news(other, "picked_up")], by=by, at=NOON)

    assert [r.code for r in result.rejected] == ["unknown_shipment"]
    assert [e.shipment_id for e in result.recorded] == [own.pk]


@pytest.mark.parametrize(
    "told",
    [
        ("picked_up", "in_transit", "out_for_delivery"),
        ("picked_up", "delivery_failed", "delayed"),
        ("picked_up", "delivered"),
    ],
)
def test_the_number_of_statements_does_not_grow_with_the_batch(db: None, told: tuple[str, ...]) -> None:
    few = [a_shipment(pickup_at=NOON + HOUR) for _ in range(2)]
    many = [a_shipment(pickup_at=NOON + HOUR) for _ in range(12)]

    counted = [_statements(batch, told) for batch in (few, many)]

    assert counted[0] == counted[1]
    assert counted[1] <= 34


def _statements(shipments: list[Shipment], codes: tuple[str, ...]) -> int:
    inputs = [news(s, code, 3 * n + 1) for s in shipments for n, code in enumerate(codes)]
    with CaptureQueriesContext(
        connection,
    ) as seen:
        tell(*inputs)
    return len(seen)


def _everything() -> list[object]:
    tables = (Shipment, TrackingEvent, Delivery, ShipmentException, Promise, EventRecord)
    return [sorted(map(repr, table.objects.values())) for table in tables]  # type: ignore[attr-defined]
