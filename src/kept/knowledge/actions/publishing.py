"""From draft to reader and out of use again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.comms.actions import notify
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit
from kept.kernel.facts import company_day
from kept.kernel.models import EventRecord
from kept.kernel.numbers import rule
from kept.kernel.searching import index

from ..enums import ArticleState
from ..events import (
    ArticlePublished,
    ArticleRetired,
    ArticleReviewed,
    ArticleSentBack,
    ArticleSubmitted,
    ReviewDue,
)
from ..models import Article, Version
from ..rules import REVIEW_DAYS
from .indexing import index_articles


class WhyMissing(Refused):
    default = _("Say why, so that the writer knows what to do.")


@transaction.atomic
def submit_article(*, article: Article, by: Actor, at: datetime) -> Article:
    """Hand it to somebody who publishes."""
    article = _taken(article)
    article.move_to(ArticleState.IN_REVIEW)
    article.changed_at = at
    article.save(update_fields=["state", "changed_at"])
    emit(ArticleSubmitted(subject=Subject.of(article), occurred_at=at), by=by)
    return article


@transaction.atomic
def send_article_back(*, article: Article, why: str, by: Actor, at: datetime) -> Article:
    article = _taken(article)
    if not why.strip():
        raise WhyMissing(field="why")
    article.move_to(ArticleState.DRAFT)
    article.changed_at = at
    article.save(update_fields=["state", "changed_at"])
    emit(ArticleSentBack(subject=Subject.of(article), occurred_at=at, why=why[:200]), by=by)
    return article


@transaction.atomic
def publish_article(*, article: Article, by: Actor, at: datetime) -> Article:
    """Show the newest text of each language that has one not shown yet."""
    article = _taken(article)
    drafts = newest_drafts(article)
    again = timedelta(days=int(rule(REVIEW_DAYS, at=at)))
    first = article.published_at is None
    shown = drafts if drafts or first or article.is_published else _shown(article)
    today = company_day(at)
    article.publish(shown, at=at, review_on=today + again)
    article.changed_at = at
    article.save()
    article.versions.filter(pk__in=[draft.pk for draft in drafts]).update(published_at=at)
    index_articles([article])
    index(article, [article.number, *article.titles.values(), *article.tags])
    languages = tuple(draft.language for draft in shown)
    emit(ArticlePublished(subject=Subject.of(article), occurred_at=at, languages=languages), by=by)
    return article


@transaction.atomic
def retire_article(*, article: Article, why: str, by: Actor, at: datetime) -> Article:
    """Out of use: nobody finds it any more, and nothing of it is lost."""
    article = _taken(article)
    if not why.strip():
        raise WhyMissing(field="why")
    article.move_to(ArticleState.RETIRED)
    article.changed_at = at
    article.save(update_fields=["state", "changed_at"])
    index_articles([article])
    emit(ArticleRetired(subject=Subject.of(article), occurred_at=at, why=why[:200]), by=by)
    return article


@transaction.atomic
def confirm_article(*, article: Article, by: Actor, at: datetime) -> Article:
    """Looked at again and found right: the next look is a whole turn away."""
    article = _taken(article)
    today = company_day(at)
    article.review_on = today + timedelta(days=int(rule(REVIEW_DAYS, at=at)))
    article.reminded_on = None
    article.save(update_fields=["review_on", "reminded_on"])
    emit(ArticleReviewed(subject=Subject.of(article), occurred_at=at), by=by)
    return article


@transaction.atomic
def remind_of_reviews(*, by: Actor, at: datetime) -> int:
    """Tell the owners of articles whose day has come, once for each turn."""
    today = company_day(at)
    due = Article.objects.select_for_update(of=("self",)).to_review(today).filter(reminded_on=None)
    articles = list(due.select_related("owner"))
    for article in articles:
        article.reminded_on = today
        article.save(update_fields=["reminded_on"])
        emit(ReviewDue(subject=Subject.of(article), occurred_at=at), by=by)
        if article.owner and (told := _last_told(article)):
            url = article.get_absolute_url()
            notify(people=[article.owner], event=told, tone="soon", url=url, at=at)
    return len(articles)


def newest_drafts(article: Article) -> list[Version]:
    """For each language the newest version, where readers do not see it yet."""
    newest: dict[str, Version] = {}
    for version in article.versions.order_by("n"):
        newest[version.language] = version
    return [version for version in newest.values() if version.published_at is None]


def _shown(article: Article) -> list[Version]:
    """What was shown last, for an article that comes back into use unchanged."""
    newest: dict[str, Version] = {}
    for version in article.versions.exclude(published_at=None).order_by("n"):
        newest[version.language] = version
    return list(newest.values())


def _taken(article: Article) -> Article:
    taken: Article = Article.objects.select_for_update().get(pk=article.pk)
    return taken


def _last_told(article: Article) -> EventRecord | None:
    about = EventRecord.objects.filter(subject_type=article._meta.label_lower, subject_id=article.pk)
    return about.filter(name=ReviewDue.name).order_by("-pk").first()
