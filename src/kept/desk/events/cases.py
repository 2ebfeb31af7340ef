"""What happened to cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """What all events of a case carry."""

    kind: str
    customer_id: int | None
    order_id: int | None
    shipment_id: int | None
    branch_id: int | None
    owner_id: int | None
    level: str

    @classmethod
    def of(cls, case: Any, *, at: datetime, **more: Any) -> Self:
        return cls(
            subject=Subject.of(case),
            occurred_at=at,
            kind=case.kind,
            customer_id=case.customer_id,
            order_id=case.order_id,
            shipment_id=case.shipment_id,
            branch_id=case.branch_id,
            owner_id=case.owner_id,
            level=case.level,
            **more,
        )


@event("desk.case_opened")
@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    title = _("Case opened")
    severity: int
    follows_id: int | None = None

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        kinds: Any = apps.get_model("desk", "Case")._meta.get_field("kind")
        return str(dict(kinds.flatchoices).get(data["kind"], data["kind"]))


@event("desk.case_answered")
@dataclass(frozen=True, kw_only=True)
class CaseAnswered(CaseEvent):
    title = _("Customer answered")
    contact_id: int
    channel: str


@event("desk.case_solved")
@dataclass(frozen=True, kw_only=True)
class CaseSolved(CaseEvent):
    title = _("Case solved")


@event("desk.case_closed")
@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    title = _("Case closed")
    cause: str
    liable_tier: str
    responsible_id: int | None
    chasers: int


@event("desk.case_reopened")
@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseEvent):
    title = _("Case re-opened")
    why: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["why"])


@event("desk.case_chased")
@dataclass(frozen=True, kw_only=True)
class CaseChased(CaseEvent):
    title = _("Customer asked again")
    contact_id: int
    chasers: int


@event("desk.case_assigned")
@dataclass(frozen=True, kw_only=True)
class CaseAssigned(CaseEvent):
    title = _("Owner changed")
    was_owner_id: int | None
    deputy_id: int | None

    @classmethod
    def told_to(cls, data: Mapping[str, Any], *, person_id: int, by: str) -> Any:
        if person_id == data["owner_id"]:
            return say("%(who)s gave you this case") % {"who": by} if by else say("This case is yours now")
        if person_id == data["deputy_id"]:
            return say("You are the deputy of this case")
        return cls.title


@event("desk.case_noted")
@dataclass(frozen=True, kw_only=True)
class CaseNoted(CaseEvent):
    title = _("Note written")
    note_id: int
    mentioned: tuple[int, ...] = ()


@event("desk.case_mentioned")
@dataclass(frozen=True, kw_only=True)
class CaseMentioned(CaseEvent):
    """Colleagues are named in a note."""

    title = _("Mentioned in a note")
    note_id: int
    mentioned: tuple[int, ...]


@event("desk.case_changed")
@dataclass(frozen=True, kw_only=True)
class CaseChanged(CaseEvent):
    title = _("Details changed")
    fields: tuple[str, ...]


@event("desk.case_paused")
@dataclass(frozen=True, kw_only=True)
class CasePaused(CaseEvent):
    title = _("Waiting")
    reason: str


@event("desk.case_resumed")
@dataclass(frozen=True, kw_only=True)
class CaseResumed(CaseEvent):
    title = _("Waiting is over")


@event("desk.case_snoozed")
@dataclass(frozen=True, kw_only=True)
class CaseSnoozed(CaseEvent):
    title = _("Snoozed")
    until: datetime

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        until = localtime(datetime.fromisoformat(data["until"]))
        return say("until %(moment)s") % {"moment": date_format(until, "SHORT_DATETIME_FORMAT")}


@event("desk.case_woken")
@dataclass(frozen=True, kw_only=True)
class CaseWoken(CaseEvent):
    title = _("Back in the queue")


@event("desk.opinion_asked")
@dataclass(frozen=True, kw_only=True)
class OpinionAsked(CaseEvent):
    title = _("Customer's opinion asked")
    by_mail: bool


@event("desk.opinion_given")
@dataclass(frozen=True, kw_only=True)
class OpinionGiven(CaseEvent):
    title = _("Customer's opinion given")
    rating: int
    is_solved: bool | None


@event("desk.cases_taken_in")
@dataclass(frozen=True, kw_only=True)
class CasesTakenIn(Event):
    """One batch of an import. `months` are the first days of the months it touched."""

    title = _("Cases taken in")
    run_id: int
    months: tuple[str, ...]
    cases: int
    promises: int
