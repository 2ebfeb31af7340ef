"""What is done about a gap: proposed, agreed, begun, done or dropped."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.desk.models import PreventiveAction
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.people.models import Person

from ..enums import ActionState, GapState
from ..events import (
    ActionAgreed,
    ActionBegun,
    ActionDropped,
    ActionFinished,
    ActionOpened,
    GapReopened,
)
from ..models import Action, Gap


class GapIsClosed(Refused):
    default = _("This gap is closed. Find gaps again before you act on it.")


class TitleMissing(Refused):
    default = _("Say what is to be done.")


class DueInThePast(Refused):
    default = _("The day must not lie in the past.")


class NoImprovement(Refused):
    default = _("The expected figure must be better than the present one.")


class NegativeCost(Refused):
    default = _("A cost is not negative.")


class NotAChance(Refused):
    default = _("A chance lies between 0 % and 100 %.")


@transaction.atomic
def open_action(
    *,
    gap: Gap,
    title: str,
    owner: Person,
    due_on: date,
    expected_to: Decimal,
    cost: int | None = None,
    currency: str = "CNY",
    benefit: int | None = None,
    risk: str = "",
    failure_chance: Decimal | None = None,
    prevention: PreventiveAction | None = None,
    by: Actor,
    at: datetime,
) -> Action:
    """Propose what somebody does about a gap by a day, at what cost, expecting what."""
    gap = Gap.objects.select_for_update().get(pk=gap.pk)
    if gap.state == GapState.CLOSED:
        raise GapIsClosed
    if not title.strip():
        raise TitleMissing(field="title")
    if due_on < localdate(at):
        raise DueInThePast(field="due_on")
    if cost is not None and cost < 0:
        raise NegativeCost(field="cost")
    if benefit is not None and benefit < 0:
        raise NegativeCost(field="benefit")
    if failure_chance is not None and not 0 <= failure_chance <= 1:
        raise NotAChance(field="failure_chance")
    check_expected(gap, expected_to)
    action = Action.objects.create(
        number=next_number("action", at=at),
        title=title.strip(),
        gap=gap,
        branch_id=gap.branch_id or owner.branch_id,
        owner=owner,
        due_on=due_on,
        cost=cost,
        currency=currency,
        expected_from=gap.got,
        expected_to=expected_to,
        benefit=benefit,
        risk=risk.strip(),
        failure_chance=failure_chance,
        prevention=prevention,
        proposed_at=at,
    )
    gap.state = GapState.ACTED
    gap.save(update_fields=["state"])
    emit(ActionOpened.of(action, at=at), by=by)
    return action


@transaction.atomic
def agree_action(*, action: Action, by: Actor, at: datetime) -> Action:
    action = locked_action(action.pk)
    action.agree(by=by.person_id, at=at)
    action.save(update_fields=["state", "agreed_at", "agreed_by"])
    emit(ActionAgreed.of(action, at=at), by=by)
    return action


@transaction.atomic
def begin_action(*, action: Action, by: Actor, at: datetime) -> Action:
    action = locked_action(action.pk)
    action.begin(at=at)
    action.save(update_fields=["state", "started_at"])
    emit(ActionBegun.of(action, at=at), by=by)
    return action


@transaction.atomic
def finish_action(*, action: Action, by: Actor, at: datetime) -> Action:
    """What was to be done is done; whether it helped, measuring again will show."""
    action = locked_action(action.pk)
    action.finish(at=at)
    action.save(update_fields=["state", "done_at"])
    emit(ActionFinished.of(action, at=at), by=by)
    return action


@transaction.atomic
def drop_action(*, action: Action, why: str, by: Actor, at: datetime) -> Action:
    """Give it up, and say why. Its gap is open again unless somebody else acts on it."""
    action = locked_action(action.pk)
    action.drop(why=why, at=at)
    action.save(update_fields=["state", "dropped_at", "why_dropped"])
    emit(ActionDropped.of(action, at=at), by=by)
    reopen_gap(action.gap, by=by, at=at)
    return action


def reopen_gap(gap: Gap, *, by: Actor, at: datetime) -> None:
    """The next round begins, when nothing else is under way."""
    others = gap.actions.exclude(state__in=(ActionState.DROPPED, ActionState.DONE))
    if gap.state == GapState.ACTED and not others.exists():
        gap.state = GapState.OPEN
        gap.save(update_fields=["state"])
        emit(GapReopened.of(gap, at=at), by=by)


def locked_action(pk: int) -> Action:
    rows = Action.objects.select_for_update(of=("self",))
    return rows.select_related("gap__item__questionnaire", "policy_version__policy").get(pk=pk)


def check_expected(gap: Gap, expected_to: Decimal) -> None:
    """Better than now, and within reach. Raises Refused."""
    if expected_to <= gap.got:
        raise NoImprovement(field="expected_to")
    highest = Decimal(1) if gap.is_rate or gap.item is None else Decimal(gap.item.questionnaire.high)
    if expected_to > highest:
        words = _("More than %(highest)s cannot be reached.")
        raise Refused(words % {"highest": "100 %" if gap.is_rate else highest}, field="expected_to")
