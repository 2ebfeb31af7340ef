"""Causes finer than the tier that promises know, and what is done so that they do not come again."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.errors import Refused
from kept.kernel.numbering import number_series
from kept.kernel.words import say
from kept.parties.models import Customer
from kept.people.models import Branch, Person
from kept.promises.enums import Cause
from kept.promises.models import Promise

from .clocked import Clocked, attach_promises, most_pressing

number_series("prevention", "PA-{yy}{mm}-{n:04}", _("Preventive actions"))


class CauseCode(models.Model):
    """One leaf or branch of the tree. At its root stands one of the causes that promises know."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    words = models.JSONField(_("name"), default=dict)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    is_used = models.BooleanField(_("in use"), default=True)

    SCOPES: ClassVar = dict.fromkeys(("branch", "team"), ALL)
    objects = Permitted.as_manager()

    class Meta:
        verbose_name = _("cause in detail")
        ordering = ("cause", "code")
        constraints = (
            models.CheckConstraint(
                name="a_cause_is_not_part_of_itself", condition=Q(parent=None) | ~Q(parent=models.F("id"))
            ),
        )

    def __str__(self) -> str:
        return say(self.words) or self.code

    def get_absolute_url(self) -> str:
        return reverse("desk:cause_code", args=[self.pk])

    @property
    def path(self) -> str:
        """From the root down, as people read it."""
        above = self.parent.path if self.parent else str(self.get_cause_display())
        return f"{above} › {self}"


class DoneAlready(Refused):
    default = _("This is done already.")


class EffectMissing(Refused):
    default = _("Say what was done.")


class PreventiveActionQuerySet(Clocked["PreventiveAction"]):
    def open(self) -> PreventiveActionQuerySet:
        return self.filter(done_at=None)

    def shown(self) -> PreventiveActionQuerySet:
        related = ("owner", "branch", "customer", "cause_code__parent")
        return self.select_related(*related).with_promises()


class PreventiveAction(models.Model):
    """What somebody does by a day so that a cause does not come again, and what it brought."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    what = models.CharField(_("what is done"), max_length=300)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause)
    cause_code = models.ForeignKey(
        CauseCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cause in detail")
    )
    case = models.ForeignKey(
        "desk.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="preventive_actions",
        verbose_name=_("case"),
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    made_at = models.DateTimeField(_("planned at"))
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    effect = models.TextField(_("what was done and what it brought"), blank=True)

    SCOPES: ClassVar = {"branch": ("branch",), "team": ("case__team",)}
    objects = PreventiveActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("preventive action")
        constraints = (
            models.CheckConstraint(
                name="a_done_preventive_action_says_its_effect", condition=Q(done_at=None) | ~Q(effect="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.what}"

    def get_absolute_url(self) -> str:
        return reverse("desk:prevention", args=[self.number])

    @property
    def cause_words(self) -> str:
        return self.cause_code.path if self.cause_code else str(self.get_cause_display())

    @cached_property
    def promises(self) -> list[Promise]:
        attach_promises([self])
        return list(self.__dict__["promises"])

    @property
    def pressing(self) -> Promise | None:
        return most_pressing(self.promises)

    def finish(self, *, effect: str, person_id: int | None, at: datetime) -> None:
        if self.done_at is not None:
            raise DoneAlready
        if not effect.strip():
            raise EffectMissing(field="effect")
        self.effect, self.done_at, self.done_by_id = effect.strip(), at, person_id
