"""Pages of service calendars."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs
from kept.kernel.web.times import weekday_words
from kept.methods.clock import BadCalendar, WorkingCalendar

from ..actions.calendars import publish_calendar
from ..models import CalendarVersion, ServiceCalendar
from .forms import DaysForm

SPAN = re.compile(r"^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$")
CLOSED = {"closed", "休", "休息", "放假"}


@needs("promises.policies")
def calendars(request: HttpRequest) -> HttpResponse:
    rows = ServiceCalendar.objects.permitted(Actor.of(request), "promises.policies")
    listed = [(row, _newest(row)) for row in rows.prefetch_related("versions")]
    return answer(request, "promises/calendars.html", calendars=listed)


@needs("promises.policies")
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _found(request, code))


@needs("promises.policies")
@require_POST
def days(request: HttpRequest, code: str) -> HttpResponse:
    """Publish a new version with other special days."""
    found = _found(request, code)
    form = DaysForm(request.POST)
    if form.is_valid():
        with refusals(form):
            working = _with_days(_newest(found).working, form.cleaned_data)
            publish_calendar(calendar=found, working=working, by=Actor.of(request), at=now())
            return back(request, "promises:calendar", code, message=_("New version published."))
    return _page(request, found, form=form, status=422)


def _found(request: HttpRequest, code: str) -> ServiceCalendar:
    rows = ServiceCalendar.objects.permitted(Actor.of(request), "promises.policies")
    return get_object_or_404(rows.prefetch_related("versions"), code=code)


def _newest(found: ServiceCalendar) -> CalendarVersion:
    return max(found.versions.all(), key=lambda version: version.number)


def _page(
    request: HttpRequest, found: ServiceCalendar, *, form: DaysForm | None = None, status: int = 200
) -> HttpResponse:
    version = _newest(found)
    working, this_year = version.working, now().year
    shown = {day: spans for day, spans in working.days.items() if day.year >= this_year}
    monday = date(2024, 1, 1)
    week = [(weekday_words(monday.replace(day=1 + n)), _hours(working.week[n])) for n in range(7)]
    closed = pgettext("day", "closed")
    lines = "\n".join(f"{day} {_hours(spans) or closed}" for day, spans in shown.items())
    return answer(
        request,
        "promises/calendar.html",
        status=status,
        calendar=found,
        version=version,
        working=working,
        week=week,
        days=[(day, weekday_words(day), _hours(spans)) for day, spans in shown.items() if day >= localdate()],
        form=form or DaysForm(initial={"lines": lines, "known_until": working.known_until}),
    )


def _hours(spans: tuple[tuple[int, int], ...]) -> str:
    return " ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in spans)


def _with_days(working: WorkingCalendar, given: dict[str, object]) -> WorkingCalendar:
    """Days before this year stay; this year's and later ones are those of the form."""
    past = {day: spans for day, spans in working.days.items() if day.year < now().year}
    lines = [line for line in str(given["lines"]).splitlines() if line.strip()]
    new = dict(_day(number, line) for number, line in enumerate(lines, start=1))
    until = given["known_until"]
    try:
        return WorkingCalendar(
            working.zone, working.week, {**past, **new}, until if isinstance(until, date) else None
        )
    except BadCalendar as wrong:
        raise Refused(_("The hours overlap or end before they begin."), field="lines") from wrong


def _day(number: int, line: str) -> tuple[date, tuple[tuple[int, int], ...]]:
    first, *rest = line.split()
    try:
        day = datetime.strptime(first, "%Y-%m-%d").date()
        if [word.casefold() for word in rest] and rest[0].casefold() in CLOSED:
            return day, ()
        return day, tuple(_span(word) for word in rest)
    except ValueError as wrong:
        words = _("Line %(row)d: write a date and hours, e.g. 2027-02-06 09:00-18:00, or 'closed'.")
        raise Refused(words % {"row": number}, field="lines") from wrong


def _span(word: str) -> tuple[int, int]:
    match = SPAN.match(word)
    if match is None:
        raise ValueError(word)
    a, b, c, d = (int(part) for part in match.groups())
    return a * 60 + b, c * 60 + d
