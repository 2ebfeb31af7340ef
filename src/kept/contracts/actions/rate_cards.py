"""Prices: a rate card is never changed; a new one follows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import AgreementState
from ..events import RateCardMade
from ..models import Agreement, RateCard, RateZone, Surcharge, WeightBreak
from ..rules import (
    SurchargeTerms,
    ZoneTerms,
    check_numbers,
    check_surcharges,
    check_term,
    check_zones,
)


class CardsOverlap(Refused):
    default = _("Another rate card of the same scope begins in this time. Choose a later first day.")


class AgreementOver(Refused):
    default = _("The agreement has ended; it takes no new prices.")


@transaction.atomic
def make_rate_card(
    *,
    service: Service,
    name: str,
    zones: Sequence[ZoneTerms],
    valid_from: date,
    valid_until: date | None = None,
    agreement: Agreement | None = None,
    segment: str = "",
    surcharges: Sequence[SurchargeTerms] = (),
    by: Actor,
    at: datetime,
    **terms: Any,
) -> RateCard:
    """Prices of a service from a day on. The open card of the same scope before it ends the day before.

    `terms` are currency, minimum, rounding_step_kg, weight_rule, volumetric_divisor, fuel_share, tax_rate.
    """
    check_term(valid_from, valid_until)
    check_zones(zones)
    check_surcharges(surcharges)
    check_numbers(Decimal(terms[key]) for key in ("minimum", "fuel_share", "tax_rate") if key in terms)
    if agreement and Agreement.objects.filter(pk=agreement.pk, state=AgreementState.ENDED).exists():
        raise AgreementOver(field="agreement")
    scope = RateCard.objects.select_for_update().filter(agreement=agreement, service=service, segment=segment)
    _make_room(scope, valid_from, valid_until)
    card = RateCard.objects.create(
        service=service,
        name=name,
        agreement=agreement,
        segment=segment,
        valid_from=valid_from,
        valid_until=valid_until,
        made_at=at,
        **terms,
    )
    _write(card, zones, surcharges)
    told = RateCardMade(
        subject=Subject.of(agreement or card),
        occurred_at=at,
        card_id=card.pk,
        service_id=card.service_id,
        customer_id=agreement.customer_id if agreement else None,
    )
    emit(told, by=by)
    return card


def _make_room(scope: QuerySet[RateCard], valid_from: date, valid_until: date | None) -> None:
    """End the open card before; refuse where two cards would hold on one day."""
    for card in scope:
        begins_later = valid_until is not None and card.valid_from > valid_until
        ended_before = card.valid_until is not None and card.valid_until < valid_from
        if begins_later or ended_before:
            continue
        if card.valid_from >= valid_from or card.valid_until is not None:
            raise CardsOverlap(field="valid_from")
        card.valid_until = valid_from - timedelta(days=1)
        card.save(update_fields=["valid_until"])


def _write(card: RateCard, zones: Sequence[ZoneTerms], surcharges: Sequence[SurchargeTerms]) -> None:
    rows = [RateZone(card=card, origin=zone.origin, destination=zone.destination) for zone in zones]
    RateZone.objects.bulk_create(rows)
    WeightBreak.objects.bulk_create(
        [
            WeightBreak(zone=row, from_kg=from_kg, rate=rate)
            for row, zone in zip(rows, zones, strict=True)
            for from_kg, rate in zone.breaks
        ]
    )
    Surcharge.objects.bulk_create([Surcharge(card=card, **vars(one)) for one in surcharges])
