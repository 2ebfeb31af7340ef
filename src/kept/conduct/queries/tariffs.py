"""The table of fines as it is in force."""

from __future__ import annotations

from datetime import datetime

from ..models import Tariff
from ..rules import NoTariff


def tariff_of(kind: str, *, at: datetime) -> Tariff:
    """The newest row of a kind that has begun. Raises NoTariff."""
    found = Tariff.objects.filter(kind=kind, valid_from__lte=at).first()
    if found is None:
        raise NoTariff
    return found


def table(*, at: datetime) -> list[Tariff]:
    """All rows in force, in the order of the kinds; one statement."""
    newest: dict[str, Tariff] = {}
    for row in Tariff.objects.filter(valid_from__lte=at):
        newest.setdefault(row.kind, row)
    order = [kind for kind, _words in Tariff._meta.get_field("kind").flatchoices]
    return sorted(newest.values(), key=lambda row: order.index(row.kind))
