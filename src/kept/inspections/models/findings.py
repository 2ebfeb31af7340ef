"""What was found wrong, by whomever, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.desk.models import Case
from kept.documents.models import Document
from kept.kernel.access import Permitted
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.people.models import Branch, Person

from ..enums import FindingSeverity, FindingSource, FindingState
from ..rules.refusals import FindingOver, ReasonMissing
from .checks import Inspection
from .supervisors import Supervisor
from .visits import MysteryVisit

number_series("finding", "FD-{yy}{mm}-{n:04}", _("Findings"))


class FindingQuerySet(Permitted["Finding"]):
    def unsettled(self) -> FindingQuerySet:
        return self.exclude(state=FindingState.CLOSED)

    def shown(self) -> FindingQuerySet:
        return self.select_related("branch", "inspection", "visit", "supervisor__person", "case", "photo")


class Finding(Lifecycle, models.Model):
    """One thing that is not as it should be."""

    MOVES: ClassVar = {
        FindingState.OPEN: {FindingState.TAKEN_UP, FindingState.CLOSED},
        FindingState.TAKEN_UP: {FindingState.CLOSED},
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    source = models.CharField(_("found by"), max_length=12, choices=FindingSource)
    severity = models.CharField(
        _("severity"), max_length=8, choices=FindingSeverity, default=FindingSeverity.MINOR
    )
    state = models.CharField(_("state"), max_length=8, choices=FindingState, default=FindingState.OPEN)
    what = models.TextField(_("what was found"))
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    inspection = models.ForeignKey(
        Inspection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("inspection"),
    )
    visit = models.ForeignKey(
        MysteryVisit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("mystery check"),
    )
    supervisor = models.ForeignKey(
        Supervisor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("social supervisor"),
    )
    answer = models.TextField(_("answer to the supervisor"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    photo = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("case")
    )
    found_at = models.DateTimeField(_("found"))
    found_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("settled"), null=True, blank=True)
    result = models.TextField(_("what came of it"), blank=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        indexes = (models.Index(fields=("branch", "-found_at"), name="finding_by_branch"),)
        constraints = (
            models.CheckConstraint(
                name="an_answer_to_a_supervisor_has_a_moment",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_settled_finding_says_what_came_of_it",
                condition=~Q(state="closed") | (Q(closed_at__isnull=False) & ~Q(result="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.what[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:finding", args=[self.number])

    def take_up(self) -> None:
        """Something is done about it."""
        if self.state == FindingState.CLOSED:
            raise FindingOver
        if self.state == FindingState.OPEN:
            self.move_to(FindingState.TAKEN_UP)

    def settle(self, *, result: str, at: datetime) -> None:
        if self.state == FindingState.CLOSED:
            raise FindingOver
        if not result.strip():
            raise ReasonMissing(field="result")
        self.move_to(FindingState.CLOSED)
        self.result, self.closed_at = result.strip(), at
