from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, Subject, event


@dataclass(frozen=True, kw_only=True)
class InquiryEvent(Event):
    """What all events of an inquiry carry."""

    customer_id: int | None
    branch_id: int | None

    @classmethod
    def of(cls, inquiry: Any, *, at: datetime, **more: Any) -> Self:
        """`inquiry` is an Inquiry or a Quote, which live a layer above their events."""
        return cls(
            subject=Subject.of(inquiry),
            occurred_at=at,
            customer_id=inquiry.customer_id,
            branch_id=inquiry.branch_id,
            **more,
        )


@event("quotes.inquiry_taken")
@dataclass(frozen=True, kw_only=True)
class InquiryTaken(InquiryEvent):
    title = _("Inquiry taken")


@event("quotes.important_business_seen")
@dataclass(frozen=True, kw_only=True)
class ImportantBusinessSeen(InquiryEvent):
    title = _("Important business")


@event("quotes.task_done")
@dataclass(frozen=True, kw_only=True)
class TaskDone(InquiryEvent):
    title = _("Analysis done")
    kind: str


@event("quotes.sheet_received")
@dataclass(frozen=True, kw_only=True)
class SheetReceived(InquiryEvent):
    title = _("Safety data sheet received")
    document_id: int


@event("quotes.answer_given")
@dataclass(frozen=True, kw_only=True)
class AnswerGiven(InquiryEvent):
    """An outgoing contact answered an inquiry. `answer_id` leads to whom we spoke to and what was said."""

    title = _("Customer answered")
    answer_id: int
    channel: str
    quote_id: int | None


@event("quotes.inquiry_closed")
@dataclass(frozen=True, kw_only=True)
class InquiryClosed(InquiryEvent):
    title = _("Inquiry closed")
    state: str


@event("quotes.quote_made")
@dataclass(frozen=True, kw_only=True)
class QuoteMade(InquiryEvent):
    title = _("Quote made")
    inquiry_id: int
    amount: int
    currency: str


@event("quotes.quote_sent")
@dataclass(frozen=True, kw_only=True)
class QuoteSent(InquiryEvent):
    title = _("Quote sent")
    inquiry_id: int


@event("quotes.quote_accepted")
@dataclass(frozen=True, kw_only=True)
class QuoteAccepted(InquiryEvent):
    title = _("Quote accepted")
    inquiry_id: int
    amount: int
    currency: str


@event("quotes.quote_rejected")
@dataclass(frozen=True, kw_only=True)
class QuoteRejected(InquiryEvent):
    title = _("Quote rejected")
    inquiry_id: int


@event("quotes.quote_expired")
@dataclass(frozen=True, kw_only=True)
class QuoteExpired(InquiryEvent):
    title = _("Quote expired")
    inquiry_id: int
