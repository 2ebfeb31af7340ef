"""What we tell: notices to our own people, messages to others."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.actor import Actor
from kept.people.models import Person


class Tone(models.TextChoices):
    SOON = "soon", _("about to break")
    BROKEN = "broken", _("broken")
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


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class Message(models.Model):
    """One outgoing mail. Written with the act that causes it, sent by the worker, once and in order."""

    key = models.CharField(max_length=120, unique=True)
    to = models.CharField(_("sent to"), max_length=200)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("message")
        indexes = (
            models.Index(fields=("next_at",), name="message_waiting", condition=Q(state="waiting")),
            models.Index(fields=("about_type", "about_id"), name="message_by_subject"),
        )
