"""What is charged when goods are handed over, and what is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kept.billing.actions.charging import charge_again, price_again
from kept.billing.actions.correcting import reverse_charges, settle_charges
from kept.billing.handlers import charge_what_happened
from kept.billing.models import Charge, Unpriced
from kept.billing.queries.balances import open_balances
from kept.billing.queries.clauses import clause_source, clause_words, kind_words
from kept.billing.rules import PricedAlready, ReasonMissing, StillNoPrice
from kept.contracts.models import RateCard
from kept.contracts.rules import ZoneTerms
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.models import EventRecord
from kept.kernel.outbox import deliver_due
from kept.orders.rules import owed_by
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import PickupNotice
from tests.factories import HOUSE, NOON, a_customer, actor

from .conftest import TACT, a_rate_card, a_shipment, hand_over, send_back


def lines(shipment: object) -> list[tuple[str, int, int]]:
    rows = Charge.objects.filter(shipment=shipment).standing().order_by("pk")
    return [(row.kind, row.amount, row.tax) for row in rows]


@pytest.mark.spec("R262")
def test_a_delivery_is_charged_by_the_rate_card_line_by_line(card: RateCard) -> None:
    shipment = a_shipment(declared_value=500_000, cod_amount=100_000)

    hand_over(shipment)

    assert lines(shipment) == [
        ("freight", 36000, 3240),
        ("fuel", 4320, 389),
        ("insurance", 1500, 90),
        ("cod_fee", 1000, 60),
    ]


@pytest.mark.spec("R262")
def test_each_line_says_its_clause_and_the_event_behind_it(card: RateCard) -> None:
    shipment = hand_over(a_shipment())

    freight = Charge.objects.get(shipment=shipment, kind="freight")

    assert freight.rate_card == card
    assert kind_words(freight.kind) == "Freight"
    assert clause_words(freight.clause) == "90 kg charged as 100 kg × ¥3.6, which is cheaper"
    assert clause_source(freight.clause) == "General 2026 · 上海 → 武汉"
    event = EventRecord.objects.get(uid=freight.event_uid)
    assert (event.name, event.subject_id) == ("transport.shipment_delivered", shipment.pk)


def test_the_same_event_told_twice_is_charged_once(card: RateCard) -> None:
    shipment = hand_over(a_shipment())
    before = lines(shipment)

    charge_what_happened(EventRecord.objects.get(name="transport.shipment_delivered", subject_id=shipment.pk))

    assert lines(shipment) == before


def test_goods_of_the_agreement_are_charged_by_its_own_card(card: RateCard) -> None:
    from datetime import date

    from kept.contracts.actions.agreements import make_agreement

    customer = a_customer()
    agreement = make_agreement(customer=customer, name="2026", valid_from=date(2026, 1, 1), by=HOUSE, at=NOON)
    own = a_rate_card(
        agreement=agreement, name="Own", zones=[ZoneTerms("", "", ((Decimal(0), Decimal(2)),))], surcharges=()
    )

    shipment = hand_over(a_shipment(customer=customer))

    assert lines(shipment)[0] == ("freight", 18000, 1620)
    assert {charge.rate_card for charge in Charge.objects.filter(shipment=shipment)} == {own}


def test_a_second_attempt_is_charged_where_the_card_has_a_price_for_it(card: RateCard) -> None:
    shipment = a_shipment()
    hand_over(shipment, outcome="absent", receiver_name="", pieces_delivered=None)
    assert lines(shipment) == []

    hand_over(shipment)

    assert ("redelivery", 3000, 270) in lines(shipment)


def test_goods_that_go_back_are_charged_out_and_half_back_without_a_collection_fee(card: RateCard) -> None:
    shipment = send_back(a_shipment(cod_amount=100_000))

    assert lines(shipment) == [("freight", 36000, 3240), ("fuel", 4320, 389), ("return", 18000, 1620)]
    back = Charge.objects.get(shipment=shipment, kind="return")
    assert clause_words(back.clause) == "50 % of the freight out, ¥360.00"


def test_freight_collect_is_paid_by_the_consignee_and_owed_by_nobody_else(card: RateCard) -> None:
    collect, monthly = a_shipment(payment="freight_collect"), a_shipment()

    hand_over(collect)
    hand_over(monthly)

    assert {charge.payer for charge in Charge.objects.filter(shipment=collect)} == {"consignee"}
    both = [collect.customer_id, monthly.customer_id]
    assert open_balances(both) == {monthly.customer_id: 36000 + 3240 + 4320 + 389}
    assert owed_by(both)[collect.customer_id] == 0


@pytest.mark.spec("R261")
def test_the_freight_to_collect_stands_on_the_pick_up_notice_as_far_as_a_price_is_known(
    card: RateCard,
) -> None:
    priced, monthly = (a_shipment(payment=paid, is_collected=True) for paid in ("freight_collect", "monthly"))
    unknown = a_shipment(payment="freight_collect", is_collected=True, weight_kg=None)
    told = [
        TrackingInput(number=each.number, code="ready_for_pickup", occurred_at=NOON, place="汉口北")
        for each in (priced, monthly, unknown)
    ]
    record_events(inputs=told, by=HOUSE, at=NOON)
    deliver_due()

    due = {n.shipment: n.freight_due for n in PickupNotice.objects.select_related("shipment")}
    assert due == {priced: 36000 + 3240 + 4320 + 389, monthly: None, unknown: None}


def test_without_a_price_nothing_is_guessed_and_the_event_stays_in_sight(db: None) -> None:
    shipment = hand_over(a_shipment())

    assert lines(shipment) == []
    waiting = Unpriced.objects.get(shipment=shipment)
    assert (waiting.why, waiting.priced_at) == ("no_card", None)
    assert EventRecord.objects.filter(name="billing.not_priced", subject_id=shipment.pk).count() == 1


@pytest.mark.parametrize(
    ("details", "why"),
    [
        ({"service": None}, "no_service"),
        ({"weight_kg": None}, "no_weight"),
        ({"destination_city": "拉萨"}, "no_rate"),
        ({"currency": "USD", "declared_value": 100}, "currency"),
    ],
)
def test_an_event_without_a_price_says_why(card: RateCard, details: dict[str, object], why: str) -> None:
    shipment = hand_over(a_shipment(**details))

    assert Unpriced.objects.get(shipment=shipment).why == why


def test_trying_again_says_what_is_still_missing(db: None) -> None:
    shipment = hand_over(a_shipment())

    with pytest.raises(StillNoPrice, match="No rate card"):
        price_again(unpriced=Unpriced.objects.get(shipment=shipment), by=HOUSE, at=NOON)


def test_a_new_rate_card_prices_what_waited_for_it(db: None) -> None:
    shipment = hand_over(a_shipment())

    a_rate_card()
    deliver_due()

    assert lines(shipment)[0] == ("freight", 36000, 3240)
    assert not Unpriced.objects.waiting().exists()


def test_a_price_tried_by_hand_ends_the_waiting(db: None) -> None:
    shipment = hand_over(a_shipment())
    unpriced = Unpriced.objects.get(shipment=shipment)
    a_rate_card(zones=[ZoneTerms("上海", "", TACT)])

    price_again(unpriced=unpriced, by=HOUSE, at=NOON)

    assert lines(shipment)[0] == ("freight", 36000, 3240)
    with pytest.raises(PricedAlready):
        price_again(unpriced=unpriced, by=HOUSE, at=NOON)


def test_a_reversed_charge_stays_and_says_who_and_why(card: RateCard) -> None:
    shipment = hand_over(a_shipment())
    freight = Charge.objects.get(shipment=shipment, kind="freight")
    finance = actor("finance")

    reverse_charges(charges=[freight], why="Wrong weight", by=finance, at=NOON)

    freight.refresh_from_db()
    assert (freight.state, freight.reversed_by_id) == ("reversed", finance.person_id)
    assert (freight.reverse_reason, freight.reversed_at) == ("Wrong weight", NOON)
    assert [kind for kind, *_ in lines(shipment)] == ["fuel"]


def test_reversing_needs_a_reason_and_an_open_charge(card: RateCard) -> None:
    freight = Charge.objects.get(shipment=hand_over(a_shipment()), kind="freight")

    with pytest.raises(ReasonMissing):
        reverse_charges(charges=[freight], why=" ", by=HOUSE, at=NOON)
    settle_charges(charges=[freight], by=HOUSE, at=NOON)
    with pytest.raises(IllegalMove):
        reverse_charges(charges=[freight], why="Wrong", by=HOUSE, at=NOON)


def test_after_a_reversal_the_event_is_charged_anew(card: RateCard) -> None:
    shipment = hand_over(a_shipment())
    charges = list(Charge.objects.filter(shipment=shipment))
    with pytest.raises(PricedAlready):
        charge_again(charge=charges[0], by=HOUSE, at=NOON)
    reverse_charges(charges=charges, why="Wrong weight", by=HOUSE, at=NOON)
    shipment.weight_kg = Decimal(40)
    shipment.save()

    charge_again(charge=charges[0], by=HOUSE, at=NOON)

    assert lines(shipment) == [("freight", 18900, 1701), ("fuel", 2268, 204)]


def test_settled_charges_are_no_longer_owed(card: RateCard) -> None:
    shipment = hand_over(a_shipment())

    settle_charges(charges=Charge.objects.filter(shipment=shipment), by=HOUSE, at=NOON)

    assert open_balances([shipment.customer_id]) == {}
    assert {charge.state for charge in Charge.objects.all()} == {"settled"}
