"""Quick find of cases and contacts: by number, words of the title, the caller's name or phone."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.searching import Hit, matching, search_provider

from ..models import Case, Contact


@search_provider("cases", _("Cases"), permission="desk.view", of=(Case,))
def find_cases(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = matching(Case.objects.permitted(actor, "desk.view"), text).select_related("customer")
    return [
        Hit(case.heading, case.get_absolute_url(), str(case.customer or case.caller_name), case.number)
        for case in rows.order_by("-id")[:limit]
    ]


@search_provider("contacts", _("Contacts"), permission="desk.view")
def find_contacts(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """By number alone; what was said is found by its case or its customer."""
    if not text.upper().startswith("CO-"):
        return []
    rows = Contact.objects.permitted(actor, "desk.view").filter(number__startswith=text.upper())
    return [
        Hit(contact.who, contact.get_absolute_url(), str(contact.get_channel_display()), contact.number)
        for contact in rows.select_related("customer").order_by("-id")[:limit]
    ]
