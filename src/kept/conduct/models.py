"""Fines: the table, with its history, and what somebody decided. Nothing is fined without a human's word."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.desk.models import Case
from kept.kernel.access import Permitted
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.people.models import Branch, Person

from .enums import STEPS, Consequence, FineKind, FineState
from .rules import OutsideTheTable, ReasonMissing

number_series("fine", "FN-{yy}{mm}-{n:04}", _("Fines"))


class Tariff(models.Model):
    """What one kind of fine costs, from a moment on. Earlier rows stay. Amounts in minor units."""

    kind = models.CharField(_("for what"), max_length=16, choices=FineKind)
    lowest = models.BigIntegerField(pgettext_lazy("of a fine", "from"))
    highest = models.BigIntegerField(pgettext_lazy("of a fine", "up to"))
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    consequence = models.CharField(_("consequence"), max_length=12, choices=Consequence, blank=True)
    valid_from = models.DateTimeField(_("valid from"))
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("row of the table of fines")
        ordering = ("-valid_from", "-id")
        constraints = (
            models.CheckConstraint(
                name="a_fine_goes_from_the_lowest_to_the_highest",
                condition=Q(lowest__gte=0, highest__gte=models.F("lowest")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.words}"

    @property
    def words(self) -> str:
        low, high = Money(self.lowest, self.currency), Money(self.highest, self.currency)
        return str(low) if low == high else f"{low} – {high}"


class FineQuerySet(Permitted["Fine"]):
    def undecided(self) -> FineQuerySet:
        return self.filter(state=FineState.OFFERED)

    def counting(self) -> FineQuerySet:
        """What stands or may stand: offered and imposed."""
        return self.filter(state__in=(FineState.OFFERED, FineState.IMPOSED))

    def shown(self) -> FineQuerySet:
        return self.select_related("person", "case", "branch", "decided_by", "offered_by")


class Fine(Lifecycle, models.Model):
    """One person's fine for one complaint: offered, then imposed or waived by somebody else."""

    MOVES: ClassVar = {
        FineState.OFFERED: {FineState.IMPOSED, FineState.WAIVED, FineState.WITHDRAWN},
        FineState.IMPOSED: {FineState.WAIVED},
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("for what"), max_length=16, choices=FineKind)
    state = models.CharField(_("state"), max_length=10, choices=FineState, default=FineState.OFFERED)
    person = models.ForeignKey(Person, models.PROTECT, related_name="fines", verbose_name=_("person"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="fines", verbose_name=_("case"))
    because = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joint", verbose_name=_("joint with")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    month = models.DateField(_("month"))
    lowest = models.BigIntegerField(pgettext_lazy("of a fine", "from"))
    highest = models.BigIntegerField(pgettext_lazy("of a fine", "up to"))
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    consequence = models.CharField(_("consequence"), max_length=12, choices=Consequence, blank=True)
    why = models.TextField(_("reason"), blank=True)
    offered_at = models.DateTimeField(_("put to a decision"))
    offered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    note = models.TextField(_("note on the decision"), blank=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = FineQuerySet.as_manager()

    class Meta:
        verbose_name = _("fine")
        indexes = (models.Index(fields=("person", "month"), name="fine_by_person"),)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "person"),
                name="a_complaint_costs_a_person_once",
                condition=Q(kind__in=STEPS) & ~Q(state="withdrawn"),
            ),
            models.UniqueConstraint(
                fields=("case", "person", "kind"),
                name="a_joint_fine_is_offered_once",
                condition=~Q(kind__in=STEPS) & ~Q(state="withdrawn"),
            ),
            models.CheckConstraint(
                name="an_imposed_fine_has_an_amount_and_a_decision",
                condition=~Q(state="imposed") | (Q(amount__isnull=False) & Q(decided_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("conduct:fine", args=[self.number])

    @property
    def money(self) -> Money | None:
        return None if self.amount is None else Money(self.amount, self.currency)

    @property
    def range_words(self) -> str:
        low, high = Money(self.lowest, self.currency), Money(self.highest, self.currency)
        return str(low) if low == high else f"{low} – {high}"

    @property
    def is_step(self) -> bool:
        """Whether it is that of the person responsible."""
        return self.kind in STEPS

    def price(self, tariff: Tariff) -> None:
        """What the table says for it."""
        self.kind, self.consequence = tariff.kind, tariff.consequence
        self.lowest, self.highest, self.currency = tariff.lowest, tariff.highest, tariff.currency

    def impose(self, *, amount: int, note: str, person_id: int | None, at: datetime) -> None:
        """Raises OutsideTheTable for an amount that the table does not allow."""
        if not self.lowest <= amount <= self.highest:
            low, high = Money(self.lowest, self.currency), Money(self.highest, self.currency)
            raise OutsideTheTable(OutsideTheTable.default % {"lowest": low, "highest": high}, field="amount")
        self.move_to(FineState.IMPOSED)
        self.amount, self.note = amount, note.strip()
        self.decided_by_id, self.decided_at = person_id, at

    def waive(self, *, note: str, person_id: int | None, at: datetime) -> None:
        if not note.strip():
            raise ReasonMissing(field="note")
        self.move_to(FineState.WAIVED)
        self.note, self.decided_by_id, self.decided_at = note.strip(), person_id, at
