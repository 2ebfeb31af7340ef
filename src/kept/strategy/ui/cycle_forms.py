"""What is asked about strategy cycles and their parts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.catalog.models import Service
from kept.desk.models import Contact
from kept.kernel.actor import Actor
from kept.kernel.money import to_minor
from kept.methods.tailoring import HIGHEST, LOWEST, Criteria
from kept.parties.enums import Segment
from kept.people.models import Person
from kept.promises.kinds import kind_choices
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.enums import Direction
from kept.scorecards.rules import SERVICE_LEVEL
from kept.scorecards.ui.forms import indicator_choices, meant_otherwise

from ..enums import CHECKLIST, CycleState, EffectKind, FindingKind
from ..models import Cycle, Effect, Stage
from ..models.plans import WORDS
from .fields import ANY_SEGMENT, CustomerField, day_field, long_text
from .forms import ANY

NO_PROMISE = ("", "–")
LISTED = 40


class CycleFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *CycleState.choices])
    segment = forms.ChoiceField(label=_("Segment"), required=False, choices=[ANY, *Segment.choices])

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(**{name: value for name, value in self.cleaned_data.items() if value})


class CycleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    segment = forms.ChoiceField(label=_("For whom"), required=False, choices=[ANY_SEGMENT, *Segment.choices])
    customer = CustomerField(help_text=_("Number or name, when it is for one customer alone."))
    starts_on = day_field(_("Begins"), initial=localdate)
    aim = long_text(_("Aim and direction"), required=False)


class NextForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    starts_on = day_field(_("Begins"), initial=localdate)


class AimForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    aim = long_text(_("Aim and direction"), required=False)


class ClosingForm(forms.Form):
    evaluation = long_text(_("What has the cycle brought?"), rows=4)


class PartForm(forms.Form):
    """A part of a cycle; fields are named apart, because many forms stand on one page."""

    def __init__(self, cycle: Cycle, actor: Actor, data: Any = None, **more: Any) -> None:
        self.cycle, self.actor = cycle, actor
        super().__init__(data, **more)

    def details(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class FindingForm(PartForm):
    """Only what its kind asks is shown."""

    kind = forms.ChoiceField(choices=FindingKind, widget=forms.HiddenInput)
    text = long_text(_("What was found"))
    competitor = forms.CharField(
        label=_("Competitor"), max_length=120, widget=forms.TextInput({"list": "known-competitors"})
    )
    importance = forms.IntegerField(label=_("Importance, 1 to 7"), min_value=1, max_value=7)
    promise_kind = forms.ChoiceField(
        label=_("Promise it is about"), required=False, choices=lambda: [NO_PROMISE, *kind_choices()]
    )
    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("Contact at the desk"), required=False)
    held_on = day_field(_("Day"), required=False)
    is_met = forms.TypedChoiceField(
        label=_("Fulfilled"),
        choices=(("yes", _("yes")), ("no", _("not yet"))),
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    ONLY = {
        "competitor": (FindingKind.THEIR_STRENGTH,),
        "importance": (FindingKind.NEED,),
        "promise_kind": (FindingKind.NEED,),
        "contact": (FindingKind.TALK, FindingKind.FOLLOW_UP),
        "held_on": (FindingKind.TALK, FindingKind.FOLLOW_UP),
        "is_met": CHECKLIST,
    }

    def __init__(self, cycle: Cycle, actor: Actor, data: Any = None, *, kind: str = "") -> None:
        kind = kind or (data or {}).get("kind", "")
        super().__init__(cycle, actor, data, initial={"kind": kind}, auto_id=f"{kind}_%s")
        for name, kinds in self.ONLY.items():
            if kind not in kinds:
                del self.fields[name]
        if "contact" in self.fields:
            self.fields["contact"].queryset = self._contacts()  # type: ignore[attr-defined]
        if kind in CHECKLIST:
            self.fields["text"].label = _("How it shows")

    def _contacts(self) -> QuerySet[Contact]:
        """The newest talks with those whom the cycle is for."""
        rows = Contact.objects.permitted(self.actor, "desk.view").exclude(customer=None)
        if self.cycle.customer_id:
            rows = rows.filter(customer=self.cycle.customer_id)
        elif self.cycle.segment:
            rows = rows.filter(customer__segment=self.cycle.segment)
        newest = list(rows.order_by("-at").values_list("pk", flat=True)[:LISTED])
        chosen = self.data.get("contact", "") if self.is_bound else ""
        ids = [*newest, int(chosen)] if str(chosen).isdecimal() else newest
        return rows.filter(pk__in=ids).select_related("customer", "contact_person").order_by("-at")


class GoalForm(PartForm):
    """Shares in per cent, marks as marks."""

    gap = forms.ChoiceField(label=_("Gap"))
    wanted = forms.DecimalField(
        label=_("Goal"), max_digits=9, help_text=_("Shares in per cent: 95 for 95 %.")
    )
    direction = forms.CharField(label=_("Direction of the improvement"), required=False, max_length=200)

    def __init__(self, cycle: Cycle, actor: Actor, data: Any = None, *, gaps: Any = ()) -> None:
        super().__init__(cycle, actor, data, auto_id="goal_%s")
        self.gaps = {gap.number: gap for gap in gaps}
        choices = [(gap.number, f"{gap.number} {gap}") for gap in self.gaps.values()]
        self.fields["gap"].choices = choices  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        gap = self.gaps[self.cleaned_data["gap"]]
        wanted = self.cleaned_data["wanted"] / 100 if gap.is_rate else self.cleaned_data["wanted"]
        return {**self.cleaned_data, "gap": gap, "wanted": wanted}


class TargetForm(PartForm):
    indicator = forms.ChoiceField(label=_("Indicator"), choices=indicator_choices)
    value = forms.DecimalField(
        label=_("Suitable level"),
        min_value=Decimal(0),
        max_digits=12,
        help_text=_("Shares in per cent: 95 for 95 %."),
    )
    customer = CustomerField(help_text=_("Number or name; empty for everybody."))
    why = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, cycle: Cycle, actor: Actor, data: Any = None) -> None:
        initial = {"customer": cycle.customer.number} if cycle.customer else {}
        super().__init__(cycle, actor, data, initial=initial, auto_id="target_%s")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        found, value = INDICATORS.get(said.get("indicator", "")), said.get("value")
        is_share = said.get("indicator") == SERVICE_LEVEL or (found is not None and found.is_share)
        direction = found.direction if found else Direction.UP
        if value is not None and is_share and (words := meant_otherwise(value, direction)):
            self.add_error("value", words)
        return said

    def details(self) -> dict[str, Any]:
        code, value = self.cleaned_data["indicator"], self.cleaned_data["value"]
        is_share = code == SERVICE_LEVEL or INDICATORS[code].is_share
        return {**self.cleaned_data, "value": value / 100 if is_share else value}


class PackageForm(PartForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    content = long_text(_("What it contains"))
    services = forms.ModelMultipleChoiceField(
        Service.objects.offered(),
        label=_("Services it is made of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    segment = forms.ChoiceField(
        label=_("For whom"), required=False, choices=[("", _("all customers")), *Segment.choices]
    )
    customer = CustomerField(help_text=_("Number or name, when it is for one customer alone."))
    price = forms.DecimalField(
        label=_("Price a month (CNY)"), required=False, min_value=0, max_digits=12, decimal_places=2
    )

    def __init__(self, cycle: Cycle, actor: Actor, data: Any = None, *, marks: Any = None) -> None:
        own = {"customer": cycle.customer.number} if cycle.customer else {"segment": cycle.segment}
        super().__init__(cycle, actor, data, initial={**own, **(marks or {})}, auto_id="package_%s")
        for name in WORDS:
            self.fields[name] = forms.IntegerField(
                label=_LABELS[name], min_value=LOWEST, max_value=HIGHEST, help_text=_ENDS.get(name, "")
            )

    @property
    def marks(self) -> list[Any]:
        return [self[name] for name in WORDS]

    @property
    def plain(self) -> list[Any]:
        return [bound for bound in self if bound.name not in WORDS]

    def details(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        told["criteria"] = Criteria(**{name: told.pop(name) for name in WORDS})
        told["price"] = None if told["price"] is None else to_minor(told["price"])
        return told


_LABELS = {
    "fulfilment_cost": _("Cost of fulfilling the need"),
    "customer_importance": _("Importance of the customer"),
    "acceptable_cost": _("Cost that is acceptable"),
    "need_importance": _("Importance of the need"),
    "competitors": _("What competitors offer"),
}
_ENDS = {
    "fulfilment_cost": _("1 cheap, 5 dear: counts against it"),
    "customer_importance": _("1 small, 5 decisive"),
    "acceptable_cost": _("1 pays nothing, 5 pays all"),
    "need_importance": _("1 nice to have, 5 must be"),
    "competitors": _("1 nobody offers it, 5 all do"),
}


class StageForm(forms.Form):
    starts_on = day_field(_("Begins"))
    due_on = day_field(_("Due day"))
    owner = forms.ModelChoiceField(Person.objects.staff(), label=_("Owner"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, stage: Stage, data: Any = None) -> None:
        initial = {name: getattr(stage, name) for name in ("starts_on", "due_on", "owner", "note")}
        super().__init__(data, initial=initial)


class EffectForm(forms.Form):
    """Shares are typed in per cent, complaints per 10,000 deliveries."""

    expected = forms.DecimalField(label=pgettext_lazy("effect", "Expected"), required=False, max_digits=14)

    def __init__(self, effect: Effect, data: Any = None, *, currency: str = "") -> None:
        self.effect = effect
        factor = FACTORS.get(effect.kind, 1)
        now = None if effect.expected is None else round(effect.expected * factor, 2)
        super().__init__(data, initial={"expected": now})
        unit = UNITS_TYPED[effect.kind]
        told = {"unit": unit, "currency": currency}
        self.fields["expected"].help_text = _("%(unit)s, %(currency)s") % told if currency else unit

    def expected_value(self) -> Decimal | None:
        said: Decimal | None = self.cleaned_data["expected"]
        return None if said is None else said / FACTORS.get(self.effect.kind, 1)


FACTORS: dict[str, int] = {
    EffectKind.SATISFACTION: 100,
    EffectKind.QUALITY: 100,
    EffectKind.BRAND: 100,
    EffectKind.COMPLAINTS: 10_000,
}
"""How a figure is typed and shown, over how it is kept."""
UNITS_TYPED: dict[str, Any] = {
    EffectKind.SATISFACTION: _("in percent"),
    EffectKind.QUALITY: _("in percent"),
    EffectKind.BRAND: _("net promoter score, -100 to 100"),
    EffectKind.COMPLAINTS: _("per 10,000 deliveries"),
    EffectKind.COST: _("money per kg"),
    EffectKind.CONTRIBUTION: _("money a week"),
}
