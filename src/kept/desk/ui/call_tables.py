"""Lists of calls and of the centres that take them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

from ..models import Call

state_tone(ringing="soon", talking="running", ended="kept", missed="broken")


SECONDS = pgettext_lazy("seconds", "s")


def _seconds(span: str) -> Any:
    def seconds(call: Call) -> int | None:
        found = getattr(call, span)
        return None if found is None else round(found.total_seconds())

    return seconds


class CallTable(Table):
    name = "calls"
    title = pgettext_lazy("telephone", "Calls")
    columns = (
        Column("began", _("When"), kind="moment", value="began_at", sort="-began_at"),
        Column("number", _("Call"), link="desk:call", phone=False),
        Column("direction", _("Direction"), value="get_direction_display"),
        Column("phone", _("Phone"), value="phone"),
        Column(
            "customer",
            _("Customer"),
            value="customer",
            link=lambda call: call.customer.get_absolute_url() if call.customer else "",
            link_permission="parties.view",
        ),
        Column("state", _("State"), kind="state", value=lambda call: (call.state, call.get_state_display())),
        Column("promise", _("Answer"), kind="promise", value="contact.pressing"),
        Column("waited", _("Waited"), kind="number", unit=SECONDS, value=_seconds("waited")),
        Column("talked", _("Talked"), kind="number", unit=SECONDS, value=_seconds("talked")),
        Column("queue", _("Queue"), value="queue"),
        Column("person", _("Clerk"), value="person.name"),
        Column(
            "contact",
            _("Contact"),
            value="contact.number",
            link=lambda call: call.contact.get_absolute_url() if call.contact else "",
            link_permission="desk.view",
        ),
        Column("centre", _("Call centre"), value="centre.name"),
        Column("branch", _("Branch"), value="branch.name"),
        Column("rang", pgettext_lazy("moment", "Rang"), kind="moment", value="rang_at"),
        Column("answered", pgettext_lazy("moment", "Picked up"), kind="moment", value="answered_at"),
        Column("ended", pgettext_lazy("moment", "Ended"), kind="moment", value="ended_at"),
        Column("abandoned", _("Given up by the caller"), kind="yesno", value="abandoned"),
    )
    default = (
        *("began", "number", "direction", "phone", "customer", "state", "promise"),
        *("waited", "talked", "person", "contact"),
    )
    order = ("-began_at", "-id")
    empty = _("No call yet. A telephone system tells them, or a clerk logs a contact.")
    empty_act = ("desk:new_contact", _("Log a contact"), "desk.work")
    live = True
    topic = "calls"


class CallCentreTable(Table):
    name = "call_centres"
    title = _("Call centres")
    columns = (
        Column("name", _("Name"), link="desk:call_centre", link_by="pk", sort="name"),
        Column("branch", _("Branch"), value="branch.name"),
        Column("line", _("Number that is called")),
        Column("equipment", _("Equipment")),
        Column("seats", _("Seats"), kind="number", total=True),
        Column("extensions", _("Extensions"), kind="number", value="extension_count", total=True),
        Column("calls", _("Calls this month"), kind="number", value="calls_this_month", total=True),
        Column("calls_before", _("Calls last month"), kind="number", value="calls_last_month", total=True),
    )
    order = ("name", "id")
    empty = _("No call centre yet.")
    empty_act = ("desk:new_call_centre", _("Add a call centre"), "desk.keep_call_centres")
    acts = (("desk:new_call_centre", _("Add a call centre"), "desk.keep_call_centres"),)
