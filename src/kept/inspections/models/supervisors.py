"""People from outside who watch our service and tell what they find."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.people.models import Branch, Person


class SupervisorQuerySet(Permitted["Supervisor"]):
    def serving(self, at: datetime) -> SupervisorQuerySet:
        return self.filter(ended_at=None, until__gte=localtime(at).date())


class Supervisor(models.Model):
    """A social supervisor with a login of their own, appointed until a day."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="supervisor", verbose_name=_("person"))
    background = models.CharField(_("who they are"), max_length=160)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    appointed_at = models.DateTimeField(_("appointed"))
    until = models.DateField(_("until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ALL}
    objects = SupervisorQuerySet.as_manager()

    class Meta:
        verbose_name = _("social supervisor")
        ordering = ("-appointed_at", "-id")

    def __str__(self) -> str:
        return self.person.name
