"""The steps of an operation as they are shown: each with its lines, and its form where one may check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.middleware import HtmxDetails

from kept.kernel.web.htmx import wants_part
from kept.orders.models import Order

from ..queries.steps import Stage
from .requirement_forms import StepForm

Address = Callable[[Stage], str]


@dataclass(frozen=True)
class Shown:
    stage: Stage
    form: StepForm | None
    address: str
    is_open: bool

    @property
    def mark(self) -> tuple[str, str]:
        """The loudest thing to say of it."""
        stage = self.stage
        if n := stage.broken_count:
            return "broken", ngettext("%(n)d not kept", "%(n)d not kept", n) % {"n": n}
        if n := stage.open_count:
            words = (
                ngettext("%(n)d not checked", "%(n)d not checked", n)
                if stage.passed_at
                else ngettext("%(n)d to check", "%(n)d to check", n)
            )
            return stage.tone, words % {"n": n}
        return (stage.tone, _("all checked")) if stage.checks else ("quiet", _("nothing to check"))


def address_of(stage: Stage) -> str:
    """Where the form of a step is sent."""
    name = "order_step" if isinstance(stage.subject, Order) else "shipment_step"
    return reverse(f"inspections:{name}", args=[stage.subject.number, stage.step.value])


def shown(
    stages: Iterable[Stage], *, failed: StepForm | None = None, address: Address = address_of
) -> list[Shown]:
    """What stands out is open: what was not kept, and the first step that waits for its checks."""
    made: list[Shown] = []
    waits = False
    for stage in stages:
        form = StepForm(stage=stage) if stage.may_check and stage.checks else None
        mine = failed is not None and failed.stage.name == stage.name
        first = bool(stage.open_count) and not waits
        waits = waits or first
        is_open = mine if failed else bool(stage.broken_count) or first
        made.append(Shown(stage, failed if mine else form, address(stage), is_open))
    return made


def context_of(request: HttpRequest, steps: list[Shown], record: Any) -> dict[str, Any]:
    """For the part that shows them; the form leads back to the page on which it stood."""
    seen = HtmxDetails(request).current_url_abs_path if wants_part(request) else ""
    several = len({each.stage.subject.pk for each in steps if not isinstance(each.stage.subject, Order)}) > 1
    return {"steps": steps, "way": seen or record.get_absolute_url(), "several": several, "about": record}
