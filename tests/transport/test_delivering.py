from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from kept.documents.rules import NotAPicture
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.models import EventRecord
from kept.promises.models import Promise
from kept.transport.actions.delivering import (
    AlreadyOver,
    BeforeAttempt,
    BeforeOrder,
    BeforePickup,
    DamagedBeyondDelivered,
    NotYet,
    ReceiverMissing,
    TooManyPieces,
    deliver,
    return_shipment,
    revise_delivery,
)
from kept.transport.actions.receipts import (
    archive_receipts,
    check_receipts,
    receive_receipts,
    return_receipts,
)
from kept.transport.actions.shipping import cancel_shipments
from kept.transport.models import Delivery, ReceiptReturn, Shipment, ShipmentException
from kept.transport.rules import HandOver, judge
from tests.factories import HOUSE, NOON, staff
from tests.orders.orders import placed
from tests.transport.shipments import a_shipment
from tests.transport.test_tracking import news, tell

DAY = timedelta(days=1)


def hand_over(shipment: Shipment, days: float = 1, **more: object) -> Delivery:
    given: dict[str, object] = {
        "outcome": "delivered",
        "receiver_name": "李四",
        "pieces_delivered": shipment.pieces,
        "condition": "good",
        "papers_ok": True,
        **more,
    }
    moment = NOON + days * DAY
    return deliver(shipment=shipment, happened_at=moment, by=HOUSE, at=NOON + 9 * DAY, **given)  # type: ignore[arg-type]


def promise_of(shipment: Shipment, kind: str = "delivery") -> Promise:
    return Promise.objects.about(shipment).of_kind(kind).order_by("-id")[0]


def a_picture() -> ContentFile[bytes]:
    held = BytesIO()
    Image.new("RGB", (4, 4), "white").save(held, "PNG")
    return ContentFile(held.getvalue(), name="photo.png")


@pytest.mark.parametrize(
    ("expected", "hand_overs", "verdict"),
    [
        (10, [{"delivered": 10, "condition": "good", "papers_ok": True}], ("kept", "kept", "kept")),
        (10, [{}], ("unknown", "unknown", "unknown")),
        (10, [{"delivered": 9}], ("broken", "unknown", "unknown")),
        (10, [{"delivered": 11}], ("broken", "unknown", "unknown")),
        (10, [{"delivered": 9, "short": 1}], ("broken", "unknown", "unknown")),
        (10, [{"delivered": 10, "damaged": 1}], ("kept", "broken", "unknown")),
        (10, [{"delivered": 10, "damaged": 0}], ("kept", "kept", "unknown")),
        (10, [{"condition": "short"}], ("broken", "kept", "unknown")),
        (10, [{"condition": "wrong"}], ("unknown", "broken", "unknown")),
        (10, [{"delivered": 10, "papers_ok": False}], ("kept", "unknown", "broken")),
        (None, [{"delivered": 10}], ("unknown", "unknown", "unknown")),
        (None, [{"short": 0, "condition": "good"}], ("kept", "kept", "unknown")),
        (
            10,
            [
                {"outcome": "partial", "delivered": 6, "condition": "good", "papers_ok": True},
                {"outcome": "absent"},
                {"delivered": 4, "condition": "good", "papers_ok": None},
            ],
            ("kept", "kept", "unknown"),
        ),
        (10, [{"outcome": "refused"}], ("unknown", "unknown", "unknown")),
    ],
)
def test_a_delivery_is_judged_from_what_is_written_down(
    expected: int | None, hand_overs: list[dict[str, object]], verdict: tuple[str, str, str]
) -> None:
    attempts = [HandOver(**{"outcome": "delivered", **each}) for each in hand_overs]  # type: ignore[arg-type]

    judged = judge(expected, attempts)

    assert (judged.quantity, judged.quality, judged.documents) == verdict


@pytest.mark.spec("R002", "R141")
def test_a_whole_delivery_in_time_keeps_all_four_terms(shipment: Shipment) -> None:
    delivery = hand_over(shipment, photo=a_picture())

    shipment.refresh_from_db()
    promise = promise_of(shipment)
    assert (shipment.state, shipment.delivered_at) == ("delivered", NOON + DAY)
    assert (promise.state, set(promise.terms().values())) == ("kept", {"kept"})
    assert delivery.photo is not None
    assert delivery.photo.subject_id == shipment.pk


@pytest.mark.parametrize(
    ("told", "broken"),
    [
        ({"days": 3}, "time"),
        ({"pieces_delivered": 9, "pieces_short": 1}, "quantity"),
        ({"pieces_damaged": 2}, "quality"),
        ({"papers_ok": False}, "documents"),
    ],
)
def test_one_broken_term_breaks_the_promise(shipment: Shipment, told: dict[str, object], broken: str) -> None:
    hand_over(shipment, **told)  # type: ignore[arg-type]

    promise = promise_of(shipment)
    assert promise.state == "broken"
    assert [term for term, state in promise.terms().items() if state == "broken"] == [broken]


def test_papers_that_nobody_looked_at_are_not_kept(shipment: Shipment) -> None:
    hand_over(shipment, papers_ok=None)

    assert promise_of(shipment).terms()["documents"] == "unknown"  # type: ignore[index]
    assert promise_of(shipment).state != "kept"


def test_a_part_delivery_leaves_the_promise_open_until_the_rest_arrives(shipment: Shipment) -> None:
    hand_over(shipment, 1, outcome="partial", pieces_delivered=6)
    shipment.refresh_from_db()
    assert (shipment.state, promise_of(shipment).met_at) == ("partly_delivered", None)
    assert promise_of(shipment, "redelivery").state == "running"

    last = hand_over(shipment, 1.5, pieces_delivered=4)

    shipment.refresh_from_db()
    assert (last.attempt_no, shipment.state) == (2, "delivered")
    assert (promise_of(shipment).state, promise_of(shipment).met_at) == ("kept", NOON + 1.5 * DAY)
    assert promise_of(shipment, "redelivery").state == "kept"


def test_missing_pieces_that_will_not_come_end_a_part_delivery(shipment: Shipment) -> None:
    hand_over(shipment, 1, outcome="partial", pieces_delivered=9, pieces_short=1)

    shipment.refresh_from_db()
    assert shipment.state == "delivered"
    assert promise_of(shipment).terms()["quantity"] == "broken"  # type: ignore[index]
    told = EventRecord.objects.get(name="transport.shipment_delivered")
    assert (told.data["outcome"], told.data["pieces_short"]) == ("partial", 1)
    assert list(ShipmentException.objects.values_list("kind", flat=True)) == ["shortage"]


def test_nobody_there_means_a_second_attempt_within_its_own_promise(shipment: Shipment) -> None:
    hand_over(
        shipment, 1, outcome="absent", receiver_name="", pieces_delivered=None, condition="", papers_ok=None
    )
    assert promise_of(shipment, "redelivery").due_at == NOON + 2 * DAY

    hand_over(shipment, 2.5)

    assert promise_of(shipment, "redelivery").state == "broken"
    assert promise_of(shipment).terms()["time"] == "broken"  # type: ignore[index]


def test_refused_goods_go_back_and_the_promise_is_left_to_the_clock(shipment: Shipment) -> None:
    hand_over(shipment, 1, outcome="refused", receiver_name="", pieces_delivered=None, reason="damage")
    shipment.refresh_from_db()
    assert shipment.state == "refused"
    assert {e.kind for e in ShipmentException.objects.filter(over_at=None)} == {"refusal"}

    return_shipment(
        shipment=shipment, happened_at=NOON + 2 * DAY, why="收货人拒收", by=HOUSE, at=NOON + 2 * DAY
    )

    shipment.refresh_from_db()
    assert shipment.state == "returned"
    assert promise_of(shipment).state_at(NOON + 5 * DAY) == "broken"
    assert not ShipmentException.objects.filter(over_at=None).exists()
    with pytest.raises(AlreadyOver):
        hand_over(shipment, 3)


def test_damage_found_later_turns_the_verdict_and_says_why(shipment: Shipment) -> None:
    delivery = hand_over(shipment, 1)
    assert promise_of(shipment).state == "kept"

    revise_delivery(
        delivery=delivery,
        changes={"pieces_damaged": 2, "condition": "damaged"},
        why="拆箱后发现破损",
        by=HOUSE,
        at=NOON + 4 * DAY,
    )

    promise = promise_of(shipment)
    assert (promise.state, promise.terms()["quality"]) == ("broken", "broken")  # type: ignore[index]
    told = EventRecord.objects.get(name="promises.revised")
    assert (told.data["was"], told.data["now"], told.data["why"]) == ("kept", "broken", "拆箱后发现破损")
    assert ShipmentException.objects.filter(kind="damage", over_at=None).exists()


def test_a_proof_that_comes_later_completes_the_verdict(shipment: Shipment) -> None:
    delivery = hand_over(shipment, 1, papers_ok=None)

    revise_delivery(
        delivery=delivery, changes={"papers_ok": True}, why="回单已核对", by=HOUSE, at=NOON + 4 * DAY
    )

    assert promise_of(shipment).state == "kept"


def test_attempts_together_hand_over_no_more_than_was_sent(shipment: Shipment) -> None:
    part = hand_over(shipment, outcome="partial", pieces_delivered=6)

    with pytest.raises(TooManyPieces):
        hand_over(shipment, pieces_delivered=5)
    hand_over(shipment, pieces_delivered=4)
    with pytest.raises(TooManyPieces):
        revise_delivery(delivery=part, changes={"pieces_delivered": 7}, why="重数", by=HOUSE, at=NOON + DAY)

    assert list(shipment.deliveries.values_list("pieces_delivered", flat=True)) == [6, 4]


@pytest.mark.parametrize("name", ["photo", "signature"])
def test_a_text_is_no_photo_and_no_signature(shipment: Shipment, name: str) -> None:
    with pytest.raises(NotAPicture) as no:
        hand_over(shipment, **{name: ContentFile(b"not a picture", name="photo.png")})

    assert no.value.field == name
    assert not Delivery.objects.exists()


def test_nothing_is_handed_over_before_it_was_picked_up_or_sent_back_before_it_was_refused(
    shipment: Shipment,
) -> None:
    tell(news(shipment, "picked_up", 30))

    with pytest.raises(BeforePickup):
        hand_over(shipment, 1)
    hand_over(shipment, 2, outcome="refused")
    for days, refusal in ((1, BeforePickup), (1.5, BeforeAttempt)):
        with pytest.raises(refusal):
            return_shipment(
                shipment=shipment, happened_at=NOON + days * DAY, why="拒收", by=HOUSE, at=NOON + 9 * DAY
            )

    shipment.refresh_from_db()
    assert shipment.state == "refused"


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"receiver_name": " "}, ReceiverMissing),
        ({"days": 30}, NotYet),
        ({"pieces_delivered": 11}, TooManyPieces),
        ({"pieces_delivered": 1, "pieces_damaged": 2}, DamagedBeyondDelivered),
    ],
)
def test_what_cannot_be_true_is_refused_and_leaves_nothing(
    shipment: Shipment, told: dict[str, object], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        hand_over(shipment, **told)  # type: ignore[arg-type]

    assert not Delivery.objects.exists()


def test_a_delivered_shipment_cannot_be_delivered_again(shipment: Shipment) -> None:
    hand_over(shipment)

    with pytest.raises(AlreadyOver):
        hand_over(shipment)


def test_a_shipment_on_the_way_cannot_be_cancelled(shipment: Shipment) -> None:
    Shipment.objects.filter(pk=shipment.pk).update(state="in_transit")

    with pytest.raises(IllegalMove):
        cancel_shipments(shipments=[shipment], why="不发了", by=HOUSE, at=NOON)


def test_a_cancelled_shipment_owes_nothing(shipment: Shipment) -> None:
    cancel_shipments(shipments=[shipment], why="不发了", by=HOUSE, at=NOON + timedelta(hours=1))

    assert promise_of(shipment).state == "cancelled"


@pytest.mark.spec("R142")
def test_a_signed_receipt_comes_back_step_by_step(db: None) -> None:
    shipment = a_shipment(receipt_kind="original", receipt_copies=2)
    receipt = ReceiptReturn.objects.get(shipment=shipment)
    assert receipt.state == "required"
    with pytest.raises(IllegalMove):
        receive_receipts(receipts=[receipt], by=HOUSE, at=NOON)

    hand_over(shipment, 1)
    receipt.refresh_from_db()
    assert promise_of(shipment, "receipt_return").due_at == receipt.due_at == NOON + 31 * DAY
    at: datetime = NOON + 5 * DAY
    for step in (receive_receipts, check_receipts, return_receipts):
        step(receipts=[receipt], by=HOUSE, at=at)

    receipt.refresh_from_db()
    assert (receipt.state, receipt.signed_at, receipt.returned_at) == ("returned", NOON + DAY, at)
    assert promise_of(shipment, "receipt_return").state == "kept"


def test_a_receipt_that_nobody_wants_is_archived(db: None) -> None:
    shipment = a_shipment(receipt_kind="photo", receipt_copies=1)
    hand_over(shipment, 1)
    receipts = list(ReceiptReturn.objects.all())
    for step in (receive_receipts, check_receipts, archive_receipts):
        step(receipts=receipts, by=HOUSE, at=NOON + 3 * DAY)

    assert ReceiptReturn.objects.get().state == "archived"


def test_the_person_who_hands_over_stands_beside_the_attempt(shipment: Shipment) -> None:
    from kept.people.queries import actor_of

    person = staff("dispatcher")
    delivery = deliver(
        shipment=shipment,
        happened_at=NOON,
        outcome="delivered",
        receiver_name="李四",
        by=actor_of(person, NOON),
        at=NOON,
    )

    assert delivery.by == person


@pytest.mark.django_db
def test_nobody_hands_over_what_nobody_had_ordered() -> None:
    order = placed()
    shipment = a_shipment(order=order, customer=order.customer)

    with pytest.raises(BeforeOrder) as refused:
        hand_over(shipment, days=-9000)

    assert refused.value.field == "happened_at"
