"""Words looked for in vain are kept until an article answers them, or somebody says why none will."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.comms.actions import notify
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Event, Subject, emit
from kept.kernel.models import EventRecord

from ..events import WishAnswered, WishDeclined
from ..models import Article, Wish
from ..rules import folded


class NotReadable(Refused):
    default = _("Nobody can read this article yet. Publish it first.")


class ReasonMissing(Refused):
    default = _("Say why: whoever asked reads it.")


@transaction.atomic
def wish_for(*, words: str, note: str = "", by: Actor, at: datetime) -> Wish | None:
    """Ask for an article. The same words are one wish, counted; it knows who asked."""
    said = folded(words)
    if not said:
        return None
    wish, is_new = Wish.objects.select_for_update().get_or_create(
        words=said, defaults={"first_at": at, "last_at": at, "note": note[:200]}
    )
    if not is_new:
        wish.count, wish.last_at = wish.count + 1, at
        wish.note = note[:200] or wish.note
        wish.save(update_fields=["count", "last_at", "note"])
    if by.person_id:
        wish.askers.add(by.person_id)
    return wish


@transaction.atomic
def answer_wish(*, wish: Wish, article: Article, by: Actor, at: datetime) -> Wish:
    """An article says it now. Whoever asked is told, and the same words lead to it."""
    if not article.is_published:
        raise NotReadable(field="article")
    wish = _settled(wish, article=article, reason="", by=by, at=at)
    told = WishAnswered(subject=Subject.of(wish), occurred_at=at, article_id=article.pk)
    _tell(wish, told, by=by, at=at)
    return wish


@transaction.atomic
def decline_wish(*, wish: Wish, reason: str, by: Actor, at: datetime) -> Wish:
    """No article will be written; whoever asked reads why."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    wish = _settled(wish, article=None, reason=reason.strip()[:200], by=by, at=at)
    _tell(wish, WishDeclined(subject=Subject.of(wish), occurred_at=at, why=wish.reason), by=by, at=at)
    return wish


def _settled(wish: Wish, *, article: Article | None, reason: str, by: Actor, at: datetime) -> Wish:
    wish = Wish.objects.select_for_update().get(pk=wish.pk)
    wish.article, wish.reason = article, reason
    wish.settled_at, wish.settled_by_id = at, by.person_id
    wish.save(update_fields=["article", "reason", "settled_at", "settled_by"])
    return wish


def _tell(wish: Wish, event: Event, *, by: Actor, at: datetime) -> None:
    emit(event, by=by)
    record = EventRecord.objects.filter(subject_type=Subject.of(wish).type, subject_id=wish.pk).latest("pk")
    askers = [person for person in wish.askers.staff() if person.pk != by.person_id]
    notify(people=askers, event=record, tone="info", url=wish.get_absolute_url(), at=at)
