"""Lists of models and evaluations."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.tables import Column, Table

from ..actions.stocking import BEGINNING
from ..models import Evaluation, EvaluationModel


def _since(row: EvaluationModel) -> datetime | None:
    """The ready models came with the house: they have no day of their own."""
    return None if row.used_from == BEGINNING else row.used_from


class ModelTable(Table):
    name = "evaluation_models"
    title = _("Evaluation models")
    columns = (
        Column("title", _("Title"), value=str, link=lambda row: row.get_absolute_url(), phone=True),
        Column("version", _("Version"), kind="number", phone=True),
        Column("code", _("Code")),
        Column("objects", _("Object"), value="get_objects_kind_display"),
        Column("element", _("Element")),
        Column("purpose", _("Purpose")),
        Column("method", _("Method"), value="get_method_display"),
        Column("from_data", _("Weights"), value="get_from_data_display"),
        Column("evaluated", _("Evaluations"), kind="number"),
        Column("used_from", _("In use since"), kind="moment", value=lambda row: _since(row)),
        Column("state", _("State"), kind="state", value=lambda row: _state(row), phone=True),
    )
    default = ("title", "version", "objects", "method", "evaluated", "used_from", "state")
    order = ("code", "-version")
    empty = _("No model yet.")
    empty_act = ("evaluations:new_model", _("Make a model"), "evaluations.design")
    acts = (("evaluations:new_model", _("Make a model"), "evaluations.design"),)


class EvaluationTable(Table):
    name = "evaluations"
    title = _("Evaluations")
    columns = (
        Column("number", _("Number"), link="evaluations:evaluation"),
        Column("title", _("Title"), phone=True),
        Column("model", _("Model"), value=lambda row: str(row.model)),
        Column("version", _("Version"), kind="number", value="model.version"),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("objects", _("Object"), value="model.get_objects_kind_display"),
        Column("first", _("From month"), value=lambda row: f"{row.first:%Y-%m}"),
        Column("last", _("To month"), value=lambda row: f"{row.last:%Y-%m}"),
        Column("follows", _("Linked to"), value="follows.number"),
        Column("made_by", _("Opened by"), value="made_by.name"),
        Column("closed_at", pgettext_lazy("evaluation", "Closed"), kind="moment"),
        Column("state", _("State"), kind="state", value=lambda row: _state(row), phone=True),
    )
    default = ("number", "title", "model", "kind", "first", "last", "closed_at", "state")
    order = ("-id",)
    empty = _("No evaluation yet.")
    empty_act = ("evaluations:new_evaluation", _("Open an evaluation"), "evaluations.run")
    acts = (("evaluations:new_evaluation", _("Open an evaluation"), "evaluations.run"),)


class AskedTable(Table):
    name = "evaluation_marks"
    title = _("Marks to give")
    columns = (
        Column("number", _("Number"), link="evaluations:marks"),
        Column("title", _("Title"), phone=True),
        Column("model", _("Model"), value=lambda row: str(row.model)),
        Column("objects", _("Object"), value="model.get_objects_kind_display"),
        Column("first", _("From month"), value=lambda row: f"{row.first:%Y-%m}"),
        Column("last", _("To month"), value=lambda row: f"{row.last:%Y-%m}"),
        Column("given", _("Marks given"), kind="number", phone=True),
    )
    order = ("-id",)
    empty = _("Nobody asks you for marks now.")


def _state(row: Evaluation | EvaluationModel) -> tuple[str, str]:
    return row.state, str(row.get_state_display())
