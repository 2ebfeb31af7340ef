"""A strategy cycle: for the company, a segment or one customer, from the needs to the next round."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.parties.enums import Segment
from kept.parties.models import Customer
from kept.people.models import Person

from ..enums import CycleState

number_series("strategy_cycle", "SC-{yy}{mm}-{n:03}", _("Strategy cycles"))


class CycleIsClosed(Refused):
    default = _("This cycle is closed. Change the next one.")


class EvaluationMissing(Refused):
    default = _("Say what the cycle has brought before it is closed.")


class CycleQuerySet(Permitted["Cycle"]):
    def unclosed(self) -> CycleQuerySet:
        return self.exclude(state=CycleState.CLOSED)

    def of_customer(self, customer: Customer) -> CycleQuerySet:
        """Cycles that speak of this customer: its own, its segment's, the company's."""
        own = Q(customer=customer) | Q(customer=None, segment__in=("", customer.segment))
        return self.filter(own)


class Cycle(Lifecycle, models.Model):
    """One round of the five steps, ending in a strategy with versions."""

    MOVES: ClassVar = {
        CycleState.DRAFTED: {CycleState.IN_FORCE, CycleState.CLOSED},
        CycleState.IN_FORCE: {CycleState.CLOSED},
        CycleState.CLOSED: set(),
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=CycleState, default=CycleState.DRAFTED)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="cycles", verbose_name=_("customer")
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name=_("begins from")
    )
    aim = models.TextField(_("aim and direction"), blank=True)
    starts_on = models.DateField(_("begins"))
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    in_force_at = models.DateTimeField(_("in force"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    evaluation = models.TextField(_("what it has brought"), blank=True)

    SCOPES: ClassVar = {"branch": ALL}
    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy cycle")
        indexes = (models.Index(fields=("state", "-starts_on"), name="cycle_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="a_cycle_is_for_a_segment_or_a_customer", condition=Q(customer=None) | Q(segment="")
            ),
            models.UniqueConstraint(
                fields=("customer",),
                condition=Q(state="in_force", customer__isnull=False),
                name="a_customer_has_one_strategy_in_force",
            ),
            models.UniqueConstraint(
                fields=("segment",),
                condition=Q(state="in_force", customer=None),
                name="a_segment_has_one_strategy_in_force",
            ),
            models.CheckConstraint(
                name="a_strategy_in_force_has_a_moment",
                condition=~Q(state="in_force") | Q(in_force_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_closed_cycle_says_what_it_brought", condition=~Q(state="closed") | ~Q(evaluation="")
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategy:cycle", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.state != CycleState.CLOSED

    @property
    def scope_words(self) -> str:
        if self.customer_id:
            return str(self.customer)
        return str(self.get_segment_display()) if self.segment else str(_("whole company"))

    @property
    def scope(self) -> dict[str, Any]:
        """Whose records it speaks of; empty for the whole company."""
        own = {"customer_id": self.customer_id, "segment": self.segment}
        return {name: value for name, value in own.items() if value}

    @cached_property
    def newest(self) -> StrategyVersion | None:
        return self.versions.order_by("-number").select_related("put_by").first()

    def must_be_open(self) -> None:
        if not self.is_open:
            raise CycleIsClosed

    def put_in_force(self, *, at: datetime) -> None:
        """For the first time, or with what was changed since."""
        self.must_be_open()
        if self.state == CycleState.DRAFTED:
            self.move_to(CycleState.IN_FORCE)
            self.in_force_at = at

    def close(self, *, evaluation: str, person_id: int | None, at: datetime) -> None:
        if not evaluation.strip():
            raise EvaluationMissing(field="evaluation")
        self.move_to(CycleState.CLOSED)
        self.evaluation, self.closed_at, self.closed_by_id = evaluation.strip(), at, person_id


class StrategyVersion(models.Model):
    """The paper of a strategy as it was put in force. Never changed."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    paper = models.JSONField()
    put_at = models.DateTimeField(_("in force from"))
    put_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("strategy version")
        ordering = ("cycle", "-number")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "number"), name="a_strategy_counts_its_versions"),
        )

    def __str__(self) -> str:
        return f"{self.cycle.number} v{self.number}"
