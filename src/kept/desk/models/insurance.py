"""Insurance reports: damage and loss told to the insurer in time, with the reference that it gave."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.people.models import Person
from kept.promises.models import Promise
from kept.transport.models import Shipment

from ..enums import InsuranceState
from .cases import Case
from .claims import Claim
from .clocked import Clocked, attach_promises, most_pressing

number_series("insurance_report", "IR-{yy}{mm}-{n:04}", _("Insurance reports"))


class InsuranceReportQuerySet(Clocked["InsuranceReport"]):
    def shown(self) -> InsuranceReportQuerySet:
        related = ("case", "shipment__customer", "reported_by", "claim")
        return self.select_related(*related).with_promises()


class InsuranceReport(Lifecycle, models.Model):
    """That insured goods were damaged or lost: owed to the insurer, reported, closed with what came of it."""

    MOVES: ClassVar = {
        InsuranceState.DUE: {InsuranceState.REPORTED, InsuranceState.CLOSED},
        InsuranceState.REPORTED: {InsuranceState.CLOSED},
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="insurance_reports", verbose_name=_("case"))
    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="+", verbose_name=_("shipment"))
    state = models.CharField(_("state"), max_length=10, choices=InsuranceState, default=InsuranceState.DUE)
    made_at = models.DateTimeField(_("made"))
    insurer = models.CharField(_("insurer"), max_length=120, blank=True)
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True)
    reported_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )
    spoke_with = models.CharField(_("spoke with"), max_length=80, blank=True)
    reference = models.CharField(_("insurer's reference"), max_length=60, blank=True)
    facts = models.TextField(_("facts"), blank=True)
    claim = models.OneToOneField(
        Claim,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="insurance_report",
        verbose_name=_("claim"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=200, blank=True)

    SCOPES: ClassVar = {"branch": ("case__branch",), "team": ("case__team",)}
    objects = InsuranceReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("insurance report")
        verbose_name_plural = _("insurance reports")
        constraints = (
            models.UniqueConstraint(fields=("case", "shipment"), name="goods_are_reported_once_in_a_case"),
            models.CheckConstraint(
                name="what_was_reported_names_insurer_and_moment",
                condition=~Q(state="reported") | (~Q(insurer="") & Q(reported_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_closed_report_says_when_and_what_came_of_it",
                condition=~Q(state="closed") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("desk:insurance_report", args=[self.number])

    @property
    def declared(self) -> Money | None:
        value = self.shipment.declared_value
        return None if value is None else Money(value, self.shipment.currency)

    @cached_property
    def promises(self) -> list[Promise]:
        attach_promises([self])
        return list(self.__dict__["promises"])

    @property
    def pressing(self) -> Promise | None:
        return most_pressing(self.promises)

    def report(self, *, insurer: str, facts: str, at: datetime, person_id: int | None) -> None:
        self.move_to(InsuranceState.REPORTED)
        self.insurer, self.facts, self.reported_at, self.reported_by_id = insurer, facts, at, person_id

    def close(self, *, outcome: str, at: datetime) -> None:
        self.move_to(InsuranceState.CLOSED)
        self.outcome, self.closed_at = outcome, at
