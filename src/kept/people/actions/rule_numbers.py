"""A manager changes a rule number; the old value stays in force for the past."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.models import RuleValue
from kept.kernel.numbers import NUMBER_RULES

from ..events import RuleChanged


class OutOfRange(Refused):
    default = _("This value is outside what the rule allows.")


@transaction.atomic
def set_rule(*, key: str, value: Decimal, why: str = "", by: Actor, at: datetime) -> RuleValue:
    """Raises KeyError for an unknown key and OutOfRange outside its limits."""
    declared = NUMBER_RULES[key]
    too_low = declared.lowest is not None and value < declared.lowest
    too_high = declared.highest is not None and value > declared.highest
    if too_low or too_high:
        raise OutOfRange(field="value")
    row = RuleValue.objects.create(key=key, value=value, valid_from=at, set_by=by.person_id, why=why)
    emit(RuleChanged(subject=Subject.of(row), occurred_at=at, key=key, value=str(value)), by=by)
    return row
