"""Lists of contact plans, needs, customised service, and what acts on service."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate, now
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.tables import Column, Table

from ..queries.contact_plan import next_contact


def _customer(row: Any) -> str:
    return str(row.customer.get_absolute_url())


def _address(row: Any) -> str:
    return str(row.get_absolute_url())


OF_CUSTOMER = Column(
    "customer", _("Customer"), value="customer", link=_customer, link_permission="parties.view", phone=True
)


def contact_state(row: Any) -> tuple[str, str]:
    if not row.plan_days:
        return "quiet", say("no contact planned")
    if row.last_at is None:
        return "broken", say("never spoken with")
    planned = next_contact(row)
    assert planned is not None
    return ("broken", say("silent for too long")) if planned < now() else ("kept", say("in touch"))


KEPT_HIGHER = Column(
    "kept_higher", _("Promises kept by an own policy"), kind="number", sort="kept_higher", total=True
)


def _side(row: Any) -> Any:
    return say("inside") if row.is_internal else say("outside")


class ContactPlanTable(Table):
    name = "contact_plan"
    title = _("Contact plan")
    columns = (
        Column("name", _("Customer"), value=str, link=_address, phone=True, sort="name"),
        Column("segment", _("Segment"), value="get_segment_display"),
        Column("branch", _("Branch"), value="branch.name"),
        Column("account_manager", _("Account manager"), value="account_manager.name"),
        Column("plan_days", _("Planned every"), kind="number", unit=_("days")),
        Column("last_at", _("Last contact"), kind="moment", sort="last_at", phone=True),
        Column("next_at", _("Next contact by"), kind="day", value=lambda row: next_contact(row)),
        Column("came", _("Contacts in"), kind="number", sort="came", total=True),
        Column("went", _("Contacts out"), kind="number", sort="went", total=True),
        Column("state", _("State"), kind="state", value=contact_state, phone=True),
        Column("needs", _("Needs"), kind="number", value="needs_count", sort="needs_count"),
        Column("items", _("Customised items"), kind="number", sort="items", total=True),
        Column("higher", _("Higher standards"), kind="number", sort="higher", total=True),
        KEPT_HIGHER,
    )
    default = (
        "name",
        "segment",
        "account_manager",
        "plan_days",
        "last_at",
        "came",
        "went",
        "state",
        "items",
        "higher",
        "kept_higher",
    )
    order = ("name", "id")
    empty = _("There is no active customer.")
    acts = (
        ("inspections:needs", _("Needs"), "inspections.care"),
        ("inspections:customizations", _("Customised service"), "inspections.care"),
    )


class NeedTable(Table):
    name = "needs"
    title = _("Needs of customers")
    columns = (
        Column("number", _("Number"), link="inspections:need"),
        OF_CUSTOMER,
        Column("group", _("Kind of need"), value="get_group_display", sort="group", phone=True),
        Column("words", _("What is needed"), phone=True),
        Column("importance", _("Importance"), value="get_importance_display", sort="importance"),
        Column("service", _("Service"), value=lambda row: str(row.service or say("all services"))),
        Column("heard_in", _("Heard in")),
        Column("since", pgettext_lazy("need", "Since"), kind="day"),
        Column("changed_at", _("Changed"), kind="moment", sort="changed_at"),
        Column("ended_on", _("Ended"), kind="day"),
    )
    default = ("number", "customer", "group", "words", "importance", "service", "changed_at")
    order = ("group", "-importance", "id")
    empty = _("No need is written down yet. Group what customers need before service is differentiated.")
    empty_act = ("inspections:new_need", _("Write a need down"), "inspections.keep_care")
    acts = (("inspections:new_need", _("Write a need down"), "inspections.keep_care"),)


class CustomizationTable(Table):
    name = "customizations"
    title = _("Customised service")
    columns = (
        Column("what", _("What is done"), phone=True),
        OF_CUSTOMER,
        Column("sort", _("Kind"), value="get_sort_display", phone=True),
        Column("service", _("Service"), value=lambda row: str(row.service or say("all services"))),
        Column("standard", _("Service standard"), value="standard"),
        Column("since", _("Since"), kind="day"),
        Column("until", _("Until"), kind="day"),
    )
    order = ("-since", "-id")
    empty = _("Nothing is made for one customer alone yet.")
    empty_act = ("inspections:new_customization", _("Write down what is made"), "inspections.keep_care")
    acts = (("inspections:new_customization", _("Write down what is made"), "inspections.keep_care"),)
    bulk_acts = (("inspections:customization_ends", _("End today"), "inspections.keep_care"),)


def _watch(row: Any) -> tuple[str, str]:
    if row.is_due(localdate()):
        return "soon", say("to be looked at")
    return ("kept", say("looked at")) if row.reviewed_at else ("quiet", say("its day has not come yet"))


WATCH = (
    Column("owner", _("Owner"), value="owner.name"),
    Column("review_on", _("Looked at again on"), kind="day", sort="review_on", phone=True),
    Column("watch", _("State"), kind="state", value=_watch),
    Column("outcome", _("Outcome")),
)


class InfluenceTable(Table):
    name = "influences"
    title = _("Influences on service")
    columns = (
        Column("factor", _("Factor"), value="get_factor_display", sort="factor", link=_address, phone=True),
        Column(
            "side",
            _("Inside or outside"),
            value=lambda row: say("inside") if row.is_internal else say("outside"),
        ),
        Column("what", _("How it acts"), phone=True),
        Column("pull", _("Direction"), value="get_pull_display"),
        Column("strength", _("Strength"), value="get_strength_display", sort="strength"),
        Column("service", _("Service"), value=lambda row: str(row.service or say("all services"))),
        Column("measure", _("Measure")),
        *WATCH,
    )
    order = ("factor", "id")
    empty = _("No influence is written down yet.")
    empty_act = ("inspections:new_influence", _("Write an influence down"), "inspections.watch")
    acts = (
        ("inspections:new_influence", _("Write an influence down"), "inspections.watch"),
        ("inspections:regulations", _("Laws and policies"), "inspections.view"),
        ("inspections:green", _("Green service"), "inspections.view"),
    )


class RegulationTable(Table):
    name = "regulations"
    title = _("Laws and policies")
    columns = (
        Column("number", _("Number"), link="inspections:regulation", sort="number"),
        Column("title", _("Title"), phone=True, sort="title"),
        Column("sort", _("Kind"), value="get_sort_display"),
        Column("issuer", _("Issued by")),
        Column("reference", pgettext_lazy("of a law", "Reference")),
        Column("demands", _("Rules and limits for our service"), phone=True),
        Column("service", _("Service"), value=lambda row: str(row.service or say("all services"))),
        Column("valid_from", _("In force from"), kind="day"),
        Column("valid_until", _("Valid until"), kind="day"),
        *WATCH,
    )
    default = ("number", "title", "sort", "demands", "service", "valid_from", "owner", "review_on", "watch")
    order = ("number", "id")
    empty = _("No law or policy is written down yet.")
    empty_act = ("inspections:new_regulation", _("Write a law or policy down"), "inspections.watch")
    acts = (("inspections:new_regulation", _("Write a law or policy down"), "inspections.watch"),)


MARKED = Column(
    "service",
    _("Service"),
    value=str,
    link="inspections:green_service",
    link_by="code",
    link_permission="inspections.watch",
    phone=True,
)


class GreenTable(Table):
    name = "green_services"
    title = _("Green service")
    columns = (
        MARKED,
        Column("is_green", _("Green service"), kind="yesno", phone=True),
        Column("disposes_green", _("Green disposal"), kind="yesno", phone=True),
        Column("green_why", _("Why it is green")),
    )
    order = ("position", "code")
    empty = _("There is no service.")
