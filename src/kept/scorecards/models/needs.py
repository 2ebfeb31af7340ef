"""Needs rated by five criteria, each with the service level that it deserves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.access import ALL, Permitted
from kept.methods.differentiation import Criterion
from kept.parties.enums import Segment
from kept.parties.models import Customer
from kept.people.models import Person

MARKS: dict[Criterion, str] = {each: f"mark_{each.value}" for each in Criterion}
"""In which field the mark of a criterion stands."""


def _mark(words: object) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(words)  # type: ignore[arg-type]


class NeedRatingQuerySet(Permitted["NeedRating"]):
    def current(self) -> NeedRatingQuerySet:
        """Of each need of somebody the newest rating."""
        later = NeedRating.objects.filter(
            Q(customer=OuterRef("customer")) | Q(customer=None, segment=OuterRef("segment")),
            need=OuterRef("need"),
            pk__gt=OuterRef("pk"),
        )
        return self.filter(~Exists(later))


class NeedRating(models.Model):
    """A need of a customer or a segment, its five marks from 1 to 5, and the level derived then.

    Rows are added, never changed: the newest of the same need counts.
    """

    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    need = models.CharField(_("need"), max_length=120)
    mark_cost = _mark(_("cost of fulfilling it"))
    mark_customer = _mark(_("importance of the customer"))
    mark_acceptable = _mark(_("cost that the customer accepts"))
    mark_need = _mark(_("importance of the need"))
    mark_competitor = _mark(_("how good competitors are at it"))
    score = models.DecimalField(pgettext_lazy("of a need", "score"), max_digits=7, decimal_places=6)
    level = models.DecimalField(_("derived level"), max_digits=7, decimal_places=6)
    why = models.CharField(_("what it rests on"), max_length=200, blank=True)
    rated_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("rated by")
    )
    rated_at = models.DateTimeField(_("rated"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = NeedRatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rated need")
        verbose_name_plural = _("rated needs")
        indexes = (models.Index(fields=("customer", "segment", "need", "-id"), name="need_rating_newest"),)
        constraints = (
            models.CheckConstraint(
                name="a_need_is_of_a_customer_or_a_segment",
                condition=Q(customer__isnull=False, segment="") | (Q(customer=None) & ~Q(segment="")),
            ),
            *(
                models.CheckConstraint(
                    name=f"a_need_has_a_{field}_from_1_to_5",
                    condition=Q(**{f"{field}__gte": 1, f"{field}__lte": 5}),
                )
                for field in MARKS.values()
            ),
        )

    def __str__(self) -> str:
        return self.need

    @property
    def whom(self) -> str:
        return str(self.customer) if self.customer else str(self.get_segment_display())
