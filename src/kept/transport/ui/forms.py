"""Forms of transport: what happened, how it was handed over, what is to be carried."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.money import SIGNS, Money, to_minor
from kept.parties.models import Partner
from kept.parties.ui.choosing import CustomerField
from kept.people.models import Branch
from kept.promises.enums import Cause

from ..actions.shipping import ShipmentDraft
from ..enums import PAYMENTS, DeliveryOutcome, GoodsCondition, ReceiptKind, TrackingCode, TrackingReason
from ..models import Delivery, Shipment
from ..rules import ATTEMPT_BY
from .door import AtTheDoor
from .filters import carriers
from .signing import picture_of

MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
NONE = ("", "–")
OWN_ACT = (*ATTEMPT_BY, TrackingCode.LOST, TrackingCode.HANDED_ON)
BY_HAND = [(code, words) for code, words in TrackingCode.choices if code not in OWN_ACT]
"""News that a person records here; attempts, a loss and a handing on have forms of their own."""
YES_NO = [("", _("not checked")), ("yes", _("right")), ("no", _("wrong"))]
SAID = {"yes": True, "no": False, "": None}
PAID = [NONE, *PAYMENTS.items()]


class NewsForm(forms.Form):
    code = forms.ChoiceField(label=_("What happened"), choices=[NONE, *BY_HAND])
    occurred_at = forms.DateTimeField(label=_("When"), widget=MOMENT)
    place = forms.CharField(label=_("Where"), max_length=80, required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=[NONE, *TrackingReason.choices], required=False)
    eta_at = forms.DateTimeField(label=_("New expected arrival"), widget=MOMENT, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("occurred_at", localtime(now()))


class DeliveryForm(AtTheDoor):
    """One attempt, made to be filled in at the door with a thumb."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=DeliveryOutcome.choices, widget=forms.RadioSelect
    )
    receiver_name = forms.CharField(label=_("Received by"), max_length=80, required=False)
    pieces_delivered = forms.IntegerField(label=_("Pieces handed over"), min_value=0, required=False)
    pieces_damaged = forms.IntegerField(label=_("of these damaged"), min_value=0, required=False)
    pieces_short = forms.IntegerField(
        label=_("Missing for good"), min_value=0, required=False, help_text=_("Pieces that will not follow.")
    )
    condition = forms.ChoiceField(
        label=_("Condition"), choices=[NONE, *GoodsCondition.choices], required=False
    )
    papers = forms.ChoiceField(label=_("Papers"), choices=YES_NO, required=False)
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment"}),
    )
    signature_drawn = forms.CharField(required=False, widget=forms.HiddenInput, max_length=400_000)
    signature = forms.FileField(
        label=_("Signature as a picture"), required=False, widget=forms.FileInput({"accept": "image/*"})
    )
    happened_at = forms.DateTimeField(label=_("When"), widget=MOMENT)
    reason = forms.ChoiceField(label=_("Reason"), choices=[NONE, *TrackingReason.choices], required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, shipment: Shipment, handed_over: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("outcome", DeliveryOutcome.DELIVERED)
        self.initial.setdefault("happened_at", localtime(now()))
        if shipment.pieces is not None:
            self.initial.setdefault("pieces_delivered", max(shipment.pieces - handed_over, 0))

    def clean_signature_drawn(self) -> Any:
        return picture_of(self.cleaned_data["signature_drawn"])

    def told(self) -> dict[str, Any]:
        """The attempt as the verb takes it. Nothing is handed over when nobody took it."""
        given = dict(self.cleaned_data)
        given["papers_ok"] = SAID[given.pop("papers")]
        given["signature"] = given.pop("signature_drawn") or given["signature"]
        if given["outcome"] in (DeliveryOutcome.REFUSED, DeliveryOutcome.ABSENT):
            given |= {
                "pieces_delivered": None,
                "pieces_damaged": None,
                "pieces_short": None,
                "papers_ok": None,
            }
            given["condition"] = ""
        return given


class RevisionForm(forms.Form):
    receiver_name = forms.CharField(label=_("Received by"), max_length=80, required=False)
    pieces_delivered = forms.IntegerField(label=_("Pieces handed over"), min_value=0, required=False)
    pieces_damaged = forms.IntegerField(label=_("of these damaged"), min_value=0, required=False)
    pieces_short = forms.IntegerField(label=_("Missing for good"), min_value=0, required=False)
    condition = forms.ChoiceField(
        label=_("Condition"), choices=[NONE, *GoodsCondition.choices], required=False
    )
    papers = forms.ChoiceField(label=_("Papers"), choices=YES_NO, required=False)
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput({"accept": "image/*,.pdf"})
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    why = forms.CharField(label=_("Why the record changes"), max_length=200)

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = {True: "yes", False: "no", None: ""}[delivery.papers_ok]
        known = ("receiver_name", "pieces_delivered", "pieces_damaged", "pieces_short", "condition", "note")
        self.initial = {name: getattr(delivery, name) for name in known} | {"papers": papers}

    def changes(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in self.initial if name != "papers"}
        return {**given, "papers_ok": SAID[self.cleaned_data["papers"]]}


class ReturnForm(forms.Form):
    happened_at = forms.DateTimeField(label=_("When"), widget=MOMENT)
    why = forms.CharField(label=_("Why the goods go back"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_at", localtime(now()))


class LossForm(forms.Form):
    happened_at = forms.DateTimeField(label=_("When"), widget=MOMENT)
    cause = forms.ChoiceField(label=_("Cause"), choices=Cause.choices, initial=Cause.HANDLING)
    why = forms.CharField(label=_("What was done to find them"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("happened_at", localtime(now()))


class CancelForm(forms.Form):
    why = forms.CharField(label=_("Why it is cancelled"), max_length=200)


class CarrierForm(forms.Form):
    carrier = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Carrier"), required=False, empty_label=_("our own fleet")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].queryset = carriers()  # type: ignore[attr-defined]


class FreightCostForm(forms.Form):
    amount = forms.DecimalField(label=_("Freight cost"), min_value=0, max_digits=14, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in SIGNS])

    @property
    def cost(self) -> Money:
        told = self.cleaned_data
        return Money(to_minor(told["amount"], told["currency"]), told["currency"])


class ShipmentForm(forms.Form):
    """A shipment without an order; amounts are typed in yuan and kept in fen."""

    destination_city = forms.CharField(label=_("To"), max_length=60)
    consignee_name = forms.CharField(label=_("Consignee"), max_length=80, required=False)
    consignee_phone = forms.CharField(label=_("Consignee's phone"), max_length=40, required=False)
    consignee_address = forms.CharField(label=_("Address"), max_length=200, required=False)
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1)
    weight_kg = forms.DecimalField(
        label=_("Weight (kg)"), min_value=0, max_digits=12, decimal_places=3, required=False
    )
    volume_m3 = forms.DecimalField(
        label=_("Volume (m³)"), min_value=0, max_digits=12, decimal_places=4, required=False
    )
    promised_at = forms.DateTimeField(
        label=_("Promised by"),
        widget=MOMENT,
        required=False,
        help_text=_("Left empty, the policy for this customer says by when."),
    )
    pickup_at = forms.DateTimeField(label=_("Pick-up promised by"), widget=MOMENT, required=False)
    origin_city = forms.CharField(label=_("From"), max_length=60, required=False)
    customer_reference = forms.CharField(label=_("Customer's reference"), max_length=80, required=False)
    service = forms.ModelChoiceField(Service.objects.offered(), label=_("Service"), required=False)
    branch = forms.ModelChoiceField(Branch.objects.all(), label=_("Branch"), required=False)
    carrier = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Carrier"), required=False, empty_label=_("our own fleet")
    )
    payment = forms.ChoiceField(label=_("Payment"), choices=PAID, required=False)
    is_collected = forms.BooleanField(label=_("The receiver collects the goods"), required=False)
    declared = forms.DecimalField(
        label=_("Declared value"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    cod = forms.DecimalField(
        label=_("Cash to collect"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    receipt_kind = forms.ChoiceField(
        label=_("Signed receipt"), choices=[NONE, *ReceiptKind.choices], required=False
    )
    receipt_copies = forms.IntegerField(label=_("Copies"), min_value=0, max_value=20, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        customer = {"customer": CustomerField(actor=actor)}
        self.fields = {**customer, **self.fields}
        self.fields["carrier"].queryset = carriers()  # type: ignore[attr-defined]
        self.initial.setdefault("branch", actor.branch_id)

    def draft(self) -> ShipmentDraft:
        given = dict(self.cleaned_data)
        for name, field in (("declared", "declared_value"), ("cod", "cod_amount")):
            value = given.pop(name)
            given[field] = None if value is None else to_minor(value)
        given["receipt_copies"] = given["receipt_copies"] or (1 if given["receipt_kind"] else 0)
        return ShipmentDraft(**given)
