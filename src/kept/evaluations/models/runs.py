"""Evaluations: of whom, by which model, with which inputs, what came out, and what vetoed it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.catalog.models import Service
from kept.kernel.access import Permitted
from kept.kernel.actor import Actor
from kept.kernel.choices import Labelled
from kept.kernel.lifecycle import Lifecycle
from kept.kernel.numbering import number_series
from kept.parties.models import Customer, Partner
from kept.people.models import Branch, Person
from kept.promises.kinds import KINDS
from kept.scorecards.enums import Slice
from kept.scorecards.queries.reading import Whose

from ..enums import Counting, EvaluationKind, EvaluationState, Side, Verdict
from ..rules.refusals import NotAsked, NotWorkedOut
from .designs import Criterion, EvaluationModel, VetoRule

number_series("evaluation", "EV-{yy}{mm}-{n:03}", _("Evaluations"))


class EvaluationQuerySet(Permitted["Evaluation"]):
    def asking(self, actor: Actor) -> EvaluationQuerySet:
        """Those on which this actor may give marks: asked by name, or by a grant."""
        reached = self.permitted(actor, "evaluations.judge").values("pk")
        named = self.model._base_manager.filter(assessors=actor.person_id).values("pk")
        return self.filter(Q(pk__in=reached) | Q(pk__in=named))

    def shown(self) -> EvaluationQuerySet:
        return self.select_related("model", "made_by", "closed_by", "follows")


class Evaluation(Lifecycle, models.Model):
    """One evaluation by one version of a model over some months, closed by a person."""

    MOVES: ClassVar = {
        EvaluationState.JUDGED: {EvaluationState.WORKED_OUT, EvaluationState.CANCELLED},
        EvaluationState.WORKED_OUT: {
            EvaluationState.WORKED_OUT,
            EvaluationState.CLOSED,
            EvaluationState.CANCELLED,
        },
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=120)
    model = models.ForeignKey(
        EvaluationModel, models.PROTECT, related_name="evaluations", verbose_name=_("model")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=EvaluationKind, default=EvaluationKind.DAILY)
    state = models.CharField(
        _("state"), max_length=10, choices=EvaluationState, default=EvaluationState.JUDGED
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("linked to")
    )
    first = models.DateField(_("from month"))
    last = models.DateField(_("to month"))
    element = models.TextField(_("element"))
    purpose = models.TextField(pgettext_lazy("evaluation", "purpose"))
    collected = models.TextField(_("how data were collected"))
    analysed = models.TextField(_("how data were analysed"))
    counting = models.CharField(_("which marks count"), max_length=8, choices=Counting)
    assessors = models.ManyToManyField(
        Person, related_name="+", blank=True, verbose_name=_("asked for marks")
    )
    made_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )
    made_at = models.DateTimeField(_("opened"))
    worked_out_at = models.DateTimeField(_("worked out"), null=True, blank=True)
    as_of = models.DateTimeField(_("as of"), null=True, blank=True)
    method_version = models.CharField(_("method version"), max_length=40, blank=True)
    weights = models.JSONField(_("weights used"), default=list, blank=True)
    intervals = models.JSONField(_("intervals of the weights"), default=list, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    conclusion = models.TextField(_("what follows"), blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(pgettext_lazy("evaluation", "closed"), null=True, blank=True)

    SCOPES: ClassVar[dict[str, Any]] = {"branch": ("rows__branch",)}
    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        indexes = (models.Index(fields=("model", "-last"), name="evaluation_by_model"),)
        constraints = (
            models.CheckConstraint(
                name="an_evaluation_ends_after_it_begins", condition=Q(last__gte=F("first"))
            ),
            models.CheckConstraint(
                name="a_closed_evaluation_was_worked_out",
                condition=~Q(state__in=("worked_out", "closed")) | Q(worked_out_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluations:evaluation", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.state in (EvaluationState.JUDGED, EvaluationState.WORKED_OUT)

    @property
    def span_words(self) -> str:
        return f"{self.first:%Y-%m} – {self.last:%Y-%m}" if self.first != self.last else f"{self.first:%Y-%m}"

    def must_ask(self) -> None:
        if not self.is_open:
            raise NotAsked

    def close(self, *, conclusion: str, person_id: int | None, at: datetime) -> None:
        if self.state != EvaluationState.WORKED_OUT or not conclusion.strip():
            raise NotWorkedOut(field="conclusion")
        self.move_to(EvaluationState.CLOSED)
        self.conclusion, self.closed_by_id, self.closed_at = conclusion.strip(), person_id, at


ONE_OBJECT = (
    Q(slice="customer", customer__isnull=False, branch=None, partner=None, service=None, node="", name="")
    | Q(slice="branch", customer=None, branch__isnull=False, partner=None, service=None, node="", name="")
    | Q(
        slice="subcontractor",
        customer=None,
        branch=None,
        partner__isnull=False,
        service=None,
        node="",
        name="",
    )
    | Q(slice="service", customer=None, branch=None, partner=None, service__isnull=False, node="", name="")
    | Q(slice="all", customer=None, branch=None, partner=None, service=None)
)


class EvaluatedObject(Labelled, models.Model):
    """One of those evaluated, with its result. Our company, a node or a plan stand under the slice 'all'."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="rows")
    slice = models.CharField(max_length=14, choices=Slice)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="+")
    node = models.CharField(max_length=30, blank=True)
    name = models.CharField(max_length=80, blank=True)
    score = models.DecimalField(
        pgettext_lazy("evaluation", "score"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    place = models.PositiveSmallIntegerField(pgettext_lazy("evaluation", "place"), null=True, blank=True)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, blank=True)
    known = models.DecimalField(_("weight with data"), max_digits=7, decimal_places=6, null=True)
    own_score = models.DecimalField(_("own marks"), max_digits=7, decimal_places=4, null=True)
    others_score = models.DecimalField(_("marks by others"), max_digits=7, decimal_places=4, null=True)
    by_method = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("evaluated object")
        ordering = ("evaluation", "place", "pk")
        constraints = (
            models.CheckConstraint(name="an_evaluated_object_is_of_its_slice", condition=ONE_OBJECT),
            *(
                models.UniqueConstraint(
                    fields=("evaluation", whose),
                    condition=Q(**{f"{whose}__isnull": False}),
                    name=f"a_{whose}_is_evaluated_once",
                )
                for whose in ("customer", "branch", "partner", "service")
            ),
            models.UniqueConstraint(
                fields=("evaluation", "node", "name"),
                condition=Q(slice="all"),
                name="what_is_named_is_evaluated_once",
            ),
        )

    def __str__(self) -> str:
        if self.node:
            return str(KINDS[self.node].words) if self.node in KINDS else self.node
        return str(self.record or self.name or _("Our company"))

    @property
    def record(self) -> Any:
        return self.customer or self.branch or self.partner or self.service

    @property
    def whose(self) -> Whose:
        """The slice of the scorecards whose figures count."""
        record = self.record
        return Whose(self.slice, record.pk if record else None)


class Figure(models.Model):
    """What went in for one object and criterion, and its score: kept, so that a result can be followed."""

    row = models.ForeignKey(EvaluatedObject, models.CASCADE, related_name="figures")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=24, decimal_places=9, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    currency = models.CharField(max_length=3, blank=True)
    reason = models.CharField(max_length=10, blank=True)
    marks = models.PositiveIntegerField(default=0)
    score = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    own_score = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    others_score = models.DecimalField(max_digits=7, decimal_places=4, null=True)

    class Meta:
        verbose_name = _("figure of an evaluation")
        constraints = (
            models.UniqueConstraint(fields=("row", "criterion"), name="a_criterion_has_one_figure_an_object"),
        )

    def __str__(self) -> str:
        return f"{self.row_id}/{self.criterion_id}"


class Mark(models.Model):
    """A grade by one criterion. `named` is who said it, when another wrote it down."""

    row = models.ForeignKey(EvaluatedObject, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    assessor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    named = models.CharField(_("on behalf of"), max_length=80, blank=True)
    side = models.CharField(_("side"), max_length=8, choices=Side)
    grade = models.PositiveSmallIntegerField(_("grade"))
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mark")
        constraints = (
            models.UniqueConstraint(
                fields=("row", "criterion", "assessor", "named", "side"), name="an_assessor_marks_once"
            ),
            models.CheckConstraint(name="a_mark_is_a_grade", condition=Q(grade__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.row_id}/{self.criterion_id}: {self.grade}"


class Veto(models.Model):
    """A record or a figure that vetoed an object, as it stood."""

    row = models.ForeignKey(EvaluatedObject, models.CASCADE, related_name="vetoes")
    rule = models.ForeignKey(VetoRule, models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_number = models.CharField(max_length=40, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=9, null=True)

    class Meta:
        verbose_name = _("veto")
        ordering = ("row", "pk")

    def __str__(self) -> str:
        return self.subject_number or str(self.rule)
