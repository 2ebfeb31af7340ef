"""Another branch takes part in an order."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.people.models import Branch

from ..events import BranchJoined
from ..models import Order, OrderBranch


@transaction.atomic
def join_branch(*, order: Order, branch: Branch, part: str, by: Actor, at: datetime) -> OrderBranch:
    """Let a branch see and handle the order. Again is no error."""
    row, is_new = OrderBranch.objects.get_or_create(order=order, branch=branch, part=part)
    if is_new:
        emit(BranchJoined.of(order, at=at, other_branch_id=branch.pk, part=part), by=by)
    return row
