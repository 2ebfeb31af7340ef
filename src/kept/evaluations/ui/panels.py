"""What evaluations said of a customer or a subcontractor, on its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.parties.models import Customer, Partner

from ..enums import EvaluationState
from ..models import EvaluatedObject, Evaluation, EvaluationModel

record_type("evaluations.evaluation", model=Evaluation, permission="evaluations.view")
record_type("evaluations.evaluationmodel", model=EvaluationModel, permission="evaluations.judge")

TEMPLATE = "evaluations/parts/panel.html"


@panel("parties.partner", title=_("Evaluations"), order=66, permission="evaluations.view")
def of_partner(request: HttpRequest, partner: Partner) -> tuple[str, dict[str, Any]]:
    return TEMPLATE, {"rows": _rows(request, partner=partner)}


@panel("parties.customer", title=_("Evaluations"), order=66, permission="evaluations.view")
def of_customer(request: HttpRequest, customer: Customer) -> tuple[str, dict[str, Any]]:
    return TEMPLATE, {"rows": _rows(request, customer=customer)}


def _rows(request: HttpRequest, **whose: Any) -> list[EvaluatedObject]:
    seen = Evaluation.objects.permitted(Actor.of(request), "evaluations.view")
    done = seen.filter(state__in=(EvaluationState.WORKED_OUT, EvaluationState.CLOSED))
    rows = EvaluatedObject.objects.filter(evaluation__in=done, **whose).select_related("evaluation")
    return list(rows.order_by("-evaluation__last", "-evaluation__pk")[:6])
