"""Finding gaps: they fill themselves from what was answered and what was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Event, emit_many
from kept.kernel.numbering import next_numbers
from kept.scorecards.actions.facts import refresh_facts

from ..enums import GapState
from ..events import GapClosed, GapFound
from ..models import Gap
from ..queries.shortfalls import Measured, measured_now

FIGURES = ["wanted", "got", "gap", "width", "importance", "priority", "basis", "item_class"]
FROZEN = ["survey", "item", "since", "until", "as_of", "evidence"]


@dataclass(frozen=True)
class Found:
    """What a search for gaps brought."""

    new: Sequence[Gap]
    refreshed: Sequence[Gap]
    closed: Sequence[Gap]
    unmeasured: Sequence[Gap] = ()
    """Open gaps that could not be measured any more: they keep their figures."""


def find_gaps(*, by: Actor, at: datetime) -> Found:
    """Measure what can be measured. New shortfalls become gaps, open gaps get today's figures or close.

    A gap that is acted on keeps the figures with which the action began; one that has too few records or
    answers in the window by now keeps its last.
    """
    refresh_facts(at=at)
    return _keep(measured_now(at), by, at)


@transaction.atomic
def _keep(measured: Sequence[Measured], by: Actor, at: datetime) -> Found:
    next_numbers("gap", 0, at=at)  # whoever else searches now waits here for the counter
    known = {gap.key: gap for gap in Gap.objects.select_for_update(of=("self",)).unclosed()}
    short = [one for one in measured if one.is_short and one.key not in known]
    numbers = next_numbers("gap", len(short), at=at) if short else []
    new = [_gap(one, number, at) for one, number in zip(short, numbers, strict=True)]
    Gap.objects.bulk_create(new)
    refreshed: list[Gap] = []
    closed: list[Gap] = []
    for one in measured:
        gap = known.get(one.key)
        if gap is None or gap.state != GapState.OPEN:
            continue
        _fill(gap, one, at)
        (refreshed if one.is_short else closed).append(gap)
    for gap in closed:
        gap.state, gap.closed_at = GapState.CLOSED, at
    Gap.objects.bulk_update([*refreshed, *closed], [*FIGURES, *FROZEN, "state", "closed_at"])
    told: list[Event] = [GapFound.of(gap, at=at) for gap in new]
    emit_many([*told, *(GapClosed.of(gap, at=at) for gap in closed)], by=by)
    seen = {one.key for one in measured}
    unmeasured = [gap for key, gap in known.items() if gap.state == GapState.OPEN and key not in seen]
    return Found(new, refreshed, closed, unmeasured)


def _gap(one: Measured, number: str, at: datetime) -> Gap:
    what = {name: value for name, value in one.what.items() if name != "item_class"}
    gap = Gap(number=number, source=one.source, key=one.key, **what)
    _fill(gap, one, at)
    return gap


def _fill(gap: Gap, one: Measured, at: datetime) -> None:
    """Today's figures, frozen with their moment."""
    gap.wanted, gap.got = one.wanted, one.got
    gap.width, gap.importance, gap.basis = one.width, one.importance, one.basis
    gap.since, gap.until, gap.as_of = one.since, one.until, at
    gap.evidence = dict(one.evidence)
    gap.item_class = one.what.get("item_class", "")
    gap.survey, gap.item = one.what.get("survey"), one.what.get("item")
    gap.weigh()
