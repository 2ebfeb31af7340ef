"""Forms, filter and list of onward connections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table
from kept.parties.models import Partner

from ..enums import ConnectionMode, ConnectionState
from ..models import Connection
from ..models.connections import ConnectionQuerySet
from .filters import ANY, carriers, customer_ids
from .forms import MOMENT

state_tone(met="kept", missed="broken")

WHICH = [("", _("to be reached")), *ConnectionState.choices, ("all", _("all"))]


class ConnectionForm(forms.Form):
    mode = forms.ChoiceField(label=_("Goes on by"), choices=ConnectionMode.choices)
    service = forms.CharField(label=_("Flight, train or voyage"), max_length=40, required=False)
    carrier = forms.ModelChoiceField(Partner.objects.none(), label=_("Next carrier"), required=False)
    place = forms.CharField(label=_("Handed over at"), max_length=120)
    handover_by = forms.DateTimeField(
        label=_("To be handed over by"),
        widget=MOMENT,
        help_text=_("The last moment, as the next carrier says."),
    )
    departs_at = forms.DateTimeField(label=_("Departs"), widget=MOMENT, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].queryset = carriers()  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    handed_over_at = forms.DateTimeField(label=_("When"), widget=MOMENT)
    taken_by = forms.CharField(label=_("Goods taken by"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("handed_over_at", localtime(now()))


class DropForm(forms.Form):
    why = forms.CharField(label=_("Why it is cancelled"), max_length=200)


class ConnectionFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False, choices=WHICH)
    customer = forms.CharField(label=_("Customer"), required=False)
    mode = forms.ChoiceField(label=_("Goes on by"), required=False, choices=[ANY, *ConnectionMode.choices])

    def narrow(self, rows: ConnectionQuerySet) -> ConnectionQuerySet:
        given = self.cleaned_data
        if not given["state"]:
            rows = rows.planned()
        elif given["state"] != "all":
            rows = rows.filter(state=given["state"])
        if given["customer"]:
            rows = rows.filter(shipment__customer__in=customer_ids(given["customer"]))
        return rows.filter(mode=given["mode"]) if given["mode"] else rows


def _state(connection: Connection) -> tuple[str, str]:
    return connection.state, connection.get_state_display()


class ConnectionTable(Table):
    name = "connections"
    title = _("Onward connections")
    columns = (
        Column("number", _("Number"), link="transport:connection"),
        Column(
            "shipment", _("Waybill"), value="shipment.number", link=lambda c: c.shipment.get_absolute_url()
        ),
        Column("customer", _("Customer"), value=lambda connection: str(connection.shipment.customer)),
        Column("words", _("Goes on by")),
        Column("carrier", _("Next carrier"), value=lambda connection: str(connection.carrier or "")),
        Column("place", _("Handed over at")),
        Column("state", _("State"), kind="state", value=_state),
        Column("promise", _("To be handed over by"), kind="promise", value="promise"),
        Column("handover_by", _("Last moment"), kind="moment", sort="handover_by"),
        Column("eta_at", _("Expected"), kind="moment", value="shipment.eta_at"),
        Column("departs_at", _("Departs"), kind="moment"),
        Column("handed_over_at", _("Handed over"), kind="moment"),
        Column("taken_by", _("Goods taken by")),
        Column("note", _("Note")),
    )
    default = ("number", "shipment", "customer", "words", "carrier", "place", "state", "promise", "eta_at")
    order = ("handover_by", "id")
    empty = _("No connection waits to be reached. Plan one on the page of a shipment.")
