"""What was agreed with customers for their services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..models import Agreement, AgreementLine


@dataclass
class Standing:
    """The agreement under which a customer gets a service, and the policy of each kind that it names."""

    agreement_id: int
    policies: dict[str, int] = field(default_factory=dict)


def standings(customer_ids: Iterable[int], on: date) -> Mapping[tuple[int, int], Standing]:
    """By (customer, service): the newest agreement in force on a day; one statement for all."""
    lines = (
        AgreementLine.objects.filter(
            agreement__in=Agreement.objects.in_force(on).filter(customer__in=set(customer_ids))
        )
        .select_related("agreement", "policy")
        .order_by("agreement__valid_from", "agreement_id", "id")
    )
    found: dict[tuple[int, int], Standing] = {}
    for line in lines:
        key = (line.agreement.customer_id, line.service_id)
        if key not in found or found[key].agreement_id != line.agreement_id:
            found[key] = Standing(line.agreement_id)
        if line.policy:
            found[key].policies[line.policy.kind] = line.policy.pk
    return found
