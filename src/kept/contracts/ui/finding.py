from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, matching, search_provider

from ..models import Agreement, ServiceStatement


@search_provider("agreements", _("Agreements"), permission="contracts.view")
def find(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = Agreement.objects.permitted(actor, "contracts.view").filter(
        number__startswith=text.strip().upper()
    )
    return [
        Hit(title=row.name, url=row.get_absolute_url(), hint=str(row.customer), number=row.number)
        for row in rows.select_related("customer")[:limit]
    ]


@search_provider(
    "service_statements", _("Service statements"), permission="contracts.view", of=(ServiceStatement,)
)
def find_statements(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = matching(ServiceStatement.objects.permitted(actor, "contracts.view"), text)[:limit]
    return [Hit(title=row.title, url=row.get_absolute_url(), number=row.number) for row in rows]
