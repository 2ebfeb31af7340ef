"""Forms of base numbers, judgements, indicators, weights and bounds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.needing import needed_when
from kept.methods.apportioning import apportion
from kept.parties.models import Customer, Partner
from kept.people.models import Branch

from ..catalogue import Catalogue, Indicator, Recorded
from ..catalogue.tree import BESIDE, GROUPS
from ..enums import Direction, Horizon, How, Over, Slice, Unit
from ..queries.known import known
from ..queries.reading import Whose
from .asking import MonthField
from .forms import party_of

PHASES = (
    ("before", _("before the transaction")),
    ("during", _("during the transaction")),
    ("after", _("after the transaction")),
)


def this_month() -> date:
    return localdate().replace(day=1)


def branches_of(actor: Actor, permission: str) -> tuple[Any, bool]:
    """The branches for which this actor may do it, and whether he may for the whole company."""
    scopes = list(actor.scopes_of(permission))
    whole = actor.kind == "system" or any(scope.kind == "company" for scope in scopes)
    own = [scope.id for scope in scopes if scope.kind == "branch" and scope.id is not None]
    return (Branch.objects.all() if whole else Branch.objects.filter(pk__in=own)), whole


class OfForm(forms.Form):
    """Month and whose."""

    month = MonthField(label=_("Month"), initial=this_month)
    branch = forms.ModelChoiceField(Branch.objects.none(), label=_("Branch"), required=False)
    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        help_text=_("Number or name; empty for the whole company or branch."),
    )
    partner = forms.CharField(label=_("Subcontractor"), required=False, help_text=_("Number or name."))

    def __init__(self, *args: Any, actor: Actor, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches, self.whole = branches_of(actor, permission)
        field: Any = self.fields["branch"]
        field.queryset = branches
        if self.whole:
            field.empty_label = _("Whole company")
        else:
            field.required, field.empty_label = True, None
            del self.fields["customer"], self.fields["partner"]

    def clean_customer(self) -> Any:
        return party_of(Customer, self.cleaned_data["customer"])

    def clean_partner(self) -> Any:
        return party_of(Partner, self.cleaned_data["partner"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if sum(bool(told.get(name)) for name in ("branch", "customer", "partner")) > 1:
            raise forms.ValidationError(_("Choose one: a branch, a customer or a subcontractor."))
        return told

    @property
    def whose(self) -> Whose:
        told = self.cleaned_data
        kinds = {"branch": Slice.BRANCH, "customer": Slice.CUSTOMER, "partner": Slice.SUBCONTRACTOR}
        return next(
            (Whose(str(kind.value), told[name].pk) for name, kind in kinds.items() if told.get(name)), Whose()
        )


class SheetForm(OfForm):
    """All base numbers of a month, grouped as the indicators that need them."""

    source = forms.CharField(
        label=_("Where the numbers come from"),
        max_length=200,
        help_text=_("A system, a report, a person: so that anybody can look it up."),
    )

    def __init__(self, *args: Any, catalogue: Catalogue, shown: dict[str, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        self.numbers = [m for m in catalogue.measures.values() if isinstance(m, Recorded)]
        for number in self.numbers:
            self.fields[f"n_{number.name}"] = forms.DecimalField(
                label=number.title,
                required=False,
                min_value=0 if number.is_amount else None,
                max_digits=21,
                decimal_places=6,
                initial=_plain(shown.get(number.name)),
                help_text=_unit_words(number),
            )

    def changed(self) -> dict[str, Decimal | None]:
        """What was entered, changed or emptied."""
        told = {n.name: self.cleaned_data.get(f"n_{n.name}") for n in self.numbers}
        return {name: value for name, value in told.items() if value != self.shown.get(name)}


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _unit_words(number: Recorded) -> Any:
    return "" if number.unit == Unit.COUNT else number.unit.label


class NumberFileForm(forms.Form):
    file = forms.FileField(label=_("Excel or CSV file"))
    source = forms.CharField(
        label=_("Where the numbers come from"),
        max_length=200,
        required=False,
        help_text=_("Used for rows that do not say it themselves."),
    )


class NumberFilter(forms.Form):
    number = forms.ChoiceField(label=_("Base number"), required=False)
    month = MonthField(label=_("Month"), required=False)
    branch = forms.ModelChoiceField(Branch.objects.all(), label=_("Branch"), required=False)
    product = forms.CharField(label=_("Product"), required=False, max_length=80)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        numbers = [m for m in known().measures.values() if isinstance(m, Recorded)]
        self.fields["number"].choices = [("", _("All")), *((n.name, n.title) for n in numbers)]  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        told = self.cleaned_data if self.is_valid() else {}
        given = {name: value for name, value in told.items() if value}
        return rows.filter(**given)


class JudgeForm(OfForm):
    mark = forms.TypedChoiceField(label=_("Mark"), coerce=Decimal, widget=forms.RadioSelect)
    why = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        low, high = indicator.scale
        if high - low > 10:
            self.fields["mark"] = forms.DecimalField(
                label=_("Mark from %(low)d to %(high)d") % {"low": low, "high": high},
                min_value=low,
                max_value=high,
            )
        else:
            self.fields["mark"].choices = anchors(low, high)  # type: ignore[attr-defined]


def anchors(low: int, high: int) -> list[tuple[int, Any]]:
    """What the marks of a scale mean: its ends, its middle, and what lies between."""
    said = {
        low: _("does not meet what customers ask"),
        high: _("better than nearly all others"),
    }
    if (high - low) % 2 == 0:
        said[(low + high) // 2] = _("as most in the trade")
    if high - low == 4:
        said[low + 1] = _("below most in the trade")
        said[high - 1] = _("better than most in the trade")
    return [(mark, f"{mark} – {said[mark]}" if mark in said else str(mark)) for mark in range(low, high + 1)]


def group_choices() -> list[tuple[str, Any]]:
    return [(g.code, f"{g.number} {g.title}".strip()) for g in (*GROUPS, *BESIDE)]


NEW = (
    (How.COMPUTED, _("By a formula over the names below")),
    (How.RECORDED, _("A new number to enter")),
    (How.JUDGED, _("A new scale to judge on")),
)


class DefinitionForm(forms.Form):
    """What users say of an indicator."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("Such as urgent_share."),
        error_messages={
            "invalid": _("Only Latin letters, digits, dashes and underscores, such as urgent_share.")
        },
    )
    title = forms.CharField(label=_("Title"), max_length=80)
    how = forms.ChoiceField(label=_("Kind"), choices=NEW, initial=How.COMPUTED)
    formula = forms.CharField(
        label=_("Formula"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_(
            "Numbers, + - * / and brackets over the names listed below, such as"
            " urgent_requests / order_lines."
        ),
    )
    group = forms.ChoiceField(label=_("Group"), choices=group_choices, initial="own")
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices, initial=Unit.RATE)
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices, initial=Direction.UP)
    phase = forms.ChoiceField(label=_("Phase"), choices=PHASES, initial="during")
    horizon = forms.ChoiceField(label=_("Horizon"), choices=Horizon.choices, initial=Horizon.SHORT)
    over = forms.ChoiceField(label=_("Several months"), choices=Over.choices, initial=Over.SUM)
    means = forms.CharField(label=_("What it means"), required=False, max_length=400)
    valid_from = MonthField(label=_("Valid from month"), initial=this_month)
    why = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, changes: bool = False, is_judged: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changes:
            for name in ("code", "how", "over"):
                del self.fields[name]
            self.fields["formula"].required = True
        else:
            needed_when(self.fields["formula"], _("needed when it goes by a formula"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("formula") and said.get("how", How.COMPUTED) != How.COMPUTED:
            self.add_error(
                "formula", _("Only what goes by a formula has one. Choose that kind, or empty this.")
            )
        return said


class RetireForm(forms.Form):
    valid_from = MonthField(label=_("Out of use from month"), initial=this_month)
    why = forms.CharField(label=_("Reason"), max_length=200)


class WeightForm(forms.Form):
    """One share for each part, in per cent."""

    valid_from = forms.DateField(
        label=_("Valid from"),
        initial=this_month,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    why = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, parts: dict[str, tuple[Any, Decimal]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {}
        shares = [share for _title, share in parts.values()]
        # shown in hundredths that add up again: six equal parts are not six times 16.67
        whole = int((sum(shares, Decimal(0)) * 10000).to_integral_value())
        shown = apportion(whole, shares) if whole else [0] * len(shares)
        for place, (code, (title, _share)) in enumerate(parts.items()):
            own[code] = forms.DecimalField(
                label=title,
                min_value=0,
                max_value=100,
                max_digits=7,
                decimal_places=4,
                initial=f"{Decimal(shown[place]) / 100:f}",
                help_text="%",
            )
        self.fields = {**own, **self.fields}
        self.parts = list(parts)

    def shares(self) -> dict[str, Decimal]:
        return {code: self.cleaned_data[code] / 100 for code in self.parts}


class BoundsForm(forms.Form):
    """Shares are typed in per cent."""

    worst = forms.DecimalField(label=_("Figure with the score 0"), max_digits=18, decimal_places=6)
    low = forms.DecimalField(label=_("Good from"), max_digits=18, decimal_places=6)
    high = forms.DecimalField(label=_("Good up to"), max_digits=18, decimal_places=6)
    best = forms.DecimalField(label=_("Figure with the score 100"), max_digits=18, decimal_places=6)
    valid_from = forms.DateField(
        label=_("Valid from"),
        initial=this_month,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    why = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.times = 100 if indicator.is_share else 1
        if indicator.direction == Direction.BAND:
            self.fields["worst"].label = _("Score 0 from here down")
            self.fields["best"].label = _("Score 0 from here up")
        else:
            del self.fields["low"], self.fields["high"]
        if indicator.is_share:
            for name in ("worst", "best", "low", "high"):
                if name in self.fields:
                    self.fields[name].help_text = _("in per cent")

    def told(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        for name in ("worst", "best", "low", "high"):
            if told.get(name) is not None:
                told[name] = told[name] / self.times
        return told
