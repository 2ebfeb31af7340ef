"""What we offer and how goods are packed and handled: code lists with words in three languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.errors import Refused
from kept.kernel.words import say

from .enums import ServiceKind


class Coded(models.Model):
    code = models.CharField(_("code"), max_length=30, unique=True)
    words = models.JSONField(_("name"), default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ALL, "partner": ALL}
    objects = Permitted.as_manager()

    class Meta:
        abstract = True
        ordering = ("position", "code")

    def __str__(self) -> str:
        return say(self.words) or self.code


class NoLongerOffered(Refused):
    default = _("This service is retired; it is no longer offered for anything new.")


class AlreadyRetired(Refused):
    default = _("This service is retired already.")


class StillOffered(Refused):
    default = _("This service is on offer already.")


class ServiceQuerySet(Permitted["Service"]):
    def offered(self, *, beside: Iterable[str] = ()) -> ServiceQuerySet:
        """What may be chosen for something new; `beside` are codes that a record has from before."""
        return self.filter(Q(retired_at=None) | Q(code__in=[*beside]))


class Service(Labelled, Coded):
    """A service we sell: transport, delivery, storage, packaging and others."""

    kind = models.CharField(_("kind"), max_length=12, choices=ServiceKind, default=ServiceKind.VALUE_ADDED)
    covers = models.CharField(_("what it covers"), max_length=300, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    retired_why = models.CharField(_("why it was retired"), max_length=200, blank=True)
    is_green = models.BooleanField(_("green service"), null=True, blank=True)
    disposes_green = models.BooleanField(_("green disposal"), null=True, blank=True)
    green_why = models.CharField(_("why it is green"), max_length=200, blank=True)

    objects: ClassVar = ServiceQuerySet.as_manager()

    class Meta(Coded.Meta):
        verbose_name = _("service")

    def get_absolute_url(self) -> str:
        return reverse("catalog:service", args=[self.code])

    @property
    def number(self) -> str:
        """What people know it by in histories."""
        return self.code

    @property
    def names(self) -> list[tuple[str, str]]:
        """Languages of the company with the name in each, as far as there is one."""
        return [(str(title), self.words[code]) for code, title in settings.LANGUAGES if self.words.get(code)]

    def is_called(self, text: str) -> bool:
        """Whether its code or one of its names has this text in it."""
        wanted = text.casefold()
        return any(wanted in each.casefold() for each in (self.code, *self.words.values()))

    @property
    def state_shown(self) -> tuple[str, str]:
        if self.retired_at:
            return "ended", str(pgettext_lazy("service", "Retired"))
        return "active", str(pgettext_lazy("service", "On offer"))

    def check_offered(self, *, field: str) -> None:
        """Asked by doors where something new is written; `field` is where it was named."""
        if self.retired_at:
            raise NoLongerOffered(field=field)

    def retire(self, *, why: str, at: datetime) -> None:
        """What names it keeps it; it is no longer offered for anything new."""
        if self.retired_at:
            raise AlreadyRetired
        self.retired_at, self.retired_why = at, why.strip()

    def offer_again(self) -> None:
        if not self.retired_at:
            raise StillOffered
        self.retired_at, self.retired_why = None, ""


class PackageKind(Coded):
    class Meta(Coded.Meta):
        verbose_name = _("package kind")


class HandlingMark(Coded):
    """How goods want to be treated: arrow up, handle with care..."""

    class Meta(Coded.Meta):
        verbose_name = _("handling mark")
