"""What became of words that were looked for in vain."""

from __future__ import annotations

from typing import Any

from kept.kernel.actor import Actor

from ..models import Wish
from ..rules import folded

RECENT = 10


def settled_wish(words: str, articles: Any) -> Wish | None:
    """What was said to these very words before; an answer only where its article is among `articles`."""
    found = (
        Wish.objects.exclude(settled_at=None).filter(words=folded(words)).select_related("article").first()
    )
    if found is None or (found.article_id and not articles.filter(pk=found.article_id).exists()):
        return None
    return found


def asked_by(actor: Actor, articles: Any) -> list[Wish]:
    """What this person asked for, newest first; an answer that they may not read is not shown as one."""
    wishes = list(Wish.objects.asked_by(actor.person_id)[:RECENT]) if actor.person_id else []
    readable = set(
        articles.filter(pk__in=[wish.article_id for wish in wishes if wish.article_id]).values_list(
            "pk", flat=True
        )
    )
    return [wish for wish in wishes if wish.article_id is None or wish.article_id in readable]
