"""Somebody asks what it costs; whatever we know, they are called back within eight working hours."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kept.catalog.models import Service
from kept.comms.models import Notice
from kept.documents.models import Document
from kept.kernel.lifecycle import IllegalMove
from kept.kernel.models import EventRecord
from kept.kernel.outbox import deliver_due
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.promises.models import Promise
from kept.quotes import rules
from kept.quotes.actions.answering import answer_inquiry, send_quote
from kept.quotes.actions.deciding import (
    accept_quote,
    cancel_inquiry,
    expire_quotes,
    lose_inquiry,
    reject_quote,
)
from kept.quotes.actions.inquiring import attach_sheet, finish_task, flag_important
from kept.quotes.actions.quoting import HandLine, make_quote
from kept.quotes.models import Answer, Inquiry, Quote
from tests.factories import HOUSE, NOON, SHANGHAI, a_branch, a_customer, actor, staff
from tests.quotes.quotes import ASKED, a_card, an_inquiry, priced, sent

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.mark.spec("R081", "R082", "R083", "R084", "R085", "R086", "R087")
def test_an_inquiry_keeps_everything_the_caller_said() -> None:
    said = {
        **ASKED,
        "goods_class": "3",
        "un_number": "UN 1263",
        "weight_kg": Decimal(800),
        "planned_on": date(2026, 3, 10),
        "planned": "上午",
        "special": "需尾板车",
        "special_tags": ["care", "dry"],
    }

    inquiry = an_inquiry(**said)

    inquiry.refresh_from_db()
    assert {name: getattr(inquiry, name) for name in said} == said
    assert (inquiry.number, inquiry.state, inquiry.taken_at) == ("IN-2603-0001", "open", NOON)
    assert EventRecord.objects.filter(name="quotes.inquiry_taken").count() == 1


@pytest.mark.spec("R082", "R083", "R084", "R085")
@pytest.mark.parametrize("name", rules.MANDATORY)
def test_what_must_be_asked_must_be_answered(name: str) -> None:
    with pytest.raises(rules.FieldMissing) as refused:
        an_inquiry(**{name: " "})

    assert refused.value.field == name
    assert not Inquiry.objects.exists()


@pytest.mark.spec("R091")
def test_the_caller_is_promised_an_answer_within_eight_working_hours() -> None:
    branch = a_branch()
    clerk = actor("clerk", branch=branch)

    inquiry = an_inquiry(by=clerk)

    promise = Promise.objects.about(inquiry).get()
    assert (promise.kind, promise.person_id, promise.branch) == ("inquiry_answer", clerk.person_id, branch)
    assert promise.worked(NOON, promise.due_at) == timedelta(hours=8)
    assert promise.due_at > datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)
    assert Inquiry.objects.get().promise == promise


@pytest.mark.spec("R089")
def test_a_known_price_is_quoted_at_once() -> None:
    quote = priced()

    assert quote.rate_card is not None
    assert (quote.state, quote.amount, quote.tax, quote.rate_card.name) == ("draft", 40000, 3600, "通用运价")
    assert quote.valid_until == date(2026, 3, 16)
    assert [line.clause["rule"] for line in quote.lines.all()] == ["weight_break"]
    assert not quote.inquiry.tasks.exists()


@pytest.mark.spec("R090")
def test_an_unknown_price_opens_two_tasks_and_is_named_by_hand_once_both_are_done() -> None:
    inquiry = an_inquiry()
    line = HandLine("freight", 88000, "包车")

    with pytest.raises(rules.AnalysisOpen):
        make_quote(inquiry=inquiry, lines=[line], by=HOUSE, at=NOON)
    for task, result in zip(inquiry.tasks.all(), ("普货，可叠放", "1213 km"), strict=True):
        finish_task(task=task, result=result, by=HOUSE, at=NOON)
    quote = make_quote(inquiry=inquiry, lines=[line], by=HOUSE, at=NOON)

    assert list(inquiry.tasks.values_list("kind", "done_at")) == [("product", NOON), ("distance", NOON)]
    assert (quote.amount, quote.tax, quote.total.amount) == (88000, 7920, 95920)
    with pytest.raises(rules.ReasonMissing):
        finish_task(task=inquiry.tasks.get(kind="product"), result=" ", by=HOUSE, at=NOON)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"lines": []}, rules.NothingPriced),
        ({"lines": [HandLine("freight", 0)]}, rules.NothingPriced),
        ({"valid_until": date(2026, 3, 1)}, rules.ValidInThePast),
        ({}, rules.ServiceMissing),
    ],
)
def test_an_unsound_quote_is_refused(more: dict[str, Any], refusal: type[Exception]) -> None:
    inquiry = an_inquiry()
    inquiry.tasks.all().delete()

    with pytest.raises(refusal):
        make_quote(inquiry=inquiry, by=HOUSE, at=NOON, **more)
    assert not Quote.objects.exists()


@pytest.mark.spec("R088")
def test_the_safety_data_sheet_is_asked_for_shown_missing_and_kept() -> None:
    inquiry = an_inquiry(goods_class="8")
    upload = SimpleUploadedFile("msds.pdf", b"%PDF-1.4 safety data sheet")

    missing = inquiry.sheet
    document = attach_sheet(inquiry=inquiry, upload=upload, by=HOUSE, at=NOON)

    inquiry.refresh_from_db()
    assert (missing, inquiry.sheet) == ("missing", "received")
    assert Document.objects.about(inquiry).get() == document
    assert an_inquiry().sheet == "not_needed"
    assert an_inquiry(goods_class="unknown").sheet == "missing"


@pytest.mark.parametrize(
    ("goods", "quoted"),
    [
        ({"goods_class": "3"}, False),
        ({"goods_class": "3", "sheet": "received"}, True),
        ({"goods_class": "1", "sheet": "received"}, False),
        ({"goods_class": "7", "sheet": "received"}, False),
    ],
)
def test_dangerous_goods_are_not_priced_at_once_before_the_sheet_or_a_specialist(
    goods: dict[str, str], quoted: bool
) -> None:
    a_card()
    service = Service.objects.get(code="transport")

    inquiry = an_inquiry(service=service, weight_kg=Decimal(100), **goods)

    assert inquiry.quotes.exists() is quoted
    assert inquiry.tasks.exists() is not quoted


def test_a_un_number_is_written_in_one_form_or_refused() -> None:
    assert {an_inquiry(un_number=said).un_number for said in ("un3480", "UN 3480", "3480")} == {"UN 3480"}
    with pytest.raises(rules.NotAUnNumber):
        an_inquiry(un_number="348")


@pytest.mark.spec("R093")
def test_important_business_reaches_the_branch_manager_at_once() -> None:
    here, there = a_branch(), a_branch()
    manager = staff("branch_manager", branch=here)
    staff("branch_manager", branch=there)
    staff("clerk", branch=here)

    inquiry = an_inquiry(branch=here)
    for _ in range(2):
        flag_important(inquiry=inquiry, by=HOUSE, at=NOON)
    deliver_due()

    assert [(notice.person, notice.url) for notice in Notice.objects.all()] == [
        (manager, inquiry.get_absolute_url())
    ]


def test_important_business_without_a_branch_manager_reaches_the_general_manager() -> None:
    manager = staff("general_manager")

    an_inquiry(is_important=True)
    deliver_due()

    assert [notice.person for notice in Notice.objects.all()] == [manager]


@pytest.mark.spec("R091")
def test_only_a_recorded_answer_stops_the_clock() -> None:
    quote = priced()
    promise = Promise.objects.about(quote.inquiry).get()
    before = promise.state

    send_quote(
        quote=quote, channel="email", spoken_to="王芳", words="见附件", given_at=LATER, by=HOUSE, at=LATER
    )

    promise.refresh_from_db()
    quote.refresh_from_db()
    answer = Answer.objects.get()
    assert (before, promise.state, promise.met_at) == ("running", "kept", LATER)
    assert (quote.state, quote.sent_at, quote.inquiry.state) == ("sent", LATER, "quoted")
    assert (answer.channel, answer.spoken_to, answer.quote, answer.given_at) == (
        "email",
        "王芳",
        quote,
        LATER,
    )
    told = EventRecord.objects.get(name="quotes.answer_given").data
    assert told["answer_id"] == answer.pk and "王芳" not in str(told)


@pytest.mark.spec("R091")
def test_calling_back_without_a_price_keeps_the_promise_and_the_price_may_follow() -> None:
    inquiry = an_inquiry()

    answer_inquiry(inquiry=inquiry, channel="phone", spoken_to="王芳", words="明天报价", by=HOUSE, at=LATER)

    inquiry.refresh_from_db()
    assert inquiry.state == "answered"
    assert Promise.objects.about(inquiry).get().state == "kept"
    inquiry.tasks.all().delete()
    quote = make_quote(inquiry=inquiry, lines=[HandLine("freight", 100)], by=HOUSE, at=LATER)
    send_quote(quote=quote, channel="phone", spoken_to="王芳", by=HOUSE, at=LATER)
    inquiry.refresh_from_db()
    assert (inquiry.state, Promise.objects.about(inquiry).get().met_at) == ("quoted", LATER)


def test_an_answer_after_the_due_moment_leaves_the_promise_broken() -> None:
    inquiry = an_inquiry()
    late = NOON + timedelta(days=3)

    answer_inquiry(inquiry=inquiry, channel="phone", spoken_to="王芳", words="抱歉", by=HOUSE, at=late)

    promise = Promise.objects.about(inquiry).get()
    assert (promise.state, promise.met_at, promise.broken_at) == ("broken", late, promise.due_at)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"spoken_to": " "}, rules.NobodySpokenTo),
        ({"words": " "}, rules.ReasonMissing),
        ({"given_at": NOON - timedelta(minutes=1)}, rules.AnsweredBeforeAsked),
        ({"given_at": LATER + timedelta(minutes=1)}, rules.AnswerAhead),
    ],
)
def test_an_answer_that_cannot_be_is_refused(said: dict[str, Any], refusal: type[Exception]) -> None:
    inquiry = an_inquiry()

    with pytest.raises(refusal):
        answer_inquiry(
            inquiry=inquiry,
            by=HOUSE,
            at=LATER,
            **{"channel": "phone", "spoken_to": "王芳", "words": "好", **said},
        )
    assert not Answer.objects.exists()
    assert Promise.objects.about(inquiry).get().state == "running"


def test_an_accepted_quote_becomes_a_draft_order_with_its_data() -> None:
    customer = a_customer(branch=a_branch())
    quote = sent(priced(customer=customer, declared_value=90000, special="轻放"))

    accept_quote(quote=quote, by=HOUSE, at=LATER)

    order = Order.objects.get()
    quote.refresh_from_db()
    assert (quote.state, quote.inquiry.state, quote.decided_at) == ("accepted", "accepted", LATER)
    assert (order.state, order.quote, order.customer, order.source) == ("draft", quote, customer, "quote")
    assert (order.lane, order.declared_value, order.special) == (("上海", "北京"), 90000, "轻放")
    assert [(line.description, line.weight_kg) for line in order.lines.all()] == [("小家电", Decimal(100))]


def test_a_weight_that_nobody_told_stays_unknown_from_inquiry_to_order() -> None:
    service = Service.objects.get(code="transport")
    inquiry = an_inquiry(customer=a_customer(branch=a_branch()), service=service)
    for task in inquiry.tasks.all():
        finish_task(task=task, result="普货", by=HOUSE, at=NOON)
    quote = make_quote(inquiry=inquiry, lines=[HandLine("freight", 88000, "包车")], by=HOUSE, at=LATER)
    accept_quote(quote=sent(quote), by=HOUSE, at=LATER)

    order = Order.objects.get()
    assert (quote.weight_kg, quote.volume_m3) == (None, None)
    assert [(line.weight_kg, line.volume_m3) for line in order.lines.all()] == [(None, None)]


def test_a_company_unknown_so_far_becomes_a_customer_when_it_accepts() -> None:
    a_branch(is_headquarters=True)
    quote = sent(priced())

    accept_quote(quote=quote, by=HOUSE, at=LATER)

    customer = Customer.objects.get()
    assert (customer.name, Order.objects.get().customer, Inquiry.objects.get().customer) == (
        "远东电器",
        customer,
        customer,
    )


def test_a_quote_is_accepted_only_once_it_was_sent_and_while_it_is_valid() -> None:
    a_branch()
    quote = priced()

    with pytest.raises(IllegalMove):
        accept_quote(quote=quote, by=HOUSE, at=NOON)
    sent(quote)
    with pytest.raises(rules.QuoteOver):
        accept_quote(quote=quote, by=HOUSE, at=NOON + timedelta(days=15))
    assert accept_quote(quote=quote, by=HOUSE, at=NOON + timedelta(days=14)).state == "accepted"


def test_a_quote_by_hand_without_a_service_names_it_when_accepted() -> None:
    a_branch()
    inquiry = an_inquiry()
    inquiry.tasks.all().delete()
    quote = sent(make_quote(inquiry=inquiry, lines=[HandLine("freight", 100)], by=HOUSE, at=NOON))

    with pytest.raises(rules.ServiceMissing):
        accept_quote(quote=quote, by=HOUSE, at=NOON)
    accept_quote(quote=quote, service=Service.objects.get(code="express"), by=HOUSE, at=NOON)
    assert Order.objects.get().service.code == "express"


def test_quotes_run_out_by_the_clock_and_are_not_sent_afterwards() -> None:
    quote = sent(priced())
    draft = make_quote(inquiry=quote.inquiry, by=HOUSE, at=NOON)
    after = NOON + timedelta(days=15)

    assert expire_quotes(by=HOUSE, at=NOON + timedelta(days=14)) == 0
    assert expire_quotes(by=HOUSE, at=after) == 1
    quote.refresh_from_db()
    assert quote.state == "expired"
    with pytest.raises(rules.QuoteOver):
        send_quote(quote=draft, channel="phone", spoken_to="王芳", by=HOUSE, at=after)


def test_a_rejected_quote_says_why_and_another_may_follow() -> None:
    quote = sent(priced())

    with pytest.raises(rules.ReasonMissing):
        reject_quote(quote=quote, reason="", by=HOUSE, at=NOON)
    rejected = reject_quote(quote=quote, reason="太贵", by=HOUSE, at=LATER)
    another = sent(make_quote(inquiry=quote.inquiry, by=HOUSE, at=NOON))

    assert (rejected.state, rejected.reject_reason, another.state) == ("rejected", "太贵", "sent")


def test_a_lost_inquiry_still_owes_its_answer_and_a_withdrawn_one_does_not() -> None:
    lost, withdrawn = an_inquiry(), an_inquiry()

    with pytest.raises(rules.ReasonMissing):
        lose_inquiry(inquiry=lost, reason=" ", by=HOUSE, at=LATER)
    lose_inquiry(inquiry=lost, reason="价格高", by=HOUSE, at=LATER)
    cancel_inquiry(inquiry=withdrawn, reason="不发了", by=HOUSE, at=LATER)

    assert Promise.objects.about(lost).get().state == "running"
    assert Promise.objects.about(withdrawn).get().state == "cancelled"
    with pytest.raises(IllegalMove):
        cancel_inquiry(inquiry=lost, reason="x", by=HOUSE, at=LATER)
