"""The board of a supervisor for programs: screens on the wall, messages to a chief."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Schema

from ..queries.board import Board, board_of
from .cases import allowed, router


class Line(Schema):
    """What nobody has taken, what presses, and who is at work."""

    waiting: int
    oldest: datetime | None
    at_risk: int
    broken: int
    on_duty: int
    load: float
    open: int
    capacity: int


class BranchOut(Line):
    """`branch` is a code; empty for all that the reader sees. `complaints` are those open by level."""

    branch: str = Field("", alias="code")
    ringing: int
    missed: int
    chats_waiting: int
    chats_talking: int
    complaints: dict[str, int]


class BoardQueueOut(Line):
    queue: str = Field("", alias="code")


class BoardOut(Schema):
    at: datetime
    all: BranchOut
    branches: list[BranchOut]
    queues: list[BoardQueueOut]


@router.get("board", response=BoardOut)
def board(request: HttpRequest) -> Board:
    """How queues and branches stand now, as far as the reader supervises them."""
    return board_of(allowed(request, "desk.supervise"), now())
