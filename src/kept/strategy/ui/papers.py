"""A strategy's paper in the reader's words: the same lines for the screen, the printer and a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from kept.kernel.money import Money
from kept.kernel.web.cells import figure, percent
from kept.parties.enums import Segment
from kept.promises.kinds import KINDS
from kept.promises.rules import limit_words
from kept.scorecards.catalogue import INDICATORS
from kept.scorecards.queries.targets import title_of
from kept.scorecards.rules import SERVICE_LEVEL

from ..enums import EffectKind, ServiceClass, StageCode
from ..models import Effect
from ..queries.paper import Paper
from .words import effect_words


@dataclass(frozen=True)
class Line:
    """One line: what, for whom, from what to what, by whom, from when until when, and what else is said."""

    what: str
    whom: str = ""
    before: str = ""
    after: str = ""
    owner: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A section of the paper; `after` is how its column is headed."""

    code: str
    title: str
    lines: tuple[Line, ...]


def in_words(paper: Paper) -> list[Part]:
    """Sections with lines, in the order of the paper."""
    return [
        Part("goals", _("Goals"), tuple(map(_goal, paper["goals"]))),
        Part("actions", _("Actions"), tuple(map(_action, paper["actions"]))),
        Part("promises", _("Policies"), tuple(map(_promise, paper["promises"]))),
        Part("targets", _("Targets"), tuple(map(_target, paper["targets"]))),
        Part("packages", _("Packages"), tuple(map(_package, paper["packages"]))),
        Part("stages", _("Stages and schedule"), tuple(map(_stage, paper["stages"]))),
        Part(
            "effects",
            _("Expected effects"),
            tuple(_effect(told, paper) for told in paper["effects"]),
        ),
    ]


def _goal(told: Any) -> Line:
    shown = percent if told["is_rate"] else figure
    return Line(
        told["what"],
        told["scope"],
        before=shown(Decimal(told["got"])),
        after=shown(Decimal(told["wanted"])),
        note=told["direction"],
    )


def _action(told: Any) -> Line:
    cost = "" if told["cost"] is None else str(Money(told["cost"], told["currency"]))
    notes = [told["number"], cost and _("cost %(money)s") % {"money": cost}, told["risk"]]
    return Line(
        told["title"], owner=told["owner"], due_on=_day(told["due_on"]), note=" · ".join(filter(None, notes))
    )


def _promise(told: Any) -> Line:
    kind = KINDS.get(told["kind"])
    note = _("policy version %(number)s") % {"number": told["version"]} if told["version"] else _("drafted")
    return Line(
        str(kind.words) if kind else told["kind"],
        told["scope"],
        after=limit_words(timedelta(seconds=told["seconds"])),
        starts_on=_day(told["valid_from"][:10]),
        note=note,
    )


def _target(told: Any) -> Line:
    code, value = told["indicator"], Decimal(told["value"])
    is_share = code == SERVICE_LEVEL or (code in INDICATORS and INDICATORS[code].is_share)
    title = title_of(code) if code == SERVICE_LEVEL or code in INDICATORS else code
    return Line(
        str(title),
        told["customer"] or _("whole company"),
        after=percent(value) if is_share else figure(value),
        note=told["why"],
    )


def _package(told: Any) -> Line:
    whom = told["customer"] or (
        str(Segment(told["segment"]).label) if told["segment"] else _("all customers")
    )
    price = "" if told["price"] is None else str(Money(told["price"], told["currency"]))
    notes = [
        told["content"],
        " + ".join(told["services"]),
        price and _("%(money)s a month") % {"money": price},
    ]
    level = f"{ServiceClass(told['service_class']).label} ({figure(Decimal(told['score']), digits=2)})"
    return Line(told["name"], whom, after=level, note=" · ".join(filter(None, notes)))


def _stage(told: Any) -> Line:
    return Line(
        str(StageCode(told["code"]).label),
        owner=told["owner"],
        starts_on=_day(told["starts_on"]),
        due_on=_day(told["due_on"]),
        note=told["note"],
    )


def _effect(told: Any, paper: Any) -> Line:
    currency = paper.get("freight_currency" if told["kind"] == EffectKind.COST else "currency", "")
    said = partial(effect_words, Effect(kind=told["kind"]), currency=currency)
    before, expected = (None if v is None else Decimal(v) for v in (told["before"], told["expected"]))
    after = said(expected) if expected is not None else _("nothing said")
    return Line(str(EffectKind(told["kind"]).label), before=said(before), after=after)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
