"""Everything that waits at the desk as one list: cases, waiting contacts, and whatever another story adds.

A sort of matter names its rows and which fields answer the questions of the queue. All rows carry
`next_due_at` (what breaks first, empty when nothing runs), `since`, and the words of their columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.prepared import Prepared
from kept.kernel.web.keyset import Merged
from kept.people.models import Absence, Person, Team
from kept.promises.models import Promise

from ..models import Case, Contact, FollowUp
from ..models.cases import CaseQuerySet
from ..models.contacts import ContactQuerySet
from ..models.followups import FollowUpQuerySet

Rows = QuerySet[Any]
NOBODY = Q(pk__in=[])


@dataclass(frozen=True, kw_only=True)
class MatterSort:
    """One sort of matter. `persons` are the fields of those in whose hands it is, the first its owner;
    `kinds` and `channels` narrow it by code, or say by an empty condition that it has none.
    """

    name: str
    words: Any
    model: type[Any]
    rows: Callable[[Actor], Rows]
    persons: tuple[str, ...]
    branches: tuple[str, ...] = ("branch",)
    has_team: bool = True
    snoozes: bool = False
    watched: bool = False
    kinds: Callable[[str], Q] = lambda kind: NOBODY
    channels: Callable[[str], Q] = lambda channel: Q(channel=channel)


SORTS: dict[str, MatterSort] = {}


def matter_sort(sort: MatterSort) -> MatterSort:
    """Let one more sort of matter wait in the queue."""
    return SORTS.setdefault(sort.name, sort)


@lru_cache(maxsize=1000)
def matters(actor: Actor) -> Merged:
    """All that waits and that this actor may see, snoozed or not. Asked for once for each actor: what it asks
    of the database is the same at any moment, and whoever narrows it takes a copy.
    """
    return Merged.of(*(sort.rows(actor) for sort in SORTS.values()))


def sort_of(rows: Rows) -> MatterSort:
    return next(sort for sort in SORTS.values() if sort.model is rows.model)


VIEWS: dict[str, Any] = {
    "": pgettext_lazy("view of the queue", "All"),
    "mine": pgettext_lazy("view of the queue", "Mine"),
    "team": pgettext_lazy("view of the queue", "My team"),
    "branch": pgettext_lazy("view of the queue", "My branch"),
    "unassigned": pgettext_lazy("view of the queue", "Nobody's"),
    "soon": pgettext_lazy("view of the queue", "At risk"),
    "breached": pgettext_lazy("view of the queue", "Broken"),
    "watched": pgettext_lazy("view of the queue", "Watched"),
    "snoozed": pgettext_lazy("view of the queue", "Snoozed"),
}


def in_view(view: str, sort: MatterSort, actor: Actor, at: datetime) -> Q:
    """The condition under which a matter stands in a view. Snoozed ones stand in theirs alone."""
    resting = Q(snoozed_until__gt=at) if sort.snoozes else NOBODY
    if view == "snoozed":
        return resting
    return _wanted(view, sort, actor, at) & ~resting


def counts(actor: Actor, at: datetime) -> dict[str, int]:
    """How many matters stand in each view; one statement."""
    told = _counting(actor).rows(at)
    return {view: sum(row[place] for row in told) for place, view in enumerate(VIEWS)}


@lru_cache(maxsize=1000)
def _counting(actor: Actor) -> Prepared:
    """The statement that counts for an actor: a row for each sort, none where there is none of it."""

    def counted(sort: MatterSort, at: datetime) -> QuerySet[Any, Any]:
        named = {f"n_{view}": Count("pk", filter=in_view(view, sort, actor, at)) for view in VIEWS}
        rows: Any = sort.rows(actor).order_by().values(all=Value(1)).annotate(**named)
        found: QuerySet[Any, Any] = rows.values_list(*named)
        return found

    return Prepared.together(*(Prepared.of(partial(counted, sort)) for sort in SORTS.values()))


def _wanted(view: str, sort: MatterSort, actor: Actor, at: datetime) -> Q:
    me = actor.person_id or 0
    if view == "mine":
        covered = Absence.objects.at(at).filter(deputy=me).values("person")
        return _any(sort.persons, me) | Q(**{f"{sort.persons[0]}__in": covered})
    if view == "team":
        teams = Team.objects.filter(members=me).values("pk")
        mates = Person.objects.filter(teams__in=teams).values("pk")
        own = Q(team__in=teams) if sort.has_team else NOBODY
        return own | Q(**{f"{sort.persons[0]}__in": mates})
    if view == "branch":
        return _any(sort.branches, actor.branch_id or 0)
    if view == "unassigned":
        return Q(**{f"{sort.persons[0]}__isnull": True})
    if view == "soon":
        soon = Promise.objects.filter(subject_type=sort.model._meta.label_lower).soon(at)
        return Q(pk__in=soon.values("subject_id"))
    if view == "breached":
        return Q(next_due_at__lt=at)
    if view == "watched":
        return Q(pk__in=sort.model.objects.filter(watchers=me).values("pk")) if sort.watched else NOBODY
    return Q()


def _any(fields: tuple[str, ...], value: int) -> Q:
    found = Q(pk__in=[])
    for field in fields:
        found |= Q(**{field: value})
    return found


CASE_SHOWN = (
    *("kind", "state", "title", "trouble", "place", "severity", "chasers", "caller_name", "phone"),
    *("owner__name", "branch__name"),
)
CONTACT_SHOWN = (
    *("channel", "direction", "is_missed", "summary", "lines", "needs_answer", "answered_at"),
    *("caller_name", "phone", "person__name", "branch__name", "case__number"),
)
FOLLOW_UP_SHOWN = ("sort", "what", "done_at", "owner__name", "branch__name", "contact__number")


def _cases(actor: Actor) -> Rows:
    rows: CaseQuerySet = Case.objects.permitted(actor, "desk.view")
    return _read(rows.unfinished(), CASE_SHOWN, since="opened_at")


def _contacts(actor: Actor) -> Rows:
    """Whoever waits at the other end. What came about a case has its own clock all the same."""
    rows: ContactQuerySet = Contact.objects.permitted(actor, "desk.view")
    return _read(rows.waiting(), CONTACT_SHOWN, since="at")


def _follow_ups(actor: Actor) -> Rows:
    """What somebody is to look after, return visits too."""
    rows: FollowUpQuerySet = FollowUp.objects.permitted(actor, "desk.view")
    return _read(rows.open(), FOLLOW_UP_SHOWN, since="made_at")


def _read(rows: Any, shown: tuple[str, ...], *, since: str) -> Rows:
    """With clock, customer and beginning, and of the rest what a line of the queue shows."""
    related = {field.partition("__")[0] for field in shown if "__" in field}
    clocked: Rows = rows.by_due().with_promises().with_customers().annotate(since=F(since))
    return clocked.select_related(*related).only("number", "customer", *shown)


def _came_by(channel: str) -> Q:
    return Q(pk__in=Contact.objects.filter(channel=channel, case__isnull=False).values("case"))


matter_sort(
    MatterSort(
        name="contact",
        words=_("Waiting contact"),
        model=Contact,
        rows=_contacts,
        persons=("person",),
        kinds=lambda kind: Q() if kind == "contact" else NOBODY,
    )
)
matter_sort(
    MatterSort(
        name="case",
        words=_("Case"),
        model=Case,
        rows=_cases,
        persons=("owner", "deputy"),
        snoozes=True,
        watched=True,
        kinds=lambda kind: Q(kind=kind),
        channels=_came_by,
    )
)
matter_sort(
    MatterSort(
        name="follow_up",
        words=_("Follow-up"),
        model=FollowUp,
        rows=_follow_ups,
        persons=("owner",),
        has_team=False,
        kinds=lambda kind: Q() if kind == "follow_up" else NOBODY,
        channels=lambda channel: NOBODY,
    )
)
