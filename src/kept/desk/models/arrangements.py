"""What managers arrange for the desk: ready texts, steps in a row, norms, collections of suggestions."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.words import say
from kept.people.models import Person, Team

from ..enums import CaseKind


class OfTeams(Permitted[Any]):
    def offered_to(self, person_id: int | None) -> Self:
        """In use, and everybody's or of one of this person's teams."""
        mine = Team.objects.filter(members=person_id or 0).values("pk")
        return self.filter(Q(team=None) | Q(team__in=mine), is_active=True)


class Arrangement(models.Model):
    """Something with a name, for everybody or for one team, in use or put away."""

    name = models.CharField(_("name"), max_length=80)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    changed_at = models.DateTimeField(_("changed"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = OfTeams.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class CannedReply(Arrangement):
    """A text ready to send, in up to three languages, with gaps that the case fills."""

    texts = models.JSONField(_("text"), default=dict)

    class Meta:
        verbose_name = _("canned reply")
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("name", "team"), name="a_canned_reply_has_its_name"),
            models.UniqueConstraint(
                fields=("name",), name="a_shared_canned_reply_has_its_name", condition=Q(team=None)
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("desk:canned_reply", args=[self.pk])

    def text_in(self, language: str) -> str:
        return say(self.texts, language)

    @property
    def languages(self) -> list[str]:
        return [code for code, text in self.texts.items() if text]


class Macro(Arrangement):
    """Steps that are done in one go: `[[step, value], ...]` in the order in which they are done."""

    steps = models.JSONField(_("steps"), default=list)

    class Meta:
        verbose_name = _("macro")
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("name", "team"), name="a_macro_has_its_name"),
            models.UniqueConstraint(
                fields=("name",), name="a_shared_macro_has_its_name", condition=Q(team=None)
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("desk:macro", args=[self.pk])

    @property
    def answers(self) -> bool:
        """Whether the customer is told something."""
        return any(name == "reply" for name, _value in self.steps)

    @property
    def only_waits(self) -> bool:
        """Whether it rests the clocks that are there, without giving the case others first."""
        names = [step[0] for step in self.steps]
        return "pause" in names and "kind" not in names[: names.index("pause")]


class Norm(models.Model):
    """How we talk with the customer about one kind of matter. A new one follows the old, which stays."""

    kind = models.CharField(_("kind"), max_length=12, choices=CaseKind)
    content = models.TextField(_("what is said"))
    mode = models.TextField(_("how"))
    time = models.TextField(_("when"))
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("changed"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted["Norm"].as_manager()

    class Meta:
        verbose_name = _("communication norm")
        ordering = ("-made_at", "-id")


class Campaign(models.Model):
    """A collection of suggestions: a question asked during some days."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    question = models.TextField(_("question"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    made_at = models.DateTimeField()

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted["Campaign"].as_manager()

    class Meta:
        verbose_name = _("collection of suggestions")
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(
                name="a_collection_ends_after_it_begins", condition=Q(ends_on__gte=F("starts_on"))
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:campaign", args=[self.pk])

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on
