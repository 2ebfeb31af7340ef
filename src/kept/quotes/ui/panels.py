from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.web.panels import panel, record_type
from kept.kernel.web.stories import strand
from kept.parties.models import Customer

from ..events import InquiryTaken, QuoteAccepted, QuoteExpired, QuoteRejected, QuoteSent
from ..models import Inquiry, Quote

record_type("quotes.inquiry", model=Inquiry, permission="quotes.view")
record_type("quotes.quote", model=Quote, permission="quotes.view")


@panel("parties.customer", title=_("Inquiries"), order=30, permission="quotes.view")
def inquiries(request: HttpRequest, record: Customer) -> tuple[str, dict[str, Any]]:
    rows = Inquiry.objects.permitted(Actor.of(request), "quotes.view").filter(customer=record)
    shown = rows.select_related("promise__calendar_version", "promise__policy_version").order_by("-id")[:5]
    return "quotes/parts/inquiries.html", {"inquiries": shown, "customer": record}


@strand("parties.customer", InquiryTaken, permission="quotes.view")
def inquiries_told(actor: Actor, customer: Customer) -> QuerySet[Inquiry]:
    return Inquiry.objects.permitted(actor, "quotes.view").filter(customer=customer).order_by("-id")


@strand("parties.customer", QuoteSent, QuoteAccepted, QuoteRejected, QuoteExpired, permission="quotes.view")
def quotes_told(actor: Actor, customer: Customer) -> QuerySet[Quote]:
    return Quote.objects.permitted(actor, "quotes.view").filter(customer=customer).order_by("-id")
