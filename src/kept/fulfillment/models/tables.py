"""The tracking table of a day, as it was published to a customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.parties.models import Customer
from kept.people.models import Person


class TrackingTable(models.Model):
    """What we told a customer about its shipments on a day. Never changed; a later one is a new row.

    `rows` maps a waybill number to its cells by column code, as plain values.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tracking_tables", db_index=False)
    day = models.DateField(_("day"))
    number = models.PositiveSmallIntegerField(_("publication of the day"))
    columns = models.JSONField(_("columns"), default=list)
    rows = models.JSONField(default=dict)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = Permitted["TrackingTable"].as_manager()

    class Meta:
        verbose_name = _("tracking table")
        constraints = (
            models.UniqueConstraint(
                fields=("customer", "day", "number"), name="publications_of_a_day_are_counted"
            ),
        )
        indexes = (models.Index(fields=("customer", "-id"), name="table_by_customer"),)

    def __str__(self) -> str:
        return f"{self.customer} {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("fulfillment:published", args=[self.customer.number, self.pk])
