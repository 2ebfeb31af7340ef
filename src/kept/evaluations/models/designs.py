"""Evaluation models: what is looked at, how much it weighs, who said so, and what vetoes the rest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from kept.kernel.access import ALL, Permitted
from kept.kernel.choices import Labelled
from kept.kernel.words import say
from kept.methods.scoring import Operator
from kept.people.models import Person
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Direction

from ..enums import FromData, Method, Missing, ModelState, Objects, Source, VetoSource, WeightOrigin
from ..rules.refusals import InUse

OPERATORS = (
    (Operator.PRODUCT_SUM.value, _("product and sum: all counts")),
    (Operator.MIN_MAX.value, _("smaller and largest: the main factor decides")),
    (Operator.PRODUCT_MAX.value, _("product and largest")),
    (Operator.MIN_SUM.value, _("smaller and bounded sum")),
)


class EvaluationModelQuerySet(Permitted["EvaluationModel"]):
    def current(self) -> EvaluationModelQuerySet:
        return self.filter(state=ModelState.CURRENT)


class EvaluationModel(Labelled, models.Model):
    """One version of a way to evaluate: element, object, purpose, method, and a tree of criteria."""

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=ModelState, default=ModelState.DRAFT)
    words = models.JSONField(_("title"), default=dict)
    element_words = models.JSONField(_("element"), default=dict)
    purpose_words = models.JSONField(pgettext_lazy("evaluation", "purpose"), default=dict)
    objects_kind = models.CharField(_("object"), max_length=14, choices=Objects)
    method = models.CharField(_("method"), max_length=10, choices=Method, default=Method.WEIGHTED)
    operator = models.CharField(
        _("fuzzy operator"), max_length=12, choices=OPERATORS, default=Operator.PRODUCT_SUM.value
    )
    from_data = models.CharField(_("weights"), max_length=10, choices=FromData, blank=True)
    missing = models.CharField(_("without data"), max_length=10, choices=Missing, default=Missing.NO_RESULT)
    grade_words = models.JSONField(_("grades"), default=list)
    pass_score = models.DecimalField(_("passed from"), max_digits=5, decimal_places=2, default=Decimal(60))
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(pgettext_lazy("evaluation", "made"))
    used_from = models.DateTimeField(_("in use since"), null=True, blank=True)

    SCOPES: ClassVar[dict[str, Any]] = {"branch": ALL, "team": ALL}
    objects = EvaluationModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation model")
        ordering = ("code", "-version")
        constraints = (
            models.UniqueConstraint(fields=("code", "version"), name="a_model_counts_its_versions"),
            models.UniqueConstraint(
                fields=("code",), condition=Q(state="current"), name="one_version_of_a_model_is_in_use"
            ),
            models.UniqueConstraint(
                fields=("code",), condition=Q(state="draft"), name="one_version_of_a_model_is_a_draft"
            ),
        )

    def __str__(self) -> str:
        return say(self.words) or self.code

    def get_absolute_url(self) -> str:
        return reverse("evaluations:model", args=[self.code, self.version])

    @property
    def number(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def element(self) -> str:
        return say(self.element_words)

    @property
    def purpose(self) -> str:
        return say(self.purpose_words)

    @property
    def is_draft(self) -> bool:
        return self.state == ModelState.DRAFT

    @property
    def grades(self) -> int:
        return len(self.grade_words)

    def grade(self, mark: int) -> str:
        """What a mark says; 1 is the lowest."""
        return say(self.grade_words[mark - 1]) if 0 < mark <= self.grades else str(mark)

    @property
    def grade_choices(self) -> list[tuple[int, str]]:
        """Best first, as they are read."""
        return [(mark, self.grade(mark)) for mark in range(self.grades, 0, -1)]

    def must_be_draft(self) -> None:
        """Raises InUse: what was evaluated by a version must stay true of it."""
        if not self.is_draft:
            raise InUse


class Criterion(Labelled, models.Model):
    """A node of the tree. Inner nodes have no source; leaves have an indicator or are judged by grades."""

    model = models.ForeignKey(EvaluationModel, models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    code = models.SlugField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("number"))
    words = models.JSONField(_("criterion"), default=dict)
    weight = models.DecimalField(
        pgettext_lazy("evaluation", "weight"), max_digits=9, decimal_places=8, default=0
    )
    origin = models.CharField(_("weight from"), max_length=8, choices=WeightOrigin, default=WeightOrigin.HAND)
    source = models.CharField(_("figure from"), max_length=10, choices=Source, blank=True)
    indicator = models.CharField(_("indicator"), max_length=60, blank=True)
    worst = models.DecimalField(_("worst"), max_digits=18, decimal_places=6, null=True, blank=True)
    best = models.DecimalField(_("best"), max_digits=18, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("criterion")
        ordering = ("model", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("model", "code"), name="a_criterion_stands_once_in_a_model"),
            models.CheckConstraint(name="a_weight_is_a_share", condition=Q(weight__gte=0, weight__lte=1)),
            models.CheckConstraint(
                name="a_recorded_criterion_names_its_indicator",
                condition=Q(source="recorded") & ~Q(indicator="") | ~Q(source="recorded") & Q(indicator=""),
            ),
            models.CheckConstraint(
                name="a_scale_has_two_ends",
                condition=Q(worst=None, best=None)
                | Q(worst__isnull=False, best__isnull=False) & ~Q(worst=F("best")),
            ),
        )

    def __str__(self) -> str:
        if text := say(self.words):
            return text
        told = INDICATORS.get(self.indicator)
        return str(told.title) if told else self.code

    @property
    def called(self) -> dict[str, str]:
        """Its words in every language, or those of its indicator."""
        if any(self.words.values()) or self.indicator not in INDICATORS:
            return dict(self.words)
        found = {}
        for code, _name in settings.LANGUAGES:
            with override(code):
                found[code] = str(INDICATORS[self.indicator].title)
        return found

    @property
    def is_judged(self) -> bool:
        return self.source == Source.JUDGED

    @property
    def more_is_better(self) -> bool:
        if self.worst is not None and self.best is not None:
            return self.best > self.worst
        told = INDICATORS.get(self.indicator)
        return self.is_judged or told is None or told.direction != Direction.DOWN


class PairJudgement(models.Model):
    """What one judge said of two criteria beside each other.

    `steps` 3: the first is 4 times as important; -3: the second is; 0: they are alike.
    """

    model = models.ForeignKey(EvaluationModel, models.CASCADE, related_name="pairs")
    judge = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("judge"))
    first = models.ForeignKey(Criterion, models.CASCADE, related_name="+")
    second = models.ForeignKey(Criterion, models.CASCADE, related_name="+")
    steps = models.SmallIntegerField(_("comparison"))
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("comparison in pairs")
        constraints = (
            models.UniqueConstraint(fields=("judge", "first", "second"), name="a_judge_compares_a_pair_once"),
            models.CheckConstraint(
                name="a_comparison_goes_from_1_to_9", condition=Q(steps__gte=-8, steps__lte=8)
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_id} : {self.second_id} = {self.steps}"


class VetoRule(Labelled, models.Model):
    """A failure of quality that vetoes whatever the rest says."""

    model = models.ForeignKey(EvaluationModel, models.CASCADE, related_name="veto_rules")
    source = models.CharField(_("what vetoes"), max_length=10, choices=VetoSource)
    indicator = models.CharField(_("indicator"), max_length=60, blank=True)
    limit = models.DecimalField(pgettext_lazy("evaluation", "limit"), max_digits=18, decimal_places=6)
    why = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("veto rule")
        ordering = ("model", "pk")
        constraints = (
            models.CheckConstraint(
                name="a_veto_by_indicator_names_it",
                condition=Q(source="indicator") & ~Q(indicator="") | ~Q(source="indicator") & Q(indicator=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_source_display())
