"""What we tell our own people: a line in somebody's bell."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.actor import Actor
from kept.people.models import Person


class Tone(models.TextChoices):
    SOON = "soon", _("to be dealt with")
    BROKEN = "broken", _("urgent")
    INFO = "info", _("for information")


class NoticeQuerySet(Permitted["Notice"]):
    def of(self, actor: Actor) -> NoticeQuerySet:
        """A person's own; nobody reads another's."""
        return self.filter(person=actor.person_id)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)


class Notice(models.Model):
    """A line in somebody's bell. It keeps the event's name, so the words follow the reader."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    event = models.UUIDField()
    name = models.CharField(max_length=80)
    tone = models.CharField(max_length=10, choices=Tone, default=Tone.INFO)
    about = models.CharField(max_length=120)
    url = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    SCOPES: ClassVar[dict[str, tuple[str, ...]]] = {}
    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        constraints = (models.UniqueConstraint(fields=("person", "event"), name="a_person_is_told_once"),)
        indexes = (
            models.Index(fields=("person", "-made_at"), name="notice_unread", condition=Q(read_at=None)),
        )
