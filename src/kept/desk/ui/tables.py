"""Lists of the desk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.addresses import address_of
from kept.kernel.web.cells import state_tone
from kept.kernel.web.tables import Column, Table

from ..models import Case

state_tone(answered="running", solved="kept", reopened="soon")


def _state(case: Case) -> tuple[str, str]:
    return case.state, str(case.get_state_display())


def _address(record: Any) -> str:
    return record.get_absolute_url() if record is not None else ""


SIGN = Column("promise", _("Due"), kind="promise", value="pressing")
NUMBER = Column("number", _("Case"), link="desk:case")
KIND = Column("kind", _("Kind"), value="get_kind_display")
TITLE = Column("title", _("Matter"), value="heading", link=lambda case: case.get_absolute_url())
CUSTOMER = Column(
    "customer",
    _("Customer"),
    value=lambda case: case.customer or case.caller_name,
    link_permission="parties.view",
    link=lambda case: _address(case.customer),
)
STATE = Column("state", _("State"), kind="state", value=_state)
OWNER = Column("owner", _("Owner"), value="owner.name")
LEVEL = Column("level", _("Level"), value="get_level_display")
SEVERITY = Column("severity", _("Severity"), value="get_severity_display", sort="severity")
CHASERS = Column(
    "chasers", _("Asked again"), kind="number", value=lambda case: case.chasers or None, sort="-chasers"
)
SERVED = Column("served", _("Served party"), value="get_served_display")
PHASE = Column("phase", _("Phase"), value="get_phase_display")
BRANCH = Column("branch", _("Branch"), value="branch.name")
OPENED = Column("opened", _("Opened"), kind="moment", value="opened_at", sort="opened_at")


def _second(matter: Any) -> str:
    return " · ".join(filter(None, (matter.number, str(matter.sort_words), matter.who)))


def _beside(matter: Any) -> str:
    """Where the part is that shows a matter beside the queue."""
    return address_of(f"{matter._meta.app_label}:{matter._meta.model_name}_beside", matter.number)


SEVERITY_SHOWN = Column("severity", _("Severity"), value="get_severity_display")


class QueueTable(Table):
    """Columns of any sort of matter; what only cases have is empty for others."""

    name = "desk_queue"
    title = _("Desk")
    columns = (
        SIGN,
        Column("matter", _("Matter"), value="heading", link=_address, hint=_second),
        Column("number", _("Number")),
        Column("sort", _("Kind"), value="sort_words"),
        Column("who", _("Who"), value="who"),
        Column("state", _("State"), kind="state", value="state_shown"),
        Column("keeper", _("Owner"), value="keeper.name"),
        SEVERITY_SHOWN,
        Column("chasers", _("Asked again"), kind="number", value=lambda m: getattr(m, "chasers", 0) or None),
        Column("branch", _("Branch"), value="branch.name"),
        Column("since", _("Since"), kind="moment", sort="since"),
    )
    default = ("promise", "matter", "state", "keeper")
    size = 25
    """More than a screen shows, and read anew by everybody every few seconds."""
    order = ("next_due_at", "since", "id")
    beside = staticmethod(_beside)
    empty = _("Nothing waits. Everybody has been answered.")
    empty_act = ("desk:new_contact", _("Log a contact"), "desk.work")
    acts = (("desk:new_contact", _("Log a contact"), "desk.work"),)
    bulk_acts = (("desk:take_over", _("Take over"), "desk.work"),)
    live = True
    topic = "waiting"
    follows = (
        *("desk.case", "desk.contact", "desk.followup", "promises.promise"),
        *("parties.customer", "people.person"),
    )


class CaseTable(Table):
    name = "cases"
    title = _("Cases")
    columns = (
        NUMBER,
        TITLE,
        CUSTOMER,
        KIND,
        STATE,
        SIGN,
        SEVERITY,
        CHASERS,
        OWNER,
        LEVEL,
        SERVED,
        PHASE,
        BRANCH,
        OPENED,
        Column("answered", pgettext_lazy("moment", "Answered"), kind="moment", value="answered_at"),
        Column("solved", pgettext_lazy("moment", "Solved"), kind="moment", value="solved_at"),
        Column("closed", pgettext_lazy("moment", "Closed"), kind="moment", value="closed_at"),
        Column("cause", _("Cause"), value=lambda case: case.get_cause_display() if case.cause else ""),
        Column(
            "liable",
            _("Liable"),
            value=lambda case: case.get_liable_tier_display() if case.liable_tier else "",
        ),
    )
    default = ("number", "title", "customer", "kind", "state", "owner", "opened", "solved", "cause", "liable")
    order = ("-opened_at", "-id")
    empty = _("No case yet. Cases begin with a contact.")
    empty_act = ("desk:new_contact", _("Log a contact"), "desk.work")


class ExceptionTable(Table):
    name = "exceptions"
    title = _("Exceptions")
    columns = (
        SIGN,
        NUMBER,
        TITLE,
        Column("shipments", _("Shipments"), kind="number", value="shipment_count", total=True, phone=False),
        Column("untold", _("Not told yet"), kind="number", value="untold_count", total=True),
        replace(CUSTOMER, phone=True),
        Column("eta", _("New arrival"), kind="moment", value="new_eta"),
        STATE,
        OWNER,
        BRANCH,
        OPENED,
    )
    default = ("promise", "number", "title", "shipments", "untold", "customer", "eta", "state", "owner")
    order = ("next_due_at", "id")
    empty = _("No open exception. Everything goes as planned.")
    bulk_acts = (("desk:mail_notices", _("Tell the customers by mail"), "desk.work"),)
    live = True


class ContactTable(Table):
    name = "contacts"
    title = _("Contacts")
    columns = (
        Column("at", _("When"), kind="moment", sort="-at"),
        Column("number", _("Contact"), link="desk:contact", phone=False),
        Column("channel", _("Channel"), value="get_channel_display"),
        Column("direction", _("Direction"), value="get_direction_display"),
        Column("who", _("Who"), value="who"),
        Column("phone", _("Phone"), value="phone"),
        Column(
            "customer",
            _("Customer"),
            value="customer",
            link=lambda contact: _address(contact.customer),
            link_permission="parties.view",
        ),
        SERVED,
        PHASE,
        Column("subject", _("Subject"), value="subject"),
        Column(
            "summary", _("What was said"), value="summary", hint=lambda contact: contact.subject, phone=True
        ),
        Column("case", _("Case"), value="case.number", link=lambda contact: _address(contact.case)),
        Column("promise", _("Answer"), kind="promise", value="pressing"),
        Column("rings", _("Rings"), kind="number", value="ring_count"),
        Column("person", _("Clerk"), value="person.name"),
    )
    default = (
        "at",
        "number",
        "channel",
        "direction",
        "who",
        "customer",
        "summary",
        "case",
        "promise",
    )
    order = ("-at", "-id")
    empty = _("No contact yet. Every call, mail and chat is written down here.")
    empty_act = ("desk:new_contact", _("Log a contact"), "desk.work")
    acts = (("desk:new_contact", _("Log a contact"), "desk.work"),)


class PlaceTable(Table):
    name = "queue_places"
    title = _("Places in queues")
    columns = (
        Column("entered", _("Since"), kind="moment", value="entered_at", sort="-entered_at"),
        Column(
            "matter",
            _("Matter"),
            value=lambda place: place.matter.number,
            link=lambda place: place.matter.get_absolute_url(),
            hint=lambda place: str(place.matter.heading),
        ),
        Column("queue", _("Queue"), value=lambda place: str(place.queue)),
        Column("person", _("Taken by"), value="person.name"),
        Column("taking", _("How"), value=lambda place: place.get_taking_display() if place.taking else ""),
        Column("left", pgettext_lazy("a queue", "Left"), kind="moment", value="left_at"),
        Column("missed", _("Nobody on duty"), kind="moment", value="missed_at"),
        Column("night", _("Outside the hours"), kind="yesno", value="is_out_of_hours"),
        Column("notice", _("Told that we are closed"), kind="moment", value="contact.closed_notice.at"),
        Column("branch", _("Branch"), value="branch.name"),
    )
    default = ("entered", "matter", "queue", "person", "taking", "left", "night")
    order = ("-entered_at", "-id")
    empty = _("Nothing came into a queue yet.")
