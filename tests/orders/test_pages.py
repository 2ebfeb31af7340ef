"""Pages of orders: who sees what, what can be done, how much is read."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from kept.catalog.models import Service
from kept.kernel.web.finding import find_everywhere
from kept.orders.actions.amending import amend_order
from kept.orders.actions.holding import hold_order
from kept.orders.actions.placing import place_order
from kept.orders.actions.releasing import release_order
from kept.orders.models import Order
from kept.parties.models import Customer
from kept.people.models import Person
from kept.people.queries import actor_of
from kept.transport.actions.shipping import draft_of
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff
from tests.orders.orders import LINE, drafted, placed

pytestmark = pytest.mark.django_db


def browser_of(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="kept.people.queries.signed_in.PersonBackend")
    return client


@pytest.fixture
def clerk() -> Client:
    return browser_of(staff("clerk", language="en"))


def written(of: Customer, **more: Any) -> dict[str, Any]:
    """What the form sends."""
    lines = {
        "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "0",
        "lines-0-description": "小家电",
        "lines-0-quantity": "4",
        "lines-0-pieces": "4",
        "lines-0-weight_kg": "20.5",
        "lines-0-volume_m3": "0.3",
        "lines-1-quantity": "1",
        "lines-1-pieces": "1",
    }
    return {
        **lines,
        "customer": of.number,
        "service": Service.objects.get(code="transport").pk,
        "origin_city": "上海",
        "destination_city": "北京",
        "payment": "monthly",
        "delivery_mode": "delivery",
        "receipt_kind": "original",
        "receipt_copies": "2",
        "cod": "1200.50",
        "handling_marks": ["care"],
        **more,
    }


@pytest.mark.spec("R116")
def test_an_order_by_phone_is_placed_through_the_form(clerk: Client) -> None:
    customer = a_customer(branch=a_branch())

    answer = clerk.post(reverse("orders:new"), written(customer))

    order = Order.objects.get()
    assert answer.headers["Location"] == order.get_absolute_url()
    assert (order.state, order.customer, order.cod_amount, order.receipt_copies) == (
        "placed",
        customer,
        120050,
        2,
    )
    assert (order.lines.count(), str(order.weight_kg), order.handling_marks) == (1, "20.500", ["care"])


def test_a_weight_that_nobody_told_is_unknown_and_not_nothing(clerk: Client) -> None:
    blank = {"lines-0-weight_kg": "", "lines-0-volume_m3": ""}
    clerk.post(reverse("orders:new"), written(a_customer(branch=a_branch()), **blank))

    order = Order.objects.get()
    shipment = draft_of(order)

    assert (shipment.weight_kg, shipment.volume_m3, shipment.pieces) == (None, None, 4)
    assert (order.weight_kg, order.volume_m3, order.lines.get().weight_kg) == (None, None, None)
    assert "0 kg" not in re.sub("<[^>]+>", "", clerk.get(reverse("orders:orders")).content.decode())
    assert "0 kg" not in re.sub("<[^>]+>", "", clerk.get(order.get_absolute_url()).content.decode())


def test_the_form_keeps_a_draft_and_adds_a_line(clerk: Client) -> None:
    customer = a_customer(branch=a_branch())

    clerk.post(reverse("orders:new"), written(customer, draft="1"))
    whole = clerk.post(reverse("orders:new"), written(customer, add_line="1"))
    part = clerk.post(reverse("orders:new"), written(customer, add_line="1"), headers={"HX-Request": "true"})

    assert Order.objects.get().state == "draft"
    assert whole.status_code == part.status_code == 200
    for answer in (whole, part):
        assert 'name="lines-2-description"' in answer.content.decode()
    assert "<html" in whole.content.decode() and "<html" not in part.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"customer": "nobody"}, "No customer is found by this."),
        ({"payment": "cod", "cod": ""}, "Give the cash to collect."),
        ({"wanted_delivery_at": "2020-01-01T10:00"}, "This moment has passed."),
        ({"lines-0-weight_kg": "-1"}, "greater than or equal to 0"),
        ({"lines-0-description": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_written(
    clerk: Client, wrong: dict[str, str], said: str
) -> None:
    customer = a_customer(branch=a_branch())

    answer = clerk.post(reverse("orders:new"), written(customer, **wrong))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Order.objects.exists()


def test_cash_that_is_not_given_is_missed_where_it_is_typed(clerk: Client) -> None:
    given = written(a_customer(branch=a_branch()), payment="cod", cod="")

    page = clerk.post(reverse("orders:new"), given).content.decode()

    assert re.search(r'id="id_cod_error">.{0,200}<span>Give the cash to collect.<', page, re.DOTALL)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"receipt_copies": "0"}, ("original", 1)),
        ({"receipt_kind": "none", "receipt_copies": "3"}, ("none", 0)),
        ({"receipt_copies": ""}, ("original", 1)),
    ],
)
def test_copies_that_do_not_fit_the_receipt_are_agreed_and_not_refused(
    clerk: Client, asked: dict[str, str], kept: tuple[str, int]
) -> None:
    clerk.post(reverse("orders:new"), written(a_customer(branch=a_branch()), **asked))

    order = Order.objects.get()
    assert (order.receipt_kind, order.receipt_copies) == kept


def test_a_window_that_ends_before_it_begins_is_said_beside_its_field(clerk: Client) -> None:
    wish = {"wanted_delivery_from": "2099-03-05T10:00", "wanted_delivery_at": "2099-03-04T10:00"}

    page = clerk.post(reverse("orders:new"), written(a_customer(branch=a_branch()), **wish))

    assert list(page.context["form"].errors) == ["wanted_delivery_at"]


def test_a_customer_is_found_by_name_or_initials_and_asked_when_several_fit(clerk: Client) -> None:
    branch = a_branch()
    one = a_customer(name="远大机械", branch=branch)
    a_customer(name="远大仪表", branch=branch)

    clerk.post(reverse("orders:new"), written(one, customer="远大机械"))
    several = clerk.post(reverse("orders:new"), written(one, customer="远大"))
    offered = clerk.get(reverse("parties:customer_choices"), {"customer": "远大"})

    assert Order.objects.get().customer == one
    assert "Several customers match." in several.content.decode()
    assert offered.content.decode().count("<option") == 2


def test_a_form_begins_with_what_the_customer_at_hand_tells(clerk: Client) -> None:
    customer = a_customer(branch=a_branch(), city="苏州", special_requirements="先打电话")

    answer = clerk.get(reverse("orders:new"), {"customer": customer.number})

    page = answer.content.decode()
    assert customer.number in page and "苏州" in page and "先打电话" in page


def test_the_page_offers_only_what_may_be_done_now(clerk: Client) -> None:
    order = place_order(order=drafted(), by=HOUSE, at=now())
    address = order.get_absolute_url()

    fresh = clerk.get(address).content.decode()
    clerk.post(reverse("orders:hold", args=[order.number]), {"reason": "goods", "note": "未备好"})
    held = clerk.get(address).content.decode()
    clerk.post(reverse("orders:release", args=[order.number]))
    released = clerk.get(address).content.decode()
    clerk.post(reverse("orders:cancellation", args=[order.number]), {"reason": "撤单"})
    cancelled = clerk.get(address).content.decode()

    acts = ("placement", "release", "hold", "cancellation")
    offered = [[act for act in acts if f"/{act}/" in page] for page in (fresh, held, released, cancelled)]
    assert offered == [
        ["release", "hold", "cancellation"],
        ["release", "cancellation"],
        ["hold", "cancellation"],
        [],
    ]
    assert "未备好" in held and "撤单" in cancelled


def test_a_refused_act_shows_its_reason_on_the_page(clerk: Client) -> None:
    order = placed()

    empty = clerk.post(reverse("orders:cancellation", args=[order.number]), {"reason": ""})
    again = clerk.post(reverse("orders:placement", args=[order.number]))

    assert (empty.status_code, again.status_code) == (422, 409)
    assert "Not possible while the state is" in again.content.decode()


def test_a_change_keeps_what_was_not_touched_and_asks_why(clerk: Client) -> None:
    order = place_order(
        order=drafted(wanted_delivery_at=(now() + timedelta(days=3)).date()), by=HOUSE, at=now()
    )
    address = reverse("orders:details", args=[order.number])
    page = clerk.get(address)
    form, lines = page.context["form"], page.context["lines"]
    sent = {bound.html_name: _typed(bound.value()) for each in (form, *lines) for bound in each}
    sent |= {bound.html_name: bound.value() for bound in lines.management_form}
    sent["destination_address"] = "新地址 9 号"

    without = clerk.post(address, sent)
    done = clerk.post(address, {**sent, "why": "收货人搬家"})

    order.refresh_from_db()
    assert (without.status_code, done.status_code) == (422, 302)
    assert (order.destination_address, order.delivery_is_day, order.lines.count()) == ("新地址 9 号", True, 1)


def test_many_are_released_from_the_list(clerk: Client) -> None:
    orders = [placed() for _ in range(3)]

    answer = clerk.post(
        reverse("orders:bulk_release"), {"pk": [order.pk for order in orders[:2]]}, follow=True
    )

    assert sorted(Order.objects.values_list("state", flat=True)) == ["placed", "released", "released"]
    assert "2 orders released." in answer.content.decode()


PLACES = ("order", "details", "placement", "hold", "release", "cancellation")


@pytest.mark.parametrize("place", PLACES)
def test_somebody_elses_order_is_not_found(place: str) -> None:
    order = placed(a_customer(branch=a_branch(city="深圳")))
    stranger = browser_of(staff("branch_manager", branch=a_branch(city="拉萨")))
    address = reverse(f"orders:{place}", args=[order.number])

    answer = stranger.get(address) if place in ("order", "details") else stranger.post(address)

    assert answer.status_code == 404
    order.refresh_from_db()
    assert order.state == "placed"


def test_a_participating_branch_sees_the_order_and_another_does_not() -> None:
    north = a_branch(city="北京")
    order = placed(a_customer(branch=a_branch(city="广州")))

    seen = [
        Order.objects.permitted(actor("clerk", branch=branch), "orders.view").count()
        for branch in (order.branch, north, a_branch())
    ]

    assert seen == [1, 1, 0]


def test_a_client_sees_and_places_for_its_own_company_only() -> None:
    own, other = a_customer(branch=a_branch()), a_customer(branch=a_branch())
    placed(own)
    theirs = placed(other)
    client = actor("client", customer=own)

    assert [order.customer for order in Order.objects.permitted(client, "orders.view")] == [own]
    assert list(Customer.objects.permitted(client, "orders.place")) == [own]
    assert not client.may("orders.release")
    assert not Order.objects.permitted(client, "orders.cancel").filter(pk=theirs.pk).exists()


@pytest.mark.parametrize(
    ("role", "may"),
    [("clerk", True), ("dispatcher", False), ("warehouse", False), ("finance", False)],
)
def test_only_the_desk_places_orders(role: str, may: bool) -> None:
    answer = browser_of(staff(role)).get(reverse("orders:new"))

    assert answer.status_code == (200 if may else 403)


def test_nobody_comes_in_without_a_login() -> None:
    for name in ("orders:orders", "orders:new", "orders:intake"):
        assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize("much", [False, True])
def test_the_order_page_reads_twelve_times_whatever_the_history(clerk: Client, much: bool) -> None:
    order = placed(
        lines=[LINE] * (40 if much else 1),
        handling_marks=["care", "dry"],
        wanted_pickup_at=NOON + timedelta(days=1),
    )
    for n in range(30 if much else 0):
        amend_order(order=order, changes={"special": str(n)}, why="x", by=HOUSE, at=NOON)
    for _ in range(8 if much else 1):
        hold_order(order=order, reason="other", by=HOUSE, at=NOON)
        release_order(order=order, by=HOUSE, at=NOON)
    clerk.get(order.get_absolute_url())

    with CaptureQueriesContext(connection) as asked:
        answer = clerk.get(order.get_absolute_url())

    assert answer.status_code == 200
    assert len(asked) <= 12, [query["sql"][:100] for query in asked]


def test_the_list_reads_one_row_more_than_it_shows(clerk: Client) -> None:
    customer = a_customer(branch=a_branch())
    for _ in range(53):
        placed(customer)
    counts = []

    for address in ("?", "?state=placed", "?columns=number"):
        with CaptureQueriesContext(connection) as asked:
            answer = clerk.get(reverse("orders:orders") + address)
        counts.append(len(asked))
        assert answer.content.decode().count("data-row ") == 50
        assert sum("LIMIT 51" in query["sql"] for query in asked) == 1
    assert max(counts) <= 8


def test_orders_are_found_by_number_reference_and_customer(clerk: Client) -> None:
    customer = a_customer(name="恒通药业", branch=a_branch())
    order = placed(customer, customer_reference="PO-4711")
    placed()

    for text in (order.number, order.number[:13], "PO-4711", "恒通", "htyy"):
        page = clerk.get(reverse("orders:orders"), {"q": text}).content.decode()
        assert page.count("data-row ") == 1, text
    hits = find_everywhere(actor("clerk"), "PO-4711")
    assert [hit.number for group in hits for hit in group.hits] == [order.number]


def test_quick_find_shows_nothing_of_others() -> None:
    order = placed()

    hits = find_everywhere(actor("clerk", branch=a_branch(city="拉萨")), order.number)

    assert [hit for group in hits for hit in group.hits] == []


def test_a_customers_page_shows_its_orders_in_three_statements(clerk: Client) -> None:
    customer = a_customer(branch=a_branch())
    for _ in range(4):
        placed(customer)
    address = reverse("kernel:panel", args=["orders.orders", "parties.customer", customer.pk])
    clerk.get(address)

    with CaptureQueriesContext(connection) as asked:
        page = clerk.get(address).content.decode()

    assert page.count("SO-") >= 4
    signing_in = 3
    finding_the_record = 1
    assert len(asked) - signing_in - finding_the_record <= 3


def _typed(value: Any) -> Any:
    if value is None:
        return ""
    return value.strftime("%Y-%m-%dT%H:%M") if hasattr(value, "strftime") else value


def test_who_saves_an_old_page_is_shown_what_another_changed_and_nothing_is_lost(clerk: Client) -> None:
    """The wish of the one and the appointment of the other both stand after the second saving."""
    soon = (now() + timedelta(days=2)).replace(second=0, microsecond=0)
    order = placed(wanted_delivery_at=soon)
    address = reverse("orders:details", args=[order.number])
    form = clerk.get(address).context["form"]
    lines = clerk.get(address).context["lines"]
    typed: dict[str, Any] = dict(form.as_it_stands(form.fields))
    typed |= {
        bound.html_name: bound.value() or "" for line in lines for bound in line if bound.name != "DELETE"
    }
    typed |= {
        "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "1",
        "why": "预约号",
        "seen": form["seen"].value(),
    }
    mine = typed | {"appointment_number": "YY-1"}
    other, later = staff("clerk", name="林静"), soon + timedelta(days=1)
    changes = {"wanted_delivery_at": later}
    amend_order(order=order, changes=changes, why="客户改期", by=actor_of(other, NOON), at=now())

    answer = clerk.post(address, mine)
    again = answer.context["form"]
    order.refresh_from_db()
    before = (order.wanted_delivery_at, order.appointment_number)
    clerk.post(address, {**mine, **again.as_it_stands(again.fields), "seen": again["seen"].value()})

    assert answer.status_code == 422
    assert "林静 changed this order meanwhile: Delivery wanted by." in answer.content.decode()
    assert before == (later, "")
    order.refresh_from_db()
    assert (order.wanted_delivery_at, order.appointment_number) == (later, "YY-1")


def test_who_comes_second_reads_why_it_is_not_possible_any_more(clerk: Client) -> None:
    order = placed()
    hold_order(order=order, reason="customer", by=HOUSE, at=now())

    answer = clerk.post(reverse("orders:hold", args=[order.number]), {"reason": "goods"})

    assert answer.status_code == 422
    assert "Not possible while the state is" in answer.content.decode()
    assert order.holds.count() == 1


def test_the_page_carries_the_last_change_that_it_shows(clerk: Client) -> None:
    page = clerk.get(reverse("orders:details", args=[placed().number])).content.decode()

    assert '<input type="hidden" name="seen" value="0" id="id_seen">' in page
