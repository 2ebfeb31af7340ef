"""Pages of inquiries and quotes, walked as a clerk walks them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.catalog.models import Service
from kept.kernel.web.finding import find_everywhere
from kept.orders.models import Order
from kept.people.actions.company import name_company
from kept.people.models import Person
from kept.promises.models import Promise
from kept.quotes.actions.answering import answer_inquiry
from kept.quotes.actions.inquiring import take_inquiry
from kept.quotes.actions.quoting import make_quote
from kept.quotes.models import Inquiry, Quote
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff
from tests.quotes.quotes import ASKED, a_card, an_inquiry, priced, sent

pytestmark = pytest.mark.django_db


def browser_of(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    return client


@pytest.fixture
def clerk() -> Client:
    return browser_of(staff("clerk", language="en"))


def taken(**more: Any) -> Inquiry:
    """An inquiry of this moment, for pages that read the clock."""
    return take_inquiry(**{**ASKED, **more}, by=HOUSE, at=now())


@pytest.mark.spec("R081", "R089", "R091")
def test_from_the_call_to_the_order(clerk: Client) -> None:
    """A priced inquiry is quoted while the caller waits, given to them, accepted, and becomes an order."""
    a_card()
    a_branch(is_headquarters=True)
    service = Service.objects.get(code="transport")

    answer = clerk.post(
        reverse("quotes:new_inquiry"),
        {**ASKED, "goods_class": "", "weight_kg": "100", "service": service.pk, "special_tags": ["dry"]},
    )
    inquiry = Inquiry.objects.get()
    quote = inquiry.quotes.get()
    page = clerk.get(inquiry.get_absolute_url()).content.decode()
    given = {"channel": "phone", "spoken_to": "王芳", "words": "当场报价"}
    clerk.post(reverse("quotes:sending", args=[quote.number]), given)
    clerk.post(reverse("quotes:acceptance", args=[quote.number]))

    assert answer.headers["Location"] == inquiry.get_absolute_url()
    assert quote.number in page and "¥400.00" in page
    assert Promise.objects.about(inquiry).get().state == "kept"
    order = Order.objects.get()
    assert (order.state, order.quote, order.lane) == ("draft", quote, ("上海", "北京"))
    panel = reverse("kernel:panel", args=["orders.order_of_quote", "quotes.quote", quote.pk])
    assert order.number in clerk.get(panel).content.decode()


@pytest.mark.spec("R082", "R083", "R084", "R085")
def test_the_form_asks_for_what_is_missing(clerk: Client) -> None:
    answer = clerk.post(reverse("quotes:new_inquiry"), {"goods_class": ""})

    assert answer.status_code == 422
    missing = {name for name, errors in answer.context["form"].errors.items() if errors}
    assert missing == set("company caller_name phone goods origin destination volume".split())
    assert not Inquiry.objects.exists()


def test_a_sheet_that_is_no_document_leaves_no_inquiry(clerk: Client) -> None:
    upload = SimpleUploadedFile("msds.pdf", b"MZ\x90\x00 program")

    answer = clerk.post(reverse("quotes:new_inquiry"), {**ASKED, "goods_class": "3", "sheet_file": upload})

    assert answer.status_code == 422
    assert not Inquiry.objects.exists()


@pytest.mark.spec("R088", "R090")
def test_a_missing_sheet_and_open_tasks_stand_on_the_page_until_they_are_done(clerk: Client) -> None:
    inquiry = taken(goods_class="3")
    address = inquiry.get_absolute_url()
    before = clerk.get(address).content.decode()

    upload = SimpleUploadedFile("msds.pdf", b"%PDF-1.4 sheet")
    clerk.post(reverse("quotes:sheet", args=[inquiry.number]), {"file": upload})
    for kind in ("product", "distance"):
        clerk.post(reverse("quotes:task", args=[inquiry.number, kind]), {"result": "可承运"})
    after = clerk.get(address).content.decode()

    assert "is missing" in before and before.count("To do") == 2
    assert "is missing" not in after and "msds.pdf" in after and after.count("可承运") == 2


@pytest.mark.spec("R090")
def test_a_price_by_hand_waits_for_the_analysis(clerk: Client) -> None:
    inquiry = taken()
    lines = {f"lines-{n}-kind": "freight" for n in range(4)}
    sent_form = {"lines-TOTAL_FORMS": "4", "lines-INITIAL_FORMS": "0", **lines, "lines-0-amount": "880.50"}
    address = reverse("quotes:new_quote", args=[inquiry.number])

    early = clerk.post(address, sent_form)
    inquiry.tasks.update(done_at=now())
    done = clerk.post(address, sent_form)

    assert early.status_code == 422
    assert "Finish the analysis of product and distance first." in early.content.decode()
    quote = Quote.objects.get()
    assert (done.headers["Location"], quote.amount) == (quote.get_absolute_url(), 88050)


def test_the_rate_card_prices_with_the_extras_that_were_asked_for(clerk: Client) -> None:
    from kept.contracts.rules import SurchargeTerms

    a_card(surcharges=[SurchargeTerms("upstairs", "per_shipment", Decimal(30), on_demand=True)])
    inquiry = taken(service=Service.objects.get(code="transport"), weight_kg=Decimal(10))

    clerk.post(
        reverse("quotes:new_quote", args=[inquiry.number]),
        {"by_card": "1", "asked": ["upstairs"], "lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"},
    )

    assert Quote.objects.latest("id").amount == 4000 + 3000


def test_calling_back_losing_and_withdrawing_are_done_on_the_page(clerk: Client) -> None:
    called, lost, withdrawn = taken(), taken(), taken()
    said = {"channel": "phone", "spoken_to": "王芳", "words": "明天报价"}

    wrong = clerk.post(reverse("quotes:answers", args=[called.number]), {**said, "words": ""})
    clerk.post(reverse("quotes:answers", args=[called.number]), said)
    clerk.post(reverse("quotes:loss", args=[lost.number]), {"reason": "价格高"})
    clerk.post(reverse("quotes:withdrawal", args=[withdrawn.number]), {"reason": "不发了"})

    assert wrong.status_code == 422
    assert list(Inquiry.objects.order_by("id").values_list("state", flat=True)) == [
        "answered",
        "lost",
        "cancelled",
    ]


@pytest.mark.spec("R093")
def test_one_button_tells_the_manager(clerk: Client) -> None:
    inquiry = taken()

    clerk.post(reverse("quotes:importance", args=[inquiry.number]))

    inquiry.refresh_from_db()
    assert inquiry.is_important
    assert "Tell the manager" not in clerk.get(inquiry.get_absolute_url()).content.decode()


def test_the_list_shows_first_who_waits_and_breaks_first(clerk: Client) -> None:
    at = now()
    later, sooner = (take_inquiry(**ASKED, by=HOUSE, at=at - timedelta(minutes=m)) for m in (5, 90))
    done = taken()
    said = {"channel": "phone", "spoken_to": "王芳", "words": "好"}
    answer_inquiry(inquiry=done, **said, by=HOUSE, at=now())

    waiting = clerk.get(reverse("quotes:inquiries"))
    everything = clerk.get(reverse("quotes:inquiries"), {"show": "all"})

    shown = [row.record for row in waiting.context["list"].lines]
    assert shown == sorted([later, sooner], key=lambda i: (i.promise.due_at, i.pk))
    assert len(everything.context["list"].lines) == 3


def test_a_quote_goes_on_our_paper_with_its_clauses(clerk: Client) -> None:
    quote = priced()
    name_company(names={"en": "Jiujiu Logistics"}, by=HOUSE, at=NOON)

    page = clerk.get(reverse("quotes:paper", args=[quote.number])).content.decode()

    assert "100 kg × ¥4" in page and "¥436.00" in page
    assert '<p class="letterhead">Jiujiu Logistics</p>' in page


PLACES = ("inquiry", "answers", "sheet", "importance", "loss", "withdrawal", "new_quote")


@pytest.mark.parametrize("place", PLACES)
def test_somebody_elses_inquiry_is_not_found(place: str) -> None:
    inquiry = an_inquiry(branch=a_branch())
    stranger = browser_of(staff("branch_manager", branch=a_branch()))
    address = reverse(f"quotes:{place}", args=[inquiry.number])

    answer = stranger.get(address) if place in ("inquiry", "new_quote") else stranger.post(address)

    assert answer.status_code == 404


@pytest.mark.parametrize("place", ["quote", "paper", "sending", "acceptance", "rejection"])
def test_somebody_elses_quote_is_not_found(place: str) -> None:
    quote = priced(branch=a_branch())
    stranger = browser_of(staff("branch_manager", branch=a_branch()))
    address = reverse(f"quotes:{place}", args=[quote.number])

    answer = stranger.get(address) if place in ("quote", "paper") else stranger.post(address)

    assert answer.status_code == 404


def test_who_may_only_look_is_offered_no_act() -> None:
    inquiry = taken()
    finance = browser_of(staff("finance", language="en"))

    page = finance.get(inquiry.get_absolute_url()).content.decode()

    assert all(f"/{act}/" not in page for act in ("answers", "loss", "importance", "new"))
    assert finance.post(reverse("quotes:importance", args=[inquiry.number])).status_code == 403


@pytest.mark.parametrize("many", [1, 6])
def test_the_pages_read_a_fixed_number_of_times(clerk: Client, many: int) -> None:
    quote = priced(special_tags=["dry", "care"])
    for _ in range(many):
        sent(make_quote(inquiry=quote.inquiry, by=HOUSE, at=NOON))
    counts = []

    for address in (quote.inquiry.get_absolute_url(), quote.get_absolute_url(), reverse("quotes:inquiries")):
        clerk.get(address)
        with CaptureQueriesContext(connection) as asked:
            clerk.get(address)
        counts.append(len(asked))

    assert max(counts) <= 12, counts


def test_inquiries_and_quotes_are_found_by_number_and_company() -> None:
    quote = priced(company="恒源纺织")

    found = {
        text: [hit.number for group in find_everywhere(actor("clerk"), text) for hit in group.hits]
        for text in (quote.number, quote.inquiry.number, "恒源")
    }

    assert found == {
        quote.number: [quote.number],
        quote.inquiry.number: [quote.inquiry.number],
        "恒源": [quote.inquiry.number],
    }


def test_a_customers_page_shows_its_inquiries(clerk: Client) -> None:
    customer = a_customer()
    inquiry = taken(customer=customer)

    page = clerk.get(reverse("kernel:panel", args=["quotes.inquiries", "parties.customer", customer.pk]))

    assert inquiry.number in page.content.decode()


@pytest.mark.parametrize("name", ["weight_kg", "volume_m3"])
def test_nothing_weighs_less_than_nothing(clerk: Client, name: str) -> None:
    answer = clerk.post(reverse("quotes:new_inquiry"), {**ASKED, "goods_class": "", name: "-5"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]


def test_a_name_with_an_ampersand_stands_in_the_title_as_it_is_written(clerk: Client) -> None:
    page = clerk.get(taken(company="A&B <食品>").get_absolute_url()).content.decode()

    assert "<title>A&amp;B &lt;食品&gt; · Kept</title>" in page
    assert "<h1>A&amp;B &lt;食品&gt; <span" in page


@pytest.mark.parametrize(("left", "dialled"), [("138 0000 1111", True), ("wang@client.example", False)])
def test_only_a_number_is_a_link_to_dial(clerk: Client, left: str, dialled: bool) -> None:
    quote = priced(phone=left)

    pages = [clerk.get(record.get_absolute_url()).content.decode() for record in (quote, quote.inquiry)]

    assert all(left in page and (f"tel:{left}" in page) == dialled for page in pages)


def test_a_known_customer_need_not_be_named_twice(clerk: Client) -> None:
    customer = a_customer()
    given = {**ASKED, "goods_class": "", "company": ""}

    nameless = clerk.post(reverse("quotes:new_inquiry"), given)
    clerk.post(reverse("quotes:new_inquiry"), {**given, "customer": customer.number})

    assert nameless.status_code == 422
    assert [inquiry.company for inquiry in Inquiry.objects.all()] == [customer.name]
