"""Figures as they were worked out, the levels that were set for them, and how far the facts are written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.access import ALL, Permitted
from kept.parties.models import Customer, Partner
from kept.people.models import Branch, Person

from ..enums import Came, Change, Slice

ONE_PARTY = (
    Q(slice="all", customer=None, branch=None, partner=None, service=None)
    | Q(slice="customer", customer__isnull=False, branch=None, partner=None, service=None)
    | Q(slice="branch", customer=None, branch__isnull=False, partner=None, service=None)
    | Q(slice="subcontractor", customer=None, branch=None, partner__isnull=False, service=None)
    | Q(slice="service", customer=None, branch=None, partner=None, service__isnull=False)
)


class FactCursor(models.Model):
    """How far the events have been carried into a fact table; or a month whose figures wait."""

    table = models.CharField(max_length=40, unique=True)
    last_event_id = models.BigIntegerField(default=0)
    as_of = models.DateTimeField()

    class Meta:
        verbose_name = _("state of a fact table")


class Score(models.Model):
    """An indicator of a month for the whole company or one customer, branch, subcontractor or service.

    A share or a mean is its numerator over its denominator, so months add up. No row is 'no data'.
    """

    indicator = models.CharField(_("indicator"), max_length=60)
    slice = models.CharField(_("whose"), max_length=14, choices=Slice)
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, related_name="scores", verbose_name=_("customer"), db_index=False
    )
    branch = models.ForeignKey(
        Branch, models.CASCADE, null=True, related_name="scores", verbose_name=_("branch"), db_index=False
    )
    partner = models.ForeignKey(
        Partner,
        models.CASCADE,
        null=True,
        related_name="scores",
        verbose_name=_("subcontractor"),
        db_index=False,
    )
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, related_name="scores", verbose_name=_("service"), db_index=False
    )
    month = models.DateField(_("month"))
    numerator = models.DecimalField(max_digits=24, decimal_places=6)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    value = models.DecimalField(_("figure"), max_digits=24, decimal_places=9)
    parts = models.JSONField(default=dict)
    """The measures of a formula that is no plain share, so that its months make a figure too."""

    currency = models.CharField(_("currency"), max_length=3, blank=True)
    version = models.PositiveIntegerField(default=0)
    as_of = models.DateTimeField(_("as of"))

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",), "partner": ("partner",)}
    objects = Permitted["Score"].as_manager()

    class Meta:
        verbose_name = _("score")
        indexes = (
            models.Index(fields=("indicator", "slice", "month"), name="score_by_indicator"),
            models.Index(fields=("customer", "indicator", "month"), name="score_by_customer"),
            models.Index(fields=("branch", "indicator", "month"), name="score_by_branch"),
            models.Index(fields=("partner", "indicator", "month"), name="score_by_partner"),
            models.Index(fields=("service", "indicator", "month"), name="score_by_service"),
            models.Index(fields=("month",), name="score_by_month"),
        )
        constraints = (
            models.CheckConstraint(name="a_score_is_of_its_slice", condition=ONE_PARTY),
            models.UniqueConstraint(
                fields=("indicator", "month", "slice", "customer", "branch", "partner", "service"),
                name="an_indicator_has_one_figure_a_month",
                nulls_distinct=None,
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m}"


class TargetQuerySet(Permitted["Target"]):
    def of(self, indicator: str) -> TargetQuerySet:
        return self.filter(indicator=indicator)


class Target(models.Model):
    """A level that was set, from a day on, for everybody or for one customer, branch, subcontractor, service.

    Rows are added, never changed: the newest that is valid and most special counts.
    """

    indicator = models.CharField(_("indicator"), max_length=60)
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name=_("customer")
    )
    branch = models.ForeignKey(
        Branch, models.CASCADE, null=True, blank=True, related_name="targets", verbose_name=_("branch")
    )
    partner = models.ForeignKey(
        Partner,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("subcontractor"),
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name=_("service")
    )
    value = models.DecimalField(_("level set"), max_digits=18, decimal_places=9)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    why = models.CharField(_("reason"), max_length=200, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ("customer",)}
    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        indexes = (models.Index(fields=("indicator", "-valid_from", "-id"), name="target_in_force"),)
        constraints = (
            models.CheckConstraint(
                name="a_target_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.value.normalize():f}"


class OfSomebody(models.Model):
    """Whose it is: the whole company or one customer, branch, subcontractor or service."""

    slice = models.CharField(_("whose"), max_length=14, choices=Slice, default=Slice.ALL)
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    branch = models.ForeignKey(
        Branch, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("branch")
    )
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("subcontractor")
    )
    service = models.ForeignKey(
        Service, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("service")
    )

    SCOPES: ClassVar = {"branch": ("branch",), "customer": ("customer",), "partner": ("partner",)}

    class Meta:
        abstract = True

    @property
    def party(self) -> Any:
        return self.customer or self.branch or self.partner or self.service

    @property
    def party_id(self) -> int | None:
        return self.customer_id or self.branch_id or self.partner_id or self.service_id


class NumberEntry(OfSomebody):
    """A base number of a month as somebody entered it.

    Rows are added, never changed: of the same number, month, party and product the newest counts. A row
    without a value takes the number back.
    """

    number = models.CharField(_("number"), max_length=60)
    month = models.DateField(_("month"))
    product = models.CharField(_("product"), max_length=80, blank=True)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6, null=True)
    source = models.CharField(_("where it comes from"), max_length=200)
    note = models.CharField(_("note"), max_length=200, blank=True)
    came = models.CharField(_("came"), max_length=5, choices=Came, default=Came.HAND)
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))

    objects = Permitted["NumberEntry"].as_manager()

    class Meta:
        verbose_name = _("base number")
        indexes = (
            models.Index(fields=("number", "month", "-id"), name="number_of_a_month"),
            models.Index(fields=("month", "number"), name="numbers_of_a_month"),
        )
        constraints = (models.CheckConstraint(name="a_number_is_of_its_slice", condition=ONE_PARTY),)

    def __str__(self) -> str:
        return f"{self.number} {self.month:%Y-%m}"


class Judgement(OfSomebody):
    """What one person judged of an indicator, on a scale, with the reason. The newest of a person counts."""

    indicator = models.CharField(_("indicator"), max_length=60)
    month = models.DateField(_("month"))
    mark = models.DecimalField(_("mark"), max_digits=6, decimal_places=2)
    low = models.SmallIntegerField(_("lowest mark"))
    high = models.SmallIntegerField(_("highest mark"))
    why = models.CharField(_("reason"), max_length=500)
    judge = models.ForeignKey(Person, models.PROTECT, related_name="judgements", verbose_name=_("judged by"))
    judged_at = models.DateTimeField(_("judged at"))

    objects = Permitted["Judgement"].as_manager()

    class Meta:
        verbose_name = _("judgement")
        indexes = (models.Index(fields=("month", "indicator", "-id"), name="judgements_of_a_month"),)
        constraints = (
            models.CheckConstraint(name="a_judgement_is_of_its_slice", condition=ONE_PARTY),
            models.CheckConstraint(
                name="a_mark_lies_on_its_scale", condition=Q(mark__gte=F("low"), mark__lte=F("high"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m}"

    @property
    def points(self) -> Decimal:
        """Set on 0 to 100."""
        return (self.mark - self.low) * 100 / (self.high - self.low)


class IndicatorVersion(models.Model):
    """An indicator as users added, changed or retired it, from a month on. The one that began last counts."""

    code = models.CharField(_("code"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    change = models.CharField(_("what was done"), max_length=8, choices=Change)
    valid_from = models.DateField(_("valid from"))
    words = models.JSONField(_("title"), default=dict)
    means = models.CharField(_("what it means"), max_length=400, blank=True)
    formula = models.CharField(_("formula"), max_length=500, blank=True)
    how = models.CharField(max_length=8, blank=True)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    direction = models.CharField(_("direction"), max_length=4, blank=True)
    phase = models.CharField(_("phase"), max_length=6, blank=True)
    horizon = models.CharField(_("horizon"), max_length=5, blank=True)
    group = models.CharField(_("group"), max_length=40, blank=True)
    over = models.CharField(max_length=4, blank=True)
    low = models.SmallIntegerField(default=1)
    high = models.SmallIntegerField(default=5)
    why = models.CharField(_("reason"), max_length=200)
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted["IndicatorVersion"].as_manager()

    class Meta:
        verbose_name = _("version of an indicator")
        indexes = (models.Index(fields=("code", "-version"), name="versions_of_an_indicator"),)
        constraints = (
            models.UniqueConstraint(fields=("code", "version"), name="an_indicator_counts_its_versions"),
        )

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Bounds(models.Model):
    """From which figure to which the score of an indicator runs from 0 to 100, from a day on.

    `worst` and `best` bound a straight line; for a band the score is 100 from `low` to `high` and falls to 0
    at `worst` and `best`.
    """

    indicator = models.CharField(_("indicator"), max_length=60)
    worst = models.DecimalField(_("worst"), max_digits=24, decimal_places=6)
    best = models.DecimalField(_("best"), max_digits=24, decimal_places=6)
    low = models.DecimalField(_("good from"), max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(_("good up to"), max_digits=24, decimal_places=6, null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    why = models.CharField(_("reason"), max_length=200, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ALL, "partner": ALL}
    objects = Permitted["Bounds"].as_manager()

    class Meta:
        verbose_name = _("bounds of a score")
        indexes = (models.Index(fields=("indicator", "-valid_from", "-id"), name="bounds_in_force"),)
        constraints = (
            models.CheckConstraint(name="bounds_lie_apart", condition=~Q(worst=F("best"))),
            models.CheckConstraint(
                name="a_band_has_two_ends",
                condition=Q(low=None, high=None)
                | Q(low__isnull=False, high__isnull=False, low__lte=F("high")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.worst.normalize():f}–{self.best.normalize():f}"


class Weighting(models.Model):
    """What each part of a node weighs, from a day on; the shares make one whole."""

    node = models.CharField(_("group"), max_length=40)
    shares = models.JSONField(_("shares"))
    valid_from = models.DateField(_("valid from"))
    method = models.CharField(_("how they were found"), max_length=80, blank=True)
    why = models.CharField(_("reason"), max_length=200, blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"))

    SCOPES: ClassVar = {"branch": ALL, "team": ALL, "customer": ALL, "partner": ALL}
    objects = Permitted["Weighting"].as_manager()

    class Meta:
        verbose_name = _("weights")
        indexes = (models.Index(fields=("node", "-valid_from", "-id"), name="weights_in_force"),)

    def __str__(self) -> str:
        return f"{self.node} {self.valid_from}"
