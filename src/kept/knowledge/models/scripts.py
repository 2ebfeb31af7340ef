"""Scripts: what to say, by stage of a talk, channel and kind of case."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.words import say
from kept.people.models import Person

from ..enums import Stage


class ScriptQuerySet(Permitted["Script"]):
    def fitting(self, *, channel: str = "", kind: str = "") -> Self:
        """In use, and meant for this channel and kind of case or for all."""
        return self.filter(
            Q(channel="") | Q(channel=channel), Q(kind="") | Q(kind=kind), is_active=True
        ).order_by("place", "pk")


class Script(models.Model):
    """What is said at one stage of a talk. The words in force are its newest version's."""

    code = models.CharField(max_length=40, unique=True, null=True, editable=False)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    titles = models.JSONField(_("title"), default=dict)
    texts = models.JSONField(_("words"), default=dict)
    channel = models.CharField(_("channel"), max_length=12, blank=True)
    kind = models.CharField(_("kind of case"), max_length=20, blank=True)
    place = models.PositiveSmallIntegerField(_("place"), default=50)
    is_active = models.BooleanField(_("in use"), default=True)
    changed_at = models.DateTimeField(_("changed"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = ScriptQuerySet.as_manager()

    class Meta:
        verbose_name = _("script")
        verbose_name_plural = _("scripts")
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return say(self.titles)

    def get_absolute_url(self) -> str:
        return reverse("knowledge:script", args=[self.pk])

    @property
    def text(self) -> str:
        return say(self.texts)

    @property
    def lines(self) -> list[str]:
        """A checklist: one line, one point."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


class ScriptVersion(models.Model):
    """How a script read."""

    script = models.ForeignKey(Script, models.CASCADE, related_name="versions")
    n = models.PositiveIntegerField(_("version"))
    texts = models.JSONField(_("words"))
    why = models.CharField(_("what changed and why"), max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("version of a script")
        ordering = ("-n",)
        constraints = (
            models.UniqueConstraint(fields=("script", "n"), name="versions_of_a_script_are_counted"),
        )
