"""Articles that answer a question, for whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kept.kernel.actor import Actor
from kept.kernel.words import say
from kept.methods.text.excerpts import Piece, excerpt

from ..models import Article
from ..permissions import READ
from .marking import plain
from .ranking import ranked

FITS = 1.25
"""How much more an article counts that is about the same kind of case or service."""


@dataclass(frozen=True)
class Found:
    """An article among the answers, with the piece of it that answers."""

    article: Article
    title: list[Piece]
    excerpt: list[Piece]
    score: float

    @property
    def plain_excerpt(self) -> str:
        return "".join(piece.text for piece in self.excerpt)


def articles_for(actor: Actor) -> Any:
    return Article.objects.permitted(actor, READ)


def find_articles(
    text: str, within: QuerySet[Article], *, limit: int = 20, about: Iterable[str] = ()
) -> list[Found]:
    """The best articles of those given. `about` are codes of case kinds, causes and services at hand."""
    best = ranked(Article._meta.label_lower, text, limit=limit * 2, within=within)
    rows = Article.objects.in_bulk([hit.record_id for hit in best])
    matter = set(filter(None, about))
    found = [
        _found(rows[hit.record_id], hit.score, hit.wanted, matter) for hit in best if hit.record_id in rows
    ]
    return sorted(found, key=lambda hit: (-hit.score, hit.article.pk))[:limit]


def _found(article: Article, score: float, wanted: tuple[str, ...], matter: set[str]) -> Found:
    fits = matter & {*article.kinds, *article.causes, *article.services}
    body = plain(say(article.bodies))
    title = excerpt(article.title, wanted, length=160)
    return Found(article, title, excerpt(body, wanted), score * (FITS if fits else 1.0))


def subjects(rows: QuerySet[Article]) -> list[tuple[str, int, int]]:
    """The tree of subjects: path, depth, number of articles in it and below."""
    counts: dict[str, int] = {}
    for category in rows.exclude(category="").values_list("category", flat=True):
        parts = category.split("/")
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            counts[path] = counts.get(path, 0) + 1
    return [(path, path.count("/"), count) for path, count in sorted(counts.items())]
