"""Mystery checks: what is asked and complained of, by whom, where, and how it was answered."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.desk.enums import Channel
from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.people.models import Branch, Person

from ..enums import AskSort, VisitState

number_series("mystery_visit", "MV-{yy}{mm}-{n:03}", _("Mystery checks"))


class Scenario(models.Model):
    """Who somebody pretends to be, and what they ask and complain of."""

    title = models.CharField(_("title"), max_length=120)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.PHONE)
    situation = models.TextField(_("situation"))
    is_used = models.BooleanField(_("in use"), default=True)

    SCOPES: ClassVar = {"branch": ALL}
    objects = Permitted["Scenario"].as_manager()

    class Meta:
        verbose_name = _("scenario")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspections:scenario", args=[self.pk])


class Ask(Labelled, models.Model):
    """One question or complaint of a scenario, and what a good answer is."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="asks")
    position = models.PositiveSmallIntegerField()
    sort = models.CharField(_("kind"), max_length=10, choices=AskSort, default=AskSort.QUESTION)
    text = models.CharField(_("what is said"), max_length=200)
    good_answer = models.CharField(_("a good answer"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=Decimal(1))

    class Meta:
        verbose_name = _("question of a scenario")
        ordering = ("scenario", "position")
        constraints = (models.CheckConstraint(name="a_question_weighs_something", condition=Q(weight__gt=0)),)


class VisitQuerySet(Permitted["MysteryVisit"]):
    def released(self) -> VisitQuerySet:
        return self.filter(state=VisitState.RELEASED)

    def shown(self) -> VisitQuerySet:
        return self.select_related("scenario", "branch", "visitor")


class MysteryVisit(Lifecycle, models.Model):
    """One member of staff poses as a customer at a branch. Who it was is known to those in charge alone."""

    MOVES: ClassVar = {
        VisitState.PLANNED: {VisitState.RECORDED, VisitState.DROPPED},
        VisitState.RECORDED: {VisitState.RELEASED},
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    scenario = models.ForeignKey(Scenario, models.PROTECT, related_name="visits", verbose_name=_("scenario"))
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("branch"))
    visitor = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("posing as customer")
    )
    posed_as = models.CharField(_("posed as"), max_length=80, blank=True)
    planned_on = models.DateField(_("planned for"))
    state = models.CharField(_("state"), max_length=8, choices=VisitState, default=VisitState.PLANNED)
    visited_at = models.DateTimeField(_("visited"), null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=6, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("mystery check")
        indexes = (models.Index(fields=("branch", "-planned_on"), name="visit_by_branch"),)

    def __str__(self) -> str:
        return f"{self.number} {self.scenario.title}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:visit", args=[self.number])

    def record(self, *, score: Decimal | None, note: str, visited_at: datetime) -> None:
        self.move_to(VisitState.RECORDED)
        self.score, self.note, self.visited_at = score, note.strip(), visited_at

    def release(self, *, at: datetime) -> None:
        self.move_to(VisitState.RELEASED)
        self.released_at = at


class Mark(models.Model):
    """How one question was answered, from 1 to 5; none when it could not be asked."""

    visit = models.ForeignKey(MysteryVisit, models.CASCADE, related_name="marks")
    ask = models.ForeignKey(Ask, models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField(_("mark"), null=True, blank=True)
    heard = models.CharField(_("what was answered"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mark of a mystery check")
        ordering = ("ask__position",)
        constraints = (
            models.UniqueConstraint(fields=("visit", "ask"), name="a_question_is_marked_once"),
            models.CheckConstraint(
                name="a_mark_is_one_to_five", condition=Q(mark=None) | Q(mark__gte=1, mark__lte=5)
            ),
        )
