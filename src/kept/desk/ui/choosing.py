"""Which rows of the queue were chosen."""

from __future__ import annotations

from django.http import HttpRequest

from kept.kernel.actor import Actor

from ..models import Case

MOST = 500


def chosen_cases(request: HttpRequest, permission: str) -> list[Case]:
    """The cases among the chosen rows, in the order of the list."""
    keys = [key.removeprefix("case-") for key in request.POST.getlist("pk")[:MOST] if key.startswith("case-")]
    rows = Case.objects.permitted(Actor.of(request), permission).select_related("customer", "deputy")
    found = rows.in_bulk([int(key) for key in keys if key.isdecimal()])
    return [found[int(key)] for key in keys if key.isdecimal() and int(key) in found]
