"""Rule numbers: what they are, what they were, and a new value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.models import RuleValue
from kept.kernel.numbers import NUMBER_RULES, NumberRule
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs

from ..actions.rule_numbers import set_rule
from .forms import RuleForm

UNITS = {
    "s": gettext_lazy("seconds"),
    "min": gettext_lazy("minutes"),
    "h": gettext_lazy("hours"),
    "d": gettext_lazy("days"),
    "months": gettext_lazy("months"),
    "/min": gettext_lazy("per minute"),
    "/h": gettext_lazy("per hour"),
    "rows": gettext_lazy("rows"),
}


@needs("kernel.rules")
@require_http_methods(["GET", "POST"])
def rule_numbers(request: HttpRequest) -> HttpResponse:
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["key"] in NUMBER_RULES:
        with refusals(form):
            set_rule(**form.cleaned_data, by=Actor.of(request), at=now())
            return back(request, "people:rule_numbers", message=_("Rule number changed."))
    changed: dict[str, list[RuleValue]] = {}
    for row in RuleValue.objects.order_by("-valid_from", "-id"):
        changed.setdefault(row.key, []).append(row)
    failed = form.data.get("key", "") if form.is_bound else ""
    lines = [
        {
            "room": key.partition(".")[0],
            "rule": declared,
            "unit": UNITS.get(declared.unit, declared.unit),
            "value": _value(declared, changed),
            "history": changed.get(key, []),
            "form": form if key == failed else RuleForm(initial=_now(declared, changed), auto_id=f"{key}_%s"),
            "is_open": key == failed,
        }
        for key, declared in sorted(NUMBER_RULES.items())
    ]
    return answer(request, "people/rule_numbers.html", rooms=_by_room(lines), status=422 if failed else 200)


def _value(declared: NumberRule, changed: dict[str, list[RuleValue]]) -> Decimal:
    return changed[declared.key][0].value if declared.key in changed else declared.default


def _now(declared: NumberRule, changed: dict[str, list[RuleValue]]) -> dict[str, object]:
    """The form starts from the value in force, written as it is entered: a share as 0.8."""
    return {"key": declared.key, "value": f"{_value(declared, changed).normalize():f}"}


def _by_room(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rules in the order of the house, each room under its own name."""
    return [
        {"words": room.verbose_name, "lines": own}
        for room in apps.get_app_configs()
        if (own := [line for line in lines if line["room"] == room.label])
    ]
