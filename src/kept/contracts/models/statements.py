"""Written statements of our service, in versions, for all customers, for a segment or for one."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.numbering import number_series
from kept.kernel.words import say
from kept.parties.enums import Segment
from kept.parties.models import Customer
from kept.people.models import Person

number_series("service_statement", "ST-{n:03}", _("Service statements"))


class ServiceStatementQuerySet(Permitted["ServiceStatement"]):
    def standing(self) -> ServiceStatementQuerySet:
        return self.filter(ended_on=None)

    def like(self, customer: Customer | None, segment: str) -> ServiceStatementQuerySet:
        """Those for the same customers."""
        return self.filter(customer=customer, segment=segment)


class ServiceStatement(Labelled, models.Model):
    """A statement of our service as it goes through its versions, and for whom it is written."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=120)
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="service_statements",
        verbose_name=_("customer"),
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = ServiceStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("service statement")
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                name="a_statement_is_for_a_segment_or_a_customer", condition=Q(segment="") | Q(customer=None)
            ),
            models.UniqueConstraint(
                fields=("customer",),
                condition=Q(ended_on=None, customer__isnull=False),
                name="a_customer_has_one_statement_standing",
            ),
            models.UniqueConstraint(
                fields=("segment",),
                condition=Q(ended_on=None, customer=None),
                name="a_segment_has_one_statement_standing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:statement", args=[self.number])

    @property
    def for_whom(self) -> str:
        if self.customer:
            return str(self.customer)
        return str(self.get_segment_display() if self.segment else _("all customers"))


class StatementVersionQuerySet(models.QuerySet["StatementVersion"]):
    def in_force(self, on: date) -> StatementVersionQuerySet:
        until = Q(valid_until=None) | Q(valid_until__gte=on)
        return self.filter(until, valid_from__lte=on)


class StatementVersion(models.Model):
    """What a statement says for a time, in each language of the company. Never changed."""

    statement = models.ForeignKey(ServiceStatement, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    words = models.JSONField(_("text"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    changed = models.CharField(_("what changed"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("written"))
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )

    objects = StatementVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a service statement")
        ordering = ("statement", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("statement", "number"), name="a_service_statement_counts_its_versions"
            ),
            models.CheckConstraint(
                name="a_version_of_a_statement_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.statement.title} v{self.number}"

    def text_in(self, language: str | None = None) -> str:
        """In that language or the reader's, else in the company's."""
        return say(self.words, language)

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or self.valid_until >= on)
