"""Who stands in whose chain: intermediate and end customers, without circles."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit_many

from ..events import ChainLinked, ChainLinkEnded
from ..models import ChainLink, ChainLinkQuerySet, Customer


class OwnChain(Refused):
    default = _("A customer does not stand in its own chain. Choose another one.")


class AlreadyInChain(Refused):
    default = _("This customer has this place in the chain in that time already.")


class ChainCircle(Refused):
    default = _("This would close a circle: the one stands in the chain of the other already.")


class EndsBeforeItBegan(Refused):
    default = _("The last day lies before the first.")


class LinkHasEnded(Refused):
    default = _("This link has ended already.")


@transaction.atomic
def link_customer(
    *,
    customer: Customer,
    member: Customer,
    kind: str,
    since: date,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> ChainLink:
    """Put one customer into the chain of another, as intermediate or end customer."""
    if member.pk == customer.pk:
        raise OwnChain(field="member")
    _check_days(since, until)
    list(Customer.objects.select_for_update().filter(pk__in=(customer.pk, member.pk)).order_by("pk"))
    then = ChainLink.objects.filter(kind=kind).during(since, until)
    if then.filter(customer=customer, member=member).exists():
        raise AlreadyInChain(field="member")
    if customer.pk in _all_below(member.pk, then):
        raise ChainCircle(field="member")
    link = ChainLink.objects.create(customer=customer, member=member, kind=kind, since=since, until=until)
    _tell(ChainLinked, link, by=by, at=at)
    return link


@transaction.atomic
def end_link(*, link: ChainLink, until: date, by: Actor, at: datetime) -> ChainLink:
    """The last day on which it stood there; the link stays in the records."""
    link = ChainLink.objects.select_for_update().select_related("customer", "member").get(pk=link.pk)
    if link.until is not None:
        raise LinkHasEnded
    _check_days(link.since, until)
    link.until = until
    link.save(update_fields=["until"])
    _tell(ChainLinkEnded, link, by=by, at=at)
    return link


def _check_days(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise EndsBeforeItBegan(field="until")


def _all_below(member_id: int, links: ChainLinkQuerySet) -> set[int]:
    """Everybody in the chain of a customer, however far down; one statement per step."""
    seen: set[int] = set()
    step = {member_id}
    while step:
        seen |= step
        step = set(links.filter(customer__in=step).values_list("member", flat=True)) - seen
    return seen


def _tell(
    event: type[ChainLinked] | type[ChainLinkEnded], link: ChainLink, *, by: Actor, at: datetime
) -> None:
    told = [
        event(
            subject=Subject.of(one),
            occurred_at=at,
            customer_id=link.customer_id,
            member_id=link.member_id,
            kind=link.kind,
        )
        for one in (link.customer, link.member)
    ]
    emit_many(told, by=by)
