"""Setting what the parts of a node weigh, and from where to where a score runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..catalogue.tree import ROOT
from ..enums import Direction
from ..events import BoundsSet, WeightsSet
from ..models import Bounds, Weighting
from ..queries.known import known
from ..queries.shape import children_of, title_of_node
from .targets import UnknownIndicator

EXACTLY = Decimal("0.00005")
"""Shares of four places may miss one by the last of them."""


class UnknownNode(Refused):
    default = _("There is no such group.")


class DoNotAddUp(Refused):
    default = _("The weights do not make 100 %.")


class NotAPart(Refused):
    default = _("This does not belong to the group.")


class BelowNought(Refused):
    default = _("A weight lies between 0 and 100 %.")


class NoWidth(Refused):
    default = _("Worst and best must lie apart.")


class WrongWay(Refused):
    default = _("The best figure lies on the wrong side of the worst.")


class NoBand(Refused):
    default = _("The four limits must rise: 0 from, good from, good up to, 0 up to.")


@transaction.atomic
def set_weights(
    *,
    node: str,
    shares: Mapping[str, Decimal],
    valid_from: date,
    method: str = "",
    why: str = "",
    by: Actor,
    at: datetime,
) -> Weighting:
    """Add weights of a node's parts, as shares of one; those of before stay as its history."""
    children = children_of(node, known(valid_from))
    if not children and node != ROOT:
        raise UnknownNode(field="node")
    for code, share in shares.items():
        if code not in children:
            raise NotAPart(field=code)
        if not share.is_finite() or not 0 <= share <= 1:
            raise BelowNought(field=code)
    total = sum(shares.values(), Decimal(0))
    if abs(total - 1) > EXACTLY:
        told = {"group": title_of_node(node), "total": f"{(total * 100).normalize():f}"}
        raise DoNotAddUp(_now("The weights of “%(group)s” make %(total)s %%, not 100 %%.") % told)
    weighting = Weighting.objects.create(
        node=node,
        shares={code: str(share) for code, share in shares.items()},
        valid_from=valid_from,
        method=method.strip(),
        why=why.strip(),
        set_by_id=by.person_id,
        set_at=at,
    )
    emit(WeightsSet(subject=Subject.of(weighting), occurred_at=at, node=node, valid_from=valid_from), by=by)
    return weighting


@transaction.atomic
def set_bounds(
    *,
    indicator: str,
    worst: Decimal,
    best: Decimal,
    low: Decimal | None = None,
    high: Decimal | None = None,
    valid_from: date,
    why: str = "",
    by: Actor,
    at: datetime,
) -> Bounds:
    """Add from which figure to which an indicator's score runs from 0 to 100."""
    found = known(valid_from).indicators.get(indicator)
    if found is None:
        raise UnknownIndicator(field="indicator")
    if worst == best:
        raise NoWidth(field="best")
    if found.direction == Direction.BAND:
        if low is None or high is None or not worst <= low <= high <= best:
            raise NoBand(field="low")
    elif (found.direction == Direction.UP) != (best > worst):
        raise WrongWay(field="best")
    bounds = Bounds.objects.create(
        indicator=indicator,
        worst=worst,
        best=best,
        low=low if found.direction == Direction.BAND else None,
        high=high if found.direction == Direction.BAND else None,
        valid_from=valid_from,
        why=why.strip(),
        set_by_id=by.person_id,
        set_at=at,
    )
    told = BoundsSet(
        subject=Subject.of(bounds),
        occurred_at=at,
        indicator=indicator,
        worst=str(worst),
        best=str(best),
        valid_from=valid_from,
    )
    emit(told, by=by)
    return bounds
