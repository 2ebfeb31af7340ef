"""What customers owe us now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F, Sum

from kept.orders.enums import Payment
from kept.orders.rules import exposure

from ..enums import Payer
from ..models import Charge


@exposure
def open_balances(customer_ids: Iterable[int]) -> Mapping[int, int]:
    """Open charges on monthly account with tax, in the customer's own currency; one statement."""
    rows = (
        Charge.objects.open()
        .filter(customer__in=list(customer_ids), payer=Payer.CUSTOMER, payment=Payment.MONTHLY)
        .filter(currency=F("customer__currency"))
        .values("customer")
        .annotate(owed=Sum(F("amount") + F("tax")))
        .order_by()
    )
    return {row["customer"]: row["owed"] for row in rows}
