"""Channels: the mail accounts, webhooks and notification services by which messages come and go."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.people.models import Branch, Team

from ..enums import AccountKind, Count, Medium, Security
from ..rules.faults import in_words
from ..rules.sealing import derived, seal, unseal


class AccountQuerySet(Permitted["Account"]):
    def active(self) -> AccountQuerySet:
        return self.filter(is_active=True)

    def polled(self) -> AccountQuerySet:
        """Mail accounts that are asked for new mail."""
        return self.active().filter(kind=AccountKind.MAIL).exclude(imap_host="")

    def sending(self) -> AccountQuerySet:
        """Mail accounts that mail goes out by."""
        return self.active().filter(kind=AccountKind.MAIL).exclude(smtp_host="")

    def down(self) -> AccountQuerySet:
        return self.active().filter(Q(in_down_since__isnull=False) | Q(out_down_since__isnull=False))


class Account(models.Model):
    """One channel. Its secret is sealed; it is shown to nobody once it is entered."""

    kind = models.CharField(_("kind"), max_length=12, choices=AccountKind, default=AccountKind.MAIL)
    name = models.CharField(_("name"), max_length=60, unique=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="channels", verbose_name=_("team")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    token = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe)
    sealed = models.TextField(blank=True)

    address = models.EmailField(_("mail address"), blank=True)
    sender_name = models.CharField(_("name of the sender"), max_length=80, blank=True)
    signature = models.TextField(_("signature"), blank=True)
    login = models.CharField(_("login"), max_length=120, blank=True)
    imap_host = models.CharField(_("IMAP server"), max_length=120, blank=True)
    imap_port = models.PositiveIntegerField(_("IMAP port"), default=993)
    imap_security = models.CharField(
        _("IMAP encryption"), max_length=10, choices=Security, default=Security.TLS
    )
    imap_folder = models.CharField(_("IMAP folder"), max_length=120, default="INBOX")
    smtp_host = models.CharField(_("SMTP server"), max_length=120, blank=True)
    smtp_port = models.PositiveIntegerField(_("SMTP port"), default=465)
    smtp_security = models.CharField(
        _("SMTP encryption"), max_length=10, choices=Security, default=Security.TLS
    )
    authserv = models.CharField(_("own server in Authentication-Results"), max_length=120, blank=True)
    takes_plus = models.BooleanField(_("takes addresses with a plus"), default=False)
    medium = models.CharField(_("goes by"), max_length=10, choices=Medium, default=Medium.SMS)
    is_group = models.BooleanField(_("is a team's group chat"), default=False)

    added_at = models.DateTimeField(_("added"))
    key_made_at = models.DateTimeField(_("key of the webhook made"), null=True, blank=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    polled_at = models.DateTimeField(null=True, blank=True)
    in_down_since = models.DateTimeField(null=True, blank=True)
    in_why = models.CharField(max_length=120, blank=True)
    out_down_since = models.DateTimeField(null=True, blank=True)
    out_why = models.CharField(max_length=120, blank=True)
    out_retry_at = models.DateTimeField(null=True, blank=True)
    out_failures = models.PositiveSmallIntegerField(default=0)

    SCOPES: ClassVar = {"branch": ("branch",), "team": ("team",)}
    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel")
        ordering = ("kind", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("address",), name="an_address_is_one_account", condition=~Q(address="")
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("comms:channel", args=[self.pk])

    @property
    def is_set_up(self) -> bool:
        """Whether anything can come or go: a server, the address of a service, or a key for calls."""
        if self.kind == AccountKind.NOTIFICATION:
            return bool(self.sealed)
        return bool(self.imap_host or self.smtp_host or self.key_made_at)

    @property
    def secret(self) -> str:
        """For the one that connects, never for a page, a log or an answer."""
        return unseal(self.sealed)

    @property
    def hook_key(self) -> str:
        """What callers of the webhook sign with. A new token is a new key."""
        return derived("kept.comms.hook", self.token, 52)

    def make_key(self, *, at: datetime) -> None:
        self.token, self.key_made_at = secrets.token_urlsafe(), at

    def keep_secret(self, secret: str) -> None:
        self.sealed = seal(secret)

    @property
    def down_since(self) -> datetime | None:
        return min(filter(None, (self.in_down_since, self.out_down_since)), default=None)

    @property
    def down_why(self) -> str:
        return " · ".join(dict.fromkeys(filter(None, (self.in_words, self.out_words))))

    @property
    def in_words(self) -> str:
        """Why nothing comes in."""
        return in_words(self.in_why)

    @property
    def out_words(self) -> str:
        """Why nothing goes out."""
        return in_words(self.out_why)

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2] or "localhost"


class Tally(models.Model):
    """How many messages a channel took, sent and refused on a day, by reason."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tallies")
    day = models.DateField()
    what = models.CharField(max_length=10, choices=Count)
    reason = models.CharField(max_length=20, blank=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = _("count of a channel")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "day", "what", "reason"), name="a_channel_counts_once_a_day"
            ),
        )


class Call(models.Model):
    """A number that a webhook's caller used once; a second time it is refused."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="calls")
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("call of a webhook")
        constraints = (models.UniqueConstraint(fields=("account", "nonce"), name="a_call_is_taken_once"),)
