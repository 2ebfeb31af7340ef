"""The fact table of charges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from kept.kernel.facts import Check, Derived, FactColumn, FactTable, company_day, fact_table
from kept.kernel.money import minor_digits

from ..models import Charge

C = FactColumn

FIELDS = (
    *("id", "shipment_id", "order_id", "customer_id", "branch_id", "shipment__carrier_id"),
    *("shipment__service_id", "kind", "state", "payer", "happened_at"),
    *("amount", "tax", "currency"),
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


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def _major(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-minor_digits(currency))


def _minor_total() -> int:
    return Charge.objects.standing().filter(currency="CNY").aggregate(total=Sum("amount"))["total"] or 0


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
                "CAST(coalesce(sum(amount) FILTER (WHERE state <> 'reversed' AND currency = 'CNY'), 0) * 100"
                " AS BIGINT)",
                _minor_total,
            ),
        },
    )
)
