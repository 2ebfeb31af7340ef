"""The work of a day: who had what due, what was done of it, what is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kept.desk.models import Case, Contact
from kept.documents.papers import Paper, Section, cell, figure_of
from kept.kernel.web.charts import Bar, BarChart
from kept.people.models import Person, Team
from kept.promises.enums import PromiseState
from kept.promises.kinds import KINDS
from kept.promises.models import Promise

from ..enums import About, Shelf, Span
from .asking import Ask
from .kinds import report
from .writing import grid, joined, paper, total

NEEDS = "desk.view"
MOST_OPEN = 60
FIELDS = ("due", "kept", "broken", "left", "contacts", "opened", "solved")


@dataclass(frozen=True)
class Work:
    """One person's or team's day. `left` is due and neither kept nor broken for good."""

    name: str
    team: str
    figures: Mapping[str, int]


@report(
    "daily_work",
    gettext_lazy("Daily work report"),
    gettext_lazy("For each person and team: what was due on the day, what was done, and what is open."),
    shelf=Shelf.CARRYING,
    about=About.HOUSE,
    spans=(Span.DAY,),
    needs=NEEDS,
)
def daily_work(ask: Ask) -> Paper:
    """R794."""
    people, teams = _people(ask), _teams(ask)
    return paper(
        ask,
        "daily_work",
        _("Daily work report"),
        _answer(people),
        [
            _section("people", _("Who did what?"), _("By person"), _("Person"), people),
            _section("teams", _("What did each team do?"), _("By team"), _("Team"), teams),
            _open(ask),
        ],
    )


def _answer(people: list[Work]) -> str:
    due, kept, left = (sum(each.figures[name] for each in people) for name in ("due", "kept", "left"))
    if not due and not any(any(each.figures.values()) for each in people):
        return _("Nothing was due and nothing was done on this day.")
    said = ngettext("%(n)d promise was due", "%(n)d promises were due", due) % {"n": due}
    words = _("%(said)s: %(kept)d kept, %(left)d still open.")
    return words % {"said": said, "kept": kept, "left": left}


def _people(ask: Ask) -> list[Work]:
    counted = _counted(ask, "person", "owner")
    known = Person.objects.filter(pk__in=[pk for pk in counted if pk]).prefetch_related("teams")
    names = {person.pk: (person.name, _(", ").join(t.name for t in person.teams.all())) for person in known}
    found = [Work(*names.get(pk, (_("nobody"), "")), figures) for pk, figures in counted.items()]
    return sorted(found, key=lambda each: (-each.figures["due"], each.name))


def _teams(ask: Ask) -> list[Work]:
    counted = _counted(ask, "of_team", "of_team")
    found = [Work(name or _("no team"), "", figures) for name, figures in counted.items()]
    return sorted(found, key=lambda each: (-each.figures["due"], each.name))


def _counted(ask: Ask, of_promise: str, of_case: str) -> dict[Any, dict[str, int]]:
    """Four statements, whatever the number of people."""
    begin, end = ask.time.bounds
    found: dict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIELDS, 0))
    over = Q(state=PromiseState.BROKEN) | Q(state=PromiseState.RUNNING, met_at=None, due_at__lt=ask.at)
    due = (
        _due(ask)
        .values(of_promise)
        .annotate(
            due=Count("pk"),
            kept=Count("pk", filter=Q(state=PromiseState.KEPT)),
            broken=Count("pk", filter=over),
        )
    )
    for row in due.order_by():
        told = found[row[of_promise]]
        told["due"], told["kept"], told["broken"] = row["due"], row["kept"], row["broken"]
        told["left"] = row["due"] - row["kept"] - row["broken"]
    contacts = _own(ask, Contact).filter(at__gte=begin, at__lt=end)
    of_contact = of_promise
    for row in contacts.values(of_contact).annotate(n=Count("pk")).order_by():
        found[row[of_contact]]["contacts"] = row["n"]
    for field, moment in (("opened", "opened_at"), ("solved", "solved_at")):
        cases = _own(ask, Case).filter(**{f"{moment}__gte": begin, f"{moment}__lt": end})
        for row in cases.values(of_case).annotate(n=Count("pk")).order_by():
            found[row[of_case]][field] = row["n"]
    return found


def _due(ask: Ask) -> Any:
    begin, end = ask.time.bounds
    dead = (PromiseState.WAIVED, PromiseState.CANCELLED)
    return _own(ask, Promise).filter(due_at__gte=begin, due_at__lt=end).exclude(state__in=dead)


def _own(ask: Ask, model: Any) -> Any:
    """Each with its team, else with that of whoever looks after it."""
    person = "owner" if model is Case else "person"
    teams = Team.objects.filter(members=OuterRef(person)).order_by("name").values("name")[:1]
    rows = model.objects.permitted(ask.actor, NEEDS)
    rows = rows.annotate(of_team=Coalesce("team__name", Subquery(teams)))
    return rows.filter(branch=ask.branch) if ask.branch else rows


def _section(code: str, question: str, title: str, head: str, works: list[Work]) -> Section:
    with_team = any(each.team for each in works)
    lines = [
        (
            cell(each.name),
            *((cell(each.team),) if with_team else ()),
            *(cell(each.figures[name]) for name in FIELDS),
        )
        for each in works
    ]
    heads = (
        *(_("Due"), _("Kept"), _("Broken"), _("Still open")),
        *(_("Contacts"), _("Cases opened"), _("Cases solved")),
    )
    sums = [sum(each.figures[name] for each in works) for name in FIELDS]
    words = (head, _("Teams")) if with_team else (head,)
    bars = tuple(Bar(each.name, each.figures["due"]) for each in works[:12] if each.figures["due"])
    return Section(
        code,
        question,
        figure=figure_of(BarChart(title=_("Promises due"), bars=bars)) if bars else None,
        grids=(
            grid(title, words, heads, lines, foot=total(_("Sum"), len(words) - 1, sums) if lines else ()),
        ),
    )


def _open(ask: Ask) -> Section:
    rows = _due(ask).filter(met_at=None).select_related("person", "customer").order_by("due_at", "pk")
    found = list(rows[: MOST_OPEN + 1])
    lines = [
        (
            cell(row.subject_number),
            cell(KINDS[row.kind].words if row.kind in KINDS else row.kind),
            cell(row.customer),
            cell(row.person),
            cell(row.due_at),
        )
        for row in found[:MOST_OPEN]
    ]
    cut = _("The first %(most)d.") % {"most": MOST_OPEN} if len(found) > MOST_OPEN else ""
    heads = (_("About"), _("Promise"), _("Customer"), _("Person"), _("Due"))
    table = grid(_("Not done"), heads, (), lines, note=cut, empty=_("Everything that was due is done."))
    return Section("open", _("What is still to be done?"), grids=(table,), answer=joined())
