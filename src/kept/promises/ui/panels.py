"""What promises show on other rooms' pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.kernel.web.stories import strand
from kept.parties.models import Customer

from ..enums import PromiseState
from ..events import PromiseBroken, PromiseWaived
from ..models import Promise
from ..queries.due import owed

LATEST = 200
"""Promises of a customer among which its story looks for broken ones."""

record_type("promises.promise", model=Promise, permission="promises.view")


@panel("parties.customer", title=_("Promises running"), order=10, permission="promises.view")
def running(request: HttpRequest, customer: Customer) -> tuple[str, dict[str, Any]]:
    rows = Promise.objects.permitted(Actor.of(request), "promises.view").filter(customer=customer)
    return "promises/parts/running.html", {"promises": list(owed(rows, at=now())[:8])}


@strand("parties.customer", PromiseBroken, PromiseWaived, permission="promises.view")
def breaches_told(actor: Actor, customer: Customer) -> QuerySet[Promise]:
    """Among the latest promises only, so that a long good history is not read to find a breach."""
    latest = Promise.objects.filter(customer=customer).order_by("-due_at").values("pk")[:LATEST]
    rows = Promise.objects.permitted(actor, "promises.view").filter(pk__in=latest)
    return rows.filter(state__in=(PromiseState.BROKEN, PromiseState.WAIVED)).order_by("-due_at")
