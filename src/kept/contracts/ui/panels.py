from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.parties.models import Customer

from ..models import Agreement

record_type("contracts.agreement", model=Agreement, permission="contracts.view")


@panel("parties.customer", title=_("Agreements"), order=40, permission="contracts.view")
def agreements(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    rows = Agreement.objects.permitted(Actor.of(request), "contracts.view").filter(customer=record)
    return "contracts/parts/agreements.html", {"agreements": rows.order_by("-valid_from")[:5]}
