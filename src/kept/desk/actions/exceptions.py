"""Exceptions: opened before the customer notices, one case per cause, told to every customer it touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.parties.models import Customer
from kept.promises.actions import waive_promise
from kept.promises.enums import Cause
from kept.promises.models import Promise
from kept.transport.models import Shipment

from ..enums import CaseKind, Channel, Impact, Urgency
from ..events import ExceptionPassed, ForecastSet
from ..models import Case, CaseIsClosed, Contact
from ..queries.replies import notice_text, offer_line
from .answering import answer_case
from .insuring import insure_goods
from .linking import link_shipments
from .offering import make_offer
from .opening import open_case

CAUSES: Mapping[str, str] = {
    "weather": Cause.WEATHER,
    "traffic": Cause.TRAFFIC,
    "congestion": Cause.TRAFFIC,
    "vehicle": Cause.VEHICLE,
    "sorting": Cause.SORTING,
    "capacity": Cause.CAPACITY,
    "address": Cause.ADDRESS,
    "absent": Cause.ABSENT,
    "closed": Cause.ABSENT,
    "papers": Cause.DOCUMENTS,
    "damage": Cause.HANDLING,
    "lost": Cause.HANDLING,
    "uncollected": Cause.ABSENT,
}
"""What tracking said, as the cause to start from; closing names the true one."""


class NothingToTell(Refused):
    default = _("No shipment of this customer waits for a notice in this case.")


class ArrivalInThePast(Refused):
    default = _("This moment has passed.")


@transaction.atomic
def open_exception(
    *,
    trouble: str,
    shipments: Sequence[Shipment],
    cause_key: str = "",
    reason: str = "",
    place: str = "",
    since: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Open the case of a cause, or let the shipments join the one that is open.

    Without a cause key each shipment and trouble is a cause of its own.
    """
    key = cause_key or f"{trouble}:{shipments[0].pk}"
    known = Case.objects.select_for_update().unfinished().filter(cause_key=key).first()
    if known is not None:
        case = link_shipments(case=known, shipments=shipments, since=since, by=by, at=at)
        insure_goods(case=case, shipments=shipments, since=since or at, by=by, at=at)
        return case
    case = open_case(
        kind=CaseKind.EXCEPTION,
        shipments=shipments,
        trouble=trouble,
        cause_key=key,
        cause=CAUSES.get(reason) or CAUSES.get(trouble, ""),
        place=place,
        impact=Impact.MANY
        if len({shipment.customer_id for shipment in shipments}) > 1
        else Impact.ONE_SHIPMENT,
        urgency=Urgency.NOW,
        opened_at=since or at,
        by=by,
        at=at,
    )
    insure_goods(case=case, shipments=shipments, since=since or at, by=by, at=at)
    return case


@transaction.atomic
def set_forecast(
    *, case: Case, new_eta: datetime | None, proposal: str, cause: str = "", by: Actor, at: datetime
) -> Case:
    """The new arrival, why, and what we propose: what customers will be told."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not case.is_unfinished:
        raise CaseIsClosed
    if new_eta is not None and new_eta <= at:
        raise ArrivalInThePast(field="new_eta")
    case.new_eta, case.proposal, case.cause = new_eta, proposal.strip(), cause or case.cause
    case.save(update_fields=["new_eta", "proposal", "cause"])
    emit(ForecastSet.of(case, at=at, new_eta=new_eta), by=by)
    return case


@transaction.atomic
def tell_customer(
    *,
    case: Case,
    customer: Customer,
    channel: str,
    text: str,
    to: str = "",
    options: Sequence[str] = (),
    site: str = "",
    by: Actor,
    at: datetime,
) -> Contact:
    """Record how a customer was told of an exception; by mail the text is sent.

    With `options` the customer is offered ways out; with `site`, the address of this installation, the
    text carries the link by which to choose.
    """
    if not untold(case).get(customer):
        raise NothingToTell
    offer = make_offer(case=case, customer=customer, options=options, by=by, at=at)
    if offer is not None and site:
        text = f"{text.rstrip()}\n{offer_line(offer, site, customer)}"
    return answer_case(case=case, channel=channel, text=text, to=to, customer=customer, by=by, at=at)


@transaction.atomic
def tell_customers_by_mail(
    *, cases: Iterable[Case], options: Sequence[str] = (), site: str = "", by: Actor, at: datetime
) -> tuple[int, list[Customer]]:
    """Mail the notice, in their language, to every customer who was not told yet and is to be told by mail.

    Returns how many were told, and who still has to be told in another way.
    """
    told, to_call = 0, []
    for case in cases:
        for customer, shipments in untold(case).items():
            if customer.channel != Channel.EMAIL or not customer.email:
                to_call.append(customer)
                continue
            language = customer.language or settings.LANGUAGE_CODE
            text = notice_text(case, customer, shipments, language=language)
            tell_customer(
                case=case,
                customer=customer,
                channel=Channel.EMAIL,
                text=text,
                options=options,
                site=site,
                by=by,
                at=at,
            )
            told += 1
    return told, to_call


@transaction.atomic
def pass_exception(*, case: Case, by: Actor, at: datetime) -> Case:
    """All that the case was about is over. Who was not told yet need not be; the case is solved."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    owed = list(Promise.objects.about(case).of_kind("exception_notice").unfinished().filter(met_at=None))
    told = not untold(case)
    for promise in owed:
        waive_promise(promise=promise, why=gettext("Over before the customer was told."), by=by, at=at)
    case.be_over(result=gettext("Over by itself."), at=at)
    case.save(update_fields=["state", "result", "solved_at"])
    emit(ExceptionPassed.of(case, at=at, told=told), by=by)
    return case


def untold(case: Case) -> dict[Customer, list[Shipment]]:
    """Customers who have not been told yet, with their shipments in the case."""
    links = case.shipments.filter(told_at=None).select_related("shipment__customer")
    found: dict[Customer, list[Shipment]] = defaultdict(list)
    for link in links:
        found[link.shipment.customer].append(link.shipment)
    return dict(found)
