"""Which queue a matter belongs to, who could take it, and how the queues stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.methods.clock import NoWorkingTime, is_working, next_working_moment
from kept.parties.enums import Segment
from kept.people.models import Branch
from kept.promises.models import CalendarVersion, Promise

from ..enums import CaseKind, Channel
from ..models import Case, Contact, Queue, QueueEntry, QueueRule
from ..rules import BUSINESS_KINDS, MatterFacts, language_of

CONTACT = "contact"
Matched = list[tuple[str, str]]


@dataclass(frozen=True)
class Placed:
    """The queue of a matter and the conditions that led there; none when no rule took it."""

    queue: Queue
    matched: Matched


def facts_of(matter: Case | Contact) -> MatterFacts:
    if isinstance(matter, Case):
        kind, channel = matter.kind, ""
        text = " ".join((matter.title, matter.reason, matter.demand))
    else:
        kind, channel = (CaseKind.INTERNAL if matter.is_internal else CONTACT), matter.channel
        text = matter.summary
    customer = matter.customer
    return MatterFacts(
        kind=kind,
        channel=channel,
        language=language_of(text),
        segment=customer.segment if customer else "",
        value_class=customer.value_class if customer else "",
        branch=str(matter.branch_id or ""),
        service=str(getattr(matter.order, "service_id", "") or ""),
        text=text,
    )


def queue_for(facts: MatterFacts) -> Placed | None:
    """The first rule in order that holds, else the queue that takes the rest; None without queues."""
    rules = QueueRule.objects.filter(queue__is_active=True).select_related("queue", "queue__calendar")
    for rule in rules:
        matched = rule.matched(facts)
        if matched is not None:
            return Placed(rule.queue, matched)
    last = Queue.objects.select_related("calendar").filter(is_last=True).first()
    return Placed(last, []) if last else None


def is_business(matter: Case | Contact) -> bool:
    return matter.kind in BUSINESS_KINDS if isinstance(matter, Case) else not matter.is_internal


@dataclass(frozen=True)
class Hours:
    """Whether a queue is served at a moment, and when it is next; no moment when it never opens again."""

    is_open: bool
    opens_at: datetime | None = None


def hours_of(queue: Queue, at: datetime) -> Hours:
    """By its newest service calendar, in the calendar's zone; a queue without one is always open."""
    version = None
    if queue.calendar_id is not None:
        version = CalendarVersion.objects.filter(calendar=queue.calendar_id).order_by("-number").first()
    if version is None or is_working(version.working, at):
        return Hours(is_open=True)
    try:
        opens = next_working_moment(version.working, at)
    except NoWorkingTime:
        return Hours(is_open=False)
    return Hours(is_open=False, opens_at=opens.astimezone(ZoneInfo(version.working.zone)))


def is_open(queue: Queue, at: datetime) -> bool:
    return hours_of(queue, at).is_open


def reason_words(matched: Iterable[Iterable[str]]) -> str:
    """Why a matter is in its queue, in the reader's words."""
    said = [_words_of(name, value) for name, value in matched]
    return " · ".join(said) or _("No rule took it; this queue takes the rest.")


def rule_words(rule: QueueRule) -> str:
    """The conditions of a rule in the reader's words: any of these, and these."""
    filled = (
        ("kind", rule.kinds),
        ("channel", rule.channels),
        ("language", rule.languages),
        ("segment", rule.segments),
        ("value_class", rule.value_classes),
        ("branch", [str(rule.branch_id)] if rule.branch_id else []),
        ("service", [str(rule.service_id)] if rule.service_id else []),
        ("text", rule.texts),
    )
    named = {"branch": str(rule.branch or ""), "service": str(rule.service or "")}
    said = [
        _(" or ").join(named.get(name) or _words_of(name, value) for value in values)
        for name, values in filled
        if values
    ]
    return " · ".join(said) or _("everything")


def standing(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Each queue with how many wait, since when, and the share of today's that were taken in time."""
    queues = Queue.objects.permitted(actor, "desk.view").select_related("team", "calendar")
    queues = queues.prefetch_related("skills")
    entries = QueueEntry.objects.permitted(actor, "desk.view")
    waits = _by_queue(
        entries.waiting(), waiting=Count("pk"), oldest=Min("entered_at"), missed=Count("missed_at")
    )
    since = at - timedelta(days=1)
    gone = _by_queue(entries.filter(left_at__gte=since), taken=Count("pk", filter=Q(person__isnull=False)))
    in_time = _in_time(since, at)
    return [
        {
            "queue": queue,
            "waiting": waits.get(queue.pk, {}).get("waiting", 0),
            "oldest": waits.get(queue.pk, {}).get("oldest"),
            "missed": waits.get(queue.pk, {}).get("missed", 0),
            "taken": gone.get(queue.pk, {}).get("taken", 0),
            "in_time": in_time.get(queue.pk),
        }
        for queue in queues
    ]


def _by_queue(entries: Any, **counts: Any) -> dict[int, dict[str, Any]]:
    rows = entries.order_by().values("queue").annotate(**counts)
    return {row["queue"]: row for row in rows}


def _in_time(since: datetime, at: datetime) -> dict[int, Decimal]:
    """Of what fell due in this span the share that was kept, by queue; no entry where nothing fell due."""
    kept: dict[int, int] = defaultdict(int)
    due: dict[int, int] = defaultdict(int)
    labels = ((Case._meta.label_lower, "case"), (Contact._meta.label_lower, "contact"))
    for label, field in labels:
        stood = QueueEntry.objects.filter(**{field: OuterRef("subject_id")}).order_by("-pk")
        fell = Promise.objects.filter(subject_type=label, due_at__gte=since, due_at__lt=at).filter(
            state__in=("kept", "broken", "running")
        )
        rows = fell.annotate(queue=Subquery(stood.values("queue")[:1]))
        told = _by_queue(rows, all=Count("pk"), good=Count("pk", filter=Q(state="kept")))
        for queue, row in told.items():
            kept[queue] += row["good"]
            due[queue] += row["all"]
    return {queue: Decimal(kept[queue]) / due[queue] for queue in due}


def places_of(matter: Case | Contact) -> list[QueueEntry]:
    """Where a matter stood, newest first."""
    return list(matter.queue_entries.select_related("queue", "person").order_by("-entered_at", "-pk")[:10])


def _words_of(name: str, value: str) -> str:
    if name == "by_hand":
        return _("by hand: %(why)s") % {"why": value}
    if name == "kind":
        kinds = {**dict(CaseKind.choices), CONTACT: _("Waiting contact")}
        return str(kinds.get(value, value))
    if name == "channel":
        return str(dict(Channel.choices).get(value, value))
    if name == "segment":
        return str(dict(Segment.choices).get(value, value))
    if name == "language":
        return {"zh": _("written in Chinese"), "en": _("written in English")}.get(value, value)
    if name == "branch":
        return str(Branch.objects.filter(pk=value).first() or value)
    if name == "service":
        return str(Service.objects.filter(pk=value).first() or value)
    if name == "value_class":
        return _("value class %(name)s") % {"name": value}
    return _("the text says “%(words)s”") % {"words": value}
