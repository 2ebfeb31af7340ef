"""From the lines of a file to the sheets of a survey."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused
from kept.kernel.sheets import rows_of

from ..enums import Asks
from ..models import Item, Questionnaire, Response, Survey
from ..rules.marks import MARKED, SCALES, Mark, check_mark
from ..rules.rating_files import BadFile, BadRow, places_of
from .answering import Sheet

WHO: Final = ("respondent", "item")
LONGEST_NAME: Final = Response._meta.get_field("respondent").max_length or 0
BETWEEN: Final = re.compile(r"[;；、,，]")
"""What stands between several choices in one cell."""


def columns_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The columns that a file of answers to this questionnaire needs."""
    asked = [MARKED[Asks(item.asks)] for item in questionnaire.items.all()]
    return tuple(dict.fromkeys([*WHO, *(name for names in asked for name in names)]))


def sheets_in(survey: Survey, raw: bytes) -> list[Sheet]:
    """One sheet per respondent, from Excel or CSV; items are found by code, number or name in any language.

    Raises BadFile, or BadRow for the first fault.
    """
    lines = rows_of(raw)
    filled = [(number, line) for number, line in enumerate(lines, 1) if any(line)]
    if not filled:
        raise BadFile(_("The file is empty."), field="file")
    (head_row, heads), *body = filled
    places = places_of(head_row, heads, columns_of(survey.questionnaire))
    if not body:
        raise BadFile(_("The file has a heading and no rows."), field="file")
    items = _items(survey.questionnaire.items.all())
    taken: dict[tuple[str, str], int] = {}
    marks: dict[str, dict[str, Mark]] = {}
    for row, line in body:
        cells = {name: line[place] if place < len(line) else "" for name, place in places.items()}
        who, item = _who(row, cells["respondent"]), _item(row, cells["item"], items)
        if first := taken.get((who, item.code)):
            words = _("%(respondent)s has already marked this item in row %(first)d.")
            raise BadRow(row, "item", words % {"respondent": who, "first": first})
        taken[who, item.code] = row
        marks.setdefault(who, {})[item.code] = _mark(row, cells, item, survey.questionnaire)
    return [Sheet(respondent=who, marks=own) for who, own in marks.items()]


def _items(items: Iterable[Item]) -> dict[str, Item]:
    return {
        str(name).casefold(): item
        for item in items
        for name in (*item.words.values(), item.position, item.code)
    }


def _who(row: int, name: str) -> str:
    if not name:
        raise BadRow(row, "respondent", _("is empty."))
    if len(name) > LONGEST_NAME:
        raise BadRow(row, "respondent", _("At most %(most)d letters.") % {"most": LONGEST_NAME})
    return name


def _item(row: int, name: str, items: Mapping[str, Item]) -> Item:
    if not name:
        raise BadRow(row, "item", _("is empty."))
    if (item := items.get(name.casefold())) is None:
        raise BadRow(row, "item", _("this survey has no item '%(name)s'.") % {"name": name})
    return item


def _mark(row: int, cells: Mapping[str, str], item: Item, questionnaire: Questionnaire) -> Mark:
    """What one line says of its item, held to what the item asks at the cell where it fails."""
    scale = questionnaire.low, questionnaire.high
    wanted = MARKED[Asks(item.asks)]
    given = {name: cell for name, cell in cells.items() if name not in WHO and cell}
    if foreign := sorted(set(given) - set(wanted)):
        raise BadRow(row, foreign[0], _("this item does not ask that."))
    missing = [name for name in wanted if name not in given]
    if missing and (item.is_required or given):
        raise BadRow(row, missing[0], _("is empty."))
    mark = Mark()
    for name, cell in given.items():
        mark = replace(mark, **{name: _value(row, name, cell, item, SCALES.get(name, scale))})
    try:
        check_mark(
            mark,
            code=item.code,
            asks=item.asks,
            scale=scale,
            choices=[choice["code"] for choice in item.choices],
            is_required=item.is_required,
        )
    except Refused as no:
        raise BadRow(row, (no.field or "item").split("-")[0], no.message) from None
    return mark


def _value(row: int, column: str, cell: str, item: Item, scale: tuple[int, int]) -> Any:
    if column == "text":
        return cell
    if column == "choice":
        parts = BETWEEN.split(cell) if item.asks == Asks.CHOICES else [cell]
        return " ".join(_choice(part.strip(), item.choices) for part in parts if part.strip())
    try:
        mark = Decimal(cell)
    except InvalidOperation:
        raise BadRow(row, column, _("'%(cell)s' is not a number.") % {"cell": cell[:20]}) from None
    low, high = scale
    if not mark.is_finite() or not low <= mark <= high:
        words = _("%(mark)s is off the scale from %(low)s to %(high)s.")
        raise BadRow(row, column, words % {"mark": cell[:20], "low": low, "high": high})
    if mark % 1:
        raise BadRow(row, column, _("marks of this survey are whole numbers."))
    return int(mark)


def _choice(said: str, choices: Sequence[Mapping[str, Any]]) -> str:
    """Its code, by code or by words in any language."""
    for choice in choices:
        if said.casefold() in {str(word).casefold() for word in (choice["code"], *choice["words"].values())}:
            return str(choice["code"])
    return said
