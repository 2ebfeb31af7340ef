"""Agreements come into force and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number
from kept.parties.models import Customer
from kept.promises.models import Policy

from ..enums import AgreementState
from ..events import AgreementEnded, AgreementMade
from ..models import Agreement, AgreementLine
from ..rules import PolicyOfOthers, check_level, check_term


class EndReasonMissing(Refused):
    default = _("Say why the agreement ends.")


@dataclass(frozen=True)
class LineTerms:
    """A service of the agreement, the policy that it promises by, and what we are liable for."""

    service: Service
    policy: Policy | None = None
    liability: str = ""


@transaction.atomic
def make_agreement(
    *,
    customer: Customer,
    name: str,
    valid_from: date,
    valid_until: date | None = None,
    service_level: Decimal | None = None,
    duties: str = "",
    remedies: str = "",
    lines: Sequence[LineTerms] = (),
    by: Actor,
    at: datetime,
) -> Agreement:
    """Put an agreement in force. Each line may point to a policy made for contract lines."""
    check_term(valid_from, valid_until)
    check_level(service_level)
    if any(line.policy and not line.policy.for_contract for line in lines):
        raise PolicyOfOthers(field="policy")
    agreement = Agreement.objects.create(
        number=next_number("agreement", at=at),
        customer=customer,
        name=name,
        valid_from=valid_from,
        valid_until=valid_until,
        service_level=service_level,
        duties=duties,
        remedies=remedies,
        made_at=at,
    )
    AgreementLine.objects.bulk_create(
        [
            AgreementLine(
                agreement=agreement, service=line.service, policy=line.policy, liability=line.liability
            )
            for line in lines
        ]
    )
    emit(
        AgreementMade(subject=Subject.of(agreement), occurred_at=at, customer_id=agreement.customer_id), by=by
    )
    return agreement


@transaction.atomic
def end_agreement(*, agreement: Agreement, reason: str, by: Actor, at: datetime) -> Agreement:
    """End it now. What was promised under it stays promised."""
    if not reason.strip():
        raise EndReasonMissing(field="reason")
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    agreement.move_to(AgreementState.ENDED)
    agreement.ended_at, agreement.end_reason = at, reason.strip()
    agreement.save(update_fields=["state", "ended_at", "end_reason"])
    emit(
        AgreementEnded(subject=Subject.of(agreement), occurred_at=at, customer_id=agreement.customer_id),
        by=by,
    )
    return agreement
