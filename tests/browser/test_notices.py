"""The pages by which receivers, insurers and next carriers are told: usable by everybody, at every size."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from kept.desk.actions.exceptions import open_exception
from kept.desk.actions.insuring import file_report
from kept.desk.models import InsuranceReport
from kept.people.models import Person
from kept.transport.actions.connecting import plan_connection
from kept.transport.actions.pickup_notices import note_attempt
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import PickupNotice
from tests.factories import HOUSE, staff
from tests.transport.shipments import a_shipment

pytestmark = pytest.mark.slow

Look = Callable[[], None]


@pytest.fixture
def manager(transactional_db: None) -> Person:
    return staff("general_manager", name="张建国")


@pytest.fixture
def look(
    page: Page, in_every_light: Callable[[Look], None], everybody_can_use: Look
) -> Callable[[str], None]:
    """`look(address)`: open it in every light; pictures go to the folder KEPT_PICTURES, if named."""
    folder = os.environ.get("KEPT_PICTURES")

    def visit(address: str) -> None:
        page.goto(address)
        shots = iter(("wide", "wide-dark", "narrow", "narrow-dark"))

        def check() -> None:
            everybody_can_use()
            if folder:
                name = f"{address.split('?')[0].strip('/').replace('/', '_')}-{next(shots)}.png"
                page.screenshot(path=str(Path(folder) / name), full_page=True)

        in_every_light(check)

    return visit


def test_everybody_can_use_the_pages_of_pick_up_notices(
    live_server: LiveServer, sign_in: Callable[..., None], manager: Person, look: Callable[[str], None]
) -> None:
    sign_in(manager)
    shipment = a_shipment(is_collected=True, cod_amount=128_000, payment="freight_collect")
    at = now()
    told = TrackingInput(
        number=shipment.number, code="ready_for_pickup", occurred_at=at, place="武汉汉口北物流园 3 号库"
    )
    record_events(inputs=[told], by=HOUSE, at=at)
    notice = PickupNotice.objects.get(shipment=shipment)
    who = {"dialled": "13812340000", "tried_at": at, "by": HOUSE, "at": at}
    note_attempt(notice=notice, result="no_answer", **who)  # type: ignore[arg-type]

    for part in ("", f"{shipment.number}/", f"{shipment.number}/details/", f"{shipment.number}/message/"):
        look(f"/pickup-notices/{part}")
    look(shipment.get_absolute_url())
    look(f"/t/{shipment.public_token}/")


def test_everybody_can_use_the_pages_of_onward_connections_and_of_a_loss(
    live_server: LiveServer, sign_in: Callable[..., None], manager: Person, look: Callable[[str], None]
) -> None:
    sign_in(manager)
    at = now()
    shipment = a_shipment(destination_city="上海浦东")
    told = TrackingInput(number=shipment.number, code="picked_up", occurred_at=at, place="武汉")
    record_events(inputs=[told], by=HOUSE, at=at)
    flight = plan_connection(
        shipment=shipment,
        mode="air",
        service="MU5101",
        place="浦东机场货运站 2 号门",
        handover_by=at + timedelta(hours=30),
        by=HOUSE,
        at=at,
    )

    for address in ("/connections/", flight.get_absolute_url(), shipment.get_absolute_url()):
        look(address)
    for part in ("connection/", "loss/"):
        look(f"{shipment.get_absolute_url()}{part}")


def test_everybody_can_use_the_pages_of_insurance_reports(
    live_server: LiveServer, sign_in: Callable[..., None], manager: Person, look: Callable[[str], None]
) -> None:
    sign_in(manager)
    at = now()
    shipment = a_shipment(declared_value=1_280_000)
    case = open_exception(trouble="damage", shipments=[shipment], by=HOUSE, at=at)
    report = InsuranceReport.objects.get(case=case)

    for part in ("", f"{report.number}/", f"{report.number}/form/"):
        look(f"/insurance-reports/{part}")
    told = {"insurer": "平安财险", "facts": "外箱破损三件", "reference": "PA-2026-778", "reported_at": at}
    file_report(report=report, **told, by=HOUSE, at=at)  # type: ignore[arg-type]
    look(f"/insurance-reports/{report.number}/")
    look(case.get_absolute_url())
