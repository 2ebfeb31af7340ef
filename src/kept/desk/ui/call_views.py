"""The telephone: what rings comes up at the screen, what was missed is called back."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, polled, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.call_centres import keep_call_centre
from ..models import Call, CallCentre
from ..queries.call_volume import centres_with_volume, months_of
from ..queries.calls import Pop, calls_at, calls_in, pop_of
from .call_forms import CallCentreForm, CallFilter
from .call_tables import CallCentreTable, CallTable


@require_GET
@needs("desk.work")
def ringing(request: HttpRequest) -> HttpResponseBase:
    """What rings at this person's telephone, with the caller's card; 304 while nothing has changed.

    A call that is being written down on the page that asks is not shown above it once more.
    """
    actor, at = Actor.of(request), now()
    found = [call for call in calls_at(actor, at) if str(call.pk) != _being_written(request)]

    def show() -> HttpResponse:
        pops = [pop_of(actor, call) if place == 0 else Pop(call=call) for place, call in enumerate(found)]
        return answer(request, "desk/parts/pop.html", pops=pops, at=at)

    return polled(request, _fingerprint(found, at), show)


@needs("desk.calls")
def calls(request: HttpRequest) -> HttpResponseBase:
    """Every call that a telephone system told of."""
    actor = Actor.of(request)
    rows = calls_in(actor)
    return list_page(request, CallTable, rows, filters=lambda query: CallFilter(query, actor=actor))


@needs("desk.calls")
def call(request: HttpRequest, number: str) -> HttpResponse:
    actor = Actor.of(request)
    rows = Call.objects.permitted(actor, "desk.calls").select_related(
        *("customer", "contact_person", "person", "passed_to", "rings_at", "contact", "centre", "branch")
    )
    found = get_object_or_404(rows, number=number)
    signals = list(found.signals.select_related("person"))
    others = found.contact.calls.exclude(pk=found.pk).order_by("-began_at")[:20] if found.contact else []
    return answer(request, "desk/call.html", call=found, signals=signals, others=list(others))


@require_GET
@needs("desk.work")
def call_writing(request: HttpRequest, number: str) -> HttpResponse:
    """The contact form, filled with what the telephone knows."""
    rows = Call.objects.permitted(Actor.of(request), "desk.calls").select_related("contact_person", "contact")
    found = get_object_or_404(rows, number=number)
    told = {
        "call": found.pk,
        "channel": "phone",
        "direction": found.direction,
        "phone": found.phone,
        "who": "" if found.customer_id else found.phone,
        "customer": request.GET.get("customer", "") or found.customer_id,
        "contact_person": request.GET.get("contact_person", "") or found.contact_person_id,
        "caller_name": found.contact_person.name if found.contact_person else "",
        "ring_count": found.contact.ring_count if found.contact else None,
    }
    query = urlencode({name: value for name, value in told.items() if value})
    return redirect(f"{reverse('desk:new_contact')}?{query}")


@needs("desk.calls")
def call_centres(request: HttpRequest) -> HttpResponseBase:
    """Equipment, seats and how many calls came, centre by centre."""
    rows = CallCentre.objects.permitted(Actor.of(request), "desk.calls")
    return list_page(request, CallCentreTable, centres_with_volume(rows, now()))


@needs("desk.keep_call_centres")
@require_http_methods(["GET", "POST"])
def new_call_centre(request: HttpRequest) -> HttpResponse:
    return _centre_form(request, None)


@needs("desk.calls")
def call_centre(request: HttpRequest, pk: int) -> HttpResponse:
    """One centre: seats, telephones, calls of the last twelve months."""
    rows = CallCentre.objects.permitted(Actor.of(request), "desk.calls").select_related("branch", "team")
    found = get_object_or_404(rows, pk=pk)
    extensions = list(found.extensions.select_related("person"))
    months = months_of(found, now())
    return answer(request, "desk/call_centre.html", centre=found, extensions=extensions, months=months)


@needs("desk.keep_call_centres")
@require_http_methods(["GET", "POST"])
def call_centre_form(request: HttpRequest, pk: int) -> HttpResponse:
    rows = CallCentre.objects.permitted(Actor.of(request), "desk.keep_call_centres")
    return _centre_form(request, get_object_or_404(rows, pk=pk))


def _centre_form(request: HttpRequest, centre: CallCentre | None) -> HttpResponse:
    form = CallCentreForm(request.POST or None, initial=CallCentreForm.told_of(centre) if centre else None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            kept = keep_call_centre(centre=centre, **form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, kept, message=_("Call centre kept."))
    status = 422 if request.method == "POST" else 200
    cancel = centre.get_absolute_url() if centre else reverse("desk:call_centres")
    return answer(
        request, "desk/call_centre_form.html", form=form, centre=centre, cancel=cancel, status=status
    )


def _being_written(request: HttpRequest) -> str:
    """The call of the form that is open, by the address that htmx tells."""
    address = urlsplit(request.headers.get("HX-Current-URL", ""))
    is_form = address.path == reverse("desk:new_contact")
    return parse_qs(address.query).get("call", [""])[0] if is_form else ""


def _fingerprint(found: list[Call], at: datetime) -> str:
    """Changes when a call moves, and each minute while there is one."""
    minute = f"{at:%H:%M}" if found else ""
    shown = (f"{c.pk}:{c.state}:{c.person_id}:{c.passed_to_id}:{c.customer_id}:{c.contact_id}" for c in found)
    return f"{minute}|{','.join(shown)}|{get_language()}"
