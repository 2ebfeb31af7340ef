"""What became of it: accepted, rejected, expired, lost."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kept.catalog.models import Service
from kept.kernel.actor import Actor
from kept.kernel.events import emit, emit_many
from kept.parties.actions.customers import create_customer
from kept.parties.models import Customer
from kept.promises.actions import cancel_promises

from ..enums import InquiryState, QuoteState
from ..events import InquiryClosed, QuoteAccepted, QuoteExpired, QuoteRejected
from ..models import Inquiry, Quote
from ..rules import QuoteOver, ReasonMissing, ServiceMissing


@transaction.atomic
def accept_quote(
    *,
    quote: Quote,
    customer: Customer | None = None,
    service: Service | None = None,
    by: Actor,
    at: datetime,
) -> Quote:
    """The customer says yes. A company that was unknown so far becomes a customer.

    `service` is named here where the quote by hand left it open.
    """
    quote = _locked(quote)
    if _today(at) > quote.valid_until:
        raise QuoteOver
    quote.service = quote.service or service
    if quote.service is None:
        raise ServiceMissing(field="service")
    inquiry = quote.inquiry
    chosen = customer or quote.customer or inquiry.customer or _new_customer(inquiry, by=by, at=at)
    quote.move_to(QuoteState.ACCEPTED)
    quote.customer, quote.decided_at = chosen, at
    quote.save(update_fields=["state", "customer", "service", "decided_at"])
    inquiry.move_to(InquiryState.ACCEPTED)
    inquiry.customer, inquiry.closed_at = chosen, at
    inquiry.save(update_fields=["state", "customer", "closed_at"])
    told = {"inquiry_id": inquiry.pk, "amount": quote.amount, "currency": quote.currency}
    emit(QuoteAccepted.of(quote, at=at, **told), by=by)
    return quote


@transaction.atomic
def reject_quote(*, quote: Quote, reason: str, by: Actor, at: datetime) -> Quote:
    """The customer says no to this price; another may follow."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    quote = _locked(quote)
    quote.move_to(QuoteState.REJECTED)
    quote.decided_at, quote.reject_reason = at, reason.strip()
    quote.save(update_fields=["state", "decided_at", "reject_reason"])
    emit(QuoteRejected.of(quote, at=at, inquiry_id=quote.inquiry_id), by=by)
    return quote


@transaction.atomic
def lose_inquiry(*, inquiry: Inquiry, reason: str, by: Actor, at: datetime) -> Inquiry:
    """The business went elsewhere. Whether we answered in time stays known."""
    return _close(inquiry, InquiryState.LOST, reason, by=by, at=at)


@transaction.atomic
def cancel_inquiry(*, inquiry: Inquiry, reason: str, by: Actor, at: datetime) -> Inquiry:
    """The customer withdrew the question, so nothing is owed any more."""
    inquiry = _close(inquiry, InquiryState.CANCELLED, reason, by=by, at=at)
    cancel_promises(record=inquiry, by=by, at=at)
    return inquiry


@transaction.atomic
def expire_quotes(*, by: Actor, at: datetime) -> int:
    """Note the quotes whose last day has passed. Returns how many."""
    over = list(Quote.objects.select_for_update().sent().filter(valid_until__lt=_today(at))[:500])
    for quote in over:
        quote.move_to(QuoteState.EXPIRED)
    Quote.objects.bulk_update(over, ["state"])
    emit_many([QuoteExpired.of(quote, at=at, inquiry_id=quote.inquiry_id) for quote in over], by=by)
    return len(over)


def _close(inquiry: Inquiry, state: str, reason: str, *, by: Actor, at: datetime) -> Inquiry:
    if not reason.strip():
        raise ReasonMissing(field="reason")
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    inquiry.move_to(state)
    inquiry.closed_at, inquiry.lost_reason = at, reason.strip()
    inquiry.save(update_fields=["state", "closed_at", "lost_reason"])
    emit(InquiryClosed.of(inquiry, at=at, state=state), by=by)
    return inquiry


def _new_customer(inquiry: Inquiry, *, by: Actor, at: datetime) -> Customer:
    known = {"phone": inquiry.phone[:40], "city": inquiry.origin, "branch_id": inquiry.branch_id}
    return create_customer(name=inquiry.company, by=by, at=at, **known)


def _locked(quote: Quote) -> Quote:
    related = ("inquiry__customer", "customer", "service")
    return Quote.objects.select_for_update(of=("self",)).select_related(*related).get(pk=quote.pk)


def _today(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
