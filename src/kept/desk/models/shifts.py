"""The end of a shift: what goes from one person to another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.people.models import Branch, Person

from .cases import Case
from .contacts import Contact


class HandOver(models.Model):
    """Cases and waiting contacts that changed hands, with a word for the next."""

    giver = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("given by"))
    taker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("taken by"))
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+")
    cases = models.ManyToManyField(Case, related_name="hand_overs", blank=True)
    contacts = models.ManyToManyField(Contact, related_name="hand_overs", blank=True)
    promises = models.PositiveIntegerField(_("promises"), default=0)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField()

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = Permitted["HandOver"].as_manager()

    class Meta:
        verbose_name = _("hand-over of a shift")
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"
