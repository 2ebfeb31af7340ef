"""What a person noted about the elements before a transaction that no record tells."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.parties.models import Customer
from kept.people.models import Person

from ..enums import NOTED, Element


class PreparationNote(Labelled, models.Model):
    """Somebody found an element in place or not on a day. The newest counts, the earlier ones stay."""

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="preparation_notes", verbose_name=_("customer"), db_index=False
    )
    element = models.CharField(
        pgettext_lazy("before a transaction", "element"), max_length=12, choices=Element
    )
    is_in_place = models.BooleanField(_("in place"))
    on = models.DateField(_("day"))
    remark = models.CharField(_("remark"), max_length=300)
    noted_at = models.DateTimeField(_("recorded"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = Permitted["PreparationNote"].as_manager()

    class Meta:
        verbose_name = _("note on an element before the transaction")
        ordering = ("-on", "-id")
        indexes = (
            models.Index(fields=("customer", "element", "-on", "-id"), name="preparation_by_customer"),
        )
        constraints = (
            models.CheckConstraint(
                name="only_what_no_record_tells_is_noted",
                condition=Q(element__in=[str(element) for element in NOTED]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer} · {self.get_element_display()}"
