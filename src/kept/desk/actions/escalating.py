"""Passing a case up: employee, manager, headquarters."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import emit
from kept.people.models import Person

from ..events import CaseEscalated
from ..models import Case, Escalation


class ReasonMissing(Refused):
    default = _("Say why.")


@transaction.atomic
def escalate_case(*, case: Case, why: str, to: Person | None = None, by: Actor, at: datetime) -> Case:
    """To the next level, with the moment, who passed it on and why. Those in charge there are notified."""
    if not why.strip():
        raise ReasonMissing(field="why")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    case.rise()
    case.save(update_fields=["level"])
    Escalation.objects.create(case=case, level=case.level, by_id=by.person_id, to=to, why=why.strip(), at=at)
    emit(CaseEscalated.of(case, at=at, to_id=to.pk if to else None, why=why.strip()), by=by)
    return case
