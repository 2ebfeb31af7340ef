"""Reports that are sent regularly: arranged, looked at, stopped, sent now, sent again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kept.kernel.actor import Actor
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.tables import list_page

from ..actions.scheduling import change_schedule, make_schedule
from ..actions.sending import send_now, try_again
from ..enums import About, Span
from ..models import Schedule, Sending
from ..queries.asking import branches_of, customers_of
from ..queries.kinds import KINDS, title_of
from ..queries.making import LANGUAGES
from .forms import OWN_LANGUAGE, ScheduleFilter, ScheduleForm, SendNowForm
from .tables import ScheduleTable

WITH = ("customer", "branch", "made_by")


@require_GET
@needs("reports.schedule")
def schedules(request: HttpRequest) -> HttpResponseBase:
    rows = Schedule.objects.permitted(Actor.of(request), "reports.schedule").select_related(*WITH)
    shown = rows.prefetch_related("persons", "contacts")
    return list_page(request, ScheduleTable, shown, filters=ScheduleFilter)


@require_http_methods(["GET", "POST"])
@needs("reports.schedule")
def new_schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Have this report sent, about whom it was just asked."""
    actor, kind = Actor.of(request), KINDS.get(code)
    if kind is None or not kind.is_regular or not kind.is_for(actor):
        raise Http404
    customer = customers_of(actor, kind.needs).filter(number=request.GET.get("customer", "")).first()
    branch = branches_of(actor, kind.needs).filter(code=request.GET.get("branch", "")).first()
    if kind.about == About.CUSTOMER and customer is None:
        return back(request, "reports:report", code, message=_("Choose a customer first."))
    form = ScheduleForm(kind, customer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = make_schedule(
                kind=code, customer=customer, branch=branch, **form.cleaned_data, by=actor, at=now()
            )
            return back(request, made, message=_("Arranged."))
    return answer(
        request,
        "reports/schedule_form.html",
        status=422 if form.errors else 200,
        form=form,
        kind=kind,
        whose=customer or branch or _("Whole company"),
        cancel="../",
    )


@require_GET
@needs("reports.schedule")
def schedule(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number))


@require_POST
@needs("reports.schedule")
def activity(request: HttpRequest, number: str) -> HttpResponse:
    """Stop it, or resume it."""
    found, is_active = _found(request, number), request.POST.get("active") == "yes"
    change_schedule(schedule=found, is_active=is_active, by=Actor.of(request), at=now())
    return back(request, found, message=_("Resumed.") if is_active else _("Stopped."))


@require_POST
@needs("reports.schedule")
def sendings(request: HttpRequest, number: str) -> HttpResponse:
    """Send a period now to whoever has not got it."""
    found, at = _found(request, number), now()
    form = SendNowForm(found.span, at, request.POST)
    if form.is_valid():
        made = send_now(schedule=found, period=form.cleaned_data["period"], by=Actor.of(request), at=at)
        words = _("It is made and sent within a minute.") if made else _("Everybody has this period already.")
        return back(request, found, message=words)
    return _page(request, found, form)


@require_POST
@needs("reports.schedule")
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more what has failed."""
    actor = Actor.of(request)
    sending = get_object_or_404(Sending.objects.permitted(actor, "reports.schedule"), pk=pk)
    try_again(sending=sending, by=actor, at=now())
    return back(request, sending.schedule, message=_("It is made and sent within a minute."))


def _found(request: HttpRequest, number: str) -> Schedule:
    rows = Schedule.objects.permitted(Actor.of(request), "reports.schedule")
    return get_object_or_404(rows.select_related(*WITH), number=number)


def _page(request: HttpRequest, found: Schedule, refused: SendNowForm | None = None) -> HttpResponse:
    rows = found.sendings.select_related("message", "schedule").prefetch_related("files").order_by("-pk")
    return answer(
        request,
        "reports/schedule.html",
        status=422 if refused else 200,
        schedule=found,
        kind_title=title_of(found.kind),
        persons=found.persons.order_by("name"),
        contacts=found.contacts.order_by("name"),
        sendings=rows[:60],
        rhythm=Span(found.span).rhythm,
        language=dict([OWN_LANGUAGE, *LANGUAGES]).get(found.language, found.language),
        now_form=refused or SendNowForm(found.span, now()),
    )
