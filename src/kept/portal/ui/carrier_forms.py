"""What a subcontractor tells: news, and a hand-over with its proof."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kept.transport.enums import DeliveryOutcome, GoodsCondition, TrackingCode, TrackingReason
from kept.transport.ui.door import AtTheDoor

from ..rules import CARRIER_CODES

CAMERA = {"accept": "image/*", "capture": "environment"}
NOTHING = ("", "–")


class MomentField(forms.DateTimeField):
    """A moment to the minute, now unless somebody says otherwise."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class NewsForm(forms.Form):
    code = forms.ChoiceField(
        label=_("What happened?"), choices=[NOTHING, *((c, TrackingCode(c).label) for c in CARRIER_CODES)]
    )
    happened_at = MomentField(label=_("When"), initial=localtime)
    place = forms.CharField(label=_("Place"), required=False, max_length=80)
    eta_at = MomentField(label=_("Expected arrival"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason, if not as planned"), required=False, choices=[NOTHING, *TrackingReason.choices]
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class DeliveryForm(AtTheDoor):
    outcome = forms.ChoiceField(label=_("How did it go?"), choices=DeliveryOutcome.choices)
    receiver_name = forms.CharField(label=_("Who received it?"), required=False, max_length=80)
    pieces_delivered = forms.IntegerField(label=_("Pieces handed over"), required=False, min_value=0)
    pieces_damaged = forms.IntegerField(label=_("Of these damaged"), required=False, min_value=0, initial=0)
    pieces_short = forms.IntegerField(label=_("Pieces missing"), required=False, min_value=0, initial=0)
    condition = forms.ChoiceField(
        label=_("Condition of the goods"), required=False, choices=[NOTHING, *GoodsCondition.choices]
    )
    papers_ok = forms.NullBooleanField(
        label=_("Papers signed and right?"),
        required=False,
        widget=forms.Select(choices=(("unknown", "–"), ("true", _("Yes")), ("false", _("No")))),
    )
    photo = forms.FileField(label=_("Photo of the hand-over"), required=False, widget=forms.FileInput(CAMERA))
    signature = forms.FileField(
        label=_("Photo of the signature"), required=False, widget=forms.FileInput(CAMERA)
    )
    reason = forms.ChoiceField(
        label=_("Reason, if it did not go well"), required=False, choices=[NOTHING, *TrackingReason.choices]
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    happened_at = MomentField(label=_("When"), initial=localtime)

    def attempt(self) -> dict[str, Any]:
        """As the verb takes it; a failed attempt handed over nothing."""
        given = dict(self.cleaned_data)
        if given["outcome"] in (DeliveryOutcome.REFUSED, DeliveryOutcome.ABSENT):
            given |= {"pieces_delivered": None, "pieces_damaged": None, "pieces_short": None, "condition": ""}
        return given
