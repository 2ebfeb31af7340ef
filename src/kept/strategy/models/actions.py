"""What is done about a gap, and what came of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.desk.models import PreventiveAction
from kept.kernel.access import Permitted
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.people.models import Branch, Person
from kept.promises.models import PolicyVersion

from ..enums import ActionState, Verdict
from ..rules import expected_gain
from .gaps import Gap

number_series("action", "AC-{yy}{mm}-{n:03}", _("Actions"))


class EndMissing(Refused):
    default = _("Say why it is dropped.")


class ActionQuerySet(Permitted["Action"]):
    def unfinished(self) -> ActionQuerySet:
        return self.filter(state__in=(ActionState.PROPOSED, ActionState.AGREED, ActionState.RUNNING))


class Action(Lifecycle, models.Model):
    """What somebody does by a day so that a gap closes, at what cost, expecting what."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("what is done"), max_length=160)
    gap = models.ForeignKey(Gap, models.PROTECT, related_name="actions", verbose_name=_("gap"))
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("branch")
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="actions", verbose_name=_("owner"))
    due_on = models.DateField(_("due day"))
    cost = models.BigIntegerField(_("cost"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    expected_from = models.DecimalField(_("expected effect: from"), max_digits=12, decimal_places=6)
    expected_to = models.DecimalField(_("expected effect: to"), max_digits=12, decimal_places=6)
    benefit = models.BigIntegerField(_("benefit a year"), null=True, blank=True)
    risk = models.CharField(_("risk"), max_length=200, blank=True)
    failure_chance = models.DecimalField(
        _("chance that it does not work"), max_digits=4, decimal_places=3, null=True, blank=True
    )
    prevention = models.ForeignKey(
        PreventiveAction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="strategy_actions",
        verbose_name=_("grew from"),
    )
    state = models.CharField(_("state"), max_length=8, choices=ActionState, default=ActionState.PROPOSED)
    policy_version = models.ForeignKey(
        PolicyVersion, models.PROTECT, null=True, blank=True, related_name="actions"
    )
    proposed_at = models.DateTimeField(_("proposed"))
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)
    why_dropped = models.CharField(_("why dropped"), max_length=200, blank=True)
    measured_before = models.DecimalField(_("before"), max_digits=12, decimal_places=6, null=True, blank=True)
    measured_after = models.DecimalField(_("after"), max_digits=12, decimal_places=6, null=True, blank=True)
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict, blank=True)
    re_measured_at = models.DateTimeField(_("measured again"), null=True, blank=True)

    MOVES: ClassVar = {
        ActionState.PROPOSED: {ActionState.AGREED, ActionState.DROPPED},
        ActionState.AGREED: {ActionState.RUNNING, ActionState.DROPPED},
        ActionState.RUNNING: {ActionState.DONE, ActionState.DROPPED},
        ActionState.DONE: set(),
        ActionState.DROPPED: set(),
    }
    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        indexes = (models.Index(fields=("state", "due_on"), name="action_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="a_dropped_action_says_why", condition=~Q(state="dropped") | ~Q(why_dropped="")
            ),
            models.CheckConstraint(
                name="a_done_action_has_a_moment", condition=~Q(state="done") | Q(done_at__isnull=False)
            ),
            models.CheckConstraint(
                name="a_chance_of_failure_is_a_share",
                condition=Q(failure_chance=None) | Q(failure_chance__gte=0, failure_chance__lte=1),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategy:action", args=[self.number])

    @property
    def price(self) -> Money | None:
        return None if self.cost is None else Money(self.cost, self.currency)

    @property
    def benefit_money(self) -> Money | None:
        return None if self.benefit is None else Money(self.benefit, self.currency)

    @property
    def expected_gain(self) -> Money | None:
        """What it is expected to bring in a year after its cost; None while a figure is missing."""
        found = expected_gain(self.cost, self.benefit, self.failure_chance)
        return None if found is None else Money(found, self.currency)

    @property
    def changed_at(self) -> datetime | None:
        """From when the change works: the policy version's first day, else when it was begun."""
        return self.policy_version.valid_from if self.policy_version else self.started_at

    def is_overdue(self, at: datetime) -> bool:
        from django.utils.timezone import localdate

        unfinished = self.state not in (ActionState.DONE, ActionState.DROPPED)
        return unfinished and self.due_on < localdate(at)

    def agree(self, *, by: int | None, at: datetime) -> None:
        self.move_to(ActionState.AGREED)
        self.agreed_at, self.agreed_by_id = at, by

    def begin(self, *, at: datetime) -> None:
        self.move_to(ActionState.RUNNING)
        self.started_at = at

    def finish(self, *, at: datetime) -> None:
        self.move_to(ActionState.DONE)
        self.done_at = at

    def drop(self, *, why: str, at: datetime) -> None:
        if not why.strip():
            raise EndMissing(field="why")
        self.move_to(ActionState.DROPPED)
        self.dropped_at, self.why_dropped = at, why.strip()

    def keep_result(self, result: Remeasurement) -> None:
        self.measured_before, self.measured_after = result.before, result.after
        self.verdict, self.re_measured_at = result.verdict, result.measured_at


class Remeasurement(models.Model):
    """The same figure before the change and after it, and what the difference proves."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="remeasurements")
    measured_at = models.DateTimeField()
    before_from = models.DateTimeField()
    before_until = models.DateTimeField()
    after_from = models.DateTimeField()
    after_until = models.DateTimeField()
    before_n = models.PositiveIntegerField()
    after_n = models.PositiveIntegerField()
    before = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    after = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    difference = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    p_value = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict)
    least = models.PositiveIntegerField()
    method = models.CharField(max_length=40, blank=True)
    series = models.JSONField(default=list)

    class Meta:
        verbose_name = _("re-measurement")
        ordering = ("-measured_at", "-id")
        indexes = (models.Index(fields=("action", "-measured_at"), name="remeasurement_by_action"),)

    @property
    def reached(self) -> bool | None:
        """Whether the figure after reached what was expected; None while nobody can say."""
        return None if self.after is None else self.after >= self.action.expected_to

    @property
    def change(self) -> Decimal | None:
        return self.difference
