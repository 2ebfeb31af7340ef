"""Rule numbers: what they are, what they were, and a new value."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.kernel.actor import Actor
from kept.kernel.models import RuleValue
from kept.kernel.numbers import NUMBER_RULES
from kept.kernel.web.answers import answer, back, refusals
from kept.kernel.web.doors import needs

from ..actions.rule_numbers import set_rule
from .forms import RuleForm


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
            "rule": declared,
            "value": changed[key][0].value if key in changed else declared.default,
            "history": changed.get(key, []),
            "form": form if key == failed else RuleForm(initial={"key": key}, auto_id=f"{key}_%s"),
            "is_open": key == failed,
        }
        for key, declared in sorted(NUMBER_RULES.items())
    ]
    return answer(request, "people/rule_numbers.html", lines=lines, status=422 if failed else 200)
