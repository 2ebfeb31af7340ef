"""Gaps fill themselves from what was answered and what was kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.kernel.models import EventRecord
from kept.parties.enums import Segment
from kept.scorecards.models import Target
from kept.strategy.actions.finding import find_gaps
from kept.strategy.enums import GapSource, GapState
from kept.strategy.models import Gap
from tests.factories import HOUSE, NOON, a_branch, a_customer
from tests.surveys.scenes import the_case

from .scenes import DAY, a_gap, an_action, calls, deliveries

pytestmark = pytest.mark.django_db


@pytest.mark.spec("R351", "R539", "R778")
def test_the_published_case_gives_six_gaps_ranked_by_importance_times_gap() -> None:
    the_case()

    found = find_gaps(by=HOUSE, at=NOON + DAY)

    ranked = Gap.objects.ranked().values_list("item__code", "wanted", "got", "gap", "item_class")
    assert len(found.new) == 6
    assert [(code, float(w), float(g), float(gap), kind) for code, w, g, gap, kind in ranked] == [
        ("price", 6.2, 3.4, 2.8, "improve"),
        ("urgent_delivery", 5.4, 2.6, 2.8, "must_improve"),
        ("assortment", 6.0, 4.8, 1.2, "improve"),
        ("scheduled_date", 5.4, 4.4, 1.0, "improve"),
        ("order_completeness", 4.8, 4.0, 0.8, "maintain"),
        ("quality", 5.6, 5.2, 0.4, "maintain"),
    ]


@pytest.mark.spec("R350")
def test_promises_of_a_kind_that_fall_short_are_a_gap() -> None:
    calls(60, 40)

    (gap,) = find_gaps(by=HOUSE, at=NOON).new

    assert (gap.source, gap.promise_kind, gap.scope()) == (GapSource.PROMISE_KIND, "call_answer", {})
    assert (gap.wanted, gap.got, gap.gap) == (Decimal("0.95"), Decimal("0.6"), Decimal("0.35"))
    assert gap.priority == Decimal("0.175")
    assert (gap.basis, gap.evidence["right"], gap.evidence["judged"]) == (100, 60, 100)
    assert gap.as_of == NOON


def test_too_few_records_are_no_gap() -> None:
    calls(10, 19)

    assert find_gaps(by=HOUSE, at=NOON).new == []


def test_what_is_kept_as_wanted_is_no_gap() -> None:
    calls(95, 5)

    assert find_gaps(by=HOUSE, at=NOON).new == []


def test_a_level_that_was_set_is_what_is_wanted() -> None:
    Target.objects.create(
        indicator="kept_call_answer", value=Decimal("0.7"), valid_from=NOON.date(), set_at=NOON
    )
    calls(60, 40)

    (gap,) = find_gaps(by=HOUSE, at=NOON).new

    assert (gap.wanted, gap.gap) == (Decimal("0.7"), Decimal("0.1"))


def test_branches_and_core_customers_have_gaps_of_their_own() -> None:
    branch, core = a_branch(), a_customer(segment=Segment.CORE)
    calls(20, 20, branch=branch, customer=core)
    calls(20, 20, customer=a_customer())

    found = find_gaps(by=HOUSE, at=NOON)

    assert [gap.scope() for gap in found.new] == [
        {},
        {"branch_id": branch.pk},
        {"customer_id": core.pk},
    ]


@pytest.mark.spec("R499", "R500")
def test_the_service_level_of_the_worked_case_is_a_gap_with_its_parts() -> None:
    deliveries(dict.fromkeys(("time", "quantity", "quality", "documents"), (95, 5)), n=100)

    found = find_gaps(by=HOUSE, at=NOON)

    level = next(gap for gap in found.new if gap.source == GapSource.SERVICE_LEVEL)
    assert (level.wanted, level.got, level.gap) == (Decimal("0.95"), Decimal("0.814506"), Decimal("0.135494"))
    assert [part[:2] for part in level.evidence["components"]] == [
        [name, "0.950000"] for name in ("quantity", "quality", "time", "documents")
    ]
    parts = {gap.component: (gap.wanted, gap.got) for gap in found.new if gap.source == GapSource.COMPONENT}
    assert parts == dict.fromkeys(
        ("quantity", "quality", "time", "documents"), (Decimal("0.987259"), Decimal("0.95"))
    )


def test_a_service_level_without_a_part_is_no_data_and_no_gap() -> None:
    deliveries({"time": (50, 50), "quantity": (50, 50), "quality": (50, 50), "documents": (0, 0)}, n=100)

    sources = {gap.source for gap in find_gaps(by=HOUSE, at=NOON).new}

    assert GapSource.SERVICE_LEVEL not in sources


def test_searching_again_finds_the_same_gap_with_todays_figures() -> None:
    gap = a_gap()
    calls(0, 100)

    found = find_gaps(by=HOUSE, at=NOON + timedelta(hours=1))

    gap.refresh_from_db()
    assert (found.new, [g.pk for g in found.refreshed]) == ([], [gap.pk])
    assert (gap.got, gap.basis, gap.as_of) == (Decimal("0.3"), 200, NOON + timedelta(hours=1))


def test_an_open_gap_closes_when_nothing_is_missing_any_more() -> None:
    gap = a_gap()
    calls(900, 0)

    found = find_gaps(by=HOUSE, at=NOON + timedelta(hours=1))

    gap.refresh_from_db()
    assert ([g.pk for g in found.closed], gap.state) == ([gap.pk], GapState.CLOSED)
    told = EventRecord.objects.filter(name__startswith="strategy.").order_by("pk")
    assert list(told.values_list("name", flat=True)) == [
        "strategy.gap_found",
        "strategy.gap_closed",
    ]


def test_a_gap_that_is_acted_on_keeps_the_figures_it_began_with() -> None:
    action = an_action()
    calls(0, 100)

    find_gaps(by=HOUSE, at=NOON + timedelta(hours=1))

    action.gap.refresh_from_db()
    assert (action.gap.state, action.gap.got, action.gap.as_of) == (GapState.ACTED, Decimal("0.6"), NOON)


def test_what_customers_find_important_weighs_the_promises_about_it() -> None:
    the_case()
    deliveries(dict.fromkeys(("time", "quantity", "quality", "documents"), (50, 50)), n=100)

    found = find_gaps(by=HOUSE, at=NOON + DAY)

    kept = next(gap for gap in found.new if gap.source == GapSource.PROMISE_KIND)
    assert kept.importance == Decimal("0.771429")  # 5.4 of 7, the mark of delivery correctness


def test_finding_costs_the_same_for_one_customer_and_for_many(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    calls(20, 20, customer=a_customer(segment=Segment.CORE))
    find_gaps(by=HOUSE, at=NOON)
    with CaptureQueriesContext(connection) as one:
        find_gaps(by=HOUSE, at=NOON)
    for _n in range(4):
        calls(20, 20, customer=a_customer(segment=Segment.CORE))
    find_gaps(by=HOUSE, at=NOON)

    with django_assert_num_queries(len(one)):
        find_gaps(by=HOUSE, at=NOON)


def test_what_cannot_be_measured_again_keeps_its_figures_and_is_told() -> None:
    branch = a_branch()
    calls(20, 20, branch=branch)
    find_gaps(by=HOUSE, at=NOON)
    later = NOON + timedelta(days=120)
    calls(60, 40, at=later - DAY)

    found = find_gaps(by=HOUSE, at=later)

    old, new = Gap.objects.beside_the_last_search().order_by("as_of")
    assert (old.branch, old.as_of, old.got, old.is_unmeasured) == (branch, NOON, Decimal("0.5"), True)
    assert (new.scope(), new.as_of, new.is_unmeasured) == ({}, later, False)
    assert list(found.unmeasured) == [old]
