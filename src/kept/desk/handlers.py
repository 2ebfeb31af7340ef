"""What the desk does when others tell something, and whom it tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime, now

from kept.billing.models import ChargeHold
from kept.comms.actions import notify, queue_notification
from kept.comms.events import MessageFailed, MessageRead
from kept.comms.models import Incoming, Message
from kept.comms.queries.carriers import group_chats
from kept.kernel.actor import Actor
from kept.kernel.events import after, on
from kept.kernel.models import EventRecord
from kept.people.models import Person
from kept.people.queries.deputies import stand_ins
from kept.promises.events import PromiseBroken, PromiseSoon, is_to_warn_of
from kept.promises.models import Promise
from kept.promises.queries.warned import people_warned
from kept.transport.events import ExceptionOver, ExceptionSeen
from kept.transport.models import Shipment, ShipmentException

from .actions.claiming import follow_compensation
from .actions.closing_hours import tell_closed
from .actions.exceptions import open_exception, pass_exception
from .actions.learning import keep_findable
from .actions.receiving import receive_message
from .actions.recharging import recharge_case
from .actions.routing import enter_queue, leave_queue
from .actions.training import train_all
from .actions.visiting import drop_visits_after, visit_after
from .enums import CaseKind, CaseLevel, Direction, Taking
from .events import (
    CameClosed,
    CaseAlarmed,
    CaseAnswered,
    CaseAssigned,
    CaseChased,
    CaseClosed,
    CaseEscalated,
    CaseMentioned,
    CaseNoted,
    CaseOpened,
    CasePaused,
    CaseReferred,
    CaseReopened,
    CaseResumed,
    CaseSolved,
    CaseWoken,
    ChatPassedOn,
    CompensationAccepted,
    CompensationApproved,
    CompensationDeclined,
    CompensationMadeGood,
    CompensationPassedOn,
    CompensationProposed,
    CompensationRefused,
    ContactAnswered,
    ContactEvent,
    ContactGiven,
    ContactLetGo,
    ContactLogged,
    LiabilityDecided,
    PreventionPlanned,
    QueueUnserved,
    ReportedUpward,
    ReportSeen,
    ResultReturned,
    ShiftHandedOver,
    ShiftOffered,
    ShiftWithdrawn,
    TrainingAsked,
    VisitorReceived,
)
from .models import (
    Case,
    Chat,
    Compensation,
    Contact,
    HandOver,
    PreventiveAction,
    Reception,
    Referral,
    UpwardReport,
)
from .queries.staff import holders
from .rules import IN_CHARGE, ChargesHeld

TRACKING = Actor.system("tracking")
CHANNELS = Actor.system("channels")
CLOCK = Actor.system("clock")


@after(ExceptionSeen)
def open_its_case(record: EventRecord) -> None:
    """Seen on the road: the desk has a case, and the customer's notice is owed since it was seen."""
    shipment = Shipment.objects.select_related("customer", "order").filter(pk=record.subject_id).first()
    if (
        shipment is None
        or not shipment.exceptions.filter(pk=record.data["exception_id"], over_at=None).exists()
    ):
        return
    open_exception(
        trouble=record.data["kind"],
        shipments=[shipment],
        cause_key=record.data["cause_key"],
        reason=record.data["reason"],
        place=record.data["place"],
        since=record.occurred_at,
        by=TRACKING,
        at=record.recorded_at,
    )


@after(MessageRead)
def take_it_in(record: EventRecord) -> None:
    """Somebody wrote: it becomes a contact, in its case where it belongs to one."""
    message = Incoming.objects.select_related("account__branch", "account__team").get(pk=record.subject_id)
    receive_message(message=message, by=CHANNELS, at=record.recorded_at)


@after(MessageFailed)
def tell_who_wrote_it(record: EventRecord) -> None:
    """An answer that did not arrive is no answer: whoever wrote it, or owns the case, hears of it."""
    if record.subject_type != Contact._meta.label_lower:
        return
    contact = Contact.objects.select_related("person", "case__owner").get(pk=record.subject_id)
    owner = contact.case.owner if contact.case else None
    url = contact.get_absolute_url()
    people = {person for person in (contact.person, owner) if person is not None}
    if Message.objects.filter(pk=record.data["message_id"]).exists():
        notify(
            people=sorted(people, key=lambda p: p.pk),
            event=record,
            tone="broken",
            url=url,
            at=record.recorded_at,
        )


@after(ExceptionOver)
def end_its_case(record: EventRecord) -> None:
    """Over on the road: so is the case, once none of its shipments suffers any more."""
    seen = ShipmentException.objects.filter(pk=record.data["exception_id"]).first()
    if seen is None:
        return
    keys = [key for key in (seen.cause_key, f"{seen.kind}:{seen.shipment_id}") if key]
    case = Case.objects.unfinished().filter(kind=CaseKind.EXCEPTION, cause_key__in=keys).first()
    if case is None:
        return
    same = ShipmentException.objects.filter(
        shipment__in=case.shipments.values("shipment"), kind=case.trouble, over_at=None
    )
    if not same.exists():
        pass_exception(case=case, by=TRACKING, at=record.recorded_at)


@after(CaseOpened)
def tell_those_in_charge(record: EventRecord) -> None:
    """Complaints go to the branch manager, exceptions to the superior at once."""
    if record.data["kind"] in (CaseKind.COMPLAINT, CaseKind.EXCEPTION, CaseKind.CLAIM):
        _tell(record, holders(IN_CHARGE[CaseLevel.EMPLOYEE], record.data["branch_id"]), tone="soon")


@after(CaseEscalated)
def tell_the_next_level(record: EventRecord) -> None:
    people = holders(IN_CHARGE[CaseLevel(record.data["level"])], record.data["branch_id"])
    told = [*people, *Person.objects.filter(pk=record.data["to_id"])]
    _tell(record, _but_the_warned(record, told), tone="broken")


@after(CaseAlarmed)
def tell_by_the_clock(record: EventRecord) -> None:
    """At the level of the employee the owner, or whoever looks after a case that nobody owns."""
    level = CaseLevel(record.data["told_level"])
    own = _hands(record)
    people = holders(IN_CHARGE[level], record.data["branch_id"])
    told = own if own and level == CaseLevel.EMPLOYEE else people
    _tell(record, _but_the_warned(record, told), tone="soon")


def _but_the_warned(record: EventRecord, people: Iterable[Person]) -> list[Person]:
    """Whom the promise warned of the same moment does not hear of it twice."""
    if not record.data.get("is_warned"):
        return list(people)
    promise = Promise.objects.select_related("policy_version", "person").get(pk=record.data["promise_id"])
    warned = {*people_warned(promise, record.recorded_at), *_deputies_of(promise)}
    return [person for person in people if person not in warned]


@after(PromiseSoon, PromiseBroken, when=is_to_warn_of)
def warn_the_deputy(record: EventRecord) -> None:
    """Of a case the deputy hears what its owner hears."""
    promise = Promise.objects.select_related("policy_version", "person").filter(pk=record.subject_id).first()
    if promise is None or promise.met_at:
        return
    tone, at = "soon" if record.name == PromiseSoon.name else "broken", record.recorded_at
    _notify(record, _deputies_of(promise), tone=tone, url=promise.get_absolute_url(), at=at)


def _deputies_of(promise: Promise) -> list[Person]:
    """Who shares the case of a promise with the person who owes it."""
    if promise.subject_type != Case._meta.label_lower:
        return []
    case = (
        Case.objects.select_related("deputy").filter(pk=promise.subject_id, owner=promise.person_id).first()
    )
    return [case.deputy] if case is not None and case.deputy is not None else []


def _hands(record: EventRecord) -> list[Person]:
    """Owner and deputy of a case, and who stands in while they are away."""
    case = Case.objects.select_related("owner", "deputy").get(pk=record.subject_id)
    own = [person for person in (case.owner, case.deputy) if person is not None]
    return [*own, *stand_ins(own, record.recorded_at)]


@after(CaseEscalated)
def tell_the_group_chat(record: EventRecord) -> None:
    """The chats that the case's team or branch named hear of it as well, unless they heard of the promise."""
    if record.data.get("is_warned"):
        return
    case = Case.objects.get(pk=record.subject_id)
    with translation.override(settings.LANGUAGE_CODE):
        words = f"{case.number} {record.title}"
    for chat in group_chats(case.team_id, case.branch_id):
        queue_notification(
            key=f"desk.{record.uid}:{chat.pk}",
            account=chat,
            subject=words,
            body=f"{case.heading} · {case.get_level_display()}",
            about=case,
            at=record.recorded_at,
        )


@after(PromiseSoon, PromiseBroken, when=is_to_warn_of)
def warn_the_group_chat(record: EventRecord) -> None:
    """Early warnings and breaches go to the chats of the team or branch that owes the promise."""
    promise = Promise.objects.select_related("customer").filter(pk=record.subject_id, met_at=None).first()
    if promise is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        words = f"{promise.subject_number} {promise.kind_words} {record.title}"
    for chat in group_chats(promise.team_id, promise.branch_id):
        queue_notification(
            key=f"desk.{record.uid}:{chat.pk}",
            account=chat,
            subject=words,
            body=f"{promise.customer or ''} {localtime(promise.due_at):%m-%d %H:%M}".strip(),
            about=promise,
            at=record.recorded_at,
        )


@after(CaseChased)
def tell_the_owner(record: EventRecord) -> None:
    _tell(record, _hands(record), tone="soon")


@after(CaseMentioned)
def tell_the_mentioned(record: EventRecord) -> None:
    _tell(record, Person.objects.staff().filter(pk__in=record.data["mentioned"]), tone="soon")


@after(CaseReferred)
def tell_the_branch_manager(record: EventRecord) -> None:
    _tell(record, holders(("branch_manager",), record.data["to_branch_id"]), tone="soon")


@after(ResultReturned)
def tell_that_the_result_is_back(record: EventRecord) -> None:
    """The owner goes on; the operations service department is owed its copy of the form."""
    referral = Referral.objects.select_related("case__owner", "asked_by").get(pk=record.data["referral_id"])
    service = holders(("service_manager",), record.data["branch_id"])
    _tell(record, [*filter(None, (referral.case.owner, referral.asked_by)), *service], tone="soon")


@after(ReportedUpward)
def tell_the_head(record: EventRecord) -> None:
    _tell(record, holders(("service_manager", "general_manager"), record.data["branch_id"]), tone="soon")


@after(ReportSeen)
def tell_who_reported(record: EventRecord) -> None:
    report = UpwardReport.objects.select_related("person").get(pk=record.data["report_id"])
    _tell(record, filter(None, (report.person,)))


@after(CaseWoken)
def tell_whose_case_is_back(record: EventRecord) -> None:
    _tell(record, _hands(record), tone="soon")


@after(
    CaseAnswered,
    CaseAssigned,
    CaseChased,
    CaseClosed,
    CaseEscalated,
    CaseNoted,
    CasePaused,
    CaseReopened,
    CaseResumed,
    CaseSolved,
)
def tell_the_watchers(record: EventRecord) -> None:
    watchers = Person.objects.staff().filter(watched_cases=record.subject_id)
    watchers = watchers.exclude(pk__in=record.data.get("mentioned", ()))  # told of that
    _tell(record, _but_the_warned(record, watchers))


@after(CaseAssigned)
def tell_the_new_owner(record: EventRecord) -> None:
    keys = (record.data["owner_id"], record.data["deputy_id"])
    people = list(Person.objects.filter(pk__in=[pk for pk in keys if pk]))
    _tell(record, [*people, *stand_ins(people, record.recorded_at)])


@after(ContactGiven)
def tell_whose_contact_it_is(record: EventRecord) -> None:
    contact = Contact.objects.select_related("person").get(pk=record.subject_id)
    people = filter(None, (contact.person,))
    _notify(record, people, tone="info", url=contact.get_absolute_url(), at=record.recorded_at)


@after(CaseClosed, CaseReopened)
def keep_what_was_learned(record: EventRecord) -> None:
    """A settled case helps with the next one like it, until it is taken up again."""
    keep_findable(list(Case.objects.filter(pk=record.subject_id)))


@after(TrainingAsked)
def train_as_asked(record: EventRecord) -> None:
    train_all(by=Actor.system("learning"), at=record.recorded_at)


@after(CompensationProposed, CompensationPassedOn)
def tell_who_decides(record: EventRecord) -> None:
    """A case that has ended does not rise; its compensation does."""
    people = holders(IN_CHARGE[CaseLevel(record.data["waits_for"])], record.data["branch_id"])
    _tell_of_compensation(record, people, tone="soon")


@after(CompensationApproved, CompensationRefused)
def tell_who_proposed(record: EventRecord) -> None:
    _tell_of_compensation(record, Person.objects.filter(pk=_compensation(record).proposed_by_id), tone="info")


@after(CompensationAccepted)
def tell_who_pays(record: EventRecord) -> None:
    if _compensation(record).is_in_money:
        _tell_of_compensation(record, holders(("finance",), record.data["branch_id"]), tone="soon")


@on(LiabilityDecided, CompensationApproved, CompensationDeclined)
def recharge_who_is_liable(
    told: LiabilityDecided | CompensationApproved | CompensationDeclined, by: Actor
) -> None:
    case = Case.objects.select_related("shipment").get(pk=told.subject.id)
    recharge_case(case=case, by=by, at=told.occurred_at)


@on(CompensationMadeGood, CompensationRefused, CompensationDeclined)
def follow_with_the_claim(
    told: CompensationMadeGood | CompensationRefused | CompensationDeclined, by: Actor
) -> None:
    compensation = Compensation.objects.get(pk=told.compensation_id)
    follow_compensation(compensation=compensation, by=by, at=told.occurred_at)


@on(CaseClosed)
def refuse_while_charges_are_held(told: CaseClosed, by: Actor) -> None:
    """A dispute ends when its charges stand or are given back."""
    if ChargeHold.objects.undecided().of_matter(told.subject.number).exists():
        raise ChargesHeld


def _compensation(record: EventRecord) -> Compensation:
    return Compensation.objects.get(pk=record.data["compensation_id"])


def _tell_of_compensation(record: EventRecord, people: Iterable[Person], *, tone: str) -> None:
    url = _compensation(record).get_absolute_url()
    _notify(record, people, tone=tone, url=url, at=record.recorded_at)


@after(ShiftOffered)
def tell_the_next_shift(record: EventRecord) -> None:
    offered = HandOver.objects.select_related("taker").get(pk=record.subject_id)
    _notify(record, [offered.taker], tone="info", url=offered.get_absolute_url(), at=record.recorded_at)


@after(ShiftHandedOver)
def tell_the_last_shift(record: EventRecord) -> None:
    """What was left with the giver must not be thought gone."""
    handed = HandOver.objects.select_related("giver").get(pk=record.subject_id)
    tone = "soon" if handed.left else "info"
    _notify(record, [handed.giver], tone=tone, url=reverse("desk:hand_over"), at=record.recorded_at)


@after(ShiftWithdrawn)
def tell_of_the_withdrawal(record: EventRecord) -> None:
    offered = HandOver.objects.select_related("taker").get(pk=record.subject_id)
    _notify(record, [offered.taker], tone="info", url=reverse("desk:hand_over"), at=record.recorded_at)


@after(ChatPassedOn)
def tell_who_has_the_chat_now(record: EventRecord) -> None:
    """A visitor waits at the other end, and the colleague may be at any page."""
    chat = Chat.objects.select_related("person").get(pk=record.subject_id)
    if chat.person is not None and not chat.is_over:
        _notify(record, [chat.person], tone="soon", url=chat.get_absolute_url(), at=record.recorded_at)


@after(CaseSolved)
def plan_its_return_visit(record: EventRecord) -> None:
    """Whoever complained is asked how it went."""
    case = Case.objects.select_related("customer", "owner").get(pk=record.subject_id)
    visit_after(case=case, by=CLOCK, at=record.recorded_at)


@after(CaseReopened)
def drop_its_return_visit(record: EventRecord) -> None:
    case = Case.objects.get(pk=record.subject_id)
    drop_visits_after(case=case, by=CLOCK, at=record.recorded_at)


@after(VisitorReceived)
def tell_whom_the_visitor_came_for(record: EventRecord) -> None:
    reception = Reception.objects.select_related("received_by").get(contact=record.subject_id)
    people = [reception.received_by] if reception.received_by else []
    _notify(record, people, tone="soon", url=reception.get_absolute_url(), at=record.recorded_at)


@on(ContactLogged)
def queue_the_contact(told: ContactLogged, by: Actor) -> None:
    if told.direction == Direction.IN:
        contact = Contact.objects.select_related("customer", "order", "person").get(pk=told.subject.id)
        enter_queue(matter=contact, by=by, at=told.occurred_at)


@on(CaseOpened, CaseReopened)
def queue_the_case(told: CaseOpened | CaseReopened, by: Actor) -> None:
    """A new case, or one that lives again and is nobody's."""
    if isinstance(told, CaseOpened) or told.owner_id is None:
        case = Case.objects.select_related("customer", "order", "owner").get(pk=told.subject.id)
        enter_queue(matter=case, by=by, at=told.occurred_at)


@on(CaseAssigned)
def out_of_the_queue(told: CaseAssigned, by: Actor) -> None:
    case = Case.objects.get(pk=told.subject.id)
    leave_queue(matter=case, taking=Taking.HAND, person_id=told.owner_id, by=by, at=told.occurred_at)


@on(ContactGiven)
def out_of_the_queue_with_the_contact(told: ContactGiven, by: Actor) -> None:
    contact = Contact.objects.get(pk=told.subject.id)
    leave_queue(matter=contact, taking=Taking.HAND, person_id=told.person_id, by=by, at=told.occurred_at)


@on(CaseSolved, CaseClosed)
def done_with_the_case(told: CaseSolved | CaseClosed, by: Actor) -> None:
    case = Case.objects.get(pk=told.subject.id)
    leave_queue(matter=case, taking=Taking.DONE, person_id=None, by=by, at=told.occurred_at)


@on(ContactAnswered, ContactLetGo)
def done_with_the_contact(told: ContactEvent, by: Actor) -> None:
    contact = Contact.objects.get(pk=told.subject.id)
    leave_queue(matter=contact, taking=Taking.DONE, person_id=None, by=by, at=told.occurred_at)


@after(CameClosed)
def tell_that_we_are_closed(record: EventRecord) -> None:
    """Not when the worker was late and the queue has opened since."""
    contact = Contact.objects.select_related("case", "customer").get(pk=record.subject_id)
    tell_closed(contact=contact, by=CHANNELS, at=now())


@after(QueueUnserved)
def tell_that_nobody_is_on_duty(record: EventRecord) -> None:
    kind: type[Case] | type[Contact] = Case if record.subject_type == Case._meta.label_lower else Contact
    matter = kind.objects.get(pk=record.subject_id)
    people = holders(IN_CHARGE[CaseLevel.EMPLOYEE], record.data["branch_id"])
    _notify(record, people, tone="soon", url=matter.get_absolute_url(), at=record.recorded_at)


def _tell(record: EventRecord, people: Iterable[Person], *, tone: str = "info") -> None:
    """Everybody but the one who did it."""
    case = Case.objects.get(pk=record.subject_id)
    _notify(record, people, tone=tone, url=case.get_absolute_url(), at=record.recorded_at)


def _notify(record: EventRecord, people: Iterable[Person], *, tone: str, url: str, at: datetime) -> None:
    others = sorted({person for person in people if person.pk != record.actor_id}, key=lambda p: p.pk)
    notify(people=others, event=record, tone=tone, url=url, at=at)


@after(PreventionPlanned)
def tell_who_prevents(record: EventRecord) -> None:
    action = PreventiveAction.objects.select_related("owner").get(pk=record.subject_id)
    _notify(record, [action.owner], tone="info", url=action.get_absolute_url(), at=record.recorded_at)
