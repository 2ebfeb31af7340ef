"""The bell: what a person was told, and what of it is still unread."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, polled
from kept.kernel.web.doors import needs
from kept.people.models import Person

from ..actions import read_notice, read_notices
from ..models import Notice
from ..queries import notices_of, unread_count


@needs("comms.read")
def notices(request: HttpRequest) -> HttpResponse:
    lines = notices_of(Actor.of(request))
    return answer(request, "comms/notices.html", lines=lines, unread=any(line.is_unread for line in lines))


@needs("comms.read")
def bell(request: HttpRequest) -> HttpResponseBase:
    """The bell of the top bar, asked again and again; 304 while nothing is new."""
    count = unread_count(Actor.of(request))
    return polled(
        request,
        f"{count} {get_language()}",
        lambda: render(request, "comms/parts/bell.html", {"count": count}),
    )


@needs("comms.read")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to what a notice is about; it counts as read."""
    found = get_object_or_404(Notice, pk=pk, person=Actor.of(request).person_id)
    read_notice(notice=found, at=now())
    return HttpResponseRedirect(found.url)


@needs("comms.read")
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    read_notices(person=get_object_or_404(Person, pk=Actor.of(request).person_id), at=now())
    return back(request, "comms:notices", message=_("All read."))
