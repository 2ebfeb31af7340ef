"""An accepted quote becomes a draft order with everything the quote knows."""

from kept.kernel.actor import Actor
from kept.kernel.events import on
from kept.quotes.events import QuoteAccepted
from kept.quotes.models import Quote

from .actions.drafting import draft_order
from .enums import Source


@on(QuoteAccepted)
def draft_what_was_accepted(event: QuoteAccepted, by: Actor) -> None:
    quote = Quote.objects.select_related("inquiry", "customer", "service").get(pk=event.subject.id)
    inquiry = quote.inquiry
    assert quote.customer is not None, "an accepted quote has a customer"
    data = {
        "service": quote.service,
        "quote": quote,
        "source": Source.QUOTE,
        "currency": quote.currency,
        "declared_value": quote.declared_value,
        "cod_amount": quote.cod_amount,
        "origin_city": inquiry.origin,
        "destination_city": inquiry.destination,
        "special": inquiry.special,
    }
    if quote.branch_id:
        data["branch_id"] = quote.branch_id
    goods = {"description": inquiry.goods, "weight_kg": quote.weight_kg, "volume_m3": quote.volume_m3}
    draft_order(customer=quote.customer, data=data, lines=[goods], by=by, at=event.occurred_at)
