from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, search_provider

from ..models import Order
from ..queries.finding import orders_numbered


@search_provider("orders", _("Orders"), permission="orders.view")
def find(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = orders_numbered(Order.objects.permitted(actor, "orders.view"), text)
    return [
        Hit(
            title=f"{row.customer} · {row.origin_city} → {row.destination_city}",
            url=row.get_absolute_url(),
            hint=row.customer_reference,
            number=row.number,
        )
        for row in rows.select_related("customer").order_by("-id")[:limit]
    ]
