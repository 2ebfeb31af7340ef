"""What is asked of the simulator, as it stands in the address."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.methods.what_if import Terms
from kept.parties.enums import Segment
from kept.promises.enums import LimitKind
from kept.promises.kinds import KINDS

from ..models import Action, Cycle
from ..queries.past import Asked
from .fields import ANY_SEGMENT, CustomerField, day_field


def simulated_kinds() -> list[tuple[str, Any]]:
    """Promises that allow a time, or agree a moment that a time could replace."""
    return [(kind.code, kind.words) for kind in KINDS.values() if kind.limit_kind != LimitKind.MONTH_END]


class SimulatorForm(forms.Form):
    kind = forms.ChoiceField(label=_("Promise"), choices=simulated_kinds)
    hours = forms.DecimalField(
        label=_("Becomes, in hours"), min_value=Decimal("0.01"), max_digits=8, help_text=_("of service time")
    )
    earliest = forms.DecimalField(
        label=_("Not before, in hours"),
        required=False,
        min_value=0,
        max_digits=8,
        help_text=_("Makes a window; empty for 'by' alone."),
    )
    segment = forms.ChoiceField(label=_("Segment"), required=False, choices=[ANY_SEGMENT, *Segment.choices])
    customer = CustomerField(help_text=_("Number or name"))
    service = forms.ModelChoiceField(
        Service.objects.all(), label=_("Service"), required=False, empty_label=_("All")
    )
    lane_origin = forms.CharField(label=_("From the city"), required=False, max_length=60)
    lane_destination = forms.CharField(label=_("To the city"), required=False, max_length=60)
    action = forms.ModelChoiceField(
        Action.objects.none(), label=_("Cost of the action"), required=False, empty_label="–"
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        hours, earliest = told.get("hours"), told.get("earliest")
        if hours is not None and earliest is not None and earliest >= hours:
            self.add_error("earliest", _("A window opens before it closes."))
        if told.get("customer") and told.get("segment"):
            self.add_error("segment", _("Choose a segment or a customer, not both."))
        return told

    @property
    def asked(self) -> Asked:
        told = self.cleaned_data
        names = ("kind", "customer", "segment", "service", "lane_origin", "lane_destination")
        return Asked(**{name: told[name] for name in names})

    @property
    def terms(self) -> Terms:
        told = self.cleaned_data
        return Terms(float(told["hours"]), float(told["earliest"] or 0))

    @property
    def usual(self) -> list[Any]:
        return [self[name] for name in ("kind", "hours", "segment", "customer")]

    @property
    def unusual(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in ("kind", "hours", "segment", "customer")]

    @property
    def is_narrowed(self) -> bool:
        return any(bound.value() for bound in self.unusual) or any(bound.errors for bound in self.unusual)


class DraftForm(forms.Form):
    """Into which cycle the promise is drafted."""

    cycle = forms.ModelChoiceField(Cycle.objects.none(), label=_("Strategy cycle"), to_field_name="number")
    valid_from = day_field(
        _("Valid from"), required=False, help_text=_("Empty: when the strategy is put in force.")
    )
