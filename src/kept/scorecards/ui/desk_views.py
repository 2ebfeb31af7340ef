"""Reports about the desk: how long people wait, how many seats it needs, what customers complained about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.numbers import rule
from kept.kernel.web.answers import answer
from kept.kernel.web.cells import figure, percent, rounded
from kept.kernel.web.charts import Bar, BarChart, LineChart, Point, Series
from kept.kernel.web.doors import needs
from kept.kernel.web.times import span_words
from kept.methods.capacity import Seats, SeatTarget
from kept.methods.rates import Rate

from ..queries import reading
from ..queries.call_profile import LOGGED, Profile, Slot, call_profile, lines, seats_of, span_of
from ..queries.complaints import BranchComplaints, complaints_of
from ..queries.desk_times import Times, desk_times
from ..rules import (
    SEAT_HANDLING,
    SEAT_LEVEL,
    SEAT_OCCUPANCY,
    SEAT_PATIENCE,
    SEAT_SECONDS,
    SEAT_SHRINKAGE,
)
from . import files
from .desk_forms import WEEKDAYS, MonthForm, SeatsForm, TimesForm

SPAN = timedelta(days=30)


@needs("scorecards.desk")
def times(request: HttpRequest) -> HttpResponse:
    """How long people wait for an answer, by channel, segment, branch, team or person."""
    today = localdate()
    given = {"by": "channel", "first": f"{today - SPAN}", "last": f"{today}", **_asked(request)}
    form = TimesForm(given)
    rows: list[Times] = []
    if form.is_valid():
        rows = desk_times(Actor.of(request), as_of=now(), **form.cleaned_data)
    if form.is_valid() and (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return files.as_file(
            kind, "desk_times", _("Waits at the desk"), _times_head(), [_times_cells(row) for row in rows]
        )
    worst = next((row for row in rows if row.wait_mean is not None), None)
    return answer(
        request,
        "scorecards/desk_times.html",
        status=200 if form.is_valid() else 422,
        form=form,
        query=_query(form),
        rows=[(row, row.name or _("not known")) for row in rows],
        by_name=dict(form.fields["by"].choices).get(form.data["by"], ""),  # type: ignore[attr-defined]
        worst=worst,
        longest=_span(worst.wait_worst) if worst else "",
        worst_name=(worst.name or _("not known")) if worst else "",
        chart=_waits_chart(rows) if worst else None,
        as_of=reading.as_of(),
    )


@needs("scorecards.desk")
def seats(request: HttpRequest) -> HttpResponse:
    """How many seats each half hour of a weekday needs for a set level."""
    actor = Actor.of(request)
    known = lines(actor)
    source = request.GET.get("source", known[0] if known else LOGGED)
    span = span_of(actor, source) or (localdate() - SPAN, localdate())
    form = SeatsForm({**_defaults(span, source), **_asked(request)}, lines=known)
    if not form.is_valid():
        return answer(request, "scorecards/seats.html", status=422, form=form, query="")
    told = form.cleaned_data
    profile = call_profile(actor, source=told["source"], first=told["first"], last=told["last"])
    handle = profile.handle_seconds if "handle" not in request.GET else None
    target = SeatTarget(told["level"] / 100, told["within"], told["occupancy"] / 100, told["shrinkage"] / 100)
    needed = seats_of(profile, target, handle or told["handle"], told["patience"])
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return files.as_file(kind, "seats", _("Seats needed"), _seats_head(), _seats_cells(profile, needed))
    pairs = [
        (slot, seat)
        for slot, seat in zip(profile.slots, needed, strict=True)
        if slot.weekday == told["weekday"]
    ]
    peak = max(pairs, key=lambda pair: pair[1].staffed, default=None)
    return answer(
        request,
        "scorecards/seats.html",
        form=form,
        query=_query(form),
        pairs=pairs,
        peak=peak,
        weekday=dict(WEEKDAYS)[told["weekday"]],
        days=profile.days.get(told["weekday"], 0),
        handle=figure(handle or told["handle"], digits=0),
        is_measured=handle is not None,
        hours=figure(sum(seat.scheduled for _slot, seat in pairs) / 2, digits=1),
        chart=_seats_chart(pairs) if pairs else None,
    )


@needs("scorecards.desk")
def complaints(request: HttpRequest) -> HttpResponse:
    """The month's complaints, branch by branch, for the general manager."""
    month = _month_before(localdate())
    form = MonthForm({"month": f"{month:%Y-%m}", **_asked(request)})
    if form.is_valid():
        month = form.cleaned_data["month"]
    rows = complaints_of(Actor.of(request), month, at=now())
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return files.as_file(
            kind,
            f"complaints_{month:%Y-%m}",
            _("Complaints of the month"),
            _complaints_head(),
            [_complaint_cells(row) for row in rows],
        )
    total, before = sum(row.complaints for row in rows), sum(row.before for row in rows)
    return answer(
        request,
        "scorecards/complaints.html",
        status=200 if form.is_valid() else 422,
        form=form,
        query=f"month={month:%Y-%m}",
        month=f"{month:%Y-%m}",
        rows=[(row, row.name or _("no branch"), _complaint_words(row)) for row in rows],
        total=total,
        before=before,
        change=total - before,
        unsolved=sum(row.unsolved for row in rows),
        callbacks=sum(row.callbacks for row in rows),
        callbacks_late=sum(row.callbacks_late for row in rows),
        chart=_causes_chart(rows),
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if value or name == "patience"}


def _query(form: Any) -> str:
    return urlencode({name: form.data.get(name, "") for name in form.fields})


def _defaults(span: tuple[date, date], source: str) -> dict[str, str]:
    share = {"level": SEAT_LEVEL, "occupancy": SEAT_OCCUPANCY, "shrinkage": SEAT_SHRINKAGE}
    plain = {"within": SEAT_SECONDS, "handle": SEAT_HANDLING, "patience": SEAT_PATIENCE}
    return {
        "source": source,
        "weekday": "1",
        "first": f"{span[0]}",
        "last": f"{span[1]}",
        **{name: f"{float(rule(key)) * 100:g}" for name, key in share.items()},
        **{name: f"{float(rule(key)):g}" if rule(key) else "" for name, key in plain.items()},
    }


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _span(minutes: float | None) -> str:
    """Minutes as a tired reader takes them in: whole as in the table, with hours, later with days."""
    exact = Decimal(str(minutes or 0))
    return span_words(timedelta(minutes=float(rounded(exact, 0) or exact)))


def _waits_chart(rows: Sequence[Times]) -> BarChart:
    bars = tuple(
        Bar(
            row.name or _("not known"),
            round(row.wait_mean, 1),
            note=_("worst %(worst)s") % {"worst": _span(row.wait_worst)},
        )
        for row in rows[:12]
        if row.wait_mean is not None
    )
    return BarChart(title=_("Mean minutes to an answer"), bars=bars, unit=_("min"))


def _seats_chart(pairs: Sequence[tuple[Slot, Seats]]) -> LineChart:
    needed = tuple(Point(slot.clock, seat.staffed) for slot, seat in pairs)
    calls = tuple(Point(slot.clock, round(slot.calls, 1)) for slot, _seat in pairs)
    return LineChart(
        title=_("Calls and seats by half hour"),
        series=(Series(_("Calls"), calls), Series(_("Seats"), needed)),
        lowest=0,
    )


def _causes_chart(rows: Sequence[BranchComplaints]) -> BarChart | None:
    causes: dict[str, int] = {}
    for row in rows:
        for cause, count in row.causes.items():
            causes[cause] = causes.get(cause, 0) + count
    bars = tuple(Bar(cause, n) for cause, n in sorted(causes.items(), key=lambda pair: -pair[1])[:10])
    return BarChart(title=_("Complaints by cause"), bars=bars) if bars else None


def _complaint_words(row: BranchComplaints) -> dict[str, Any]:
    def most(counts: Any) -> list[str]:
        return [f"{name} {count}" for name, count in counts.most_common(3)]

    return {
        "hours": "" if row.median_hours is None else figure(row.median_hours, digits=1),
        "answered": _share(row.answered_in_time),
        "solved": _share(row.solved_in_time),
        "called_back": _share(row.called_back_in_time),
        "causes": most(row.causes),
        "liable": most(row.liable),
    }


def _share(rate: Rate) -> str:
    return "" if rate.value is None else percent(rate.value)


def _times_head() -> tuple[Any, ...]:
    return (
        _("Name"),
        _("Contacts that came in"),
        _("Answered contacts"),
        _("Mean wait, min"),
        _("Median wait, min"),
        _("Nine in ten, min"),
        _("Worst wait, min"),
        _("Cases opened"),
        _("Cases solved"),
        _("Mean time to solve, h"),
        _("Longest time to solve, h"),
        _("Opened again"),
        _("Solved at the first contact"),
        _("Not solved yet"),
        _("Mean age, days"),
        _("Calls"),
        _("Given up"),
        _("Mean ringing, s"),
    )


def _times_cells(row: Times) -> tuple[Any, ...]:
    waits = (row.wait_mean, row.wait_median, row.wait_p90, row.wait_worst)
    hours = (row.hours_mean, row.hours_worst)
    return (
        row.name or _("not known"),
        *(row.contacts, row.answered, *map(_short, waits)),
        *(row.cases, row.solved, *map(_short, hours), row.reopened),
        *(_fine(row.at_once), row.unsolved, _short(row.age_mean)),
        *(row.calls, _fine(row.given_up), _short(row.ring_mean)),
    )


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _fine(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _seats_head() -> tuple[Any, ...]:
    return (
        *(_("Weekday"), _("Half hour"), _("Calls"), _("Seats"), _("Scheduled people")),
        *(_("Answered in time"), _("Mean wait, s"), _("Busy"), _("Give up")),
    )


def _seats_cells(profile: Profile, needed: Sequence[Seats]) -> list[tuple[Any, ...]]:
    names = dict(WEEKDAYS)
    return [
        (
            *(str(names[slot.weekday]), slot.clock, round(slot.calls, 2), seat.staffed, seat.scheduled),
            *(_of(seat, name) for name in ("level", "mean_wait", "occupancy", "abandoned")),
        )
        for slot, seat in zip(profile.slots, needed, strict=True)
    ]


def _of(seat: Seats, name: str) -> float | None:
    return None if seat.figures is None else round(getattr(seat.figures, name), 4)


def _complaints_head() -> tuple[Any, ...]:
    return (
        *(_("Branch"), _("Complaints"), _("Month before"), _("Answers in time"), _("Solved in time")),
        *(_("Median time to solve, h"), _("Not solved yet"), _("Opened again"), _("Asked again")),
        *(_("Call-backs owed"), _("Called back too late"), _("Called back in time")),
        *(_("Main causes"), _("Liable")),
    )


def _complaint_cells(row: BranchComplaints) -> tuple[Any, ...]:
    words = _complaint_words(row)
    return (
        *(row.name or _("no branch"), row.complaints, row.before),
        *(row.answered_in_time.value, row.solved_in_time.value, row.median_hours),
        *(row.unsolved, row.reopened, row.asked_again),
        *(row.callbacks, row.callbacks_late, row.called_back_in_time.value),
        *(_(", ").join(words[name]) for name in ("causes", "liable")),
    )
