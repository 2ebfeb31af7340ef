"""What a cycle plans: goals, targets, promises, packages, stages, and the effects it expects."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.choices import Labelled
from kept.kernel.errors import Refused
from kept.kernel.money import Money
from kept.methods.tailoring import Criteria
from kept.parties.enums import Segment
from kept.parties.models import Customer
from kept.people.models import Person
from kept.promises.kinds import KINDS
from kept.promises.models import PolicyVersion
from kept.promises.rules import limit_words
from kept.scorecards.models import Target
from kept.scorecards.queries.targets import title_of

from ..enums import PROJECT, EffectKind, ServiceClass, StageCode, Verdict
from .cycles import Cycle
from .gaps import Gap


class DoneBeforeItBegan(Refused):
    default = _("It is done already.")


class Goal(models.Model):
    """What a gap shall come to, and in which direction the improvement goes."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="goals")
    gap = models.ForeignKey(Gap, models.PROTECT, related_name="goals", verbose_name=_("gap"))
    wanted = models.DecimalField(_("goal"), max_digits=12, decimal_places=6)
    direction = models.CharField(_("direction of the improvement"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("goal")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("cycle", "gap"), name="a_gap_has_one_goal_in_a_cycle"),
        )

    def __str__(self) -> str:
        return f"{self.gap.number} → {self.wanted.normalize():f}"


class PlannedTarget(models.Model):
    """A level that is set when the strategy is put in force: for all, or the one that suits a customer."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="targets")
    indicator = models.CharField(_("indicator"), max_length=60)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    value = models.DecimalField(_("suitable level"), max_digits=18, decimal_places=9)
    why = models.CharField(_("reason"), max_length=200, blank=True)
    target = models.OneToOneField(Target, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("planned target")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.title} {self.value.normalize():f}"

    @property
    def title(self) -> str:
        return str(title_of(self.indicator))


class PlannedPromise(models.Model):
    """A time allowed that becomes a policy version when the strategy is put in force."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="promises")
    kind = models.CharField(_("promise"), max_length=30)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    lane_origin = models.CharField(_("origin of the lane"), max_length=60, blank=True)
    lane_destination = models.CharField(_("destination of the lane"), max_length=60, blank=True)
    limit = models.DurationField(_("time allowed"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    expected = models.JSONField(_("what the simulator expected"), default=dict)
    policy_version = models.ForeignKey(
        PolicyVersion, models.PROTECT, null=True, blank=True, related_name="planned"
    )

    class Meta:
        verbose_name = _("planned promise")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="a_planned_promise_allows_some_time", condition=Q(limit__gt=timedelta())
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind_words} · {self.scope_words}: {self.limit_words}"

    @property
    def kind_words(self) -> str:
        kind = KINDS.get(self.kind)
        return str(kind.words) if kind else self.kind

    @property
    def limit_words(self) -> str:
        return limit_words(self.limit)

    @property
    def scope_words(self) -> str:
        lane = f"{self.lane_origin or '*'} → {self.lane_destination or '*'}"
        parts = [
            str(self.customer or ""),
            lane if self.lane_origin or self.lane_destination else "",
            str(self.service or ""),
            str(self.get_segment_display()) if self.segment else "",
        ]
        return " · ".join(filter(None, parts)) or str(_("whole company"))

    def scope(self) -> dict[str, Any]:
        """As a policy names it."""
        own: dict[str, Any] = {
            "customer": self.customer,
            "segment": self.segment,
            "service": self.service,
            "lane_origin": self.lane_origin,
            "lane_destination": self.lane_destination,
        }
        return {name: value for name, value in own.items() if value}


def _mark(words: Any) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(words)


WORDS = {
    "fulfilment_cost": _("cost of fulfilling the need"),
    "customer_importance": _("importance of the customer"),
    "acceptable_cost": _("cost that is acceptable"),
    "need_importance": _("importance of the need"),
    "competitors": _("what competitors offer"),
}
CRITERIA = tuple(WORDS)


class Package(Labelled, models.Model):
    """A value-added service made for some customers, and the level of service that the five criteria give."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="packages")
    name = models.CharField(_("name"), max_length=120)
    content = models.TextField(_("what it contains"))
    services = models.ManyToManyField(
        Service, blank=True, related_name="+", verbose_name=_("services it is made of")
    )
    segment = models.CharField(_("segment"), max_length=12, choices=Segment, blank=True)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    fulfilment_cost = _mark(WORDS["fulfilment_cost"])
    customer_importance = _mark(WORDS["customer_importance"])
    acceptable_cost = _mark(WORDS["acceptable_cost"])
    need_importance = _mark(WORDS["need_importance"])
    competitors = _mark(WORDS["competitors"])
    similarity = models.DecimalField(
        _("similarity of needs"), max_digits=4, decimal_places=3, null=True, blank=True
    )
    score = models.DecimalField(_("score of the criteria"), max_digits=4, decimal_places=2)
    service_class = models.CharField(_("level of service"), max_length=10, choices=ServiceClass)
    price = models.BigIntegerField(_("price a month"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")

    class Meta:
        verbose_name = _("package")
        ordering = ("-score", "id")
        constraints = (
            models.CheckConstraint(
                name="the_five_criteria_are_marked_from_one_to_five",
                condition=Q(**{f"{name}__gte": 1 for name in CRITERIA})
                & Q(**{f"{name}__lte": 5 for name in CRITERIA}),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def criteria(self) -> Criteria:
        return Criteria(**{name: getattr(self, name) for name in CRITERIA})

    @property
    def marks(self) -> list[tuple[Any, int]]:
        """Each criterion by name with its mark."""
        return [(WORDS[name], getattr(self, name)) for name in CRITERIA]

    @property
    def money(self) -> Money | None:
        return None if self.price is None else Money(self.price, self.currency)

    @property
    def for_whom(self) -> str:
        if self.customer_id:
            return str(self.customer)
        return str(self.get_segment_display()) if self.segment else str(_("all customers"))


class Stage(Labelled, models.Model):
    """One of the five stages of the project or of the three of the schedule."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="stages")
    code = models.CharField(_("stage of the cycle"), max_length=10, choices=StageCode)
    starts_on = models.DateField(_("begins"))
    due_on = models.DateField(_("due day"))
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("stage of the cycle")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("cycle", "code"), name="a_cycle_has_each_stage_once"),
            models.CheckConstraint(
                name="a_stage_is_due_after_it_begins", condition=Q(due_on__gte=F("starts_on"))
            ),
        )

    def __str__(self) -> str:
        return str(self.get_code_display())

    @property
    def is_project(self) -> bool:
        return self.code in PROJECT

    def is_overdue(self, on: date) -> bool:
        return self.done_at is None and self.due_on < on

    def finish(self, *, person_id: int | None, at: datetime) -> None:
        if self.done_at is not None:
            raise DoneBeforeItBegan
        self.done_at, self.done_by_id = at, person_id


class Effect(Labelled, models.Model):
    """A figure before the strategy, what it shall come to, and what it came to."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="effects")
    kind = models.CharField(_("effect"), max_length=14, choices=EffectKind)
    before = models.DecimalField(_("before"), max_digits=18, decimal_places=6, null=True, blank=True)
    before_n = models.PositiveIntegerField(default=0)
    expected = models.DecimalField(_("expected"), max_digits=18, decimal_places=6, null=True, blank=True)
    after = models.DecimalField(_("after"), max_digits=18, decimal_places=6, null=True, blank=True)
    after_n = models.PositiveIntegerField(default=0)
    difference = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    low = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    p_value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    least = models.PositiveIntegerField(default=0)
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict, blank=True)
    measured_at = models.DateTimeField(_("measured again"), null=True, blank=True)

    class Meta:
        verbose_name = _("expected effect")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("cycle", "kind"), name="a_cycle_has_each_effect_once"),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def less_is_better(self) -> bool:
        return self.kind in (EffectKind.COMPLAINTS, EffectKind.COST)

    @property
    def reached(self) -> bool | None:
        """Whether what was expected has come; None while nobody can say."""
        if self.after is None or self.expected is None:
            return None
        return self.after <= self.expected if self.less_is_better else self.after >= self.expected

    def worth(self, value: Decimal | None) -> Decimal | None:
        """A difference so that more is better."""
        return None if value is None else -value if self.less_is_better else value
