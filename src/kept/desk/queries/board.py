"""The board of a supervisor: how queues and branches stand at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.timezone import localtime

from kept.kernel.actor import Actor
from kept.people.models import Branch

from ..enums import CallState, CaseKind, CaseLevel, ChatState, Direction
from ..models import Call, Case, Chat, Queue, QueueEntry
from ..rules import Clerk
from .clerks import clerks_at, need_of
from .matters import SORTS, in_view

WATCH = "desk.supervise"


@dataclass
class Staffed:
    """Who is at work, and what they have in their hands."""

    on_duty: int = 0
    load: float = 0.0
    open: int = 0
    capacity: int = 0

    def count(self, clerks: Iterable[Clerk]) -> None:
        for clerk in clerks:
            self.on_duty += 1
            self.load += clerk.load
            self.open += clerk.open
            self.capacity += clerk.capacity


@dataclass
class Waits:
    """What nobody has taken yet and since when, and whose promises press."""

    waiting: int = 0
    oldest: datetime | None = None
    at_risk: int = 0
    broken: int = 0

    def add(self, *, waiting: int, oldest: datetime | None, at_risk: int, broken: int) -> None:
        self.waiting, self.at_risk = self.waiting + waiting, self.at_risk + at_risk
        self.broken += broken
        self.oldest = min(filter(None, (self.oldest, oldest)), default=None)


@dataclass
class QueueLine(Staffed, Waits):
    queue: Queue | None = None

    @property
    def code(self) -> str:
        return self.queue.code if self.queue else ""


@dataclass
class BranchLine(Staffed, Waits):
    """One branch; or all that the reader sees, when it names none."""

    branch: Branch | None = None
    ringing: int = 0
    missed: int = 0
    chats_waiting: int = 0
    chats_talking: int = 0
    complaints: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CaseLevel.values, 0))

    @property
    def code(self) -> str:
        return self.branch.code if self.branch else ""

    @property
    def by_level(self) -> list[tuple[str, int]]:
        return list(self.complaints.items())

    @property
    def is_quiet(self) -> bool:
        figures = (self.waiting, self.at_risk, self.broken, self.on_duty, self.ringing, self.missed)
        return not any((*figures, self.chats_waiting, self.chats_talking, *self.complaints.values()))


@dataclass(frozen=True)
class Board:
    at: datetime
    all: BranchLine
    branches: Sequence[BranchLine]
    quiet: int
    """How many branches have nothing to show."""
    queues: Sequence[QueueLine]
    clerks: Sequence[Clerk]
    """Who is on duty, the most loaded first."""


def board_of(actor: Actor, at: datetime) -> Board:
    """In a fixed number of statements. Figures count what the lists that they open show this actor."""
    places = _places(actor)
    lines: dict[int | None, BranchLine] = defaultdict(BranchLine)
    _count_matters(lines, actor, at)
    _count_talks(lines, actor, at)
    _count_complaints(lines, actor)
    clerks = [clerk for clerk in clerks_at(at) if clerk.is_working and not clerk.is_absent]
    if places is not None:
        clerks = [clerk for clerk in clerks if clerk.home in places]
    for clerk in clerks:
        lines[clerk.home].count([clerk])
    total = _sum(lines.values())
    branches = Branch.objects.all() if places is None else Branch.objects.filter(pk__in=places)
    shown = []
    for branch in branches:
        lines[branch.pk].branch = branch
        shown.append(lines[branch.pk])
    return Board(
        at=at,
        all=total,
        branches=[line for line in shown if not line.is_quiet],
        quiet=sum(line.is_quiet for line in shown),
        queues=_queues(actor, clerks, at),
        clerks=sorted(clerks, key=lambda clerk: (-clerk.load, clerk.name)),
    )


def _places(actor: Actor) -> frozenset[int] | None:
    """The branches that this actor supervises; None is all of them."""
    scopes = list(actor.scopes_of(WATCH))
    if actor.kind == "system" or any(scope.kind == "company" for scope in scopes):
        return None
    return frozenset(scope.id for scope in scopes if scope.kind == "branch" and scope.id is not None)


def _count_matters(lines: dict[int | None, BranchLine], actor: Actor, at: datetime) -> None:
    """As the desk lists them; a matter counts at the first of its branches."""
    for sort in SORTS.values():
        free = in_view("unassigned", sort, actor, at)
        place = sort.branches[0]
        found = (
            sort.rows(actor)
            .order_by()
            .values(place)
            .annotate(
                waits=Count("pk", filter=free),
                first=Min("since", filter=free),
                risk=Count("pk", filter=in_view("soon", sort, actor, at)),
                late=Count("pk", filter=in_view("breached", sort, actor, at)),
            )
        )
        for row in found:
            lines[row[place]].add(
                waiting=row["waits"], oldest=row["first"], at_risk=row["risk"], broken=row["late"]
            )


def _count_talks(lines: dict[int | None, BranchLine], actor: Actor, at: datetime) -> None:
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    rings = Q(state=CallState.RINGING)
    missed = Q(state=CallState.MISSED, began_at__gte=midnight)
    calls = Call.objects.permitted(actor, "desk.calls").filter(rings | missed, direction=Direction.IN)
    counted = (
        calls.order_by().values("branch").annotate(n=Count("pk", filter=rings), m=Count("pk", filter=missed))
    )
    for row in counted:
        lines[row["branch"]].ringing, lines[row["branch"]].missed = row["n"], row["m"]
    waits = Q(state=ChatState.WAITING)
    chats = Chat.objects.permitted(actor, "desk.view").unfinished().order_by().values("branch")
    for row in chats.annotate(n=Count("pk", filter=waits), m=Count("pk", filter=~waits)):
        lines[row["branch"]].chats_waiting, lines[row["branch"]].chats_talking = row["n"], row["m"]


def _count_complaints(lines: dict[int | None, BranchLine], actor: Actor) -> None:
    rows = Case.objects.permitted(actor, "desk.view").unfinished().of_kind(CaseKind.COMPLAINT).order_by()
    for row in rows.values("branch", "level").annotate(n=Count("pk")):
        lines[row["branch"]].complaints[row["level"]] = row["n"]


def _queues(actor: Actor, clerks: Sequence[Clerk], at: datetime) -> list[QueueLine]:
    """What waits in each, and who of those on duty serves it."""
    waiting = QueueEntry.objects.permitted(actor, "desk.view").waiting().order_by()
    counts = _by_queue(waiting, n=Count("pk"), first=Min("entered_at"))
    risk = _by_queue(waiting.at_risk(at), n=Count("pk"))
    late = _by_queue(waiting.broken(at), n=Count("pk"))
    found = []
    queues = Queue.objects.permitted(actor, "desk.view").filter(is_active=True)
    for queue in queues.prefetch_related("skills"):
        here = counts.get(queue.pk, {})
        line = QueueLine(
            queue=queue,
            waiting=here.get("n", 0),
            oldest=here.get("first"),
            at_risk=risk.get(queue.pk, {}).get("n", 0),
            broken=late.get(queue.pk, {}).get("n", 0),
        )
        need = need_of(queue, is_business=False, branch_id=None)
        line.count(clerk for clerk in clerks if clerk.serves(need))
        found.append(line)
    return found


def _by_queue(entries: Any, **counts: Any) -> dict[int, dict[str, Any]]:
    return {row["queue"]: row for row in entries.values("queue").annotate(**counts)}


def _sum(lines: Iterable[BranchLine]) -> BranchLine:
    total = BranchLine()
    for line in lines:
        total.add(waiting=line.waiting, oldest=line.oldest, at_risk=line.at_risk, broken=line.broken)
        for name in (
            "on_duty",
            "load",
            "open",
            "capacity",
            "ringing",
            "missed",
            "chats_waiting",
            "chats_talking",
        ):
            setattr(total, name, getattr(total, name) + getattr(line, name))
        for level, n in line.complaints.items():
            total.complaints[level] += n
    return total
