"""Follow-ups: planned with a due moment that is a promise, finished with a result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.parties.models import Customer
from kept.people.models import Person
from kept.promises.actions import PromiseRequest, keep_promises_about, start_promise, waive_promise

from ..enums import VISITED_BY, Direction, FollowUpSort
from ..events import FollowUpDropped, FollowUpFinished, FollowUpMade
from ..models import FollowUp
from ..models.followups import FollowUpDone, NotVisited
from ..queries.staff import clerk_of
from .contacting import ReasonMissing, log_contact


class NothingToDo(Refused):
    default = _("Say what is to be done.")


class CustomerMissing(Refused):
    default = _("A return visit goes to a customer: name one.")


class DueInThePast(Refused):
    default = _("Choose a moment to come.")


@transaction.atomic
def plan_follow_up(
    *,
    what: str,
    due_at: datetime,
    about: models.Model | None = None,
    customer: Customer | None = None,
    owner: Person | None = None,
    needs_contact: bool = False,
    sort: str = FollowUpSort.TASK,
    rule: str = "",
    by: Actor,
    at: datetime,
) -> FollowUp:
    """Somebody looks after it until `due_at`. With `needs_contact` only a recorded contact finishes it.

    A return visit is finished by what the customer said alone. `rule` tells by which rule it was planned.
    """
    if not what.strip():
        raise NothingToDo(field="what")
    if due_at <= at:
        raise DueInThePast(field="due_at")
    owner = owner or (None if rule else clerk_of(by, business=False))
    subject = Subject.of(about) if about is not None else None
    customer = customer or getattr(about, "customer", None)
    if sort == FollowUpSort.RETURN_VISIT and customer is None:
        raise CustomerMissing(field="customer")
    places = (getattr(about, "branch_id", None), owner and owner.branch_id, by.branch_id)
    branch_id = next(filter(None, places), customer.branch_id if customer else None)
    follow_up = FollowUp.objects.create(
        number=next_number("follow_up", at=at),
        what=what.strip()[:200],
        sort=sort,
        rule=rule,
        owner=owner,
        branch_id=branch_id,
        customer=customer,
        subject_type=subject.type if subject else "",
        subject_id=subject.id if subject else None,
        subject_number=subject.number if subject else "",
        needs_contact=needs_contact,
        made_at=at,
        made_by_id=by.person_id,
    )
    request = PromiseRequest(
        kind=clock_of(follow_up),
        subject=Subject.of(follow_up),
        started_at=at,
        customer_id=customer.pk if customer else None,
        branch_id=branch_id,
        person_id=owner.pk if owner else None,
        due_at=due_at,
    )
    start_promise(request=request, by=by, at=at)
    told = FollowUpMade(subject=subject or Subject.of(follow_up), occurred_at=at, owner_id=follow_up.owner_id)
    emit(told, by=by)
    return follow_up


@transaction.atomic
def finish_follow_up(
    *,
    follow_up: FollowUp,
    result: str,
    channel: str = "",
    text: str = "",
    satisfied: int | None = None,
    next_step: str = "",
    by: Actor,
    at: datetime,
    **details: Any,
) -> FollowUp:
    """Done. With a channel and a text the customer was told: an outgoing contact is recorded."""
    follow_up = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("customer").get(pk=follow_up.pk)
    )
    if follow_up.done_at is not None:
        raise FollowUpDone
    contact = None
    if follow_up.is_return_visit and channel not in VISITED_BY:
        raise NotVisited(field="channel")
    if channel and text.strip():
        contact = log_contact(
            channel=channel,
            direction=Direction.OUT,
            customer=follow_up.customer,
            summary=text.strip(),
            is_answer=False,
            by=by,
            at=at,
            **details,
        )
    follow_up.finish(result=result, contact=contact, at=at)
    follow_up.satisfied, follow_up.next_step = satisfied, next_step.strip()
    follow_up.save(update_fields=["result", "contact", "done_at", "satisfied", "next_step"])
    keep_promises_about(record=follow_up, kinds=(clock_of(follow_up),), met_at=at, by=by, at=at)
    told = FollowUpFinished(
        subject=Subject.of(follow_up),
        occurred_at=at,
        contact_id=contact.pk if contact else None,
        satisfied=satisfied,
    )
    emit(told, by=by)
    return follow_up


@transaction.atomic
def drop_follow_up(*, follow_up: FollowUp, why: str, by: Actor, at: datetime) -> FollowUp:
    """Nothing is to be done any more: the promise is waived with the reason, unless it broke before."""
    if not why.strip():
        raise ReasonMissing(field="why")
    follow_up = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    follow_up.drop(why=why, at=at)
    follow_up.save(update_fields=["result", "done_at", "is_dropped"])
    for promise in follow_up.promises:
        if promise.met_at is None and not promise.is_overdue(at) and promise.state == "running":
            waive_promise(promise=promise, why=why, by=by, at=at)
    emit(FollowUpDropped(subject=Subject.of(follow_up), occurred_at=at), by=by)
    return follow_up


def clock_of(follow_up: FollowUp) -> str:
    """The kind of promise under which it is due."""
    return "visit" if follow_up.is_return_visit else "follow_up"
