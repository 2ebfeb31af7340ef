"""What something costs: the rate card that applies, and the lines that it gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.errors import Refused
from kept.kernel.money import Money, minor_digits
from kept.methods import freight
from kept.parties.models import Customer

from ..enums import AgreementState
from ..models import RateCard, RateZone


class NoRateCard(Refused):
    default = _("No rate card is in force for this customer and service.")


class NoRate(Refused):
    default = _("The rate card has no price for this lane.")


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What is carried and asked for, as far as the price depends on it. Amounts in minor units."""

    origin: str
    destination: str
    weight_kg: Decimal
    volume_m3: Decimal = Decimal(0)
    declared_value: int | None = None
    cod_amount: int | None = None
    waited_minutes: int = 0
    asked: Collection[str] = ()


def rate_card_for(customer: Customer | None, service: Service, at: datetime) -> RateCard | None:
    """The card of the customer's agreement, else the general one of its segment, else the general one."""
    return price_book([customer] if customer else [], [service.pk], at, at).card(customer, service.pk, at)


def price(*, card: RateCard, goods: Goods) -> freight.Priced:
    """The lines of a price. Each line's clause holds the rule and its numbers for `clause_words`.

    Raises NoRate when the card does not know the lane.
    """
    zone = _zone_of(card, goods.origin, goods.destination)
    consignment = freight.Consignment(
        weight_kg=goods.weight_kg,
        volume_m3=goods.volume_m3,
        declared_value=_major(goods.declared_value, card.currency),
        cod_amount=_major(goods.cod_amount, card.currency),
        waited_minutes=Decimal(goods.waited_minutes),
    )
    priced = freight.price(consignment, _tariff(card, zone, goods.asked))
    more = {"card": card.name, "zone": str(zone), "currency": card.currency}
    return replace(
        priced, lines=tuple(replace(line, clause={**line.clause, **more}) for line in priced.lines)
    )


@dataclass(frozen=True)
class PriceBook:
    """Rate cards read once for many prices."""

    cards: tuple[RateCard, ...]

    def card(self, customer: Customer | None, service_id: int, at: datetime) -> RateCard | None:
        on = _day(at)
        fitting = [
            card
            for card in self.cards
            if card.service_id == service_id and _covers(card, on) and _fits(card, customer)
        ]
        return max(fitting, key=_closeness, default=None)


def price_book(
    customers: Iterable[Customer], service_ids: Iterable[int], first: datetime, last: datetime
) -> PriceBook:
    """The cards that can apply to these customers and services in a time; at most four statements."""
    cards = (
        RateCard.objects.filter(service__in=set(service_ids), valid_from__lte=_day(last))
        .filter(Q(valid_until=None) | Q(valid_until__gte=_day(first)))
        .filter(Q(agreement=None) | Q(agreement__customer__in={customer.pk for customer in customers}))
        .exclude(agreement__state=AgreementState.DRAFT)
        .select_related("agreement")
        .prefetch_related("zones__breaks", "surcharges")
    )
    return PriceBook(tuple(cards))


def _covers(card: RateCard, on: date) -> bool:
    agreement = card.agreement
    if agreement and agreement.ended_at and on > _day(agreement.ended_at):
        return False
    if agreement and not (
        agreement.valid_from <= on and (agreement.valid_until is None or on <= agreement.valid_until)
    ):
        return False
    return card.valid_from <= on and (card.valid_until is None or on <= card.valid_until)


def _fits(card: RateCard, customer: Customer | None) -> bool:
    if card.agreement:
        return customer is not None and card.agreement.customer_id == customer.pk
    return card.segment in ("", customer.segment if customer else "")


def _closeness(card: RateCard) -> tuple[bool, bool, date, int]:
    return card.agreement_id is not None, bool(card.segment), card.valid_from, card.pk


def _zone_of(card: RateCard, origin: str, destination: str) -> RateZone:
    """The lane itself, else from there to anywhere, else from anywhere to there, else everywhere."""
    zones: Mapping[tuple[str, str], RateZone] = {(z.origin, z.destination): z for z in card.zones.all()}
    for lane in ((origin, destination), (origin, ""), ("", destination), ("", "")):
        if lane in zones:
            return zones[lane]
    raise NoRate


def _tariff(card: RateCard, zone: RateZone, asked: Collection[str]) -> freight.Tariff:
    extras = [one for one in card.surcharges.all() if not one.on_demand or one.code in asked]
    return freight.Tariff(
        rate=[freight.WeightBreak(one.from_kg, one.rate) for one in zone.breaks.all()],
        minimum=card.minimum,
        weight_rule=freight.WeightRule(card.weight_rule),
        divisor=card.volumetric_divisor,
        step_kg=card.rounding_step_kg,
        fuel_share=card.fuel_share,
        surcharges=tuple(
            freight.Surcharge(one.code, freight.Basis(one.basis), one.rate, one.minimum) for one in extras
        ),
        tax_rate=card.tax_rate,
        tax_rates={one.code: one.tax_rate for one in extras if one.tax_rate is not None},
        minor_digits=minor_digits(card.currency),
    )


def _major(amount: int | None, currency: str) -> Decimal:
    return Money(amount or 0, currency).value


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
