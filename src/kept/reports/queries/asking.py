"""What somebody asks of a report, and how far their grants reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.parties.models import Customer
from kept.people.models import Branch
from kept.scorecards.enums import Slice
from kept.scorecards.queries.engine import Place

from ..rules import Period


@dataclass(frozen=True)
class Ask:
    """One report: for whom it is made, of what time, about whom or what."""

    actor: Actor
    at: datetime
    period: Period | None = None
    customer: Customer | None = None
    branch: Branch | None = None
    number: str = ""
    measured: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Figures of the scorecards by period, once they were asked for."""

    @property
    def time(self) -> Period:
        assert self.period is not None, "a report of a period"
        return self.period

    @property
    def whom(self) -> Customer:
        assert self.customer is not None, "a report about a customer"
        return self.customer

    @property
    def place(self) -> Place:
        """Whose figures of the scorecards it asks for."""
        if self.customer is not None:
            return Place(Slice.CUSTOMER, self.customer.pk)
        return Place(Slice.BRANCH, self.branch.pk) if self.branch else Place()

    def file_name(self, code: str) -> str:
        """What a downloaded file is called."""
        whose = self.customer.number if self.customer else self.branch.code if self.branch else ""
        period = self.period.token if self.period else ""
        return "-".join(filter(None, (code, whose, self.number, period)))

    @property
    def whose(self) -> str:
        return str(self.customer or self.branch or _("Whole company"))


def reaches(actor: Actor, permission: str, customer: Customer) -> bool:
    """Whether all of a customer's records are for this actor: by a grant of the company or the customer."""
    return actor.kind == "system" or any(
        scope.kind == "company" or (scope.kind == "customer" and scope.id == customer.pk)
        for scope in actor.scopes_of(permission)
    )


def reaches_all(actor: Actor, permission: str) -> bool:
    return actor.kind == "system" or any(scope.kind == "company" for scope in actor.scopes_of(permission))


def branches_of(actor: Actor, permission: str) -> QuerySet[Branch]:
    """The branches that this actor may ask about."""
    rows = Branch.objects.order_by("code")
    if reaches_all(actor, permission):
        return rows
    return rows.filter(pk__in=_own(actor, permission, "branch"))


def customers_of(actor: Actor, permission: str) -> QuerySet[Customer]:
    """The customers that this actor may have reports about."""
    rows = Customer.objects.order_by("name")
    if reaches_all(actor, permission):
        return rows
    return rows.filter(pk__in=_own(actor, permission, "customer"))


def _own(actor: Actor, permission: str, kind: str) -> list[int]:
    return [s.id for s in actor.scopes_of(permission) if s.kind == kind and s.id is not None]
