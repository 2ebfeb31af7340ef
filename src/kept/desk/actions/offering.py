"""Ways out of an exception: offered with the notice, chosen by the customer, led to an act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbers import rule
from kept.parties.models import Customer
from kept.promises.actions import PromiseRequest, start_promises
from kept.promises.models import Promise
from kept.transport.models import Shipment

from ..enums import CaseKind, OfferChoice
from ..events import OfferChosen, OfferMade
from ..models import Case, Offer
from ..rules import OFFER_HOURS
from .following import plan_follow_up
from .opening import open_case


class AlreadyChosen(Refused):
    default = _("The choice has been made already. Call us to change it.")


class NotOffered(Refused):
    default = _("This was not offered.")


class DayMissing(Refused):
    default = _("Choose a day to come.")


@transaction.atomic
def make_offer(
    *, case: Case, customer: Customer, options: Sequence[str], by: Actor, at: datetime
) -> Offer | None:
    """The link by which this customer chooses. Offered again, the options are the new ones until chosen."""
    if not options:
        return Offer.objects.filter(case=case, customer=customer).first()
    offer, is_new = Offer.objects.select_for_update(of=("self",)).get_or_create(
        case=case, customer=customer, defaults={"options": list(options), "offered_at": at}
    )
    if is_new or (not offer.choice and offer.options != list(options)):
        offer.options, offer.offered_at = list(options), at
        offer.save(update_fields=["options", "offered_at"])
        emit(OfferMade.of(case, at=at, options=tuple(options)), by=by)
    return offer


@transaction.atomic
def choose_offer(
    *,
    offer: Offer,
    choice: str,
    wanted_day: date | None = None,
    said: str = "",
    by: Actor,
    at: datetime,
) -> Offer:
    """What the customer wants; it leads on at once: a redelivery promise, a follow-up, or a claim."""
    offer = Offer.objects.select_for_update(of=("self",)).select_related("case", "customer").get(pk=offer.pk)
    if offer.choice:
        raise AlreadyChosen
    if choice not in offer.options:
        raise NotOffered(field="choice")
    if choice == OfferChoice.REDELIVER and (wanted_day is None or wanted_day < localdate(at)):
        raise DayMissing(field="wanted_day")
    offer.choice, offer.said, offer.chosen_at, offer.by_link = choice, said.strip(), at, by.kind == "link"
    offer.wanted_day = wanted_day if choice == OfferChoice.REDELIVER else None
    offer.save()
    _lead_on(offer, by=by, at=at)
    emit(OfferChosen.of(offer.case, at=at, choice=choice, by_link=offer.by_link), by=by)
    return offer


def goods_of(offer: Offer) -> list[Shipment]:
    links = offer.case.shipments.filter(shipment__customer=offer.customer_id).select_related("shipment")
    return [link.shipment for link in links]


def _lead_on(offer: Offer, *, by: Actor, at: datetime) -> None:
    case, goods = offer.case, goods_of(offer)
    if offer.choice == OfferChoice.COMPENSATION:
        open_case(
            kind=CaseKind.CLAIM,
            shipments=goods,
            customer=offer.customer,
            reason=offer.said or case.heading,
            follows=case,
            branch_id=case.branch_id,
            owner=case.owner,
            by=by,
            at=at,
        )
        return
    if offer.choice == OfferChoice.REDELIVER:
        _promise_redelivery(offer, goods, by=by, at=at)
    if offer.choice == OfferChoice.WAIT:
        return
    numbers = ", ".join(shipment.number for shipment in goods[:8])
    with override(settings.LANGUAGE_CODE):  # the customer chose in their own language; our staff read this
        what = gettext("%(what)s: %(numbers)s") % {"what": offer.get_choice_display(), "numbers": numbers}
    plan_follow_up(
        what=what,
        due_at=at + timedelta(hours=float(rule(OFFER_HOURS, at=at))),
        about=case,
        customer=offer.customer,
        owner=case.owner,
        by=by,
        at=at,
    )


def _promise_redelivery(offer: Offer, goods: Sequence[Shipment], *, by: Actor, at: datetime) -> None:
    """Each open shipment is owed its delivery on the wanted day, unless a redelivery is promised already."""
    assert offer.wanted_day is not None
    due = make_aware(datetime.combine(offer.wanted_day, time(23, 59, 59)))
    promised = Promise.objects.of_kind("redelivery").unfinished().filter(subject_type="transport.shipment")
    known = set(promised.filter(subject_id__in=[s.pk for s in goods]).values_list("subject_id", flat=True))
    requests = [
        PromiseRequest(
            kind="redelivery",
            subject=Subject.of(shipment),
            started_at=at,
            customer_id=shipment.customer_id,
            provider_id=shipment.carrier_id,
            branch_id=shipment.branch_id,
            due_at=due,
            is_day=True,
        )
        for shipment in goods
        if shipment.is_open and shipment.pk not in known
    ]
    if requests:
        start_promises(requests=requests, by=by, at=at)
