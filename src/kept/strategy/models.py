"""Where what is got falls short of what is wanted, what is done about it, and what came of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import Permitted
from kept.kernel.errors import Refused
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.money import Money
from kept.kernel.numbering import number_series
from kept.parties.enums import Segment
from kept.parties.models import Customer
from kept.people.models import Branch, Person
from kept.promises.enums import Term
from kept.promises.kinds import KINDS
from kept.promises.models import PolicyVersion
from kept.surveys.enums import ItemClass
from kept.surveys.models import Item, Survey

from .enums import ActionState, GapSource, GapState, Verdict
from .rules import priority_of

number_series("gap", "GP-{yy}{mm}-{n:03}", _("Gaps"))
number_series("action", "AC-{yy}{mm}-{n:03}", _("Actions"))


class GapQuerySet(Permitted["Gap"]):
    def unclosed(self) -> GapQuerySet:
        return self.exclude(state=GapState.CLOSED)

    def ranked(self) -> GapQuerySet:
        return self.order_by("-priority", "-id")


class Gap(models.Model):
    """Wanted minus got, positive when something is missing, with the figures as they stood."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    source = models.CharField(_("seen in"), max_length=16, choices=GapSource)
    state = models.CharField(_("state"), max_length=8, choices=GapState, default=GapState.OPEN)
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="gaps")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="gaps")
    promise_kind = models.CharField(_("promise"), max_length=30, blank=True)
    component = models.CharField(_("component"), max_length=12, choices=Term, blank=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="gaps", verbose_name=_("customer")
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="gaps", verbose_name=_("branch")
    )
    key = models.CharField(max_length=120, editable=False)
    wanted = models.DecimalField(_("wanted"), max_digits=12, decimal_places=6)
    got = models.DecimalField(_("got"), max_digits=12, decimal_places=6)
    gap = models.DecimalField(_("gap"), max_digits=12, decimal_places=6)
    width = models.DecimalField(_("share of the scale"), max_digits=8, decimal_places=6)
    importance = models.DecimalField(_("importance"), max_digits=8, decimal_places=6)
    priority = models.DecimalField(_("priority"), max_digits=8, decimal_places=6)
    basis = models.PositiveIntegerField(_("records behind it"))
    item_class = models.CharField(_("class"), max_length=12, blank=True)
    since = models.DateTimeField(_("measured from"))
    until = models.DateTimeField(_("measured until"))
    as_of = models.DateTimeField(_("as of"))
    evidence = models.JSONField(_("evidence"), default=dict)
    closed_at = models.DateTimeField(null=True, blank=True)

    SCOPES: ClassVar = {"branch": ("branch",)}
    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap")
        indexes = (
            models.Index(fields=("-priority", "-id"), name="gap_by_priority"),
            models.Index(fields=("customer", "state"), name="gap_by_customer"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("key",), condition=~Q(state="closed"), name="a_shortfall_is_one_gap_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} · {self.scope_words}"

    def get_absolute_url(self) -> str:
        return reverse("strategy:gap", args=[self.number])

    @property
    def is_rate(self) -> bool:
        """Whether the figures are shares of one; else they are marks of a survey's scale."""
        return self.source != GapSource.SURVEY_ITEM

    @property
    def what(self) -> str:
        """What falls short, in the reader's words."""
        if self.source == GapSource.SURVEY_ITEM:
            return str(self.item)
        if self.source == GapSource.PROMISE_KIND:
            kind = KINDS.get(self.promise_kind)
            return str(kind.words) if kind else self.promise_kind
        if self.source == GapSource.COMPONENT:
            return str(_("Service level: %(part)s") % {"part": self.get_component_display()})
        return str(_("Service level"))

    @property
    def class_words(self) -> str:
        return str(ItemClass(self.item_class).label) if self.item_class else ""

    @property
    def scope_words(self) -> str:
        parts = [
            str(self.customer or ""),
            str(self.get_segment_display()) if self.segment else "",
            str(self.branch or ""),
        ]
        return " · ".join(filter(None, parts)) or str(_("whole company"))

    def scope(self) -> dict[str, Any]:
        """Whose records it speaks of; empty for the whole company."""
        own = {"customer_id": self.customer_id, "segment": self.segment, "branch_id": self.branch_id}
        return {name: value for name, value in own.items() if value}

    def seen_otherwise(self) -> models.QuerySet[Gap]:
        """Gaps about the same promise and the same people: what is felt beside what was done."""
        same = Gap.objects.unclosed().filter(
            promise_kind=self.promise_kind,
            customer=self.customer_id,
            segment=self.segment,
            branch=self.branch_id,
        )
        return same.exclude(pk=self.pk) if self.promise_kind else same.none()

    def weigh(self) -> None:
        self.gap = self.wanted - self.got
        self.priority = priority_of(self.importance, self.width)


class NotMeasurable(Refused):
    default = _("This gap cannot be measured again: it names neither promises nor a survey item.")


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
    risk = models.CharField(_("risk"), max_length=200, blank=True)
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
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategy:action", args=[self.number])

    @property
    def price(self) -> Money | None:
        return None if self.cost is None else Money(self.cost, self.currency)

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
