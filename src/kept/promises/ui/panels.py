"""What promises show on other rooms' pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.parties.models import Customer

from ..models import Promise
from ..queries.due import owed

record_type("promises.promise", model=Promise, permission="promises.view")


@panel("parties.customer", title=_("Promises running"), order=10, permission="promises.view")
def running(request: HttpRequest, customer: Customer) -> tuple[str, dict[str, Any]]:
    rows = Promise.objects.permitted(Actor.of(request), "promises.view").filter(customer=customer)
    return "promises/parts/running.html", {"promises": list(owed(rows, at=now())[:8])}
