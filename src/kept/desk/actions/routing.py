"""Matters find their queue, and from there their clerk: given out, or taken as the next."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.people.models import Person
from kept.promises.actions import hand_over_promises
from kept.promises.models import Promise

from ..enums import QueueMode, Taking
from ..events import CameClosed, MatterQueued, MatterTaken, QueueUnserved
from ..models import Case, Contact, Queue, QueueEntry
from ..queries.clerks import clerks_at, deputies_at, need_of
from ..queries.closing import told_by
from ..queries.routing import facts_of, is_business, is_open, queue_for
from ..rules import Clerk, Need, least_loaded
from .assigning import assign_case

BATCH = 200


class NothingWaits(Refused):
    default = _("Nothing waits in your queues.")


class HandsFull(Refused):
    default = _("You hold as many open matters as one person may. Finish or hand over one first.")


class MayNotTake(Refused):
    default = _("You do not work at the desk.")


class WhyMissing(Refused):
    default = _("Say why.")


class NotWaiting(Refused):
    default = _("Somebody has this already.")


@transaction.atomic
def enter_queue(*, matter: Case | Contact, by: Actor, at: datetime) -> QueueEntry | None:
    """Put a new matter where the rules say and keep why. In somebody's hands already, it is only noted."""
    placed = queue_for(facts_of(matter))
    if placed is None:
        return None
    came = matter.opened_at if isinstance(matter, Case) else matter.at
    entry = _entry(matter, placed.queue, came)
    entry.matched = placed.matched
    holder = matter.owner if isinstance(matter, Case) else matter.person
    if holder is not None:
        entry.leave(at=max(at, came), person=holder, taking=Taking.OPENED)
    entry.save()
    emit(MatterQueued.of(entry, at=at), by=by)
    if (
        isinstance(matter, Contact)
        and entry.is_out_of_hours
        and placed.queue.says_closed(told_by(matter, at))
    ):
        emit(CameClosed.of(matter, at=came, queue_id=placed.queue.pk), by=by)
    return entry


@transaction.atomic
def move_to_queue(*, matter: Case | Contact, queue: Queue, why: str, by: Actor, at: datetime) -> QueueEntry:
    """By hand, with a reason. It waits there anew, since when it came first."""
    if not why.strip():
        raise WhyMissing(field="why")
    waiting = matter.queue_entries.select_for_update(of=("self",)).waiting()
    before = waiting.first()
    if before is None:
        raise NotWaiting
    before.leave(at=at, taking=Taking.MOVED)
    before.save(update_fields=["left_at", "person", "taking"])
    entry = _entry(matter, queue, before.entered_at)
    entry.matched = [("by_hand", why.strip()[:200])]
    entry.save()
    emit(MatterQueued.of(entry, at=at), by=by)
    return entry


@transaction.atomic
def take_next(*, person: Person, by: Actor, at: datetime) -> Case | Contact:
    """What breaks first in the queues this person serves. Two who ask at once get two matters."""
    me = next(iter(clerks_at(at, only=person.pk)), None)
    if me is None:
        raise MayNotTake
    if me.open >= me.capacity:
        raise HandsFull
    served = [
        queue
        for queue in Queue.objects.filter(is_active=True).prefetch_related("skills")
        if me.serves(need_of(queue, is_business=False, branch_id=None))
    ]
    rows = QueueEntry.objects.permitted(by, "desk.work").waiting().filter(queue__in=served)
    if me.is_new:
        rows = rows.filter(is_business=False)
    entry = rows.soonest().select_for_update(skip_locked=True, of=("self",)).first()
    if entry is None:
        raise NothingWaits
    _take(entry, person, Taking.PULL, [], by=by, at=at)
    return entry.matter


def give_out(*, by: Actor, at: datetime) -> int:
    """Give what waits in the queues that are given out to whoever is on duty, what breaks first first.

    Nobody fits: it stays, and those in charge are told once. Safe to run again and beside another.
    """
    pushed = QueueEntry.objects.waiting().filter(queue__mode=QueueMode.PUSH, queue__is_active=True)
    ids = list(pushed.soonest().values_list("pk", flat=True)[:BATCH])
    if not ids:
        return 0
    clerks, deputies = clerks_at(at), deputies_at(at)
    return sum(_give(pk, clerks, deputies, by=by, at=at) for pk in ids)


@transaction.atomic
def leave_queue(
    *, matter: Case | Contact, taking: str, person_id: int | None, by: Actor, at: datetime
) -> None:
    """It is in somebody's hands, or done, by another way."""
    for entry in matter.queue_entries.select_for_update().filter(left_at=None):
        entry.leave(at=at, taking=taking)
        entry.person_id = person_id
        entry.save(update_fields=["left_at", "person", "taking"])


def _entry(matter: Case | Contact, queue: Queue, came: datetime) -> QueueEntry:
    return QueueEntry(
        queue=queue,
        case=matter if isinstance(matter, Case) else None,
        contact=matter if isinstance(matter, Contact) else None,
        branch_id=matter.branch_id,
        is_business=is_business(matter),
        is_out_of_hours=not is_open(queue, came),
        entered_at=came,
    )


@transaction.atomic
def _give(pk: int, clerks: list[Clerk], deputies: dict[int, int], *, by: Actor, at: datetime) -> int:
    locked = QueueEntry.objects.select_for_update(skip_locked=True, of=("self",)).waiting()
    related = ("queue", "case__customer", "contact__customer")
    entry = locked.select_related(*related).filter(pk=pk).first()
    if entry is None:
        return 0
    need = need_of(entry.queue, is_business=entry.is_business, branch_id=entry.branch_id)
    chosen, taking = _choose(entry, need, clerks, deputies)
    if chosen is None:
        _nobody(entry, by=by, at=at)
        return 0
    weighed = [[c.person_id, round(c.load, 1), c.open] for c in clerks if not c.hindrance(need)]
    _take(entry, Person.objects.get(pk=chosen.person_id), taking, weighed, by=by, at=at)
    chosen.open += 1
    chosen.load += 1
    return 1


def _choose(
    entry: QueueEntry, need: Need, clerks: list[Clerk], deputies: dict[int, int]
) -> tuple[Clerk | None, str]:
    """The customer's own clerk when on duty, else the deputy, else whoever has least."""
    customer = entry.matter.customer
    own = customer.account_manager_id if customer else None
    for person_id, taking in ((own, Taking.CLERK), (deputies.get(own or 0), Taking.DEPUTY)):
        found = next((clerk for clerk in clerks if clerk.person_id == person_id), None)
        if found is not None and not found.hindrance(need):
            return found, taking
    return least_loaded(clerks, need), Taking.PUSH


def _take(
    entry: QueueEntry, person: Person, taking: str, weighed: list[list[float]], *, by: Actor, at: datetime
) -> None:
    entry.leave(at=at, person=person, taking=taking)
    entry.weighed = weighed
    entry.save(update_fields=["left_at", "person", "taking", "weighed"])
    if entry.case is not None:
        deputy = entry.case.deputy if entry.case.deputy_id != person.pk else None
        entry.case = assign_case(case=entry.case, owner=person, deputy=deputy, by=by, at=at)
        calls = list(entry.case.contacts.select_for_update().waiting().filter(person=None))
    else:
        calls = list(Contact.objects.select_for_update().filter(queue_entries=entry))
    for call in calls:
        _give_call(call, person, by=by, at=at)
        leave_queue(matter=call, taking=taking, person_id=person.pk, by=by, at=at)
    emit(MatterTaken.of(entry, at=at), by=by)


def _give_call(contact: Contact, person: Person, *, by: Actor, at: datetime) -> None:
    contact.person = person
    contact.save(update_fields=["person"])
    hand_over_promises(promises=Promise.objects.about(contact).unfinished(), person=person, by=by, at=at)


def _nobody(entry: QueueEntry, *, by: Actor, at: datetime) -> None:
    """Once per place in a queue."""
    if entry.missed_at is not None:
        return
    entry.missed_at = at
    entry.save(update_fields=["missed_at"])
    told = QueueUnserved(
        subject=Subject.of(entry.matter), occurred_at=at, queue_id=entry.queue_id, branch_id=entry.branch_id
    )
    emit(told, by=by)
