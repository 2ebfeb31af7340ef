"""What is required at each step of an operation, and what was found there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kept.catalog.models import Service
from kept.desk.models import Case
from kept.documents.models import Document
from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.numbering import number_series
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.people.models import Person
from kept.transport.models import Shipment

from ..enums import Hand, Operation, StepVerdict
from ..rules.refusals import ReasonMissing, RequirementOver
from .standards import Standard

number_series("requirement", "SR-{n:03}", _("Requirements at steps"))
TONES = {StepVerdict.KEPT: "kept", StepVerdict.NOT_KEPT: "broken", StepVerdict.NOT_APPLICABLE: "quiet"}


class RequirementQuerySet(Permitted["Requirement"]):
    def in_force(self) -> RequirementQuerySet:
        return self.filter(retired_at=None)

    def shown(self) -> RequirementQuerySet:
        return self.select_related("customer", "service", "standard")

    def concerning(
        self, *, customer: int, services: Collection[int], further: Collection[str]
    ) -> RequirementQuerySet:
        """For everybody or this customer, and for every service or one of these; retired ones too."""
        of_service = Q(service=None) | Q(service__in=services) | Q(service__code__in=further)
        return self.filter(of_service, Q(customer=None) | Q(customer=customer))


class Requirement(Labelled, models.Model):
    """What is to be seen to at one step: for all, one customer, one service, or both."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    step = models.CharField(_("step of the operation"), max_length=12, choices=Operation)
    text = models.TextField(_("what is required"))
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    standard = models.ForeignKey(
        Standard,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="requirements",
        verbose_name=_("service standard"),
    )
    wants_check = models.BooleanField(_("check demanded"), default=True)
    wants_photo = models.BooleanField(_("photo demanded"), default=False)
    responsible = models.CharField(_("responsible"), max_length=16, choices=Hand, blank=True)
    added_at = models.DateTimeField(_("in force since"))
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    retired_why = models.CharField(_("why it was retired"), max_length=200, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement at a step")
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                name="a_photo_is_demanded_with_a_check",
                condition=Q(wants_photo=False) | Q(wants_check=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:requirement", args=[self.number])

    @property
    def scope_words(self) -> str:
        """For whom it counts."""
        said = [str(each) for each in (self.customer, self.service) if each is not None]
        return " · ".join(said) or say("all customers and services")

    @property
    def demand_words(self) -> str:
        if not self.wants_check:
            return pgettext("demanded at a step", "to be known")
        return say("check with photo") if self.wants_photo else say("check")

    @property
    def state_shown(self) -> tuple[str, str]:
        if self.retired_at:
            return "ended", pgettext("requirement", "Retired")
        return "active", pgettext("requirement", "In force")

    def in_force_on(self, day: date) -> bool:
        """Whether it counted for a step that was passed on this day."""
        return localdate(self.added_at) <= day and (
            self.retired_at is None or day < localdate(self.retired_at)
        )

    def retire(self, *, why: str, at: datetime) -> None:
        if self.retired_at:
            raise RequirementOver
        if not why.strip():
            raise ReasonMissing(field="why")
        self.retired_at, self.retired_why = at, why.strip()


class StepAnswerQuerySet(Permitted["StepAnswer"]):
    def current(self) -> StepAnswerQuerySet:
        return self.filter(replaced_at=None)

    def about(self, subject: Order | Shipment) -> StepAnswerQuerySet:
        return self.filter(**{"order" if isinstance(subject, Order) else "shipment": subject})

    def shown(self) -> StepAnswerQuerySet:
        return self.select_related(
            "requirement",
            "order__customer",
            "shipment__customer",
            "answered_by",
            "photo",
            "case",
        )


class StepAnswer(Labelled, models.Model):
    """What a check said, by whom and when. A later answer replaces it; both stay."""

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="answers", verbose_name=_("requirement")
    )
    order = models.ForeignKey(
        Order, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("order")
    )
    shipment = models.ForeignKey(
        Shipment, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("shipment")
    )
    asked = models.TextField(_("what was asked"))
    verdict = models.CharField(_("answer"), max_length=8, choices=StepVerdict)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    photo = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    answered_at = models.DateTimeField(_("answered"))
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("checked by")
    )
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("case")
    )

    SCOPES: ClassVar = {
        "branch": ("order__branch", "shipment__branch"),
        "customer": ("order__customer", "shipment__customer"),
        "partner": ("shipment__carrier",),
    }
    objects = StepAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a step")
        ordering = ("-answered_at", "-pk")
        indexes = (models.Index(fields=("-answered_at",), name="step_answer_by_moment"),)
        constraints = (
            models.CheckConstraint(
                name="a_check_is_of_an_order_or_a_shipment",
                condition=Q(order__isnull=True, shipment__isnull=False)
                | Q(order__isnull=False, shipment__isnull=True),
            ),
            models.CheckConstraint(
                name="what_was_not_kept_has_a_remark", condition=~Q(verdict="not_kept") | ~Q(remark="")
            ),
            models.UniqueConstraint(
                fields=("order", "requirement"),
                name="a_check_of_an_order_has_one_answer",
                condition=Q(replaced_at=None, order__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("shipment", "requirement"),
                name="a_check_of_a_shipment_has_one_answer",
                condition=Q(replaced_at=None, shipment__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.requirement.number} {self.get_verdict_display()}"

    @property
    def subject(self) -> Order | Shipment:
        found = self.order or self.shipment
        assert found is not None
        return found

    @property
    def verdict_shown(self) -> tuple[str, str]:
        return TONES[StepVerdict(self.verdict)], self.get_verdict_display()

    @property
    def is_broken(self) -> bool:
        return self.verdict == StepVerdict.NOT_KEPT

    @property
    def was_reworded(self) -> bool:
        """Whether the requirement reads otherwise now than when this was answered."""
        return self.asked != self.requirement.text
