from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from PIL import Image

from kept.kernel.searching import PROVIDERS
from kept.people.models import Person
from kept.transport.models import Delivery, ReceiptReturn, Shipment, ShipmentException
from tests.factories import NOON, a_branch, a_partner, actor, staff
from tests.transport.shipments import a_shipment
from tests.transport.test_delivering import hand_over
from tests.transport.test_tracking import news, tell


def enter(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def dispatcher(db: None) -> Client:
    return enter(staff("dispatcher"))


def a_png() -> bytes:
    held = BytesIO()
    Image.new("RGB", (6, 3), "white").save(held, "PNG")
    return held.getvalue()


def told(**more: Any) -> dict[str, Any]:
    moment = now().strftime("%Y-%m-%dT%H:%M")
    return {
        "outcome": "delivered",
        "receiver_name": "李四",
        "pieces_delivered": "10",
        "happened_at": moment,
        **more,
    }


def test_the_list_finds_by_waybill_reference_and_phone_tail(dispatcher: Client) -> None:
    one, two = a_shipment(customer_reference="PO-1", consignee_phone="13800009876"), a_shipment()

    for asked in (one.number, "PO-1", "9876"):
        page = dispatcher.get("/shipments/", {"q": asked}).content.decode()
        assert one.number in page
        assert two.number not in page or asked == two.number


def test_the_list_takes_as_many_statements_for_forty_rows_as_for_two(dispatcher: Client) -> None:
    a_shipment(), a_shipment()
    dispatcher.get("/shipments/")
    counted = []
    for more in (0, 38):
        for _ in range(more):
            a_shipment()
        with CaptureQueriesContext(connection) as seen:
            assert dispatcher.get("/shipments/").status_code == 200
        counted.append(len(seen))

    assert counted[0] == counted[1]


def test_a_shipment_page_reads_at_most_twelve_statements_whatever_its_history(dispatcher: Client) -> None:
    shipment = a_shipment(receipt_kind="original", receipt_copies=1)
    tell(*(news(shipment, "arrived_hub", n + 1, place="武汉") for n in range(30)))
    hand_over(shipment, 2)
    dispatcher.get(f"/shipments/{shipment.number}/")

    with CaptureQueriesContext(connection) as seen:
        page = dispatcher.get(f"/shipments/{shipment.number}/")

    assert len(seen) <= 12
    assert "chart map" in page.content.decode()


@pytest.mark.spec("R011")
def test_a_subcontractor_opens_its_own_shipments_only(db: None) -> None:
    carrier = a_partner()
    own, other = a_shipment(carrier=carrier), a_shipment(carrier=a_partner())
    by = actor("subcontractor", partner=carrier)

    for permission in ("transport.view", "transport.track", "transport.deliver"):
        assert list(Shipment.objects.permitted(by, permission)) == [own]
    assert not Shipment.objects.permitted(by, "transport.assign").exists()
    assert other.pk


def test_a_dispatcher_of_one_branch_does_not_find_anothers_shipment(db: None) -> None:
    branch = a_branch()
    client = enter(staff("dispatcher", branch=branch))
    own, other = a_shipment(branch=branch), a_shipment(branch=a_branch())

    assert client.get(f"/shipments/{own.number}/").status_code == 200
    for part in ("", "tracking/", "delivery/", "return/"):
        assert client.get(f"/shipments/{other.number}/{part}").status_code == 404
    assert client.post(f"/shipments/{other.number}/carrier/").status_code == 404


def test_who_may_not_deliver_is_turned_away_at_the_door(db: None) -> None:
    shipment = a_shipment()
    client = enter(staff("finance"))

    assert client.get(f"/shipments/{shipment.number}/").status_code == 200
    assert client.get(f"/shipments/{shipment.number}/delivery/").status_code == 403
    assert "/delivery/" not in client.get(f"/shipments/{shipment.number}/").content.decode()


def test_a_phone_is_masked_for_those_who_need_not_call(db: None) -> None:
    shipment = a_shipment(consignee_phone="13812345678")

    shown = enter(staff("finance")).get(f"/shipments/{shipment.number}/").content.decode()

    assert "13812345678" not in shown
    assert "138******78" in shown


@pytest.mark.spec("R141")
def test_a_delivery_is_recorded_at_the_door_with_photo_and_drawn_signature(dispatcher: Client) -> None:
    shipment = a_shipment()
    drawn = "data:image/png;base64," + base64.b64encode(a_png()).decode()
    photo = SimpleUploadedFile("x.png", a_png() + b"", "image/png")

    answer = dispatcher.post(
        f"/shipments/{shipment.number}/delivery/",
        told(papers="yes", condition="good", photo=photo, signature_drawn=drawn),
    )

    assert (answer.status_code, answer["Location"]) == (302, shipment.get_absolute_url())
    delivery = Delivery.objects.get()
    assert delivery.photo is not None
    assert delivery.signature is not None
    assert dispatcher.get(delivery.photo.get_absolute_url()).status_code == 200
    shown = dispatcher.get(shipment.get_absolute_url()).content.decode()
    assert delivery.photo.get_absolute_url() in shown


def test_a_signature_that_is_no_picture_is_refused_on_the_form(dispatcher: Client) -> None:
    shipment = a_shipment()
    drawn = "data:image/png;base64," + base64.b64encode(b"<script>").decode()

    answer = dispatcher.post(f"/shipments/{shipment.number}/delivery/", told(signature_drawn=drawn))

    assert answer.status_code == 422
    assert not Delivery.objects.exists()


def test_what_is_missing_stands_beside_its_field(dispatcher: Client) -> None:
    shipment = a_shipment()

    answer = dispatcher.post(f"/shipments/{shipment.number}/delivery/", told(receiver_name=""))

    assert answer.status_code == 422
    assert "Write who received the goods." in answer.content.decode()


def test_all_that_a_part_lacks_is_told_at_once_and_marked_as_needed(dispatcher: Client) -> None:
    shipment = a_shipment(payment="freight_collect")
    address = f"/shipments/{shipment.number}/delivery/"
    part = told(outcome="partial", receiver_name="", pieces_delivered="")

    form = dispatcher.get(address).content.decode()
    answer = dispatcher.post(address, part)

    assert "needed when goods are handed over" in form and "needed for a part" in form
    assert "The receiver pays the freight." in form
    assert "Freight collect" in dispatcher.get(f"/shipments/{shipment.number}/").content.decode()
    assert set(answer.context["form"].errors) == {"receiver_name", "pieces_delivered"}


def test_news_by_hand_moves_the_shipment(dispatcher: Client) -> None:
    shipment = a_shipment()
    given = {"code": "arrived_hub", "occurred_at": now().strftime("%Y-%m-%dT%H:%M"), "place": "武汉"}

    dispatcher.post(f"/shipments/{shipment.number}/tracking/", given)

    shipment.refresh_from_db()
    assert (shipment.state, shipment.last_place) == ("in_transit", "武汉")


def test_news_from_the_future_is_refused_beside_its_field(dispatcher: Client) -> None:
    shipment = a_shipment()

    answer = dispatcher.post(
        f"/shipments/{shipment.number}/tracking/", {"code": "in_transit", "occurred_at": "2999-01-01T00:00"}
    )

    assert answer.status_code == 422
    assert "This moment lies in the future." in answer.content.decode()


def test_one_storm_is_told_of_many_chosen_shipments(dispatcher: Client) -> None:
    shipments = [a_shipment() for _ in range(3)]
    chosen = {"pk": [s.pk for s in shipments]}
    assert dispatcher.post("/shipments/news/", chosen).status_code == 200

    given = {**chosen, "code": "delayed", "reason": "weather", "place": "武汉"}
    dispatcher.post("/shipments/news/", {**given, "occurred_at": now().strftime("%Y-%m-%dT%H:%M")})

    assert ShipmentException.objects.filter(kind="weather").count() == 3
    listed = dispatcher.get("/shipments/exceptions/").content.decode()
    assert all(s.number in listed for s in shipments)


def test_the_dispatcher_gives_chosen_shipments_to_a_carrier(dispatcher: Client) -> None:
    shipments = [a_shipment(), a_shipment()]
    carrier = a_partner()
    assert shipments[0].number in dispatcher.get("/dispatch/").content.decode()

    dispatcher.post("/dispatch/carriers/", {"pk": [s.pk for s in shipments], "carrier": carrier.pk})

    assert set(Shipment.objects.values_list("carrier", flat=True)) == {carrier.pk}
    assert shipments[0].number not in dispatcher.get("/dispatch/").content.decode()


def test_receipts_are_followed_in_bulk(db: None) -> None:
    client = enter(staff("document_clerk"))
    shipment = a_shipment(receipt_kind="original", receipt_copies=2)
    hand_over(shipment, 1)
    receipt = ReceiptReturn.objects.get()

    assert shipment.number in client.get("/receipts/").content.decode()
    client.post("/receipts/received/", {"pk": receipt.pk})

    receipt.refresh_from_db()
    assert receipt.state == "received"
    assert client.post("/receipts/returned/", {"pk": receipt.pk}).status_code == 409


def test_receipts_begin_with_what_is_still_to_be_handed_back(db: None) -> None:
    client = enter(staff("document_clerk"))
    owed, done = (a_shipment(receipt_kind="original", receipt_copies=1) for _ in range(2))
    for n, shipment in enumerate((owed, done), 1):
        hand_over(shipment, n)
    ReceiptReturn.objects.filter(shipment=done).update(state="returned")

    first = client.get("/receipts/").content.decode()
    everything = client.get("/receipts/?state=all").content.decode()

    assert owed.number in first and done.number not in first
    assert owed.number in everything and done.number in everything


def test_a_card_is_moved_on_the_board_but_not_into_a_delivery(dispatcher: Client) -> None:
    shipment = a_shipment()
    assert shipment.number in dispatcher.get("/shipments/board/").content.decode()

    dispatcher.post(f"/shipments/{shipment.number}/state/", {"to": "picked_up"})
    refused = dispatcher.post(f"/shipments/{shipment.number}/state/", {"to": "refused"})

    shipment.refresh_from_db()
    assert (shipment.state, refused.status_code) == ("picked_up", 409)


@pytest.mark.spec("R161")
def test_the_map_counts_goods_on_the_way_by_their_destination(dispatcher: Client) -> None:
    tell(
        *(news(a_shipment(), "in_transit", 1) for _ in range(3)),
        news(a_shipment(destination_city="乌有之乡"), "in_transit", 1),
    )

    shown = dispatcher.get("/shipments/map/").content.decode()

    assert "武汉" in shown
    assert "GeoNames" in shown


def test_a_shipment_is_planned_by_hand(dispatcher: Client) -> None:
    customer = a_shipment().customer
    given = {
        "customer": customer.number,
        "destination_city": "成都",
        "pieces": "2",
        "cod": "12.50",
        "payment": "cod",
    }

    answer = dispatcher.post("/shipments/new/", given)

    planned = Shipment.objects.latest("pk")
    assert answer["Location"] == planned.get_absolute_url()
    assert (planned.destination_city, planned.cod_amount) == ("成都", 1250)
    assert planned.delivery_promise is not None


def test_a_record_is_revised_with_a_reason(db: None) -> None:
    client = enter(staff("service_manager"))
    shipment = a_shipment()
    hand_over(shipment, 1)
    address = f"/shipments/{shipment.number}/deliveries/1/revision/"
    given = {
        "receiver_name": "李四",
        "pieces_delivered": "10",
        "pieces_damaged": "1",
        "condition": "damaged",
        "papers": "yes",
    }

    assert client.get(address).status_code == 200
    assert client.post(address, given).status_code == 422
    Delivery.objects.update(happened_at=now())
    Shipment.objects.get().delivery_promise.__class__.objects.update(due_at=now())
    assert client.post(address, {**given, "why": "拆箱破损"}).status_code == 302

    assert Delivery.objects.get().pieces_damaged == 1


def test_quick_find_knows_waybills_and_phone_tails(db: None) -> None:
    shipment = a_shipment(consignee_phone="13800004321")
    find = PROVIDERS["shipments"].find

    for asked in (shipment.number[:9], "4321"):
        assert [hit.number for hit in find(actor("clerk"), asked, 5)] == [shipment.number]
    assert list(find(actor("client", customer=a_shipment().customer), "4321", 5)) == []
    assert NOON
