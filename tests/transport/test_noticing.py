"""Exceptions that open and close by rule, before anybody asks."""

from __future__ import annotations

import pytest
from django.test import Client

from kept.kernel.models import EventRecord
from kept.transport.actions.noticing import end_what_is_over, see_missed_pickups, see_standstill
from kept.transport.actions.road_events import (
    EndsBeforeItBegins,
    NowhereNamed,
    end_road_event,
    name_road_event,
    see_road_events,
)
from kept.transport.actions.watching import see_delays
from kept.transport.models import RoadEvent, Shipment, ShipmentException
from kept.transport.queries.lanes import estimate_arrival
from tests.factories import HOUSE, NOON, a_branch, a_partner, staff
from tests.transport.shipments import a_shipment
from tests.transport.test_delivering import hand_over
from tests.transport.test_tracking import news, tell
from tests.transport.test_watching import HOUR, kinds

pytestmark = pytest.mark.django_db


def snow(**details: object) -> RoadEvent:
    given = {"kind": "weather", "name": "秦岭大雪", "places": ["西安"], "begins_at": NOON, **details}
    return name_road_event(**given, by=HOUSE, at=NOON + 2 * HOUR)  # type: ignore[arg-type]


def on_the_way(place: str, at: float = 1, **details: object) -> Shipment:
    shipment = a_shipment(promised_at=NOON + 300 * HOUR, **details)
    tell(news(shipment, "departed_hub", at, place=place), at=NOON + max(at, 72) * HOUR)
    shipment.refresh_from_db()
    return shipment


@pytest.mark.spec("R157")
def test_goods_that_tell_of_one_place_for_too_long_stand_still_until_they_move() -> None:
    shipment = on_the_way("西安")
    tell(news(shipment, "in_transit", 8, place="西安"))
    assert see_standstill(by=HOUSE, at=NOON + 12 * HOUR) == 0

    tell(news(shipment, "in_transit", 13, place="西安"))
    assert see_standstill(by=HOUSE, at=NOON + 14 * HOUR) == 1
    assert end_what_is_over(by=HOUSE, at=NOON + 14 * HOUR) == 0

    tell(news(shipment, "in_transit", 15, place="汉中"))
    assert end_what_is_over(by=HOUSE, at=NOON + 15 * HOUR) == 1
    assert kinds() == set()


def test_a_silent_vehicle_does_not_count_as_standing() -> None:
    on_the_way("西安")

    assert see_standstill(by=HOUSE, at=NOON + 40 * HOUR) == 0


@pytest.mark.spec("R157")
def test_a_pickup_that_was_missed_is_seen_and_over_once_the_goods_are_picked_up() -> None:
    shipment = a_shipment(pickup_at=NOON + 4 * HOUR, promised_at=NOON + 300 * HOUR)
    assert see_missed_pickups(by=HOUSE, at=NOON + 3 * HOUR) == 0
    assert see_missed_pickups(by=HOUSE, at=NOON + 5 * HOUR) == 1

    tell(news(shipment, "picked_up", 6))
    end_what_is_over(by=HOUSE, at=NOON + 6 * HOUR)

    assert kinds() == set()
    assert ShipmentException.objects.get().over_at == NOON + 6 * HOUR


def test_a_delay_is_over_by_itself_when_a_new_arrival_is_in_time() -> None:
    shipment = a_shipment(promised_at=NOON + 50 * HOUR)
    tell(news(shipment, "in_transit", 1, eta_at=NOON + 60 * HOUR))
    assert kinds() == {(shipment.number, "delay")}
    assert end_what_is_over(by=HOUSE, at=NOON + 2 * HOUR) == 0

    tell(news(shipment, "eta_updated", 3, eta_at=NOON + 40 * HOUR))

    assert end_what_is_over(by=HOUSE, at=NOON + 4 * HOUR) == 1
    assert see_delays(by=HOUSE, at=NOON + 4 * HOUR) == 0


@pytest.mark.spec("R145")
def test_an_event_named_once_touches_what_goes_through_it_and_nothing_else() -> None:
    near = on_the_way("西安")
    bound = on_the_way("上海", destination_city="西安")
    lane = on_the_way("上海", origin_city="重庆", destination_city="贵阳")
    on_the_way("上海")

    event = snow(lanes=[("重庆", "")])

    seen = ShipmentException.objects.filter(cause_key=event.cause_key)
    assert {each.shipment for each in seen} == {near, bound, lane}
    named = EventRecord.objects.get(name="transport.road_event_named")
    assert named.data == {"shipments": 3}
    assert event.where.endswith("重庆 → anywhere")


@pytest.mark.spec("R145")
def test_what_comes_into_a_running_event_later_joins_it_and_its_end_ends_all() -> None:
    on_the_way("西安")
    event = snow()
    later = on_the_way("西安", 3)

    assert see_road_events(by=HOUSE, at=NOON + 4 * HOUR) == 1
    assert see_road_events(by=HOUSE, at=NOON + 4 * HOUR) == 0
    end_road_event(event=event, by=HOUSE, at=NOON + 5 * HOUR)

    assert later.exceptions.get().over_at == NOON + 5 * HOUR
    assert kinds() == set()
    assert see_road_events(by=HOUSE, at=NOON + 6 * HOUR) == 0


def test_an_event_is_over_when_its_expected_end_has_come() -> None:
    on_the_way("西安")
    event = snow(until=NOON + 10 * HOUR)

    see_road_events(by=HOUSE, at=NOON + 10 * HOUR)

    event.refresh_from_db()
    assert (event.ended_at, kinds()) == (NOON + 10 * HOUR, set())


def test_an_event_names_a_place_and_ends_after_it_begins() -> None:
    with pytest.raises(NowhereNamed):
        snow(places=[])
    with pytest.raises(EndsBeforeItBegins):
        snow(until=NOON)


@pytest.mark.spec("R140")
def test_an_arrival_is_estimated_from_what_the_lane_took_before_or_not_at_all() -> None:
    carrier = a_partner()
    for n in range(5):
        past = on_the_way("西安", 1, carrier=carrier)
        hand_over(past, (11 + n) / 24)
    shipment = on_the_way("西安", 100, carrier=carrier)
    elsewhere = on_the_way("汉中", 100, carrier=carrier)

    told = estimate_arrival(shipment, NOON + 101 * HOUR)

    assert told is not None
    assert (told.remaining, told.deliveries, told.with_carrier) == (12 * HOUR, 5, True)
    assert told.eta_at == NOON + 112 * HOUR
    assert estimate_arrival(elsewhere, NOON + 101 * HOUR) is None
    assert estimate_arrival(shipment, NOON + 113 * HOUR) is None


def test_a_dispatcher_names_an_event_and_ends_it(client: Client) -> None:
    shipment = on_the_way("西安")
    client.force_login(staff("dispatcher"))
    assert client.get("/road-events/").status_code == 200
    form = {
        "kind": "weather",
        "name": "大雪",
        "places": "西安、汉中",
        "lanes": "西安",
        "begins_at": "2026-03-01T08:00",
    }

    refused = client.post("/road-events/new/", form)
    assert refused.status_code == 422
    assert client.post("/road-events/new/", {**form, "lanes": "西安 → 成都"}).status_code == 302

    event = RoadEvent.objects.get()
    assert (event.places, event.lanes) == (["西安", "汉中"], [["西安", "成都"]])
    page = client.get(event.get_absolute_url())
    assert shipment.number in page.content.decode()
    assert shipment.number in b"".join(client.get(f"{event.get_absolute_url()}?export=csv")).decode(
        "utf-8-sig"
    )
    client.post(f"{event.get_absolute_url()}end/")
    event.refresh_from_db()
    assert event.ended_at is not None


def test_a_manager_of_one_branch_finds_the_event_that_they_named(client: Client) -> None:
    branch = a_branch()
    client.force_login(staff("branch_manager", branch=branch))
    form = {"kind": "weather", "name": "大雪", "places": "西安", "begins_at": "2026-03-01T08:00"}

    page = client.post("/road-events/new/", form, follow=True)

    assert page.status_code == 200
    assert RoadEvent.objects.get().branch == branch
