"""Everything that the pages of inquiries and quotes show, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kept.catalog.models import HandlingMark
from kept.contracts.queries.clauses import clause_source, clause_words, kind_words
from kept.documents.models import Document
from kept.kernel.money import Money
from kept.kernel.searching import matching
from kept.parties.models import Customer

from ..models import AnalysisTask, Answer, Inquiry, InquiryQuerySet, Quote, QuoteLine

MOST_CUSTOMERS = 50


@dataclass(frozen=True)
class InquiryCard:
    inquiry: Inquiry
    tasks: list[AnalysisTask]
    quotes: list[Quote]
    answers: list[Answer]
    sheets: list[Document]
    marks: list[HandlingMark]

    @property
    def open_tasks(self) -> list[AnalysisTask]:
        return [task for task in self.tasks if task.done_at is None]


@dataclass(frozen=True)
class SaidLine:
    """A line of a quote in words."""

    line: QuoteLine
    amount: Money

    @property
    def kind(self) -> str:
        return kind_words(self.line.kind)

    @property
    def clause(self) -> str:
        return clause_words(self.line.clause)

    @property
    def source(self) -> str:
        return clause_source(self.line.clause)


def inquiry_card(inquiry: Inquiry) -> InquiryCard:
    """At most five statements."""
    wanted = inquiry.special_tags
    return InquiryCard(
        inquiry=inquiry,
        tasks=list(inquiry.tasks.select_related("done_by")),
        quotes=list(inquiry.quotes.order_by("-id")),
        answers=list(inquiry.answers.select_related("given_by", "quote")),
        sheets=list(Document.objects.about(inquiry).filter(kind="sds")),
        marks=list(HandlingMark.objects.filter(code__in=wanted)) if wanted else [],
    )


def said_lines(quote: Quote) -> list[SaidLine]:
    return [SaidLine(line, Money(line.amount, quote.currency)) for line in quote.lines.all()]


def inquiries_like(rows: InquiryQuerySet, text: str) -> InquiryQuerySet:
    """By the beginning of number or company, or by the customer."""
    wanted = text.strip()
    if not wanted:
        return rows
    customers: Any = matching(Customer.objects.all(), wanted).values_list("pk", flat=True)[:MOST_CUSTOMERS]
    return rows.filter(
        Q(number__startswith=wanted.upper()) | Q(company__startswith=wanted) | Q(customer__in=list(customers))
    )
