"""Quick find of articles: by what they say, by pinyin, by number."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, matching, search_provider

from ..models import ContingencyPlan
from ..queries.finding import articles_for, find_articles


@search_provider("articles", _("Articles"), permission="knowledge.read")
def find(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    if text.upper().startswith("KB-"):
        rows = articles_for(actor).filter(number__startswith=text.upper())[:limit]
        return [Hit(row.title, row.get_absolute_url(), row.category, row.number) for row in rows]
    found = find_articles(text, articles_for(actor).published(), limit=limit)
    return [
        Hit(hit.article.title, hit.article.get_absolute_url(), hit.article.category, hit.article.number)
        for hit in found
    ]


@search_provider(
    "contingency_plans", _("Contingency plans"), permission="knowledge.read", of=(ContingencyPlan,)
)
def find_plans(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = matching(ContingencyPlan.objects.permitted(actor, "knowledge.read"), text)[:limit]
    return [Hit(row.name, row.get_absolute_url(), row.get_kind_display(), row.number) for row in rows]
