"""Measuring again after a change, honest about what is not known."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.numbers import rule
from kept.scorecards.actions.facts import refresh_facts
from kept.surveys.rules.numbers import LEAST_ANSWERS

from ..enums import ActionState, GapSource, GapState, Verdict
from ..events import ActionMeasured, GapClosed
from ..models import Action, Remeasurement
from ..queries.windows import Compared, compare, series, windows_of
from ..rules import LEAST_RECORDS, WINDOW_DAYS, to_six
from .acting import locked_action, reopen_gap


class NotBegun(Refused):
    default = _("Nothing has changed yet that could be measured. Begin the action first.")


class NotInForce(Refused):
    default = _("The change is not in force yet. Measure again after its first day.")


def remeasure(*, action: Action, by: Actor, at: datetime, days: int | None = None) -> Remeasurement:
    """The same figure before and after the change, with its uncertainty; too little data is said as such.

    A gap whose figure is now what was wanted closes; one that a done action has not closed opens again.
    """
    refresh_facts(at=at)
    return _keep(action, by, at, days or int(rule(WINDOW_DAYS, at=at)))


@transaction.atomic
def _keep(action: Action, by: Actor, at: datetime, days: int) -> Remeasurement:
    action = locked_action(action.pk)
    changed_at = action.changed_at
    if changed_at is None or action.state == ActionState.DROPPED:
        raise NotBegun
    if changed_at > at:
        raise NotInForce
    before, after = windows_of(changed_at, at, days)
    compared = compare(action, before, after, as_of=at)
    least = int(rule(LEAST_ANSWERS if action.gap.source == GapSource.SURVEY_ITEM else LEAST_RECORDS, at=at))
    enough = min(compared.before.n, compared.after.n) >= least
    result = Remeasurement.objects.create(
        action=action,
        measured_at=at,
        before_from=before.bounds[0],
        before_until=before.bounds[1],
        after_from=after.bounds[0],
        after_until=after.bounds[1],
        before_n=compared.before.n,
        after_n=compared.after.n,
        before=_six(compared.before.value),
        after=_six(compared.after.value),
        difference=_six(compared.difference) if enough else None,
        low=_six(compared.low) if enough else None,
        high=_six(compared.high) if enough else None,
        p_value=_six(compared.p_value) if enough else None,
        verdict=_verdict(compared) if enough else Verdict.TOO_LITTLE,
        least=least,
        method=compared.method,
        series=series(action, before, after, as_of=at),
    )
    action.keep_result(result)
    action.save(update_fields=["measured_before", "measured_after", "verdict", "re_measured_at"])
    told = ActionMeasured.of(
        action, at=at, verdict=result.verdict, before=str(result.before), after=str(result.after)
    )
    emit(told, by=by)
    _settle_gap(action, result, by, at)
    return result


def _verdict(compared: Compared) -> str:
    if not compared.is_clear:
        return Verdict.UNPROVEN
    return Verdict.BETTER if (compared.difference or 0) > 0 else Verdict.WORSE


def _settle_gap(action: Action, result: Remeasurement, by: Actor, at: datetime) -> None:
    gap = action.gap
    if result.verdict == Verdict.TOO_LITTLE or gap.state == GapState.CLOSED:
        return
    if result.verdict == Verdict.BETTER and result.after is not None and result.after >= gap.wanted:
        gap.state, gap.closed_at = GapState.CLOSED, at
        gap.save(update_fields=["state", "closed_at"])
        emit(GapClosed.of(gap, at=at), by=by)
    elif action.state == ActionState.DONE:
        reopen_gap(gap, by=by, at=at)


def _six(value: float | None) -> Decimal | None:
    return None if value is None else to_six(Decimal(str(value)))
