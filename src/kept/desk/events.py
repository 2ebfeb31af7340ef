"""What happened at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event
from kept.kernel.words import say
from kept.promises.kinds import KINDS


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
    return gettext("%(promise)s: overdue for %(minutes)s working minutes") % {
        "promise": name,
        "minutes": late_minutes,
    }


@dataclass(frozen=True, kw_only=True)
class ContactEvent(Event):
    """What all events of a contact carry."""

    channel: str
    direction: str
    is_internal: bool
    customer_id: int | None
    case_id: int | None
    person_id: int | None
    branch_id: int | None

    @classmethod
    def of(cls, contact: Any, *, at: datetime, **more: Any) -> Self:
        return cls(
            subject=Subject.of(contact),
            occurred_at=at,
            channel=contact.channel,
            direction=contact.direction,
            is_internal=contact.is_internal,
            customer_id=contact.customer_id,
            case_id=contact.case_id,
            person_id=contact.person_id,
            branch_id=contact.branch_id,
            **more,
        )


@event("desk.contact_logged")
@dataclass(frozen=True, kw_only=True)
class ContactLogged(ContactEvent):
    title = _("Contact logged")


@event("desk.contact_answered")
@dataclass(frozen=True, kw_only=True)
class ContactAnswered(ContactEvent):
    """An outgoing contact answered this incoming one."""

    title = _("Contact answered")
    answer_id: int


@event("desk.came_closed")
@dataclass(frozen=True, kw_only=True)
class CameClosed(ContactEvent):
    """Outside the service hours of its queue, which has a notice for that."""

    title = _("Came outside the service hours")
    queue_id: int


@event("desk.told_closed")
@dataclass(frozen=True, kw_only=True)
class ToldClosed(ContactEvent):
    title = _("Told that we are closed")
    notice_id: int


@event("desk.contact_let_go")
@dataclass(frozen=True, kw_only=True)
class ContactLetGo(ContactEvent):
    title = _("No answer needed")
    why: str


@event("desk.callback_promised")
@dataclass(frozen=True, kw_only=True)
class CallbackPromised(ContactEvent):
    title = _("Call-back promised")


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


@event("desk.case_answered")
@dataclass(frozen=True, kw_only=True)
class CaseAnswered(CaseEvent):
    title = _("Customer answered")
    contact_id: int
    channel: str


@event("desk.customer_told")
@dataclass(frozen=True, kw_only=True)
class CustomerTold(CaseEvent):
    """One of the customers of an exception was told of it."""

    title = _("Customer told of the exception")
    told_customer_id: int
    contact_id: int
    shipments: int


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


@event("desk.case_noted")
@dataclass(frozen=True, kw_only=True)
class CaseNoted(CaseEvent):
    title = _("Note written")
    note_id: int
    mentioned: tuple[int, ...] = ()


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


@event("desk.case_woken")
@dataclass(frozen=True, kw_only=True)
class CaseWoken(CaseEvent):
    title = _("Back in the queue")


@event("desk.case_merged")
@dataclass(frozen=True, kw_only=True)
class CaseMerged(CaseEvent):
    title = _("Merged into another case")
    into_id: int
    into: str
    why: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return " · ".join(filter(None, (data["into"], data["why"])))


@event("desk.case_split")
@dataclass(frozen=True, kw_only=True)
class CaseSplit(CaseEvent):
    title = _("A part became a case of its own")
    into_id: int
    into: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["into"])


@event("desk.case_related")
@dataclass(frozen=True, kw_only=True)
class CaseRelated(CaseEvent):
    title = _("Linked with another case")
    other_id: int
    other: str
    sort: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["other"])


@event("desk.case_unrelated")
@dataclass(frozen=True, kw_only=True)
class CaseUnrelated(CaseEvent):
    title = _("Link with another case removed")
    other_id: int
    other: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["other"])


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


@event("desk.shipment_linked")
@dataclass(frozen=True, kw_only=True)
class ShipmentLinked(CaseEvent):
    title = _("Shipment added to the case")
    linked_id: int


@event("desk.shipment_unlinked")
@dataclass(frozen=True, kw_only=True)
class ShipmentUnlinked(CaseEvent):
    title = _("Shipment taken off the case")
    linked_id: int


@event("desk.forecast_set")
@dataclass(frozen=True, kw_only=True)
class ForecastSet(CaseEvent):
    """A new arrival and a proposal, before the customers are told."""

    title = _("New arrival and proposal noted")
    new_eta: datetime | None


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


@event("desk.liability_decided")
@dataclass(frozen=True, kw_only=True)
class LiabilityDecided(CaseEvent):
    """Who answers for the case. With `replaces_id` an earlier decision was revised."""

    title = _("Liability decided")
    decision_id: int
    replaces_id: int | None
    cause: str
    tiers: tuple[str, ...]
    person_ids: tuple[int, ...]
    partner_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CompensationEvent(CaseEvent):
    """What all events of a compensation carry. Amounts in minor units."""

    compensation_id: int
    measure: str
    amount: int
    currency: str


@event("desk.compensation_proposed")
@dataclass(frozen=True, kw_only=True)
class CompensationProposed(CompensationEvent):
    """Above the proposer's authority: `waits_for` is the level that decides."""

    title = _("Compensation proposed")
    waits_for: str


@event("desk.compensation_approved")
@dataclass(frozen=True, kw_only=True)
class CompensationApproved(CompensationEvent):
    title = _("Compensation approved")


@event("desk.compensation_refused")
@dataclass(frozen=True, kw_only=True)
class CompensationRefused(CompensationEvent):
    title = _("Compensation refused")


@event("desk.compensation_accepted")
@dataclass(frozen=True, kw_only=True)
class CompensationAccepted(CompensationEvent):
    title = _("Customer accepted the compensation")


@event("desk.compensation_declined")
@dataclass(frozen=True, kw_only=True)
class CompensationDeclined(CompensationEvent):
    title = _("Customer declined the compensation")


@event("desk.compensation_made_good")
@dataclass(frozen=True, kw_only=True)
class CompensationMadeGood(CompensationEvent):
    title = _("Compensation made good")
    charge_id: int | None


@event("desk.authority_changed")
@dataclass(frozen=True, kw_only=True)
class AuthorityChanged(Event):
    title = _("Limit of authority changed")
    role: str
    measure: str
    currency: str
    amount: int | None


@event("desk.shift_offered")
@dataclass(frozen=True, kw_only=True)
class ShiftOffered(Event):
    title = _("Shift offered to you")
    giver_id: int
    taker_id: int
    things: int


@event("desk.shift_handed_over")
@dataclass(frozen=True, kw_only=True)
class ShiftHandedOver(Event):
    title = _("Shift handed over")
    giver_id: int
    taker_id: int
    cases: int
    contacts: int
    follow_ups: int = 0
    left: int = 0


@event("desk.shift_withdrawn")
@dataclass(frozen=True, kw_only=True)
class ShiftWithdrawn(Event):
    title = _("Offered shift withdrawn")
    taker_id: int


@event("desk.cases_taken_in")
@dataclass(frozen=True, kw_only=True)
class CasesTakenIn(Event):
    """One batch of an import. `months` are the first days of the months it touched."""

    title = _("Cases taken in")
    run_id: int
    months: tuple[str, ...]
    cases: int
    promises: int


@event("desk.calls_counted")
@dataclass(frozen=True, kw_only=True)
class CallsCounted(Event):
    """One batch of counts of calls."""

    title = _("Calls counted")
    run_id: int
    months: tuple[str, ...]
    calls: int


@event("desk.contact_written_up")
@dataclass(frozen=True, kw_only=True)
class ContactWrittenUp(ContactEvent):
    title = _("Contact written up")
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CallEvent(Event):
    """What all events of a call carry."""

    direction: str
    queue: str
    customer_id: int | None
    person_id: int | None
    contact_id: int | None
    branch_id: int | None

    @classmethod
    def of(cls, call: Any, *, at: datetime, **more: Any) -> Self:
        own = ("direction", "queue", "customer_id", "person_id", "contact_id", "branch_id")
        said = {name: getattr(call, name) for name in own}
        return cls(subject=Subject.of(call), occurred_at=at, **said, **more)


@event("desk.call_rang")
@dataclass(frozen=True, kw_only=True)
class CallRang(CallEvent):
    title = _("Call rings")


@event("desk.call_picked_up")
@dataclass(frozen=True, kw_only=True)
class CallPickedUp(CallEvent):
    title = _("Call picked up")


@event("desk.call_retold")
@dataclass(frozen=True, kw_only=True)
class CallRetold(CallEvent):
    """A signal about a call that was over came late. `months` are those in which it stood and stands."""

    title = _("Call told anew")
    months: tuple[str, ...]


@event("desk.call_passed_on")
@dataclass(frozen=True, kw_only=True)
class CallPassedOn(CallEvent):
    title = _("Call passed on")


@event("desk.call_ended")
@dataclass(frozen=True, kw_only=True)
class CallEnded(CallEvent):
    title = _("Call ended")


@event("desk.call_missed")
@dataclass(frozen=True, kw_only=True)
class CallMissed(CallEvent):
    title = _("Call missed")


@dataclass(frozen=True, kw_only=True)
class ChatEvent(Event):
    """What all events of a chat carry."""

    customer_id: int | None
    contact_id: int | None
    person_id: int | None
    branch_id: int | None

    @classmethod
    def of(cls, chat: Any, *, at: datetime) -> Self:
        own = ("customer_id", "contact_id", "person_id", "branch_id")
        return cls(subject=Subject.of(chat), occurred_at=at, **{name: getattr(chat, name) for name in own})


@event("desk.chat_began")
@dataclass(frozen=True, kw_only=True)
class ChatBegan(ChatEvent):
    title = _("Chat begun")


@event("desk.chat_taken")
@dataclass(frozen=True, kw_only=True)
class ChatTaken(ChatEvent):
    title = _("Chat taken")


@event("desk.chat_passed_on")
@dataclass(frozen=True, kw_only=True)
class ChatPassedOn(ChatEvent):
    title = _("Chat passed on")


@event("desk.chat_ended")
@dataclass(frozen=True, kw_only=True)
class ChatEnded(ChatEvent):
    title = _("Chat ended")


@event("desk.call_centre_kept")
@dataclass(frozen=True, kw_only=True)
class CallCentreKept(Event):
    title = _("Call centre kept")
    seats: int

    @classmethod
    def of(cls, centre: Any, *, at: datetime, seats: int) -> Self:
        return cls(subject=Subject.of(centre), occurred_at=at, seats=seats)


@event("desk.training_asked")
@dataclass(frozen=True, kw_only=True)
class TrainingAsked(Event):
    title = _("Training of suggestions asked for")


@event("desk.model_trained")
@dataclass(frozen=True, kw_only=True)
class ModelTrained(Event):
    title = _("Suggestions trained")
    target: str
    n: int
    is_offered: bool


@dataclass(frozen=True, kw_only=True)
class QueueEvent(Event):
    """What all events of a place in a queue carry; the subject is the case or contact."""

    entry_id: int
    queue_id: int
    queue: dict[str, str]
    branch_id: int | None
    person_id: int | None
    taking: str

    @classmethod
    def of(cls, entry: Any, *, at: datetime) -> Self:
        return cls(
            subject=Subject.of(entry.matter),
            occurred_at=at,
            entry_id=entry.pk,
            queue_id=entry.queue_id,
            queue=dict(entry.queue.words),
            branch_id=entry.branch_id,
            person_id=entry.person_id,
            taking=entry.taking,
        )


@event("desk.matter_queued")
@dataclass(frozen=True, kw_only=True)
class MatterQueued(QueueEvent):
    title = _("In a queue")

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return say(data["queue"])


@event("desk.matter_taken")
@dataclass(frozen=True, kw_only=True)
class MatterTaken(QueueEvent):
    title = _("Out of the queue into a clerk's hands")

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return say(data["queue"])


@event("desk.queue_unserved")
@dataclass(frozen=True, kw_only=True)
class QueueUnserved(Event):
    """Nobody on duty could take it; told once per place in a queue."""

    title = _("Nobody on duty for this")
    queue_id: int
    branch_id: int | None


@event("desk.queue_changed")
@dataclass(frozen=True, kw_only=True)
class QueueChanged(Event):
    title = _("Queue changed")


@event("desk.contacts_taken_in")
@dataclass(frozen=True, kw_only=True)
class ContactsTakenIn(Event):
    """One batch of an import. `months` are the first days of the months it touched."""

    title = _("Contacts taken in")
    run_id: int
    months: tuple[str, ...]
    contacts: int
    promises: int


@event("desk.offer_made")
@dataclass(frozen=True, kw_only=True)
class OfferMade(CaseEvent):
    title = _("Ways out offered")
    options: tuple[str, ...]


@event("desk.offer_chosen")
@dataclass(frozen=True, kw_only=True)
class OfferChosen(CaseEvent):
    title = _("Customer chose a way out")
    choice: str
    by_link: bool


@event("desk.exception_passed")
@dataclass(frozen=True, kw_only=True)
class ExceptionPassed(CaseEvent):
    """All that the case was about is over; `told` says whether every customer had been told."""

    title = _("Exception is over by itself")
    told: bool


@event("desk.follow_up_made")
@dataclass(frozen=True, kw_only=True)
class FollowUpMade(Event):
    title = _("Follow-up planned")
    owner_id: int | None


@event("desk.follow_up_done")
@dataclass(frozen=True, kw_only=True)
class FollowUpFinished(Event):
    title = _("Follow-up done")
    contact_id: int | None
    satisfied: int | None = None


@event("desk.follow_up_passed_on")
@dataclass(frozen=True, kw_only=True)
class FollowUpPassedOn(Event):
    title = _("Follow-up passed on")
    was_owner_id: int | None
    owner_id: int


@event("desk.follow_up_dropped")
@dataclass(frozen=True, kw_only=True)
class FollowUpDropped(Event):
    title = _("Follow-up not needed any more")


@event("desk.visitor_received")
@dataclass(frozen=True, kw_only=True)
class VisitorReceived(Event):
    """A visitor is in the house."""

    title = _("Visitor received")
    received_by_id: int | None


@event("desk.visitor_left")
@dataclass(frozen=True, kw_only=True)
class VisitorLeft(Event):
    title = _("Visitor left")


@dataclass(frozen=True, kw_only=True)
class InsuranceEvent(Event):
    """What all events of an insurance report carry; the subject is its case."""

    report_id: int
    report: str
    shipment_id: int
    branch_id: int | None

    @classmethod
    def of(cls, report: Any, *, at: datetime) -> Self:
        return cls(
            subject=Subject.of(report.case),
            occurred_at=at,
            report_id=report.pk,
            report=report.number,
            shipment_id=report.shipment_id,
            branch_id=report.case.branch_id,
        )

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["report"])


@event("desk.insurance_due")
@dataclass(frozen=True, kw_only=True)
class InsuranceDue(InsuranceEvent):
    title = _("To be reported to the insurer")


@event("desk.insurance_reported")
@dataclass(frozen=True, kw_only=True)
class InsuranceReported(InsuranceEvent):
    title = _("Reported to the insurer")


@event("desk.insurance_closed")
@dataclass(frozen=True, kw_only=True)
class InsuranceClosed(InsuranceEvent):
    title = _("Insurance report closed")


@dataclass(frozen=True, kw_only=True)
class ClaimEvent(Event):
    """What all events of a claim carry; the subject is its case. Amounts in minor units."""

    claim_id: int
    claim: str
    side: str
    partner_id: int | None
    customer_id: int | None
    branch_id: int | None
    amount: int
    currency: str

    @classmethod
    def of(cls, claim: Any, *, at: datetime, **more: Any) -> Self:
        return cls(
            subject=Subject.of(claim.case),
            occurred_at=at,
            claim_id=claim.pk,
            claim=claim.number,
            side=claim.side,
            partner_id=claim.partner_id,
            customer_id=claim.case.customer_id,
            branch_id=claim.case.branch_id,
            amount=claim.amount,
            currency=claim.currency,
            **more,
        )

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["claim"])


@event("desk.claim_filed")
@dataclass(frozen=True, kw_only=True)
class ClaimFiled(ClaimEvent):
    title = _("Claim filed")


@event("desk.claim_decided")
@dataclass(frozen=True, kw_only=True)
class ClaimDecided(ClaimEvent):
    title = _("Claim decided")
    granted: int


@event("desk.claim_paid")
@dataclass(frozen=True, kw_only=True)
class ClaimPaid(ClaimEvent):
    title = _("Claim paid")
    granted: int


@event("desk.claim_withdrawn")
@dataclass(frozen=True, kw_only=True)
class ClaimWithdrawn(ClaimEvent):
    title = _("Claim withdrawn")


@event("desk.cause_code_kept")
@dataclass(frozen=True, kw_only=True)
class CauseCodeKept(Event):
    title = _("Cause in detail kept")
    cause: str
    is_used: bool


@event("desk.cause_named")
@dataclass(frozen=True, kw_only=True)
class CauseNamed(CaseEvent):
    title = _("Cause named")
    cause: str
    code: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["code"])


@dataclass(frozen=True, kw_only=True)
class PreventionEvent(Event):
    """What all events of a preventive action carry."""

    cause: str
    case_id: int | None
    owner_id: int
    branch_id: int | None

    @classmethod
    def of(cls, action: Any, *, at: datetime) -> Self:
        return cls(
            subject=Subject.of(action),
            occurred_at=at,
            cause=action.cause,
            case_id=action.case_id,
            owner_id=action.owner_id,
            branch_id=action.branch_id,
        )


@event("desk.prevention_planned")
@dataclass(frozen=True, kw_only=True)
class PreventionPlanned(PreventionEvent):
    title = _("Preventive action planned")


@event("desk.prevention_done")
@dataclass(frozen=True, kw_only=True)
class PreventionDone(PreventionEvent):
    title = _("Preventive action done")
