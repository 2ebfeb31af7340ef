"""The end of a shift: what goes from one person to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.people.models import Branch, Person

from .cases import Case
from .contacts import Contact
from .followups import FollowUp


class HandOverQuerySet(Permitted["HandOver"]):
    def open(self) -> Self:
        """Offered, and neither taken over nor withdrawn."""
        return self.filter(settled_at=None)

    def holding(
        self, cases: Sequence[Case], contacts: Sequence[Contact], follow_ups: Sequence[FollowUp]
    ) -> Self:
        return self.filter(
            Q(cases__in=cases) | Q(contacts__in=contacts) | Q(follow_ups__in=follow_ups)
        ).distinct()

    def between(self, person_id: int | None) -> Self:
        return self.filter(Q(taker=person_id) | Q(giver=person_id))

    def shown(self) -> Self:
        return self.select_related("giver", "taker").prefetch_related("cases", "contacts", "follow_ups")


class HandOver(models.Model):
    """Cases, waiting contacts and follow-ups offered to a colleague with a word, and what was taken over.

    While it is open it holds what is offered, afterwards what was taken.
    """

    giver = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("given by"))
    taker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("taken by"))
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+")
    cases = models.ManyToManyField(Case, related_name="hand_overs", blank=True)
    contacts = models.ManyToManyField(Contact, related_name="hand_overs", blank=True)
    follow_ups = models.ManyToManyField(FollowUp, related_name="hand_overs", blank=True)
    offered = models.PositiveIntegerField(_("things offered"), default=0)
    taken = models.PositiveIntegerField(_("things taken over"), default=0)
    promises = models.PositiveIntegerField(_("promises"), default=0)
    note = models.TextField(_("note"), blank=True)
    reply = models.TextField(_("reply"), blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over of a shift")
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("taker",), name="hand_over_open", condition=Q(settled_at=None)),)
        constraints = (
            models.CheckConstraint(
                name="no_more_is_taken_over_than_was_offered", condition=Q(taken__lte=models.F("offered"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    def get_absolute_url(self) -> str:
        return reverse("desk:shift_taking", args=[self.pk])

    @property
    def left(self) -> int:
        """How much of what was offered stayed with the giver."""
        return self.offered - self.taken

    @property
    def records(self) -> list[Any]:
        return [*self.cases.all(), *self.contacts.all(), *self.follow_ups.all()]
