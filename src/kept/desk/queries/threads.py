"""Which case or contact a message goes on about: by its number and token, or by the headers of its thread."""

from __future__ import annotations

import re

from kept.comms.models import Account, Incoming, Message
from kept.comms.rules.sealing import derived

from ..enums import Channel
from ..models import Case, Contact

MARK = re.compile(r"\[([0-9A-Za-z-]{4,20})-([a-z2-7]{10})\]")
BARE = re.compile(r"\b[A-Z]{2,4}-[0-9A-Z-]{4,16}\b")
PLUS = re.compile(r"\+([0-9a-z-]{4,20})\.([a-z2-7]{10})@")
ABOUT = Contact._meta.label_lower


def token_of(case: Case) -> str:
    """The part of a case's mark that only we know."""
    return derived("kept.desk.case", case.number, 10)


def case_mark(case: Case) -> str:
    return f"[{case.number}-{token_of(case)}]"


def plus_address(account: Account | None, case: Case | None) -> str:
    """The address that leads an answer to its case even when its subject is lost."""
    if account is None or case is None or not account.takes_plus:
        return ""
    local, _, domain = account.address.partition("@")
    return f"{local}+{case.number.lower()}.{token_of(case)}@{domain}"


def case_marked(message: Incoming) -> Case | None:
    """The case whose number and token stand in the subject or in an address that it was sent to."""
    found = [*MARK.findall(message.subject), *PLUS.findall(f"{message.to} {message.cc}".lower())]
    for number, token in found:
        case = Case.objects.filter(number__iexact=number).select_related("customer", "owner").first()
        if case is not None and token == token_of(case):
            return case
    return None


def case_numbered(message: Incoming) -> Case | None:
    """The case whose bare number stands in the subject: enough for its own customer alone."""
    numbers = BARE.findall(message.subject)
    return Case.objects.filter(number__in=numbers[:5]).select_related("customer", "owner").first()


def contact_before(message: Incoming) -> Contact | None:
    """The contact that a message answers, by the numbers of mails in its headers."""
    ids = [each for each in message.references if isinstance(each, str)][-40:]
    if not ids:
        return None
    ours = Message.objects.filter(message_id__in=ids, about_type=ABOUT).values_list("about_id", flat=True)
    theirs = Incoming.objects.of_thread(ids).filter(about_type=ABOUT).values_list("about_id", flat=True)
    rows = Contact.objects.filter(pk__in={*ours, *theirs}).select_related("case__customer", "case__owner")
    return rows.order_by("-at", "-pk").first()


def written_before(contact: Contact, to: str) -> Incoming | None:
    """The mail that an outgoing contact answers: from those it goes to, newest first."""
    about = [contact.answers_id] if contact.answers_id else []
    if not about and contact.case_id:
        mails = Contact.objects.filter(case=contact.case_id, channel=Channel.EMAIL, direction="in")
        about = list(mails.order_by("-at").values_list("pk", flat=True)[:20])
    recipients = [address.strip().lower() for address in to.split(",")]
    found = Incoming.objects.filter(about_type=ABOUT, about_id__in=about, sender__in=recipients)
    return found.filter(sort="personal").select_related("account").order_by("-received_at", "-pk").first()


def takes_part(address: str, case: Case) -> bool:
    """Whether this address has written in a case before, undoubted, or was written to by us."""
    if case.email.lower() == address:
        return True
    contacts = Contact.objects.filter(case=case)
    if contacts.filter(email__iexact=address, doubt="").exists():
        return True
    ours = Message.objects.filter(
        about_type=ABOUT, about_id__in=contacts.filter(direction="out").values("pk")
    )
    return any(address in f"{to}, {cc}".lower().split(", ") for to, cc in ours.values_list("to", "cc"))
