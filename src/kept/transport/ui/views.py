"""Pages of shipments: the list, the board, the map, one shipment."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.tracking import TrackingInput, record_events
from ..enums import ShipmentState, TrackingCode
from ..models import Shipment, ShipmentQuerySet
from ..queries.cards import shipment_card
from ..queries.maps import picture_of
from . import charts, filters, forms, tables

ON_A_BOARD = 12
BOARD = (
    ShipmentState.PLANNED,
    ShipmentState.PICKED_UP,
    ShipmentState.IN_TRANSIT,
    ShipmentState.OUT_FOR_DELIVERY,
    ShipmentState.PARTLY_DELIVERED,
    ShipmentState.REFUSED,
)
CODE_FOR = {
    ShipmentState.PICKED_UP: TrackingCode.PICKED_UP,
    ShipmentState.IN_TRANSIT: TrackingCode.IN_TRANSIT,
    ShipmentState.OUT_FOR_DELIVERY: TrackingCode.OUT_FOR_DELIVERY,
}


class NotByMoving(Refused):
    default = gettext_lazy("Open the shipment and record the delivery; a card alone cannot say how it went.")


@needs("transport.view")
def shipments(request: HttpRequest) -> HttpResponseBase:
    rows = permitted(request, "transport.view").for_list()
    return list_page(request, tables.ShipmentTable, rows, filters=filters.ShipmentFilter)


@needs("transport.view")
def board(request: HttpRequest) -> HttpResponse:
    """Open shipments by state, each column by what is due first."""
    rows = permitted(request, "transport.view").for_list()
    columns = [_column(rows, state) for state in BOARD]
    return answer(request, "transport/board.html", part="columns", columns=columns)


@needs("transport.view")
def map(request: HttpRequest) -> HttpResponse:
    picture = picture_of(permitted(request, "transport.view"), now())
    return answer(request, "transport/map.html", picture=picture, chart=charts.open_map(picture))


@needs("transport.view")
def shipment(request: HttpRequest, number: str) -> HttpResponse:
    actor = Actor.of(request)
    found_one = found(request, number, "transport.view")
    card = shipment_card(found_one)
    return answer(
        request,
        "transport/shipment.html",
        shipment=found_one,
        card=card,
        chart=charts.way_map(card.stops, found_one.last_place),
        acts=legal_acts(found_one, actor),
        carrier_form=forms.CarrierForm(initial={"carrier": found_one.carrier_id}),
        cancel_form=forms.CancelForm(),
        sees_phones=actor.may("transport.track"),
    )


@needs("transport.track")
@require_POST
def state(request: HttpRequest, number: str) -> HttpResponse:
    """A card that was moved on the board: news of this minute."""
    moved = found(request, number, "transport.track")
    code = CODE_FOR.get(request.POST.get("to", ""))  # type: ignore[call-overload]
    if code is None:
        raise NotByMoving
    moment = now()
    news = TrackingInput(number=moved.number, code=code, occurred_at=moment)
    record_events(inputs=[news], by=Actor.of(request), at=moment)
    return back(request, "transport:board", message=_("%(number)s moved.") % {"number": moved.number})


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: data and files, nothing before it was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def permitted(request: HttpRequest, permission: str) -> ShipmentQuerySet:
    return Shipment.objects.permitted(Actor.of(request), permission)


def found(request: HttpRequest, number: str, permission: str) -> Shipment:
    rows = permitted(request, permission).for_list().select_related("pickup_notice")
    return get_object_or_404(rows, number=number)


def legal_acts(shown: Shipment, actor: Actor) -> dict[str, bool]:
    """What this actor may do next; others are absent from the page."""
    deliverable = shown.may_move_to(ShipmentState.DELIVERED)
    started = shown.state != ShipmentState.PLANNED
    return {
        "news": actor.may("transport.track"),
        "deliver": deliverable and actor.may("transport.deliver"),
        "return": started and shown.may_move_to(ShipmentState.RETURNED) and actor.may("transport.deliver"),
        "lose": started and shown.may_move_to(ShipmentState.LOST) and actor.may("transport.plan"),
        "connect": shown.is_open and actor.may("transport.plan"),
        "carrier": shown.is_open and actor.may("transport.assign"),
        "cancel": shown.may_move_to(ShipmentState.CANCELLED) and actor.may("transport.plan"),
        "notify": hasattr(shown, "pickup_notice") and shown.is_on_the_way and actor.may("transport.notify"),
        "revise": actor.may("transport.revise"),
    }


def _column(rows: ShipmentQuerySet, state: ShipmentState) -> dict[str, Any]:
    found = list(rows.filter(state=state).order_by("promised_at", "id")[: ON_A_BOARD + 1])
    cards, more = found[:ON_A_BOARD], len(found) > ON_A_BOARD
    return {"code": state.value, "title": state.label, "cards": cards, "has_more": more}
