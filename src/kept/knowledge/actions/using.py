"""Use of articles is counted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from kept.kernel.actor import Actor

from ..enums import UseKind
from ..models import Article, ArticleUse


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
