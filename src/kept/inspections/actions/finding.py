"""Findings: made, taken up as an improvement or a case, settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kept.desk.actions.opening import open_case
from kept.desk.enums import CaseKind
from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.kernel.numbering import next_number
from kept.parties.models import Customer

from ..events import FindingMade, FindingSettled, FindingTakenUp
from ..models import Finding
from ..rules.refusals import FindingOver, ReasonMissing


@transaction.atomic
def make_finding(*, source: str, what: str, by: Actor, at: datetime, **more: Any) -> Finding:
    """Something is not as it should be. `more` are fields of Finding."""
    if not what.strip():
        raise ReasonMissing(field="what")
    finding = Finding.objects.create(
        number=next_number("finding", at=at),
        source=source,
        what=what.strip(),
        found_at=at,
        found_by_id=by.person_id,
        **more,
    )
    emit(FindingMade.of(finding, at=at, source=source, severity=finding.severity), by=by)
    return finding


@transaction.atomic
def take_up_as_case(
    *, finding: Finding, kind: str, customer: Customer | None = None, by: Actor, at: datetime
) -> Case:
    """Somebody at the desk looks after it: an internal request, or a matter of a customer."""
    found = locked_finding(finding)
    if found.case_id is not None:
        raise FindingOver(FindingOver.default)
    case = open_case(
        kind=kind or CaseKind.INTERNAL,
        customer=customer,
        branch=found.branch,
        title=f"{found.number} {found.what}"[:160],
        reason=found.what,
        by=by,
        at=at,
    )
    found.take_up()
    found.case = case
    found.save(update_fields=["state", "case"])
    emit(FindingTakenUp.of(found, at=at), by=by)
    return case


@transaction.atomic
def settle_finding(*, finding: Finding, result: str, by: Actor, at: datetime) -> Finding:
    """It is over, with what came of it."""
    found = locked_finding(finding)
    found.settle(result=result, at=at)
    found.save(update_fields=["state", "result", "closed_at"])
    emit(FindingSettled.of(found, at=at), by=by)
    return found


def locked_finding(finding: Finding) -> Finding:
    return Finding.objects.select_for_update(of=("self",)).select_related("branch").get(pk=finding.pk)
