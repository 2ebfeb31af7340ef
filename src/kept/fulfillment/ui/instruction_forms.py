"""What people type about customer instructions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.searching import matching
from kept.orders.models import Order
from kept.parties.models import ContactPerson, Customer
from kept.transport.models import Shipment
from kept.transport.ui.forms import BY_HAND

from ..actions.carrying_out import Told
from ..enums import Area, InstructionChannel, InstructionKind, InstructionState
from ..models import Instruction, InstructionQuerySet
from ..queries.instructions import Act

MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
ANY = ("", _("all"))
STATES = [
    ("", pgettext_lazy("instructions", "Open")),
    ("overdue", pgettext_lazy("instructions", "Overdue")),
    *((code, words) for code, words in InstructionState.choices if code != InstructionState.GIVEN),
    ("all", _("all")),
]
BY_PEOPLE = [(code, words) for code, words in InstructionChannel.choices if code != InstructionChannel.API]
MOST_CUSTOMERS = 50


class InstructionFilter(forms.Form):
    q = forms.CharField(
        label=_("Number, order, waybill or customer"), required=False, widget=forms.SearchInput
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *InstructionKind.choices])
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[ANY, *InstructionChannel.choices]
    )

    def narrow(self, rows: InstructionQuerySet) -> InstructionQuerySet:
        given = self.cleaned_data
        if state := given["state"]:
            known = {"overdue": rows.overdue(now()), "all": rows}
            rows = known.get(state, rows.filter(state=state))
        else:
            rows = rows.open()
        for name in ("kind", "channel"):
            if given[name]:
                rows = rows.filter(**{name: given[name]})
        return _like(rows, given["q"].strip()) if given["q"].strip() else rows


def _like(rows: InstructionQuerySet, text: str) -> InstructionQuerySet:
    number = text.upper()
    named = Q(number=number) | Q(order__number=number) | Q(shipment__number=number)
    named |= Q(order__customer_reference=text) | Q(customer__number=number)
    customers = matching(Customer.objects.all(), text).values_list("pk", flat=True)[:MOST_CUSTOMERS]
    return rows.filter(named | Q(customer__in=list(customers)))


class InstructionForm(forms.Form):
    """Taken down with the order or shipment at hand, or with its number."""

    about = forms.CharField(
        label=_("Order or waybill"), max_length=60, help_text=_("The customer's reference will do too.")
    )
    kind = forms.ChoiceField(label=_("What does the customer want?"), choices=InstructionKind.choices)
    words = forms.CharField(
        label=_("Words of the customer"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    given_at = forms.DateTimeField(label=_("Said at"), widget=MOMENT)
    channel = forms.ChoiceField(label=_("By which way"), choices=BY_PEOPLE)
    contact = forms.ModelChoiceField(
        ContactPerson.objects.none(), label=_("Contact person"), required=False, empty_label="–"
    )
    given_by = forms.CharField(label=_("Name, if nobody of the list"), max_length=80, required=False)
    do_by = forms.DateTimeField(
        label=_("To be carried out by"),
        required=False,
        widget=MOMENT,
        help_text=_("Empty when the customer named no moment."),
    )

    def __init__(
        self, *args: Any, actor: Actor, record: Order | Shipment | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.record = actor, record
        self.initial.setdefault("given_at", localtime(now()))
        if record is None:
            self.fields["contact"].widget = forms.HiddenInput()
        else:
            self.initial["about"] = record.number
            contacts = ContactPerson.objects.filter(customer=record.customer_id).order_by("name")
            self.fields["contact"].queryset = contacts  # type: ignore[attr-defined]

    def clean_about(self) -> str:
        text: str = self.cleaned_data["about"].strip()
        if self.record is None or text.upper() != self.record.number:
            self.record = record_called(self.actor, text)
        if self.record is None:
            raise forms.ValidationError(_("There is no order or shipment of this number."))
        return text

    def said(self) -> dict[str, Any]:
        """As the verb takes it."""
        given = dict(self.cleaned_data)
        del given["about"]
        name = "shipment" if isinstance(self.record, Shipment) else "order"
        return {**given, name: self.record}


def record_called(actor: Actor, text: str) -> Order | Shipment | None:
    """A waybill before an order, our numbers before the customer's reference."""
    for named in ({"number": text.upper()}, {"customer_reference": text}):
        for rows in (
            Shipment.objects.permitted(actor, "fulfillment.instruct").select_related("order"),
            Order.objects.permitted(actor, "fulfillment.instruct"),
        ):
            if text and (found := rows.filter(**named).order_by("-pk").first()):
                return found
    return None


class ActsForm(forms.Form):
    """Recorded acts to choose from, and one told in words."""

    acts = forms.MultipleChoiceField(
        label=_("What was recorded since"), required=False, widget=forms.CheckboxSelectMultiple
    )
    done = forms.CharField(
        label=_("What was done, in words"),
        max_length=300,
        required=False,
        help_text=_("For what no other record tells, such as work in the warehouse."),
    )
    area = forms.ChoiceField(
        label=_("Done where"), choices=Area.choices, initial=Area.WAREHOUSE, required=False
    )
    done_at = forms.DateTimeField(label=_("Done at"), required=False, widget=MOMENT)

    def __init__(self, *args: Any, acts: list[Act], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("done_at", localtime(now()))
        shown = [(act.token, _words(act)) for act in acts]
        self.fields["acts"].choices = shown  # type: ignore[attr-defined]
        if not shown:
            del self.fields["acts"]

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        told = Told(words=given["done"], area=given["area"] or Area.WAREHOUSE, happened_at=given["done_at"])
        return {"acts": given.get("acts", []), "told": told}


def _words(act: Act) -> str:
    moment = localtime(act.happened_at)
    said = [f"{moment:%m-%d %H:%M}", act.area_words, f"{act.title} {act.number}".strip(), act.words]
    return " · ".join(part for part in said if part)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The customer reads it in the portal.")
    )


class HoldNowForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    until = forms.DateTimeField(label=_("Until"), required=False, widget=MOMENT)


class TimeNowForm(forms.Form):
    wanted_delivery_from = forms.DateTimeField(label=_("Delivery wanted from"), required=False, widget=MOMENT)
    wanted_delivery_at = forms.DateTimeField(label=_("Delivery wanted by"), widget=MOMENT)


class AddressNowForm(forms.Form):
    destination_address = forms.CharField(label=_("Delivery address"), max_length=200)
    destination_name = forms.CharField(label=_("Consignee"), max_length=80, required=False)
    destination_phone = forms.CharField(label=_("Consignee's phone"), max_length=40, required=False)


class NewsNowForm(forms.Form):
    code = forms.ChoiceField(label=_("What happened"), choices=BY_HAND)
    place = forms.CharField(label=_("Where"), max_length=80, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class NothingForm(forms.Form):
    """Nothing more to say."""


DEED_FORMS: dict[str, tuple[Any, type[forms.Form]]] = {
    "hold": (_("Put the order on hold"), HoldNowForm),
    "release": (_("Release the order"), NothingForm),
    "time": (_("Change the delivery time"), TimeNowForm),
    "address": (_("Change the delivery address"), AddressNowForm),
    "news": (_("Record news of the shipment"), NewsNowForm),
    "return": (_("Send the goods back"), NothingForm),
}


def deed_form(deed: str, instruction: Instruction, data: Any = None) -> forms.Form:
    """Begins with what the order says now."""
    kind = DEED_FORMS[deed][1]
    wishes = [name for name in kind.base_fields if name.startswith(("wanted_", "destination_"))]
    initial = {name: getattr(instruction.order, name) for name in wishes}
    return kind(data, initial=initial, auto_id=f"id_{deed}_%s")
