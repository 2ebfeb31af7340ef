"""Charges that a customer disputes: held until somebody decides."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.errors import Refused
from kept.kernel.money import Money
from kept.people.models import Person

from ..enums import HoldOutcome
from ..rules import ReasonMissing
from .charges import Charge


class DecidedAlready(Refused):
    default = _("This has been decided already.")


class ChargeHoldQuerySet(Permitted["ChargeHold"]):
    def undecided(self) -> ChargeHoldQuerySet:
        return self.filter(decided_at=None)

    def of_matter(self, number: str) -> ChargeHoldQuerySet:
        return self.filter(matter=number)

    def shown(self) -> ChargeHoldQuerySet:
        return self.select_related("charge__customer", "held_by", "decided_by")


class ChargeHold(models.Model):
    """Why a charge waits, and what was decided: it stands, or the customer gets a part or all of it back."""

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="holds", verbose_name=_("charge"))
    matter = models.CharField(_("matter"), max_length=20, db_index=True)
    why = models.TextField(_("reason"))
    held_at = models.DateTimeField(_("held"))
    held_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("held by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=HoldOutcome, blank=True)
    credited = models.BigIntegerField(_("credited"), default=0)
    note = models.TextField(_("note on the decision"), blank=True)

    SCOPES: ClassVar = {"branch": ("charge__branch",)}
    objects = ChargeHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("disputed charge")
        constraints = (
            models.UniqueConstraint(
                fields=("charge",), name="a_charge_is_held_once", condition=Q(decided_at=None)
            ),
            models.CheckConstraint(
                name="a_decided_hold_says_its_outcome",
                condition=Q(decided_at=None, outcome="")
                | (Q(decided_at__isnull=False) & ~Q(outcome="") & ~Q(note="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.charge.number} · {self.matter}"

    def get_absolute_url(self) -> str:
        return reverse("billing:hold", args=[self.pk])

    @property
    def number(self) -> str:
        return self.charge.number

    @property
    def credited_money(self) -> Money:
        return Money(self.credited, self.charge.currency)

    def decide(self, *, credited: int, note: str, person_id: int | None, at: datetime) -> None:
        """Raises DecidedAlready, or ReasonMissing without a note."""
        if self.decided_at is not None:
            raise DecidedAlready
        if not note.strip():
            raise ReasonMissing(field="note")
        whole = credited >= self.charge.amount
        given_back = HoldOutcome.REVERSED if whole else HoldOutcome.CREDITED
        self.outcome = given_back if credited else HoldOutcome.STANDS
        self.credited, self.note = credited, note.strip()
        self.decided_at, self.decided_by_id = at, person_id
