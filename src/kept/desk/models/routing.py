"""Queues: where a matter waits, why there, and who took it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.access import ALL, Permitted
from kept.kernel.words import say
from kept.people.enums import SkillLevel
from kept.people.models import Branch, Person, Skill, Team
from kept.promises.models import Promise, PromiseQuerySet, ServiceCalendar

from ..enums import QueueMode, Taking
from ..rules import TELLS_CLOSED, MatterFacts
from .cases import UNFINISHED, Case
from .contacts import Contact


class Queue(models.Model):
    """Matters of one sort, for one team or whoever works at the desk."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    words = models.JSONField(_("name"), default=dict)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="queues", verbose_name=_("team")
    )
    mode = models.CharField(
        _("how matters find their clerk"), max_length=4, choices=QueueMode, default=QueueMode.PULL
    )
    priority = models.PositiveSmallIntegerField(_("priority"), default=5)
    calendar = models.ForeignKey(
        ServiceCalendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service hours"),
    )
    notices = models.JSONField(_("out-of-hours notice"), default=dict, blank=True)
    is_last = models.BooleanField(_("takes what no rule takes"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted["Queue"].as_manager()

    class Meta:
        verbose_name = _("queue")
        verbose_name_plural = _("queues")
        ordering = ("priority", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("is_last",), name="one_queue_takes_the_rest", condition=Q(is_last=True)
            ),
            models.CheckConstraint(
                name="the_last_queue_is_in_use", condition=Q(is_last=False) | Q(is_active=True)
            ),
            models.CheckConstraint(
                name="a_priority_is_one_to_nine", condition=Q(priority__gte=1, priority__lte=9)
            ),
        )

    def __str__(self) -> str:
        return say(self.words) or self.code

    def get_absolute_url(self) -> str:
        return reverse("desk:work_queue", args=[self.code])

    def says_closed(self, channel: str) -> bool:
        """Whether somebody who writes by this channel is told that nobody works now."""
        return channel in TELLS_CLOSED and bool(self.notice(channel, "")[0])

    def notice(self, channel: str, language: str) -> tuple[str, str]:
        """What is said outside the service hours, and in which language: the channel's words, else those for
        all channels; in this language, else the company's, else any. Both empty when nothing is said."""
        words = self.notices.get(channel) or self.notices.get("all") or {}
        wanted = (language, settings.LANGUAGE_CODE, *words)
        return next(((words[code], code) for code in wanted if words.get(code)), ("", ""))


class QueueSkill(models.Model):
    """What whoever serves a queue must be able to do."""

    queue = models.ForeignKey(Queue, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"), choices=SkillLevel, default=SkillLevel.BASIC)

    class Meta:
        verbose_name = _("skill of a queue")
        constraints = (models.UniqueConstraint(fields=("queue", "skill"), name="a_queue_asks_a_skill_once"),)


class QueueRule(models.Model):
    """Which matters a queue takes. All conditions that are filled must hold; the first rule in order wins."""

    queue = models.ForeignKey(Queue, models.CASCADE, related_name="rules")
    place = models.PositiveIntegerField(_("place"))
    kinds = models.JSONField(_("kinds"), default=list, blank=True)
    channels = models.JSONField(_("channels"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    segments = models.JSONField(_("segments"), default=list, blank=True)
    value_classes = models.JSONField(_("value classes"), default=list, blank=True)
    texts = models.JSONField(_("words in the text"), default=list, blank=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )

    class Meta:
        verbose_name = _("rule of a queue")
        ordering = ("place", "id")

    @property
    def conditions(self) -> dict[str, list[str]]:
        """What each condition takes; nothing where it is not filled."""
        return {
            "kind": self.kinds,
            "channel": self.channels,
            "language": self.languages,
            "segment": self.segments,
            "value_class": self.value_classes,
            "branch": [str(self.branch_id)] if self.branch_id else [],
            "service": [str(self.service_id)] if self.service_id else [],
            "text": self.texts,
        }

    @property
    def has_conditions(self) -> bool:
        return any(self.conditions.values())

    def matched(self, facts: MatterFacts) -> list[tuple[str, str]] | None:
        """The conditions that hold, as (condition, value); None when one does not."""
        return facts.meet(**self.conditions)


def _about(label: str, field: str) -> PromiseQuerySet:
    return Promise.objects.filter(subject_type=label, subject_id=OuterRef(field))


ABOUT = ((Case._meta.label_lower, "case_id"), (Contact._meta.label_lower, "contact_id"))


class QueueEntryQuerySet(Permitted["QueueEntry"]):
    def waiting(self) -> Self:
        """In a queue, in nobody's hands, and still to be done. What a case carries waits with its case."""
        free_case = Q(case__state__in=UNFINISHED, case__owner=None)
        free_call = Q(contact__needs_answer=True, contact__answered_at=None, contact__person=None)
        alone = Q(contact__case=None) | ~Q(contact__case__state__in=UNFINISHED)
        return self.filter(free_case | (free_call & alone), left_at=None)

    def at_risk(self, at: datetime) -> Self:
        """Of which a promise is about to break."""
        soon = [Exists(_about(*about).soon(at)) for about in ABOUT]
        return self.filter(soon[0] | soon[1])

    def broken(self, at: datetime) -> Self:
        """Of which a promise is broken and not met yet."""
        broken = [Exists(_about(*about).due().broken(at)) for about in ABOUT]
        return self.filter(broken[0] | broken[1])

    def soonest(self) -> Self:
        """What is broken or breaks first on top, then by priority of the queue."""

        def due(label: str, field: str) -> Subquery:
            return Subquery(_about(label, field).due().soonest().values("due_at")[:1])

        dues = Coalesce(due(Case._meta.label_lower, "case_id"), due(Contact._meta.label_lower, "contact_id"))
        return self.annotate(next_due_at=dues).order_by(
            F("next_due_at").asc(nulls_last=True), "queue__priority", "entered_at", "pk"
        )


class QueueEntry(models.Model):
    """A case or contact in a queue: since when, why there, and how it came into whose hands."""

    queue = models.ForeignKey(Queue, models.PROTECT, related_name="entries", verbose_name=_("queue"))
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="queue_entries")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="queue_entries")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    matched = models.JSONField(_("why here"), default=list)
    is_business = models.BooleanField(default=True)
    is_out_of_hours = models.BooleanField(_("came outside the service hours"), default=False)
    entered_at = models.DateTimeField(_("since"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by")
    )
    taking = models.CharField(_("taken how"), max_length=10, choices=Taking, blank=True)
    weighed = models.JSONField(_("who was weighed"), default=list)
    left_at = models.DateTimeField(_("left"), null=True)
    missed_at = models.DateTimeField(_("nobody on duty"), null=True)

    SCOPES: ClassVar = {"branch": ("branch",), "team": ("queue__team",)}
    objects = QueueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a queue")
        ordering = ("-entered_at", "-id")
        indexes = (
            models.Index(fields=("queue", "entered_at"), name="waiting_in_queue", condition=Q(left_at=None)),
            models.Index(fields=("person", "-left_at"), name="queue_entry_by_person"),
        )
        constraints = (
            models.CheckConstraint(
                name="one_matter_stands_in_a_queue",
                condition=Q(case=None, contact__isnull=False) | Q(case__isnull=False, contact=None),
            ),
            models.UniqueConstraint(
                fields=("case",),
                name="a_case_waits_in_one_queue",
                condition=Q(left_at=None, case__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("contact",),
                name="a_contact_waits_in_one_queue",
                condition=Q(left_at=None, contact__isnull=False),
            ),
        )

    @property
    def move_address(self) -> str:
        name = "desk:case_queue" if self.case_id else "desk:contact_queue"
        return reverse(name, args=[self.matter.number])

    @property
    def matter(self) -> Case | Contact:
        found = self.case or self.contact
        assert found is not None
        return found

    def leave(self, *, at: datetime, person: Person | None = None, taking: str = "") -> None:
        self.left_at, self.person, self.taking = at, person, taking
