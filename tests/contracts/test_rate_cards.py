"""Prices come from the card that applies, line by line, with the clause behind each."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from kept.catalog.models import Service
from kept.contracts.actions.agreements import end_agreement, make_agreement
from kept.contracts.actions.rate_cards import AgreementOver, CardsOverlap, make_rate_card
from kept.contracts.models import RateCard
from kept.contracts.queries.clauses import clause_source, clause_words, kind_words
from kept.contracts.queries.pricing import Goods, NoRate, price, rate_card_for
from kept.contracts.rules import (
    BreakTwice,
    EndsBeforeItBegins,
    LaneTwice,
    NegativeNumber,
    NoBreak,
    NoZone,
    SurchargeTerms,
    SurchargeTwice,
    ZoneTerms,
)
from kept.kernel.models import EventRecord
from kept.methods.freight import PricedLine
from kept.parties.models import Customer
from tests.factories import HOUSE, NOON, a_customer

pytestmark = pytest.mark.django_db
D = Decimal
BREAKS = ((D(0), D("5")), (D(45), D("4.2")), (D(100), D("3.6")), (D(300), D("3.1")))
LANE = ZoneTerms("上海", "北京", BREAKS)
JANUARY = date(2026, 1, 1)


def a_card(**terms: Any) -> RateCard:
    given = {
        "service": Service.objects.get(code="transport"),
        "name": "2026 运价",
        "zones": [LANE],
        "valid_from": JANUARY,
        "minimum": D(50),
        "tax_rate": D("0.09"),
        **terms,
    }
    return make_rate_card(**given, by=HOUSE, at=NOON)


def an_agreement(customer: Customer, **more: Any) -> Any:
    return make_agreement(
        **{"customer": customer, "name": "年度合同", "valid_from": JANUARY, **more}, by=HOUSE, at=NOON
    )


def some_goods(weight: str, **more: Any) -> Goods:
    return Goods(**{"origin": "上海", "destination": "北京", "weight_kg": D(weight), **more})


@pytest.mark.parametrize(
    ("weight", "minor"),
    [("5", 5000), ("20", 10000), ("44", 18900), ("60", 25200), ("90", 36000), ("250", 90000), ("300", 93000)],
)
def test_the_cheapest_weight_break_is_charged(weight: str, minor: int) -> None:
    priced = price(card=a_card(), goods=some_goods(weight))

    assert priced.net_minor == minor


def test_a_whole_price_shows_each_line_with_its_tax_and_clause() -> None:
    card = a_card(
        fuel_share=D("0.12"),
        surcharges=[
            SurchargeTerms("insurance", "share_of_declared", D("0.003"), D(5), D("0.06")),
            SurchargeTerms("cod_fee", "share_of_cod", D("0.01"), D(3), D("0.06")),
            SurchargeTerms("upstairs", "per_shipment", D(30), on_demand=True),
        ],
    )

    priced = price(card=card, goods=some_goods("90", declared_value=500000, cod_amount=100000))

    lines = [
        (line.kind, line.amount_minor, line.tax_minor, clause_words(line.clause)) for line in priced.lines
    ]
    assert lines == [
        ("freight", 36000, 3240, "90 kg charged as 100 kg × ¥3.6, which is cheaper"),
        ("fuel", 4320, 389, "12 % of base freight ¥360.00"),
        ("insurance", 1500, 90, "0.3 % of declared value ¥5,000.00"),
        ("cod_fee", 1000, 60, "1 % of cash collected ¥1,000.00"),
    ]
    assert {clause_source(line.clause) for line in priced.lines} == {"2026 运价 · 上海 → 北京"}


def test_an_extra_is_charged_only_when_it_was_asked_for() -> None:
    card = a_card(surcharges=[SurchargeTerms("upstairs", "per_shipment", D(30), on_demand=True)])

    plain, carried = (price(card=card, goods=some_goods("100", asked=asked)) for asked in ((), ("upstairs",)))

    assert (plain.net_minor, carried.net_minor) == (36000, 39000)


def test_a_clause_is_said_in_the_readers_language() -> None:
    line: PricedLine = price(card=a_card(), goods=some_goods("60")).lines[0]

    with translation.override("zh-hans"):
        said = clause_words(line.clause)

    assert clause_words(line.clause) == "60 kg × ¥4.2, rate from 45 kg"
    assert "60" in said and "4.2" in said and "45" in said


def test_bulky_goods_say_how_their_weight_came_about() -> None:
    line = price(card=a_card(), goods=some_goods("45", volume_m3=D("0.384"))).lines[0]

    assert clause_words(line.clause) == "64 kg × ¥4.2, rate from 45 kg (actual 45 kg, volumetric 64 kg)"


def test_the_nearest_zone_prices_a_lane() -> None:
    zones = [ZoneTerms("", "", ((D(0), D(9)),)), ZoneTerms("上海", "", ((D(0), D(7)),)), LANE]
    card = a_card(zones=zones, minimum=D(0))

    per_kg = [
        price(card=card, goods=Goods(origin=origin, destination=to, weight_kg=D(1))).net_minor
        for origin, to in (("上海", "北京"), ("上海", "成都"), ("广州", "成都"))
    ]

    assert per_kg == [500, 700, 900]


def test_a_lane_without_a_price_is_refused() -> None:
    with pytest.raises(NoRate):
        price(card=a_card(), goods=Goods(origin="北京", destination="上海", weight_kg=D(1)))


def test_the_agreement_comes_before_the_segment_and_the_segment_before_the_general_card() -> None:
    agreed_with, core, other = a_customer(segment="core"), a_customer(segment="core"), a_customer()
    general, for_core = a_card(name="general"), a_card(name="core", segment="core")
    own = a_card(name="own", agreement=an_agreement(agreed_with))
    service = Service.objects.get(code="transport")

    found = [rate_card_for(customer, service, NOON) for customer in (agreed_with, core, other, None)]

    assert found == [own, for_core, general, general]


def test_no_card_applies_before_its_first_day_nor_to_another_service() -> None:
    a_card(valid_from=NOON.date() + timedelta(days=1))
    transport, storage = (Service.objects.get(code=code) for code in ("transport", "storage"))

    assert rate_card_for(None, transport, NOON) is None
    assert rate_card_for(None, transport, NOON + timedelta(days=1)) is not None
    assert rate_card_for(None, storage, NOON + timedelta(days=1)) is None


def test_a_new_card_ends_the_one_before_and_the_old_price_stays_known() -> None:
    old = a_card(name="old")
    new = a_card(name="new", valid_from=date(2026, 3, 2))

    old.refresh_from_db()
    service = Service.objects.get(code="transport")
    assert old.valid_until == date(2026, 3, 1)
    assert rate_card_for(None, service, NOON) == new
    assert rate_card_for(None, service, NOON - timedelta(days=1)) == old


def test_a_card_of_an_ended_agreement_no_longer_applies() -> None:
    customer = a_customer()
    agreement = an_agreement(customer)
    card = a_card(agreement=agreement)
    end_agreement(agreement=agreement, reason="迟交过多", by=HOUSE, at=NOON)
    service = Service.objects.get(code="transport")

    assert rate_card_for(customer, service, NOON) == card
    assert rate_card_for(customer, service, NOON + timedelta(days=1)) is None
    with pytest.raises(AgreementOver):
        a_card(agreement=agreement, valid_from=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"zones": []}, NoZone),
        ({"zones": [LANE, LANE]}, LaneTwice),
        ({"zones": [ZoneTerms("", "", ())]}, NoBreak),
        ({"zones": [ZoneTerms("", "", ((D(0), D(1)), (D(0), D(2))))]}, BreakTwice),
        ({"zones": [ZoneTerms("", "", ((D(0), D(-1)),))]}, NegativeNumber),
        ({"minimum": D(-1)}, NegativeNumber),
        ({"surcharges": [SurchargeTerms("fuel", "per_kg", D(1))] * 2}, SurchargeTwice),
        ({"valid_until": date(2025, 12, 31)}, EndsBeforeItBegins),
    ],
)
def test_an_unsound_card_is_refused_and_nothing_is_written(terms: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        a_card(**terms)

    assert not RateCard.objects.exists()


def test_two_cards_of_one_scope_never_hold_on_one_day() -> None:
    a_card(valid_until=date(2026, 6, 30))

    with pytest.raises(CardsOverlap):
        a_card(valid_from=date(2026, 6, 1))
    with pytest.raises(CardsOverlap):
        a_card(valid_from=JANUARY)
    assert a_card(valid_from=date(2026, 7, 1)).pk


def test_making_a_card_is_told() -> None:
    customer = a_customer()
    agreement = an_agreement(customer)
    card = a_card(agreement=agreement)

    told = EventRecord.objects.get(name="contracts.rate_card_made")
    assert (told.subject_type, told.subject_id) == ("contracts.agreement", agreement.pk)
    assert told.data == {"card_id": card.pk, "service_id": card.service_id, "customer_id": customer.pk}


def test_kinds_of_charge_have_words_and_unknown_ones_keep_their_name() -> None:
    assert [kind_words("fuel"), kind_words("ferry")] == ["Fuel surcharge", "ferry"]
