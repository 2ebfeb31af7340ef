"""Where what is got falls short of what is wanted."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.numbering import number_series
from kept.parties.enums import Segment
from kept.parties.models import Customer
from kept.people.models import Branch
from kept.promises.enums import Term
from kept.promises.kinds import KINDS
from kept.surveys.enums import ItemClass
from kept.surveys.models import Item, Survey

from ..enums import GapSource, GapState
from ..rules import priority_of

number_series("gap", "GP-{yy}{mm}-{n:03}", _("Gaps"))


class GapQuerySet(Permitted["Gap"]):
    def unclosed(self) -> GapQuerySet:
        return self.exclude(state=GapState.CLOSED)

    def ranked(self) -> GapQuerySet:
        return self.order_by("-priority", "-id")

    def beside_the_last_search(self) -> GapQuerySet:
        """Each with the moment of the last search, whether or not that search could measure it."""
        newest = Gap.objects.order_by("-as_of").values("as_of")[:1]
        return self.annotate(searched_at=Subquery(newest))


class Gap(models.Model):
    """Wanted minus got, positive when something is missing, with the figures as they stood."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    source = models.CharField(_("seen in"), max_length=16, choices=GapSource)
    state = models.CharField(_("state"), max_length=8, choices=GapState, default=GapState.OPEN)
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="gaps")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="gaps")
    promise_kind = models.CharField(_("promise"), max_length=30, blank=True)
    component = models.CharField(_("component"), max_length=12, choices=Term, blank=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="gaps", verbose_name=_("customer")
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="gaps", verbose_name=_("branch")
    )
    key = models.CharField(max_length=120, editable=False)
    wanted = models.DecimalField(_("wanted"), max_digits=12, decimal_places=6)
    got = models.DecimalField(_("got"), max_digits=12, decimal_places=6)
    gap = models.DecimalField(_("gap"), max_digits=12, decimal_places=6)
    width = models.DecimalField(_("share of the scale"), max_digits=8, decimal_places=6)
    importance = models.DecimalField(_("importance"), max_digits=8, decimal_places=6)
    priority = models.DecimalField(_("priority"), max_digits=8, decimal_places=6)
    basis = models.PositiveIntegerField(_("records behind it"))
    item_class = models.CharField(_("class"), max_length=12, blank=True)
    since = models.DateTimeField(_("measured from"))
    until = models.DateTimeField(_("measured until"))
    as_of = models.DateTimeField(_("as of"))
    evidence = models.JSONField(_("evidence"), default=dict)
    closed_at = models.DateTimeField(null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap")
        indexes = (
            models.Index(fields=("-priority", "-id"), name="gap_by_priority"),
            models.Index(fields=("customer", "state"), name="gap_by_customer"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("key",), condition=~Q(state="closed"), name="a_shortfall_is_one_gap_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} · {self.scope_words}"

    def get_absolute_url(self) -> str:
        return reverse("strategy:gap", args=[self.number])

    @property
    def is_rate(self) -> bool:
        """Whether the figures are shares of one; else they are marks of a survey's scale."""
        return self.source != GapSource.SURVEY_ITEM

    @property
    def what(self) -> str:
        """What falls short, in the reader's words."""
        if self.source == GapSource.SURVEY_ITEM:
            return str(self.item)
        if self.source == GapSource.PROMISE_KIND:
            kind = KINDS.get(self.promise_kind)
            return str(kind.words) if kind else self.promise_kind
        if self.source == GapSource.COMPONENT:
            return str(_("Service level: %(part)s") % {"part": self.get_component_display()})
        return str(_("Service level"))

    @property
    def class_words(self) -> str:
        return str(ItemClass(self.item_class).label) if self.item_class else ""

    @property
    def scope_words(self) -> str:
        parts = [
            str(self.customer or ""),
            str(self.get_segment_display()) if self.segment else "",
            str(self.branch or ""),
        ]
        return " · ".join(filter(None, parts)) or str(_("whole company"))

    def scope(self) -> dict[str, Any]:
        """Whose records it speaks of; empty for the whole company."""
        own = {"customer_id": self.customer_id, "segment": self.segment, "branch_id": self.branch_id}
        return {name: value for name, value in own.items() if value}

    def seen_otherwise(self) -> models.QuerySet[Gap]:
        """Gaps about the same promise and the same people: what is felt beside what was done."""
        same = Gap.objects.unclosed().filter(
            promise_kind=self.promise_kind,
            customer=self.customer_id,
            segment=self.segment,
            branch=self.branch_id,
        )
        return same.exclude(pk=self.pk) if self.promise_kind else same.none()

    @property
    def last_search(self) -> datetime | None:
        """Its moment, where the gap was read with `beside_the_last_search`."""
        return getattr(self, "searched_at", None)

    @property
    def is_unmeasured(self) -> bool:
        """Whether the last search could not measure it, so that its figures are older."""
        return self.state == GapState.OPEN and self.last_search is not None and self.as_of < self.last_search

    def weigh(self) -> None:
        self.gap = self.wanted - self.got
        self.priority = priority_of(self.importance, self.width)
