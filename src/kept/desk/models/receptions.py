"""Who came to us: a visit is a contact with what the reception notes."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.access import Permitted
from kept.kernel.errors import Refused
from kept.people.models import Person

from .contacts import Contact


class LeftAlready(Refused):
    default = _("This visitor has left already.")


class LeftBeforeArriving(Refused):
    default = _("Nobody leaves before arriving.")


class ReceptionQuerySet(Permitted["Reception"]):
    def in_the_house(self) -> Self:
        return self.filter(left_at=None)

    def shown(self) -> Self:
        return self.select_related("contact__customer", "contact__branch", "received_by")


class Reception(models.Model):
    """A visitor from arriving to leaving. Name, phone, customer and branch stand in the contact."""

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="reception")
    company = models.CharField(_("company of the visitor"), max_length=120, blank=True)
    people = models.PositiveSmallIntegerField(_("how many"), default=1)
    purpose = models.CharField(_("purpose"), max_length=200)
    received_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("a visit", "received by"),
    )
    arrived_at = models.DateTimeField(_("arrived"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    agreed = models.TextField(_("what was agreed"), blank=True)

    SCOPES: ClassVar = {"branch": ("contact__branch",), "customer": ("contact__customer",)}
    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = (
            models.Index(fields=("arrived_at",), name="visitor_in_the_house", condition=Q(left_at=None)),
            models.Index(fields=("-arrived_at", "-id"), name="visit_by_moment"),
        )
        constraints = (
            models.CheckConstraint(
                name="a_visitor_leaves_after_arriving",
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.contact.number} {self.contact.who}"

    def get_absolute_url(self) -> str:
        return reverse("desk:visit", args=[self.contact.number])

    @property
    def number(self) -> str:
        return self.contact.number

    def leave(self, *, agreed: str, at: datetime) -> None:
        if self.left_at is not None:
            raise LeftAlready
        if at < self.arrived_at:
            raise LeftBeforeArriving(field="left_at")
        self.left_at, self.agreed = at, agreed.strip()
