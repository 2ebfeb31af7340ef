"""What a reader asks of a scorecard, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor

from ..catalogue import CATALOGUE, Catalogue, Indicator
from ..catalogue.indicators import KEPT_BY_KIND
from ..enums import Slice
from ..queries.known import known
from ..queries.reading import Whose, may_read, months_between, scores, span_of, whose_of

MOST_MONTHS = 240


class MonthField(forms.DateField):
    """A month, written 2026-03; its first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    input_formats = ("%Y-%m",)
    default_error_messages: ClassVar[Any] = {"invalid": _("Give a month, such as 2026-11.")}

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        return found.replace(day=1) if found else None


class AskForm(forms.Form):
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    by = forms.ChoiceField(label=_("By"), required=False)
    first = MonthField(label=_("From month"), required=False)
    last = MonthField(label=_("To month"), required=False)

    def __init__(
        self,
        *args: Any,
        with_indicator: bool = True,
        with_by: bool = True,
        catalogue: Catalogue = CATALOGUE,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [c for c in Slice.choices if c[0] != Slice.ALL]  # type: ignore[attr-defined]
        if not with_by:
            del self.fields["by"]
        if with_indicator:
            told = catalogue.indicators.items()
            shown = ((code, each.title) for code, each in told if code not in KEPT_BY_KIND)
            self.fields["indicator"].choices = list(shown)  # type: ignore[attr-defined]
        else:
            del self.fields["indicator"]


class AskOfAnyForm(AskForm):
    """Asks of the promises of one kind too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, with_by=False, **kwargs)
        told = kwargs.get("catalogue", CATALOGUE).indicators.items()
        self.fields["indicator"].choices = [(code, each.title) for code, each in told]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Question:
    """Which indicator, whose, by whom it is split, and from which month to which."""

    indicator: str
    whose: Whose
    by: str
    first: date
    last: date
    catalogue: Catalogue = field(default=CATALOGUE, compare=False, repr=False)

    @property
    def asked(self) -> Indicator:
        return self.catalogue.indicators[self.indicator]

    @property
    def months(self) -> list[date]:
        return months_between(self.first, self.last)

    def query(self, **more: str) -> str:
        told = {
            "indicator": self.indicator,
            "by": self.by,
            "first": f"{self.first:%Y-%m}",
            "last": f"{self.last:%Y-%m}",
            **self.whose.query(),
            **more,
        }
        return urlencode(told)

    def address(self, name: str = "scorecards:scorecard", **more: str) -> str:
        return f"{reverse(name)}?{self.query(**more)}"

    def of(self, whose: Whose) -> Question:
        return replace(self, whose=whose)

    def during(self, month: date) -> Question:
        return replace(self, first=month, last=month)

    def about(self, indicator: str) -> Question:
        return replace(self, indicator=indicator)


def question_of(
    request: HttpRequest,
    actor: Actor,
    *,
    form_class: type[AskForm] = AskForm,
    indicator: str = "on_time_rate",
) -> Question:
    """The question in the address; what is not asked is the last year of all that the actor may see."""
    catalogue = known()
    form = form_class(request.GET, catalogue=catalogue)
    asked = form.cleaned_data if form.is_valid() else {}
    whose = _whose(request, actor)
    first, last = asked.get("first"), asked.get("last")
    if first is None or last is None:
        last = last or _last_month(actor)
        first = first or _year_before(last)
    if first > last:
        first, last = last, first
    if len(months_between(first, last)) > MOST_MONTHS:
        first = last.replace(year=last.year - MOST_MONTHS // 12)
    by = asked.get("by") or Slice.SUBCONTRACTOR.value
    if whose.id is not None:  # figures of somebody are not split further, but stand beside the others
        by = whose.slice
    return Question(asked.get("indicator") or indicator, whose, str(by), first, last, catalogue)


def days_of(request: HttpRequest) -> tuple[date, date] | None:
    """The days of a week that is asked for, both included; None where whole months are."""
    try:
        first, last = (date.fromisoformat(request.GET.get(name, "")) for name in ("from_day", "to_day"))
    except ValueError:
        return None
    return first, last


def _whose(request: HttpRequest, actor: Actor) -> Whose:
    slice, text = request.GET.get("slice", ""), request.GET.get("id", "")
    if slice not in Slice.values or slice == Slice.ALL or not text.isdecimal():
        return whose_of(actor)
    whose = Whose(slice, int(text))
    if not may_read(actor, whose) or whose.record is None:
        raise Http404
    return whose


def _last_month(actor: Actor) -> date:
    """The last full month with figures, else this month."""
    span = span_of(scores(actor))
    this = localdate().replace(day=1)
    return min(span[1], this) if span else this


def _year_before(last: date) -> date:
    return date(last.year - 1, last.month % 12 + 1, 1) if last.month < 12 else date(last.year, 1, 1)
