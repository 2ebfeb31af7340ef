"""The published deliveries of USAID, taken in whole: our figures are those of a pencil."""

import csv
import gzip
from collections import Counter, defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.timezone import now

from kept.exchange.actions.importing import import_file
from kept.exchange.queries.mappings import mapping_from
from kept.exchange.queries.rejects import marked_words
from kept.parties.models import Partner
from kept.scorecards.actions.facts import refresh_facts
from kept.scorecards.actions.scoring import refresh_scores
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.queries.engine import Place, figure, measures_of
from tests.data import public_set
from tests.factories import HOUSE

pytestmark = pytest.mark.django_db


def _day(text: str) -> date:
    return datetime.strptime(text, "%d-%b-%y").date()


def _by_hand(path: Path) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Early, punctual and late lines per vendor and in all, by plain reading."""
    per_vendor: dict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            due, done = _day(row["Scheduled Delivery Date"]), _day(row["Delivered to Client Date"])
            word = "late" if done > due else "early" if done < due else "punctual"
            per_vendor[row["Vendor"]][word] += 1
    return per_vendor, sum(per_vendor.values(), Counter())


@pytest.mark.slow
@pytest.mark.spec("R379", "R500")
def test_the_on_time_rate_of_the_scms_history_equals_a_count_by_hand() -> None:
    path = public_set("scms_delivery_history/scms_delivery_history.csv.gz")
    per_vendor, overall = _by_hand(path)

    run = import_file(path=path, chosen=mapping_from("scms"), by=HOUSE, clock=now)
    refresh_scores(at=now())

    assert (run.rows_done, run.rows_taken, run.rows_rejected) == (10_324, 10_324, 0)
    found = measures_of(
        INDICATORS.values(),
        start=date(2006, 1, 1),
        end=date(2016, 1, 1),
        slices=["all", "subcontractor"],
        by_month=False,
        as_of=now(),
    )
    told = {code: figure(INDICATORS[code], found[Place()]) for code in INDICATORS}
    lines = sum(overall.values())
    assert told["on_time_rate"].value == Decimal(overall["punctual"] + overall["early"]) / lines
    assert told["early_share"].value == Decimal(overall["early"]) / lines
    assert told["quantity_rate"].value is None
    assert told["documents_rate"].value is None

    names = dict(Partner.objects.values_list("pk", "name"))
    rates = {
        names[place.id]: figure(INDICATORS["on_time_rate"], values).value
        for place, values in found.items()
        if place.slice == "subcontractor" and place.id is not None
    }
    assert rates == {
        vendor: Decimal(count["punctual"] + count["early"]) / count.total()
        for vendor, count in per_vendor.items()
    }


@pytest.mark.slow
def test_the_changshu_deliveries_come_in_whole_and_promise_nothing() -> None:
    path = public_set("jd_changshu_deliveries/deliveries_2024-01_to_2024-07.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        again = Counter(row["is_redelivered"] for row in csv.DictReader(file))

    run = import_file(path=path, chosen=mapping_from("jd_changshu"), by=HOUSE, clock=now)
    refresh_facts(at=now())

    assert (run.rows_taken, run.rows_rejected, run.promises) == (132_326, 0, 0)
    assert {
        told["column"]: told["count"] for told in marked_words(run.marked) if "above" in told["reason"]
    } == {
        "weight_raw": 4,
        "volume_raw": 1,
    }
    found = measures_of(
        INDICATORS.values(),
        start=date(2024, 1, 1),
        end=date(2024, 8, 1),
        slices=["all"],
        by_month=False,
        as_of=now(),
    )
    told = {code: figure(INDICATORS[code], found[Place()]) for code in INDICATORS}
    assert told["first_attempt_rate"].value == Decimal(again["False"]) / again.total()
    assert told["on_time_rate"].value is None
    assert str(told["on_time_rate"].reason) == "no delivery fell due whose time was promised"
