"""Forms of those who run a survey and read its results."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.parties.enums import CustomerState, Segment
from kept.parties.models import ContactPerson, Customer

from ..enums import ItemClass, Middle, Trigger
from ..models import Questionnaire, Survey
from ..rules.cells import cells_by_rows, classes_of


class SurveyForm(forms.Form):
    questionnaire = forms.ModelChoiceField(label=_("Questionnaire"), queryset=Questionnaire.objects.none())
    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("Customers do not see it."))
    trigger = forms.ChoiceField(
        label=_("How asked"),
        choices=Trigger.choices,
        help_text=_("By a person: you choose whom. Otherwise those with an e-mail address are asked."),
    )
    closes_at = forms.DateTimeField(
        label=_("Ends"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    is_anonymous = forms.BooleanField(
        label=_("Anonymous"),
        required=False,
        help_text=_("Nobody, not even we, can find out who answered. It cannot be changed later."),
    )

    def __init__(self, data: Any = None, *, trigger: str = "") -> None:
        super().__init__(data, initial={"trigger": trigger if trigger in Trigger.values else Trigger.PERSON})
        self.fields["questionnaire"].queryset = Questionnaire.objects.current()  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """Whom to ask: one contact person, or all of some kinds of customers."""

    customer = forms.CharField(
        label=_("Customer number"), required=False, max_length=20, help_text=_("Leave empty to ask many.")
    )
    segments = forms.MultipleChoiceField(
        label=_("Customers of these segments"),
        required=False,
        choices=Segment.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    states = forms.MultipleChoiceField(
        label=_("Customers in this state"),
        required=False,
        choices=CustomerState.choices,
        initial=[CustomerState.ACTIVE],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ask those who left, too: they know what was missing."),
    )
    language = forms.ChoiceField(label=_("Language of the invitation"))

    def __init__(self, data: Any = None, *, languages: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]

    def people(self, rows: Any, customers: Any) -> list[ContactPerson]:
        """The contact persons meant, each with the customer."""
        asked = self.cleaned_data
        if number := asked["customer"].strip():
            customer = customers.filter(number__iexact=number).first()
            if customer is None:
                raise Refused(_("There is no customer of this number."), field="customer")
            rows = rows.filter(customer=customer)
        else:
            if not asked["segments"]:
                raise Refused(_("Name a customer, or choose segments."), field="segments")
            rows = rows.filter(
                customer__segment__in=asked["segments"], customer__state__in=asked["states"]
            ).exclude(email="")
        return list(rows.select_related("customer").order_by("pk")[:5000])


class SampleForm(forms.Form):
    """How sure the figures of each level shall be."""

    margin = forms.DecimalField(
        label=_("Margin of error in per cent"),
        min_value=1,
        max_value=50,
        help_text=_("With 95 % confidence, for each level of customers."),
    )
    response_rate = forms.DecimalField(
        label=_("Expected response rate in per cent"), min_value=1, max_value=100
    )

    @staticmethod
    def of(survey: Survey) -> dict[str, Any]:
        plan = survey.plan or {"margin": 0.1, "response_rate": 0.3}
        return {name: round(plan[name] * 100) for name in ("margin", "response_rate")}

    def shares(self) -> dict[str, float]:
        return {name: float(self.cleaned_data[name]) / 100 for name in ("margin", "response_rate")}


class RatingsForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("An Excel file (.xlsx) or a CSV file."))


class MatrixForm(forms.Form):
    """How the matrix is drawn, in the address."""

    VIEWS = (("nine", _("3 × 3")), ("four", _("2 × 2")))

    view = forms.ChoiceField(label=_("Cells"), required=False, choices=VIEWS)
    cuts = forms.CharField(
        label=_("Cuts"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "3, 5", "size": 7}),
    )
    middle = forms.ChoiceField(label=_("Middle of each item"), required=False, choices=Middle.choices)
    crosshair = forms.ChoiceField(
        label=_("Lines cross at"),
        required=False,
        choices=(
            ("mean", _("Mean of the items")),
            ("median", _("Median of the items")),
            ("midpoint", _("Middle of the scale")),
        ),
    )
    around = forms.ChoiceField(
        label=_("Uncertainty"),
        required=False,
        choices=(("no", _("not shown")), ("95", _("Ellipses of 95 %"))),
    )
    way = forms.ChoiceField(
        label=_("Path of each item"),
        required=False,
        choices=(("surveys", _("by survey")), ("quarters", _("by quarter")), ("no", _("not shown"))),
    )

    def said(self, name: str) -> str:
        """What was chosen; nothing where it is no choice."""
        return str(self.cleaned_data.get(name, "")) if self.is_valid() else ""

    def clean_cuts(self) -> tuple[Decimal, Decimal] | None:
        text = self.cleaned_data["cuts"].replace("，", ",").strip()
        if not text:
            return None
        try:
            first, second = (Decimal(part.strip()) for part in text.split(","))
        except (ArithmeticError, ValueError):
            raise forms.ValidationError(_("Write two numbers with a comma between, such as 3, 5.")) from None
        return first, second


BANDS = {"high": _("high"), "medium": _("medium"), "low": _("low")}


def _cell_words(cell: Any) -> str:
    words = gettext("Importance %(importance)s, performance %(performance)s")
    return words % {"importance": BANDS[cell.importance], "performance": BANDS[cell.performance]}


class CutsForm(forms.Form):
    """Where the bands of the matrix end, and what each cell means."""

    importance_low = forms.DecimalField(label=_("Importance: low below"))
    importance_high = forms.DecimalField(label=_("Importance: high from"))
    performance_low = forms.DecimalField(label=_("Performance: low below"))
    performance_high = forms.DecimalField(label=_("Performance: high from"))
    middle = forms.ChoiceField(label=_("Middle of each item"), choices=Middle.choices)

    def __init__(self, questionnaire: Questionnaire, data: Any = None) -> None:
        importance, performance = questionnaire.importance_cuts, questionnaire.performance_cuts
        initial = {
            "importance_low": importance[0],
            "importance_high": importance[1],
            "performance_low": performance[0],
            "performance_high": performance[1],
            "middle": questionnaire.middle,
        }
        super().__init__(data, initial=initial)
        now = classes_of(questionnaire.classes)
        for row in cells_by_rows():
            for cell in row:
                self.fields[f"cell-{cell}"] = forms.ChoiceField(
                    label=_cell_words(cell), choices=ItemClass.choices, initial=now[cell].value
                )

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"cell-{cell}"] for cell in row] for row in cells_by_rows()]

    def settings(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {
            "importance_cuts": (asked["importance_low"], asked["importance_high"]),
            "performance_cuts": (asked["performance_low"], asked["performance_high"]),
            "middle": asked["middle"],
            "classes": {str(cell): asked[f"cell-{cell}"] for row in cells_by_rows() for cell in row},
        }


def named_customer(named: Customer | None, customers: Any) -> Customer | None:
    """The customer named, if it may be entered for; a refusal beside the field if not."""
    if named is not None and not customers.filter(pk=named.pk).exists():
        raise Refused(_("There is no customer of this number."), field="customer")
    return named
