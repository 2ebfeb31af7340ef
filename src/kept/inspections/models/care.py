"""What customers need, what is made for them alone, and when nobody has spoken with them for too long."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.desk.models import FollowUp
from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.numbering import number_series
from kept.parties.models import Customer
from kept.people.models import Person

from ..enums import CustomSort, NeedGroup, Weight
from ..rules.refusals import NothingChanged
from .standards import Standard

number_series("need", "ND-{yy}{mm}-{n:04}", _("Needs"))


class NeedQuerySet(Permitted["Need"]):
    def lasting(self) -> NeedQuerySet:
        return self.filter(ended_on=None)

    def shown(self) -> NeedQuerySet:
        return self.select_related("customer", "service")


class Need(Labelled, models.Model):
    """One need of a customer, in a group of needs, so that like is laid beside like."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="needs", verbose_name=_("customer"))
    group = models.CharField(_("kind of need"), max_length=12, choices=NeedGroup)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    words = models.TextField(_("what is needed"))
    importance = models.PositiveSmallIntegerField(_("importance"), choices=Weight, default=Weight.MIDDLE)
    heard_in = models.CharField(_("heard in"), max_length=120, blank=True)
    since = models.DateField(_("since"))
    changed_at = models.DateTimeField(_("changed"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        indexes = (models.Index(fields=("customer", "group"), name="need_by_customer"),)
        constraints = (
            models.CheckConstraint(
                name="a_need_weighs_one_to_five", condition=Q(importance__gte=1, importance__lte=5)
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.words[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:need", args=[self.number])

    def change(self, *, words: str, importance: int, at: datetime) -> NeedChange:
        """What it was stays readable. Raises NothingChanged."""
        if (words.strip(), importance) == (self.words, self.importance):
            raise NothingChanged(field="words")
        was = NeedChange(need=self, words=self.words, importance=self.importance, at=at)
        self.words, self.importance, self.changed_at = words.strip(), importance, at
        return was


class NeedChange(Labelled, models.Model):
    """What a need was until a moment, why it changed, and the review of the service level it set off."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="changes")
    words = models.TextField(_("what was needed"))
    importance = models.PositiveSmallIntegerField(_("importance"), choices=Weight)
    why = models.CharField(_("why"), max_length=200, blank=True)
    at = models.DateTimeField(_("changed"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    review = models.ForeignKey(FollowUp, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("change of a need")
        ordering = ("-at", "-id")


class CustomizationQuerySet(Permitted["Customization"]):
    def lasting(self, on: date) -> CustomizationQuerySet:
        return self.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))

    def shown(self) -> CustomizationQuerySet:
        return self.select_related("customer", "service", "standard", "need")


class Customization(Labelled, models.Model):
    """A service item made for one customer, or a standard held higher for them."""

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="customizations", verbose_name=_("customer")
    )
    sort = models.CharField(_("kind"), max_length=8, choices=CustomSort)
    what = models.CharField(_("what is done"), max_length=200)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    standard = models.ForeignKey(
        Standard, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service standard")
    )
    need = models.ForeignKey(
        Need, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("need")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = CustomizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("customised service")
        indexes = (models.Index(fields=("customer", "sort"), name="customization_by_customer"),)

    def __str__(self) -> str:
        return self.what


class Silence(models.Model):
    """Nobody has spoken with a customer for longer than planned; over as soon as somebody does."""

    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="silences", verbose_name=_("customer")
    )
    last_at = models.DateTimeField(_("last contact"), null=True)
    days = models.PositiveIntegerField(_("planned every"))
    told_at = models.DateTimeField(_("told"))
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("silence of a customer")
        constraints = (
            models.UniqueConstraint(
                fields=("customer",),
                condition=Q(ended_at=None),
                name="a_silence_is_told_once",
            ),
        )
