"""What belongs to a case: notes, shipments, and what the customer thought of it."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.people.models import Person

from ..enums import LinkSort
from .cases import Case


class CaseNote(models.Model):
    """A remark of ours; the customer never sees it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("note"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("note")
        ordering = ("-at", "-id")


class CaseShipment(models.Model):
    """One of the shipments that a case is about, and when its customer was told."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="shipments")
    shipment = models.ForeignKey("transport.Shipment", models.PROTECT, related_name="case_links")
    linked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("shipment of a case")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("case", "shipment"), name="a_case_names_a_shipment_once"),
        )


class CaseLinkQuerySet(models.QuerySet["CaseLink"]):
    def of(self, case: Case) -> Self:
        """Links from and to a case."""
        return self.filter(Q(case=case) | Q(other=case))

    def between(self, one: Case, two: Case) -> Self:
        return self.filter(Q(case=one, other=two) | Q(case=two, other=one))


class CaseLink(models.Model):
    """Two cases that have to do with each other; `causes` and `split` read from `case` to `other`."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, models.CASCADE, related_name="linked_from")
    sort = models.CharField(_("how"), max_length=10, choices=LinkSort)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of two cases")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("case", "other"), name="two_cases_are_linked_once"),
            models.CheckConstraint(
                name="a_case_is_not_linked_to_itself", condition=~Q(case=models.F("other"))
            ),
        )


def _token() -> str:
    return secrets.token_urlsafe(24)


class Opinion(models.Model):
    """What the customer thought of how a case was handled; asked once, answered once."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="opinion")
    token = models.CharField(max_length=43, unique=True, default=_token)
    rating = models.PositiveSmallIntegerField(
        _("rating"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    is_solved = models.BooleanField(_("solved for the customer"), null=True, blank=True)
    text = models.TextField(_("opinion"), blank=True)
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("case__branch",), "customer": ("case__customer",)}
    objects = Permitted["Opinion"].as_manager()

    class Meta:
        verbose_name = _("opinion")
        constraints = (
            models.CheckConstraint(
                name="a_rating_is_one_to_five", condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5)
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("desk:opinion", args=[self.token])
