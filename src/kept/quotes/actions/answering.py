"""The customer is called back: only a recorded outgoing contact stops the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from kept.kernel.actor import Actor
from kept.kernel.events import emit
from kept.promises.actions import keep_promises_about

from ..enums import InquiryState, QuoteState
from ..events import AnswerGiven, QuoteSent
from ..models import Answer, Inquiry, Quote
from ..rules import AnswerAhead, AnsweredBeforeAsked, NobodySpokenTo, QuoteOver, ReasonMissing


@transaction.atomic
def send_quote(
    *,
    quote: Quote,
    channel: str,
    spoken_to: str,
    words: str = "",
    given_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Quote:
    """The price went out to a person by a channel."""
    quote = Quote.objects.select_for_update(of=("self",)).select_related("inquiry").get(pk=quote.pk)
    if quote.valid_until < at.astimezone(ZoneInfo(settings.TIME_ZONE)).date():
        raise QuoteOver
    quote.move_to(QuoteState.SENT)
    quote.sent_at = given_at or at
    quote.save(update_fields=["state", "sent_at"])
    contact: dict[str, Any] = {
        "channel": channel,
        "spoken_to": spoken_to,
        "words": words,
        "given_at": given_at or at,
    }
    _answer(quote.inquiry, InquiryState.QUOTED, quote=quote, by=by, at=at, **contact)
    emit(QuoteSent.of(quote, at=given_at or at, inquiry_id=quote.inquiry_id), by=by)
    return quote


@transaction.atomic
def answer_inquiry(
    *,
    inquiry: Inquiry,
    channel: str,
    spoken_to: str,
    words: str,
    given_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Answer:
    """The customer was called back without a price. Later talks are recorded too and move nothing."""
    if not words.strip():
        raise ReasonMissing(field="words")
    contact: dict[str, Any] = {
        "channel": channel,
        "spoken_to": spoken_to,
        "words": words,
        "given_at": given_at or at,
    }
    return _answer(inquiry, InquiryState.ANSWERED, quote=None, by=by, at=at, **contact)


def _answer(
    inquiry: Inquiry,
    state: str,
    *,
    quote: Quote | None,
    given_at: datetime,
    by: Actor,
    at: datetime,
    **contact: Any,
) -> Answer:
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if not contact["spoken_to"].strip():
        raise NobodySpokenTo(field="spoken_to")
    if given_at < inquiry.taken_at:
        raise AnsweredBeforeAsked(field="given_at")
    if given_at > at:
        raise AnswerAhead(field="given_at")
    if quote is not None or inquiry.state == InquiryState.OPEN:
        inquiry.move_to(state)
        inquiry.save(update_fields=["state"])
    answer = Answer.objects.create(
        inquiry=inquiry, quote=quote, given_at=given_at, given_by_id=by.person_id, **contact
    )
    keep_promises_about(record=inquiry, kinds=["inquiry_answer"], met_at=given_at, by=by, at=at)
    told = {"answer_id": answer.pk, "channel": answer.channel, "quote_id": quote.pk if quote else None}
    emit(AnswerGiven.of(inquiry, at=given_at, **told), by=by)
    return answer
