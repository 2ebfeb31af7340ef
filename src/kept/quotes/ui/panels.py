from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.parties.models import Customer

from ..models import Inquiry, Quote

record_type("quotes.inquiry", model=Inquiry, permission="quotes.view")
record_type("quotes.quote", model=Quote, permission="quotes.view")


@panel("parties.customer", title=_("Inquiries"), order=30, permission="quotes.view")
def inquiries(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    rows = Inquiry.objects.permitted(Actor.of(request), "quotes.view").filter(customer=record)
    shown = rows.select_related("promise__calendar_version", "promise__policy_version").order_by("-id")[:5]
    return "quotes/parts/inquiries.html", {"inquiries": shown, "customer": record}
