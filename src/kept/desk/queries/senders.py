"""Whose message it is: the customer behind an address, and why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kept.comms.models import Incoming
from kept.methods.phones import key_of, writings_of
from kept.parties.models import ContactPerson, Customer
from kept.transport.models import Shipment

from ..enums import Channel, Direction, Doubt
from ..models import Case, Contact
from .threads import ABOUT, case_marked, case_numbered, contact_before, takes_part

FREE_MAIL = frozenset(
    "qq.com foxmail.com 163.com 126.com yeah.net 139.com 189.cn wo.cn sina.com sina.cn sohu.com aliyun.com"
    " tom.com 21cn.com gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com"
    " yahoo.com.cn yahoo.com.tw yahoo.com.hk icloud.com me.com mac.com aol.com gmx.com gmx.de web.de"
    " mail.ru yandex.ru proton.me protonmail.com hinet.net seed.net.tw pchome.com.tw netvigator.com".split()
)
"""Domains in which everybody may have an address: they tell nothing of a customer."""
WAYBILL = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z]{0,4}-?\d[\d-]{2,18}(?![A-Za-z0-9])")
MOST_NUMBERS = 20
ADDRESS = re.compile(r"[^@\s<>\"']+@[a-z0-9.-]+", re.IGNORECASE)


@dataclass(frozen=True)
class Origin:
    """Who wrote, in which case, and what speaks against believing it."""

    customer: Customer | None = None
    person: ContactPerson | None = None
    case: Case | None = None
    doubt: str = ""


def origin_of(message: Incoming) -> Origin:
    """A message is linked only to what its sender belongs to; what it claims beyond that is doubted."""
    if message.medium != Channel.EMAIL:
        return _by_phone(message)
    if message.vouched is False:
        return Origin(doubt=Doubt.NOT_VOUCHED)
    if _is_disguised(message):
        return Origin(doubt=Doubt.DISGUISED)
    known = known_sender(message.sender)
    before = contact_before(message)
    case = case_marked(message) or (before.case if before else None)
    if case is None:
        case = _own(case_numbered(message), known)
    elif not (_own(case, known) or takes_part(message.sender, case)):
        return Origin(known.customer, known.person, doubt=Doubt.FOREIGN)
    return Origin(known.customer, known.person, case, "" if case or known.customer else known.doubt)


def known_sender(address: str) -> Origin:
    """By the contact person, the customer's address, and the domain that only one customer has."""
    people = list(
        ContactPerson.objects.filter(email__iexact=address, customer__isnull=False).select_related(
            "customer"
        )[:9]
    )
    by_person = {person.customer for person in people}
    owners = by_person or set(Customer.objects.filter(email__iexact=address)[:9]) or _of_domain(address)
    if len(owners) != 1:
        return Origin(doubt=Doubt.SEVERAL if owners else "")
    return Origin(owners.pop(), people[0] if people else None)


def _of_domain(address: str) -> set[Customer]:
    domain = address.rpartition("@")[2].lower()
    if not domain or domain in FREE_MAIL:
        return set()
    ending = f"@{domain}"
    colleagues = ContactPerson.objects.filter(email__iendswith=ending, customer__isnull=False)
    ids = set(colleagues.values_list("customer_id", flat=True)[:50])
    ids |= set(Customer.objects.filter(email__iendswith=ending).values_list("pk", flat=True)[:50])
    return set(Customer.objects.filter(pk__in=list(ids)[:3]))


def _own(case: Case | None, known: Origin) -> Case | None:
    """The case, when it is this customer's, alone or with others."""
    if case is None or known.customer is None:
        return None
    if case.customer_id == known.customer.pk:
        return case
    shared = case.customer_id is None and case.shipments.filter(shipment__customer=known.customer).exists()
    return case if shared else None


def _is_disguised(message: Incoming) -> bool:
    """'boss@customer.com <somebody@elsewhere.com>'."""
    shown = ADDRESS.findall(message.sender_name)
    return any(address.lower() != message.sender for address in shown)


def _by_phone(message: Incoming) -> Origin:
    """A message of a signed channel: by its phone, else by who this sender was before."""
    written = {message.phone, *writings_of(key_of(message.phone))} - {""}
    if message.medium == Channel.SMS and (texted := _texted(written)):
        return texted
    if written:
        people = list(
            ContactPerson.objects.filter(phone__in=written, customer__isnull=False).select_related(
                "customer"
            )[:2]
        )
        if len({person.customer_id for person in people}) == 1:
            return Origin(people[0].customer, people[0])
    earlier = Incoming.objects.filter(
        account=message.account, sender=message.sender, about_type=ABOUT
    ).values_list("about_id", flat=True)
    last = Contact.objects.filter(pk__in=list(earlier.order_by("-pk")[:20]), customer__isnull=False)
    found = last.select_related("customer", "contact_person").order_by("-at").first()
    return Origin(found.customer, found.contact_person) if found else Origin()


def _texted(written: set[str]) -> Origin | None:
    """An SMS to a number that we texted about a case that is still open belongs to that case."""
    ours = Contact.objects.filter(channel=Channel.SMS, direction=Direction.OUT, phone__in=written)
    last = ours.select_related("case__customer", "contact_person").order_by("-at", "-pk").first()
    if last is None or last.case is None or not last.case.is_unfinished:
        return None
    return Origin(last.customer, last.contact_person, last.case)


def shipment_named(text: str, customer: Customer | None) -> Shipment | None:
    """The one shipment of this customer whose waybill number stands in a text; None when it is not one."""
    numbers = list(dict.fromkeys(number.upper() for number in WAYBILL.findall(text)))[:MOST_NUMBERS]
    if customer is None or not numbers:
        return None
    found = list(Shipment.objects.filter(customer=customer, number__in=numbers).select_related("order")[:2])
    return found[0] if len(found) == 1 else None
