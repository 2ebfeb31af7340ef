"""The receiver's page: one shipment, nothing else, and nothing about people."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from kept.portal.actions.reporting import report_news
from kept.portal.queries.public import shipment_of_link
from kept.transport.actions.delivering import deliver
from kept.transport.actions.pickup_notices import note_attempt
from kept.transport.models import PickupNotice, Shipment
from tests.factories import HOUSE

from .conftest import RECEIVER, Scene

REMARK = "司机说仓库乱，别告诉客户"


def address(shipment: Shipment) -> str:
    return reverse("portal:tracking", args=[shipment.public_token])


def delivered(scene: Scene) -> Shipment:
    at = now()
    report_news(
        shipment=scene.shipment,
        code="picked_up",
        happened_at=at - timedelta(hours=9),
        place="上海",
        note=REMARK,
        by=HOUSE,
        at=at,
    )
    deliver(
        shipment=scene.shipment,
        happened_at=at - timedelta(hours=1),
        outcome="delivered",
        receiver_name="司马相如",
        pieces_delivered=10,
        note=REMARK,
        by=HOUSE,
        at=at,
    )
    scene.shipment.refresh_from_db()
    return scene.shipment


@pytest.mark.spec("R746")
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_receiver_sees_the_way_of_the_goods_without_a_login(ours: Scene, language: str) -> None:
    shipment = delivered(ours)

    answer = Client(headers={"accept-language": language}).get(address(shipment))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert shipment.number in page and ours.customer.name in page
    assert "欧***" in page and "138******78" in page and "司***" in page


@pytest.mark.spec("R281")
def test_a_receiver_reads_where_to_collect_and_nothing_else_of_the_notice(ours: Scene) -> None:
    at = now()
    report_news(
        shipment=ours.shipment,
        code="ready_for_pickup",
        happened_at=at - timedelta(hours=2),
        place="汉口北 3 号库",
        by=HOUSE,
        at=at,
    )
    notice = PickupNotice.objects.get(shipment=ours.shipment)
    note_attempt(
        notice=notice,
        result="told",
        dialled="13899990000",
        tried_at=at - timedelta(hours=1),
        answered_by="门卫老周",
        sex="male",
        remark=REMARK,
        by=HOUSE,
        at=at,
    )

    page = Client(headers={"accept-language": "zh-hans"}).get(address(ours.shipment)).content.decode()

    assert "可到汉口北 3 号库提货" in page
    assert not [hidden for hidden in ("13899990000", "老周", REMARK, "预计") if hidden in page]


def without_stamps(page: str) -> str:
    """A page without moments to the microsecond and tokens of forms, in which any digits come by chance."""
    return re.sub(r'(datetime|name="csrfmiddlewaretoken" value)="[^"]*"', "", page)


def test_the_page_leaks_nothing_beyond_the_shipment(ours: Scene, theirs: Scene) -> None:
    shipment = delivered(ours)

    page = without_stamps(Client().get(address(shipment)).content.decode())

    hidden = [
        *(RECEIVER[name] for name in ("destination_name", "destination_phone", "destination_address")),
        *(
            "司马相如",
            "12345678",
            "1201",
            "珞喻路",
            "1234.00",
            "1,234.00",
            "7,654",
            "987",
            "¥",
            "CNY",
            REMARK,
        ),
        *(ours.order.number, ours.partner.name, ours.person.name, ours.driver.name, ours.customer.number),
        *(ours.customer.phone, ours.customer.address, theirs.shipment.number, theirs.customer.name),
    ]
    assert [text for text in hidden if text in page] == []


def test_the_page_is_kept_from_search_engines_and_caches(ours: Scene) -> None:
    answer = Client().get(address(ours.shipment))

    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_a_link_that_nobody_gave_out_answers_without_a_word(ours: Scene) -> None:
    unknown = Client().get(reverse("portal:tracking", args=["x" * 32]))
    by_number = Client().get(reverse("portal:tracking", args=[ours.shipment.number]))

    assert (unknown.status_code, by_number.status_code) == (404, 404)
    assert (
        "No shipment here"
        in Client(headers={"accept-language": "en"})
        .get(reverse("portal:tracking", args=["x" * 32]))
        .content.decode()
    )


def test_the_link_ends_some_time_after_the_shipment(ours: Scene) -> None:
    shipment = delivered(ours)
    assert shipment.delivered_at is not None

    open_until = shipment.delivered_at + timedelta(days=60)

    assert shipment_of_link(shipment.public_token, open_until) == shipment
    assert shipment_of_link(shipment.public_token, open_until + timedelta(seconds=1)) is None
