"""The fact tables of charges and of recharges to subcontractors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from kept.kernel.facts import Check, Derived, FactColumn, FactTable, company_day, fact_table
from kept.kernel.money import minor_digits

from ..models import Charge, Recharge

C = FactColumn

FIELDS = (
    *("id", "shipment_id", "order_id", "customer_id", "branch_id", "shipment__carrier_id"),
    *("shipment__service_id", "kind", "state", "payer", "happened_at"),
    *("amount", "tax", "currency"),
)
RECHARGE_FIELDS = (
    *("id", "partner_id", "branch_id", "shipment_id", "shipment__customer_id", "matter", "loss"),
    *("state", "share"),
)


def charge_rows(charges: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per charge, the reversed ones too."""
    for row in charges.order_by("pk").values_list(*FIELDS).iterator(chunk_size=2000):
        *rest, happened_at, amount, tax, currency = row
        yield (
            *rest,
            _utc(happened_at),
            company_day(happened_at),
            _major(amount, currency),
            _major(tax, currency),
            currency,
        )


def recharge_rows(recharges: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """One row per line against a subcontractor, the withdrawn ones too."""
    moments = ("recharged_at", "contested_at", "contest_decided_at", "settled_at", "withdrawn_at")
    told = recharges.order_by("pk").values_list(*RECHARGE_FIELDS, "whole", "amount", "currency", *moments)
    for row in told.iterator(chunk_size=2000):
        *plain, whole, amount, currency, recharged_at, contested_at, decided_at, settled_at, fell_at = row
        yield (
            *plain,
            _major(whole, currency),
            _major(amount, currency),
            currency,
            _utc(recharged_at),
            company_day(recharged_at),
            _utc(contested_at),
            _utc(decided_at),
            _utc(settled_at),
            _utc(fell_at),
        )


def _utc(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def _major(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-minor_digits(currency))


def _minor_total(standing: QuerySet[Any]) -> int:
    return standing.filter(currency="CNY").aggregate(total=Sum("amount"))["total"] or 0


def _yuan(where: str) -> str:
    """Fen that the file says are in yuan, where this holds."""
    wanted = f"sum(amount) FILTER (WHERE {where} AND currency = 'CNY')"
    return f"CAST(coalesce({wanted}, 0) * 100 AS BIGINT)"


fact_table(
    FactTable(
        name="charges",
        means="What customers are charged, one row per line.",
        model=lambda: Charge,
        created="happened_at",
        columns=(
            C("charge_id", "BIGINT", "the charge"),
            C("shipment_id", "BIGINT", "the shipment"),
            C("order_id", "BIGINT", "the order, if there is one"),
            C("customer_id", "BIGINT", "the customer it was done for"),
            C("branch_id", "BIGINT", "the branch that answers for it"),
            C("partner_id", "BIGINT", "the subcontractor who did it; empty when we did it ourselves"),
            C("service_id", "BIGINT", "the service it belongs to"),
            C("kind", "VARCHAR", "freight, fuel, insurance, cod_fee and others"),
            C("state", "VARCHAR", "open, settled or reversed; a reversed charge does not count"),
            C("payer", "VARCHAR", "customer or consignee"),
            C("happened_at", "TIMESTAMP", "when what is charged happened; its month decides the file"),
            C("happened_on", "DATE", "day of happened_at in the company's zone"),
            C("amount", "DECIMAL(18,4)", "before tax, in units of the currency"),
            C("tax", "DECIMAL(18,4)", "tax, in units of the currency"),
            C("currency", "VARCHAR", "currency of amount and tax; never add across currencies"),
        ),
        derived=(
            Derived(
                "year_later_on",
                "DATE",
                "CAST(happened_on + INTERVAL 1 YEAR AS DATE)",
                "a year after happened_on, to compare with a year before",
            ),
        ),
        rows=charge_rows,
        key="charge_id",
        order=("customer_id", "charge_id"),
        touched={
            "billing.charge": lambda ids: Q(pk__among=ids),
            "transport.shipment": lambda ids: Q(shipment_id__among=ids),
            "orders.order": lambda ids: Q(order_id__among=ids),
        },
        checks={
            "charges": Check("count(*)", lambda: Charge.objects.count()),
            "standing in yuan": Check(
                _yuan("state <> 'reversed'"), lambda: _minor_total(Charge.objects.standing())
            ),
        },
    )
)

fact_table(
    FactTable(
        name="recharges",
        means="What subcontractors bear of losses for which they are liable, one row per line. A negative "
        "line balances a settled one that was too high.",
        model=lambda: Recharge,
        created="recharged_at",
        columns=(
            C("recharge_id", "BIGINT", "the line"),
            C("partner_id", "BIGINT", "the subcontractor who bears it"),
            C("branch_id", "BIGINT", "the branch that answers for the loss"),
            C("shipment_id", "BIGINT", "the shipment, if it is about one"),
            C("customer_id", "BIGINT", "the customer of that shipment"),
            C("matter", "VARCHAR", "number of the case whose loss it is"),
            C("loss", "VARCHAR", "number of the compensation"),
            C("state", "VARCHAR", "open, contested, upheld, settled or withdrawn; the last does not count"),
            C("share", "DECIMAL(18,4)", "share of liability in percent"),
            C("whole", "DECIMAL(18,4)", "the whole loss, in units of the currency"),
            C("amount", "DECIMAL(18,4)", "what they bear of it, in units of the currency"),
            C("currency", "VARCHAR", "currency of both; never add across currencies"),
            C("recharged_at", "TIMESTAMP", "when the line was written; its month decides the file"),
            C("recharged_on", "DATE", "day of recharged_at in the company's zone"),
            C("contested_at", "TIMESTAMP", "when the subcontractor contested it"),
            C("contest_decided_at", "TIMESTAMP", "when the contest was decided"),
            C("settled_at", "TIMESTAMP", "when it was paid or set off"),
            C("withdrawn_at", "TIMESTAMP", "when it fell away"),
        ),
        rows=recharge_rows,
        key="recharge_id",
        order=("partner_id", "recharge_id"),
        touched={
            "billing.recharge": lambda ids: Q(pk__among=ids),
            "transport.shipment": lambda ids: Q(shipment_id__among=ids),
        },
        checks={
            "recharges": Check("count(*)", lambda: Recharge.objects.count()),
            "contested": Check(
                "count(contested_at)", lambda: Recharge.objects.exclude(contested_at=None).count()
            ),
            "standing in yuan": Check(
                _yuan("state <> 'withdrawn'"), lambda: _minor_total(Recharge.objects.standing())
            ),
        },
    )
)
