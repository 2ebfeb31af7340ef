"""Sending reports: each period once to each receiver, with what that receiver's own grants open."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.comms.actions.outbox import queue_message
from kept.comms.models import Message
from kept.documents.actions import keep_document
from kept.documents.models import Document
from kept.documents.papers import Paper, pressed, workbook
from kept.kernel.actor import Actor, Scope
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.kernel.numbers import rule
from kept.people.queries import actor_of

from ..enums import Form, SendingState
from ..events import ReportFailed, ReportSent
from ..models import Schedule, Sending
from ..queries.asking import Ask
from ..queries.kinds import KINDS, Kind
from ..rules import SEND_TRIES, Period, period_after
from .scheduling import may_read

CLOCK = Actor.system("reports")
LEASE = timedelta(minutes=15)
"""How long one worker has a report to itself; afterwards it is taken for stopped."""
log = logging.getLogger("kept.reports")


class MayNotReadNow(Refused):
    default = gettext_lazy("The receiver's grants do not open this report any more.")


class NoAddressNow(Refused):
    default = gettext_lazy("No mail address is known of the receiver.")


def send_due(*, at: datetime, limit: int = 20) -> int:
    """Begin what is due, then make and queue what waits. Returns how many went into the outbox."""
    for schedule in Schedule.objects.due(at).order_by("next_at", "pk")[:limit]:
        begin_sending(schedule=schedule, at=at)
    return sum(carry_out(sending=each, at=at) for each in Sending.objects.waiting(at).order_by("pk")[:limit])


@transaction.atomic
def begin_sending(*, schedule: Schedule, at: datetime) -> list[Sending]:
    """One row for each receiver of the period that is due; the schedule waits for the next period."""
    schedule = Schedule.objects.select_for_update().get(pk=schedule.pk)
    if not schedule.is_active or schedule.next_at > at:
        return []
    period = Period.read(schedule.next_period)
    made = _rows(schedule, period, at)
    schedule.wait_for(period_after(period))
    schedule.save(update_fields=["next_period", "next_at"])
    return made


@transaction.atomic
def send_now(*, schedule: Schedule, period: Period, by: Actor, at: datetime) -> list[Sending]:
    """Send a period that nobody has got yet; whoever has it gets it again only by hand, never by itself."""
    schedule = Schedule.objects.select_for_update().get(pk=schedule.pk)
    return _rows(schedule, period, at)


def carry_out(*, sending: Sending, at: datetime) -> bool:
    """Make one report and put it into the outbox; what goes wrong is kept with it and tried again."""
    if not Sending.objects.waiting(at).filter(pk=sending.pk).update(next_at=at + LEASE):
        return False
    sending = Sending.objects.select_related(
        "schedule__customer", "schedule__branch", "person", "contact"
    ).get(pk=sending.pk)
    try:
        with translation.override(_language(sending)):
            _send(sending, at)
    except Refused as no:
        _failed(sending, str(no.message), at, for_good=True)
        return False
    except Exception as broken:
        log.exception("report failed", extra={"sending": sending.pk})
        _failed(sending, f"{type(broken).__name__}: {broken}", at)
        return False
    return True


@transaction.atomic
def try_again(*, sending: Sending, by: Actor, at: datetime) -> Sending:
    """By hand: a report that failed waits again; one whose mail failed gets a new mail."""
    sending = Sending.objects.select_for_update().get(pk=sending.pk)
    if sending.state != SendingState.FAILED:
        raise NotFailed
    sending.try_again(at=at)
    sending.save()
    return sending


class NotFailed(Refused):
    default = gettext_lazy("Only a report that failed is sent again.")


@transaction.atomic
def note_failed_mail(*, message_id: int, at: datetime) -> None:
    """The mail with the report did not arrive: the report says so too."""
    for sending in Sending.objects.select_for_update().filter(message=message_id):
        if sending.state == SendingState.QUEUED:
            why = Message.objects.filter(pk=message_id).values_list("why", flat=True).first() or ""
            sending.fail(why)
            sending.save(update_fields=["state", "why"])
            _tell_failure(sending, at)


def _rows(schedule: Schedule, period: Period, at: datetime) -> list[Sending]:
    """Whoever has the period already keeps it."""
    found = []
    for person in schedule.persons.order_by("pk"):
        common = {"receiver": person.name, "address": person.email, "next_at": at, "made_at": at}
        row, is_new = Sending.objects.get_or_create(
            schedule=schedule, period=period.token, person=person, defaults=common
        )
        found += [row] if is_new else []
    for contact in schedule.contacts.order_by("pk"):
        common = {"receiver": contact.name, "address": contact.email, "next_at": at, "made_at": at}
        row, is_new = Sending.objects.get_or_create(
            schedule=schedule, period=period.token, contact=contact, defaults=common
        )
        found += [row] if is_new else []
    return found


def _send(sending: Sending, at: datetime) -> None:
    schedule, kind = sending.schedule, KINDS[sending.schedule.kind]
    reader = reader_of(sending, kind, at)
    if not sending.address:
        raise NoAddressNow
    ask = Ask(reader, at, Period.read(sending.period), schedule.customer, schedule.branch)
    paper = kind.gather(ask)
    wanted = ("pdf", "xlsx") if schedule.form == Form.BOTH else (schedule.form,)
    made = {form: pressed(paper) if form == "pdf" else workbook(paper) for form in wanted}
    _queue(sending, paper, made, at)


def reader_of(sending: Sending, kind: Kind, at: datetime) -> Actor:
    """A colleague with the grants of today; a contact person reads what is their own company's, only."""
    schedule = sending.schedule
    if sending.person is not None:
        actor = actor_of(sending.person, at)
        if not sending.person.is_active or not may_read(actor, kind, schedule.customer, schedule.branch):
            raise MayNotReadNow
        return actor
    contact = sending.contact
    if contact is None or schedule.customer is None or contact.customer_id != schedule.customer_id:
        raise MayNotReadNow
    scope = Scope(frozenset({kind.needs}), "customer", schedule.customer_id)
    return Actor(kind="person", name=contact.name, scopes=(scope,))


@transaction.atomic
def _queue(sending: Sending, paper: Paper, made: dict[str, bytes], at: datetime) -> None:
    sending = Sending.objects.select_for_update(of=("self",)).select_related("schedule").get(pk=sending.pk)
    if sending.state != SendingState.WAITING:
        return
    files = [_kept(sending, form, content, at) for form, content in made.items()]
    message = queue_message(
        key=f"report:{sending.pk}:{sending.tries}:{at:%Y%m%d%H%M%S}",
        to=sending.address,
        subject=f"{paper.title} · {paper.about}",
        body=_body(sending, paper),
        about=sending,
        documents=files,
        is_automatic=True,
        at=at,
    )
    sending.be_queued(message, at=at)
    sending.save()
    sending.files.set(files)
    told = ReportSent.of(sending.schedule, at=at, period=sending.period, sending_id=sending.pk)
    emit(told, by=CLOCK)


def _kept(sending: Sending, form: str, content: bytes, at: datetime) -> Document:
    schedule = sending.schedule
    whose = schedule.customer.number if schedule.customer else "all"
    return keep_document(
        upload=ContentFile(content, f"{schedule.kind}-{whose}-{sending.period}.{form}"),
        kind="report",
        about=sending,
        customer_id=schedule.customer_id if sending.contact_id else None,
        by=CLOCK,
        at=at,
    )


def _body(sending: Sending, paper: Paper) -> str:
    lines = (
        _("Dear %(name)s,") % {"name": sending.receiver},
        "",
        f"{paper.title} – {paper.about}",
        paper.answer,
        "",
        _("The whole report is attached."),
        paper.as_of,
    )
    return "\n".join(lines)


def _language(sending: Sending) -> str:
    """As arranged, else the receiver's own."""
    if sending.schedule.language:
        return sending.schedule.language
    if sending.person is not None:
        return sending.person.language
    return (sending.schedule.customer.language if sending.schedule.customer else "") or "zh-hans"


@transaction.atomic
def _failed(sending: Sending, why: str, at: datetime, *, for_good: bool = False) -> None:
    sending = Sending.objects.select_for_update(of=("self",)).select_related("schedule").get(pk=sending.pk)
    sending.rest(why, at=at, most=int(rule(SEND_TRIES, at=at)), for_good=for_good)
    sending.save(update_fields=["state", "tries", "next_at", "why"])
    if sending.state == SendingState.FAILED:
        _tell_failure(sending, at)


def _tell_failure(sending: Sending, at: datetime) -> None:
    told = ReportFailed.of(sending.schedule, at=at, period=sending.period, sending_id=sending.pk)
    emit(told, by=CLOCK)
