"""A client orders and complains; a subcontractor delivers with a photo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime, now

from kept.desk.actions.answering import answer_case
from kept.desk.actions.tending import note_case
from kept.desk.models import Case
from kept.documents.models import Document
from kept.fulfillment.actions.publishing import choose_columns, publish_tracking_table
from kept.orders.actions.amending import amend_order
from kept.orders.models import Order
from kept.promises.models import Promise
from kept.reports.actions.reviewing import begin_review, hand_over_review
from kept.reports.enums import Span
from kept.reports.rules import Period
from kept.transport.actions.delivering import deliver
from kept.transport.models import TrackingEvent
from tests.factories import HOUSE, actor

from .conftest import RECEIVER, Scene, a_photo, signed_in

ORDER = {
    "origin_city": "上海",
    "origin_address": "外高桥1号",
    "origin_name": "宏达",
    "origin_phone": "02165432100",
    **RECEIVER,
    "customer_reference": "PO-7788",
    "payment": "monthly",
    "delivery_mode": "delivery",
    "receipt_kind": "none",
    "declared": "5000",
    "lines-TOTAL_FORMS": "1",
    "lines-INITIAL_FORMS": "0",
    "lines-MIN_NUM_FORMS": "0",
    "lines-MAX_NUM_FORMS": "200",
    "lines-0-description": "电子元件",
    "lines-0-quantity": "1",
    "lines-0-pieces": "4",
    "lines-0-weight_kg": "36.5",
    "lines-0-volume_m3": "0.2",
}


def an_order(scene: Scene, **changed: str) -> dict[str, str]:
    return {**ORDER, "service": str(scene.order.service_id), **changed}


@pytest.mark.spec("R743")
def test_a_client_places_an_order_by_themselves(ours: Scene) -> None:
    client = signed_in(ours.person)
    form = client.get(reverse("portal:new_order")).content.decode()
    assert "外高桥1号" in form

    answer = client.post(reverse("portal:new_order"), an_order(ours))

    order = Order.objects.get(customer_reference="PO-7788")
    assert answer.headers["Location"] == reverse("portal:order", args=[order.number])
    assert (order.customer, order.state, order.source) == (ours.customer, "placed", "portal")
    assert (order.pieces, order.declared_value) == (4, 500_000)
    assert Promise.objects.about(order).of_kind("delivery").running().count() == 1


@pytest.mark.spec("R032")
def test_a_client_combines_services_in_one_order(ours: Scene) -> None:
    client = signed_in(ours.person)
    asked = {**an_order(ours), "further_services": ["storage", "packaging"]}

    client.post(reverse("portal:new_order"), asked)

    order = Order.objects.get(customer_reference="PO-7788")
    page = client.get(reverse("portal:order", args=[order.number])).content.decode()
    assert order.further_services == ["packaging", "storage"]
    assert "Storage" in page and "Packaging" in page


def test_what_the_rules_refuse_stands_beside_the_form_and_leaves_nothing(ours: Scene) -> None:
    client = signed_in(ours.person)
    before = Order.objects.count()

    empty = client.post(reverse("portal:new_order"), an_order(ours, **{"lines-0-description": ""}))
    no_cash = client.post(reverse("portal:new_order"), an_order(ours, payment="cod"))

    assert (empty.status_code, no_cash.status_code) == (422, 422)
    assert "Give the cash to collect." in no_cash.content.decode()
    assert Order.objects.count() == before


@pytest.mark.spec("R744")
def test_a_client_complains_about_a_shipment_and_reads_our_answer(ours: Scene) -> None:
    client = signed_in(ours.person)
    words = {"kind": "complaint", "number": ours.shipment.number, "reason": "三件外箱破损", "demand": "赔偿"}

    answer = client.post(reverse("portal:new_case"), words)

    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("portal:case", args=[case.number])
    assert (case.customer, case.shipment, case.order) == (ours.customer, ours.shipment, ours.order)
    assert Promise.objects.about(case).of_kind("complaint_answer").running().count() == 1
    clerk = actor("clerk")
    note_case(case=case, text="客户很难缠", by=clerk, at=now())
    answer_case(case=case, channel="phone", text="马上补发", by=clerk, at=now())
    page = client.get(reverse("portal:case", args=[case.number])).content.decode()
    assert "三件外箱破损" in page and "马上补发" in page
    assert "客户很难缠" not in page


def test_writing_once_more_counts_as_asking_again(ours: Scene) -> None:
    client = signed_in(ours.person)
    client.post(reverse("portal:new_case"), {"kind": "question", "reason": "几时到？"})
    case = Case.objects.get()

    client.post(reverse("portal:messages", args=[case.number]), {"text": "还没有回复"})

    case.refresh_from_db()
    assert case.chasers == 1
    assert "还没有回复" in client.get(reverse("portal:case", args=[case.number])).content.decode()


def test_a_complaint_about_the_goods_of_another_is_refused(ours: Scene, theirs: Scene) -> None:
    words = {"kind": "complaint", "number": theirs.shipment.number, "reason": "x"}

    answer = signed_in(ours.person).post(reverse("portal:new_case"), words)

    assert (answer.status_code, Case.objects.count()) == (422, 0)


def typed(moment: object) -> str:
    return f"{localtime(moment):%Y-%m-%dT%H:%M}"  # type: ignore[arg-type]


def test_a_subcontractor_tells_news_from_the_road(ours: Scene) -> None:
    driver = signed_in(ours.driver)
    news = {"code": "picked_up", "happened_at": typed(now() - timedelta(minutes=5)), "place": "上海"}

    answer = driver.post(reverse("portal:carrier_news", args=[ours.shipment.number]), news)

    assert answer.status_code == 302
    ours.shipment.refresh_from_db()
    assert ours.shipment.state == "picked_up"
    told = TrackingEvent.objects.get(shipment=ours.shipment)
    assert (told.source, told.by_id, told.place) == ("portal", ours.driver.pk, "上海")


def test_news_of_tomorrow_is_refused_beside_its_field(ours: Scene) -> None:
    news = {"code": "picked_up", "happened_at": typed(now() + timedelta(days=1))}

    answer = signed_in(ours.driver).post(reverse("portal:carrier_news", args=[ours.shipment.number]), news)

    assert answer.status_code == 422
    assert "This moment lies in the future." in answer.content.decode()


def test_what_happened_is_said_and_not_assumed(ours: Scene) -> None:
    news = {"code": "", "happened_at": typed(now())}
    driver, address = signed_in(ours.driver), reverse("portal:carrier_news", args=[ours.shipment.number])

    form = driver.get(address).context["form"]
    answer = driver.post(address, news)

    assert form["code"].subwidgets[0].data["value"] == ""
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])


def test_a_hand_over_before_the_pick_up_is_refused_beside_its_field(ours: Scene) -> None:
    driver = signed_in(ours.driver)
    news = {"code": "picked_up", "happened_at": typed(now() - timedelta(minutes=5))}
    driver.post(reverse("portal:carrier_news", args=[ours.shipment.number]), news)
    early = typed(now() - timedelta(minutes=30))
    told = {"outcome": "delivered", "receiver_name": "李四", "happened_at": early}

    answer = driver.post(reverse("portal:carrier_delivery", args=[ours.shipment.number]), told)

    assert (answer.status_code, ours.shipment.deliveries.count()) == (422, 0)
    assert answer.context["form"].errors == {
        "happened_at": ["The goods had not been picked up at that moment."]
    }


def test_a_subcontractor_delivers_with_a_photo_that_the_client_can_open(ours: Scene) -> None:
    driver = signed_in(ours.driver)
    told = {
        "outcome": "delivered",
        "receiver_name": "李四",
        "pieces_delivered": "10",
        "condition": "good",
        "papers_ok": "true",
        "happened_at": typed(now()),
        "photo": a_photo(),
        "signature": a_photo("signature.jpg"),
    }

    answer = driver.post(reverse("portal:carrier_delivery", args=[ours.shipment.number]), told)

    assert answer.status_code == 302
    ours.shipment.refresh_from_db()
    delivery = ours.shipment.deliveries.get()
    assert (ours.shipment.state, delivery.source, delivery.receiver_name) == ("delivered", "portal", "李四")
    assert delivery.photo is not None
    client = signed_in(ours.person)
    page = client.get(reverse("portal:shipment", args=[ours.shipment.number])).content.decode()
    assert delivery.photo.get_absolute_url() in page
    assert client.get(delivery.photo.get_absolute_url()).status_code == 200


def test_the_driver_reads_what_was_agreed_for_the_door_and_how_many_pieces_are_left(ours: Scene) -> None:
    wishes = {"receiving_hours": "9:00-11:30", "appointment_number": "YY-1", "special": "需尾板车"}
    amend_order(order=ours.order, changes=wishes, why="客户补充", by=HOUSE, at=now())
    told = {"outcome": "partial", "receiver_name": "李四", "pieces_delivered": 7, "happened_at": now()}
    deliver(shipment=ours.shipment, **told, by=HOUSE, at=now())
    driver = signed_in(ours.driver)

    page = driver.get(reverse("portal:carrier_shipment", args=[ours.shipment.number])).content.decode()
    form = driver.get(reverse("portal:carrier_delivery", args=[ours.shipment.number])).context["form"]

    assert [words for words in wishes.values() if words not in page] == []
    assert form["pieces_delivered"].value() == 3


def test_a_file_that_is_no_picture_stops_the_hand_over(ours: Scene) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("x.jpg", b"MZ\0\0 not a picture")
    told = {"outcome": "delivered", "receiver_name": "李四", "happened_at": typed(now()), "photo": bad}

    answer = signed_in(ours.driver).post(
        reverse("portal:carrier_delivery", args=[ours.shipment.number]), told
    )

    assert (answer.status_code, ours.shipment.deliveries.count()) == (422, 0)
    assert list(answer.context["form"].errors) == ["photo"]
    assert Document.objects.count() == 0


def test_after_the_hand_over_the_receiver_is_masked_for_the_subcontractor(ours: Scene) -> None:
    driver = signed_in(ours.driver)
    page = reverse("portal:carrier_shipment", args=[ours.shipment.number])
    assert RECEIVER["destination_phone"] in driver.get(page).content.decode()
    told = {
        "outcome": "delivered",
        "receiver_name": "李四",
        "pieces_delivered": "10",
        "happened_at": typed(now()),
    }

    driver.post(reverse("portal:carrier_delivery", args=[ours.shipment.number]), told)

    after = driver.get(page).content.decode()
    assert RECEIVER["destination_phone"] not in after and RECEIVER["destination_address"] not in after


def test_the_tracking_table_comes_as_a_file(ours: Scene) -> None:
    answer = signed_in(ours.person).get(reverse("portal:shipments"), {"export": "csv"})

    text = (
        b"".join(answer.streaming_content).decode("utf-8-sig")
        if answer.streaming
        else answer.content.decode()
    )
    assert ours.shipment.number in text and RECEIVER["destination_city"] in text


def test_the_table_of_the_day_has_the_columns_that_were_agreed(ours: Scene, theirs: Scene) -> None:
    choose_columns(customer=ours.customer, columns=["number", "state", "place"], by=HOUSE, at=now())
    sent = publish_tracking_table(customer=ours.customer, day=localtime(now()).date(), by=HOUSE, at=now())
    client, other = signed_in(ours.person), signed_in(theirs.person)
    address = reverse("portal:tracking_table")

    page = client.get(address).content.decode()
    file = client.get(address, {"export": "csv"}).content.decode("utf-8-sig")
    kept = client.get(reverse("portal:published", args=[sent.pk]), {"export": "csv"}).content.decode(
        "utf-8-sig"
    )

    assert ours.shipment.number in page and theirs.shipment.number not in page
    assert file.splitlines() == ["Waybill,State,Last seen at", f"{ours.shipment.number},Planned,"]
    assert kept == file
    assert other.get(reverse("portal:published", args=[sent.pk])).status_code == 404
    assert other.get(address, {"customer": ours.customer.number}).status_code == 404


def test_a_review_that_was_handed_over_is_the_clients_to_read(ours: Scene, theirs: Scene) -> None:
    client, other, address = signed_in(ours.person), signed_in(theirs.person), reverse("portal:reviews")
    review = begin_review(
        customer=ours.customer,
        period=Period.holding(Span.QUARTER, localtime(now()).date()),
        by=HOUSE,
        at=now(),
    )
    before = client.get(address).content.decode()

    review = hand_over_review(review=review, to="王总", language="en", by=HOUSE, at=now())

    page = client.get(address).content.decode()
    assert review.pdf and review.book
    assert review.number not in before and review.number in page and "王总" in page
    for file in (review.pdf, review.book):
        assert file.get_absolute_url() in page
        assert client.get(file.get_absolute_url()).status_code == 200
        assert other.get(file.get_absolute_url()).status_code == 404
    assert review.number not in other.get(address).content.decode()


def test_many_numbers_are_found_at_once(ours: Scene, theirs: Scene) -> None:
    numbers = f"{ours.shipment.number}, {theirs.shipment.number}"

    page = signed_in(ours.person).get(reverse("portal:shipments"), {"numbers": numbers}).content.decode()

    assert f"/portal/shipments/{ours.shipment.number}/" in page
    assert f"/portal/shipments/{theirs.shipment.number}/" not in page


def test_all_filters_of_a_list_open_on_a_phone(ours: Scene) -> None:
    pages = [
        signed_in(ours.person).get(reverse(f"portal:{name}")).content.decode()
        for name in ("shipments", "cases")
    ]

    assert ['data-unfold="filters"' in page for page in pages] == [True, False]
