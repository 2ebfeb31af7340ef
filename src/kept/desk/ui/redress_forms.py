"""What is asked about liability, compensations and authority."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.kernel.money import Money, to_minor
from kept.parties.enums import PartnerKind
from kept.parties.models import Partner
from kept.people.models import Branch, Person, Role
from kept.promises.enums import Cause, LiableTier

from ..actions.liability import ShareDraft
from ..enums import CompensationState, MeasureKind
from ..kinds import CURRENCIES
from .case_forms import ALL, NONE, _text
from .forms import Files

SHARES = 3


class LiabilityForm(forms.Form):
    cause = forms.ChoiceField(label=_("Cause"), choices=[NONE, *Cause.choices], required=False)
    why = _text(_("What the decision rests on"), rows=3)
    evidence = Files(label=_("Evidence"), required=False, help_text=_("Photos, receipts, statements."))


class ShareForm(forms.Form):
    """One who is liable. The narrowest name that is known is enough."""

    tier = forms.ChoiceField(label=_("Liable"), choices=[("", "–"), *LiableTier.choices], required=False)
    share = forms.DecimalField(
        label=_("Share in percent"),
        min_value=Decimal("0.01"),
        max_value=100,
        decimal_places=2,
        required=False,
    )
    partner = forms.ModelChoiceField(
        Partner.objects.filter(kind=PartnerKind.SUBCONTRACTOR).order_by("name"),
        label=_("Subcontractor"),
        required=False,
        empty_label="",
    )
    branch = forms.ModelChoiceField(Branch.objects.all(), label=_("Branch"), required=False, empty_label="")
    person = forms.ModelChoiceField(
        Person.objects.staff().order_by("name"),
        label=_("Person responsible"),
        required=False,
        empty_label="",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("share") is not None and not said.get("tier"):
            self.add_error("tier", _("Say who is liable."))
        if said.get("tier") and said.get("share") is None and "share" not in self.errors:
            self.add_error("share", _("Give the share."))
        return said

    def draft(self) -> ShareDraft | None:
        """None for a row that was left empty."""
        said = self.cleaned_data
        return ShareDraft(**said) if said.get("tier") else None


ShareForms = forms.formset_factory(ShareForm, extra=0, max_num=SHARES, absolute_max=SHARES)


class MoneyForm(forms.Form):
    """Mix in: an amount with its currency."""

    amount = forms.DecimalField(
        label=_("Amount"), min_value=0, max_digits=14, decimal_places=2, required=False, initial=0
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)

    def money(self) -> Money:
        code = self.cleaned_data["currency"]
        return Money(to_minor(self.cleaned_data["amount"] or 0, code), code)


class CompensationForm(MoneyForm):
    kind = forms.ChoiceField(label=_("Measure"), choices=MeasureKind)
    why = _text(_("Why"), rows=2, help_text=_("What went wrong and why this makes it good."))
    field_order = ("kind", "amount", "currency", "why")


class DecisionForm(forms.Form):
    OUTCOMES = (("yes", _("Approve")), ("no", _("Refuse")))
    approve = forms.TypedChoiceField(
        label=_("Approve or refuse"),
        choices=OUTCOMES,
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    note = _text(_("Note on the decision"), rows=2, required=False)

    def choose_from(self, *, may_approve: bool) -> None:
        """For whom the sum is too large may only refuse."""
        approve = self.fields["approve"]
        assert isinstance(approve, forms.TypedChoiceField)
        approve.choices = self.OUTCOMES if may_approve else self.OUTCOMES[1:]


class ReactionForm(forms.Form):
    ANSWERS = (("yes", _("Accepted")), ("no", _("Declined")))
    accepts = forms.TypedChoiceField(
        label=_("The customer has"),
        choices=ANSWERS,
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    words = _text(_("What the customer said"), rows=2, required=False)


class MadeGoodForm(forms.Form):
    proof = forms.CharField(
        label=_("How it was made good"),
        max_length=200,
        required=False,
        help_text=_("Number of the transfer, of the parcel or of the new waybill."),
    )


class CompensationFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[ALL, *CompensationState.choices], required=False)
    kind = forms.ChoiceField(label=_("Measure"), choices=[ALL, *MeasureKind.choices], required=False)
    customer = forms.IntegerField(label=_("Customer"), required=False, widget=forms.HiddenInput)

    def narrow(self, rows: Any) -> Any:
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return rows.filter(**wanted)


class AuthorityForm(forms.Form):
    role = forms.ModelChoiceField(
        Role.objects.exclude(code__in=("client", "subcontractor", "telephone")),
        label=_("Role"),
        empty_label="",
    )
    kind = forms.ChoiceField(label=_("Measure"), choices=MeasureKind)
    amount = forms.DecimalField(label=_("Up to"), max_digits=14, decimal_places=2, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    unlimited = forms.BooleanField(label=_("without limit"), required=False)

    def clean(self) -> dict[str, Any]:
        """Without limit only when it is said: what was left empty may have been forgotten."""
        said = super().clean() or {}
        if (said.get("amount") is None) != said.pop("unlimited", False) and "amount" not in self.errors:
            self.add_error("amount", _("Give a limit, or tick that there is none."))
        if said.get("amount") is not None and said.get("currency"):
            said["amount"] = to_minor(said["amount"], said["currency"])
        return said
