"""Which rows of the queue were chosen, and the way back to it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse

from kept.kernel.actor import Actor

from ..models import Case

MOST = 500


def chosen_cases(request: HttpRequest, permission: str) -> list[Case]:
    """The cases among the chosen rows, in the order of the list."""
    keys = [key.removeprefix("case-") for key in request.POST.getlist("pk")[:MOST] if key.startswith("case-")]
    rows = Case.objects.permitted(Actor.of(request), permission).select_related("customer", "deputy")
    found = rows.in_bulk([int(key) for key in keys if key.isdecimal()])
    return [found[int(key)] for key in keys if key.isdecimal() and int(key) in found]


def left_out(request: HttpRequest, cases: list[Case]) -> int:
    """How many of the chosen rows are not among these cases: contacts and follow-ups, or out of reach."""
    return len(set(request.POST.getlist("pk")[:MOST])) - len(cases)


def queue_of(request: HttpRequest) -> str:
    """The list as it stands in the browser, to come back to after an act."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{here.path}?{here.query}" if here.path == reverse("desk:queue") else reverse("desk:queue")
