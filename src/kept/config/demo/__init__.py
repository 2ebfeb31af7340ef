"""The demo company: a made story of a year, told through the verbs that the doors use."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from kept.comms.actions import read_notices
from kept.comms.models import Notice
from kept.desk.actions.training import train_all
from kept.kernel.models import EventRecord
from kept.kernel.outbox import deliver_due
from kept.promises.actions.clocking import record_breaches
from kept.scorecards.actions.scoring import refresh_scores

from . import (
    asking,
    company,
    counter,
    desk,
    evaluations,
    hotline,
    improving,
    indicators,
    inspecting,
    knowledge,
    redress,
    reporting,
    rosters,
    stating,
    steering,
    stepping,
    strategies,
    year,
)
from .people import HOUSE, LOGINS

__all__ = ["LOGINS", "load"]

SEED = 20260101


def load(*, days: int = 365, tell: Callable[[], object] = bool) -> None:
    """Fill an empty database. The story ends now and is the same whenever it is told, but for its dates.

    `tell` is called after each day of the story.
    """
    dice = random.Random(SEED)
    today = localtime().replace(second=0, microsecond=0)
    start = today - timedelta(days=days)
    firm = company.found(start)
    improving.set_levels(firm, start)
    improving.weigh_costs(firm, start + timedelta(days=1))
    improving.five_stores(start + timedelta(days=2))
    knowledge.write_down(firm, start + timedelta(days=5))
    hotline.equip(firm, start + timedelta(days=6))
    inspecting.write_down(firm, start + timedelta(days=7))
    stepping.write_down(firm, start + timedelta(hours=1))
    statements = stating.write_down(firm, start)
    stating.hear_clients(firm, start)
    stating.prepare(firm, start + timedelta(days=1))
    stating.hand_out(firm, list(firm.customers)[:-3], start + timedelta(days=1))
    year.live(firm, start, today, dice, tell)
    redress.judge(firm, today)
    for person in firm.crew.persons.values():
        read_notices(person=person, at=today)
    hotline.ring(firm, today, dice)
    desk.this_morning(firm, today)
    asking.this_morning(firm, today)
    rosters.plan(firm.crew, today)
    hotline.write_in(firm, today)
    hotline.make_good(firm, today)
    counter.tend(firm, today)
    steering.hear(firm, today)
    redress.learn(firm, today)
    redress.claim(firm, today)
    record_breaches(by=HOUSE, at=today)
    indicators.tell(firm, today, random.Random(SEED))
    refresh_scores(at=today)
    evaluations.judge(firm, today)
    improving.look_again(firm, today)
    improving.this_week(firm, today, dice)
    inspecting.check(firm, start, today)
    inspecting.ask_around(firm, today)
    inspecting.care(firm, today)
    stepping.check(firm, today)
    strategies.look_again(firm, today)
    reporting.tell_customers(firm, today)
    stating.look_again(statements[0], today)
    stating.hand_out(firm, list(firm.customers)[:4], today)
    while deliver_due():
        pass
    train_all(by=HOUSE, at=today)
    _as_if_written_then()


def _as_if_written_then() -> None:
    """In the story nobody entered anything late."""
    EventRecord.objects.filter(recorded_at__gt=F("occurred_at")).update(recorded_at=F("occurred_at"))
    happened = EventRecord.objects.filter(uid=OuterRef("event")).values("occurred_at")[:1]
    Notice.objects.update(made_at=Coalesce(Subquery(happened), F("made_at")))
