"""Service calendars: published once per year, never changed in place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit
from kept.methods.clock import WorkingCalendar

from ..events import CalendarPublished
from ..models import CalendarVersion, Promise, ServiceCalendar
from ..rules import NothingChanged

OFFICE_HOURS = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))
WEEKDAYS = range(5)
YEARS_BACK = 25


@transaction.atomic
def publish_calendar(
    *, calendar: ServiceCalendar, working: WorkingCalendar, by: Actor, at: datetime
) -> CalendarVersion:
    """A new version of a calendar. Running promises that were provisional are computed anew from it."""
    last = calendar.versions.order_by("-number").first()
    if last and last.working == working:
        raise NothingChanged
    version = CalendarVersion.objects.create(
        calendar=calendar, number=last.number + 1 if last else 1, data=working.to_data(), made_at=at
    )
    _settle_provisional(calendar, version)
    told = CalendarPublished(subject=Subject.of(calendar), occurred_at=at, calendar_version=version.number)
    emit(told, by=by)
    return version


def _settle_provisional(calendar: ServiceCalendar, version: CalendarVersion) -> None:
    waiting = Promise.objects.running().filter(is_provisional=True, calendar_version__calendar=calendar)
    moved = []
    for promise in waiting.select_related("policy_version", "calendar_version"):
        promise.rest_on(version)
        moved.append(promise)
    fields = ["calendar_version", "due_at", "original_due_at", "warn_at", "is_provisional"]
    Promise.objects.bulk_update(moved, fields)


def with_holidays(
    *,
    zone: str,
    hours: tuple[tuple[int, int], ...],
    country: str,
    years: Iterable[int],
    week: Iterable[int] = WEEKDAYS,
) -> WorkingCalendar:
    """Working hours with a country's public holidays and make-up working days, from the holidays library.

    Known until the end of the last year whose make-up days are published; for countries without such days,
    the last year asked for.
    """
    import holidays

    listed = sorted(years)
    public = holidays.country_holidays(country, years=listed)
    days: dict[date, tuple[tuple[int, int], ...]] = {day: () for day in public}
    made_up = sorted(getattr(public, "weekend_workdays", ()))
    days.update({day: hours for day in made_up})
    last = max((day.year for day in made_up), default=listed[-1])
    return WorkingCalendar(zone, dict.fromkeys(week, hours), days, date(last, 12, 31))


@transaction.atomic
def stock_calendars() -> None:
    """The calendars every installation starts from: round the clock, and office hours."""
    this_year = now().year
    starts: dict[str, tuple[dict[str, str], Any]] = {
        "always": (
            {"zh-hans": "全天候（7×24）", "zh-hant": "全天候（7×24）", "en": "Round the clock (24×7)"},
            lambda: WorkingCalendar.always(settings.TIME_ZONE),
        ),
        "office": (
            {"zh-hans": "办公时间", "zh-hant": "上班時間", "en": "Office hours"},
            lambda: with_holidays(
                zone=settings.TIME_ZONE,
                hours=OFFICE_HOURS,
                country="CN",
                years=range(this_year - YEARS_BACK, this_year + 2),
            ),
        ),
    }
    for code, (words, working) in starts.items():
        calendar, made = ServiceCalendar.objects.get_or_create(code=code, defaults={"words": words})
        if made:
            publish_calendar(calendar=calendar, working=working(), by=Actor.system("start"), at=now())
