"""Forms, filter and list of pick-up notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.money import Money, to_minor
from kept.kernel.web.cells import state_tone
from kept.kernel.web.needing import needed_when
from kept.kernel.web.tables import Column, Table
from kept.people.models import Branch

from ..actions.pickup_notices import missing_proof
from ..enums import NoticeChannel, NoticeResult, Sex
from ..models import PickupNotice
from ..models.pickups import PickupNoticeQuerySet
from .filters import customer_ids
from .forms import MOMENT, NONE
from .tables import lane

state_tone(to_tell="soon", told="kept", collected="plain")

BY_VOICE = [(value, words) for value, words in NoticeChannel.choices if value in ("phone", "visit")]
BY_TEXT = [(value, words) for value, words in NoticeChannel.choices if value in ("sms", "email")]
HEARD = [(value, words) for value, words in NoticeResult.choices if value != NoticeResult.SENT]
WHICH = [
    ("to_tell", _("to be told")),
    ("told", _("told, still there")),
    ("waiting", _("all that wait")),
    ("all", _("with what was collected")),
]
PROOF = ("result", "channel", "dialled", "answered_by", "sex")


class AttemptForm(forms.Form):
    """What came of a call, filled in while the receiver is on the phone."""

    result = forms.ChoiceField(label=_("How did it go?"), choices=HEARD, widget=forms.RadioSelect)
    answered_by = forms.CharField(label=_("Who answered"), max_length=80, required=False)
    sex = forms.ChoiceField(label=_("Woman or man"), choices=[NONE, *Sex.choices], required=False)
    dialled = forms.CharField(label=_("Number dialled"), max_length=40, required=False)
    tried_at = forms.DateTimeField(label=_("When"), widget=MOMENT)
    channel = forms.ChoiceField(label=_("How"), choices=BY_VOICE)
    remark = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, notice: PickupNotice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("dialled", notice.shipment.consignee_phone)
        self.initial.setdefault("tried_at", localtime(now()))
        self.initial.setdefault("channel", NoticeChannel.PHONE)
        needed_when(self.fields["answered_by"], _("needed when somebody was reached"))
        needed_when(self.fields["sex"], _("needed when somebody was reached"))
        needed_when(self.fields["dialled"], _("needed for a call"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        said = {name: given.get(name, "") for name in PROOF}
        for missing in missing_proof(**said):
            if missing.field not in self.errors:
                self.add_error(missing.field, str(missing.message))
        return given


class PickupForm(forms.Form):
    """Where, when and for how much; the amount is typed in whole units and kept in minor ones."""

    place = forms.CharField(label=_("Place of pick-up"), max_length=120)
    hours = forms.CharField(label=_("Opening hours"), max_length=120, required=False)
    freight = forms.DecimalField(
        label=_("Freight to collect"), min_value=0, max_digits=14, decimal_places=2, required=False
    )

    def __init__(self, *args: Any, notice: PickupNotice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = notice.shipment.currency
        amount = notice.freight.value if notice.freight is not None else None
        self.initial = {"place": notice.place, "hours": notice.hours, "freight": amount}

    def told(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        freight = given.pop("freight")
        return {**given, "freight_due": None if freight is None else to_minor(freight, self.currency)}


class MessageForm(forms.Form):
    channel = forms.ChoiceField(label=_("Send by"), choices=BY_TEXT)
    to = forms.CharField(label=pgettext_lazy("message", "To"), max_length=200)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea({"rows": 10}), max_length=2000)


class PickupNoticeFilter(forms.Form):
    which = forms.ChoiceField(label=_("State"), choices=WHICH, required=False, initial="to_tell")
    customer = forms.CharField(label=_("Customer"), required=False)
    place = forms.CharField(label=_("Place of pick-up"), required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.all(), label=_("Branch"), required=False, empty_label=_("all")
    )

    def narrow(self, rows: PickupNoticeQuerySet) -> PickupNoticeQuerySet:
        given = self.cleaned_data
        rows = rows.chosen(given["which"])
        if given["customer"]:
            rows = rows.filter(shipment__customer__in=customer_ids(given["customer"]))
        if given["place"]:
            rows = rows.filter(place__icontains=given["place"].strip())
        return rows.filter(shipment__branch=given["branch"]) if given["branch"] else rows


def state_of(notice: PickupNotice) -> tuple[str, str]:
    if not notice.is_waiting:
        return "collected", str(notice.shipment.get_state_display())
    return ("told", str(_("told"))) if notice.told_at else ("to_tell", str(_("to be told")))


def _freight(notice: PickupNotice) -> Money | None:
    return notice.freight if notice.wants_freight else None


class PickupNoticeTable(Table):
    name = "pickup_notices"
    title = _("Pick-up notices")
    columns = (
        Column("number", _("Waybill"), link="transport:pickup_notice"),
        Column("customer", _("Customer"), value=lambda notice: str(notice.shipment.customer)),
        Column("consignee", _("Consignee"), value="shipment.consignee_name"),
        Column("phone", _("Phone"), value="shipment.consignee_phone"),
        Column("lane", _("From and to"), value=lambda notice: lane(notice.shipment)),
        Column("place", _("Place of pick-up")),
        Column("state", _("State"), kind="state", value=state_of),
        Column("promise", _("Notice due"), kind="promise", value="promise"),
        Column("next_at", _("To be told next"), kind="moment", sort="next_at"),
        Column("pieces", _("Pieces"), kind="number", value="shipment.pieces", total=True),
        Column("cod", _("Cash to collect"), kind="money", value="shipment.cash_on_delivery"),
        Column("freight", _("Freight to collect"), kind="money", value=_freight),
        Column("arrived_at", _("Arrived"), kind="moment", sort="arrived_at"),
        Column("told_at", _("Told at"), kind="moment", sort="told_at"),
        Column("tries", _("Attempts"), kind="number"),
        Column("last_result", _("Last result"), value="get_last_result_display"),
        Column("hours", _("Opening hours")),
        Column("branch", _("Branch"), value="shipment.branch.name"),
    )
    default = (
        "number",
        "customer",
        "consignee",
        "place",
        "state",
        "promise",
        "next_at",
        "pieces",
        "cod",
        "freight",
        "tries",
        "last_result",
    )
    order = ("next_at", "id")
    empty = _("No receiver waits to be told.")
