"""Telling receivers that their goods can be collected, each attempt kept as proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.comms.actions import queue_message, queue_notification
from kept.comms.models import Message
from kept.comms.queries.carriers import main_account, sms_account
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbers import rule
from kept.promises.actions import keep_promises_about, pause_promise
from kept.promises.enums import PauseReason, PromiseState
from kept.promises.models import Promise

from ..enums import ExceptionKind, NoticeChannel, NoticeResult, TrackingSource
from ..events import PickupNoticeTried
from ..models import NoticeAttempt, PickupNotice, Shipment
from ..models.pickups import REACHED
from ..rules import FUTURE_MINUTES, NOTICE_RETRY_HOURS
from .telling import told
from .turn import Sighting, Turn


class NotWaiting(Refused):
    default = _("These goods no longer wait for pick-up.")


class NotYet(Refused):
    default = _("This moment lies in the future.")


class BeforeArrival(Refused):
    default = _("The goods had not arrived at that moment.")


class NumberMissing(Refused):
    default = _("Write the number that was called, or the address that was written to.")


class WhoMissing(Refused):
    default = _("Write who answered.")


class SexMissing(Refused):
    default = _("Say whether a woman or a man answered; not known is an answer too.")


class PlaceMissing(Refused):
    default = _("Say where the goods are collected.")


class NoSmsService(Refused):
    default = _("No SMS service is set up. Call, or ask whoever looks after the channels.")


class TextMissing(Refused):
    default = _("Write what is to be sent.")


@transaction.atomic
def note_attempt(
    *,
    notice: PickupNotice,
    result: str,
    dialled: str,
    tried_at: datetime,
    answered_by: str = "",
    sex: str = "",
    remark: str = "",
    channel: str = NoticeChannel.PHONE,
    source: str = TrackingSource.HAND,
    by: Actor,
    at: datetime,
) -> NoticeAttempt:
    """Write down one attempt with who answered. Told keeps the promise; no answer sets the next attempt.

    The same attempt told again is the one that is known. Raises Refused when something that proves it is
    missing, or the goods no longer wait.
    """
    notice = _locked(notice)
    known = notice.attempts.filter(tried_at=tried_at, dialled=dialled.strip()).first()
    if known is not None:
        return known
    attempt = NoticeAttempt(
        notice=notice,
        tried_at=tried_at,
        recorded_at=at,
        channel=channel,
        dialled=dialled.strip(),
        result=result,
        answered_by=answered_by.strip(),
        sex=sex,
        remark=remark.strip(),
        source=source,
        by_id=by.person_id,
    )
    _check(attempt, at)
    _keep(notice, attempt, by=by, at=at)
    return attempt


@transaction.atomic
def send_notice(
    *, notice: PickupNotice, channel: str, to: str, subject: str = "", text: str, by: Actor, at: datetime
) -> NoticeAttempt:
    """Send the notice by SMS or mail. Sent is no proof that it was read, so the clock runs on."""
    notice = _locked(notice)
    if not to.strip():
        raise NumberMissing(field="to")
    if not text.strip():
        raise TextMissing(field="text")
    attempt = NoticeAttempt(
        notice=notice,
        tried_at=at,
        recorded_at=at,
        channel=channel,
        dialled=to.strip(),
        result=NoticeResult.SENT,
        message=_queue(notice, channel, to.strip(), subject, text.strip(), at),
        by_id=by.person_id,
    )
    _keep(notice, attempt, by=by, at=at)
    return attempt


@transaction.atomic
def set_pickup(
    *, notice: PickupNotice, place: str, hours: str = "", freight_due: int | None = None
) -> PickupNotice:
    """Where and when the goods are collected, and the freight the receiver pays."""
    if not place.strip():
        raise PlaceMissing(field="place")
    notice = _locked(notice)
    notice.place, notice.hours, notice.freight_due = place.strip(), hours.strip(), freight_due
    notice.save(update_fields=["place", "hours", "freight_due"])
    return notice


@transaction.atomic
def price_pickup(*, notice: PickupNotice, freight_due: int) -> None:
    """The freight to collect, worked out; what somebody wrote down stays."""
    PickupNotice.objects.filter(pk=notice.pk, freight_due=None).update(freight_due=freight_due)


def _locked(notice: PickupNotice) -> PickupNotice:
    rows = PickupNotice.objects.select_for_update(of=("self",)).select_related("shipment__customer")
    locked = rows.get(pk=notice.pk)
    if not locked.is_waiting:
        raise NotWaiting
    return locked


def _check(attempt: NoticeAttempt, at: datetime) -> None:
    if attempt.tried_at > at + timedelta(minutes=int(rule(FUTURE_MINUTES, at=at))):
        raise NotYet(field="tried_at")
    if attempt.tried_at < attempt.notice.arrived_at:
        raise BeforeArrival(field="tried_at")
    for missing in missing_proof(
        result=attempt.result,
        channel=attempt.channel,
        dialled=attempt.dialled,
        answered_by=attempt.answered_by,
        sex=attempt.sex,
    ):
        raise missing


def missing_proof(
    *, result: str, channel: str, dialled: str, answered_by: str, sex: str
) -> Iterator[Refused]:
    """All that an attempt does not say and that is needed to prove it."""
    if not dialled.strip() and channel != NoticeChannel.VISIT:
        yield NumberMissing(field="dialled")
    if result in REACHED and not answered_by.strip():
        yield WhoMissing(field="answered_by")
    if result in REACHED and not sex:
        yield SexMissing(field="sex")


def _keep(notice: PickupNotice, attempt: NoticeAttempt, *, by: Actor, at: datetime) -> None:
    attempt.save()
    hours = 0 if attempt.result == NoticeResult.WRONG_NUMBER else float(rule(NOTICE_RETRY_HOURS, at=at))
    notice.note(attempt, again_at=attempt.tried_at + timedelta(hours=hours))
    notice.save(update_fields=["tries", "last_result", "told_at", "next_at"])
    shipment = notice.shipment
    fact = told(
        PickupNoticeTried,
        shipment,
        at=attempt.tried_at,
        attempt_id=attempt.pk,
        channel=attempt.channel,
        result=attempt.result,
    )
    emit(fact, by=by)
    if attempt.result not in REACHED:
        return
    kinds = ("pickup_notice",)
    keep_promises_about(record=shipment, kinds=kinds, met_at=attempt.tried_at, by=by, at=at)
    if attempt.result == NoticeResult.REFUSED:
        turn = Turn(by, at)
        place = notice.place[:80]
        turn.sightings = [
            Sighting(shipment=shipment, kind=ExceptionKind.REFUSAL, seen_at=attempt.tried_at, place=place)
        ]
        turn.close()
    else:
        _rest_delivery(shipment, by=by, at=max(attempt.tried_at, notice.arrived_at))


def _rest_delivery(shipment: Shipment, *, by: Actor, at: datetime) -> None:
    """From now on the receiver decides when the goods are handed over: the delivery's clock rests.

    For an order only once nothing else of it is still to be brought.
    """
    subject = Subject("orders.order", shipment.order_id) if shipment.order_id else Subject.of(shipment)
    if shipment.order_id:
        others = Shipment.objects.open().filter(order=shipment.order_id).exclude(pk=shipment.pk)
        if others.exclude(pickup_notice__told_at__isnull=False).exists():
            return
    running = Promise.objects.of_kind("delivery").running().filter(due_at__gte=at)
    promise = running.filter(subject_type=subject.type, subject_id=subject.id).first()
    if promise is not None and promise.state == PromiseState.RUNNING:
        pause_promise(promise=promise, reason=PauseReason.CUSTOMER, by=by, at=at)


def _queue(notice: PickupNotice, channel: str, to: str, subject: str, text: str, at: datetime) -> Message:
    shipment = notice.shipment
    key = f"transport.pickup_notice:{notice.pk}:{notice.tries + 1}"
    if channel == NoticeChannel.SMS:
        service = sms_account(shipment.branch_id)
        if service is None:
            raise NoSmsService(field="channel")
        return queue_notification(key=key, account=service, to=to, body=text, about=shipment, at=at)
    return queue_message(
        key=key,
        to=to,
        subject=subject or shipment.number,
        body=text,
        about=shipment,
        account=main_account(shipment.branch_id),
        at=at,
    )
