"""Events on the road: named once, with what they touch."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.road_events import end_road_event, name_road_event
from ..models import RoadEvent, ShipmentException
from ..queries.maps import seen_where
from . import charts
from .road_forms import RoadEventFilter, RoadEventForm, RoadEventTable
from .tables import ExceptionTable


@needs("transport.track")
def road_events(request: HttpRequest) -> HttpResponseBase:
    rows = RoadEvent.objects.permitted(Actor.of(request), "transport.track").select_related("branch", "by")
    return list_page(request, RoadEventTable, rows, filters=RoadEventFilter)


@needs("transport.plan")
@require_http_methods(["GET", "POST"])
def new_road_event(request: HttpRequest) -> HttpResponse:
    form = RoadEventForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            event = name_road_event(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, event, message=_("Named. Every shipment that it touches has its exception."))
    status = 422 if form.errors else 200
    return answer(
        request,
        "transport/road_event_form.html",
        status=status,
        form=form,
        cancel=reverse("transport:road_events"),
    )


@needs("transport.track")
def road_event(request: HttpRequest, number: str) -> HttpResponseBase:
    """What it touches: a map, and a list with its files."""
    actor = Actor.of(request)
    event = _found(request, number, "transport.track")
    rows = ShipmentException.objects.permitted(actor, "transport.view").filter(cause_key=event.cause_key)
    shown = rows.select_related(
        "shipment__customer",
        "shipment__carrier",
        "shipment__delivery_promise__calendar_version",
        "shipment__delivery_promise__policy_version",
    )
    return list_page(
        request,
        ExceptionTable,
        shown,
        template="transport/road_event.html",
        event=event,
        chart=charts.touched_map(seen_where(rows)),
        may_end=event.ended_at is None and actor.may("transport.plan"),
    )


@needs("transport.plan")
@require_POST
def road_event_over(request: HttpRequest, number: str) -> HttpResponse:
    event = end_road_event(event=_found(request, number, "transport.plan"), by=Actor.of(request), at=now())
    return back(request, event, message=_("It is over, and so are its exceptions."))


def _found(request: HttpRequest, number: str, permission: str) -> RoadEvent:
    return get_object_or_404(RoadEvent.objects.permitted(Actor.of(request), permission), number=number)
