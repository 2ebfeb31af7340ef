"""Who may decide on what is made good, and up to how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum

from kept.kernel.actor import Actor
from kept.kernel.money import Money
from kept.people.models import Grant

from ..enums import CaseLevel
from ..models import AuthorityLimit, Compensation
from ..rules import IN_CHARGE


@dataclass(frozen=True)
class Authority:
    """The limits in force that count for somebody; none at all decides nothing."""

    limits: tuple[AuthorityLimit, ...]
    is_house: bool = False

    def reaches(self, amount: int) -> bool:
        return self.is_house or any(limit.reaches(amount) for limit in self.limits)

    @property
    def words(self) -> str:
        """Up to how much, as people say it; empty for nothing and for everything."""
        sums = [limit.money for limit in self.limits if limit.money is not None]
        return str(max(sums, key=lambda money: money.amount)) if sums else ""


def authority_of(by: Actor, *, kind: str, currency: str, branch_id: int | None, at: datetime) -> Authority:
    """By the roles that somebody holds where the case is."""
    if by.kind == "system":
        return Authority((), is_house=True)
    reach = Q(scope_kind="company") | Q(scope_kind="branch", scope_id=branch_id)
    held = Grant.objects.in_force(at).filter(reach, person=by.person_id)
    roles = held.values_list("role__code", flat=True)
    return Authority(tuple(limits_in_force(roles, kind=kind, currency=currency, at=at)))


def may_grant(by: Actor, compensation: Compensation, at: datetime) -> bool:
    """Whether this and what was granted before lie within somebody's limit."""
    found, branch = compensation, compensation.case.branch_id
    own = authority_of(by, kind=found.kind, currency=found.currency, branch_id=branch, at=at)
    return own.reaches(granted_before(found) + found.amount)


def granted_before(compensation: Compensation) -> int:
    """What the case was granted of this kind already: a limit holds for the matter, in however many parts."""
    rows = Compensation.objects.granted().filter(
        case=compensation.case_id, kind=compensation.kind, currency=compensation.currency
    )
    return int(rows.aggregate(whole=Sum("amount"))["whole"] or 0)


def level_for(*, kind: str, money: Money, at: datetime) -> CaseLevel:
    """The lowest level above the employee whose roles may decide it."""
    limits = limits_in_force(IN_CHARGE[CaseLevel.MANAGER], kind=kind, currency=money.currency, at=at)
    is_enough = any(limit.reaches(money.amount) for limit in limits)
    return CaseLevel.MANAGER if is_enough else CaseLevel.HEADQUARTERS


def limits_in_force(roles: Iterable[str], *, kind: str, currency: str, at: datetime) -> list[AuthorityLimit]:
    """The newest row of each role that has begun; one statement."""
    rows = AuthorityLimit.objects.filter(
        role__code__in=list(roles), kind=kind, currency=currency, valid_from__lte=at
    )
    newest: dict[int, AuthorityLimit] = {}
    for row in rows:
        newest.setdefault(row.role_id, row)
    return list(newest.values())
