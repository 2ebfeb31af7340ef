"""What is in somebody's hands at the end of a shift, by what has to be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor

from ..models import Case, Contact, FollowUp, HandOver
from .queue import contacts_in, queue

MOST = 200


@dataclass(frozen=True)
class Heap:
    """Records of one sort. `name` is the field in which a form names them."""

    name: str
    title: Any
    records: list[Any]


def in_hands_of(actor: Actor) -> list[Heap]:
    """What this person would hand over; without what is offered to a colleague already."""
    offered = HandOver.objects.open().filter(giver=actor.person_id)
    cases = queue(actor).filter(owner=actor.person_id).exclude(hand_overs__in=offered)
    contacts = contacts_in(actor).waiting().filter(person=actor.person_id).exclude(hand_overs__in=offered)
    later = FollowUp.objects.permitted(actor, "desk.hand_over").open().filter(owner=actor.person_id)
    return heaps(
        cases.soonest()[:MOST],
        contacts.soonest()[:MOST],
        later.exclude(hand_overs__in=offered).shown().soonest()[:MOST],
    )


def heaps_of(offered: HandOver) -> list[Heap]:
    """What a colleague offers."""
    cases = Case.objects.filter(hand_overs=offered).shown().soonest()
    contacts = Contact.objects.filter(hand_overs=offered).shown().soonest()
    return heaps(cases, contacts, FollowUp.objects.filter(hand_overs=offered).shown().soonest())


def heaps(cases: Iterable[Case], contacts: Iterable[Contact], later: Iterable[FollowUp]) -> list[Heap]:
    cases, contacts, later = list(cases), list(contacts), list(later)
    called = {contact.pk for contact in contacts if _is_callback(contact)}
    found = [
        Heap("cases", _("Cases"), [case for case in cases if not case.snoozed_until]),
        Heap("cases", _("Snoozed cases"), [case for case in cases if case.snoozed_until]),
        Heap("contacts", _("Call-backs"), [contact for contact in contacts if contact.pk in called]),
        Heap(
            "contacts", _("Waiting contacts"), [contact for contact in contacts if contact.pk not in called]
        ),
        Heap("follow_ups", _("Return visits"), [one for one in later if one.is_return_visit]),
        Heap("follow_ups", _("Follow-ups"), [one for one in later if not one.is_return_visit]),
    ]
    return [heap for heap in found if heap.records]


def _is_callback(contact: Contact) -> bool:
    """Whether somebody is to be called back: it was promised, or nobody picked up."""
    promised = any(promise.kind == "callback" and promise.met_at is None for promise in contact.promises)
    return contact.is_missed or promised
