"""Rows, events and facts agree, whatever happened in between."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.kernel.events import Subject
from kept.kernel.facts import FACTS
from kept.parties.models import Customer
from kept.promises import actions
from kept.promises.models import Promise
from kept.scorecards.actions.facts import months_waiting, rebuild_facts, refresh_facts
from kept.scorecards.actions.scoring import refresh_scores
from kept.scorecards.models import FactCursor, Score
from kept.scorecards.queries import parquet
from kept.scorecards.queries.checking import compare_facts
from kept.scorecards.queries.schema import schema_text
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import Shipment
from tests.factories import HOUSE, NOON, a_customer, a_partner

from .conftest import TakeIn, a_row

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "reference" / "facts.md"


def disagreements() -> list[tuple[str, str]]:
    return [(c.table, c.figure) for c in compare_facts() if not c.agrees]


def a_call(customer: Customer, at: datetime) -> Promise:
    subject = Subject("parties.customer", customer.pk, customer.number)
    asked = actions.PromiseRequest(
        kind="call_answer", subject=subject, started_at=at, customer_id=customer.pk
    )
    return actions.start_promise(request=asked, by=HOUSE, at=at)


@pytest.mark.parametrize("seed", range(4))
def test_facts_agree_with_the_rows_after_random_acts(take_in: TakeIn, seed: int) -> None:
    chance = random.Random(seed)
    customers, at = [a_customer() for _ in range(3)], NOON
    promises: list[Promise] = []
    for step in range(40):
        at += timedelta(hours=chance.randrange(1, 60))
        act = chance.choice(("call", "keep", "waive", "import", "explain", "refresh"))
        open_ones = [p for p in Promise.objects.filter(pk__in=[p.pk for p in promises]) if p.met_at is None]
        if act == "call":
            promises.append(a_call(chance.choice(customers), at))
        elif act == "keep" and open_ones:
            kept = chance.choice(open_ones)
            if kept.state not in ("waived", "cancelled"):
                actions.keep_promise(promise=kept, met_at=at, by=HOUSE, at=at)
        elif act == "waive" and open_ones and open_ones[0].state == "running":
            actions.waive_promise(promise=open_ones[0], why="goodwill", by=HOUSE, at=at)
        elif act == "import":
            rows = [
                a_row(f"{seed}:{step}:{n}", chance.choice(customers), happened_at=at - timedelta(days=n * 40))
                for n in range(chance.randrange(1, 4))
            ]
            take_in(*rows, at=at)
        elif act == "explain" and promises:
            told = {"cause": "traffic", "liable_tier": "us", "excused": chance.random() < 0.5}
            actions.explain_promise(promise=chance.choice(promises), **told, by=HOUSE, at=at)
        elif act == "refresh":
            refresh_facts(at=at)

    refresh_facts(at=at)

    assert disagreements() == []
    incremental = _contents()
    rebuild_facts(at=at)
    assert _contents() == incremental


def _contents() -> dict[str, list[tuple[object, ...]]]:
    with parquet.engine() as base:
        return {
            name: base.execute(f"SELECT * FROM {parquet.source(table, NOON)} ORDER BY ALL").fetchall()
            for name, table in FACTS.items()
        }


def test_only_months_that_were_touched_are_written_again(
    take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kept.scorecards.actions.facts.UNSETTLED", timedelta(days=-10_000))
    customer = a_customer()
    take_in(a_row("march", customer), a_row("may", customer, happened_at=NOON + timedelta(days=70)))
    refresh_facts(at=NOON)

    take_in(a_row("may-too", customer, happened_at=NOON + timedelta(days=71), promised_at=None))
    done = refresh_facts(at=NOON + timedelta(hours=1))

    assert set(done.written["deliveries"]) == {date(2026, 5, 1)}
    assert FactCursor.objects.get(table="deliveries").as_of == NOON + timedelta(hours=1)


def test_only_records_that_were_touched_are_written_again(
    take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kept.scorecards.actions.facts.UNSETTLED", timedelta(days=-10_000))
    take_in(*(a_row(f"row {n}", a_customer()) for n in range(3)))
    refresh_facts(at=NOON)

    late = Promise.objects.earliest("pk")
    told = {"cause": "traffic", "liable_tier": "us", "excused": False}
    actions.explain_promise(promise=late, **told, by=HOUSE, at=NOON)
    done = refresh_facts(at=NOON + timedelta(hours=1))

    assert done.written["promises"] == {date(2026, 3, 1): 1}
    incremental = _contents()
    rebuild_facts(at=NOON + timedelta(hours=1))
    assert _contents() == incremental


def test_news_that_moves_nothing_and_is_told_by_no_event_is_carried_over(take_in: TakeIn) -> None:
    take_in(a_row("one", a_customer()))
    number = Shipment.objects.get().number
    news = [
        TrackingInput(number=number, code="eta_updated", occurred_at=NOON - timedelta(hours=n))
        for n in (2, 1)
    ]
    record_events(inputs=news[:1], by=HOUSE, at=NOON)
    refresh_facts(at=NOON)

    record_events(inputs=news[1:], by=HOUSE, at=NOON)
    refresh_facts(at=NOON + timedelta(minutes=1))

    assert disagreements() == []


def test_statements_of_a_refresh_do_not_grow_with_the_records(take_in: TakeIn) -> None:
    customer = a_customer()
    take_in(a_row("first", customer))
    refresh_facts(at=NOON)

    asked = []
    for count in (1, 3):
        for promise in Promise.objects.order_by("pk")[:count]:
            told = {"cause": "traffic", "liable_tier": "us", "excused": False}
            actions.explain_promise(promise=promise, **told, by=HOUSE, at=NOON)
        with CaptureQueriesContext(connection) as statements:
            refresh_facts(at=NOON)
        asked.append(len(statements))
        take_in(*(a_row(f"more {n}", customer) for n in range(3)))
        refresh_facts(at=NOON)

    assert asked[1] <= asked[0]


def test_a_month_that_was_not_carried_over_shows_as_a_difference(take_in: TakeIn) -> None:
    customer = a_customer()
    take_in(a_row("one", customer))
    refresh_facts(at=NOON)

    take_in(a_row("two", customer))

    assert ("deliveries", "attempts") in disagreements()


def test_a_refresh_whose_file_could_not_be_written_is_not_remembered(
    take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = a_customer()
    take_in(a_row("one", customer))
    refresh_facts(at=NOON)
    take_in(a_row("two", customer))

    with monkeypatch.context() as broken:
        broken.setattr(parquet.os, "replace", Mock(side_effect=OSError("the disk is full")))
        with pytest.raises(OSError, match="full"):
            refresh_facts(at=NOON + timedelta(hours=1))

    assert set(FactCursor.objects.filter(table__in=FACTS).values_list("as_of", flat=True)) == {NOON}
    assert [each.name for each in parquet.folder(FACTS["promises"]).glob("*/*")] == ["part.parquet"]
    refresh_facts(at=NOON + timedelta(hours=1))
    assert disagreements() == []


def test_a_file_is_replaced_as_a_whole(take_in: TakeIn) -> None:
    take_in(a_row("one", a_customer()))
    refresh_facts(at=NOON)
    file = parquet.part(FACTS["deliveries"], date(2026, 3, 1))

    assert file == Path(settings.FACTS) / "deliveries" / "month=2026-03" / "part.parquet"
    assert [each.name for each in file.parent.iterdir()] == ["part.parquet"]


def test_scores_follow_what_happened_and_what_ran_out(take_in: TakeIn) -> None:
    customer, carrier = a_customer(), a_partner()
    take_in(a_row("running", customer, carrier_id=carrier.pk, happened_at=None), at=NOON - timedelta(hours=2))
    refresh_scores(at=NOON - timedelta(hours=1))
    rate = Score.objects.filter(indicator="on_time_rate")
    assert not rate.exists()

    refresh_scores(at=NOON + timedelta(hours=1))

    told = {(s.slice, s.customer_id, s.partner_id): (s.value, s.denominator) for s in rate}
    assert told == {
        ("all", None, None): (0, 1),
        ("customer", customer.pk, None): (0, 1),
        ("subcontractor", None, carrier.pk): (0, 1),
    }


def test_figures_are_not_forgotten_when_only_the_facts_were_refreshed(take_in: TakeIn) -> None:
    take_in(a_row("one", a_customer()))
    refresh_facts(at=NOON)
    assert not Score.objects.exists()

    refresh_scores(at=NOON + timedelta(hours=1))

    assert Score.objects.filter(indicator="on_time_rate", slice="all").count() == 1
    assert months_waiting() == {}


def test_figures_kept_by_other_definitions_are_worked_out_anew(take_in: TakeIn) -> None:
    take_in(a_row("one", a_customer()))
    later = NOON + timedelta(days=70)
    for moment in (NOON, later):
        refresh_scores(at=moment)
    rate = Score.objects.filter(indicator="on_time_rate", slice="all")
    right = rate.get().value
    rate.update(value=right + 1)

    FactCursor.objects.filter(table__startswith="defined:").update(table="defined:by the version before")
    refresh_scores(at=later)

    assert rate.get().value == right


def test_the_documented_schema_is_the_declared_one() -> None:
    assert SCHEMA.read_text() == schema_text(), "run: kept facts schema > docs/reference/facts.md"
