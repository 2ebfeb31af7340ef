"""Goods that wait for their receiver to collect them, and how the receiver was told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.comms.models import Message
from kept.kernel.access import Permitted
from kept.kernel.money import Money
from kept.people.models import Person
from kept.promises.models import Promise

from ..enums import NoticeChannel, NoticeResult, Sex, TrackingSource
from .shipments import ON_THE_WAY, Shipment

REACHED = (NoticeResult.TOLD, NoticeResult.REFUSED)
"""Somebody was spoken to who knows of the goods now."""


class PickupNoticeQuerySet(Permitted["PickupNotice"]):
    def waiting(self) -> Self:
        """The goods are still there."""
        return self.filter(shipment__state__in=ON_THE_WAY)

    def to_tell(self) -> Self:
        return self.waiting().filter(told_at=None)

    def chosen(self, which: str) -> Self:
        """Those to be told; or `told` and still there, `waiting` for either, `all` with what is gone."""
        if which == "all":
            return self
        if which == "waiting":
            return self.waiting()
        return self.waiting().filter(told_at__isnull=False) if which == "told" else self.to_tell()

    def shown(self) -> Self:
        return self.select_related(
            "shipment__customer",
            "shipment__branch",
            "promise__calendar_version",
            "promise__policy_version",
        )


class PickupNotice(models.Model):
    """Goods have arrived that their receiver collects: what is to be said, and whether it was."""

    shipment = models.OneToOneField(Shipment, models.CASCADE, related_name="pickup_notice")
    place = models.CharField(_("place of pick-up"), max_length=120)
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    freight_due = models.BigIntegerField(_("freight to collect"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived"))
    promise = models.ForeignKey(Promise, models.SET_NULL, null=True, related_name="+")
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_result = models.CharField(_("last result"), max_length=12, choices=NoticeResult, blank=True)
    next_at = models.DateTimeField(_("to be told next"), null=True, blank=True)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    SCOPES: ClassVar = {
        "branch": ("shipment__branch",),
        "customer": ("shipment__customer",),
        "partner": ("shipment__carrier",),
    }
    objects = PickupNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pick-up notice")
        verbose_name_plural = _("pick-up notices")
        indexes = (
            models.Index(fields=("next_at", "id"), name="pickup_notice_due", condition=Q(told_at=None)),
            models.Index(fields=("arrived_at", "id"), name="pickup_notice_by_arrival"),
        )
        constraints = (
            models.CheckConstraint(
                name="who_is_not_told_yet_is_to_be_told",
                condition=Q(told_at__isnull=False) | Q(next_at__isnull=False),
            ),
            models.CheckConstraint(
                name="freight_to_collect_is_no_debt", condition=Q(freight_due=None) | Q(freight_due__gte=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.shipment} · {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("transport:pickup_notice", args=[self.shipment.number])

    @property
    def number(self) -> str:
        return self.shipment.number

    @property
    def is_waiting(self) -> bool:
        return self.shipment.is_on_the_way

    @property
    def wants_freight(self) -> bool:
        """Whether the receiver pays the freight."""
        return self.shipment.collects_freight

    @property
    def freight(self) -> Money | None:
        return None if self.freight_due is None else Money(self.freight_due, self.shipment.currency)

    @property
    def cash(self) -> Money | None:
        """All that the receiver brings; None when there is nothing to pay or the freight is not known."""
        if self.wants_freight and self.freight_due is None:
            return None
        freight = self.freight_due if self.wants_freight else 0
        total = (self.shipment.cod_amount or 0) + (freight or 0)
        return Money(total, self.shipment.currency) if total else None

    def stored_free_until(self, days: int) -> datetime:
        return self.arrived_at + timedelta(days=days)

    def note(self, attempt: NoticeAttempt, *, again_at: datetime) -> None:
        """Keep in mind what an attempt brought: told, or when it is to be tried again."""
        self.tries += 1
        self.last_result = attempt.result
        if attempt.result in REACHED:
            self.told_at = self.told_at or attempt.tried_at
            self.next_at = None
        elif self.told_at is None:
            self.next_at = again_at


class NoticeAttempt(models.Model):
    """One attempt to tell the receiver, as proof for later questions. Never changed."""

    notice = models.ForeignKey(PickupNotice, models.CASCADE, related_name="attempts")
    tried_at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("recorded"))
    channel = models.CharField(_("channel"), max_length=6, choices=NoticeChannel, default=NoticeChannel.PHONE)
    dialled = models.CharField(_("number dialled"), max_length=254)
    result = models.CharField(_("result"), max_length=12, choices=NoticeResult)
    answered_by = models.CharField(_("who answered"), max_length=80, blank=True)
    sex = models.CharField(_("sex"), max_length=7, choices=Sex, blank=True)
    remark = models.CharField(_("note"), max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=TrackingSource, default=TrackingSource.HAND)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("attempt to tell the receiver")
        ordering = ("tried_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("notice", "tried_at", "dialled"), name="a_call_to_the_receiver_is_noted_once"
            ),
            models.CheckConstraint(
                name="who_was_told_has_a_name_and_a_sex_or_unknown",
                condition=~Q(result__in=("told", "refused")) | (~Q(answered_by="") & ~Q(sex="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_result_display()} {self.tried_at:%Y-%m-%d %H:%M}"
