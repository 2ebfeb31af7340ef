"""Use of articles is counted, and words that were looked for in vain are kept."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from kept.kernel.actor import Actor
from kept.methods.text.words import fold

from ..enums import UseKind
from ..models import Article, ArticleUse, Wish


@transaction.atomic
def use_article(
    *,
    article: Article,
    kind: UseKind,
    about: str = "",
    comment: str = "",
    from_outside: bool = False,
    by: Actor,
    at: datetime,
) -> ArticleUse:
    """Opened, put into an answer, helped or not; `about` is the number of the matter."""
    Article.objects.filter(pk=article.pk).update(**{kind.value: F(kind.value) + 1})
    return ArticleUse.objects.create(
        article=article,
        kind=kind,
        about=about[:40],
        comment=comment.strip(),
        from_outside=from_outside,
        person_id=by.person_id,
        at=at,
    )


@transaction.atomic
def wish_for(*, words: str, note: str = "", by: Actor, at: datetime) -> Wish | None:
    """Ask for an article. The same words are one wish, counted."""
    said = " ".join(fold(words).split())[:120]
    if not said:
        return None
    wish, is_new = Wish.objects.select_for_update().get_or_create(
        words=said, defaults={"first_at": at, "last_at": at, "note": note[:200]}
    )
    if not is_new:
        wish.count, wish.last_at = wish.count + 1, at
        wish.note = note[:200] or wish.note
        wish.save(update_fields=["count", "last_at", "note"])
    return wish


def answer_wish(*, wish: Wish, article: Article, by: Actor, at: datetime) -> Wish:
    """An article says it now."""
    wish.article = article
    wish.save(update_fields=["article"])
    return wish
