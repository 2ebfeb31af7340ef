"""Form, filter and list of events on the road."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from kept.kernel.web.tables import Column, Table
from kept.people.models import Branch

from ..models import RoadEvent
from ..models.roads import ROAD_KINDS
from .forms import MOMENT

BETWEEN = re.compile(r"\s*(?:→|->|-|—|到)\s*")
KINDS = [(kind.value, kind.label) for kind in ROAD_KINDS]


class RoadEventForm(forms.Form):
    kind = forms.ChoiceField(label=_("Exception"), choices=KINDS)
    name = forms.CharField(label=_("What happens"), max_length=80, help_text=_("As customers will read it."))
    places = forms.CharField(
        label=_("Places"), required=False, max_length=300, help_text=_("Cities, separated by commas.")
    )
    lanes = forms.CharField(
        label=_("Lanes"),
        required=False,
        help_text=_("One a line: from → to. Either end may be left out."),
        widget=forms.Textarea({"rows": 2}),
    )
    begins_at = forms.DateTimeField(label=_("From when"), widget=MOMENT)
    until = forms.DateTimeField(label=_("Expected until"), widget=MOMENT, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    branch = forms.ModelChoiceField(Branch.objects.all(), label=_("Branch"), required=False, empty_label="–")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("begins_at", localtime(now()))

    def clean_places(self) -> list[str]:
        return [
            place.strip() for place in re.split(r"[,，、;；]", self.cleaned_data["places"]) if place.strip()
        ]

    def clean_lanes(self) -> list[tuple[str, str]]:
        lanes = []
        for n, line in enumerate(self.cleaned_data["lanes"].splitlines(), 1):
            if not line.strip():
                continue
            ends = BETWEEN.split(line.strip())
            if len(ends) != 2 or not any(ends):
                raise forms.ValidationError(_("Line %(n)d: write a lane as from → to.") % {"n": n})
            lanes.append((ends[0], ends[1]))
        return lanes


class RoadEventFilter(forms.Form):
    over = forms.BooleanField(label=_("Show what is over"), required=False)

    def narrow(self, rows: QuerySet[RoadEvent]) -> QuerySet[RoadEvent]:
        return rows if self.cleaned_data["over"] else rows.filter(ended_at=None)


class RoadEventTable(Table):
    name = "road_events"
    title = _("Events on the road")
    columns = (
        Column("number", _("Number"), link="transport:road_event"),
        Column("kind", _("Exception"), value="get_kind_display"),
        Column("name", _("What happens"), link="transport:road_event"),
        Column("where", _("Where")),
        Column("begins_at", _("From when"), kind="moment"),
        Column("until", _("Expected until"), kind="moment"),
        Column("ended_at", _("Over"), kind="moment"),
        Column("branch", _("Branch"), value="branch.name"),
        Column("by", _("Named by"), value="by.name"),
        Column("note", _("Note")),
    )
    default = ("number", "kind", "name", "where", "begins_at", "until")
    empty = _("The roads are free: no event is running.")
    empty_act = ("transport:new_road_event", _("Name an event"), "transport.plan")
    acts = (("transport:new_road_event", _("Name an event"), "transport.plan"),)
