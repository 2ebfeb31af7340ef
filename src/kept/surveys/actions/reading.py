"""From the lines of a file to the sheets of a survey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from ..models import Item, Survey
from ..rules.marks import Mark
from ..rules.rating_files import BadRow, Rating
from .answering import Sheet


def sheets_of(survey: Survey, ratings: Sequence[Rating]) -> list[Sheet]:
    """One sheet per respondent; items are found by code, number or name in any language."""
    names = _names(survey.questionnaire.items.all())
    marks: dict[str, dict[str, Mark]] = {}
    for rating in ratings:
        said = rating.answer
        code = names.get(said.item.casefold())
        if code is None:
            raise BadRow(rating.row, "item", _("this survey has no item '%(name)s'.") % {"name": said.item})
        own = marks.setdefault(said.respondent, {})
        if code in own:
            raise BadRow(rating.row, "item", _("this item is marked twice."))
        importance = _whole(rating.row, "importance", said.importance)
        own[code] = Mark(
            importance=importance, performance=_whole(rating.row, "performance", said.performance)
        )
    return [Sheet(respondent=respondent, marks=own) for respondent, own in marks.items()]


def _names(items: Iterable[Item]) -> dict[str, str]:
    return {
        str(name).casefold(): item.code
        for item in items
        for name in (*item.words.values(), item.position, item.code)
    }


def _whole(row: int, column: str, mark: Decimal | int) -> int:
    whole = int(mark)
    if whole != mark:
        raise BadRow(row, column, _("marks of this survey are whole numbers."))
    return whole
