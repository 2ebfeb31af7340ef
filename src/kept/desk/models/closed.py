"""That nobody works now, told to whoever writes outside the service hours."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.methods.phones import key_of, mobile_of, writings_of

from ..enums import Channel
from .contacts import Contact
from .routing import Queue


class ClosedNoticeQuerySet(Permitted["ClosedNotice"]):
    def reached(self, contact: Contact, opens_at: datetime | None) -> Self:
        """What the person behind a contact, known by name or by mobile, was told in a closed period."""
        same = Q(contact__contact_person=contact.contact_person_id) & Q(contact__contact_person__isnull=False)
        if mobile := mobile_of(contact.phone):
            same |= Q(sender=mobile) | Q(contact__phone__in=writings_of(key_of(mobile)))
        return self.filter(same, opens_at=opens_at)


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
    objects = ClosedNoticeQuerySet.as_manager()

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
                condition=Q(opens_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.contact.number} {self.sender}"
