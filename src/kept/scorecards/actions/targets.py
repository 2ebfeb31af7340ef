"""Setting the level that an indicator should reach."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.parties.models import Customer, Partner
from kept.people.models import Branch

from ..events import TargetSet
from ..models import Target
from ..queries.known import known
from ..rules import SERVICE_LEVEL


class UnknownIndicator(Refused):
    default = _("There is no such indicator.")


class NotAShare(Refused):
    default = _("A share lies above 0 % and up to 100 %.")


class OneAtATime(Refused):
    default = _("Set the level of one customer, branch or subcontractor at a time.")


class EndsTooEarly(Refused):
    default = _("The last day lies before the first.")


@transaction.atomic
def set_target(
    *,
    indicator: str,
    value: Decimal,
    valid_from: date,
    valid_until: date | None = None,
    customer: Customer | None = None,
    branch: Branch | None = None,
    partner: Partner | None = None,
    service: Service | None = None,
    why: str = "",
    by: Actor,
    at: datetime,
) -> Target:
    """Add a level; the older ones stay as its history."""
    found = known(valid_from).indicators.get(indicator)
    if indicator != SERVICE_LEVEL and found is None:
        raise UnknownIndicator(field="indicator")
    if (found is None or found.is_share) and not 0 < value <= 1:
        raise NotAShare(field="value")
    if sum(party is not None for party in (customer, branch, partner)) > 1:
        raise OneAtATime(field="customer")
    if valid_until is not None and valid_until < valid_from:
        raise EndsTooEarly(field="valid_until")
    target = Target.objects.create(
        indicator=indicator,
        value=value,
        valid_from=valid_from,
        valid_until=valid_until,
        customer=customer,
        branch=branch,
        partner=partner,
        service=service,
        why=why.strip(),
        set_by_id=by.person_id,
        set_at=at,
    )
    told = TargetSet(
        subject=Subject.of(target),
        occurred_at=at,
        indicator=indicator,
        value=str(value),
        valid_from=valid_from,
    )
    emit(told, by=by)
    return target
