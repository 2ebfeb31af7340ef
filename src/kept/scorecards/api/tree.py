"""The tree of indicators and the base numbers for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Query, Schema
from ninja.errors import HttpError

from kept.kernel.actor import Actor

from ..actions.entering import Told, enter_numbers
from ..enums import Came, Slice
from ..models import NumberEntry
from ..permissions import RECORD
from ..queries.reading import PARTY, Whose
from ..queries.tree import tree_of
from .figures import FigureOut, Span, actor_of, figure_out, months_of, router


class IndicatorGroupOut(Schema):
    code: str
    number: str
    title: str
    under: str
    weight: Decimal
    score: Decimal | None
    known: Decimal


class LeafOut(Schema):
    indicator: str
    group: str
    weight: Decimal | None
    level: Decimal | None
    score: Decimal | None
    figure: FigureOut


class TreeOut(Schema):
    first: date
    last: date
    score: Decimal | None
    known: Decimal
    missing_groups: list[str]
    groups: list[IndicatorGroupOut]
    leaves: list[LeafOut]


class NumberIn(Schema):
    """Months as 2026-03; `slice` and `id` name whose number it is. Without a value it is taken back."""

    number: str
    month: str
    value: Decimal | None
    slice: str = Slice.ALL.value
    id: int | None = None
    product: str = ""
    note: str = ""


class NumbersIn(Schema):
    source: str
    rows: list[NumberIn]


class NumberOut(Schema):
    number: str
    month: date
    slice: str
    id: int | None
    product: str
    value: Decimal | None
    source: str
    entered_by: str
    entered_at: datetime


@router.get("tree", response=TreeOut)
def tree(request: HttpRequest, span: Query[Span]) -> TreeOut:
    """Every indicator with figure, set level, weight and score; groups and classes with their scores."""
    actor = actor_of(request)
    first, last, whose = months_of(span)
    grown = tree_of(actor, whose, first, last)
    nodes = [*grown.classes, *grown.groups]
    leaves = [(node, leaf) for node in (*grown.groups, *grown.beside) for leaf in node.leaves]
    return TreeOut(
        first=first,
        last=last,
        score=grown.score,
        known=grown.known,
        missing_groups=[node.group.code for node in grown.missing_groups],
        groups=[
            IndicatorGroupOut(
                code=node.group.code,
                number=node.group.number,
                title=str(node.group.title),
                under=node.group.under,
                weight=node.weight,
                score=node.score,
                known=node.known,
            )
            for node in nodes
        ],
        leaves=[
            LeafOut(
                indicator=leaf.indicator.code,
                group=node.group.code,
                weight=leaf.weight,
                level=leaf.level.value if leaf.level else None,
                score=leaf.score,
                figure=figure_out(leaf.told),
            )
            for node, leaf in leaves
        ],
    )


@router.get("base-numbers", response=list[NumberOut])
def base_numbers(request: HttpRequest, first: str, last: str, number: str = "") -> list[NumberOut]:
    """Base numbers of some months that the caller may keep, every row with who entered it and its source."""
    actor = _keeper(request)
    rows = NumberEntry.objects.permitted(actor, RECORD).select_related("entered_by").order_by("pk")
    rows = rows.filter(month__gte=_month(first), month__lte=_month(last))
    return [_number(row) for row in (rows.filter(number=number) if number else rows)]


@router.post("base-numbers", response={201: list[NumberOut]})
def enter_base_numbers(request: HttpRequest, told: NumbersIn) -> Any:
    """Enter base numbers: all of them or none. A correction is entered like any other number."""
    actor = _keeper(request)
    for row in told.rows:
        if not _may_keep(actor, row):
            raise HttpError(403, "not for this party")
    rows = [
        Told(r.number, _month(r.month), r.value, Whose(r.slice, r.id), r.product, r.note) for r in told.rows
    ]
    entries = enter_numbers(rows=rows, source=told.source, came=Came.API, by=actor, at=now())
    return 201, [_number(entry) for entry in entries]


def _keeper(request: HttpRequest) -> Actor:
    actor = Actor.of(request)
    if not actor.may(RECORD):
        raise HttpError(403, "not allowed")
    return actor


def _may_keep(actor: Actor, row: NumberIn) -> bool:
    """Whose numbers the caller keeps: all of the company, or those of a branch."""
    if row.slice != Slice.ALL and (row.slice not in PARTY or row.id is None):
        raise HttpError(422, "the slice has no id")
    if row.slice != Slice.ALL and not PARTY[row.slice][1]._base_manager.filter(pk=row.id).exists():
        raise HttpError(422, "there is nobody of this id")
    return any(
        scope.kind == "company" or (scope.kind == "branch" and (row.slice, row.id) == ("branch", scope.id))
        for scope in actor.scopes_of(RECORD)
    )


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise HttpError(422, f"{text} is not a month such as 2026-03") from None


def _number(row: NumberEntry) -> NumberOut:
    return NumberOut(
        number=row.number,
        month=row.month,
        slice=row.slice,
        id=row.party_id,
        product=row.product,
        value=row.value,
        source=row.source,
        entered_by=row.entered_by.name if row.entered_by else "",
        entered_at=row.entered_at,
    )
