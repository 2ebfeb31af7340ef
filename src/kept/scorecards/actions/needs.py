"""Rating a need by the five criteria."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbers import rule
from kept.methods.differentiation import Criterion, Derived, derive_level
from kept.parties.models import Customer

from ..events import NeedRated
from ..models import MARKS, NeedRating
from ..rules import HIGHEST_LEVEL, LOWEST_LEVEL, WEIGHTS


class NoNeed(Refused):
    default = _("Say what is needed.")


class WhoseNeed(Refused):
    default = _("A need belongs to one customer or to one segment.")


class MarkMissing(Refused):
    default = _("Each of the five criteria has a mark from 1 to 5.")


class RulesDisagree(Refused):
    default = _(
        "The rule numbers disagree: the lowest level lies above the highest, or all weights are nought."
    )


@transaction.atomic
def rate_need(
    *,
    need: str,
    marks: Mapping[Criterion, int],
    customer: Customer | None = None,
    segment: str = "",
    why: str = "",
    by: Actor,
    at: datetime,
) -> NeedRating:
    """Add a rating with the level it stands for by the rule numbers of this moment."""
    if not need.strip():
        raise NoNeed(field="need")
    if (customer is None) == (segment == ""):
        raise WhoseNeed(field="customer")
    if set(marks) != set(Criterion) or any(not 1 <= mark <= 5 for mark in marks.values()):
        raise MarkMissing
    derived = _derived(marks, at)
    rating = NeedRating.objects.create(
        customer=customer,
        segment=segment,
        need=need.strip(),
        **{MARKS[criterion]: mark for criterion, mark in marks.items()},
        score=round(derived.score, 6),
        level=round(derived.level, 6),
        why=why.strip(),
        rated_by_id=by.person_id,
        rated_at=at,
    )
    emit(NeedRated(subject=Subject.of(rating), occurred_at=at, level=str(rating.level)), by=by)
    return rating


def _derived(marks: Mapping[Criterion, int], at: datetime) -> Derived:
    weights = {each: rule(WEIGHTS[each.value], at=at) for each in Criterion}
    lowest, highest = rule(LOWEST_LEVEL, at=at), rule(HIGHEST_LEVEL, at=at)
    try:
        return derive_level(marks, weights, lowest=lowest, highest=highest)
    except ValueError:
        raise RulesDisagree from None
