"""Messages in and out: what came and what became of it, what waits to go out and what did not arrive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.outbox import send_again
from ..actions.reading import release_flood, replay_message
from ..models import Flood, Incoming, Message
from ..queries.channels import down_now
from ..queries.messages import floods_in, incoming_in, outgoing_in
from .forms import IncomingFilter, OutgoingFilter
from .tables import IncomingTable, OutgoingTable


@needs("comms.messages")
def messages_in(request: HttpRequest) -> HttpResponseBase:
    """Everything that came; a flood is one row above the list."""
    actor = Actor.of(request)
    return list_page(
        request,
        IncomingTable,
        incoming_in(actor),
        filters=lambda query: IncomingFilter(query, actor=actor),
        template="comms/messages_in.html",
        floods=floods_in(actor),
        down=down_now(actor),
    )


@needs("comms.messages")
def messages_out(request: HttpRequest) -> HttpResponseBase:
    actor = Actor.of(request)
    return list_page(
        request,
        OutgoingTable,
        outgoing_in(actor),
        filters=lambda query: OutgoingFilter(query, actor=actor),
        template="comms/messages_out.html",
        down=down_now(actor),
    )


@needs("comms.messages")
def incoming_message(request: HttpRequest, number: str) -> HttpResponse:
    rows = Incoming.objects.permitted(Actor.of(request), "comms.messages").select_related("account", "flood")
    return answer(request, "comms/incoming.html", incoming=get_object_or_404(rows, number=number))


@needs("comms.raw")
def raw(request: HttpRequest, number: str) -> HttpResponse:
    """The bytes as they came, to be kept or looked at elsewhere; never opened in place."""
    found = _raw(request, number)
    response = HttpResponse(found.content(), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.eml"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs("comms.raw")
@require_POST
def replay(request: HttpRequest, number: str) -> HttpResponse:
    """Read it once more; asked to, take it in whatever kind it is."""
    found = _raw(request, number)
    as_person = request.POST.get("as_person") == "1"
    replay_message(message=found, as_person=as_person, by=Actor.of(request), at=now())
    return back(request, found, message=_("It is read once more within seconds."))


@needs("comms.raw")
@require_POST
def flood_release(request: HttpRequest, pk: int) -> HttpResponse:
    actor = Actor.of(request)
    flood = get_object_or_404(Flood.objects.permitted(actor, "comms.raw"), pk=pk)
    count = release_flood(flood=flood, by=actor, at=now())
    return back(
        request, "comms:messages_in", message=_("%(count)d messages are taken in.") % {"count": count}
    )


@needs("comms.messages")
def message(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Message.objects.permitted(Actor.of(request), "comms.messages").select_related("account")
    found = get_object_or_404(rows, pk=pk)
    return answer(request, "comms/message.html", message=found, documents=list(found.documents.all()))


@needs("comms.messages")
@require_POST
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """A message that failed is sent again."""
    actor = Actor.of(request)
    found = get_object_or_404(Message.objects.permitted(actor, "comms.messages"), pk=pk)
    send_again(message=found, by=actor, at=now())
    return back(request, found, message=_("It is sent again."))


def _raw(request: HttpRequest, number: str) -> Incoming:
    found: Incoming = get_object_or_404(
        Incoming.objects.permitted(Actor.of(request), "comms.raw"), number=number
    )
    return found
