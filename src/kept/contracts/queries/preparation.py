"""What of the elements before a transaction is in place: from records where there are any, else as noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from kept.parties.models import Customer

from ..enums import NOTED, RECORDED, Element, Standing
from ..models import Handover, PreparationNote, StatementVersion
from .handing import with_handover
from .statements import version_for, with_version


@dataclass(frozen=True)
class Found:
    """An element, how it stands, and what tells so."""

    element: Element
    standing: Standing
    on: date | None = None
    said: str = ""
    by: str = ""
    url: str = ""

    @property
    def is_noted(self) -> bool:
        """Whether a person notes it, as no record tells."""
        return self.element in NOTED


def preparation(customer: Customer, on: date) -> list[Found]:
    """The five elements as they stood on a day. At most four statements."""
    version = version_for(customer, on)
    notes = PreparationNote.objects.filter(customer=customer, on__lte=on).select_related("by")
    newest: dict[str, PreparationNote] = {}
    for note in notes:
        newest.setdefault(note.element, note)
    noted = [_noted(element, newest.get(element)) for element in NOTED]
    return [_statement(version), _text(customer, version, on), *noted]


def with_preparation(customers: QuerySet[Customer], on: date) -> QuerySet[Customer]:
    """Customers with how each element stands on a day, as `with_version` and `with_handover` rows."""
    notes = PreparationNote.objects.filter(customer=OuterRef("pk"), on__lte=on).order_by("-on", "-id")
    told = {
        f"note_{element}": Subquery(notes.filter(element=element).values("is_in_place")[:1])
        for element in NOTED
    }
    return with_handover(with_version(customers, on), until=on).annotate(**told)


def standing_of(row: Any, element: Element) -> Standing:
    """Of a `with_preparation` row."""
    if element in RECORDED:
        told = row.version_id if element == Element.STATEMENT else row.handed_on
        return Standing.IN_PLACE if told else Standing.MISSING
    note = getattr(row, f"note_{element}")
    if note is None:
        return Standing.UNKNOWN
    return Standing.IN_PLACE if note else Standing.MISSING


def short_of(rows: Any, element: str) -> Any:
    """Of `with_preparation` rows those where an element is not in place, or nobody knows."""
    name = {Element.STATEMENT: "version_id", Element.TEXT: "handed_on"}.get(Element(element))
    if name:
        return rows.filter(**{f"{name}__isnull": True})
    noted = f"note_{element}"
    return rows.filter(Q(**{f"{noted}__isnull": True}) | Q(**{noted: False}))


def _statement(version: StatementVersion | None) -> Found:
    if version is None:
        return Found(Element.STATEMENT, Standing.MISSING, said=_("No statement applies to this customer."))
    return Found(
        Element.STATEMENT,
        Standing.IN_PLACE,
        version.valid_from,
        str(version),
        version.made_by.name if version.made_by else "",
        version.statement.get_absolute_url(),
    )


def _text(customer: Customer, version: StatementVersion | None, on: date) -> Found:
    given = Handover.objects.filter(customer=customer, on__lte=on).shown().order_by("-on", "-id")
    last = given.filter(version=version).first() if version else None
    if last is not None:
        words, standing = str(last), Standing.IN_PLACE
    elif last := given.first():
        words, standing = _("%(text)s: not the version in force.") % {"text": last}, Standing.MISSING
    else:
        return Found(Element.TEXT, Standing.MISSING, said=_("Not handed over yet."))
    return Found(
        Element.TEXT, standing, last.on, words, last.by.name if last.by else "", last.get_absolute_url()
    )


def _noted(element: Element, note: PreparationNote | None) -> Found:
    if note is None:
        return Found(element, Standing.UNKNOWN)
    standing = Standing.IN_PLACE if note.is_in_place else Standing.MISSING
    return Found(element, standing, note.on, note.remark, note.by.name if note.by else "")
