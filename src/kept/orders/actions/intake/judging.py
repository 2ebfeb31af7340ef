"""Rows become orders, or errors that name row, column and reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.catalog.models import Coded, PackageKind, Service
from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.money import to_minor
from kept.parties.models import Customer

from ...enums import OrderState, Source
from ...models import Order, OrderLine
from ...rules import NoHeader
from ..drafting import OrderDraft, settle_wishes
from .columns import BY_CODE, COLUMNS, CellWrong, Column, columns_of, plain

DEFAULT_SERVICE = "transport"
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class RowError:
    row: int
    column: Any
    reason: Any


@dataclass
class Judged:
    """What a file would become: orders with the rows they stand on, errors, and what we have already."""

    drafts: list[OrderDraft] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    duplicates: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class _Row:
    number: int
    values: dict[str, Any]


def judge(rows: Sequence[Sequence[str]], *, customer: Customer | None, by: Actor, at: datetime) -> Judged:
    """Judge all rows; the first names the columns. `customer` stands for rows that name none.

    Rows of one customer and reference are lines of one order. Raises NoHeader.
    """
    columns = columns_of(rows[0]) if rows else []
    if not {column.code for column in columns if column} >= {"customer_reference", "description"}:
        raise NoHeader
    judged = Judged()
    read = [_read(row, columns, number, judged) for number, row in enumerate(rows[1:], 2) if any(row)]
    names = _Names(read, customer, by)
    orders: dict[tuple[int, str], list[_Row]] = {}
    for row in read:
        if found := names.resolve(row, judged):
            orders.setdefault((found.pk, row.values.get("customer_reference", "")), []).append(row)
    known = known_references(orders)
    wrong = {error.row for error in judged.errors}
    for key, group in orders.items():
        if key in known:
            judged.duplicates.append((group[0].number, key[1]))
        elif not any(row.number in wrong for row in group):
            _draft(group, names, judged, at)
    judged.errors.sort(key=lambda error: error.row)
    return judged


def _read(row: Sequence[str], columns: Sequence[Column | None], number: int, judged: Judged) -> _Row:
    """Read the cells of a row; what cannot be read becomes an error."""
    values: dict[str, Any] = {}
    for column, cell in zip(columns, row, strict=False):
        if column is None or not cell:
            continue
        try:
            values[column.code] = column.read(cell)
        except CellWrong as wrong:
            judged.errors.append(RowError(number, column.words, wrong.reason))
            values[column.code] = None
    for column in COLUMNS:
        if column.required and column.code not in values:
            judged.errors.append(RowError(number, column.words, _("is missing")))
    return _Row(number, values)


class _Names:
    """Customers, services and packages by what the file calls them; one statement each."""

    def __init__(self, rows: Sequence[_Row], customer: Customer | None, by: Actor) -> None:
        said = {row.values["customer"] for row in rows if row.values.get("customer")}
        allowed = Customer.objects.permitted(by, "orders.place")
        found = list(
            allowed.filter(number__in={name.upper() for name in said}) | allowed.filter(name__in=said)
        )
        self.customers = {name: one for one in found for name in (one.number, one.name)}
        self.customer = customer
        self.services = _by_words(Service.objects.offered())
        self.packages = _by_words(PackageKind.objects.all())

    def resolve(self, row: _Row, judged: Judged) -> Customer | None:
        """The customer of a row; codes of service and package become records."""
        for code, known in (("service", self.services), ("package", self.packages)):
            if (said := row.values.get(code)) and (found := known.get(plain(said))) is None:
                judged.errors.append(RowError(row.number, BY_CODE[code].words, _("is not known here")))
            elif said:
                row.values[code] = found
        self._further(row, judged)
        said = row.values.pop("customer", "")
        customer = (self.customers.get(said) or self.customers.get(said.upper())) if said else self.customer
        if customer is None:
            reason = _("is not known here") if said else _("is missing")
            judged.errors.append(RowError(row.number, BY_CODE["customer"].words, reason))
        else:
            row.values["_customer"] = customer
        return customer

    def _further(self, row: _Row, judged: Judged) -> None:
        """Further services become their codes."""
        if said := row.values.get("further_services"):
            found = {name: self.services.get(plain(name)) for name in said}
            if unknown := [name for name, service in found.items() if service is None]:
                reason = _("is not known here: %(names)s") % {"names": ", ".join(unknown)}
                judged.errors.append(RowError(row.number, BY_CODE["further_services"].words, reason))
            row.values["further_services"] = sorted({one.code for one in found.values() if one})


def _by_words(rows: Iterable[Coded]) -> dict[str, Any]:
    return {plain(name): one for one in rows for name in (one.code, *one.words.values()) if name}


def key_of(draft: OrderDraft) -> tuple[int, str]:
    """What an order of a file is known by: its customer and the customer's reference."""
    return draft.customer.pk, draft.data["customer_reference"]


def known_references(keys: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Of these references, those under which the customers have orders; cancelled ones do not count."""
    wanted = set(keys)
    found: set[tuple[int, str]] = set()
    references = sorted({reference for _customer, reference in wanted if reference})
    for start in range(0, len(references), MOST_AT_ONCE):
        there = Order.objects.filter(customer_reference__in=references[start : start + MOST_AT_ONCE])
        rows = there.exclude(state=OrderState.CANCELLED).values_list("customer_id", "customer_reference")
        found.update(key for key in rows if key in wanted)
    return found


def _draft(group: list[_Row], names: _Names, judged: Judged, at: datetime) -> None:
    """One order of the rows of a group, judged as placing would."""
    first, numbers = group[0], [row.number for row in group]
    if not _agree(group, judged):
        return
    customer: Customer = first.values["_customer"]
    data = {
        code: first.values[code] for code in first.values if code in BY_CODE and not BY_CODE[code].of_line
    }
    data.setdefault("service", names.services.get(DEFAULT_SERVICE))
    for code in ("cod_amount", "declared_value"):
        if code in data:
            data[code] = to_minor(data[code], customer.currency)
    data |= {"source": Source.FILE, "received_at": at}
    lines = [
        {code: value for code, value in row.values.items() if code in BY_CODE and BY_CODE[code].of_line}
        for row in group
    ]
    draft = OrderDraft(customer, data, lines)
    try:
        trial = Order(customer=customer, **settle_wishes(draft.data))
        trial.agree_receipt()
        trial.judge(at=at)
        for line in lines:
            OrderLine(**line).judge()
    except Refused as no:
        column = BY_CODE.get(no.field or "")
        judged.errors.append(RowError(first.number, column.words if column else "", no.message))
        return
    judged.drafts.append(draft)
    judged.rows.append(numbers)


def _agree(group: list[_Row], judged: Judged) -> bool:
    """Later rows of an order repeat its own columns or leave them empty."""
    first, agree = group[0], True
    for row in group[1:]:
        for code, value in row.values.items():
            if code in BY_CODE and not BY_CODE[code].of_line and value != first.values.get(code, value):
                reason = _("differs from row %(row)d of the same order") % {"row": first.number}
                judged.errors.append(RowError(row.number, BY_CODE[code].words, reason))
                agree = False
    return agree
