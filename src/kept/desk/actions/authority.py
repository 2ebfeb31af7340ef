"""Limits of authority: set by a manager, never overwritten."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.money import to_minor
from kept.people.models import Role

from ..enums import MeasureKind
from ..events import AuthorityChanged
from ..models import AuthorityLimit, Compensation
from ..queries.authority import authority_of
from .redressing import pass_on

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
FRONT = {"money": 200, "credit": 500, "free_service": 300, "redelivery": 300, "gift": 100, "apology": 0}
MANAGER = {
    "money": 5000,
    "credit": 5000,
    "free_service": 3000,
    "redelivery": 3000,
    "gift": 1000,
    "apology": 0,
}
START: dict[str, dict[str, int | None]] = {
    "clerk": {**FRONT},
    "dispatcher": {"redelivery": 300, "apology": 0},
    "branch_manager": {**MANAGER},
    "service_manager": {**MANAGER},
    "general_manager": dict.fromkeys(MeasureKind.values),
}
"""Yuan with which a company begins; nothing means without limit. Managers change them."""


class LimitNegative(Refused):
    default = _("Give a limit of zero or more.")


class AboveOwnAuthority(Refused):
    default = _("Nobody gives an authority greater than their own. Ask somebody of a higher level.")


@transaction.atomic
def set_authority(
    *, role: Role, kind: str, amount: int | None, currency: str = "CNY", by: Actor, at: datetime
) -> AuthorityLimit:
    """From now on the role decides on this kind of measure up to this amount; None is without limit.

    What waits for a level that may not decide it any more is passed on.
    """
    if amount is not None and amount < 0:
        raise LimitNegative(field="amount")
    _refuse_more_than_own(kind, amount, currency, by, at)
    limit = AuthorityLimit.objects.create(
        role=role, kind=kind, amount=amount, currency=currency, valid_from=at, set_by_id=by.person_id
    )
    told = AuthorityChanged(
        subject=Subject.of(limit),
        occurred_at=at,
        role=role.code,
        measure=kind,
        currency=currency,
        amount=amount,
    )
    emit(told, by=by)
    pass_on(Compensation.objects.undecided().filter(kind=kind, currency=currency), by=by, at=at)
    return limit


def stock_authority() -> None:
    """The limits to begin with, for roles and measures that have none yet."""
    known = set(AuthorityLimit.objects.values_list("role__code", "kind"))
    roles = {role.code: role for role in Role.objects.filter(code__in=START)}
    AuthorityLimit.objects.bulk_create(
        AuthorityLimit(role=roles[code], kind=kind, amount=_minor(yuan), valid_from=BEGINNING)
        for code, kinds in START.items()
        for kind, yuan in kinds.items()
        if code in roles and (code, kind) not in known
    )


def _minor(yuan: int | None) -> int | None:
    return None if yuan is None else to_minor(Decimal(yuan))


def _refuse_more_than_own(kind: str, amount: int | None, currency: str, by: Actor, at: datetime) -> None:
    own = authority_of(by, kind=kind, currency=currency, branch_id=by.branch_id, at=at)
    if own.is_house or any(limit.amount is None for limit in own.limits):
        return
    if amount is None or not own.reaches(amount):
        raise AboveOwnAuthority(field="amount")
