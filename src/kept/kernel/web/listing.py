"""One reading of a list by somebody: its rows, what stands at the foot, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.db import DataError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kept.kernel.actor import Actor

from . import filters, keyset, standing
from .answers import etag_of
from .columns import Column
from .lines import Row, lines_of, sum_words
from .reading import Reading


@dataclass(frozen=True)
class Act:
    url: str
    label: Any


@dataclass
class Listing(Reading):
    """A table read by an actor. Reads rows when asked, at most one more than a page."""

    rows: QuerySet[Any] | keyset.Merged
    form: forms.Form | None
    actor: Actor
    at: datetime

    @cached_property
    def narrowed(self) -> QuerySet[Any] | keyset.Merged:
        """All rows that match the filters, unordered."""
        if self.form is None:
            return self.rows
        return self.form.narrow(self.rows) if self.form.is_valid() else self.rows.none()  # type: ignore[attr-defined]

    @cached_property
    def ranks(self) -> tuple[keyset.Rank, ...]:
        order = self.order
        if isinstance(self.rows, keyset.Merged):
            order = (*(name for name in order if name.lstrip("-") not in ("pk", "id")), "row_place")
        return keyset.ranks_of(self.rows.model, order)

    @cached_property
    def _page(self) -> tuple[list[Any], str, str]:
        steps = {name: self.query.get(name, "") for name in ("after", "before")}
        try:
            return keyset.page(self.narrowed, self.ranks, **steps, size=self.table.size)
        except (OverflowError, DataError):  # a filter beyond what the database can hold matches nothing
            return [], "", ""

    @property
    def records(self) -> list[Any]:
        return self._page[0]

    @cached_property
    def lines(self) -> list[Row]:
        linked = [column for column in self.table.columns if column.link]
        return lines_of(
            self.records, self.columns, linked, actor=self.actor, at=self.at, beside=self.table.beside
        )

    @property
    def body(self) -> SafeString:
        """The lines drawn, without a template: it looks up each name anew for every line."""
        choosing = _("Choose this row") if self.bulk_acts else ""
        return SafeString("".join(line.drawn(choosing) for line in self.lines))

    @property
    def previous(self) -> str:
        return self.address(before=self._page[1]) if self._page[1] else ""

    @property
    def next(self) -> str:
        return self.address(after=self._page[2]) if self._page[2] else ""

    @cached_property
    def chips(self) -> list[filters.Chip]:
        return filters.chips(self.form, self.query)

    @cached_property
    def foot(self) -> list[tuple[Column, str]]:
        """Sums of the shown rows, one per column; empty when no column is summed."""
        if not any(column.total for column in self.columns) or not self.records:
            return []
        return [(column, sum_words(column, self.records) if column.total else "") for column in self.columns]

    @property
    def count_words(self) -> str:
        """How many rows stand here, and whether that is all."""
        count = len(self.records)
        if self._page[1] or self._page[2]:
            return _("%(count)d rows on this page") % {"count": count}
        return ngettext("%(count)d row", "%(count)d rows", count) % {"count": count}

    @cached_property
    def acts(self) -> list[Act]:
        return self._acts(self.table.acts)

    @cached_property
    def bulk_acts(self) -> list[Act]:
        return self._acts(self.table.bulk_acts)

    @cached_property
    def empty_act(self) -> Act | None:
        offered = self._acts((self.table.empty_act,) if self.table.empty_act else ())
        return offered[0] if offered else None

    @property
    def has_team(self) -> bool:
        return bool(self.actor.only("team"))

    @cached_property
    def fingerprint(self) -> str:
        """Changes exactly when the shown rows do."""
        shown = "".join(f"{row.pk}|{row.cells};" for row in self.lines)
        return f"{shown}{self.previous}{self.next}{self.query.urlencode()}{get_language()}"

    @cached_property
    def asked(self) -> str:
        """A short name for who asks, for what and in which words."""
        columns = ",".join(column.code for column in self.columns)
        return etag_of(f"{self.actor.person_id}?{self.query.urlencode()}?{columns}?{get_language()}")

    @cached_property
    def stamp(self) -> str:
        return standing.stamp(self.asked, at=self.at) if self.table.follows else ""

    def stands(self, given: str) -> bool:
        """Whether a page with this stamp needs not even be looked at."""
        follows = self.table.follows
        return bool(follows and given) and standing.stands(given, self.asked, follows, at=self.at)

    @property
    def etag(self) -> str:
        """What the page sends back when it asks for news."""
        return f"{etag_of(self.fingerprint)}{self.stamp and f'.{self.stamp}'}"

    def _acts(self, declared: tuple[tuple[Any, ...], ...]) -> list[Act]:
        return [
            Act(reverse(url), label)
            for url, label, *permission in declared
            if not permission or self.actor.may(permission[0])
        ]
