"""What the desk has to do: open cases and waiting contacts, what breaks first on top."""

from __future__ import annotations

from kept.kernel.actor import Actor

from ..models import Case, Contact
from ..models.cases import CaseQuerySet
from ..models.contacts import ContactQuerySet


def cases_in(actor: Actor) -> CaseQuerySet:
    """All cases that this actor may see, as lists show them."""
    rows: CaseQuerySet = Case.objects.permitted(actor, "desk.view")
    return rows.shown().by_due()


def queue(actor: Actor) -> CaseQuerySet:
    return cases_in(actor).unfinished()


def contacts_in(actor: Actor) -> ContactQuerySet:
    rows: ContactQuerySet = Contact.objects.permitted(actor, "desk.view")
    return rows.shown()
