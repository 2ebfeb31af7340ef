"""The service text as it was handed to a customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.documents.models import Document
from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.parties.models import LANGUAGES, ContactPerson, Customer
from kept.people.models import Person

from ..enums import HandedHow
from .statements import StatementVersion


class HandoverQuerySet(Permitted["Handover"]):
    def shown(self) -> HandoverQuerySet:
        return self.select_related("customer", "version__statement", "contact", "by", "document")


class Handover(Labelled, models.Model):
    """A version given to a customer, and the file that was given. Never changed."""

    version = models.ForeignKey(
        StatementVersion, models.PROTECT, related_name="handovers", verbose_name=_("version")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="handovers", verbose_name=_("customer"), db_index=False
    )
    contact = models.ForeignKey(
        ContactPerson,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
    )
    taken_by = models.CharField(pgettext_lazy("service text", "taken by"), max_length=120)
    how = models.CharField(pgettext_lazy("service text", "how"), max_length=10, choices=HandedHow)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    on = models.DateField(pgettext_lazy("service text", "handed over"))
    recorded_at = models.DateTimeField(_("recorded"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("service text handed over")
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("customer", "version", "-on"), name="handover_by_customer"),)

    def __str__(self) -> str:
        return f"{self.version} · {self.taken_by}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:handover", args=[self.pk])
