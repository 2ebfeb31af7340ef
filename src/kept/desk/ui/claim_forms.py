"""What is asked about claims and disputed charges."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.billing.models import Charge
from kept.billing.queries.clauses import kind_words
from kept.kernel.money import to_minor
from kept.parties.enums import PartnerKind
from kept.parties.models import Partner
from kept.promises.enums import Cause

from ..actions.claiming import ClaimDraft
from ..enums import ClaimSide, ClaimState, CostSort, MeasureKind
from .case_forms import ALL, _text
from .forms import Files
from .redress_forms import MoneyForm


class ClaimForm(MoneyForm):
    side = forms.ChoiceField(label=_("Against whom"), choices=ClaimSide)
    partner = forms.ModelChoiceField(
        Partner.objects.filter(kind=PartnerKind.SUBCONTRACTOR).order_by("name"),
        label=_("Subcontractor"),
        required=False,
        empty_label="",
    )
    insurer = forms.CharField(label=_("Insurer"), max_length=120, required=False)
    sort = forms.ChoiceField(label=_("Cost of"), choices=CostSort)
    product = forms.CharField(label=_("Product"), max_length=120, required=False)
    grounds = _text(_("What the claim rests on"), rows=3)
    evidence = Files(label=_("Evidence"), required=False, help_text=_("Photos, receipts, statements."))
    field_order = (
        *("side", "partner", "insurer", "amount", "currency", "sort", "product", "grounds", "evidence"),
    )

    def draft(self) -> ClaimDraft:
        said = self.cleaned_data
        plain = {name: said[name] for name in ("side", "partner", "insurer", "sort", "product", "grounds")}
        return ClaimDraft(money=self.money(), **plain)


class ClaimDecisionForm(forms.Form):
    """`currency` tells how the amount is read."""

    granted = forms.DecimalField(
        label=_("Amount granted"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("0: the claim is refused."),
    )
    measure = forms.ChoiceField(
        label=_("Paid as"),
        choices=[(kind.value, kind.label) for kind in (MeasureKind.MONEY, MeasureKind.CREDIT)],
        required=False,
        help_text=_("What a customer is granted becomes a compensation within your authority."),
    )
    pay_by = forms.DateField(
        label=_("To be paid by"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    note = _text(_("Note on the decision"), rows=2)

    def __init__(self, *args: Any, side: str, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        if side != ClaimSide.US:
            del self.fields["measure"]

    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["granted"] = to_minor(given["granted"], self.currency)
        return {name: value for name, value in given.items() if value != ""}


class PaymentForm(forms.Form):
    proof = forms.CharField(
        label=_("Proof of payment"), max_length=200, help_text=_("Number of the transfer or the receipt.")
    )


class WithdrawalForm(forms.Form):
    note = _text(_("Why"), rows=2)


class ClaimFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *ClaimState.choices], required=False)
    side = forms.ChoiceField(label=_("Against whom"), choices=[ALL, *ClaimSide.choices], required=False)
    sort = forms.ChoiceField(label=_("Cost of"), choices=[ALL, *CostSort.choices], required=False)
    cause = forms.ChoiceField(label=_("Cause"), choices=[ALL, *Cause.choices], required=False)
    product = forms.CharField(label=_("Product"), max_length=120, required=False)

    def narrow(self, rows: Any) -> Any:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if cause := wanted.pop("cause", ""):
            wanted["case__cause"] = cause
        return rows.filter(**wanted)


class DisputeForm(forms.Form):
    """Which of the customer's open charges the dispute is about."""

    charges: forms.ModelMultipleChoiceField[Charge] = forms.ModelMultipleChoiceField(
        None, label=_("Disputed charges"), widget=forms.CheckboxSelectMultiple
    )
    why = _text(_("Why they are disputed"), rows=2)

    def __init__(self, *args: Any, charges: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["charges"]
        field.queryset = charges
        field.label_from_instance = charge_words


def charge_words(charge: Charge) -> str:
    goods = charge.shipment.number if charge.shipment else ""
    return " · ".join(filter(None, (charge.number, str(kind_words(charge.kind)), goods, str(charge.net))))
