from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, search_provider

from ..models import Shipment
from ..queries.finding import shipments_like


@search_provider("shipments", _("Shipments"), permission="transport.view")
def find(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = shipments_like(Shipment.objects.permitted(actor, "transport.view"), text)
    return [
        Hit(
            title=f"{row.customer} · {row.origin_city} → {row.destination_city}",
            url=row.get_absolute_url(),
            hint=str(row.get_state_display()),
            number=row.number,
        )
        for row in rows.select_related("customer").order_by("-id")[:limit]
    ]
