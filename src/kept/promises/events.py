from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event

if TYPE_CHECKING:
    from .models import Promise


@dataclass(frozen=True, kw_only=True)
class PromiseEvent(Event):
    """What all events of a promise carry: its kind and what it is about."""

    kind: str
    about: Subject
    customer_id: int | None
    person_id: int | None
    branch_id: int | None
    due_at: datetime

    @classmethod
    def of(cls, promise: Promise, *, at: datetime, **more: object) -> Self:
        about = Subject(promise.subject_type, promise.subject_id, promise.subject_number)
        return cls(
            subject=Subject(promise._meta.label_lower, promise.pk, promise.subject_number),
            occurred_at=at,
            kind=promise.kind,
            about=about,
            customer_id=promise.customer_id,
            person_id=promise.person_id,
            branch_id=promise.branch_id,
            due_at=promise.due_at,
            **more,
        )


@event("promises.started")
@dataclass(frozen=True, kw_only=True)
class PromiseStarted(PromiseEvent):
    title = _("Promise made")


@event("promises.paused")
@dataclass(frozen=True, kw_only=True)
class PromisePaused(PromiseEvent):
    title = _("Clock paused")
    reason: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return _label("pause_reason", data["reason"])


@event("promises.resumed")
@dataclass(frozen=True, kw_only=True)
class PromiseResumed(PromiseEvent):
    title = _("Clock resumed")


@event("promises.amended")
@dataclass(frozen=True, kw_only=True)
class PromiseAmended(PromiseEvent):
    title = _("Promise moved at the customer's wish")
    was_due_at: datetime
    why: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return f"{_moment(data['was_due_at'])} → {_moment(data['due_at'])} · {data['why']}"


@event("promises.soon")
@dataclass(frozen=True, kw_only=True)
class PromiseSoon(PromiseEvent):
    title = _("Early warning")

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return _kind(data["kind"])


@event("promises.kept")
@dataclass(frozen=True, kw_only=True)
class PromiseKept(PromiseEvent):
    title = _("Promise kept")


@event("promises.broken")
@dataclass(frozen=True, kw_only=True)
class PromiseBroken(PromiseEvent):
    """`is_met` when it was done nevertheless, so that nobody is to be warned of it any more."""

    title = _("Promise broken")
    is_met: bool

    @classmethod
    def of(cls, promise: Promise, *, at: datetime, **more: object) -> Self:
        return super().of(promise, at=at, is_met=promise.met_at is not None, **more)

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return _kind(data["kind"])


@event("promises.met")
@dataclass(frozen=True, kw_only=True)
class PromiseMet(PromiseEvent):
    """Its clock stopped, but a term is still unknown."""

    title = _("Done, not judged in full")


@event("promises.revised")
@dataclass(frozen=True, kw_only=True)
class PromiseRevised(PromiseEvent):
    title = _("Verdict revised")
    was: str
    now: str
    why: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return f"{_label('state', data['was'])} → {_label('state', data['now'])} · {data['why']}"


@event("promises.cause_named")
@dataclass(frozen=True, kw_only=True)
class CauseNamed(PromiseEvent):
    title = _("Cause named")
    cause: str
    liable_tier: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return f"{_label('cause', data['cause'])} · {_label('liable_tier', data['liable_tier'])}"


@event("promises.waived")
@dataclass(frozen=True, kw_only=True)
class PromiseWaived(PromiseEvent):
    title = _("Promise waived")
    why: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["why"])


@event("promises.cancelled")
@dataclass(frozen=True, kw_only=True)
class PromiseCancelled(PromiseEvent):
    title = _("Promise cancelled")


@event("promises.reopened")
@dataclass(frozen=True, kw_only=True)
class PromiseReopened(PromiseEvent):
    title = _("Promise runs again")


@event("promises.handed_over")
@dataclass(frozen=True, kw_only=True)
class PromiseHandedOver(PromiseEvent):
    title = _("Promise handed over")
    was_person_id: int | None


@event("promises.entrusted")
@dataclass(frozen=True, kw_only=True)
class PromiseEntrusted(PromiseEvent):
    title = _("Given to a subcontractor")
    provider_id: int | None


@event("promises.policy_changed")
@dataclass(frozen=True, kw_only=True)
class PolicyChanged(Event):
    title = _("Policy version made")
    policy_version: int
    kind: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return f"{say('version')} {data['policy_version']}"


@event("promises.calendar_published")
@dataclass(frozen=True, kw_only=True)
class CalendarPublished(Event):
    title = _("Calendar version published")
    calendar_version: int

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return f"{say('version')} {data['calendar_version']}"


def is_to_warn_of(event: PromiseSoon | PromiseBroken) -> bool:
    """Whether it is still to be done."""
    return isinstance(event, PromiseSoon) or not event.is_met


def _kind(code: str) -> str:
    promise: Any = apps.get_model("promises", "Promise")(kind=code)
    return str(promise.kind_words)


def _label(field: str, value: object) -> str:
    """A value in the reader's words; looked up by name of the model, which stands above the events."""
    choices: Any = apps.get_model("promises", "Promise")._meta.get_field(field)
    return str(dict(choices.flatchoices).get(value, value))


def _moment(written: str) -> str:
    return date_format(localtime(datetime.fromisoformat(written)), "SHORT_DATETIME_FORMAT")
