"""What the judgement of a delivery rests on, in words."""

from __future__ import annotations

import pytest

from kept.fulfillment.queries.judgements import judgement_of
from kept.transport.actions.delivering import revise_delivery
from kept.transport.models import Shipment
from tests.factories import HOUSE, NOON
from tests.transport.shipments import a_shipment
from tests.transport.test_delivering import DAY, hand_over, promise_of

pytestmark = pytest.mark.django_db


def documents_of(shipment: Shipment) -> tuple[str, str]:
    lines = judgement_of(shipment, promise_of(shipment), list(shipment.deliveries.order_by("attempt_no")))
    return next((line.state, line.evidence) for line in lines if line.term == "documents")


def test_the_part_whose_papers_nobody_checked_is_named_until_they_are() -> None:
    shipment = a_shipment()
    part = hand_over(shipment, 1, outcome="partial", pieces_delivered=6, papers_ok=None)
    hand_over(shipment, 1.5, pieces_delivered=4)
    before = documents_of(shipment)

    revise_delivery(delivery=part, changes={"papers_ok": True}, why="回单已核对", by=HOUSE, at=NOON + 2 * DAY)

    assert before == ("unknown", "papers of attempt 1 were not checked")
    assert documents_of(shipment) == ("kept", "papers were right")
