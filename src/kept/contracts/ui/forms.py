from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.parties.enums import Segment
from kept.parties.ui.choosing import CustomerField, customers_like
from kept.promises.models import Policy

from ..actions.agreements import LineTerms
from ..enums import AgreementState, SurchargeBasis, WeightRule
from ..models import Agreement, AgreementQuerySet, RateCardQuerySet
from ..rules import SurchargeTerms, ZoneTerms, check_surcharges, check_zones

ANY = ("", _("all"))
DAY = {"type": "date"}
HUNDRED = Decimal(100)
EXAMPLE = """\
上海 > 北京: 0=5, 45=4.2, 100=3.6
上海 > *: 0=7

insurance: share_of_declared 0.3%, 5
cod_fee: share_of_cod 1%, 3
upstairs: per_shipment 30 ?
"""


class PercentField(forms.DecimalField):
    """Typed in percent, kept as a share."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_digits": 7, "decimal_places": 4, **options})

    def clean(self, value: Any) -> Any:
        percent = super().clean(value)
        return None if percent is None else percent / HUNDRED


class AgreementFilter(forms.Form):
    q = forms.CharField(label=_("Customer or number"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *AgreementState.choices])

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def narrow(self, rows: AgreementQuerySet) -> AgreementQuerySet:
        if text := self.cleaned_data["q"].strip():
            by_number = rows.filter(number__startswith=text.upper())
            rows = by_number | rows.filter(customer__in=[c.pk for c in customers_like(self.actor, text)])
        if state := self.cleaned_data["state"]:
            rows = rows.filter(state=state)
        return rows


class RateCardFilter(forms.Form):
    service = forms.ModelChoiceField(
        Service.objects.all(), label=_("Service"), required=False, empty_label=_("all")
    )
    on = forms.DateField(
        label=_("In force on"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )
    general = forms.BooleanField(label=_("General prices only"), required=False)

    def narrow(self, rows: RateCardQuerySet) -> RateCardQuerySet:
        if service := self.cleaned_data["service"]:
            rows = rows.filter(service=service)
        if on := self.cleaned_data["on"]:
            rows = rows.in_force(on)
        return rows.general() if self.cleaned_data["general"] else rows


class AgreementForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    valid_from = forms.DateField(label=_("Valid from"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )
    service_level = PercentField(label=_("Service level set (%)"), required=False)
    duties = forms.CharField(label=_("Duties and risks"), required=False, widget=forms.Textarea({"rows": 3}))
    remedies = forms.CharField(
        label=_("Remedies"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What follows when a limit is missed: warning, penalty, end of the agreement."),
    )

    field_order = ("customer",)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer"] = CustomerField(actor=actor)
        self.order_fields(self.field_order)


class LineForm(forms.Form):
    service = forms.ModelChoiceField(Service.objects.offered(), label=_("Service"), required=False)
    policy = forms.ModelChoiceField(
        Policy.objects.filter(for_contract=True), label=_("Promised by policy"), required=False
    )
    liability = forms.CharField(label=_("Liability"), max_length=300, required=False)

    def terms(self) -> LineTerms | None:
        given = self.cleaned_data
        return (
            LineTerms(given["service"], given["policy"], given["liability"]) if given.get("service") else None
        )


LineFormSet = forms.formset_factory(LineForm, extra=3, max_num=12)


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class RateCardForm(forms.Form):
    """Zones and surcharges are written one to a line, as they stand in a tariff."""

    name = forms.CharField(label=_("Name"), max_length=120)
    service = forms.ModelChoiceField(Service.objects.offered(), label=_("Service"))
    segment = forms.ChoiceField(label=_("Only for segment"), required=False, choices=[ANY, *Segment.choices])
    valid_from = forms.DateField(
        label=_("Valid from"), widget=forms.DateInput(DAY, format="%Y-%m-%d"), initial=date.today
    )
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )
    zones = forms.CharField(
        label=_("Zones and weight breaks"),
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
        help_text=_("One lane to a line: from > to: kg=price, kg=price. A star stands for anywhere."),
    )
    minimum = forms.DecimalField(
        label=_("Minimum charge"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )
    fuel_share = PercentField(label=_("Fuel surcharge (%)"), initial=0)
    tax_rate = PercentField(label=_("Tax (%)"), initial=9)
    surcharges = forms.CharField(
        label=_("Surcharges"),
        required=False,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text=_("One to a line: kind: basis rate, minimum. Ends with ? when charged only if asked for."),
    )
    weight_rule = forms.ChoiceField(label=_("Bulky goods"), choices=WeightRule.choices)
    volumetric_divisor = forms.DecimalField(
        label=_("Volumetric divisor (cm³ per kg)"), min_value=1, max_digits=8, decimal_places=2, initial=6000
    )
    rounding_step_kg = forms.DecimalField(
        label=_("Rounded up to (kg)"),
        required=False,
        min_value=Decimal("0.001"),
        max_digits=8,
        decimal_places=3,
    )

    def __init__(self, *args: Any, agreement: Agreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreement:
            del self.fields["segment"]

    def clean_zones(self) -> list[ZoneTerms]:
        zones = _each_line(self.cleaned_data["zones"], zone_of)
        return _checked(zones, check_zones)

    def clean_surcharges(self) -> list[SurchargeTerms]:
        surcharges = _each_line(self.cleaned_data["surcharges"], surcharge_of)
        return _checked(surcharges, check_surcharges)


def zone_of(line: str) -> ZoneTerms:
    """`上海 > 北京: 0=5, 45=4.2` as a lane with its breaks. Raises ValueError."""
    lane, _colon, prices = _half_width(line).partition(":")
    origin, arrow, destination = lane.partition(">")
    if not arrow or not prices.strip():
        raise ValueError(line)
    breaks = []
    for pair in prices.split(","):
        start, equals, rate = pair.partition("=")
        if not equals:
            raise ValueError(line)
        breaks.append((Decimal(start.strip()), Decimal(rate.strip())))
    return ZoneTerms(_place(origin), _place(destination), tuple(breaks))


def surcharge_of(line: str) -> SurchargeTerms:
    """`insurance: share_of_declared 0.3%, 5` as a surcharge. Raises ValueError."""
    text = _half_width(line).strip()
    on_demand = text.endswith("?")
    code, colon, rest = text.rstrip("? ").partition(":")
    basis, _space, numbers = rest.strip().partition(" ")
    if not colon or not code.strip() or basis not in SurchargeBasis.values:
        raise ValueError(line)
    rate, _comma, minimum = numbers.partition(",")
    share = rate.strip().endswith("%")
    number = Decimal(rate.strip().removesuffix("%").strip())
    return SurchargeTerms(
        code.strip()[:30],
        basis,
        number / HUNDRED if share else number,
        Decimal(minimum.strip() or 0),
        on_demand=on_demand,
    )


def _each_line(text: str, read: Any) -> list[Any]:
    """`read` each line that is not empty; one that cannot be read is named by its number."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(read(line))
        except (ValueError, InvalidOperation) as unreadable:
            words = _("Line %(number)d cannot be read: %(line)s") % {"number": number, "line": line[:60]}
            raise forms.ValidationError(words) from unreadable
    return found


def _checked(terms: list[Any], check: Any) -> list[Any]:
    try:
        check(terms)
    except Refused as no:
        raise forms.ValidationError(str(no.message)) from no
    return terms


def _half_width(text: str) -> str:
    return text.translate(str.maketrans("：，＞＝％？→", ":,>=%?>"))


def _place(text: str) -> str:
    name = text.strip()
    return "" if name in ("*", "＊") else name[:60]
