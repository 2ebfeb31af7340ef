"""How a client wants its own customers to be served, as the client wrote it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.documents.models import Document
from kept.kernel.access import ALL, Permitted
from kept.parties.models import Customer
from kept.people.models import Person


class ClientPolicyQuerySet(Permitted["ClientPolicy"]):
    def in_force(self, on: date) -> ClientPolicyQuerySet:
        """Of each client the newest version that had begun by that day."""
        begun = ClientPolicy.objects.filter(customer=OuterRef("customer"), valid_from__lte=on)
        return self.filter(pk=Subquery(begun.order_by("-version").values("pk")[:1]))

    def shown(self) -> ClientPolicyQuerySet:
        return self.select_related("customer", "document", "made_by")


class ClientPolicy(models.Model):
    """A version of a client's customer-service policy: text, file or both. Never changed."""

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="client_policies", verbose_name=_("customer")
    )
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    valid_from = models.DateField(_("valid from"))
    changed = models.CharField(_("what changed"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("written"))
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = ClientPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("client's service policy")
        ordering = ("customer", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("customer", "version"), name="a_client_policy_counts_its_versions"
            ),
            models.CheckConstraint(
                name="a_client_policy_says_something", condition=~Q(text="") | Q(document__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:client_policy", args=[self.pk])
