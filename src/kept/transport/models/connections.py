"""Onward connections: the flight, train or line haul that goods are to reach."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.parties.models import Partner
from kept.people.models import Person
from kept.promises.models import Promise

from ..enums import ConnectionMode, ConnectionState
from .shipments import OPEN, Shipment

number_series("connection", "OC-{yy}{mm}-{n:05}", _("Onward connections"))


class ConnectionQuerySet(Permitted["Connection"]):
    def planned(self) -> Self:
        """Still to be reached."""
        return self.filter(state=ConnectionState.PLANNED, shipment__state__in=OPEN)

    def endangered(self, at: datetime, lead: timedelta) -> Self:
        """The goods are expected too late, or it is nearly time and nobody has them yet."""
        late = Q(shipment__eta_at__gt=F("handover_by"))
        return self.planned().filter(late | Q(handover_by__lte=at + lead))

    def shown(self) -> Self:
        return self.select_related(
            "shipment__customer",
            "carrier",
            "promise__calendar_version",
            "promise__policy_version",
        )


class Connection(Lifecycle, models.Model):
    """What goes on where the shipment's own way ends, and until when it must be reached."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="connections")
    state = models.CharField(
        _("state"), max_length=10, choices=ConnectionState, default=ConnectionState.PLANNED
    )
    mode = models.CharField(_("goes on by"), max_length=6, choices=ConnectionMode)
    service = models.CharField(_("flight, train or voyage"), max_length=40, blank=True)
    carrier = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("next carrier"),
    )
    place = models.CharField(_("handed over at"), max_length=120)
    handover_by = models.DateTimeField(_("to be handed over by"))
    departs_at = models.DateTimeField(_("departs"), null=True, blank=True)
    promise = models.ForeignKey(Promise, models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField(_("planned"))
    planned_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    handed_over_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    taken_by = models.CharField(_("goods taken by"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    MOVES: ClassVar = {
        ConnectionState.PLANNED: {ConnectionState.MET, ConnectionState.MISSED, ConnectionState.DROPPED}
    }
    SCOPES: ClassVar = {
        "branch": ("shipment__branch",),
        "customer": ("shipment__customer",),
        "partner": ("shipment__carrier",),
    }
    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("onward connection")
        verbose_name_plural = _("onward connections")
        ordering = ("handover_by", "id")
        indexes = (
            models.Index(fields=("handover_by", "id"), name="connection_due", condition=Q(state="planned")),
        )
        constraints = (
            models.CheckConstraint(
                name="a_connection_departs_after_it_is_reached",
                condition=Q(departs_at=None) | Q(departs_at__gte=F("handover_by")),
            ),
            models.CheckConstraint(
                name="a_connection_that_was_reached_says_when",
                condition=~Q(state__in=("met", "missed")) | Q(handed_over_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.words}"

    def get_absolute_url(self) -> str:
        return reverse("transport:connection", args=[self.number])

    @property
    def words(self) -> str:
        return f"{self.get_mode_display()} {self.service}".strip()

    def hand_over(self, *, handed_over_at: datetime, taken_by: str) -> None:
        in_time = handed_over_at <= self.handover_by
        self.move_to(ConnectionState.MET if in_time else ConnectionState.MISSED)
        self.handed_over_at, self.taken_by = handed_over_at, taken_by
