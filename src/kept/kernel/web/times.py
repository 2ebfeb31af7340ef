"""Moments and spans of time in words: '3 h 12 min', 'today 17:00', '22 Nov 16:30'."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .zones import zone_words

DAYS_FROM = timedelta(hours=72)


def span_words(span: timedelta, *, day: timedelta = timedelta(days=1)) -> str:
    """A span to the minute; from three days on in days of the given length and hours."""
    minutes = int(abs(span).total_seconds()) // 60
    day_minutes = int(day.total_seconds()) // 60
    if abs(span) >= DAYS_FROM * (day / timedelta(days=1)):
        days, rest = divmod(minutes, day_minutes)
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": rest // 60}
    if minutes >= 60:
        return _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(minutes)d min") % {"minutes": minutes} if minutes else _("under 1 min")


def moment_words(moment: datetime, at: datetime, *, zone: tzinfo | None = None, by_day: bool = False) -> str:
    """A moment as short as it stays clear, in its zone or the reader's; `by_day` leaves out the hour."""
    zone = zone or get_current_timezone()
    here, today = moment.astimezone(zone), at.astimezone(zone).date()
    day = _near_words(here.date(), today)
    return day if by_day else _("%(day)s %(time)s") % {"day": day, "time": here.strftime("%H:%M")}


def _near_words(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead in (-1, 0, 1):
        return {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}[ahead]
    return weekday_words(day) if 1 < ahead < 7 else day_words(day, today)


def day_words(day: date, today: date) -> str:
    """A day, with the year only when it is another one."""
    if day.year == today.year:
        return date_format(day, pgettext("format of a day of this year", "j M"))
    return date_format(day, pgettext("format of a day of another year", "j M Y"))


WEEKDAYS = (
    *(gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu")),
    *(gettext_lazy("Fri"), gettext_lazy("Sat"), gettext_lazy("Sun")),
)


def weekday_words(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


def full_words(moment: datetime, *, zone: tzinfo | None = None) -> str:
    """The moment beyond doubt, with weekday, seconds and zone: what hovering shows."""
    here = moment.astimezone(zone or get_current_timezone())
    return _("%(day)s %(weekday)s %(time)s %(zone)s (UTC%(offset)s)") % {
        "day": f"{here:%Y-%m-%d}",
        "weekday": weekday_words(here.date()),
        "time": f"{here:%H:%M:%S}",
        "zone": zone_words(getattr(here.tzinfo, "key", "") or str(here.tzinfo)),
        "offset": f"{here:%z}",
    }
