"""Base numbers from Excel or CSV: judged row by row, entered all at once or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.numbers import rule
from kept.kernel.sheets import UnreadableFile
from kept.methods.dates import parse_date
from kept.methods.unreadable import Unreadable
from kept.parties.models import Customer, Partner
from kept.people.models import Branch

from ..catalogue import Recorded
from ..enums import Came, Slice
from ..queries.known import known
from ..queries.reading import Whose
from ..rules import NUMBER_ROWS
from .entering import SourceMissing, Told, enter_numbers, judge_number


@dataclass(frozen=True)
class Column:
    """A column of the file."""

    code: str
    words: Any
    aliases: tuple[str, ...] = ()
    required: bool = False


COLUMNS = (
    Column("number", gettext_lazy("Base number"), ("指标", "数据", "indicator"), required=True),
    Column("month", gettext_lazy("Month"), ("月份", "period"), required=True),
    Column(
        "value",
        pgettext_lazy("entered number", "Value"),
        ("值", "现值", "現值", "数量", "數量"),
        required=True,
    ),
    Column("branch", gettext_lazy("Branch"), ("分公司",)),
    Column("customer", gettext_lazy("Customer"), ("客户", "客戶")),
    Column("partner", gettext_lazy("Subcontractor"), ("分包商", "承运商", "承運商", "subcontractor")),
    Column("product", gettext_lazy("Product"), ("产品", "產品", "item")),
    Column("source", gettext_lazy("Where it comes from"), ("来源", "來源", "source")),
    Column("note", gettext_lazy("Note"), ("备注", "備註")),
)


@dataclass(frozen=True)
class RowError:
    row: int
    column: str
    reason: str


@dataclass
class Judged:
    """What a file would become."""

    told: list[tuple[Told, str]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


class _Wrong(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@transaction.atomic
def take_numbers(
    *,
    rows: Sequence[Sequence[str]],
    source: str,
    branches: QuerySet[Branch],
    whole: bool,
    by: Actor,
    at: datetime,
) -> Judged:
    """Enter the numbers of a file, for these branches alone unless `whole`. With an error nothing is written.

    Raises UnreadableFile when the headings are missing or the file is too long.
    """
    places = _places(rows[0] if rows else ())
    most = int(rule(NUMBER_ROWS, at=at))
    if len(rows) - 1 > most:
        raise UnreadableFile(_("A file of numbers has at most %(most)d rows.") % {"most": most}, field="file")
    read, judged = _Reader(branches, whole, source, at), Judged()
    for number, cells in enumerate(rows[1:], 2):
        said = {code: cells[place].strip() if place < len(cells) else "" for code, place in places.items()}
        if not said["value"]:
            continue
        try:
            judged.told.append(read.told(said))
        except _Wrong as wrong:
            judged.errors.append(RowError(number, _named(wrong.column), wrong.reason))
    if not judged.errors:
        for each in dict.fromkeys(of for _told, of in judged.told):
            some = [told for told, of in judged.told if of == each]
            enter_numbers(rows=some, source=each, came=Came.FILE, by=by, at=at)
    return judged


class _Reader:
    """Turns the texts of a row into a base number; knows numbers and branches by code and title."""

    def __init__(self, branches: QuerySet[Branch], whole: bool, source: str, at: datetime) -> None:
        self.whole, self.source, self.at = whole, source.strip(), at
        self.numbers: dict[str, Recorded] = {}
        recorded = [m for m in known().measures.values() if isinstance(m, Recorded)]
        for language, _name in settings.LANGUAGES:
            with override(language):
                self.numbers.update({plain(str(number.title)): number for number in recorded})
        self.numbers.update({plain(number.name): number for number in recorded})
        self.branches = {plain(name): b for b in branches for name in (b.code, str(b.name)) if name}
        self.parties: dict[tuple[type, str], Any] = {}

    def told(self, said: dict[str, str]) -> tuple[Told, str]:
        for column in COLUMNS:
            if column.required and not said[column.code]:
                raise _Wrong(column.code, _("This is missing."))
        number = self.numbers.get(plain(said["number"]))
        if number is None:
            raise _Wrong("number", _("There is no base number '%s'.") % said["number"])
        source = said.get("source", "") or self.source
        if not source:
            raise _Wrong("source", str(SourceMissing.default))
        told = Told(
            number=number.name,
            month=_month(said["month"]),
            value=_value(said["value"]),
            whose=self._whose(said),
            product=said.get("product", ""),
            note=said.get("note", ""),
        )
        try:
            judge_number(told, number, at=self.at)
        except Refused as no:
            raise _Wrong(no.field or "number", str(no.message)) from None
        return told, source

    def _whose(self, said: dict[str, str]) -> Whose:
        given = [name for name in ("branch", "customer", "partner") if said.get(name)]
        if len(given) > 1:
            raise _Wrong(given[1], _("Choose one: a branch, a customer or a subcontractor."))
        if given == ["branch"]:
            branch = self.branches.get(plain(said["branch"]))
            if branch is None:
                raise _Wrong("branch", _("There is no branch '%s' whose numbers you enter.") % said["branch"])
            return Whose(Slice.BRANCH.value, branch.pk)
        if not self.whole:
            raise _Wrong("branch", _("Name the branch: you enter numbers of your branch alone."))
        if not given:
            return Whose()
        model: Any = Customer if given[0] == "customer" else Partner
        slice = Slice.CUSTOMER if given[0] == "customer" else Slice.SUBCONTRACTOR
        return Whose(slice.value, self._party(model, given[0], said[given[0]]))

    def _party(self, model: Any, column: str, name: str) -> int:
        key = model, name
        if key not in self.parties:
            found = list(model.objects.filter(number=name)[:1]) or list(model.objects.filter(name=name)[:2])
            self.parties[key] = found[0].pk if len(found) == 1 else None
        if self.parties[key] is None:
            raise _Wrong(column, _("Nobody has this number or name."))
        return int(self.parties[key])


def _month(text: str) -> date:
    found = parse_date(f"{text}-01" if len(text) in (6, 7) and text[4:5] in "-/." else text)
    if isinstance(found, Unreadable):
        raise _Wrong("month", _("'%s' is no month. Write 2026-03.") % text)
    return found.replace(day=1)


def _value(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", "").replace("，", "").replace(" ", ""))
    except InvalidOperation:
        raise _Wrong("value", _("'%s' is no number.") % text) from None
    if not value.is_finite():
        raise _Wrong("value", _("'%s' is no number.") % text)
    return value


def plain(words: str) -> str:
    """One form of a heading or a name: width, case, spaces and stars do not matter."""
    return "".join(sign for sign in normalize("NFKC", words).casefold() if sign not in " \t\n*_-:")


def _places(heads: Sequence[str]) -> dict[str, int]:
    known_heads = {plain(name): column.code for column in COLUMNS for name in _names(column)}
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        code = known_heads.get(plain(head))
        if code and code not in places:
            places[code] = place
    missing = [str(column.words) for column in COLUMNS if column.required and column.code not in places]
    if missing:
        words = _("The first row must name the columns. Missing: %s") % ", ".join(missing)
        raise UnreadableFile(words, field="file")
    return places


def _names(column: Column) -> Iterator[str]:
    yield from (column.code, *column.aliases)
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield str(column.words)


def _named(code: str) -> str:
    return next((str(column.words) for column in COLUMNS if column.code == code), code)
