"""Who writes or calls while nobody works is told so, once in a closed period, by mail, chat or SMS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.dateformat import format as written
from django.utils.text import Truncator
from django.utils.translation import gettext

from kept.comms.enums import Sort
from kept.comms.models import Account, Incoming
from kept.comms.queries.carriers import sms_account
from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.live import ping
from kept.kernel.numbers import rule
from kept.methods.phones import mobile_of

from ..enums import Channel, ChatSide, ChatState, Doubt
from ..events import ToldClosed
from ..models import Chat, ChatLine, ClosedNotice, Contact
from ..queries.closing import told_by
from ..queries.routing import Hours, hours_of
from ..rules import SMS_LONGEST, language_of
from .mailing import mail_notice
from .texting import text_notice

NOT_WRITTEN_BY_IT = (Doubt.NOT_VOUCHED, Doubt.DISGUISED)
"""A notice to a forged sender would go to somebody who never wrote."""


@transaction.atomic
def tell_closed(*, contact: Contact, by: Actor, at: datetime) -> ClosedNotice | None:
    """Send the notice of its queue with when it opens next.

    None where somebody answers already, the queue is open again, a machine wrote, the sender is doubtful, or
    the same sender was told in this closed period.
    """
    entry = contact.queue_entries.select_related("queue").order_by("-pk").first()
    if entry is None or not entry.is_out_of_hours or not contact.is_waiting:
        return None
    hours = hours_of(entry.queue, at)
    channel = told_by(contact, at)
    words, language = entry.queue.notice(channel, _language_of(contact))
    way = _way_back(contact)
    if hours.is_open or not words or way is None:
        return None
    if ClosedNotice.objects.reached(contact, hours.opens_at).exists():
        return None
    most = int(rule(SMS_LONGEST, at=at)) if isinstance(way, Phone) else None
    notice, is_new = ClosedNotice.objects.get_or_create(
        sender=_sender_of(way),
        channel=channel,
        opens_at=hours.opens_at,
        defaults={
            "contact": contact,
            "queue": entry.queue,
            "text": _text(words, language, hours, most),
            "at": at,
        },
    )
    if not is_new:
        return None
    if isinstance(way, Phone):
        text_notice(contact=contact, account=way.account, to=way.mobile, text=notice.text, at=at)
    elif isinstance(way, Chat):
        ChatLine.objects.create(chat=way, side=ChatSide.HOUSE, text=notice.text, at=at)
        ping("chat", key=way.key, at=at)
    else:
        mail_notice(contact=contact, before=way, text=notice.text, at=at)
    emit(ToldClosed.of(contact, at=at, notice_id=notice.pk), by=by)
    return notice


@dataclass(frozen=True)
class Phone:
    """A mobile that can be texted to, and the service that carries it."""

    mobile: str
    account: Account


def _way_back(contact: Contact) -> Incoming | Chat | Phone | None:
    """The mail, chat or mobile by which a person waits for an answer."""
    if contact.channel == Channel.PHONE:
        return _phone_of(contact) if contact.calls.exists() else None
    if contact.channel == Channel.SMS:
        is_personal = Incoming.objects.about(contact).filter(sort=Sort.PERSONAL).exists()
        return _phone_of(contact) if is_personal else None
    if contact.channel == Channel.CHAT:
        return Chat.objects.filter(contact=contact, state=ChatState.WAITING, person=None).first()
    if contact.channel != Channel.EMAIL or contact.doubt in NOT_WRITTEN_BY_IT:
        return None
    mails = Incoming.objects.about(contact).filter(sort=Sort.PERSONAL).exclude(sender="")
    return mails.select_related("account").order_by("pk").first()


def _phone_of(contact: Contact) -> Phone | None:
    mobile, account = mobile_of(contact.phone), sms_account(contact.branch_id)
    return Phone(mobile, account) if mobile and account else None


def _sender_of(way: Incoming | Chat | Phone) -> str:
    if isinstance(way, Phone):
        return way.mobile
    return (way.email or way.phone or way.token if isinstance(way, Chat) else way.sender).lower()


def _language_of(contact: Contact) -> str:
    """That of what was written; Chinese in the company's script, or simplified."""
    company: str = settings.LANGUAGE_CODE
    spoken = language_of(contact.summary)
    if spoken == "zh":
        return company if company.startswith("zh") else "zh-hans"
    return spoken or company


def _text(words: str, language: str, hours: Hours, most: int | None) -> str:
    """The manager's words, then when the queue opens next by the clock of its calendar. What is longer than
    `most` loses the end of the words."""
    if hours.opens_at is None:
        return Truncator(words.strip()).chars(most) if most else words.strip()
    with translation.override(language):
        zone = f"{hours.opens_at:%z}"
        when = f"{written(hours.opens_at, 'Y-m-d l H:i')} (UTC{zone[:3]}:{zone[3:]})"
        back = f"\n\n{gettext('We are back on %(when)s.') % {'when': when}}"
    room = most - len(back) if most else None
    return (Truncator(words.strip()).chars(room) if room else words.strip()) + back
