"""The second line is asked from the case of a customer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.web.doors import needs
from kept.people.models import Team

from ..actions.supporting import ask_second_line
from .case_act_views import case_act
from .case_views import found_case


class SupportForm(forms.Form):
    team = forms.ModelChoiceField(Team.objects.order_by("name"), label=gettext_lazy("Team"), empty_label="")
    ask = forms.CharField(
        label=gettext_lazy("What the second line is asked"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The team has a request of its own with a clock; the customer's clock runs on."
        ),
    )


@needs("desk.work")
def support(request: HttpRequest, number: str) -> HttpResponse:
    found = found_case(request, number, "desk.work")

    def done(said: dict[str, Any]) -> None:
        ask_second_line(case=found, **said, by=Actor.of(request), at=now())

    title = _("Ask the second line")
    return case_act(request, found, SupportForm, done, title, title, _("The team has been asked."))
