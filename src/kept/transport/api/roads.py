"""Events on the road for programs: a service of road conditions may name them and say when they are over."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from kept.kernel.web.doors import allowed
from kept.people.models import Branch

from ..actions.road_events import end_road_event, name_road_event
from ..models import RoadEvent, ShipmentException
from .doors import part, zoned

router = Router(tags=["transport"])


class LaneSchema(Schema):
    """Either end may be left out: every origin, every destination."""

    origin: str = Field("", max_length=60)
    destination: str = Field("", max_length=60)


class RoadEventOut(Schema):
    number: str
    kind: str
    name: str
    places: list[str]
    lanes: list[LaneSchema]
    begins_at: datetime
    until: datetime | None
    ended_at: datetime | None
    note: str
    branch: str

    @staticmethod
    def resolve_lanes(event: RoadEvent) -> list[dict[str, str]]:
        return [{"origin": origin, "destination": destination} for origin, destination in event.lanes]

    @staticmethod
    def resolve_branch(event: RoadEvent) -> str:
        return event.branch.code if event.branch else ""


class RoadEventIn(Schema):
    kind: Literal["weather", "congestion"]
    name: str = Field(max_length=80)
    places: list[str] = []
    lanes: list[LaneSchema] = []
    begins_at: datetime | None = None
    until: datetime | None = None
    note: str = Field("", max_length=200)
    branch: str = Field("", max_length=20)


@router.get("road-events", response=list[RoadEventOut])
def road_events(request: HttpRequest, over: bool = False, limit: int = 100, offset: int = 0) -> Any:
    """Those that run or are to begin; with `over` those that have ended as well. Newest first."""
    rows = _rows(request, "transport.track")
    if not over:
        rows = rows.filter(ended_at=None)
    return part(rows.order_by("-pk"), offset, limit)


@router.get("road-events/{number}", response=RoadEventOut)
def road_event(request: HttpRequest, number: str) -> Any:
    return get_object_or_404(_rows(request, "transport.track"), number=number)


@router.get("road-events/{number}/shipments", response=list[str])
def touched(request: HttpRequest, number: str, limit: int = 500, offset: int = 0) -> Any:
    """The waybills that suffer from it now, as far as this key may see them."""
    actor = allowed(request, "transport.track")
    event = get_object_or_404(_rows(request, "transport.track"), number=number)
    suffering = ShipmentException.objects.permitted(actor, "transport.view").filter(
        cause_key=event.cause_key, over_at=None
    )
    return list(part(suffering.order_by("pk").values_list("shipment__number", flat=True), offset, limit))


@router.post("road-events", response={201: RoadEventOut})
def new_road_event(request: HttpRequest, given: RoadEventIn) -> Status[RoadEvent]:
    """Name it: every shipment that it touches has its exception, all in one case."""
    actor, at = allowed(request, "transport.plan"), now()
    said = given.dict()
    said["lanes"] = [(lane.origin.strip(), lane.destination.strip()) for lane in given.lanes]
    if not all(any(lane) for lane in said["lanes"]):
        raise HttpError(422, "lanes: a lane needs an origin or a destination")
    said["places"] = [place.strip() for place in given.places if place.strip()]
    said["branch"] = _branch(given.branch)
    said["begins_at"] = zoned(given.begins_at, "begins_at") if given.begins_at else at
    if given.until is not None:
        zoned(given.until, "until")
    return Status(201, name_road_event(**said, by=actor, at=at))


@router.post("road-events/{number}/end", response=RoadEventOut)
def end(request: HttpRequest, number: str) -> RoadEvent:
    """It is over, and so are the exceptions that came of it."""
    actor = allowed(request, "transport.plan")
    event = get_object_or_404(_rows(request, "transport.plan"), number=number)
    return end_road_event(event=event, by=actor, at=now())


def _rows(request: HttpRequest, permission: str) -> Any:
    return RoadEvent.objects.permitted(allowed(request, permission), permission).select_related("branch")


def _branch(code: str) -> Branch | None:
    if not code:
        return None
    branch = Branch.objects.filter(code=code).first()
    if branch is None:
        raise HttpError(422, f"branch: no branch '{code}'")
    return branch
