"""The one sign of a promise: mark, time left in working time, absolute moment; on click, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Literal, Protocol

from django.utils.translation import gettext as _

from .times import full_words, moment_words, span_words

Mark = Literal["running", "soon", "broken", "paused", "kept", "waived", "cancelled"]


class Promised(Protocol):
    """What a sign needs of a promise.

    It may also have `zone`, `day_length` (of working time), `is_day` (due on a day, not at an hour),
    `cause_words` and `paused_by_name`.
    """

    state: Any
    due_at: datetime | None
    met_at: datetime | None
    warn_at: datetime | None
    paused_at: datetime | None
    pause_reason: Any

    def working_left(self, now: datetime) -> timedelta: ...

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True)
class Sign:
    """What a reader sees of a promise. The words say all that the colour says."""

    mark: Mark
    text: str
    moment_text: str = ""
    title: str = ""
    since: datetime | None = None
    url: str = ""

    @property
    def tone(self) -> str:
        return {"waived": "quiet", "cancelled": "quiet"}.get(self.mark, self.mark)

    @property
    def words(self) -> str:
        return f"{self.text} · {self.moment_text}" if self.moment_text else self.text


def promise_sign(promise: Promised, now: datetime) -> Sign:
    """The sign of a promise as it stands at a moment; a breach shows even before anyone recorded it."""
    state = str(promise.state)
    if state == "running":
        return _running(promise, now)
    if state == "paused":
        return _paused(promise, now)
    if state == "kept":
        return _kept(promise, now)
    if state == "broken":
        return _broken(promise, now)
    words = _("Waived") if state == "waived" else _("Cancelled")
    return _sign(promise, "waived" if state == "waived" else "cancelled", words, None, now)


def _running(promise: Promised, now: datetime) -> Sign:
    if promise.due_at is None:
        return _sign(promise, "running", _("Running, no moment set"), None, now)
    if promise.met_at is not None:
        return _sign(promise, "running", _("Done, not yet judged"), promise.met_at, now)
    if promise.due_at < now:
        return _broken(promise, now)
    soon = promise.warn_at is not None and promise.warn_at <= now
    left = _("%(span)s left") % {"span": _span(promise, promise.working_left(now))}
    return _sign(promise, "soon" if soon else "running", left, promise.due_at, now)


def _paused(promise: Promised, now: datetime) -> Sign:
    spoken = getattr(promise, "get_pause_reason_display", lambda: promise.pause_reason)
    reason = str(spoken() or "")
    words = _("Paused: %(reason)s") % {"reason": reason} if reason else _("Paused")
    by = str(getattr(promise, "paused_by_name", "") or "")
    url = promise.get_absolute_url()
    if promise.paused_at is None:
        return Sign("paused", words, url=url)
    since = _("since %(moment)s") % {"moment": moment_words(promise.paused_at, now, zone=_zone(promise))}
    title = " · ".join(filter(None, (full_words(promise.paused_at, zone=_zone(promise)), by)))
    return Sign("paused", words, since, title, promise.paused_at, url)


def _kept(promise: Promised, now: datetime) -> Sign:
    if promise.met_at is None or promise.due_at is None:
        return _sign(promise, "kept", _("Kept"), promise.met_at, now)
    early = promise.working_left(promise.met_at)
    if early >= timedelta(minutes=1):
        return _sign(promise, "kept", _("Kept %(span)s early") % {"span": _span(promise, early)}, None, now)
    return _sign(promise, "kept", _("Kept in time"), None, now)


def _broken(promise: Promised, now: datetime) -> Sign:
    moment = promise.met_at or now
    late = promise.working_left(moment) if promise.due_at else timedelta(0)
    if late >= timedelta(0) or getattr(promise, "is_past", False):  # another term than time, or never again
        words = _("Broken")
    elif promise.met_at:
        words = _("Met %(span)s late") % {"span": _span(promise, late)}
    else:
        words = _("%(span)s overdue") % {"span": _span(promise, late)}
    cause = str(getattr(promise, "cause_words", "") or "")
    return _sign(promise, "broken", f"{words} · {cause}" if cause else words, None, now)


def _sign(promise: Promised, mark: Mark, words: str, moment: datetime | None, now: datetime) -> Sign:
    by_day = moment == promise.due_at and getattr(promise, "is_day", False)
    shown = moment_words(moment, now, zone=_zone(promise), by_day=by_day) if moment else ""
    full = moment or promise.due_at
    title = full_words(full, zone=_zone(promise)) if full else ""
    return Sign(mark, words, shown, title, None, promise.get_absolute_url())


def _span(promise: Promised, span: timedelta) -> str:
    return span_words(span, day=getattr(promise, "day_length", timedelta(days=1)))


def _zone(promise: Promised) -> tzinfo | None:
    return getattr(promise, "zone", None)
