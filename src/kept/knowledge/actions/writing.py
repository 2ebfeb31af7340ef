"""Writing articles: each text is a version, and readers see a version once it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.numbering import next_number

from ..enums import ArticleState
from ..events import ArticleDescribed, ArticleRevised, ArticleWritten
from ..models import Article, Version
from ..rules import path_of

DETAILS = ("audience", "category", "tags", "kinds", "causes", "services", "owner", "review_on")


class TitleMissing(Refused):
    default = _("Give the article a title.")


class BodyMissing(Refused):
    default = _("Write the text of the article.")


class UnknownLanguage(Refused):
    default = _("Choose one of the languages of the house.")


class NothingChanged(Refused):
    default = _("The text is the same as in the newest version.")


@transaction.atomic
def write_article(
    *,
    language: str,
    title: str,
    body: str,
    customers: Sequence[Any] = (),
    by: Actor,
    at: datetime,
    **details: Any,
) -> Article:
    """Begin an article with its first version. `details` are fields of Article."""
    if "owner" not in details:
        details["owner_id"] = by.person_id
    details["category"] = path_of(details.get("category", ""))
    article = Article(number=next_number("article", at=at), written_at=at, changed_at=at, **details)
    _check(language, title, body)
    article.titles = {language: title.strip()}
    article.save()
    article.customers.set(customers)
    _add(article, language, title, body, why="", by=by, at=at)
    emit(ArticleWritten(subject=Subject.of(article), occurred_at=at), by=by)
    return article


@transaction.atomic
def revise_article(
    *, article: Article, language: str, title: str, body: str, why: str = "", by: Actor, at: datetime
) -> Version:
    """Write a new version in one language. Readers go on seeing the published one."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    _check(language, title, body)
    newest = article.versions.filter(language=language).first()
    if newest and (newest.title, newest.body) == (title.strip(), body.strip()):
        raise NothingChanged(field="body")
    version = _add(article, language, title, body, why=why, by=by, at=at)
    article.changed_at = at
    if not article.bodies.get(language):
        article.titles = {**article.titles, language: version.title}
    article.save(update_fields=["changed_at", "titles"])
    told = ArticleRevised(
        subject=Subject.of(article), occurred_at=at, language=language, n=version.n, why=why
    )
    emit(told, by=by)
    return version


def restore_version(*, version: Version, by: Actor, at: datetime) -> Version:
    """Take an old text up again, as the newest version."""
    why = str(_("Version %(n)d taken up again") % {"n": version.n})
    return revise_article(
        article=version.article,
        language=version.language,
        title=version.title,
        body=version.body,
        why=why,
        by=by,
        at=at,
    )


@transaction.atomic
def describe_article(
    *,
    article: Article,
    changes: Mapping[str, Any],
    customers: Sequence[Any] | None = None,
    by: Actor,
    at: datetime,
) -> Article:
    """Change what an article is about and who reads it."""
    from .indexing import index_articles

    article = Article.objects.select_for_update().get(pk=article.pk)
    wanted = {**changes, **({"category": path_of(changes["category"])} if "category" in changes else {})}
    changed = sorted(name for name, value in wanted.items() if getattr(article, name) != value)
    for name in changed:
        setattr(article, name, wanted[name])
    before = set(article.customers.values_list("pk", flat=True))
    if customers is not None and {customer.pk for customer in customers} != before:
        article.customers.set(customers)
        changed.append("customers")
    if not changed:
        return article
    article.changed_at = at
    article.save(update_fields=[*(name for name in changed if name != "customers"), "changed_at"])
    if article.state == ArticleState.PUBLISHED:
        index_articles([article])
    emit(ArticleDescribed(subject=Subject.of(article), occurred_at=at, fields=tuple(changed)), by=by)
    return article


def _check(language: str, title: str, body: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage(field="language")
    if not title.strip():
        raise TitleMissing(field="title")
    if not body.strip():
        raise BodyMissing(field="body")


def _add(
    article: Article, language: str, title: str, body: str, *, why: str, by: Actor, at: datetime
) -> Version:
    last = article.versions.filter(language=language).aggregate(last=Max("n"))["last"] or 0
    return Version.objects.create(
        article=article,
        language=language,
        n=last + 1,
        title=title.strip()[:160],
        body=body.strip(),
        why=why[:200],
        by_id=by.person_id,
        at=at,
    )
