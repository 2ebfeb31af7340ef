"""A chat on the web: somebody outside, a clerk, and the lines between them."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.documents.models import Document
from kept.kernel.access import Permitted
from kept.kernel.live import key_of
from kept.kernel.numbering import number_series
from kept.parties.models import Customer
from kept.people.models import Branch, Person, Team

from ..enums import ChatSide, ChatState
from .contacts import Contact

number_series("chat", "CH-{yy}{mm}-{n:05}", _("Chats"))


def _token() -> str:
    return secrets.token_urlsafe(24)


class ChatQuerySet(Permitted["Chat"]):
    def waiting(self) -> ChatQuerySet:
        return self.filter(state=ChatState.WAITING)

    def unfinished(self) -> ChatQuerySet:
        return self.exclude(state=ChatState.ENDED)


class Chat(models.Model):
    """Who holds its token is the visitor. Its answer clock is that of the contact it became."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    token = models.CharField(max_length=43, unique=True, default=_token)
    state = models.CharField(_("state"), max_length=10, choices=ChatState, default=ChatState.WAITING)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="chats", verbose_name=_("customer")
    )
    visitor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    visitor_name = models.CharField(_("visitor"), max_length=80)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    origin = models.CharField(max_length=32, blank=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="chats", verbose_name=_("clerk")
    )
    contact = models.OneToOneField(
        Contact, models.PROTECT, null=True, related_name="chat", verbose_name=_("contact")
    )
    began_at = models.DateTimeField(_("began"))
    last_line_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "team": ("team",)}
    objects = ChatQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat")
        indexes = (
            models.Index(
                fields=("began_at", "id"), name="chat_waiting", condition=Q(state__in=("waiting", "talking"))
            ),
            models.Index(fields=("origin", "-began_at"), name="chat_by_origin"),
            models.Index(fields=("person", "-last_line_at"), name="chat_by_clerk"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.visitor_name}"

    def get_absolute_url(self) -> str:
        return reverse("desk:chat", args=[self.number])

    @property
    def is_over(self) -> bool:
        return self.state == ChatState.ENDED

    @property
    def key(self) -> str:
        """What the visitor's page listens for."""
        return key_of(self.token)


class ChatLine(models.Model):
    """One line, or a file; lines of the house say what happens (somebody takes it, passes it on, ends it)."""

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="lines")
    side = models.CharField(max_length=8, choices=ChatSide)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("line of a chat")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("chat", "key"), name="a_line_is_said_once", condition=~Q(key="")),
        )
