"""Values as they stand in a cell: each kind in one way, everywhere, escaped."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.functional import Promise as LazyWords
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor
from kept.kernel.money import Money

from .columns import Column
from .signs import Sign, promise_sign
from .times import day_words, full_words, moment_words

NOTHING = SafeString('<span class="nothing">–</span>')

TONES: dict[str, str] = {
    **dict.fromkeys(("open", "draft", "planned", "new", "quoted", "sent", "requested"), "plain"),
    **dict.fromkeys(("placed", "released", "in_progress", "in_transit", "picked_up", "running"), "running"),
    **dict.fromkeys(("out_for_delivery", "answered", "active", "partial", "reopened"), "running"),
    **dict.fromkeys(("held", "soon", "partly_delivered", "expiring", "missing", "waiting"), "soon"),
    **dict.fromkeys(("broken", "refused", "lost", "failed", "rejected", "overdue", "returned"), "broken"),
    **dict.fromkeys(("paused", "on_hold"), "paused"),
    **dict.fromkeys(("kept", "delivered", "done", "closed", "solved", "accepted", "archived"), "kept"),
    **dict.fromkeys(("cancelled", "waived", "expired", "inactive", "reversed"), "quiet"),
}


def state_tone(**tones: str) -> None:
    """Say how loud a room's own states are: `state_tone(impounded="broken")`."""
    TONES.update(tones)


def show(column: Column, record: Any, actor: Actor, at: datetime) -> SafeString:
    """One cell: its value by its kind, linked where this actor may follow, with its second line."""
    value = column.of(record)
    words = show_value(column, value, at)
    url = column.address(record, actor) if column.kind != "promise" else ""
    if url and words is not NOTHING:
        words = format_html('<a href="{}">{}</a>', url, words)
    second = column.second(record)
    return format_html('{}<span class="second">{}</span>', words, second) if second else words


def show_value(column: Column, value: Any, at: datetime) -> SafeString:
    if value is None or value == "":
        return NOTHING
    if column.kind == "promise":
        return sign(promise_sign(value, at) if not isinstance(value, Sign) else value)
    if column.kind == "state":
        return state_mark(*(value if isinstance(value, tuple) else (value, value)))
    if column.is_figure:
        unit = format_html(' <span class="unit">{}</span>', column.unit) if column.unit else ""
        return format_html("{}{}", show_figure(column, value), unit)
    if column.kind == "moment":
        return moment(value, at)
    if column.kind == "day":
        return day(value, at)
    if column.kind == "yesno":
        return SafeString(conditional_escape(_("yes") if value else _("no")))
    return _whole(value)


def _whole(value: Any) -> SafeString:
    """Text that may be cut short on the screen says all of itself when hovered."""
    words = conditional_escape(value)
    return format_html('<span title="{}">{}</span>', value, words) if len(words) > 24 else SafeString(words)


def show_figure(column: Column, value: Any) -> str:
    """A figure without its unit, grouped by thousands."""
    if isinstance(value, Money):
        return str(value)
    if column.kind == "percent":
        return percent(value, digits=1 if column.digits is None else column.digits)
    return figure(value, digits=column.digits)


def figure(value: Any, *, digits: int | None = None) -> str:
    """A number for reading: grouped, without a tail of noughts."""
    if not isinstance(value, (int, float, Decimal)):
        return str(value)
    exact = Decimal(str(value))
    if digits is None:
        exact = exact.normalize() if exact != exact.to_integral() else exact.to_integral()
        digits = min(max(-int(exact.as_tuple().exponent), 0), 3)
    return number_format(rounded(exact, digits), decimal_pos=digits, force_grouping=True)


def percent(value: Any, *, digits: int = 1) -> str:
    """A fraction as percent; None is said as what it is."""
    if value is None:
        return _("no data")
    return f"{number_format(rounded(Decimal(str(value)) * 100, digits), decimal_pos=digits)} %"


def rounded(value: Decimal, digits: int) -> Decimal:
    """Half up: what people expect of a figure, and what Django's formatting does not do."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def moment(value: datetime, at: datetime) -> SafeString:
    words, full = moment_words(value, at), full_words(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), full, words)


def day(value: date, at: datetime) -> SafeString:
    plain = localtime(value).date() if isinstance(value, datetime) else value
    words = day_words(plain, localtime(at).date())
    return format_html('<time datetime="{}" title="{}">{}</time>', plain, plain, words)


def state_mark(code: Any, label: Any) -> SafeString:
    """A state as a dot and its word."""
    tone = TONES.get(str(code), "plain")
    return format_html('<span class="state is-{}"><i aria-hidden="true"></i>{}</span>', tone, label)


def icon(name: str, label: str | LazyWords = "") -> SafeString:
    """A drawing from the house's sprite; with a label it speaks for itself, without it is decoration."""
    if label:
        drawn = '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>'
        return format_html(drawn, label, _source(name))
    return _decoration(name)


@cache
def _decoration(name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', _source(name))


def _source(name: str) -> str:
    return f"{static('kernel/icons.svg')}#{name}"


def sign(shown: Sign) -> SafeString:
    """The promise's sign, a link to why it is due then."""
    parts = format_html('{}<span class="sign-text">{}</span>', mark_safe(_MARKS[shown.mark]), shown.text)
    if shown.moment_text:
        parts = format_html('{}<span class="sign-moment">{}</span>', parts, shown.moment_text)
    if shown.url:
        made = '<a class="sign is-{}" href="{}" title="{}">{}</a>'
        return format_html(made, shown.tone, shown.url, shown.title, parts)
    return format_html('<span class="sign is-{}" title="{}">{}</span>', shown.tone, shown.title, parts)


def _mark(inside: str) -> str:
    return f'<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">{inside}</svg>'


_RING = '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
_MARKS: dict[str, str] = {
    "running": _mark(f'{_RING}<path d="M8 8V3.5A4.5 4.5 0 0 1 12.5 8Z" fill="currentColor"/>'),
    "soon": _mark(f'{_RING}<path d="M8 3.5a4.5 4.5 0 0 1 0 9Z" fill="currentColor"/>'),
    "broken": _mark('<circle cx="8" cy="8" r="7" fill="currentColor"/>'),
    "paused": _mark('<path d="M5 3v10M11 3v10" stroke="currentColor" stroke-width="3"/>'),
    "kept": _mark('<path d="m3 8.5 3.4 3.4L13 4.6" fill="none" stroke="currentColor" stroke-width="2.2"/>'),
    "waived": _mark('<path d="M3 8h10" stroke="currentColor" stroke-width="2"/>'),
    "cancelled": _mark('<path d="m4 4 8 8M12 4l-8 8" stroke="currentColor" stroke-width="2"/>'),
}
