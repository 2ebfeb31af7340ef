"""The end of a shift: what is offered to a colleague, and what of it the colleague takes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit, emit_many
from kept.people.models import Person
from kept.promises.actions import hand_over_promises
from kept.promises.models import Promise

from ..events import CaseAssigned, FollowUpPassedOn, ShiftHandedOver, ShiftOffered, ShiftWithdrawn
from ..models import Case, Contact, FollowUp, HandOver
from .assigning import check_owner


class NothingChosen(Refused):
    default = _("Choose what to hand over.")


class NotYours(Refused):
    default = _("Only what is in your own hands can be handed over.")


class ToOneself(Refused):
    default = _("Choose a colleague.")


class OfferedAlready(Refused):
    default = _("Some of it is offered to a colleague already. Withdraw that first.")


class NotOffered(Refused):
    default = _("This was not offered to you, or it is settled already.")


@dataclass(frozen=True)
class Hands:
    """What somebody holds: cases, waiting contacts, follow-ups and return visits."""

    cases: Sequence[Case] = ()
    contacts: Sequence[Contact] = ()
    follow_ups: Sequence[FollowUp] = ()

    def __len__(self) -> int:
        return len(self.cases) + len(self.contacts) + len(self.follow_ups)


@transaction.atomic
def offer_shift(
    *, giver: Person, taker: Person, hands: Hands, note: str = "", by: Actor, at: datetime
) -> HandOver:
    """Offer what is chosen to a colleague, with a word. It stays with the giver until it is taken over."""
    if giver.pk == taker.pk:
        raise ToOneself(field="taker")
    if not hands:
        raise NothingChosen
    for kind in {case.kind for case in hands.cases} | {""}:
        check_owner(taker, kind)
    if len(_still_of(giver, hands)) != len(hands):
        raise NotYours
    if HandOver.objects.open().holding(hands.cases, hands.contacts, hands.follow_ups).exists():
        raise OfferedAlready
    offered = HandOver.objects.create(
        giver=giver, taker=taker, branch=giver.branch, offered=len(hands), note=note.strip(), at=at
    )
    _hold(offered, hands)
    told = ShiftOffered(
        subject=Subject.of(offered), occurred_at=at, giver_id=giver.pk, taker_id=taker.pk, things=len(hands)
    )
    emit(told, by=by)
    return offered


@transaction.atomic
def take_shift(*, offered: HandOver, hands: Hands, reply: str = "", by: Actor, at: datetime) -> HandOver:
    """Take over what is chosen, with its promises; the rest stays with the giver, who is told.

    What was settled or went to somebody else in the meantime is left out.
    """
    offered = _open(offered)
    if by.person_id != offered.taker_id:
        raise NotOffered
    chosen = _still_of(offered.giver, _offered_of(offered, hands))
    owners = {case.pk: case.owner_id for case in chosen.cases}
    promises = [*_about(chosen.cases), *_about(chosen.contacts), *_about(chosen.follow_ups)]
    Case.objects.filter(pk__in=owners).update(owner=offered.taker, passed_on=F("passed_on") + 1)
    Contact.objects.filter(pk__in=_keys(chosen.contacts)).update(person=offered.taker)
    FollowUp.objects.filter(pk__in=_keys(chosen.follow_ups)).update(owner=offered.taker)
    moved = hand_over_promises(promises=promises, person=offered.taker, by=by, at=at) if promises else []
    _hold(offered, chosen)
    offered.taken, offered.promises, offered.reply = len(chosen), len(moved), reply.strip()
    offered.settled_at = at
    offered.save(update_fields=["taken", "promises", "reply", "settled_at"])
    _tell(offered, chosen, owners, by=by, at=at)
    return offered


@transaction.atomic
def withdraw_shift(*, offered: HandOver, by: Actor, at: datetime) -> HandOver:
    """The giver keeps everything after all."""
    offered = _open(offered)
    if by.person_id != offered.giver_id:
        raise NotOffered
    _hold(offered, Hands())
    offered.settled_at = at
    offered.save(update_fields=["settled_at"])
    emit(ShiftWithdrawn(subject=Subject.of(offered), occurred_at=at, taker_id=offered.taker_id), by=by)
    return offered


def _open(offered: HandOver) -> HandOver:
    offered = (
        HandOver.objects.select_for_update(of=("self",)).select_related("giver", "taker").get(pk=offered.pk)
    )
    if offered.settled_at is not None:
        raise NotOffered
    return offered


def _offered_of(offered: HandOver, hands: Hands) -> Hands:
    """What of it was offered; anything else is refused."""
    among = Hands(
        cases=list(offered.cases.filter(pk__in=_keys(hands.cases))),
        contacts=list(offered.contacts.filter(pk__in=_keys(hands.contacts))),
        follow_ups=list(offered.follow_ups.filter(pk__in=_keys(hands.follow_ups))),
    )
    if len(among) != len(hands):
        raise NotOffered
    return among


def _still_of(giver: Person, hands: Hands) -> Hands:
    """What of it is open and in the hands of the giver, or in nobody's; locked."""
    mine = Case.objects.select_for_update().unfinished().held_by(giver)
    calls = Contact.objects.select_for_update().waiting().held_by(giver)
    later = FollowUp.objects.select_for_update().open().held_by(giver)
    return Hands(
        cases=list(mine.filter(pk__in=_keys(hands.cases))),
        contacts=list(calls.filter(pk__in=_keys(hands.contacts))),
        follow_ups=list(later.filter(pk__in=_keys(hands.follow_ups))),
    )


def _hold(offered: HandOver, hands: Hands) -> None:
    offered.cases.set(hands.cases)
    offered.contacts.set(hands.contacts)
    offered.follow_ups.set(hands.follow_ups)


def _tell(offered: HandOver, taken: Hands, owners: dict[int, int | None], *, by: Actor, at: datetime) -> None:
    told: list[Any] = []
    for case in taken.cases:
        case.owner = offered.taker
        told.append(CaseAssigned.of(case, at=at, was_owner_id=owners[case.pk], deputy_id=case.deputy_id))
    for follow_up in taken.follow_ups:
        told.append(
            FollowUpPassedOn(
                subject=Subject.of(follow_up),
                occurred_at=at,
                was_owner_id=follow_up.owner_id,
                owner_id=offered.taker_id,
            )
        )
    emit_many([event for event in told if isinstance(event, CaseAssigned)], by=by)
    emit_many([event for event in told if isinstance(event, FollowUpPassedOn)], by=by)
    shift = ShiftHandedOver(
        subject=Subject.of(offered),
        occurred_at=at,
        giver_id=offered.giver_id,
        taker_id=offered.taker_id,
        cases=len(taken.cases),
        contacts=len(taken.contacts),
        follow_ups=len(taken.follow_ups),
        left=offered.offered - len(taken),
    )
    emit(shift, by=by)


def _about(records: Sequence[models.Model]) -> list[Promise]:
    if not records:
        return []
    about = Promise.objects.filter(subject_type=records[0]._meta.label_lower, subject_id__in=_keys(records))
    return list(about.unfinished())


def _keys(records: Sequence[models.Model]) -> list[int]:
    return [record.pk for record in records]
