"""What went up, by hand, by the clock, and to those who are to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event
from kept.promises.kinds import KINDS

from .cases import CaseEvent


def percent_of(share: Decimal) -> str:
    """80, or 12.5."""
    return f"{share * 100:.1f}".rstrip("0").rstrip(".")


def step_words(promise: str, share: Decimal | None, late_minutes: int | None) -> str:
    """The moment of a step by the clock in the reader's words: of which promise, and when."""
    kind = KINDS.get(promise)
    name = str(kind.words) if kind else promise or gettext("any promise")
    if share is not None:
        return gettext("%(promise)s: %(percent)s%% of the time is used up") % {
            "promise": name,
            "percent": percent_of(share),
        }
    if not late_minutes:
        return gettext("%(promise)s: not kept in time") % {"promise": name}
    if late_minutes % 60 == 0:
        return gettext("%(promise)s: overdue for %(hours)s h of working time") % {
            "promise": name,
            "hours": late_minutes // 60,
        }
    return gettext("%(promise)s: overdue for %(minutes)s working minutes") % {
        "promise": name,
        "minutes": late_minutes,
    }


@event("desk.case_escalated")
@dataclass(frozen=True, kw_only=True)
class CaseEscalated(CaseEvent):
    """With a promise it is the clock that passed it on; `is_warned` says that the promise warned its own
    people of this very moment."""

    title = _("Case passed to the next level")
    to_id: int | None
    why: str
    promise_id: int | None = None
    promise_kind: str = ""
    share: Decimal | None = None
    late_minutes: int | None = None
    is_warned: bool = False

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["why"]) or _step_words(data)


@event("desk.case_alarmed")
@dataclass(frozen=True, kw_only=True)
class CaseAlarmed(CaseEvent):
    """A step of escalation that tells those in charge and leaves the case where it is."""

    title = _("The clock tells those in charge")
    told_level: str
    promise_id: int
    promise_kind: str
    share: Decimal | None
    late_minutes: int | None
    is_warned: bool

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return _step_words(data)


def _step_words(data: Mapping[str, Any]) -> str:
    share = data.get("share")
    kind = str(data.get("promise_kind") or "")
    return step_words(kind, Decimal(str(share)) if share is not None else None, data.get("late_minutes"))


@event("desk.step_set")
@dataclass(frozen=True, kw_only=True)
class EscalationStepSet(Event):
    """A step by the clock that counts from now on, with all it says."""

    title = _("Step of escalation set")
    kinds: tuple[str, ...]
    severities: tuple[int, ...]
    promise: str
    share: Decimal | None
    late_minutes: int | None
    level: str
    rises: bool
    replaces_id: int | None


@event("desk.step_ended")
@dataclass(frozen=True, kw_only=True)
class EscalationStepEnded(Event):
    title = _("Step of escalation ended")


@event("desk.case_referred")
@dataclass(frozen=True, kw_only=True)
class CaseReferred(CaseEvent):
    title = _("Put to the branch manager")
    to_branch_id: int
    referral_id: int


@event("desk.result_returned")
@dataclass(frozen=True, kw_only=True)
class ResultReturned(CaseEvent):
    title = _("The branch returned the result")
    from_branch_id: int
    referral_id: int


@event("desk.copy_received")
@dataclass(frozen=True, kw_only=True)
class CopyReceived(CaseEvent):
    title = _("Copy of the form received by the operations service department")
    referral_id: int


@event("desk.reported_upward")
@dataclass(frozen=True, kw_only=True)
class ReportedUpward(CaseEvent):
    title = _("Reported to the head")
    report_id: int
    sort: str


@event("desk.report_seen")
@dataclass(frozen=True, kw_only=True)
class ReportSeen(CaseEvent):
    title = _("The head has read the report")
    report_id: int
