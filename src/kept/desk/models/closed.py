"""That nobody works now, told to whoever writes outside the service hours."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted

from ..enums import Channel
from .contacts import Contact
from .routing import Queue


class ClosedNotice(models.Model):
    """What was told to one sender in one closed period, which the moment of the next opening names."""

    contact = models.OneToOneField(
        Contact, models.CASCADE, related_name="closed_notice", verbose_name=_("contact")
    )
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="+", verbose_name=_("queue"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    sender = models.CharField(_("sender"), max_length=254)
    opens_at = models.DateTimeField(_("open again"), null=True, blank=True)
    text = models.TextField(_("text"))
    at = models.DateTimeField()

    SCOPES: ClassVar = {"branch": ("contact__branch",), "team": ("contact__team",)}
    objects = Permitted["ClosedNotice"].as_manager()

    class Meta:
        verbose_name = _("out-of-hours notice")
        verbose_name_plural = _("out-of-hours notices")
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("sender", "channel", "opens_at"), name="a_sender_is_told_once_in_a_closed_period"
            ),
            models.UniqueConstraint(
                fields=("sender", "channel"),
                name="a_sender_is_told_once_while_no_opening_is_known",
                condition=models.Q(opens_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.contact.number} {self.sender}"
