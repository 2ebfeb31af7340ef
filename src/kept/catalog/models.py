"""What we offer and how goods are packed and handled: code lists with words in three languages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.words import say


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


class Service(Coded):
    """A service we sell: transport, delivery, storage, packaging and others."""

    is_value_added = models.BooleanField(_("value-added"), default=False)
    is_green = models.BooleanField(_("green service"), default=False)
    disposes_green = models.BooleanField(_("green disposal"), default=False)
    green_why = models.CharField(_("why it is green"), max_length=200, blank=True)

    class Meta(Coded.Meta):
        verbose_name = _("service")


class PackageKind(Coded):
    class Meta(Coded.Meta):
        verbose_name = _("package kind")


class HandlingMark(Coded):
    """How goods want to be treated: arrow up, handle with care..."""

    class Meta(Coded.Meta):
        verbose_name = _("handling mark")
