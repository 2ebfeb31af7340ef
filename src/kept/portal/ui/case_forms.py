"""What a client writes to us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kept.desk.enums import CaseKind
from kept.kernel.actor import Actor
from kept.orders.models import Order
from kept.transport.models import Shipment

from ..permissions import CLIENT
from ..queries.own import own_customers
from ..rules import CLIENT_KINDS


class CaseForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[(kind, CaseKind(kind).label) for kind in CLIENT_KINDS]
    )
    number = forms.CharField(
        label=_("Waybill or order"),
        required=False,
        max_length=60,
        help_text=_("Your own reference will do. Empty when it is about something else."),
    )
    reason = forms.CharField(label=_("What happened?"), max_length=4000, widget=forms.Textarea({"rows": 5}))
    demand = forms.CharField(
        label=_("What do you expect of us?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, actor: Actor, asked: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.customers = list(own_customers(actor))
        if len(self.customers) > 1:
            self.fields["customer"] = forms.ModelChoiceField(
                own_customers(actor), label=_("In the name of"), required=False
            )
        kind = asked.get("kind", "")
        self.initial = {"number": asked.get("about", ""), "kind": kind or CaseKind.COMPLAINT}
        self.about: Shipment | Order | None = None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if number := given.get("number", "").strip():
            self.about = self._record(number)
            if self.about is None:
                self.add_error("number", _("You have no order or shipment of this number."))
        elif len(self.customers) > 1 and not given.get("customer"):
            self.add_error("customer", _("Say in whose name, or give the waybill or order."))
        return given

    def matter(self) -> dict[str, Any]:
        """As the desk's verb takes it."""
        given = self.cleaned_data
        about: dict[str, Any] = {"customer": given.get("customer") or self.customers[0]}
        if isinstance(self.about, Shipment):
            about = {"customer": self.about.customer, "shipment": self.about, "order": self.about.order}
        elif self.about is not None:
            about = {"customer": self.about.customer, "order": self.about}
        return {"kind": given["kind"], "reason": given["reason"], "demand": given["demand"], **about}

    def _record(self, number: str) -> Shipment | Order | None:
        """Own records only; a waybill before an order, ours before the client's reference."""
        for model in (Shipment, Order):
            rows = model.objects.permitted(self.actor, CLIENT).select_related("customer").order_by("-pk")
            for named in ({"number": number.upper()}, {"customer_reference": number}):
                if found := rows.filter(**named).first():
                    return found
        return None


class MessageForm(forms.Form):
    text = forms.CharField(label=_("Write to us"), max_length=4000, widget=forms.Textarea({"rows": 3}))
