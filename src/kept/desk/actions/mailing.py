"""The mail that goes with an outgoing contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kept.comms.actions import queue_message
from kept.comms.models import Account, Incoming
from kept.comms.queries.carriers import main_account
from kept.documents.models import Document
from kept.kernel.errors import Refused

from ..models import Contact
from ..queries.threads import case_mark, plus_address, written_before


class NoAddress(Refused):
    default = _("There is no mail address. Add one, or answer by another channel.")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How a mail goes out; what is left empty follows from the contact and what was written before."""

    to: str = ""
    cc: str = ""
    subject: str = ""
    account: Account | None = None
    documents: Sequence[Document] = ()


def mail_contact(*, contact: Contact, mail: Mail, at: datetime) -> None:
    """Queue the text of an outgoing contact, signed, with the mail it answers quoted below."""
    to = mail.to or contact.email or (contact.customer.email if contact.customer else "")
    if not to:
        raise NoAddress(field="channel")
    before = written_before(contact, to)
    account = mail.account or account_for(contact, before)
    queue_message(
        key=f"desk.contact:{contact.pk}",
        to=to,
        cc=mail.cc,
        reply_to=plus_address(account, contact.case),
        subject=_marked(mail.subject or subject_for(contact, before), contact),
        body=_body(contact.summary, account, before),
        about=contact,
        account=account,
        references=_references(before),
        documents=mail.documents,
        at=at,
    )


def mail_notice(*, contact: Contact, before: Incoming, text: str, at: datetime) -> None:
    """Answer a mail by itself, once, in its thread. It is no answer of a person and stops no clock."""
    account = account_for(contact, before)
    queue_message(
        key=f"desk.notice:{contact.pk}",
        to=before.sender,
        reply_to=plus_address(account, contact.case),
        subject=_marked(subject_for(contact, before), contact),
        body=_body(text, account, None),
        about=contact,
        account=account,
        references=_references(before),
        is_automatic=True,
        at=at,
    )


def account_for(contact: Contact, before: Incoming | None) -> Account | None:
    """The account that the mail before came by, else that of the team, the branch, the company."""
    if before is not None and before.account.smtp_host and before.account.is_active:
        return before.account
    return main_account(contact.branch_id, contact.team_id)


def subject_for(contact: Contact, before: Incoming | None) -> str:
    if before is not None and before.subject:
        plain = before.subject.strip()
        return plain if plain[:3].lower() in ("re:", "re：") else f"Re: {plain}"
    if contact.case is not None:
        return contact.case.heading
    with override((contact.customer and contact.customer.language) or settings.LANGUAGE_CODE):
        return gettext("What you asked us, %(number)s") % {"number": (contact.answers or contact).number}


def quotation_of(before: Incoming | None) -> str:
    """The mail before, as it stands below an answer."""
    if before is None:
        return ""
    words = {"when": f"{localtime(before.received_at):%Y-%m-%d %H:%M}", "who": before.who}
    head = gettext("%(when)s, %(who)s wrote:") % words
    lines = before.text.splitlines()
    return "\n".join([head, *(f"> {line}".rstrip() for line in lines)])


def _marked(subject: str, contact: Contact) -> str:
    """With the case's number and a part that nobody can guess, so that the answer finds its case."""
    mark = case_mark(contact.case) if contact.case else ""
    return subject if mark in subject else f"{mark} {subject}"


def _body(text: str, account: Account | None, before: Incoming | None) -> str:
    signature = account.signature.strip() if account else ""
    signed = f"-- \n{signature}" if signature else ""
    return "\n\n".join(filter(None, (text.strip(), signed, quotation_of(before))))


def _references(before: Incoming | None) -> list[str]:
    if before is None or not before.control.startswith("<"):
        return []
    return [*before.references, before.control]
