"""What came of an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event

from .cases import CaseEvent


@event("desk.customer_told")
@dataclass(frozen=True, kw_only=True)
class CustomerTold(CaseEvent):
    """One of the customers of an exception was told of it."""

    title = _("Customer told of the exception")
    told_customer_id: int
    contact_id: int
    shipments: int


@event("desk.forecast_set")
@dataclass(frozen=True, kw_only=True)
class ForecastSet(CaseEvent):
    """A new arrival and a proposal, before the customers are told."""

    title = _("New arrival and proposal noted")
    new_eta: datetime | None


@event("desk.offer_made")
@dataclass(frozen=True, kw_only=True)
class OfferMade(CaseEvent):
    title = _("Ways out offered")
    options: tuple[str, ...]


@event("desk.offer_chosen")
@dataclass(frozen=True, kw_only=True)
class OfferChosen(CaseEvent):
    title = _("Customer chose a way out")
    choice: str
    by_link: bool


@event("desk.exception_passed")
@dataclass(frozen=True, kw_only=True)
class ExceptionPassed(CaseEvent):
    """All that the case was about is over; `told` says whether every customer had been told."""

    title = _("Exception is over by itself")
    told: bool


@dataclass(frozen=True, kw_only=True)
class InsuranceEvent(Event):
    """What all events of an insurance report carry; the subject is its case."""

    report_id: int
    report: str
    shipment_id: int
    branch_id: int | None

    @classmethod
    def of(cls, report: Any, *, at: datetime) -> Self:
        return cls(
            subject=Subject.of(report.case),
            occurred_at=at,
            report_id=report.pk,
            report=report.number,
            shipment_id=report.shipment_id,
            branch_id=report.case.branch_id,
        )

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["report"])


@event("desk.insurance_due")
@dataclass(frozen=True, kw_only=True)
class InsuranceDue(InsuranceEvent):
    title = _("To be reported to the insurer")


@event("desk.insurance_reported")
@dataclass(frozen=True, kw_only=True)
class InsuranceReported(InsuranceEvent):
    title = _("Reported to the insurer")


@event("desk.insurance_closed")
@dataclass(frozen=True, kw_only=True)
class InsuranceClosed(InsuranceEvent):
    title = _("Insurance report closed")
