"""Messages from outside: stored raw, then read, then taken in, noted, put aside or kept as unreadable."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.access import Permitted
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series

from ..enums import FileRefusal, IncomingState, Medium, Sort, Unreadable
from ..rules import TEXT_LIMIT
from ..rules.letters import Letter
from ..rules.texts import harmless
from .accounts import Account

number_series("incoming", "MI-{yy}{mm}-{n:05}", _("Messages in"))

S = IncomingState


class AlreadyTakenIn(Refused):
    default = _("This message has been taken in already.")


def _place(message: Incoming, name: str) -> str:
    return f"messages/{message.received_at:%Y/%m}/{secrets.token_urlsafe(16)}.raw"


class Flood(models.Model):
    """More in minutes than anybody reads, from one sender or, where none is named, from many who were never
    heard before: the rest is one row, kept raw."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="floods")
    sender = models.CharField(_("sender"), max_length=254)
    count = models.PositiveIntegerField(_("messages"), default=0)
    first_at = models.DateTimeField(_("first message"))
    last_at = models.DateTimeField(_("last message"))
    is_over = models.BooleanField(default=False)

    SCOPES: ClassVar = {"branch": ("account__branch",), "team": ("account__team",)}
    objects = Permitted["Flood"].as_manager()

    class Meta:
        verbose_name = _("flood")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "sender"), name="a_flood_is_one_row", condition=Q(is_over=False)
            ),
        )


class IncomingQuerySet(Permitted["Incoming"]):
    def unread(self) -> IncomingQuerySet:
        return self.filter(state=S.RECEIVED)

    def about(self, record: models.Model) -> IncomingQuerySet:
        return self.filter(about_type=record._meta.label_lower, about_id=record.pk)

    def of_thread(self, ids: list[str]) -> IncomingQuerySet:
        return self.filter(control__in=ids)


class Incoming(Lifecycle, models.Model):
    """One message of a channel. Its raw bytes are a file that nobody changes."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="incoming", verbose_name=_("channel"), db_index=False
    )
    control = models.CharField(max_length=260)
    state = models.CharField(_("state"), max_length=12, choices=S, default=S.RECEIVED)
    sort = models.CharField(_("kind"), max_length=12, choices=Sort, default=Sort.PERSONAL)
    medium = models.CharField(_("channel"), max_length=10, choices=Medium, default=Medium.MAIL)
    raw = models.FileField(upload_to=_place)
    size = models.PositiveBigIntegerField(_("size"))
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(_("received"))
    sent_at = models.DateTimeField(_("sent, as the sender says"), null=True, blank=True)
    sender = models.CharField(_("sender"), max_length=254, blank=True)
    sender_name = models.CharField(_("name"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    to = models.TextField(pgettext_lazy("mail", "to"), blank=True)
    cc = models.TextField(_("copy to"), blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    quoted = models.TextField(blank=True)
    html = models.TextField(blank=True)
    references = models.JSONField(default=list, blank=True)
    vouched = models.BooleanField(null=True)
    files_refused = models.JSONField(default=list, blank=True)
    why = models.CharField(_("reason"), max_length=20, choices=Unreadable, blank=True)
    as_person = models.BooleanField(default=False)
    flood = models.ForeignKey(Flood, models.SET_NULL, null=True, blank=True, related_name="messages")
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    about_number = models.CharField(_("became"), max_length=20, blank=True)

    SCOPES: ClassVar = {"branch": ("account__branch",), "team": ("account__team",)}
    MOVES: ClassVar = {
        S.RECEIVED: {S.READ, S.NOTED, S.ASIDE, S.UNREADABLE},
        S.READ: {S.APPLIED, S.RECEIVED},
        S.NOTED: {S.RECEIVED},
        S.ASIDE: {S.RECEIVED},
        S.UNREADABLE: {S.RECEIVED},
        S.APPLIED: set(),
    }
    objects = IncomingQuerySet.as_manager()

    class Meta:
        verbose_name = _("message in")
        constraints = (
            models.UniqueConstraint(fields=("account", "control"), name="a_message_is_taken_once"),
        )
        indexes = (
            models.Index(fields=("id",), name="incoming_unread", condition=Q(state="received")),
            models.Index(fields=("account", "sender", "received_at"), name="incoming_by_sender"),
            models.Index(fields=("about_type", "about_id"), name="incoming_by_subject"),
            models.Index(fields=("control",), name="incoming_by_control"),
            models.Index(fields=("-received_at", "-id"), name="incoming_by_moment"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("comms:incoming_message", args=[self.number])

    @property
    def who(self) -> str:
        return self.sender_name or self.sender

    @property
    def refusals(self) -> list[tuple[str, Any]]:
        """Names of attachments that were not kept, and why, in the reader's words."""
        return [(item["name"], FileRefusal(item["why"]).label) for item in self.files_refused]

    @property
    def is_cut(self) -> bool:
        """Longer than is kept beside the raw bytes."""
        return max(len(self.text), len(self.quoted), len(self.html)) >= TEXT_LIMIT

    @property
    def is_replayable(self) -> bool:
        return self.may_move_to(S.RECEIVED)

    @property
    def harmless_html(self) -> SafeString:
        """The HTML as it may be shown: it was cleaned when it was read."""
        return mark_safe(harmless(self.html))

    def content(self) -> bytes:
        """The raw bytes, as they came."""
        with self.raw.open("rb") as file:
            return bytes(file.read())

    def tell(self, letter: Letter) -> None:
        """What was read in it."""
        same = "sort medium sent_at sender sender_name phone subject text quoted html".split()
        for name in same:
            setattr(self, name, getattr(letter, name))
        self.to, self.cc = ", ".join(letter.to)[:2000], ", ".join(letter.cc)[:2000]
        self.references = list(letter.references)

    def replay(self, *, as_person: bool) -> None:
        """Read it once more; `as_person` takes it in whatever kind of message it is."""
        if self.state == S.APPLIED:
            raise AlreadyTakenIn
        self.move_to(S.RECEIVED)
        self.why, self.flood, self.as_person = "", None, as_person

    def become(self, record: models.Model) -> None:
        """It has been taken in as this record."""
        self.move_to(S.APPLIED)
        self.point_to(record)

    def point_to(self, record: models.Model) -> None:
        self.about_type, self.about_id = record._meta.label_lower, record.pk
        self.about_number = str(getattr(record, "number", ""))[:20]
