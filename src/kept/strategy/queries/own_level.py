"""Our own level beside the promised one, for those whom a cycle is for, from kept scores and policies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from kept.kernel.actor import Actor
from kept.kernel.facts import company_day
from kept.methods.service_level import service_level
from kept.promises.kinds import KINDS
from kept.promises.models import PolicyVersion
from kept.promises.queries.resolving import candidate_of, candidates_in_force
from kept.promises.rules import Circumstances, choose
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.catalogue.indicators import COMPONENTS
from kept.scorecards.enums import Slice
from kept.scorecards.models import Score
from kept.scorecards.queries.reading import Told, Whose, of, scores, span_of, total
from kept.scorecards.queries.relations import months_back
from kept.scorecards.queries.targets import Levels, title_of
from kept.scorecards.rules import SERVICE_LEVEL

from ..models import Cycle
from .rates import kept_code

MONTHS = 3
ALSO = ("complaint_rate", "first_attempt_rate")


@dataclass(frozen=True)
class OwnLevel:
    """An indicator of the last months: what was reached, what was set, and what the policy promises."""

    code: str
    title: str
    told: Told
    target: Decimal | None
    source: str = ""
    version: PolicyVersion | None = None

    @property
    def is_share(self) -> bool:
        return self.code == SERVICE_LEVEL or INDICATORS[self.code].is_share

    @property
    def falls_short(self) -> bool:
        if self.told.value is None or self.target is None:
            return False
        down = self.code in INDICATORS and INDICATORS[self.code].direction == "down"
        return self.told.value > self.target if down else self.told.value < self.target


def own_levels(cycle: Cycle, actor: Actor, at: datetime) -> tuple[list[OwnLevel], tuple[date, date] | None]:
    """Levels with the span of months they are of; kinds of promise that nobody was promised are left out."""
    today = company_day(at)
    assert today is not None
    rows = _rows(cycle, scores(actor)).filter(month__lte=today)
    span = span_of(rows)
    if span is None:
        return [], None
    last = span[1]
    first = max(span[0], months_back(last, MONTHS - 1))
    codes = [*COMPONENTS, *ALSO, *map(kept_code, KINDS)]
    told = _over(rows, codes, first, last)
    levels = Levels()
    versions = promised(cycle, at)
    slice, id = (Slice.CUSTOMER, cycle.customer_id) if cycle.customer_id else (Slice.ALL, None)

    def level(code: str, figure: Told, kind: str = "") -> OwnLevel:
        found = levels.of(code, on=today, slice=slice, id=id)
        return OwnLevel(
            code=code,
            title=str(title_of(code)),
            told=figure,
            target=found.value if found else None,
            source=str(found.source) if found else "",
            version=versions.get(kind),
        )

    whole = [level(SERVICE_LEVEL, _product({code: told[code] for code in COMPONENTS}))]
    whole += [level(code, told[code]) for code in (*COMPONENTS, *ALSO)]
    kinds = [level(kept_code(kind), told[kept_code(kind)], kind) for kind in KINDS]
    return [*whole, *(one for one in kinds if one.told.value is not None)], (first, last)


def promised(cycle: Cycle, at: datetime) -> dict[str, PolicyVersion]:
    """For each kind the policy version that rules for those whom the cycle is for."""
    versions = candidates_in_force(KINDS, at, at)
    by_id = {version.pk: version for version in versions}
    candidates = [candidate_of(version) for version in versions]
    segment = cycle.customer.segment if cycle.customer else cycle.segment
    found: dict[str, PolicyVersion] = {}
    for kind in KINDS:
        what = Circumstances(kind=kind, customer_id=cycle.customer_id, segment=segment)
        if ranked := choose(candidates, what):
            found[kind] = by_id[ranked[0].version_id]
    return found


def _rows(cycle: Cycle, rows: QuerySet[Score]) -> QuerySet[Score]:
    if cycle.customer_id:
        return of(rows, Whose(Slice.CUSTOMER.value, cycle.customer_id))
    if cycle.segment:
        return rows.filter(slice=Slice.CUSTOMER, customer__segment=cycle.segment)
    return of(rows, Whose())


def _over(rows: QuerySet[Score], codes: Iterable[str], first: date, last: date) -> dict[str, Told]:
    wanted, kept = list(codes), defaultdict(list)
    for row in rows.filter(month__gte=first, month__lte=last, indicator__in=wanted):
        kept[row.indicator].append(row)
    return {code: total(INDICATORS[code], kept[code]) for code in wanted}


def _product(components: Mapping[str, Told]) -> Told:
    reached = service_level(Decimal(1), {code: told.value for code, told in components.items()})
    missing = next((told.reason for told in components.values() if told.value is None), "")
    return Told(reached.achieved, reason=missing)
