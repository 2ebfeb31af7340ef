"""An instruction is carried out: by acts that are recorded already, or by one that is told here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused

from ..enums import Area, InstructionState
from ..events import InstructionActsLinked, InstructionCarriedOut
from ..models import Instruction, InstructionAction
from ..queries.instructions import acts_for
from .instructing import A_MINUTE, GivenInTheFuture, locked, tell


class NothingDone(Refused):
    default = _("Choose what was recorded, or say what was done.")


class UnknownAct(Refused):
    default = _("One of the acts is not of this order, was before the instruction, or is linked already.")


class DoneBeforeGiven(Refused):
    default = _("It cannot have been done before the customer said so.")


class NotCarriedOut(Refused):
    default = _("Acts are added to an instruction that was carried out.")


@dataclass(frozen=True, kw_only=True)
class Told:
    """An act that no other record tells, such as one in the warehouse."""

    words: str
    area: str = Area.WAREHOUSE
    happened_at: datetime | None = None


@transaction.atomic
def carry_out_instruction(
    *, instruction: Instruction, acts: Sequence[str] = (), told: Told | None = None, by: Actor, at: datetime
) -> Instruction:
    """Tick it off with the acts that fulfilled it: recorded ones by token, and one told in words.

    It counts as done at the last of them. Raises NothingDone, UnknownAct, DoneBeforeGiven.
    """
    found = locked(instruction)
    found.settle(InstructionState.CARRIED_OUT, by=by.person_id, at=at)
    rows = _linked(found, acts, told, by=by, at=at)
    found.done_at = max(row.happened_at for row in rows)
    found.save(update_fields=["state", "done_at", "settled_at", "settled_by"])
    took = found.took
    tell(
        InstructionCarriedOut,
        found,
        by=by,
        at=at,
        actions=len(rows),
        events=_events(rows),
        seconds=int(took.total_seconds()) if took is not None else 0,
        is_late=found.was_late if found.do_by else None,
    )
    return found


@transaction.atomic
def add_acts(
    *, instruction: Instruction, acts: Sequence[str] = (), told: Told | None = None, by: Actor, at: datetime
) -> Instruction:
    """Link what came of it later; when it was done stays as it was."""
    found = locked(instruction)
    if found.state != InstructionState.CARRIED_OUT:
        raise NotCarriedOut
    rows = _linked(found, acts, told, by=by, at=at)
    tell(InstructionActsLinked, found, by=by, at=at, actions=len(rows), events=_events(rows))
    return found


def _linked(
    instruction: Instruction, acts: Sequence[str], told: Told | None, *, by: Actor, at: datetime
) -> list[InstructionAction]:
    rows = []
    if wanted := dict.fromkeys(acts):
        known = {act.token: act for act in acts_for(instruction)}
        if not wanted.keys() <= known.keys():
            raise UnknownAct(field="acts")
        rows = [known[token].as_action(instruction, by=by.person_id, at=at) for token in wanted]
    if told is not None and told.words.strip():
        rows.append(_told(instruction, told, by=by, at=at))
    if not rows:
        raise NothingDone(field="acts")
    return InstructionAction.objects.bulk_create(rows)


def _events(rows: Sequence[InstructionAction]) -> tuple[int, ...]:
    return tuple(row.event for row in rows if row.event is not None)


def _told(instruction: Instruction, told: Told, *, by: Actor, at: datetime) -> InstructionAction:
    moment = told.happened_at or at
    if moment >= at + A_MINUTE:
        raise GivenInTheFuture(field="done_at")
    if moment < instruction.given_at.replace(second=0, microsecond=0):
        raise DoneBeforeGiven(field="done_at")
    return InstructionAction(
        instruction=instruction,
        area=told.area,
        words=told.words.strip()[:300],
        happened_at=moment,
        linked_at=at,
        linked_by_id=by.person_id,
    )
