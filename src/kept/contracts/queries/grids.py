"""A rate card as people print it: zones down, weight breaks across."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..models import RateCard, RateZone


@dataclass(frozen=True)
class RateGrid:
    breaks: list[Decimal]
    rows: list[tuple[RateZone, list[Decimal | None]]]


def rate_grid(card: RateCard) -> RateGrid:
    """Prices by zone and break; None where a zone has no break there. Reads what is prefetched."""
    rates = {zone: {one.from_kg: one.rate for one in zone.breaks.all()} for zone in card.zones.all()}
    breaks = sorted({from_kg for by_break in rates.values() for from_kg in by_break})
    return RateGrid(breaks, [(zone, [found.get(kg) for kg in breaks]) for zone, found in rates.items()])
