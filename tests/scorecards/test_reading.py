"""Kept figures over months: what the database adds up is what its rows add up to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from kept.kernel.actor import Actor
from kept.parties.models import Customer
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Slice
from kept.scorecards.models import Score
from kept.scorecards.queries.reading import Told, by_party, nothing, scores, total
from tests.factories import NOON, a_customer

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
SHARE, CHANGED = "on_time_rate", "quality_rate"
WEIGHT, STOCK, PLACES = "weight", "inventory_turnover", "storage_utilization"
MONEY, MIDDLE, FORMULA = "freight_per_kg", "lead_time_median", "delivery_flexibility"
ASKED = (SHARE, CHANGED, WEIGHT, STOCK, PLACES, MONEY, MIDDLE, FORMULA)


def keep(
    customer: Customer, code: str, month: date, above: str, below: str | None = None, **more: Any
) -> None:
    value = Decimal(above) / Decimal(below) if below else Decimal(above)
    Score.objects.create(
        indicator=code,
        slice=Slice.CUSTOMER,
        customer=customer,
        month=month,
        numerator=Decimal(above),
        denominator=None if below is None else Decimal(below),
        as_of=NOON,
        **{"value": round(value, 9), **more},
    )


def two_customers() -> tuple[Customer, Customer]:
    """One with three months of everything, one with little."""
    full, bare = a_customer(), a_customer()
    for month, late in ((JANUARY, 1), (FEBRUARY, 2), (MARCH, 0)):
        keep(full, SHARE, month, f"{7 - late}", "7")
        keep(full, WEIGHT, month, f"{late}.100001")
        keep(full, STOCK, month, "120.5", f"{100 + late}")
        keep(full, PLACES, month, "80", f"{100 + 10 * late}")
        keep(full, MIDDLE, month, f"{30 + late}")
        parts = {"urgent_requests_met": "1", "change_requests_met": "2"}
        basis = {"urgent_requests": "3", "change_requests": f"{2 + late}"}
        keep(full, FORMULA, month, "0.6", parts={**parts, **basis})
        keep(full, MONEY, month, "10", "4", currency="USD" if late == 2 else "CNY")
    keep(bare, SHARE, FEBRUARY, "2", "3")
    keep(bare, MIDDLE, FEBRUARY, "31.25")
    keep(bare, MONEY, JANUARY, "10.5", "4", currency="CNY")
    keep(bare, MONEY, MARCH, "9.5", "4", currency="CNY")
    keep(bare, STOCK, MARCH, "50", "25")
    keep(full, CHANGED, JANUARY, "6", "7")
    keep(full, CHANGED, MARCH, "7", "7", version=1)
    keep(bare, WEIGHT, JANUARY, "1")
    keep(bare, WEIGHT, FEBRUARY, "1", version=2)
    return full, bare


def asked() -> dict[Customer, dict[str, Told]]:
    rows = scores(Actor.system("test"))
    found: dict[Customer, dict[str, Told]] = by_party(rows, Slice.CUSTOMER, ASKED, JANUARY, MARCH)
    return found


def test_what_the_database_adds_up_is_what_the_months_add_up_to() -> None:
    customers = two_customers()

    assert asked() == {
        customer: {
            code: total(INDICATORS[code], list(Score.objects.filter(indicator=code, customer=customer)))
            for code in ASKED
        }
        for customer in customers
    }


def test_each_figure_over_months_is_made_in_its_own_way() -> None:
    full, bare = two_customers()

    found = asked()

    assert {code: told.value and round(told.value, 6) for code, told in found[full].items()} == {
        SHARE: Decimal("0.857143"),  # 18 / 21
        CHANGED: None,
        WEIGHT: Decimal("3.300003"),
        STOCK: Decimal("3.579208"),  # 361.5 over the mean of 100, 101, 102
        PLACES: Decimal("0.8"),  # the mean of 80 over the last, 100
        MONEY: None,
        MIDDLE: None,
        FORMULA: Decimal("0.5"),  # (3 + 6) / (9 + 9)
    }
    assert found[full][MONEY].reason == "amounts in several currencies are not added"
    assert found[full][MIDDLE].reason == "it is told by month only: months of it do not add up"
    assert found[bare] == {
        SHARE: Told(Decimal("0.666666667"), Decimal(2), Decimal(3)),
        CHANGED: nothing(INDICATORS[CHANGED]),
        WEIGHT: Told(None, reason="its formula changed within these months: it is told by month only"),
        STOCK: Told(Decimal(2), Decimal(50), Decimal(25)),
        PLACES: nothing(INDICATORS[PLACES]),
        MONEY: Told(Decimal("2.5"), Decimal(20), Decimal(8), currency="CNY"),
        MIDDLE: Told(Decimal("31.25"), Decimal("31.25")),
        FORMULA: nothing(INDICATORS[FORMULA]),
    }


def test_a_hundred_customers_take_as_many_statements_as_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    two_customers()
    with django_assert_num_queries(8):  # six that are added up, those that are not, and the customers
        asked()

    for _n in range(20):
        two_customers()

    with django_assert_num_queries(8):
        assert len(asked()) == 42
