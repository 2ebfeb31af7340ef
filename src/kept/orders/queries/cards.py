"""Everything that an order's page shows, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.catalog.models import HandlingMark, Service
from kept.contracts.models import AgreementLine
from kept.promises.models import Promise

from ..models import Hold, Order, OrderBranch, OrderLine


@dataclass(frozen=True)
class Step:
    """One component of the lead time: what it was, and how long; None while it is not over."""

    words: Any
    took: timedelta | None


@dataclass(frozen=True)
class OrderedService:
    """A service of an order that combines several, and what the agreement says of it."""

    service: Service
    terms: list[AgreementLine]


@dataclass(frozen=True)
class OrderCard:
    order: Order
    lines: list[OrderLine]
    promises: list[Promise]
    holds: list[Hold]
    branches: list[OrderBranch]
    marks: list[HandlingMark]
    lead: list[Step]
    services: list[OrderedService]

    @property
    def open_hold(self) -> Hold | None:
        return next((hold for hold in self.holds if hold.lifted_at is None), None)


def order_card(order: Order) -> OrderCard:
    """At most five statements, whatever the history, and two more where several services are combined."""
    versions = ("calendar_version", "policy_version")
    marks = HandlingMark.objects.filter(code__in=order.handling_marks) if order.handling_marks else []
    return OrderCard(
        order=order,
        lines=list(order.lines.select_related("package")),
        promises=list(Promise.objects.about(order).select_related(*versions).soonest()),
        holds=list(order.holds.select_related("held_by", "lifted_by")[:20]),
        branches=list(order.branches.select_related("branch").order_by("id")),
        marks=list(marks),
        lead=lead_time(order),
        services=combined_services(order),
    )


def combined_services(order: Order) -> list[OrderedService]:
    """The main service first, then the further ones; empty for an order of one service."""
    if not order.further_services:
        return []
    services = [order.service, *Service.objects.filter(code__in=order.further_services)]
    lines = AgreementLine.objects.filter(agreement=order.agreement_id, service__in=services)
    agreed = list(lines.select_related("policy__customer", "policy__service"))
    return [
        OrderedService(service, [line for line in agreed if line.service_id == service.pk])
        for service in services
    ]


def lead_time(order: Order) -> list[Step]:
    """Transmission and processing, preparation, dispatch: what each took."""
    moments = (order.received_at, order.placed_at, order.released_at, order.started_at)
    words = (_("Processing"), _("Preparation"), _("Dispatch"))
    return [
        Step(said, end - start if start and end else None)
        for said, start, end in zip(words, moments[:-1], moments[1:], strict=True)
    ]
