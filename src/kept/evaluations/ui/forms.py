"""What is asked about models, comparisons, evaluations and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.parties.models import Customer, Partner
from kept.people.models import Branch, Person
from kept.promises.kinds import kind_choices
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Direction

from ..enums import (
    Counting,
    EvaluationKind,
    EvaluationState,
    FromData,
    Method,
    Missing,
    Objects,
    Side,
    Source,
    VetoSource,
)
from ..models import Criterion, EvaluatedObject, Evaluation, EvaluationModel
from ..models.designs import OPERATORS
from ..queries.pairs import pairs_of, value_of
from ..queries.trees import Node, siblings

ANY = ("", _("all"))
HUNDRED = Decimal(100)


def _long(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), **more)


def _share(label: Any, **more: Any) -> forms.DecimalField:
    """In per cent on the page, a fraction inside, as finely as comparisons in pairs make it."""
    return forms.DecimalField(label=label, min_value=0, max_value=100, decimal_places=6, **more)


def said(before: Mapping[str, str] | None, text: str) -> dict[str, str]:
    """Words in the reader's language beside those in others."""
    return {**(before or {}), str(get_language() or "en"): text.strip()}


def indicator_choices(*, directed: bool) -> list[tuple[str, Any]]:
    wanted = [each for each in INDICATORS.values() if not directed or each.direction != Direction.NONE]
    return [("", ""), *((each.code, each.title) for each in wanted)]


class ModelFilter(forms.Form):
    objects_kind = forms.ChoiceField(label=_("Object"), choices=[ANY, *Objects.choices], required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[ANY, *EvaluationModel._meta.get_field("state").flatchoices],
        required=False,
    )

    def narrow(self, rows: Any) -> Any:
        return rows.filter(**{name: value for name, value in self.cleaned_data.items() if value})


CODE_ERRORS = {"invalid": _("Only Latin letters, digits, dashes and underscores, such as urgent_share.")}


def _percent(share: Decimal) -> str:
    """In hundredths, as one writes it into a field."""
    return f"{(share * 100).normalize():f}"


class EvaluationFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[ANY, *EvaluationState.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *EvaluationKind.choices], required=False)
    model__objects_kind = forms.ChoiceField(
        label=_("Object"), choices=[ANY, *Objects.choices], required=False
    )
    model__code = forms.ChoiceField(label=_("Model"), choices=(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models = {each.code: str(each) for each in EvaluationModel.objects.order_by("code", "version")}
        self.fields["model__code"].choices = [ANY, *models.items()]  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        return rows.filter(**{name: value for name, value in self.cleaned_data.items() if value})


class ModelForm(forms.Form):
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Letters, digits and dashes; stays for all versions."),
        error_messages=CODE_ERRORS,
    )
    title = forms.CharField(label=_("Title"), max_length=120)
    element = _long(_("Element: what is looked at"))
    purpose = _long(_("Purpose: what for"))
    objects_kind = forms.ChoiceField(label=_("Object: what is evaluated"), choices=Objects)
    method = forms.ChoiceField(label=_("Method"), choices=Method)
    from_data = forms.ChoiceField(label=_("Weights"), choices=FromData, required=False)
    missing = forms.ChoiceField(label=_("Where a figure is missing"), choices=Missing)
    operator = forms.ChoiceField(label=_("Operator of the fuzzy evaluation"), choices=OPERATORS)
    pass_score = forms.DecimalField(
        label=_("Passed from"), min_value=0, max_value=100, decimal_places=2, initial=60
    )
    grades = _long(
        _("Grades"), help_text=_("One a line, the lowest first; two to nine of them."), required=False
    )

    def __init__(self, *args: Any, model: EvaluationModel | None = None, **kwargs: Any) -> None:
        self.model = model
        if model is not None:
            names = ("objects_kind", "method", "from_data", "missing", "operator", "pass_score")
            kwargs["initial"] = {
                "title": str(model),
                "element": model.element,
                "purpose": model.purpose,
                "grades": "\n".join(model.grade(mark) for mark in range(1, model.grades + 1)),
                **{name: getattr(model, name) for name in names},
            }
        super().__init__(*args, **kwargs)
        if model is not None:
            del self.fields["code"]

    def clean_grades(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["grades"].splitlines() if line.strip()]
        if lines and not 2 <= len(lines) <= 9:
            raise forms.ValidationError(_("Name two to nine grades."))
        return lines

    def head(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        model, lines = self.model, told.pop("grades")
        told["words"] = said(model.words if model else None, told.pop("title"))
        told["element_words"] = said(model.element_words if model else None, told.pop("element"))
        told["purpose_words"] = said(model.purpose_words if model else None, told.pop("purpose"))
        if lines:
            before = list(model.grade_words) if model and model.grades == len(lines) else [{}] * len(lines)
            told["grade_words"] = [said(old, line) for old, line in zip(before, lines, strict=True)]
        return told


class CriterionForm(forms.Form):
    code = forms.SlugField(label=_("Code"), max_length=40, error_messages=CODE_ERRORS)
    words = forms.CharField(
        label=_("Criterion"),
        max_length=120,
        required=False,
        help_text=_("Left empty: the name of the indicator."),
    )
    parent = forms.ModelChoiceField(
        Criterion.objects.none(), label=_("Stands below"), required=False, empty_label=_("(the top)")
    )
    weight = _share(_("Weight in its group, %"))
    source = forms.ChoiceField(
        label=_("Figure from"), choices=[("", _("a group of criteria")), *Source.choices], required=False
    )
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    worst = forms.DecimalField(label=_("Worst: 0 points"), required=False, max_digits=18, decimal_places=6)
    best = forms.DecimalField(
        label=_("Best: 100 points"),
        required=False,
        max_digits=18,
        decimal_places=6,
        help_text=_(
            "As the indicator is counted: shares as 0.95 for 95 %. Both empty: the worst and the best of"
            " those compared."
        ),
    )

    def __init__(
        self,
        *args: Any,
        model: EvaluationModel,
        criterion: Criterion | None = None,
        **kwargs: Any,
    ) -> None:
        self.criterion = criterion
        if criterion is not None:
            names = ("source", "indicator", "worst", "best")
            kwargs["initial"] = {
                "words": str(criterion) if criterion.words else "",
                "weight": _percent(criterion.weight),
                **{name: getattr(criterion, name) for name in names},
            }
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["parent"].queryset = model.criteria.filter(source="")
        fields["indicator"].choices = indicator_choices(directed=False)
        if criterion is not None:
            del self.fields["code"], self.fields["parent"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("source") == Source.RECORDED and not told.get("indicator"):
            self.add_error("indicator", _("Choose the indicator."))
        if told.get("source") != Source.RECORDED:
            told.update(indicator="", worst=None, best=None)
            if not told.get("words"):
                self.add_error("words", _("Name the criterion."))
        return told

    def details(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        told["weight"] = told["weight"] / HUNDRED
        before = self.criterion.words if self.criterion else None
        told["words"] = said(before, told["words"]) if told["words"] else {}
        return told


class WeightsForm(forms.Form):
    """The shares of one group."""

    def __init__(self, *args: Any, group: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(siblings(group))
        for each in self.criteria:
            self.fields[each.code] = _share(str(each), initial=_percent(each.weight))

    def weights(self) -> dict[int, Decimal]:
        return {each.pk: self.cleaned_data[each.code] / HUNDRED for each in self.criteria}


class PairsForm(forms.Form):
    """Every pair of a group beside each other, from 9 : 1 to 1 : 9."""

    def __init__(self, *args: Any, group: Node, before: Mapping[tuple[int, int], int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = pairs_of(group)
        for first, second in self.pairs:
            self.fields[self.name(first, second)] = forms.TypedChoiceField(
                label=_("%(first)s against %(second)s") % {"first": first, "second": second},
                choices=[("", "–"), *_scale(str(first), str(second))],
                coerce=int,
                empty_value=None,
                initial=before.get((first.pk, second.pk), ""),
            )

    @staticmethod
    def name(first: Criterion, second: Criterion) -> str:
        return f"pair-{first.pk}-{second.pk}"

    def rows(self) -> list[tuple[Criterion, forms.BoundField, Criterion]]:
        return [(first, self[self.name(first, second)], second) for first, second in self.pairs]

    def steps(self) -> dict[tuple[int, int], int]:
        """What was said so far, also while the form is not complete."""
        told = {
            (first.pk, second.pk): self.cleaned_data.get(self.name(first, second))
            for first, second in self.pairs
        }
        return {pair: step for pair, step in told.items() if step is not None}


def _scale(first: str, second: str) -> list[tuple[Any, Any]]:
    """Grouped by whom it favours, strongest outside."""
    left = [(step, pair_words(first, second, step)) for step in range(8, 0, -1)]
    right = [(step, pair_words(first, second, step)) for step in range(-1, -9, -1)]
    return [(first, left), (_("both"), [(0, pair_words(first, second, 0))]), (second, right)]


def pair_words(first: str, second: str, steps: int) -> str:
    """'Time 3 : 1' where the first is three times as important."""
    if steps == 0:
        return str(_("alike, 1 : 1"))
    times = round(value_of(abs(steps)))
    return f"{first} {times} : 1" if steps > 0 else f"{second} {times} : 1"


class VetoForm(forms.Form):
    source = forms.ChoiceField(label=_("What vetoes"), choices=VetoSource)
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    limit = forms.DecimalField(
        label=pgettext_lazy("evaluation", "Limit"),
        min_value=0,
        max_digits=18,
        decimal_places=6,
        help_text=_(
            "Of an indicator as it is counted, shares as 0.95 for 95 %; of complaints the severity 1 to 4;"
            " of claims yuan; of inspections how many critical items were not met."
        ),
    )
    why = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["indicator"].choices = indicator_choices(directed=True)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("source") != VetoSource.INDICATOR:
            told["indicator"] = ""
        elif not told.get("indicator"):
            self.add_error("indicator", _("Choose the indicator."))
        if told.get("source") == VetoSource.COMPLAINT and told.get("limit") not in (1, 2, 3, 4, None):
            self.add_error("limit", _("Severity is 1, 2, 3 or 4."))
        limit = told.get("limit")
        if told.get("source") == VetoSource.INSPECTION and limit is not None and (limit < 1 or limit % 1):
            self.add_error("limit", _("Give a whole number of items, at least 1."))
        return told


class MonthField(forms.DateField):
    """A month, written 2026-03; its first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    input_formats = ("%Y-%m", "%Y-%m-%d")
    default_error_messages: ClassVar[Any] = {"invalid": _("Give a month, such as 2026-11.")}

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        return found.replace(day=1) if found else None


class EvaluationForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=EvaluationKind)
    first = MonthField(label=_("From month"))
    last = MonthField(label=_("To month"))
    follows = forms.ModelChoiceField(
        Evaluation.objects.none(), label=_("Linked to"), required=False, empty_label=""
    )
    objects = forms.MultipleChoiceField(label=_("What is evaluated"), widget=forms.CheckboxSelectMultiple)
    element = _long(_("Element: what is looked at"))
    purpose = _long(_("Purpose: what for"))
    collected = _long(_("How the data were collected"))
    analysed = _long(_("How the data were analysed"))
    counting = forms.ChoiceField(label=_("Which marks count"), choices=Counting)
    assessors = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Asked for marks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, model: EvaluationModel, actor: Actor, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(element=model.element, purpose=model.purpose)
        super().__init__(*args, **kwargs)
        self.model = model
        fields: dict[str, Any] = self.fields
        seen = Evaluation.objects.permitted(actor, "evaluations.run").order_by("-pk")[:100]
        fields["follows"].queryset = Evaluation.objects.filter(pk__in=[each.pk for each in seen])
        fields["assessors"].queryset = Person.objects.staff().order_by("name")
        if model.objects_kind == Objects.PLAN:
            fields["objects"] = _long(_("Plans, one a line"))
        else:
            self.offered = offered(model.objects_kind)
            fields["objects"].choices = [(key, str(each)) for key, each in self.offered.items()]

    def clean_objects(self) -> list[Any]:
        told = self.cleaned_data["objects"]
        if self.model.objects_kind == Objects.PLAN:
            return [line.strip()[:80] for line in told.splitlines() if line.strip()]
        if self.model.objects_kind == Objects.NODE:
            return list(told)
        return [self.offered[key] for key in told]


def offered(kind: str) -> dict[str, Any]:
    """What can be chosen, by key: records, or the kinds of promise as nodes."""
    if kind == Objects.NODE:
        return dict(kind_choices())
    rows: dict[str, Any] = {
        Objects.CUSTOMER: Customer.objects.order_by("number"),
        Objects.BRANCH: Branch.objects.order_by("code"),
        Objects.SERVICE: Service.objects.order_by("pk"),
    }
    found: Iterable[Any] = rows.get(kind, Partner.objects.order_by("number"))[:500]
    return {str(each.pk): each for each in found}


class MarksForm(forms.Form):
    """A grade for every object and judged criterion; an empty one says nothing."""

    side = forms.ChoiceField(label=_("Who speaks"), choices=Side, widget=forms.HiddenInput)
    named = forms.CharField(
        label=_("On behalf of"),
        max_length=80,
        required=False,
        help_text=_("Who said it, when you write down what somebody else said."),
    )

    def __init__(
        self,
        *args: Any,
        evaluation: Evaluation,
        rows: Sequence[EvaluatedObject],
        criteria: Sequence[Criterion],
        before: Mapping[tuple[int, int], int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.objects_marked, self.criteria = rows, criteria
        for row in rows:
            for each in criteria:
                self.fields[f"mark-{row.pk}-{each.pk}"] = forms.TypedChoiceField(
                    label=str(each),
                    choices=[("", "–"), *evaluation.model.grade_choices],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=before.get((row.pk, each.pk), ""),
                )

    def blocks(self) -> list[tuple[EvaluatedObject, list[forms.BoundField]]]:
        return [
            (row, [self[f"mark-{row.pk}-{each.pk}"] for each in self.criteria]) for row in self.objects_marked
        ]

    def marks(self) -> dict[tuple[int, int], int]:
        told = {
            (row.pk, each.pk): self.cleaned_data[f"mark-{row.pk}-{each.pk}"]
            for row in self.objects_marked
            for each in self.criteria
        }
        return {pair: grade for pair, grade in told.items() if grade is not None}


class ClosingForm(forms.Form):
    conclusion = _long(_("What follows from it"))
