"""What scorecards know about a customer and a subcontractor, on their pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel
from kept.parties.models import Customer, Partner

from ..catalogue import INDICATORS
from ..enums import Slice
from ..queries import reading
from ..queries.reading import Whose
from . import words
from .asking import Question

SHOWN = ("on_time_rate", "joint_rate", "first_attempt_rate", "promises_kept_rate", "volume")


@panel("parties.customer", title=_("Scorecard"), order=60, permission="scorecards.view")
def of_customer(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    return _panel(request, Whose(Slice.CUSTOMER.value, record.pk))


@panel("parties.partner", title=_("Scorecard"), order=60, permission="scorecards.view")
def of_partner(request: HttpRequest, record: Partner) -> tuple[str, dict[str, Any]]:
    return _panel(request, Whose(Slice.SUBCONTRACTOR.value, record.pk))


def _panel(request: HttpRequest, whose: Whose) -> tuple[str, dict[str, Any]]:
    """Figures of the last twelve months; one statement."""
    last = localdate().replace(day=1)
    first = last.replace(year=last.year - 1)
    told = reading.over(reading.of(reading.scores(Actor.of(request)), whose), SHOWN, first, last)
    lines = []
    for code in SHOWN:
        question = Question(code, whose, Slice.SUBCONTRACTOR.value, first, last)
        lines.append(
            (INDICATORS[code].title, words.shown(INDICATORS[code], told[code].value), question.address())
        )
    return "scorecards/parts/panel.html", {"lines": lines, "span": words.span_words(first, last)}
