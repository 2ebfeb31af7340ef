from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kept.kernel.lifecycle import IllegalMove
from kept.kernel.models import EventRecord
from kept.promises.models import Promise
from kept.transport.actions.assigning import NotACarrier, ShipmentOver, assign_carrier
from kept.transport.actions.shipping import DestinationMissing, NoPieces, plan_shipments
from kept.transport.actions.watching import AlreadyEnded, end_exception, see_delays, see_silence
from kept.transport.models import Shipment, ShipmentException
from kept.transport.queries.places import place_of
from kept.transport.tasks import watch_shipments
from tests.factories import HOUSE, NOON, a_partner
from tests.transport.shipments import a_draft, a_shipment
from tests.transport.test_delivering import hand_over
from tests.transport.test_tracking import news, tell

HOUR = timedelta(hours=1)


def kinds(at: datetime | None = None) -> set[tuple[str, str]]:
    seen = ShipmentException.objects.filter(over_at=None).select_related("shipment")
    return {(each.shipment.number, each.kind) for each in seen}


def test_an_exception_seen_and_ended_by_one_batch_of_news_does_not_stay_open(db: None) -> None:
    shipment = a_shipment()

    tell(news(shipment, "delayed", 1), news(shipment, "delivery_failed", 2), news(shipment, "delivered", 5))

    assert kinds() == set()
    assert {each.kind for each in ShipmentException.objects.all()} == {"delay", "failed_delivery"}
    names = ("transport.exception_seen", "transport.exception_over")
    told = EventRecord.objects.filter(name__in=names).order_by("pk").values_list("name", flat=True)
    assert list(told) == [names[0], names[0], names[1], names[1]]


def test_what_one_batch_sees_again_while_it_ends_the_open_one_does_not_stay_open(db: None) -> None:
    shipment = a_shipment()
    tell(news(shipment, "delayed", 1))

    tell(news(shipment, "delayed", 3), news(shipment, "delivered", 5))

    assert kinds() == set()
    assert ShipmentException.objects.count() == 1


@pytest.mark.spec("R026", "R157")
def test_goods_not_yet_out_shortly_before_the_promise_are_seen_as_late(db: None) -> None:
    near = a_shipment(promised_at=NOON + 30 * HOUR)
    a_shipment(promised_at=NOON + 60 * HOUR)
    out = a_shipment(promised_at=NOON + 30 * HOUR)
    tell(news(out, "out_for_delivery", 27))

    see_delays(by=HOUSE, at=NOON + 25 * HOUR)
    assert kinds() == set()
    assert see_delays(by=HOUSE, at=NOON + 27 * HOUR) == 1

    assert kinds() == {(near.number, "delay")}


def test_everything_open_past_its_promise_is_late_once(db: None) -> None:
    shipment = a_shipment(promised_at=NOON + 10 * HOUR)
    hand_over(a_shipment(promised_at=NOON + 10 * HOUR), 0.1)

    assert [see_delays(by=HOUSE, at=NOON + 11 * HOUR) for _ in range(2)] == [1, 0]

    assert kinds() == {(shipment.number, "delay")}
    assert EventRecord.objects.filter(name="transport.exception_seen").count() == 1


def test_a_silent_vehicle_is_seen_and_its_next_word_ends_it(db: None) -> None:
    shipment = a_shipment(promised_at=NOON + 300 * HOUR)
    tell(news(shipment, "picked_up", 1))

    assert see_silence(by=HOUSE, at=NOON + 24 * HOUR) == 0
    assert see_silence(by=HOUSE, at=NOON + 26 * HOUR) == 1
    tell(news(shipment, "arrived_hub", 27))

    assert kinds() == set()
    assert EventRecord.objects.filter(name="transport.exception_over").count() == 1


def test_a_delivery_ends_the_delay_but_not_the_damage(shipment: Shipment) -> None:
    tell(news(shipment, "delayed", 1))

    hand_over(shipment, 1, pieces_damaged=1)

    assert kinds() == {(shipment.number, "damage")}


def test_an_exception_is_ended_once(shipment: Shipment) -> None:
    tell(news(shipment, "damaged", 1))
    seen = ShipmentException.objects.get()

    end_exception(exception=seen, by=HOUSE, at=NOON)

    with pytest.raises(AlreadyEnded):
        end_exception(exception=seen, by=HOUSE, at=NOON)


def test_the_clock_asks_both_rules(db: None) -> None:
    shipment = a_shipment(promised_at=NOON + HOUR)
    tell(news(shipment, "picked_up", 0))

    watch_shipments(NOON + 40 * HOUR)

    assert kinds() == {(shipment.number, "delay"), (shipment.number, "lost_contact")}


def test_many_shipments_are_planned_in_one_act(db: None) -> None:
    planned = plan_shipments(drafts=[a_draft(), a_draft(promised_at=None)], by=HOUSE, at=NOON)

    assert len({shipment.number for shipment in planned}) == 2
    assert planned[1].promised_at == NOON + timedelta(days=3)
    assert {p.subject_id for p in Promise.objects.of_kind("delivery")} == {s.pk for s in planned}


def test_a_draft_that_cannot_be_carried_is_refused(db: None) -> None:
    for wrong, refusal in (
        (a_draft(destination_city=" "), DestinationMissing),
        (a_draft(pieces=0), NoPieces),
    ):
        with pytest.raises(refusal):
            plan_shipments(drafts=[a_draft(), wrong], by=HOUSE, at=NOON)
    assert not Shipment.objects.exists()


def test_a_carrier_is_a_subcontractor_and_a_finished_shipment_keeps_its_own(shipment: Shipment) -> None:
    with pytest.raises(NotACarrier):
        assign_carrier(shipments=[shipment], carrier=a_partner(kind="insurer"), by=HOUSE, at=NOON)

    carrier = a_partner()
    assign_carrier(shipments=[shipment], carrier=carrier, by=HOUSE, at=NOON)
    assign_carrier(shipments=[shipment], carrier=carrier, by=HOUSE, at=NOON)
    assert [e.detail for e in EventRecord.objects.filter(name="transport.carrier_assigned")] == [carrier.name]

    hand_over(shipment, 1)
    with pytest.raises(ShipmentOver):
        assign_carrier(shipments=[shipment], carrier=None, by=HOUSE, at=NOON)


def test_no_state_leads_out_of_a_delivered_shipment(shipment: Shipment) -> None:
    hand_over(shipment, 1)
    shipment.refresh_from_db()

    with pytest.raises(IllegalMove):
        shipment.move_to("in_transit")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("上海", True),
        ("上海市浦东新区", True),
        ("臺北市", True),
        ("Shanghai, CN", True),
        ("乌有之乡", False),
        ("", False),
    ],
)
def test_a_city_is_placed_by_name_in_any_script(text: str, known: bool) -> None:
    assert (place_of(text) is not None) == known
