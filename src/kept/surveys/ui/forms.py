"""Forms of surveys."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.parties.enums import CustomerState, Segment
from kept.parties.models import ContactPerson, Customer

from ..enums import Asks, ItemClass, Middle, Trigger
from ..models import Item, Questionnaire, Survey
from ..rules.cells import cells_by_rows, classes_of
from ..rules.marks import LONGEST, MARKED, NPS_SCALE, Mark

LABELS = {
    "importance": _("How important is it to you?"),
    "performance": _("How well do we do it?"),
    "expected": _("What do you expect?"),
    "perceived": _("What do you get?"),
    "nps": _("How likely?"),
    "choice": _("Your answer"),
    "text": _("Your words"),
}
WHOLE = {"performance": _("How was it?")}
ENDS = {
    "importance": (_("not important"), _("very important")),
    "performance": (_("very bad"), _("very good")),
    "expected": (_("little"), _("much")),
    "perceived": (_("little"), _("much")),
    "nps": (_("not at all"), _("certainly")),
}


class SurveyForm(forms.Form):
    questionnaire = forms.ModelChoiceField(label=_("Questionnaire"), queryset=Questionnaire.objects.none())
    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("Customers do not see it."))
    trigger = forms.ChoiceField(
        label=_("How asked"),
        choices=Trigger.choices,
        help_text=_("By a person: you choose whom. Otherwise those with an e-mail address are asked."),
    )
    closes_at = forms.DateTimeField(
        label=_("Ends"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    is_anonymous = forms.BooleanField(
        label=_("Anonymous"),
        required=False,
        help_text=_("Nobody, not even we, can find out who answered. It cannot be changed later."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
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


class AnswerForm(forms.Form):
    """The questions of a questionnaire, as fields named `importance-<code>`."""

    website = forms.CharField(required=False)

    def __init__(self, survey: Survey, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.items = list(survey.questionnaire.items.all())
        self.scale = survey.questionnaire.marks
        for item in self.items:
            for name in MARKED[Asks(item.asks)]:
                self.fields[f"{name}-{item.code}"] = self._field(item, name)

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Each item with its fields and what the ends of the scale mean."""
        return [
            {
                "item": item,
                "parts": [
                    {
                        "name": name,
                        "field": self[f"{name}-{item.code}"],
                        "ends": ENDS.get(name),
                        "marks": len(self.fields[f"{name}-{item.code}"].choices)  # type: ignore[attr-defined]
                        if name in ENDS
                        else 0,
                    }
                    for name in MARKED[Asks(item.asks)]
                ],
                "errors": [f for f in MARKED[Asks(item.asks)] if f"{f}-{item.code}" in self.errors]
                if self.is_bound
                else [],
            }
            for item in self.items
        ]

    def marks(self) -> dict[str, Mark]:
        """What was said, by item code."""
        said: dict[str, dict[str, Any]] = {}
        for item in self.items:
            for name in MARKED[Asks(item.asks)]:
                value = self.cleaned_data.get(f"{name}-{item.code}")
                if value not in (None, ""):
                    said.setdefault(item.code, {})[name] = value
        return {code: Mark(**given) for code, given in said.items()}

    def _field(self, item: Item, name: str) -> forms.Field:
        label = WHOLE.get(name, LABELS[name]) if item.asks == Asks.PERFORMANCE else LABELS[name]
        if name == "text":
            return forms.CharField(
                label=label,
                required=item.is_required,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        if name == "choice":
            offered = [(choice["code"], item.choice_words(choice["code"])) for choice in item.choices]
            return forms.ChoiceField(
                label=label, required=item.is_required, choices=offered, widget=forms.RadioSelect
            )
        marks = range(NPS_SCALE[0], NPS_SCALE[1] + 1) if name == "nps" else self.scale
        return forms.TypedChoiceField(
            label=label,
            required=item.is_required,
            choices=[(mark, str(mark)) for mark in marks],
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Please choose a mark."),
                "invalid_choice": _("Please choose a mark."),
            },
        )


class PaperForm(AnswerForm):
    """The same questions, entered by us for somebody."""

    respondent = forms.CharField(
        label=_("Respondent"), max_length=80, help_text=_("A name or a number that stands on the paper.")
    )
    customer = forms.CharField(label=_("Customer number"), required=False, max_length=20)


class CorrectionForm(AnswerForm):
    """An entered sheet, to be put right."""

    why = forms.CharField(label=_("Why is it corrected?"), max_length=200)


class RatingsForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV with the columns respondent, item, importance, performance; items by code, number or name."
        ),
    )


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


class ItemForm(forms.Form):
    """One question of a new version."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    zh_hans = forms.CharField(label="简体中文", max_length=200)
    zh_hant = forms.CharField(label="繁體中文", max_length=200)
    en = forms.CharField(label="English", max_length=200)
    asks = forms.ChoiceField(label=_("Asks"), choices=Asks.choices)
    is_required = forms.BooleanField(label=_("Must be answered"), required=False, initial=True)

    def item(self, before: dict[str, Item]) -> dict[str, Any]:
        """The item as its verb wants it; what this form does not show is carried over."""
        asked = self.cleaned_data
        old = before.get(asked["code"])
        return {
            "code": asked["code"],
            "words": {"zh-hans": asked["zh_hans"], "zh-hant": asked["zh_hant"], "en": asked["en"]},
            "asks": asked["asks"],
            "is_required": asked["is_required"],
            "choices": old.choices if old else [],
            "promise_kind": old.promise_kind if old else "",
        }


ItemForms = forms.formset_factory(ItemForm, extra=2, can_delete=True, max_num=60)


def named_customer(number: str, customers: Any) -> Customer | None:
    """The customer of a number typed in, or a refusal beside the field."""
    if not number.strip():
        return None
    found: Customer | None = customers.filter(number__iexact=number.strip()).first()
    if found is None:
        raise Refused(_("There is no customer of this number."), field="customer")
    return found
