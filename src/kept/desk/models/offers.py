"""What we offered a customer in an exception, and what was chosen."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.parties.models import Customer

from ..enums import OfferChoice
from .cases import Case


def _token() -> str:
    return secrets.token_urlsafe(24)


class Offer(models.Model):
    """Ways out of an exception for one customer, behind an unguessable link. Chosen once."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="offers")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("customer"))
    token = models.CharField(max_length=43, unique=True, default=_token)
    options = models.JSONField(_("we offer"), default=list)
    offered_at = models.DateTimeField(_("offered"))
    choice = models.CharField(_("chosen"), max_length=14, choices=OfferChoice, blank=True)
    wanted_day = models.DateField(_("wanted day"), null=True, blank=True)
    said = models.CharField(_("remark"), max_length=200, blank=True)
    chosen_at = models.DateTimeField(_("chosen at"), null=True, blank=True)
    by_link = models.BooleanField(_("by the customer"), default=False)

    SCOPES: ClassVar = {"branch": ("case__branch",), "customer": ("customer",)}
    objects = Permitted["Offer"].as_manager()

    class Meta:
        verbose_name = _("offer")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("case", "customer"), name="a_customer_is_offered_once_in_a_case"),
            models.CheckConstraint(
                name="a_choice_has_a_moment", condition=Q(choice="") | Q(chosen_at__isnull=False)
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("desk:offer", args=[self.token])
