"""Which level counts: the most special one that is valid, then the agreement, then the house's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.contracts.models import Agreement
from kept.kernel.numbers import rule

from ..catalogue import INDICATORS
from ..enums import Slice
from ..models import Target
from ..rules import SERVICE_LEVEL, SET_LEVEL

FIELD = {
    Slice.CUSTOMER.value: "customer_id",
    Slice.BRANCH.value: "branch_id",
    Slice.SUBCONTRACTOR.value: "partner_id",
    Slice.SERVICE.value: "service_id",
}


@dataclass(frozen=True)
class Level:
    """A level and where it comes from."""

    value: Decimal
    source: Any


def level_for(indicator: str, *, on: date, slice: str = Slice.ALL, id: int | None = None) -> Level | None:
    """The level set for an indicator of somebody on a day; None when there is none."""
    valid = Target.objects.of(indicator).filter(
        Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on
    )
    general = Q(customer=None, branch=None, partner=None, service=None)
    own = Q(**{FIELD[slice]: id}) if slice in FIELD and id is not None else Q(pk__in=[])
    found = list(valid.filter(general | own).order_by("-valid_from", "-pk"))
    if slice in FIELD:
        special = next((t for t in found if getattr(t, FIELD[slice]) == id), None)
        if special is not None:
            return Level(special.value, _("set for it"))
        if indicator == SERVICE_LEVEL and slice == Slice.CUSTOMER and (agreed := _agreed(id, on)):
            return agreed
    if found:
        common = next((t for t in found if not any(getattr(t, field) for field in FIELD.values())), None)
        if common is not None:
            return Level(common.value, _("set for all"))
    if indicator == SERVICE_LEVEL:
        return Level(rule(SET_LEVEL), _("the house's level"))
    return None


def _agreed(customer_id: int | None, on: date) -> Level | None:
    agreement = (
        Agreement.objects.in_force(on)
        .filter(customer=customer_id, service_level__isnull=False)
        .order_by(F("service_level").desc())
        .first()
    )
    if agreement is None or agreement.service_level is None:
        return None
    return Level(agreement.service_level, _("agreed in %s") % agreement.number)


def title_of(indicator: str) -> Any:
    return _("Service level") if indicator == SERVICE_LEVEL else INDICATORS[indicator].title
