"""An article: what we know about one matter, in up to three languages, with every version kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.kernel.words import say
from kept.parties.models import Customer
from kept.people.models import Person

from ..enums import ArticleState, Audience, UseKind

number_series("article", "KB-{n:04}", _("Articles"))


class NothingWritten(Refused):
    default = _("Nothing new has been written since the last publication.")


class ArticleQuerySet(Permitted["Article"]):
    def published(self) -> Self:
        return self.filter(state=ArticleState.PUBLISHED)

    def for_clients(self, customers: frozenset[int]) -> Self:
        """What people of these customers may read: general articles, and those written for them."""
        open_to = self.published().filter(audience__in=(Audience.CUSTOMERS, Audience.EVERYBODY))
        own = open_to.model.customers.through.objects.filter(customer__in=customers).values("article")
        return open_to.filter(Q(customers=None) | Q(pk__in=own)).distinct()

    def for_everybody(self) -> Self:
        return self.published().filter(audience=Audience.EVERYBODY, customers=None)

    def to_review(self, day: date) -> Self:
        return self.published().filter(review_on__lte=day)


class Article(Lifecycle, models.Model):
    """One matter. `titles` and `bodies` hold what readers see; drafts stand in its versions."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=ArticleState, default=ArticleState.DRAFT)
    audience = models.CharField(_("who reads it"), max_length=16, choices=Audience, default=Audience.STAFF)
    titles = models.JSONField(_("title"), default=dict)
    bodies = models.JSONField(_("text"), default=dict)
    category = models.CharField(pgettext_lazy("of an article", "subject"), max_length=120, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    kinds = models.JSONField(_("kinds of cases"), default=list, blank=True)
    causes = models.JSONField(_("causes"), default=list, blank=True)
    services = models.JSONField(_("services"), default=list, blank=True)
    customers = models.ManyToManyField(
        Customer, blank=True, related_name="articles", verbose_name=_("only for customers")
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("owner")
    )
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    opened = models.PositiveIntegerField(_("opened"), default=0)
    linked = models.PositiveIntegerField(_("put into answers"), default=0)
    helped = models.PositiveIntegerField(_("helped"), default=0)
    not_helped = models.PositiveIntegerField(_("did not help"), default=0)
    written_at = models.DateTimeField(_("written"))
    changed_at = models.DateTimeField(_("changed"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    MOVES: ClassVar = {
        ArticleState.DRAFT: {ArticleState.IN_REVIEW},
        ArticleState.IN_REVIEW: {ArticleState.PUBLISHED, ArticleState.DRAFT},
        ArticleState.PUBLISHED: {ArticleState.PUBLISHED, ArticleState.RETIRED},
        ArticleState.RETIRED: {ArticleState.IN_REVIEW},
    }
    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = (
            models.Index(fields=("state", "category"), name="article_by_subject"),
            models.Index(fields=("review_on",), name="article_to_review", condition=Q(state="published")),
        )
        constraints = (
            models.CheckConstraint(
                name="a_published_article_says_when",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledge:article", args=[self.number])

    @property
    def title(self) -> str:
        return say(self.titles) or self.number

    @property
    def body(self) -> str:
        return say(self.bodies)

    @property
    def language(self) -> str:
        """The language in which this reader gets it."""
        wanted = (get_language() or "", settings.LANGUAGE_CODE, *self.bodies)
        return next((code for code in wanted if self.bodies.get(code)), "")

    @property
    def is_fallback(self) -> bool:
        """Whether it is not there in the reader's language."""
        return bool(self.language) and self.language != (get_language() or settings.LANGUAGE_CODE)

    @property
    def is_published(self) -> bool:
        return self.state == ArticleState.PUBLISHED

    @property
    def tag_words(self) -> str:
        return " ".join(self.tags)

    def count(self, kind: str) -> None:
        field = UseKind(kind).value
        setattr(self, field, getattr(self, field) + 1)

    def publish(self, drafts: list[Version], *, at: datetime, review_on: date) -> None:
        """Show the newest drafts to readers. The first publication needs at least one."""
        if not drafts:
            raise NothingWritten
        self.move_to(ArticleState.PUBLISHED)
        for draft in drafts:
            self.titles = {**self.titles, draft.language: draft.title}
            self.bodies = {**self.bodies, draft.language: draft.body}
        self.published_at, self.review_on, self.reminded_on = at, review_on, None


class Version(models.Model):
    """How an article read in one language; never changed, only followed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    language = models.CharField(_("language"), max_length=10)
    n = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"))
    why = models.CharField(_("what changed and why"), max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("written"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of an article")
        ordering = ("-n",)
        constraints = (
            models.UniqueConstraint(fields=("article", "language", "n"), name="versions_are_counted"),
        )


class ArticleUse(models.Model):
    """Somebody used an article: opened it, put it into an answer, or judged it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="uses")
    kind = models.CharField(_("what"), max_length=10, choices=UseKind)
    from_outside = models.BooleanField(_("by a customer"), default=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.CharField(_("about"), max_length=40, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("use of an article")
        indexes = (models.Index(fields=("article", "-at"), name="use_by_article"),)


class WishQuerySet(Permitted["Wish"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)

    def answered(self) -> Self:
        return self.exclude(article=None)

    def declined(self) -> Self:
        return self.exclude(settled_at=None).filter(article=None)

    def asked_by(self, person_id: int | None) -> Self:
        return self.filter(askers=person_id).select_related("article").order_by("-last_at", "-pk")


class Wish(models.Model):
    """Words that somebody looked for in vain, counted until an article answers them or it is declined."""

    words = models.CharField(pgettext_lazy("looked for", "looked for"), max_length=120, unique=True)
    count = models.PositiveIntegerField(_("how often"), default=1)
    note = models.CharField(_("note"), max_length=200, blank=True)
    askers = models.ManyToManyField(Person, related_name="+", verbose_name=_("who asked"), blank=True)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="wishes", verbose_name=_("answered by")
    )
    reason = models.CharField(_("why no article"), max_length=200, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    first_at = models.DateTimeField(_("first"))
    last_at = models.DateTimeField(_("last"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for an article")

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("knowledge:wish", args=[self.pk])

    @property
    def state_shown(self) -> tuple[str, str]:
        if self.article_id:
            return "kept", str(_("Answered by an article"))
        return ("cancelled", str(_("Declined"))) if self.settled_at else ("waiting", str(_("Asked for")))
