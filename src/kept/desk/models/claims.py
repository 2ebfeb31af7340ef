"""Claims: what a customer claims from us, and what we claim from a carrier or an insurer."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.parties.models import Partner
from kept.people.models import Person
from kept.promises.models import Promise

from ..enums import ClaimSide, ClaimState, CostSort
from .cases import Case
from .clocked import Clocked, attach_promises, most_pressing
from .redress import Compensation, ReasonMissing

number_series("claim", "CL-{yy}{mm}-{n:04}", _("Claims"))


class ClaimQuerySet(Clocked["Claim"]):
    def shown(self) -> ClaimQuerySet:
        related = ("case__customer", "partner", "filed_by", "decided_by", "compensation")
        return self.select_related(*related).with_promises()


class Claim(Lifecycle, models.Model):
    """A demand for an amount, with evidence, a decision and a day of payment."""

    MOVES: ClassVar = {
        ClaimState.OPEN: {ClaimState.GRANTED, ClaimState.REFUSED, ClaimState.WITHDRAWN},
        ClaimState.GRANTED: {ClaimState.PAID, ClaimState.OPEN},
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="claims", verbose_name=_("case"))
    side = models.CharField(_("against whom"), max_length=10, choices=ClaimSide)
    sort = models.CharField(_("cost of"), max_length=10, choices=CostSort, default=CostSort.CLAIM)
    state = models.CharField(_("state"), max_length=10, choices=ClaimState, default=ClaimState.OPEN)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("subcontractor")
    )
    insurer = models.CharField(_("insurer"), max_length=120, blank=True)
    product = models.CharField(_("product"), max_length=120, blank=True)
    grounds = models.TextField(_("grounds"))
    amount = models.BigIntegerField(_("amount claimed"))
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    filed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("filed by")
    )
    filed_at = models.DateTimeField(_("filed"))
    granted = models.BigIntegerField(_("amount granted"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_note = models.TextField(_("note on the decision"), blank=True)
    pay_by = models.DateField(_("to be paid by"), null=True, blank=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    proof = models.CharField(_("proof of payment"), max_length=200, blank=True)
    compensation = models.OneToOneField(
        Compensation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claim",
        verbose_name=_("compensation"),
    )

    SCOPES: ClassVar = {"branch": ("case__branch",), "team": ("case__team",)}
    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        constraints = (
            models.CheckConstraint(name="a_claim_is_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="a_claim_grants_no_more_than_it_asks",
                condition=Q(granted=None) | Q(granted__gte=0, granted__lte=models.F("amount")),
            ),
            models.CheckConstraint(
                name="a_claim_names_whom_it_is_against",
                condition=Q(side="us")
                | Q(side="carrier", partner__isnull=False)
                | Q(side="insurer") & ~Q(insurer=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.get_side_display()}"

    def get_absolute_url(self) -> str:
        return reverse("desk:claim", args=[self.number])

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def granted_money(self) -> Money | None:
        return None if self.granted is None else Money(self.granted, self.currency)

    @property
    def against(self) -> str:
        """Whom it is against, by name."""
        return str(self.partner or self.insurer or self.get_side_display())

    @cached_property
    def promises(self) -> list[Promise]:
        attach_promises([self])
        return list(self.__dict__["promises"])

    @property
    def pressing(self) -> Promise | None:
        return most_pressing(self.promises)

    def decide(
        self, *, granted: int, note: str, pay_by: date | None, person_id: int | None, at: datetime
    ) -> None:
        if not note.strip():
            raise ReasonMissing(field="note")
        self.move_to(ClaimState.GRANTED if granted else ClaimState.REFUSED)
        self.granted, self.decision_note, self.pay_by = granted, note.strip(), pay_by
        self.decided_by_id, self.decided_at = person_id, at

    def reopen(self) -> None:
        """What was granted did not come about; it waits for another decision."""
        self.move_to(ClaimState.OPEN)
        self.granted = self.decided_at = self.decided_by_id = self.pay_by = self.compensation = None

    def pay(self, *, proof: str, at: datetime) -> None:
        self.move_to(ClaimState.PAID)
        self.paid_at, self.proof = at, proof.strip()

    def withdraw(self, *, note: str, at: datetime) -> None:
        if not note.strip():
            raise ReasonMissing(field="note")
        self.move_to(ClaimState.WITHDRAWN)
        self.decision_note, self.decided_at = note.strip(), at
