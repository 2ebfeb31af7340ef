"""Fines on the page of a complaint."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.desk.models import Case
from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type

from ..models import Fine

record_type("conduct.fine", model=Fine, permission="conduct.view")


@panel("desk.case", title=_("Fines"), order=70, permission="conduct.view")
def fines_of_case(request: HttpRequest, case: Case) -> tuple[str, dict[str, Any]]:
    rows = Fine.objects.permitted(Actor.of(request), "conduct.view").filter(case=case).shown()
    return "conduct/parts/fines.html", {"fines": list(rows.order_by("pk")), "case": case}
