"""No list, record or search page needs to read a growing table from end to end (PostgreSQL)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from bench import plans, seeding
from kept.desk.actions.contacting import log_contact
from kept.desk.actions.opening import open_case
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import Shipment

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_every_page_has_an_index_for_what_it_reads(client: Client) -> None:
    """With scans made dear, the planner reads a table whole only where no index would serve."""
    ground = seeding.prepare(40)
    seeding.fill(ground, 200)
    customer = ground.customers[0]
    at = now()
    for number in Shipment.objects.values_list("number", flat=True)[:50]:
        news = TrackingInput(number=number, code="picked_up", occurred_at=at - timedelta(hours=1))
        record_events(inputs=[news], by=seeding.HOUSE, at=at)
    contact = log_contact(channel="phone", customer=customer, summary="问货", by=seeding.HOUSE, at=at)
    open_case(kind="complaint", contact=contact, customer=customer, title="晚到", by=seeding.HOUSE, at=at)
    client.force_login(ground.person)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
        cursor.execute("set local enable_seqscan = off")

    assert plans.sequential_scans(client) == []
