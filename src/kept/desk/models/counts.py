"""How many calls came in, by short spans of time, where a telephone system tells no more than that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.people.models import Branch


class CallCount(models.Model):
    """Calls of some minutes on one line. What was not counted is empty, never 0."""

    external_key = models.CharField(max_length=160, unique=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    line = models.CharField(_("line"), max_length=60, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    offered = models.PositiveIntegerField(_("calls"))
    answered = models.PositiveIntegerField(_("answered"), null=True, blank=True)
    abandoned = models.PositiveIntegerField(_("given up"), null=True, blank=True)
    in_time = models.PositiveIntegerField(_("answered in time"), null=True, blank=True)
    handle_seconds = models.PositiveIntegerField(_("seconds of work"), null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = Permitted["CallCount"].as_manager()

    class Meta:
        verbose_name = _("count of calls")
        ordering = ("-starts_at", "line")
        indexes = (models.Index(fields=("starts_at",), name="call_count_by_moment"),)
        constraints = (
            models.CheckConstraint(
                name="no_more_calls_answered_than_came_in",
                condition=Q(answered=None) | Q(answered__lte=F("offered")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.starts_at:%Y-%m-%d %H:%M}: {self.offered}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)
