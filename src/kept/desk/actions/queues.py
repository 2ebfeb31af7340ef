"""Queues and their rules as a manager shapes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import CaseKind
from ..events import QueueChanged
from ..models import Queue, QueueEntry, QueueRule, QueueSkill

STOCK: tuple[tuple[str, int, tuple[str, ...], dict[str, str]], ...] = (
    (
        "complaints",
        1,
        (CaseKind.COMPLAINT, CaseKind.CLAIM, CaseKind.DISPUTE),
        {"zh-hans": "投诉与索赔", "zh-hant": "客訴與索賠", "en": "Complaints and claims"},
    ),
    (
        "exceptions",
        2,
        (CaseKind.EXCEPTION,),
        {"zh-hans": "异常", "zh-hant": "異常", "en": "Exceptions"},
    ),
    (
        "internal",
        6,
        (CaseKind.INTERNAL,),
        {"zh-hans": "内部事务", "zh-hant": "內部事務", "en": "Internal requests"},
    ),
    ("general", 4, (), {"zh-hans": "综合服务", "zh-hant": "綜合服務", "en": "General service"}),
)


class CodeTaken(Refused):
    default = _("Another queue has this code.")


class LastStays(Refused):
    default = _("This queue takes what no rule takes; it stays in use.")


class StillWaiting(Refused):
    default = _("Something waits in this queue. Move it first.")


class NoCondition(Refused):
    default = _("Fill at least one condition. One queue takes what no rule takes already.")


@transaction.atomic
def save_queue(*, queue: Queue, skills: Mapping[int, int] | None = None, by: Actor, at: datetime) -> Queue:
    """Make a queue or keep its changes; `skills` are the levels that it asks, by skill."""
    if Queue.objects.exclude(pk=queue.pk).filter(code=queue.code).exists():
        raise CodeTaken(field="code")
    if not queue.is_active:
        _check_idle(queue)
    queue.save()
    if skills is not None:
        queue.skills.all().delete()
        QueueSkill.objects.bulk_create(
            [QueueSkill(queue=queue, skill_id=pk, level=level) for pk, level in skills.items()]
        )
    emit(QueueChanged(subject=Subject.of(queue), occurred_at=at), by=by)
    return queue


@transaction.atomic
def add_rule(*, rule: QueueRule, by: Actor, at: datetime) -> QueueRule:
    """Behind all other rules; raise it to have it asked sooner. A rule that always holds is refused."""
    if not rule.has_conditions:
        raise NoCondition
    last = QueueRule.objects.aggregate(last=Max("place"))["last"] or 0
    rule.place = last + 1
    rule.save()
    emit(QueueChanged(subject=Subject.of(rule.queue), occurred_at=at), by=by)
    return rule


@transaction.atomic
def change_rule(*, rule: QueueRule, by: Actor, at: datetime) -> QueueRule:
    """Keep its changed conditions where it stands; what waits already stays where it is."""
    if not rule.has_conditions:
        raise NoCondition
    kept = QueueRule.objects.select_for_update().get(pk=rule.pk)
    rule.place, rule.queue = kept.place, kept.queue
    rule.save()
    emit(QueueChanged(subject=Subject.of(rule.queue), occurred_at=at), by=by)
    return rule


@transaction.atomic
def raise_rule(*, rule: QueueRule, by: Actor, at: datetime) -> QueueRule:
    """Ask it before the one above it."""
    rules = list(QueueRule.objects.select_for_update().order_by("place", "pk"))
    here = next(place for place, other in enumerate(rules) if other.pk == rule.pk)
    if here:
        rules[here - 1], rules[here] = rules[here], rules[here - 1]
    for place, other in enumerate(rules, start=1):
        other.place = place
    QueueRule.objects.bulk_update(rules, ["place"])
    emit(QueueChanged(subject=Subject.of(rule.queue), occurred_at=at), by=by)
    return rule


@transaction.atomic
def drop_rule(*, rule: QueueRule, by: Actor, at: datetime) -> None:
    emit(QueueChanged(subject=Subject.of(rule.queue), occurred_at=at), by=by)
    rule.delete()


@transaction.atomic
def stock_queues() -> None:
    """The queues that come with Kept, where there are none yet."""
    if Queue.objects.exists():
        return
    for place, (code, priority, kinds, words) in enumerate(STOCK, start=1):
        queue = Queue.objects.create(code=code, priority=priority, words=words, is_last=not kinds)
        if kinds:
            QueueRule.objects.create(queue=queue, place=place, kinds=list(kinds))


def _check_idle(queue: Queue) -> None:
    if queue.is_last:
        raise LastStays(field="is_active")
    if queue.pk and QueueEntry.objects.waiting().filter(queue=queue).exists():
        raise StillWaiting(field="is_active")
