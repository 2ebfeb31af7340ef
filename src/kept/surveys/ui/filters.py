"""What narrows results: customer, segment, period, way."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import make_aware, now
from django.utils.translation import gettext_lazy as _

from kept.parties.enums import CustomerKind, Segment

from ..enums import Channel, SurveyState
from ..models import Invitation, Response


class SurveyFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *SurveyState.choices]
    )
    title = forms.CharField(
        label=_("Title"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )

    def narrow(self, rows: Any) -> Any:
        if state := self.cleaned_data["state"]:
            rows = rows.ended_at(now()) if state == SurveyState.CLOSED else rows.not_ended_at(now())
        if title := self.cleaned_data["title"]:
            rows = rows.filter(title__icontains=title)
        return rows


class ResultFilter(forms.Form):
    """Whose answers are counted."""

    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Number")}),
    )
    segment = forms.ChoiceField(
        label=_("Segment"), required=False, choices=[("", _("All")), *Segment.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind of customer"), required=False, choices=[("", _("All")), *CustomerKind.choices]
    )
    since = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        since, until = asked.get("since"), asked.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return asked

    def narrow(self, rows: QuerySet[Response]) -> QuerySet[Response]:
        return rows.filter(**self._wanted(segment="segment", moment="answered_at"))

    def narrow_whose(self, rows: QuerySet[Response]) -> QuerySet[Response]:
        """Of the same customers, whenever they answered."""
        return rows.filter(**self._whose(segment="segment"))

    @property
    def begins_at(self) -> datetime | None:
        day = self.cleaned_data.get("since")
        return make_aware(datetime.combine(day, time())) if day else None

    def narrow_invitations(self, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        return rows.filter(**self._wanted(segment="customer__segment", moment="sent_at"))

    def _wanted(self, *, segment: str, moment: str) -> dict[str, Any]:
        asked, wanted = self.cleaned_data, self._whose(segment=segment)
        if self.begins_at:
            wanted[f"{moment}__gte"] = self.begins_at
        if asked.get("until"):
            wanted[f"{moment}__lt"] = make_aware(datetime.combine(asked["until"], time()) + timedelta(days=1))
        return wanted

    def _whose(self, *, segment: str) -> dict[str, Any]:
        asked = self.cleaned_data
        wanted: dict[str, Any] = {}
        if number := asked.get("customer"):
            wanted["customer__number__iexact"] = number.strip()
        if asked.get("segment"):
            wanted[segment] = asked["segment"]
        if asked.get("kind"):
            wanted["customer__kind"] = asked["kind"]
        return wanted


class ResponseFilter(ResultFilter):
    channel = forms.ChoiceField(label=_("Came"), required=False, choices=[("", _("All")), *Channel.choices])

    def narrow(self, rows: QuerySet[Response]) -> QuerySet[Response]:
        rows = super().narrow(rows)
        return rows.filter(channel=self.cleaned_data["channel"]) if self.cleaned_data["channel"] else rows


class AnswerFilter(forms.Form):
    """Which answers are listed: of one item, low ones, of one segment."""

    item = forms.ChoiceField(label=_("Item"), required=False)
    most = forms.IntegerField(
        label=_("Performance at most"), required=False, widget=forms.NumberInput(attrs={"size": 4})
    )
    segment = forms.ChoiceField(
        label=_("Segment"), required=False, choices=[("", _("All")), *Segment.choices]
    )

    def __init__(self, data: Any, *, items: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["item"].choices = [("", _("All")), *items]  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["item"]:
            rows = rows.filter(item__code=asked["item"])
        if asked["most"] is not None:
            rows = rows.filter(performance__lte=asked["most"])
        if asked["segment"]:
            rows = rows.filter(response__segment=asked["segment"])
        return rows
