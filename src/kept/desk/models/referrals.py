"""What a case sets going in our own house: a branch that is asked for the result, a word to the head."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.parties.models import Customer
from kept.people.models import Branch, Person

from ..enums import ReportSort
from .cases import Case


class Referral(models.Model):
    """A case at the service department goes to a branch, whose manager returns the result.

    The branch keeps the form; one copy goes to the operations service department. Each step has its moment.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="referrals")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="referrals", verbose_name=_("branch"))
    ask = models.TextField(_("what the branch is asked"))
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    result = models.TextField(_("result"), blank=True)
    returned_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)
    copied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    copied_at = models.DateTimeField(_("copy received"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch", "case__branch")}
    objects = Permitted["Referral"].as_manager()

    class Meta:
        verbose_name = _("referral to a branch")
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "branch"),
                name="a_branch_is_asked_once_at_a_time",
                condition=Q(returned_at=None),
            ),
        )

    @property
    def is_open(self) -> bool:
        return self.returned_at is None


class UpwardReport(models.Model):
    """An important fact, demand or suggestion of a customer, told to the head of the department."""

    sort = models.CharField(_("what it is"), max_length=12, choices=ReportSort)
    text = models.TextField(_("what the head must know"))
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="reports")
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("reported"))
    decision = models.TextField(_("decision"), blank=True)
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = Permitted["UpwardReport"].as_manager()

    class Meta:
        verbose_name = _("report upward")
        ordering = ("-at", "-id")

    @property
    def number(self) -> str:
        return self.case.number if self.case else ""
