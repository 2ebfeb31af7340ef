"""What a subcontractor bears of a loss for which they are liable."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.parties.models import Partner
from kept.people.models import Branch, Person
from kept.transport.models import Shipment

from ..enums import RechargeState
from ..rules import ReasonMissing

number_series("recharge", "RC-{yy}{mm}-{n:05}", _("Recharges"))

STANDING = (RechargeState.OPEN, RechargeState.CONTESTED, RechargeState.UPHELD, RechargeState.SETTLED)


class RechargeQuerySet(Permitted["Recharge"]):
    def standing(self) -> RechargeQuerySet:
        """What counts: all but the withdrawn."""
        return self.filter(state__in=STANDING)

    def of_matter(self, number: str) -> RechargeQuerySet:
        return self.filter(matter=number)

    def shown(self) -> RechargeQuerySet:
        return self.select_related("partner", "shipment", "branch", "contest_decided_by")


class Recharge(Lifecycle, models.Model):
    """One line against a subcontractor for one loss. Negative when a settled line was too high."""

    MOVES: ClassVar = {
        RechargeState.OPEN: {RechargeState.CONTESTED, RechargeState.SETTLED, RechargeState.WITHDRAWN},
        RechargeState.CONTESTED: {RechargeState.UPHELD, RechargeState.WITHDRAWN},
        RechargeState.UPHELD: {RechargeState.SETTLED, RechargeState.WITHDRAWN},
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="recharges", verbose_name=_("subcontractor"), db_index=False
    )
    state = models.CharField(_("state"), max_length=10, choices=RechargeState, default=RechargeState.OPEN)
    matter = models.CharField(_("matter"), max_length=20, db_index=True)
    loss = models.CharField(_("loss"), max_length=20)
    source_uid = models.UUIDField(db_index=True)
    basis_uid = models.UUIDField()
    share = models.DecimalField(_("share of liability"), max_digits=5, decimal_places=2)
    whole = models.BigIntegerField(_("whole loss"))
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    why = models.TextField(_("reason"), blank=True)
    shipment = models.ForeignKey(
        Shipment, models.PROTECT, null=True, related_name="recharges", verbose_name=_("shipment")
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", verbose_name=_("branch"), db_index=False
    )
    period = models.DateField(_("month"))
    recharged_at = models.DateTimeField(_("recharged"))
    contested_at = models.DateTimeField(_("contested"), null=True, blank=True)
    contested_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    contest = models.TextField(_("why it is contested"), blank=True)
    contest_decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    contest_decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    contest_note = models.TextField(_("note on the decision"), blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_why = models.TextField(_("why it was withdrawn"), blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "partner": ("partner",)}
    objects = RechargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("recharge")
        indexes = (
            models.Index(fields=("partner", "-id"), name="recharge_by_partner"),
            models.Index(fields=("branch", "-id"), name="recharge_by_branch"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("source_uid", "basis_uid", "partner"), name="a_loss_is_recharged_once_per_decision"
            ),
            models.CheckConstraint(
                name="a_contested_recharge_says_why",
                condition=~Q(state="contested") | (Q(contested_at__isnull=False) & ~Q(contest="")),
            ),
            models.CheckConstraint(
                name="a_withdrawn_recharge_says_why",
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("billing:recharge", args=[self.number])

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def whole_money(self) -> Money:
        return Money(self.whole, self.currency)

    def contest_it(self, *, why: str, person_id: int | None, at: datetime) -> None:
        """The subcontractor does not agree. It waits for a decision and is not settled until then."""
        if not why.strip():
            raise ReasonMissing(field="why")
        self.move_to(RechargeState.CONTESTED)
        self.contest, self.contested_by_id, self.contested_at = why.strip(), person_id, at

    def decide_contest(self, *, upheld: bool, note: str, person_id: int | None, at: datetime) -> None:
        if not note.strip():
            raise ReasonMissing(field="note")
        if upheld:
            self.move_to(RechargeState.UPHELD)
        else:
            self.withdraw(why=note, at=at)
        self.contest_decided_by_id, self.contest_decided_at = person_id, at
        self.contest_note = note.strip()

    def settle(self, *, at: datetime) -> None:
        self.move_to(RechargeState.SETTLED)
        self.settled_at = at

    def withdraw(self, *, why: str, at: datetime) -> None:
        """It falls away. The row stays and says why."""
        if not why.strip():
            raise ReasonMissing(field="why")
        self.move_to(RechargeState.WITHDRAWN)
        self.withdrawn_at, self.withdrawn_why = at, why.strip()
