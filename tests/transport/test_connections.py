"""Onward connections are reached or seen in danger; lost goods are given up; roads for programs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import localtime, now

from kept.kernel.lifecycle import IllegalMove
from kept.kernel.web.timelines import lines_of
from kept.promises.models import Promise
from kept.transport.actions.connecting import (
    DepartsBefore,
    HandoverInThePast,
    NotPickedUpThen,
    NotYet,
    ShipmentOver,
    TakerMissing,
    drop_connection,
    hand_over,
    plan_connection,
    see_endangered_connections,
)
from kept.transport.actions.losing import WhyMissing, declare_lost
from kept.transport.actions.noticing import end_what_is_over
from kept.transport.models import Connection, Shipment, TrackingEvent
from tests.factories import HOUSE, NOON, a_branch, a_partner, staff
from tests.transport.shipments import a_shipment
from tests.transport.test_api import Program
from tests.transport.test_delivering import hand_over as deliver
from tests.transport.test_tracking import news, tell
from tests.transport.test_watching import HOUR, kinds

pytestmark = pytest.mark.django_db


def a_flight(shipment: Shipment | None = None, hours: float = 40, **details: Any) -> Connection:
    given: dict[str, Any] = {
        "mode": "air",
        "service": "MU5101",
        "place": "浦东机场货运站",
        "handover_by": NOON + hours * HOUR,
        "departs_at": NOON + (hours + 4) * HOUR,
        **details,
    }
    return plan_connection(shipment=shipment or a_shipment(), **given, by=HOUSE, at=NOON)


def give(connection: Connection, hours: float, taken_by: str = "机场 老何") -> Connection:
    moment = NOON + hours * HOUR
    return hand_over(
        connection=connection, handed_over_at=moment, taken_by=taken_by, by=HOUSE, at=NOON + 72 * HOUR
    )


@pytest.mark.spec("R147", "R148")
def test_wuhan_to_pudong_in_two_days_and_on_by_air() -> None:
    shipment = a_shipment(origin_city="武汉", destination_city="上海浦东", promised_at=NOON + 48 * HOUR)
    flight = a_flight(shipment)
    assert flight.promise is not None and flight.promise.due_at == NOON + 40 * HOUR
    tell(news(shipment, "picked_up", 1))
    assert see_endangered_connections(by=HOUSE, at=NOON + 30 * HOUR) == 0

    tell(news(shipment, "delayed", 30, eta_at=NOON + 42 * HOUR, reason="traffic"))
    assert see_endangered_connections(by=HOUSE, at=NOON + 31 * HOUR) == 1
    assert (shipment.number, "missed_connection") in kinds()

    tell(news(shipment, "in_transit", 32, eta_at=NOON + 38 * HOUR))
    assert end_what_is_over(by=HOUSE, at=NOON + 33 * HOUR) >= 1
    assert (shipment.number, "missed_connection") not in kinds()

    assert see_endangered_connections(by=HOUSE, at=NOON + 37 * HOUR) == 1
    end_what_is_over(by=HOUSE, at=NOON + 41 * HOUR)
    assert (shipment.number, "missed_connection") in kinds()  # behind the last moment it is missed
    give(flight, 39)
    end_what_is_over(by=HOUSE, at=NOON + 39 * HOUR)
    flight.refresh_from_db()
    assert (flight.state, flight.taken_by) == ("met", "机场 老何")
    assert Promise.objects.get(pk=flight.promise_id).state == "kept"
    assert (shipment.number, "missed_connection") not in kinds()
    assert TrackingEvent.objects.get(code="handed_on").place == "浦东机场货运站"


@pytest.mark.spec("R147")
def test_a_handing_over_behind_the_last_moment_is_missed_and_breaks_its_promise() -> None:
    flight = give(a_flight(), 41)

    assert flight.state == "missed"
    assert Promise.objects.get(pk=flight.promise_id).state == "broken"
    with pytest.raises(IllegalMove):
        give(flight, 42)


def test_goods_are_not_handed_over_before_they_were_picked_up() -> None:
    shipment = a_shipment()
    tell(news(shipment, "picked_up", 2))
    flight = a_flight(shipment)

    with pytest.raises(NotPickedUpThen):
        give(flight, 1)
    assert give(flight, 3).state == "met"


def test_a_connection_that_makes_no_sense_is_not_planned() -> None:
    over = a_shipment()
    deliver(over, 1)
    over.refresh_from_db()

    for wrong, refusal in (
        ({"hours": -1, "departs_at": None}, HandoverInThePast),
        ({"departs_at": NOON + HOUR}, DepartsBefore),
        ({"shipment": over}, ShipmentOver),
    ):
        with pytest.raises(refusal):
            a_flight(**wrong)  # type: ignore[arg-type]
    assert not Connection.objects.exists()
    with pytest.raises(TakerMissing):
        give(a_flight(), 39, taken_by=" ")
    with pytest.raises(NotYet):
        give(a_flight(hours=200), 80)


def test_what_is_still_to_be_reached_waits_for_no_pick_up_in_chinese() -> None:
    with translation.override("zh-hans"):
        states = [kind(state="planned").get_state_display() for kind in (Connection, Shipment)]

    assert states == ["待交接", "待提货"]


def test_a_dropped_connection_is_owed_by_nobody() -> None:
    flight = a_flight()

    drop_connection(connection=flight, why="改走公路", by=HOUSE, at=NOON + HOUR)

    assert Promise.objects.get(pk=flight.promise_id).state == "waived"
    assert see_endangered_connections(by=HOUSE, at=NOON + 50 * HOUR) == 0
    assert lines_of(flight.shipment)[0].detail == "Cancelled · 改走公路"


@pytest.mark.spec("R147", "R148")
def test_the_dispatcher_plans_hands_over_and_sees_what_is_to_be_reached() -> None:
    shipment = a_shipment()
    client = Client()
    client.force_login(staff("dispatcher"))
    moment = localtime(now()).replace(microsecond=0)
    given = {
        "mode": "air",
        "service": "MU5101",
        "place": "浦东",
        "handover_by": (moment + 9 * HOUR).strftime("%Y-%m-%dT%H:%M"),
    }
    assert client.post(f"/shipments/{shipment.number}/connection/", {**given, "place": ""}).status_code == 422
    assert client.post(f"/shipments/{shipment.number}/connection/", given).status_code == 302

    made = Connection.objects.get()
    assert made.number in client.get("/connections/").content.decode()
    assert "MU5101" in client.get(f"/shipments/{shipment.number}/").content.decode()
    handed = {"handed_over_at": moment.strftime("%Y-%m-%dT%H:%M"), "taken_by": "老何"}
    assert client.post(f"/connections/{made.number}/", handed).status_code == 302
    made.refresh_from_db()
    assert made.state == "met"
    assert made.number not in client.get("/connections/").content.decode()
    stranger = Client()
    stranger.force_login(staff("dispatcher", branch=a_branch()))
    assert stranger.get(f"/connections/{made.number}/").status_code == 404


def test_the_list_takes_as_many_statements_for_ten_rows_as_for_one() -> None:
    client = Client()
    client.force_login(staff("dispatcher"))
    counted = []
    for more in (1, 9):
        for _n in range(more):
            a_flight(carrier=a_partner())
        with CaptureQueriesContext(database) as seen:
            assert client.get("/connections/?state=all").status_code == 200
        counted.append(len(seen))

    assert counted[0] == counted[1]


@pytest.mark.spec("R148")
def test_a_program_plans_a_connection_and_tells_that_it_was_reached() -> None:
    shipment, program = a_shipment(), Program(staff("dispatcher"))
    by = now() + 9 * HOUR
    given = {"mode": "rail", "service": "X8012", "place": "吴家山", "handover_by": by.isoformat()}

    assert program.post(f"shipments/{shipment.number}/connections", {**given, "carrier": "P-0"})[0] == 422
    status, made = program.post(f"shipments/{shipment.number}/connections", given)
    assert (status, made["state"], made["shipment"]) == (201, "planned", shipment.number)
    assert [row["number"] for row in program.get("connections")[1]] == [made["number"]]
    told = {"handed_over_at": now().isoformat(), "taken_by": "老何"}
    status, reached = program.post(f"connections/{made['number']}/handover", told)
    assert (status, reached["state"], reached["taken_by"]) == (201, "met", "老何")
    assert program.get("connections")[1] == []
    assert [row["number"] for row in program.get("connections?state=met")[1]] == [made["number"]]


def test_lost_goods_break_the_delivery_with_a_cause_and_nothing_else_is_owed() -> None:
    shipment = a_shipment()
    tell(news(shipment, "picked_up", 1))
    flight = a_flight(shipment)

    with pytest.raises(WhyMissing):
        declare_lost(shipment=shipment, happened_at=NOON + 20 * HOUR, why=" ", by=HOUSE, at=NOON + 30 * HOUR)
    declare_lost(
        shipment=shipment,
        happened_at=NOON + 20 * HOUR,
        why="全网点查找无果",
        cause="sorting",
        by=HOUSE,
        at=NOON + 30 * HOUR,
    )

    shipment.refresh_from_db()
    assert (shipment.state, shipment.last_code) == ("lost", "lost")
    delivery = Promise.objects.about(shipment).of_kind("delivery").get()
    assert (delivery.state, delivery.quantity_state, delivery.broken_at) == (
        "broken",
        "broken",
        NOON + 30 * HOUR,
    )
    assert (delivery.cause, delivery.cause_note, delivery.met_at) == ("sorting", "全网点查找无果", None)
    assert Promise.objects.get(pk=flight.promise_id).state == "cancelled"
    assert kinds() == {(shipment.number, "lost")}


def test_lost_goods_that_are_found_go_on_and_the_exception_is_over() -> None:
    shipment = a_shipment()
    tell(news(shipment, "picked_up", 1))
    declare_lost(shipment=shipment, happened_at=NOON + 2 * HOUR, why="找不到", by=HOUSE, at=NOON + 3 * HOUR)

    tell(news(shipment, "in_transit", 5, place="武汉"))
    end_what_is_over(by=HOUSE, at=NOON + 6 * HOUR)

    shipment.refresh_from_db()
    assert shipment.state == "in_transit"
    assert kinds() == set()
    deliver(shipment, 1)
    assert Promise.objects.about(shipment).of_kind("delivery").get().state == "kept"


def test_the_page_declares_goods_lost_and_offers_it_only_while_it_is_possible() -> None:
    shipment = a_shipment()
    client = Client()
    client.force_login(staff("dispatcher"))
    assert "/loss/" not in client.get(f"/shipments/{shipment.number}/").content.decode()
    tell(news(shipment, "picked_up", 1))
    assert "/loss/" in client.get(f"/shipments/{shipment.number}/").content.decode()

    given = {"happened_at": "2026-03-03T12:00", "cause": "sorting", "why": ""}
    assert client.post(f"/shipments/{shipment.number}/loss/", given).status_code == 422
    assert client.post(f"/shipments/{shipment.number}/loss/", {**given, "why": "找不到"}).status_code == 302

    shipment.refresh_from_db()
    assert shipment.state == "lost"


def test_a_program_names_events_on_the_road_reads_what_they_touch_and_ends_them() -> None:
    shipment, program = a_shipment(promised_at=now() + 99 * HOUR), Program(staff("dispatcher"))
    tell(news(shipment, "departed_hub", 1, place="西安"))

    assert program.post("road-events", {"kind": "weather", "name": "大雪"})[0] == 409
    assert program.post("road-events", {"kind": "weather", "name": "大雪", "lanes": [{}]})[0] == 422
    status, made = program.post("road-events", {"kind": "weather", "name": "秦岭大雪", "places": ["西安"]})
    assert (status, made["places"], made["ended_at"]) == (201, ["西安"], None)
    assert program.get(f"road-events/{made['number']}/shipments")[1] == [shipment.number]
    assert [row["number"] for row in program.get("road-events")[1]] == [made["number"]]

    status, ended = program.post(f"road-events/{made['number']}/end", {})
    assert status == 200 and ended["ended_at"]
    assert program.get("road-events")[1] == []
    assert [row["number"] for row in program.get("road-events?over=true")[1]] == [made["number"]]
    assert Program(staff("finance")).get("road-events")[0] == 403
