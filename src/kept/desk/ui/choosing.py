"""Which rows of the queue were chosen, and the way back to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse

from kept.kernel.actor import Actor

from ..models import Case, Contact

MOST = 500


def chosen_cases(request: HttpRequest, permission: str) -> list[Case]:
    """The cases among the chosen rows, in the order of the list."""
    rows = Case.objects.permitted(Actor.of(request), permission).select_related("deputy")
    return _chosen(request, "case-", rows)


def chosen_contacts(request: HttpRequest, permission: str) -> list[Contact]:
    """The waiting contacts among the chosen rows, in the order of the list."""
    return _chosen(request, "contact-", Contact.objects.permitted(Actor.of(request), permission))


def left_out(request: HttpRequest, done: Sequence[Case | Contact]) -> int:
    """How many of the chosen rows are not among these: of another sort, or out of reach."""
    return len(set(request.POST.getlist("pk")[:MOST])) - len(done)


def _chosen(request: HttpRequest, sort: str, rows: Any) -> list[Any]:
    keys = [key.removeprefix(sort) for key in request.POST.getlist("pk")[:MOST] if key.startswith(sort)]
    found = rows.select_related("customer").in_bulk([int(key) for key in keys if key.isdecimal()])
    return [found[int(key)] for key in keys if key.isdecimal() and int(key) in found]


def queue_of(request: HttpRequest) -> str:
    """The list as it stands in the browser, to come back to after an act."""
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{here.path}?{here.query}" if here.path == reverse("desk:queue") else reverse("desk:queue")
