"""Periods, and the numbers that are rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.facts import company_day, company_zone
from kept.kernel.numbers import number_rule

from .enums import Span

SEASON_MARGIN = number_rule(
    "reports.season_margin",
    "0.15",
    _("By how much a month must differ from the mean to be peak or slack season"),
    unit="share",
    highest=1,
)
TREND_PLACES = number_rule(
    "reports.trend_places",
    5,
    _("Places shown one by one in the volume trend; the others are one line"),
    lowest=1,
    highest=5,
)
SEND_TRIES = number_rule(
    "reports.send_tries", 5, _("How often a report that failed is made again"), lowest=1, highest=20
)
RETRY_MINUTES = (5, 30, 120, 360)

TOKEN = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?")


class NoPeriod(Refused):
    default = _("Name a period such as 2026-03-02, 2026-03, 2026-Q1 or 2026.")


@dataclass(frozen=True)
class Period:
    """A day, month, quarter or year of the company, both ends included."""

    span: Span
    first: date
    last: date

    @classmethod
    def holding(cls, span: str, day: date) -> Period:
        """The period of this span in which a day lies."""
        months = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}.get(Span(span))
        if months is None:
            return cls(Span.DAY, day, day)
        month = (day.month - 1) // months * months + 1
        after = (date(day.year, month, 1) + timedelta(days=31 * months)).replace(day=1)
        return cls(Span(span), date(day.year, month, 1), after - timedelta(days=1))

    @classmethod
    def read(cls, token: str) -> Period:
        """From 2026-03-02, 2026-03, 2026-Q1 or 2026. Raises NoPeriod."""
        found = TOKEN.fullmatch(token.strip())
        if found is None:
            raise NoPeriod(field="period")
        year, quarter, month, day = found.groups()
        span = Span.DAY if day else Span.MONTH if month else Span.QUARTER if quarter else Span.YEAR
        try:
            begin = date(int(year), int(month or (int(quarter) * 3 - 2 if quarter else 1)), int(day or 1))
            return cls.holding(span, begin)
        except (ValueError, OverflowError):
            raise NoPeriod(field="period") from None

    @property
    def token(self) -> str:
        if self.span == Span.DAY:
            return f"{self.first:%Y-%m-%d}"
        if self.span == Span.MONTH:
            return f"{self.first:%Y-%m}"
        quarter = f"-Q{(self.first.month + 2) // 3}" if self.span == Span.QUARTER else ""
        return f"{self.first:%Y}{quarter}"

    @property
    def before(self) -> Period:
        return Period.holding(self.span, self.first - timedelta(days=1))

    @property
    def after(self) -> date:
        """The first day that is not in it."""
        return self.last + timedelta(days=1)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first that is not in it."""
        zone = company_zone()
        return (
            datetime.combine(self.first, datetime.min.time(), zone),
            datetime.combine(self.after, datetime.min.time(), zone),
        )

    @property
    def months(self) -> list[date]:
        found, month = [], self.first.replace(day=1)
        while month <= self.last:
            found.append(month)
            month = (month + timedelta(days=32)).replace(day=1)
        return found

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def period_over(span: str, at: datetime) -> Period:
    """The last period of this span that is over at a moment."""
    today = company_day(at)
    assert today is not None
    return Period.holding(span, today).before


def usual_period(spans: Sequence[str], at: datetime) -> Period:
    """What goes without saying: today for papers of the day, else the last month or more that is over."""
    if list(spans) == [Span.DAY]:
        today = company_day(at)
        assert today is not None
        return Period.holding(Span.DAY, today)
    return period_over(spans[-1] if Span.DAY in spans else spans[0], at)


def period_after(period: Period) -> Period:
    return Period.holding(period.span, period.after)


def moment_of(period: Period, *, days_after: int, hour: int) -> datetime:
    """So many days after the last day of the period, at this hour; nought is the last day itself."""
    day = period.last + timedelta(days=days_after)
    return datetime.combine(day, time(hour), company_zone())
