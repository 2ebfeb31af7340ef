"""The table of fines: changed by a manager, never overwritten."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import Subject, emit

from ..enums import Consequence, FineKind
from ..events import TariffChanged
from ..models import Tariff
from ..rules import AmountWrong

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
START: dict[str, tuple[int, int, str]] = {
    FineKind.FIRST: (1000, 1000, ""),
    FineKind.SECOND: (2000, 2000, ""),
    FineKind.THIRD: (5000, 5000, Consequence.CRITICISM),
    FineKind.LATER: (5000, 5000, Consequence.REVIEW),
    FineKind.BRANCH_MANAGER: (500, 500, ""),
    FineKind.COORDINATOR: (500, 500, ""),
    FineKind.IGNORED: (1000, 5000, ""),
}
"""Fen with which a company begins. Managers change them."""


@transaction.atomic
def set_tariff(
    *,
    kind: str,
    lowest: int,
    highest: int,
    consequence: str = "",
    currency: str = "CNY",
    by: Actor,
    at: datetime,
) -> Tariff:
    """From now on this kind of fine costs this much. What was offered before keeps its price."""
    if lowest < 0 or highest < lowest:
        raise AmountWrong(field="highest")
    row = Tariff.objects.create(
        kind=kind,
        lowest=lowest,
        highest=highest,
        consequence=consequence,
        currency=currency,
        valid_from=at,
        set_by_id=by.person_id,
    )
    told = TariffChanged(
        subject=Subject.of(row), occurred_at=at, kind=kind, lowest=lowest, highest=highest, currency=currency
    )
    emit(told, by=by)
    return row


def stock_tariffs() -> None:
    """The table to begin with, for kinds that have no row yet."""
    known = set(Tariff.objects.values_list("kind", flat=True))
    Tariff.objects.bulk_create(
        Tariff(kind=kind, lowest=low, highest=high, consequence=consequence, valid_from=BEGINNING)
        for kind, (low, high, consequence) in START.items()
        if kind not in known
    )
