"""Which failures veto an object: the records or figures that did it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import F, IntegerField, Model, QuerySet, Value

from kept.desk.enums import CaseKind, ClaimState
from kept.desk.models import Case, Claim
from kept.inspections.enums import InspectionState
from kept.inspections.models import Inspection
from kept.kernel.facts import month_bounds
from kept.promises.enums import LiableTier
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Direction, Slice
from kept.scorecards.queries.reading import Told

from ..enums import VetoSource
from ..models import EvaluatedObject, Evaluation, Veto, VetoRule

CASE_OF: Final = {
    Slice.CUSTOMER.value: "customer",
    Slice.BRANCH.value: "branch",
    Slice.SUBCONTRACTOR.value: "shipment__carrier",
    Slice.SERVICE.value: "shipment__service",
}
CLAIM_OF: Final = {
    Slice.CUSTOMER.value: "case__customer",
    Slice.BRANCH.value: "case__branch",
    Slice.SUBCONTRACTOR.value: "partner",
    Slice.SERVICE.value: "case__shipment__service",
}
INSPECTION_OF: Final = {Slice.BRANCH.value: "branch"}
OURS: Final = (LiableTier.US, LiableTier.SUBCONTRACTOR)
MOST: Final = 20
"""Records named for one object and rule."""


def vetoes_of(
    evaluation: Evaluation,
    rows: Sequence[EvaluatedObject],
    rules: Sequence[VetoRule],
    figures: Mapping[tuple[int, str], Told],
) -> list[Veto]:
    """Not kept yet. `figures` hold the indicators that the rules name. Nodes and plans are vetoed by figures
    alone: no complaint names one."""
    found: list[Veto] = []
    for rule in rules:
        if rule.source == VetoSource.INDICATOR:
            found += [
                Veto(row=row, rule=rule, value=told.value)
                for row in rows
                if is_worse((told := figures[row.pk, rule.indicator]).value, rule)
            ]
        else:
            found += _by_records(evaluation, rows, rule)
    return found


def is_worse(value: Decimal | None, rule: VetoRule) -> bool:
    """Beyond the limit; no data vetoes nobody."""
    told = INDICATORS.get(rule.indicator)
    if value is None or told is None:
        return False
    return value > rule.limit if told.direction == Direction.DOWN else value < rule.limit


def _by_records(evaluation: Evaluation, rows: Sequence[EvaluatedObject], rule: VetoRule) -> list[Veto]:
    found = []
    for slice in dict.fromkeys(row.slice for row in rows):
        here = {row.record.pk if row.record else None: row for row in rows if row.slice == slice}
        here = {key: row for key, row in here.items() if not (row.node or row.name)}
        counted: dict[Any, int] = defaultdict(int)
        records = RECORDS[rule.source]
        for record, owner, value in records(evaluation, slice, list(here), rule.limit) if here else ():
            counted[owner] += 1
            if owner in here and counted[owner] <= MOST:
                found.append(_veto(here[owner], rule, record, value))
    return found


def _complaints(
    evaluation: Evaluation, slice: str, ids: list[Any], limit: Decimal
) -> list[tuple[Case, Any, Decimal]]:
    """Complaints that were found to be ours, or the subcontractor's where subcontractors are evaluated."""
    tiers = (LiableTier.SUBCONTRACTOR,) if slice == Slice.SUBCONTRACTOR else OURS
    start, end = _span(evaluation)
    rows: QuerySet[Any] = Case.objects.filter(
        kind=CaseKind.COMPLAINT, liable_tier__in=tiers, severity__lte=limit, opened_at__gte=start
    ).filter(opened_at__lt=end)
    return [(row, row.owner_key, Decimal(row.severity)) for row in _of(rows, CASE_OF, slice, ids)]


def _claims(
    evaluation: Evaluation, slice: str, ids: list[Any], limit: Decimal
) -> list[tuple[Claim, Any, Decimal]]:
    """Claims granted or paid, in yuan: ours from the subcontractor, else customers' from us."""
    side = "carrier" if slice == Slice.SUBCONTRACTOR else "us"
    start, end = _span(evaluation)
    rows: QuerySet[Any] = Claim.objects.filter(
        side=side,
        state__in=(ClaimState.GRANTED, ClaimState.PAID),
        granted__gte=limit * 100,
        currency="CNY",
        filed_at__gte=start,
        filed_at__lt=end,
    )
    return [(row, row.owner_key, Decimal(row.granted or 0) / 100) for row in _of(rows, CLAIM_OF, slice, ids)]


def _inspections(
    evaluation: Evaluation, slice: str, ids: list[Any], limit: Decimal
) -> list[tuple[Inspection, Any, Decimal]]:
    """Inspections of a branch, or of our whole company, with critical items not met."""
    if slice not in (Slice.ALL, *INSPECTION_OF):
        return []
    start, end = _span(evaluation)
    rows: QuerySet[Any] = Inspection.objects.filter(
        state=InspectionState.DONE, critical_misses__gte=limit, done_at__gte=start, done_at__lt=end
    )
    return [
        (row, row.owner_key, Decimal(row.critical_misses)) for row in _of(rows, INSPECTION_OF, slice, ids)
    ]


RECORDS: Final[Mapping[str, Callable[..., list[tuple[Any, Any, Decimal]]]]] = {
    VetoSource.COMPLAINT: _complaints,
    VetoSource.CLAIM: _claims,
    VetoSource.INSPECTION: _inspections,
}


def _of(rows: QuerySet[Any], paths: Mapping[str, str], slice: str, ids: list[Any]) -> QuerySet[Any]:
    """Each with the id of whose it is; the whole company's have none."""
    owner: Any = Value(None, output_field=IntegerField())
    if slice != Slice.ALL:
        rows, owner = rows.filter(**{f"{paths[slice]}__in": ids}), F(paths[slice])
    owned: QuerySet[Any] = rows.annotate(owner_key=owner).order_by("pk")
    return owned


def _veto(row: EvaluatedObject, rule: VetoRule, record: Model, value: Decimal) -> Veto:
    number = str(getattr(record, "number", ""))
    return Veto(
        row=row,
        rule=rule,
        subject_type=record._meta.label_lower,
        subject_id=record.pk,
        subject_number=number,
        value=value,
    )


def _span(evaluation: Evaluation) -> tuple[datetime, datetime]:
    return month_bounds(evaluation.first)[0], month_bounds(evaluation.last)[1]
