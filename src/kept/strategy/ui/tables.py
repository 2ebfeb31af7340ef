"""Lists of gaps and actions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kept.kernel.web.tables import Column, Table

from .words import difference_words, value_words


class GapTable(Table):
    name = "gaps"
    title = _("Gaps")
    empty = _("No gap is known. Search when there are answers or promises.")
    columns = (
        Column("number", _("Gap"), link="strategy:gap", sort="number"),
        Column("what", _("What falls short"), phone=True),
        Column("scope_words", _("Whose"), phone=True),
        Column("source", _("Seen in"), value="get_source_display", phone=False),
        Column(
            "wanted", _("Wanted"), kind="number", value=lambda gap: value_words(gap, gap.wanted), phone=False
        ),
        Column("got", _("Got"), kind="number", value=lambda gap: value_words(gap, gap.got), phone=False),
        Column(
            "gap", _("Missing"), kind="number", value=lambda gap: difference_words(gap, gap.gap), phone=True
        ),
        Column(
            "importance", _("Importance"), kind="number", digits=0, value=lambda gap: gap.importance * 100
        ),
        Column(
            "priority",
            _("Priority"),
            kind="number",
            digits=1,
            sort="-priority",
            value=lambda gap: gap.priority * 100,
            phone=True,
        ),
        Column("basis", _("Records"), kind="number"),
        Column(
            "state", _("State"), kind="state", value=lambda g: (g.state, g.get_state_display()), phone=True
        ),
        Column(
            "as_of",
            _("As of"),
            kind="day",
            sort="-as_of",
            hint=lambda gap: _("not measured again") if gap.is_unmeasured else "",
        ),
    )
    default = (
        "number",
        "what",
        "scope_words",
        "source",
        "wanted",
        "got",
        "gap",
        "priority",
        "state",
        "as_of",
    )
    order = ("-priority", "-id")


class ActionTable(Table):
    name = "actions"
    title = _("Actions")
    empty = _("Nothing is being done yet. Open an action from a gap.")
    empty_act = ("strategy:gaps", _("See the gaps"))
    columns = (
        Column("number", _("Action"), link="strategy:action", sort="number"),
        Column("title", _("What is done")),
        Column("gap", _("Gap"), value=lambda a: str(a.gap), link=lambda a: a.gap.get_absolute_url()),
        Column("owner", _("Owner"), value="owner.name"),
        Column("due_on", _("Due day"), kind="day", sort="due_on", phone=True),
        Column("cost", _("Cost"), kind="money", value="price", total=True),
        Column("benefit", _("Benefit a year"), kind="money", value="benefit_money", total=True),
        Column("gain", _("Expected gain"), kind="money", value="expected_gain"),
        Column(
            "from", _("Starting from"), kind="number", value=lambda a: value_words(a.gap, a.expected_from)
        ),
        Column("to", _("Expected effect"), kind="number", value=lambda a: value_words(a.gap, a.expected_to)),
        Column(
            "before",
            _("Before"),
            kind="number",
            value=lambda a: a.re_measured_at and value_words(a.gap, a.measured_before),
        ),
        Column(
            "after",
            _("After"),
            kind="number",
            value=lambda a: a.re_measured_at and value_words(a.gap, a.measured_after),
        ),
        Column(
            "verdict",
            _("Verdict"),
            kind="state",
            value=lambda a: (a.verdict, a.get_verdict_display()) if a.verdict else None,
        ),
        Column(
            "state", _("State"), kind="state", value=lambda a: (a.state, a.get_state_display()), phone=True
        ),
    )
    default = ("number", "title", "gap", "owner", "due_on", "cost", "to", "verdict", "state")
    order = ("due_on", "id")


class CycleTable(Table):
    name = "cycles"
    title = _("Strategies")
    empty = _("No strategy cycle yet. Begin with what customers need.")
    empty_act = ("strategy:new_cycle", _("Open a cycle"))
    columns = (
        Column("number", _("Cycle"), link="strategy:cycle", sort="number", phone=True),
        Column("title", _("Title"), phone=True),
        Column("scope_words", _("For whom"), phone=True),
        Column(
            "state", _("State"), kind="state", value=lambda c: (c.state, c.get_state_display()), phone=True
        ),
        Column("starts_on", _("Begins"), kind="day", sort="-starts_on"),
        Column("in_force_at", pgettext_lazy("strategy", "In force"), kind="day", sort="-in_force_at"),
        Column("version", _("Version"), kind="number", value="newest_number"),
        Column("goals", _("Goals"), kind="number", value="goal_count"),
        Column("opened_by", _("Opened by"), value="opened_by.name"),
        Column("closed_at", _("Closed"), kind="day"),
    )
    default = ("number", "title", "scope_words", "state", "starts_on", "in_force_at", "version", "goals")
    order = ("-starts_on", "-id")
