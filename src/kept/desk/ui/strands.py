"""What the desk tells in the story of a customer."""

from __future__ import annotations

from django.db.models import QuerySet

from kept.kernel.actor import Actor
from kept.kernel.web.stories import strand
from kept.parties.models import Customer

from ..events import (
    CaseClosed,
    CaseOpened,
    CaseReopened,
    ClaimDecided,
    ClaimFiled,
    ClaimPaid,
    CompensationMadeGood,
    ContactLogged,
    OpinionGiven,
)
from ..models import Case, Claim, Contact

CASES = (CaseOpened, CaseReopened, CaseClosed, OpinionGiven, CompensationMadeGood)


@strand("parties.customer", *CASES, permission="desk.view")
def cases_told(actor: Actor, customer: Customer) -> QuerySet[Case]:
    return Case.objects.permitted(actor, "desk.view").filter(customer=customer).order_by("-opened_at")


@strand("parties.customer", ContactLogged, permission="desk.view")
def contacts_told(actor: Actor, customer: Customer) -> QuerySet[Contact]:
    return Contact.objects.permitted(actor, "desk.view").filter(customer=customer).order_by("-at", "-pk")


@strand("parties.customer", ClaimFiled, ClaimDecided, ClaimPaid, permission="desk.view")
def claims_told(actor: Actor, customer: Customer) -> QuerySet[Claim]:
    return Claim.objects.permitted(actor, "desk.view").filter(case__customer=customer).order_by("-pk")
