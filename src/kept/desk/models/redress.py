"""Making good: what is offered to the customer, within whose authority."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.billing.models import Charge
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.parties.models import Customer
from kept.people.models import Person, Role
from kept.promises.models import Promise

from ..enums import CaseLevel, CompensationState, MeasureKind
from .cases import Case
from .clocked import Clocked, attach_promises, most_pressing

number_series("compensation", "CP-{yy}{mm}-{n:04}", _("Compensations"))

IN_MONEY = frozenset((MeasureKind.MONEY, MeasureKind.CREDIT))


class ReasonMissing(Refused):
    default = _("Say why.")


class AuthorityLimit(models.Model):
    """Up to how much a role decides on a kind of measure, from a moment on. Earlier rows stay."""

    role = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name=_("role"))
    kind = models.CharField(_("measure"), max_length=14, choices=MeasureKind)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    amount = models.BigIntegerField(_("up to"), null=True, blank=True)
    """In minor units; nothing means without limit."""
    valid_from = models.DateTimeField(_("valid from"))
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("limit of authority")
        verbose_name_plural = _("limits of authority")
        ordering = ("-valid_from", "-id")
        constraints = (
            models.CheckConstraint(
                name="a_limit_of_authority_is_not_negative", condition=Q(amount=None) | Q(amount__gte=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} · {self.get_kind_display()} · {self.money or '∞'}"

    @property
    def money(self) -> Money | None:
        return None if self.amount is None else Money(self.amount, self.currency)

    def reaches(self, amount: int) -> bool:
        return self.amount is None or amount <= self.amount


class CompensationQuerySet(Clocked["Compensation"]):
    def undecided(self) -> CompensationQuerySet:
        return self.filter(state=CompensationState.PROPOSED)

    def granted(self) -> CompensationQuerySet:
        """What we stand by: approved and not declined."""
        refused = (CompensationState.PROPOSED, CompensationState.REFUSED, CompensationState.DECLINED)
        return self.exclude(state__in=refused)

    def shown(self) -> CompensationQuerySet:
        return self.select_related("case", "customer", "proposed_by", "decided_by", "charge").with_promises()


class Compensation(Lifecycle, models.Model):
    """One measure for one customer: proposed, decided within an authority, answered, made good."""

    MOVES: ClassVar = {
        CompensationState.PROPOSED: {CompensationState.APPROVED, CompensationState.REFUSED},
        CompensationState.APPROVED: {CompensationState.ACCEPTED, CompensationState.DECLINED},
        CompensationState.ACCEPTED: {CompensationState.MADE_GOOD},
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="compensations", verbose_name=_("case"))
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="compensations", verbose_name=_("customer")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CompensationState, default=CompensationState.PROPOSED
    )
    kind = models.CharField(_("measure"), max_length=14, choices=MeasureKind)
    amount = models.BigIntegerField(_("amount"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    why = models.TextField(_("reason"))
    level = models.CharField(_("decided by"), max_length=12, choices=CaseLevel, default=CaseLevel.EMPLOYEE)
    proposed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"))
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_note = models.TextField(_("note on the decision"), blank=True)
    reaction = models.TextField(_("what the customer said"), blank=True)
    reacted_at = models.DateTimeField(_("customer answered"), null=True, blank=True)
    made_good_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made good by")
    )
    made_good_at = models.DateTimeField(_("made good"), null=True, blank=True)
    proof = models.CharField(_("how it was made good"), max_length=200, blank=True)
    charge = models.OneToOneField(
        Charge, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("charge")
    )

    SCOPES: ClassVar = {"branch": ("case__branch",), "team": ("case__team",)}
    objects = CompensationQuerySet.as_manager()

    class Meta:
        verbose_name = _("compensation")
        indexes = (
            models.Index(fields=("-id",), name="compensation_undecided", condition=Q(state="proposed")),
        )
        constraints = (
            models.CheckConstraint(name="a_compensation_is_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="a_decided_compensation_says_when",
                condition=Q(state="proposed") | Q(decided_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("desk:compensation", args=[self.number])

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def is_in_money(self) -> bool:
        """Whether it is paid or credited through billing."""
        return self.kind in IN_MONEY

    @cached_property
    def promises(self) -> list[Promise]:
        attach_promises([self])
        return list(self.__dict__["promises"])

    @property
    def pressing(self) -> Promise | None:
        return most_pressing(self.promises)

    def decide(self, *, approve: bool, note: str, person_id: int | None, at: datetime) -> None:
        if not approve and not note.strip():
            raise ReasonMissing(field="note")
        self.move_to(CompensationState.APPROVED if approve else CompensationState.REFUSED)
        self.decided_by_id, self.decided_at, self.decision_note = person_id, at, note.strip()

    def react(self, *, accepts: bool, words: str, at: datetime) -> None:
        """What the customer said to it."""
        self.move_to(CompensationState.ACCEPTED if accepts else CompensationState.DECLINED)
        self.reaction, self.reacted_at = words.strip(), at

    def make_good(self, *, proof: str, charge: Charge | None, person_id: int | None, at: datetime) -> None:
        self.move_to(CompensationState.MADE_GOOD)
        self.proof, self.charge, self.made_good_by_id, self.made_good_at = proof, charge, person_id, at

    def tells(self) -> dict[str, Any]:
        """What its events say of it."""
        return {
            "compensation_id": self.pk,
            "measure": self.kind,
            "amount": self.amount,
            "currency": self.currency,
        }
