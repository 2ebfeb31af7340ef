"""Forms, filter and list of insurance reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from kept.kernel.money import Money, to_minor
from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table
from kept.parties.enums import PartnerKind
from kept.parties.models import Partner

from ..enums import InsuranceState
from ..models import InsuranceReport
from ..models.insurance import InsuranceReportQuerySet
from .tables import SIGN, _address

state_tone(due="soon", reported="running")
MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
CHOICES = [("", _("all")), *InsuranceState.choices]


class ReportForm(forms.Form):
    insurer = forms.CharField(label=_("Insurer"), max_length=120)
    reported_at = forms.DateTimeField(label=_("When it was reported"), widget=MOMENT)
    spoke_with = forms.CharField(label=_("Who took the call"), max_length=80, required=False)
    reference = forms.CharField(label=_("Insurer's reference"), max_length=60, required=False)
    facts = forms.CharField(label=_("Facts"), max_length=4000, widget=forms.Textarea({"rows": 6}))

    def __init__(self, *args: Any, facts: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        insurers = Partner.objects.filter(kind=PartnerKind.INSURER).order_by("name")
        self.initial.setdefault("insurer", insurers.values_list("name", flat=True).first() or "")
        self.initial.setdefault("reported_at", localtime(now()))
        self.initial.setdefault("facts", facts)


class ReferenceForm(forms.Form):
    reference = forms.CharField(label=_("Insurer's reference"), max_length=60)


class InsurerClaimForm(forms.Form):
    """The amount is typed in whole units and kept in minor ones."""

    amount = forms.DecimalField(label=_("Amount claimed"), min_value=0, max_digits=14, decimal_places=2)

    def money(self, currency: str) -> Money:
        return Money(to_minor(self.cleaned_data["amount"], currency), currency)


class OutcomeForm(forms.Form):
    outcome = forms.CharField(label=_("What came of it"), max_length=200)


class InsuranceFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False, choices=CHOICES)
    insurer = forms.CharField(label=_("Insurer"), required=False)

    def narrow(self, rows: InsuranceReportQuerySet) -> InsuranceReportQuerySet:
        given = self.cleaned_data
        if given["state"]:
            rows = rows.filter(state=given["state"])
        return rows.filter(insurer__icontains=given["insurer"].strip()) if given["insurer"] else rows


def _state(row: InsuranceReport) -> tuple[str, str]:
    return row.state, str(row.get_state_display())


class InsuranceReportTable(Table):
    name = "insurance_reports"
    title = _("Insurance reports")
    columns = (
        Column("number", _("Number"), link="desk:insurance_report"),
        Column("case", _("Case"), value="case.number", link=lambda row: _address(row.case)),
        Column("shipment", _("Waybill"), value="shipment.number"),
        Column("customer", _("Customer"), value=lambda row: str(row.shipment.customer)),
        Column("declared", _("Declared value"), kind="money", value="declared", total=True),
        Column("state", _("State"), kind="state", value=_state),
        SIGN,
        Column("insurer", _("Insurer")),
        Column("reported_at", _("Reported at"), kind="moment", sort="reported_at"),
        Column("reported_by", _("Reported by"), value="reported_by.name"),
        Column("spoke_with", _("Who took the call")),
        Column("reference", _("Insurer's reference")),
        Column("claim", _("Claim"), value="claim.number", link=lambda row: _address(row.claim)),
        Column("claim_state", _("State of the claim"), value="claim.get_state_display"),
        Column("outcome", _("What came of it")),
        Column("made_at", _("Made"), kind="moment"),
    )
    default = (
        "number",
        "case",
        "shipment",
        "customer",
        "declared",
        "state",
        "promise",
        "insurer",
        "reference",
        "claim_state",
    )
    order = ("-id",)
    empty = _("No insured goods were damaged or lost.")
