from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event


@event("knowledge.article_written")
@dataclass(frozen=True, kw_only=True)
class ArticleWritten(Event):
    title = _("Article written")


@dataclass(frozen=True, kw_only=True)
class _WithReason(Event):
    why: str = ""

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data.get("why", ""))


@event("knowledge.article_revised")
@dataclass(frozen=True, kw_only=True)
class ArticleRevised(_WithReason):
    title = _("New version written")
    language: str
    n: int


@event("knowledge.article_described")
@dataclass(frozen=True, kw_only=True)
class ArticleDescribed(Event):
    title = _("Details of the article changed")
    fields: tuple[str, ...]


@event("knowledge.article_submitted")
@dataclass(frozen=True, kw_only=True)
class ArticleSubmitted(Event):
    title = _("Article given to review")


@event("knowledge.article_sent_back")
@dataclass(frozen=True, kw_only=True)
class ArticleSentBack(_WithReason):
    title = _("Article sent back to its writer")


@event("knowledge.article_published")
@dataclass(frozen=True, kw_only=True)
class ArticlePublished(Event):
    title = _("Article published")
    languages: tuple[str, ...]


@event("knowledge.article_retired")
@dataclass(frozen=True, kw_only=True)
class ArticleRetired(_WithReason):
    title = _("Article retired")


@event("knowledge.article_reviewed")
@dataclass(frozen=True, kw_only=True)
class ArticleReviewed(Event):
    title = _("Article looked at again and found right")


@event("knowledge.review_due")
@dataclass(frozen=True, kw_only=True)
class ReviewDue(Event):
    title = _("Look at this article again")


@event("knowledge.wish_answered")
@dataclass(frozen=True, kw_only=True)
class WishAnswered(Event):
    title = _("An article answers what you looked for")
    article_id: int


@event("knowledge.wish_declined")
@dataclass(frozen=True, kw_only=True)
class WishDeclined(_WithReason):
    title = _("No article on what you looked for")


@event("knowledge.script_written")
@dataclass(frozen=True, kw_only=True)
class ScriptWritten(_WithReason):
    title = _("Script written")
    n: int


@event("knowledge.plan_written")
@dataclass(frozen=True, kw_only=True)
class PlanWritten(Event):
    title = _("Contingency plan written")


@event("knowledge.plan_activated")
@dataclass(frozen=True, kw_only=True)
class PlanActivated(_WithReason):
    title = _("Contingency plan activated")


@event("knowledge.plan_ended")
@dataclass(frozen=True, kw_only=True)
class PlanEnded(_WithReason):
    title = _("Activation of the plan ended")
