from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, search_provider

from ..models import Inquiry, Quote


@search_provider("inquiries", _("Inquiries"), permission="quotes.view")
def find_inquiries(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    wanted = Q(number__startswith=text.strip().upper()) | Q(company__startswith=text.strip())
    rows = Inquiry.objects.permitted(actor, "quotes.view").filter(wanted).order_by("-id")[:limit]
    return [
        Hit(
            title=row.company,
            url=row.get_absolute_url(),
            hint=f"{row.origin} → {row.destination}",
            number=row.number,
        )
        for row in rows
    ]


@search_provider("quotes", _("Quotes"), permission="quotes.view")
def find_quotes(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = Quote.objects.permitted(actor, "quotes.view").filter(number__startswith=text.strip().upper())
    return [
        Hit(title=row.inquiry.company, url=row.get_absolute_url(), hint=str(row.total), number=row.number)
        for row in rows.select_related("inquiry").order_by("-id")[:limit]
    ]
