"""What happens on the roads: snow on a pass, a jam before a tunnel. Named once, it touches many shipments."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.errors import Refused
from kept.kernel.numbering import number_series
from kept.people.models import Branch, Person

from ..enums import ExceptionKind, ShipmentState
from .shipments import ON_THE_WAY

number_series("road_event", "RE-{yy}{mm}-{n:03}", _("Events on the road"))

ROAD_KINDS = (ExceptionKind.WEATHER, ExceptionKind.CONGESTION)


class AlreadyOver(Refused):
    default = _("This event is over already.")


class RoadEventQuerySet(Permitted["RoadEvent"]):
    def running(self, at: datetime) -> Self:
        """Begun, and not said to be over."""
        return self.filter(begins_at__lte=at, ended_at=None)


class RoadEvent(models.Model):
    """One cause in a region or on lanes, for a time. Its shipments are one case."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(
        _("exception"), max_length=20, choices=[(kind.value, kind.label) for kind in ROAD_KINDS]
    )
    name = models.CharField(_("what happens"), max_length=80)
    places = models.JSONField(_("places"), default=list)
    lanes = models.JSONField(_("lanes"), default=list)
    begins_at = models.DateTimeField(_("from when"))
    until = models.DateTimeField(_("expected until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("over"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("named by"))

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = RoadEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event on the road")
        verbose_name_plural = _("events on the road")
        indexes = (
            models.Index(fields=("begins_at",), name="road_event_running", condition=Q(ended_at=None)),
        )
        constraints = (
            models.CheckConstraint(
                name="a_road_event_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("begins_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("transport:road_event", args=[self.number])

    @property
    def cause_key(self) -> str:
        return f"road:{self.number}"

    @property
    def where(self) -> str:
        anywhere = gettext("anywhere")
        lanes = [f"{origin or anywhere} → {destination or anywhere}" for origin, destination in self.lanes]
        return ", ".join([*self.places, *lanes])

    def touches(self) -> Q:
        """Shipments that go through: at or bound for a place, leaving from it, or on one of the lanes.

        What has not left yet is touched when it is to leave while the event lasts.
        """
        under_way = Q(state__in=ON_THE_WAY)
        leaving = Q(state=ShipmentState.PLANNED, planned_at__gte=self.begins_at)
        if self.until is not None:
            leaving &= Q(planned_at__lte=self.until)
        found = Q(pk__in=[])
        for place in self.places:
            found |= under_way & (Q(last_place__contains=place) | Q(destination_city=place))
            found |= leaving & (Q(origin_city=place) | Q(destination_city=place))
        for origin, destination in self.lanes:
            ends = {"origin_city": origin, "destination_city": destination}
            found |= (under_way | leaving) & Q(**{name: city for name, city in ends.items() if city})
        return found

    def end(self, *, at: datetime) -> None:
        if self.ended_at is not None:
            raise AlreadyOver
        self.ended_at = at
