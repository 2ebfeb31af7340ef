"""What happened to people's conduct. Ids and amounts, no names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@dataclass(frozen=True, kw_only=True)
class FineEvent(Event):
    """What all events of a fine carry. The amount in minor units; none until it is imposed."""

    kind: str
    person_id: int
    case_id: int
    branch_id: int | None
    amount: int | None
    currency: str

    @classmethod
    def of(cls, fine: Any, *, at: datetime) -> Self:
        return cls(
            subject=Subject.of(fine),
            occurred_at=at,
            kind=fine.kind,
            person_id=fine.person_id,
            case_id=fine.case_id,
            branch_id=fine.branch_id,
            amount=fine.amount,
            currency=fine.currency,
        )


@event("conduct.fine_offered")
@dataclass(frozen=True, kw_only=True)
class FineOffered(FineEvent):
    title = _("Fine to be decided")


@event("conduct.fine_imposed")
@dataclass(frozen=True, kw_only=True)
class FineImposed(FineEvent):
    title = _("Fine imposed")


@event("conduct.fine_waived")
@dataclass(frozen=True, kw_only=True)
class FineWaived(FineEvent):
    title = _("Fine waived")


@event("conduct.fine_withdrawn")
@dataclass(frozen=True, kw_only=True)
class FineWithdrawn(FineEvent):
    title = _("Fine withdrawn")


@event("conduct.tariff_changed")
@dataclass(frozen=True, kw_only=True)
class TariffChanged(Event):
    title = _("Table of fines changed")
    kind: str
    lowest: int
    highest: int
    currency: str
