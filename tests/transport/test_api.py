from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from kept.people.actions.persons import make_key
from kept.people.models import Person
from kept.transport.models import Delivery, Shipment
from tests.factories import HOUSE, NOON, a_partner, staff
from tests.transport.shipments import a_shipment


class Program:
    """A program with a person's key."""

    def __init__(self, person: Person) -> None:
        _key, secret = make_key(person=person, name="TMS", by=HOUSE, at=NOON)
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client()

    def post(self, path: str, given: Any) -> tuple[int, Any]:
        answer = self.client.post(
            f"/api/v1/transport/{path}",
            json.dumps(given),
            content_type="application/json",
            headers=self.headers,
        )
        return answer.status_code, answer.json()

    def get(self, path: str) -> tuple[int, Any]:
        answer = self.client.get(f"/api/v1/transport/{path}", headers=self.headers)
        return answer.status_code, answer.json()


@pytest.fixture
def program(db: None) -> Program:
    return Program(staff("dispatcher"))


def a_row(shipment: Shipment, code: str = "picked_up", **more: Any) -> dict[str, Any]:
    return {"number": shipment.number, "code": code, "occurred_at": NOON.isoformat(), **more}


@pytest.mark.spec("R160")
def test_rows_are_taken_known_or_rejected_each_on_its_own(program: Program) -> None:
    shipment = a_shipment()
    rows = [a_row(shipment), a_row(shipment, number="WB-0"), a_row(shipment, "arrived_hub", place="武汉")]

    first, again = program.post("events", rows), program.post("events", rows)

    assert first[0] == 200
    assert (first[1]["recorded"], first[1]["known"]) == (2, 0)
    assert [(r["row"], r["code"]) for r in first[1]["rejected"]] == [(1, "unknown_shipment")]
    assert (again[1]["recorded"], again[1]["known"]) == (0, 2)


def test_a_subcontractors_program_reaches_its_own_shipments_only(db: None) -> None:
    carrier = a_partner()
    own, other = a_shipment(carrier=carrier), a_shipment(carrier=a_partner())
    program = Program(staff("subcontractor", partner=carrier))

    taken = program.post("events", [a_row(own), a_row(other)])[1]

    assert (taken["recorded"], [r["row"] for r in taken["rejected"]]) == (1, [1])
    assert program.get(f"shipments/{own.number}")[0] == 200
    assert program.get(f"shipments/{other.number}")[0] == 404
    given = {"happened_at": NOON.isoformat(), "outcome": "absent"}
    assert program.post(f"shipments/{other.number}/deliveries", given)[0] == 404


def test_more_rows_than_allowed_are_refused_whole(program: Program) -> None:
    assert program.post("events", [a_row(a_shipment())] * 5001)[0] == 413


def test_a_delivery_comes_in_with_its_picture_and_is_read_again(program: Program) -> None:
    shipment = a_shipment()
    held = BytesIO()
    Image.new("RGB", (4, 4)).save(held, "PNG")
    given = {
        "happened_at": NOON.isoformat(),
        "outcome": "delivered",
        "receiver_name": "李四",
        "pieces_delivered": 10,
        "condition": "good",
        "papers_ok": True,
        "photo": base64.b64encode(held.getvalue()).decode(),
    }

    status, made = program.post(f"shipments/{shipment.number}/deliveries", given)

    assert (status, made["attempt_no"], made["has_proof"]) == (201, 1, True)
    read = program.get(f"shipments/{shipment.number}")[1]
    assert (read["state"], read["deliveries"][0]["receiver_name"]) == ("delivered", "李四")
    assert [event["code"] for event in read["tracking"]] == ["delivered"]


def test_a_delivery_that_cannot_be_is_refused_with_its_reason(program: Program) -> None:
    shipment = a_shipment()
    given = {"happened_at": NOON.isoformat(), "outcome": "delivered"}

    status, said = program.post(f"shipments/{shipment.number}/deliveries", given)

    assert (status, said["field"]) == (409, "receiver_name")
    assert not Delivery.objects.exists()


def test_who_may_not_track_is_told_so(db: None) -> None:
    assert Program(staff("finance")).post("events", [])[0] == 403
