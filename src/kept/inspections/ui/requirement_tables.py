"""Lists of requirements at steps, and of what their checks said."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.tables import Column, Table

from ..enums import Operation
from ..models import Requirement, StepAnswer


def _subject(row: StepAnswer) -> str:
    return str(row.subject.get_absolute_url())


def _case(row: StepAnswer) -> str:
    return str(row.case.get_absolute_url()) if row.case else ""


def _photo(row: StepAnswer) -> str:
    return row.photo.get_absolute_url() if row.photo else ""


def _requirement(row: StepAnswer) -> str:
    return row.requirement.get_absolute_url()


class RequirementTable(Table):
    name = "step_requirements"
    title = _("Requirements at steps")
    columns = (
        Column("step", _("Step of the operation"), value="get_step_display", phone=True),
        Column("text", _("What is required"), link=Requirement.get_absolute_url, hint="number", phone=True),
        Column("scope", _("Counts for"), value="scope_words", phone=True),
        Column("demand", _("Demanded"), value="demand_words"),
        Column("responsible", _("Responsible"), value="get_responsible_display"),
        Column("standard", _("Service standard behind it"), value="standard"),
        Column("state", _("State"), kind="state", value="state_shown", phone=True),
        Column("added_at", _("In force since"), kind="moment", sort="added_at"),
        Column("retired_at", _("Retired"), kind="moment", sort="retired_at"),
        Column("retired_why", _("Why it was retired")),
    )
    default = ("step", "text", "scope", "demand", "responsible", "state")
    order = ("place", "pk")
    empty = _("Nothing is required at any step yet.")
    empty_act = ("inspections:new_requirement", _("Write a requirement"), "inspections.require")
    acts = (
        ("inspections:new_requirement", _("Write a requirement"), "inspections.require"),
        ("inspections:step_answers", _("Checks"), "inspections.steps"),
        ("inspections:step_figures", _("Kept by step"), "inspections.steps"),
    )


class StepAnswerTable(Table):
    name = "step_answers"
    title = _("Checks of steps")
    columns = (
        Column("subject", _("Order or shipment"), value="subject.number", link=_subject, phone=True),
        Column("customer", _("Customer"), value="subject.customer.name", phone=True),
        Column("step", _("Step of the operation"), value="requirement.get_step_display", phone=True),
        Column("asked", _("What was asked"), link=_requirement, hint="requirement.number"),
        Column(
            "verdict",
            pgettext_lazy("check of a step", "Answer"),
            kind="state",
            value="verdict_shown",
            phone=True,
        ),
        Column("remark", _("Remark"), phone=True),
        Column("photo", _("Photo"), value="photo", link=_photo),
        Column("answered_at", _("Checked at"), kind="moment", sort="answered_at", phone=True),
        Column("answered_by", pgettext_lazy("check of a step", "Checked by"), value="answered_by.name"),
        Column("case", _("Case"), value="case.number", link=_case, link_permission="desk.view"),
        Column("replaced_at", _("Replaced at"), kind="moment"),
    )  # fmt: skip
    default = (
        "subject",
        "customer",
        "step",
        "asked",
        "verdict",
        "remark",
        "answered_at",
        "answered_by",
        "case",
    )
    order = ("-answered_at", "-pk")
    empty = _("No step is checked yet. Checks are answered on the pages of orders and shipments.")


def placed(rows: Any) -> Any:
    """Requirements with the place of their step, by which the list goes along the operation."""
    whens = [When(step=step, then=Value(place)) for place, step in enumerate(Operation)]
    return rows.annotate(place=Case(*whens, output_field=IntegerField()))
