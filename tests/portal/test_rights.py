"""What people from outside reach, and what they do not even find."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from kept.desk.actions.intake import complain
from kept.desk.models import Case
from kept.documents.actions import keep_document
from kept.documents.models import Document
from kept.kernel.actor import Actor
from kept.portal.actions.reporting import report_news
from tests.factories import HOUSE, NOON, actor

from .conftest import Scene, a_photo, signed_in

OURS = ("orders/", "shipments/", "desk/", "charges/", "customers/", "due-now/", "people/", "api/v1/people/me")


def a_case(scene: Scene) -> Case:
    about = {"customer": scene.customer, "shipment": scene.shipment, "order": scene.order}
    return complain(reason="三件外箱破损", caller_name="王五", by=HOUSE, at=NOON, **about)


def a_proof(scene: Scene) -> Document:
    return keep_document(
        upload=a_photo(),
        kind="photo",
        about=scene.shipment,
        customer_id=scene.customer.pk,
        partner_id=scene.partner.pk,
        by=HOUSE,
        at=NOON,
    )


def pages_of_client(scene: Scene, case: Case, proof: Document) -> list[str]:
    return [
        reverse("portal:order", args=[scene.order.number]),
        reverse("portal:shipment", args=[scene.shipment.number]),
        reverse("portal:case", args=[case.number]),
        proof.get_absolute_url(),
    ]


def pages_of_driver(scene: Scene, proof: Document) -> list[str]:
    numbered = ("carrier_shipment", "carrier_news", "carrier_delivery", "carrier_checks")
    return [
        *(reverse(f"portal:{name}", args=[scene.shipment.number]) for name in numbered),
        proof.get_absolute_url(),
    ]


@pytest.mark.spec("R742")
def test_a_client_opens_their_own_and_never_finds_what_is_others(ours: Scene, theirs: Scene) -> None:
    client = signed_in(ours.person)

    mine = [client.get(url).status_code for url in pages_of_client(ours, a_case(ours), a_proof(ours))]
    others = [client.get(url).status_code for url in pages_of_client(theirs, a_case(theirs), a_proof(theirs))]

    assert (mine, others) == ([200] * 4, [404] * 4)


def test_a_client_cannot_write_in_the_case_of_another(ours: Scene, theirs: Scene) -> None:
    case = a_case(theirs)

    answer = signed_in(ours.person).post(reverse("portal:messages", args=[case.number]), {"text": "x"})

    assert (answer.status_code, case.contacts.count()) == (404, 1)


def test_a_subcontractor_opens_their_own_and_never_finds_what_is_others(ours: Scene, theirs: Scene) -> None:
    driver = signed_in(ours.driver)

    mine = [driver.get(url).status_code for url in pages_of_driver(ours, a_proof(ours))]
    others = [driver.get(url).status_code for url in pages_of_driver(theirs, a_proof(theirs))]

    assert (mine, others) == ([200] * 5, [404] * 5)


def test_a_subcontractor_cannot_record_for_others(ours: Scene, theirs: Scene) -> None:
    driver = signed_in(ours.driver)
    address = reverse("portal:carrier_delivery", args=[theirs.shipment.number])

    answer = driver.post(address, {"outcome": "delivered", "receiver_name": "x"})

    assert (answer.status_code, theirs.shipment.deliveries.count()) == (404, 0)


@pytest.mark.parametrize("who", ["person", "driver"])
@pytest.mark.parametrize("path", OURS)
def test_people_from_outside_do_not_find_our_own_pages(ours: Scene, who: str, path: str) -> None:
    answer = signed_in(getattr(ours, who)).get(f"/{path}")

    assert answer.status_code == 404


def test_a_client_and_a_subcontractor_do_not_share_pages(ours: Scene) -> None:
    assert signed_in(ours.person).get(reverse("portal:carrier_home")).status_code == 403
    assert signed_in(ours.driver).get(reverse("portal:home")).status_code == 403


@pytest.mark.parametrize("who", ["person", "driver"])
def test_quick_find_offers_people_from_outside_no_page_they_may_not_open(ours: Scene, who: str) -> None:
    browser = signed_in(getattr(ours, who))

    page = browser.get("/find/").content.decode()

    offered = re.findall(r'<a class="(?:hit|entry)" href="([^"]+)"', page)
    assert offered
    assert {browser.get(address).status_code for address in offered} == {200}


def test_home_is_where_each_begins(ours: Scene) -> None:
    homes = [signed_in(person).get("/").headers["Location"] for person in (ours.person, ours.driver)]

    assert homes == [reverse("portal:home"), reverse("portal:carrier_home")]


@pytest.mark.spec("R741")
def test_a_client_sees_their_goods_at_once(ours: Scene) -> None:
    report_news(shipment=ours.shipment, code="picked_up", happened_at=now(), place="上海", by=HOUSE, at=now())

    page = signed_in(ours.person).get("/", follow=True).content.decode()

    assert ours.shipment.number in page and "Picked up" in page


def test_lists_hold_only_what_is_ones_own(ours: Scene, theirs: Scene) -> None:
    client, driver = signed_in(ours.person), signed_in(ours.driver)
    pages = [
        client.get(reverse(f"portal:{name}")) for name in ("home", "orders", "shipments", "cases", "charges")
    ]
    pages += [driver.get(reverse(f"portal:{name}")) for name in ("carrier_home", "carrier_shipments")]

    text = "".join(page.content.decode() for page in pages)

    assert ours.shipment.number in text and ours.order.number in text
    assert theirs.shipment.number not in text and theirs.order.number not in text


def test_what_the_carriage_costs_us_is_not_shown_to_a_client(ours: Scene) -> None:
    client = signed_in(ours.person)

    pages = [
        client.get(url).content.decode() for url in pages_of_client(ours, a_case(ours), a_proof(ours))[:3]
    ]

    assert not any("987.00" in page for page in pages)
    assert not any(ours.partner.name in page for page in pages)


def test_quick_find_knows_ones_own_numbers_only(ours: Scene, theirs: Scene) -> None:
    client = signed_in(ours.person)

    mine = client.get(reverse("kernel:find"), {"q": ours.shipment.number}).content.decode()
    others = client.get(reverse("kernel:find"), {"q": theirs.shipment.number}).content.decode()

    assert reverse("portal:shipment", args=[ours.shipment.number]) in mine
    assert reverse("portal:shipment", args=[theirs.shipment.number]) not in others


def test_what_our_people_ask_each_other_about_a_client_stays_with_us(ours: Scene) -> None:
    about = {"customer": ours.customer, "shipment": ours.shipment, "caller_name": "王五"}
    inside = complain(kind="internal", reason="这家客户难缠吗", by=HOUSE, at=NOON, **about)
    client = signed_in(ours.person)

    page = client.get(reverse("portal:case", args=[inside.number]))
    lists = [client.get(reverse(f"portal:{name}")).content.decode() for name in ("home", "cases")]

    assert page.status_code == 404
    assert not any(inside.number in text for text in lists)


def test_staff_are_not_kept_behind_the_fence(ours: Scene) -> None:
    clerk: Actor = actor("clerk")

    assert clerk.may("orders.view")
    assert not clerk.may("portal.client")


def test_strangers_are_asked_to_sign_in(ours: Scene) -> None:
    from django.test import Client

    answer = Client().get(reverse("portal:order", args=[ours.order.number]))

    assert answer.status_code == 302 and answer.headers["Location"].startswith("/login/")
