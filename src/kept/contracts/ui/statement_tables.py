"""Lists of service statements, and of which version applies to whom."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.tables import Column, Table

from ..enums import Element, Standing
from ..queries.preparation import standing_of
from ..queries.texts import beginning_of


class StatementTable(Table):
    name = "service_statements"
    title = _("Service statements")
    columns = (
        Column("number", _("Service statement"), link="contracts:statement"),
        Column("title", _("Title")),
        Column("for", _("For whom"), value="for_whom"),
        Column("version", _("Version"), value=lambda row: row.version and f"v{row.version}"),
        Column("version_from", _("Valid from"), kind="day"),
        Column("version_count", _("How many versions"), kind="number"),
        Column("ended_on", _("Ended on"), kind="day"),
    )
    order = ("number",)
    empty = _("No service statement is written yet.")
    empty_act = ("contracts:new_statement", _("Write a service statement"), "contracts.keep")
    acts = (("contracts:new_statement", _("Write a service statement"), "contracts.keep"),)


def _page(customer: Any) -> str:
    return reverse("contracts:service_text", args=[customer.number])


def _statement(customer: Any) -> str:
    number = customer.statement_number
    return reverse("contracts:statement", args=[number]) if number else ""


class TextTable(Table):
    name = "service_texts"
    title = _("Service statement of each customer")
    columns = (
        Column("number", _("Number"), link=_page),
        Column("name", _("Customer"), link=lambda row: row.get_absolute_url()),
        Column("segment", _("Segment"), value="get_segment_display"),
        Column("statement", _("Service statement"), value="statement_title", link=_statement),
        Column("version", _("Version"), value=lambda row: row.version_number and f"v{row.version_number}"),
        Column("version_from", _("Valid from"), kind="day"),
        Column("handed_on", pgettext_lazy("service text", "Handed over"), kind="day"),
    )
    order = ("number",)
    empty = _("No customer yet.")


class HandoverTable(Table):
    name = "handovers"
    title = _("Service texts handed over")
    columns = (
        Column("on", _("Day"), kind="day", sort="on", link=lambda row: row.get_absolute_url()),
        Column(
            "customer", _("Customer"), value="customer.name", link=lambda row: row.customer.get_absolute_url()
        ),
        Column("version", _("Version"), value=lambda row: str(row.version)),
        Column("taken_by", pgettext_lazy("service text", "Taken by")),
        Column("how", _("How"), value="get_how_display"),
        Column("language", _("Language"), value="get_language_display"),
        Column("by", _("Handed over by"), value="by.name"),
        Column(
            "document",
            _("File"),
            value="document.name",
            link=lambda row: row.document.get_absolute_url(),
            link_permission="documents.view",
        ),
    )
    order = ("-on", "-id")
    empty = _("No service text was handed over yet.")
    empty_act = ("contracts:service_texts", _("Choose a customer"), "contracts.inform")


class ClientPolicyTable(Table):
    name = "client_policies"
    title = _("Clients' service policies")
    columns = (
        Column("customer", _("Customer"), value="customer.name", link=lambda row: row.get_absolute_url()),
        Column("version", _("Version"), value=lambda row: f"v{row.version}"),
        Column("valid_from", _("Valid from"), kind="day"),
        Column("text", _("Text"), value=lambda row: beginning_of(row.text)),
        Column(
            "document",
            _("File"),
            value="document.name",
            link=lambda row: row.document.get_absolute_url() if row.document else "",
            link_permission="documents.view",
        ),
        Column("made_by", _("Written by"), value="made_by.name"),
    )
    order = ("-valid_from", "-id")
    empty = _("No client has given us a policy for its customers yet.")
    empty_act = ("contracts:new_client_policy", _("Keep a client's policy"), "contracts.inform")
    acts = (("contracts:new_client_policy", _("Keep a client's policy"), "contracts.inform"),)


def _standing(element: Element) -> Column:
    def value(row: Any) -> tuple[str, Any]:
        standing = standing_of(row, element)
        return SIGNS[standing], standing.label

    return Column(element.value, element.label, kind="state", value=value)


SIGNS = {Standing.IN_PLACE: "kept", Standing.MISSING: "broken", Standing.UNKNOWN: "unknown"}


def _count(row: Any) -> str:
    there = sum(standing_of(row, element) == Standing.IN_PLACE for element in Element)
    return f"{there}/{len(Element)}"


class PreparationTable(Table):
    name = "preparations"
    title = _("In place before the transaction")
    columns = (
        Column("number", _("Number"), link="contracts:preparation"),
        Column("name", _("Customer"), link=lambda row: row.get_absolute_url()),
        Column("segment", _("Segment"), value="get_segment_display"),
        *(_standing(element) for element in Element),
        Column(
            "count",
            _("In place"),
            value=_count,
        ),
    )
    order = ("number",)
    empty = _("No customer yet.")
