"""Messages to others. Written with the act that causes them, sent by the worker, once and in order."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.documents.models import Document
from kept.kernel.access import Permitted
from kept.kernel.errors import Refused

from ..enums import Medium, MessageState
from ..rules import RETRY_MINUTES
from ..rules.faults import in_words
from .accounts import Account

S = MessageState


class NotFailed(Refused):
    default = _("Only a message that has failed is sent again.")


def message_id(domain: str) -> str:
    """A Message-ID of ours, that nobody else can foresee."""
    return f"<kept.{secrets.token_hex(16)}@{domain}>"


class MessageQuerySet(Permitted["Message"]):
    def about(self, record: models.Model) -> MessageQuerySet:
        return self.filter(about_type=record._meta.label_lower, about_id=record.pk)

    def waiting(self) -> MessageQuerySet:
        return self.filter(state=S.WAITING)


class Message(models.Model):
    """One outgoing mail, SMS or line in a group chat."""

    key = models.CharField(max_length=120, unique=True)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="messages", verbose_name=_("channel")
    )
    medium = models.CharField(_("channel"), max_length=10, choices=Medium, default=Medium.MAIL)
    to = models.TextField(_("sent to"))
    cc = models.TextField(_("copy to"), blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    is_automatic = models.BooleanField(_("written by itself"), default=False)
    documents = models.ManyToManyField(Document, blank=True, related_name="+")
    message_id = models.CharField(max_length=260, blank=True, db_index=True)
    references = models.JSONField(default=list, blank=True)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    about_number = models.CharField(_("belongs to"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=S, default=S.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(_("written at"))
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("sent"), null=True)
    why = models.CharField(_("reason"), max_length=200, blank=True)

    SCOPES: ClassVar = {"branch": ("account__branch",), "team": ("account__team",)}
    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        indexes = (
            models.Index(fields=("next_at",), name="message_waiting", condition=Q(state="waiting")),
            models.Index(fields=("about_type", "about_id"), name="message_by_subject"),
        )

    def __str__(self) -> str:
        return self.subject or self.to

    def get_absolute_url(self) -> str:
        return reverse("comms:message", args=[self.pk])

    @property
    def recipients(self) -> list[str]:
        return [address.strip() for address in self.to.split(",") if address.strip()]

    @property
    def copies(self) -> list[str]:
        return [address.strip() for address in self.cc.split(",") if address.strip()]

    @property
    def is_failed(self) -> bool:
        return self.state == S.FAILED

    @property
    def held_up_since(self) -> datetime | None:
        """Since when its channel does not work, while it waits for that."""
        return self.account.out_down_since if self.account and self.state == S.WAITING else None

    def be_sent(self, *, at: datetime) -> None:
        self.state, self.sent_at, self.why = S.SENT, at, ""

    @property
    def why_words(self) -> str:
        return in_words(self.why)

    def fail(self, why: str) -> None:
        self.state, self.why = S.FAILED, why[:200]

    def rest(self, why: str, *, at: datetime, most: int) -> None:
        """Wait longer after each failed attempt, and give up after the last."""
        self.attempts += 1
        if self.attempts >= most:
            return self.fail(why)
        wait = RETRY_MINUTES[min(self.attempts, len(RETRY_MINUTES)) - 1]
        self.state, self.why, self.next_at = S.WAITING, why[:200], at + timedelta(minutes=wait)

    def send_again(self, *, at: datetime) -> None:
        if self.state != S.FAILED:
            raise NotFailed
        self.state, self.attempts, self.next_at = S.WAITING, 0, at
