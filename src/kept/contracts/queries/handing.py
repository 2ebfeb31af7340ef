"""What was handed to customers: the paper itself, and who still lacks the version that applies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.documents.papers import Cell, Grid, Head, Paper, Section
from kept.parties.models import Customer
from kept.people.queries.company import our_name

from ..models import Handover, StatementVersion
from .statements import with_version
from .texts import parts_of

MOST = 1200
"""Letters of a paragraph that stand together on paper; longer ones go on in the next."""
STOPS = "\n。；.;"


def with_handover(customers: QuerySet[Customer], until: date = date.max) -> QuerySet[Customer]:
    """`with_version` rows with the day on which that version was last handed to the customer until then."""
    given = Handover.objects.filter(customer=OuterRef("pk"), version=OuterRef("version_id"), on__lte=until)
    return customers.annotate(handed_on=Subquery(given.order_by("-on").values("on")[:1]))


def lacking(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Of `with_handover` rows those to whom a version applies that they have not been given."""
    rows: Any = customers  # annotated, which no type tells
    lacking: QuerySet[Customer] = rows.filter(version_id__isnull=False, handed_on=None)
    return lacking


def lacking_of(version: StatementVersion, on: date) -> int:
    """How many customers to whom a version applies on a day have not been given it."""
    rows: Any = lacking(with_handover(with_version(Customer.objects.active(), on)))
    missing: int = rows.filter(version_id=version.pk).count()
    return missing


def text_paper(
    *,
    version: StatementVersion,
    customer: Customer,
    taken_by: str,
    how: str,
    on: date,
    by: str,
    language: str,
) -> Paper:
    """The text as it is handed over, in the language that is active."""
    facts = (
        (_("Service statement"), f"{version.statement.number} v{version.number}"),
        (_("Valid from"), f"{version.valid_from:%Y-%m-%d}"),
        (pgettext("service text", "Handed over"), f"{on:%Y-%m-%d}"),
        (pgettext("service text", "Taken by"), taken_by),
        (_("Handed over by"), by),
        (_("How"), how),
    )
    pairs = zip(facts[::2], facts[1::2], strict=True)
    rows = tuple(tuple(Cell(words) for fact in pair for words in fact) for pair in pairs)
    form = Grid("", (Head(""),) * 4, rows, shape="form")
    return Paper(
        name=f"{version.statement.number}-v{version.number}",
        title=version.statement.title,
        about=f"{customer.name} · {customer.number}",
        answer="",
        sections=(
            *_sections(version.text_in(language)),
            Section("handover", _("Service text handed over"), grids=(form,)),
        ),
        language=language,
        as_of=f"{version.statement.number} v{version.number} · {on:%Y-%m-%d}",
        house=our_name(language),
        signs=(_("For us"), _("For the customer")),
    )


def _sections(text: str) -> Iterator[Section]:
    """One for each paragraph, so that none is too long to be set; the first bears the heading."""
    for part in parts_of(text):
        pieces = [piece for paragraph in part.paragraphs for piece in _pieces(paragraph)] or [""]
        for place, piece in enumerate(pieces):
            yield Section("text", "" if place else part.heading, answer=piece)


def _pieces(paragraph: str) -> Iterator[str]:
    while len(paragraph) > MOST:
        end = max(paragraph.rfind(stop, 0, MOST) for stop in STOPS) + 1 or MOST
        yield paragraph[:end].strip()
        paragraph = paragraph[end:].strip()
    yield paragraph
