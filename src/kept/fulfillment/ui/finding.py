"""Quick find of customer instructions by number."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, search_provider

from ..models import Instruction


@search_provider("instructions", _("Customer instructions"), permission="fulfillment.instructions")
def find_instructions(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    wanted = text.strip().upper()
    if not wanted.startswith("CI-"):
        return []
    rows = Instruction.objects.permitted(actor, "fulfillment.instructions").filter(number__startswith=wanted)
    return [
        Hit(row.get_kind_display(), row.get_absolute_url(), row.customer.name, row.number)
        for row in rows.select_related("customer").order_by("-id")[:limit]
    ]
