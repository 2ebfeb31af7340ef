"""Customer instructions in the browser, by program and in the portal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime, now

from kept.fulfillment.actions.carrying_out import Told, carry_out_instruction
from kept.fulfillment.actions.instructing import refuse_instruction
from kept.fulfillment.models import Instruction
from kept.kernel.web.finding import find_everywhere
from kept.orders.actions.holding import hold_order
from kept.orders.models import Order
from kept.parties.models import ContactPerson
from kept.people.models import Person
from kept.transport.actions.tracking import TrackingInput, record_events
from kept.transport.models import Shipment
from tests.factories import HOUSE, a_branch, actor, staff
from tests.fulfillment.instructions import HOUR, MINUTE, an_instruction
from tests.fulfillment.test_carrying import a_released_order

pytestmark = pytest.mark.django_db

BY = 'by instruction of the customer <a href="/instructions/'


def browser_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def clerk() -> Client:
    return browser_of(staff("clerk"))


@pytest.fixture
def goods() -> tuple[Order, Shipment]:
    return a_released_order()


def typed(moment: Any) -> str:
    return f"{localtime(moment):%Y-%m-%dT%H:%M}"


def given(**details: Any) -> Instruction:
    return an_instruction(**{"at": now(), **details})


def panel(client: Client, name: str, record: Any) -> str:
    of = record._meta.label_lower
    return client.get(reverse("kernel:panel", args=(f"fulfillment.{name}", of, record.pk))).content.decode()


@pytest.mark.spec("R029")
def test_a_clerk_takes_down_what_the_customer_says_and_ticks_it_off(
    clerk: Client, goods: tuple[Order, Shipment]
) -> None:
    order, shipment = goods
    person = ContactPerson.objects.create(customer=order.customer, name="王芳")
    address = f"/instructions/new/?about={order.number}"
    assert f"{order.number}" in clerk.get(address).content.decode()
    said = {
        "about": shipment.number,
        "kind": "stop",
        "words": "车先停在南京",
        "given_at": typed(now() - 20 * MINUTE),
        "channel": "wechat",
        "contact": person.pk,
        "do_by": typed(now() + HOUR),
    }

    answer = clerk.post(address, said)

    instruction = Instruction.objects.get()
    assert answer["Location"] == instruction.get_absolute_url()
    assert (instruction.order, instruction.shipment, instruction.contact) == (order, shipment, person)
    news = TrackingInput(number=shipment.number, code="in_transit", occurred_at=now(), place="南京")
    record_events(inputs=[news], by=HOUSE, at=now())
    page = clerk.get(instruction.get_absolute_url()).content.decode()
    token = f"news-{shipment.tracking.get().pk}"
    assert token in page
    done = clerk.post(f"/instructions/{instruction.number}/execution/", {"acts": [token]})
    assert done["Location"] == instruction.get_absolute_url()
    page = clerk.get(instruction.get_absolute_url()).content.decode()
    assert "南京" in page
    assert "From word to act" in page
    shown = clerk.get(shipment.get_absolute_url()).content.decode()
    assert shown.count(f"{BY}{instruction.number}/") == 1
    for name, record in (
        ("instructions_of_order", order),
        ("instructions_of_shipment", shipment),
        ("instructions_of_customer", order.customer),
    ):
        assert instruction.number in panel(clerk, name, record)


def test_the_order_is_held_from_the_instruction_and_its_history_says_by_whose_word(
    clerk: Client, goods: tuple[Order, Shipment]
) -> None:
    order, _shipment = goods
    instruction = given(order=order)
    assert "Put the order on hold" in clerk.get(instruction.get_absolute_url()).content.decode()

    clerk.post(f"/instructions/{instruction.number}/deeds/hold/", {"note": ""})

    order.refresh_from_db()
    assert order.state == "held"
    shown = clerk.get(order.get_absolute_url()).content.decode()
    assert f"{BY}{instruction.number}/" in shown


def test_what_is_wrong_stands_at_its_field(clerk: Client, goods: tuple[Order, Shipment]) -> None:
    order, _shipment = goods
    said = {"about": "X-1", "kind": "hold", "words": "x", "channel": "phone", "given_at": typed(now())}

    assert "no order or shipment of this number" in clerk.post("/instructions/new/", said).content.decode()
    early = {**said, "about": order.number, "do_by": typed(now() - HOUR)}
    answer = clerk.post("/instructions/new/", early)
    assert (answer.status_code, Instruction.objects.count()) == (422, 0)
    assert "cannot be wanted before it was given" in answer.content.decode()
    instruction = given(order=order)
    at = f"/instructions/{instruction.number}"
    wanted = {"execution": "Choose what was recorded", "refusal": "required", "withdrawal": "required"}
    for act, word in wanted.items():
        answer = clerk.post(f"{at}/{act}/", {})
        assert (answer.status_code, word in answer.content.decode()) == (422, True)
    answer = clerk.post(f"{at}/deeds/release/", {})
    assert (answer.status_code, "cannot be done with it now" in answer.content.decode()) == (422, True)
    clerk.post(f"{at}/withdrawal/", {"reason": "不用了"})
    assert clerk.post(f"{at}/refusal/", {"reason": "x"}).status_code == 422


def test_the_list_shows_what_is_open_and_reddens_what_is_overdue(clerk: Client) -> None:
    late = given(given_at=now() - 2 * HOUR, do_by=now() - HOUR, words="晚了的")
    fine = given(kind="repack", words="不急的")
    over = refuse_instruction(instruction=given(words="拒绝的"), reason="x", by=HOUSE, at=now())

    def shown(query: str) -> list[str]:
        page = clerk.get(f"/instructions/{query}").content.decode()
        return [each.number for each in (late, fine, over) if each.number in page]

    assert shown("") == [late.number, fine.number]
    assert "state is-broken" in clerk.get("/instructions/").content.decode()
    assert shown("?state=overdue") == [late.number]
    assert shown("?state=refused") == [over.number]
    assert shown("?kind=repack") == [fine.number]
    assert shown(f"?q={fine.customer.number}") == [fine.number]
    assert shown(f"?q={late.order.number}") == [late.number]  # type: ignore[union-attr]
    assert shown("?state=all") == [late.number, fine.number, over.number]
    file = clerk.get("/instructions/?state=all&export=csv")
    text = b"".join(file.streaming_content) if file.streaming else file.content  # type: ignore[attr-defined]
    assert all(each.number in text.decode() for each in (late, fine, over))


def test_pages_read_as_often_with_many_as_with_one(clerk: Client, goods: tuple[Order, Shipment]) -> None:
    order, _shipment = goods

    def counted(address: str) -> int:
        clerk.get(address)
        with CaptureQueriesContext(connection) as asked:
            clerk.get(address)
        return len(asked)

    first = given(order=order)
    carry_out_instruction(instruction=given(order=order), told=Told(words="x"), by=HOUSE, at=now())
    addresses = (
        "/instructions/?state=all",
        first.get_absolute_url(),
        reverse("kernel:panel", args=("fulfillment.instructions_of_order", "orders.order", order.pk)),
    )
    few = [counted(address) for address in addresses]
    for _ in range(5):
        carry_out_instruction(instruction=given(order=order), told=Told(words="x"), by=HOUSE, at=now())
        given(order=order)

    assert [counted(address) for address in addresses] == few


def test_a_branch_sees_its_own_and_finds_it_by_number() -> None:
    instruction = given()
    here, elsewhere = actor("clerk", branch=instruction.branch), actor("clerk", branch=a_branch())

    assert [group.hits[0].number for group in find_everywhere(here, instruction.number)] == [
        instruction.number
    ]
    assert list(find_everywhere(elsewhere, instruction.number)) == []
    other = browser_of(staff("dispatcher", branch=a_branch()))
    assert other.get(instruction.get_absolute_url()).status_code == 404


def test_who_may_not_carry_out_is_offered_nothing() -> None:
    instruction = given()
    finance = browser_of(staff("finance"))

    page = finance.get(instruction.get_absolute_url()).content.decode()

    assert "Carried out by this" not in page
    assert "Refuse the instruction" not in page
    assert finance.post(f"/instructions/{instruction.number}/refusal/", {"reason": "x"}).status_code == 403
    assert finance.get("/instructions/new/").status_code == 403


def test_programs_give_carry_out_refuse_and_withdraw(clerk: Client, goods: tuple[Order, Shipment]) -> None:
    order, shipment = goods
    at = "/api/v1/fulfillment/instructions"

    def post(address: str, **data: Any) -> Any:
        return clerk.post(address, data, content_type="application/json")

    made = post(at, shipment=shipment.number, kind="hold", words="停", given_by="王芳")
    assert (made.status_code, made.json()["order"], made.json()["state"]) == (201, order.number, "given")
    number = made.json()["number"]
    hold_order(order=order, reason="customer", by=HOUSE, at=now())
    tokens = [act["token"] for act in clerk.get(f"{at}/{number}/acts").json() if act["name"] == "orders.held"]
    done = post(f"{at}/{number}/execution", acts=tokens, told={"words": "已移库"}).json()
    assert (done["state"], sorted(act["title"] for act in done["actions"])) == (
        "carried_out",
        ["Order put on hold", "已移库"],
    )
    again = post(f"{at}/{number}/execution", acts=tokens)
    assert (again.status_code, again.json()["field"]) == (409, "acts")
    for act, state in (("refusal", "refused"), ("withdrawal", "withdrawn")):
        other = post(at, order=order.number, kind="other", words="x").json()["number"]
        assert post(f"{at}/{other}/{act}", reason="因为").json()["state"] == state
    assert post(at, kind="other", words="x").status_code == 409
    assert post(at, order="SO-0", kind="other", words="x").status_code == 404
    assert [each["number"] for each in clerk.get(f"{at}?state=carried_out").json()] == [number]
    assert clerk.get(f"{at}?overdue=true").json() == []


def test_a_client_gives_an_instruction_in_the_portal_and_takes_it_back(goods: tuple[Order, Shipment]) -> None:
    order, _shipment = goods
    client = browser_of(staff("client", customer=order.customer))
    at = f"/portal/orders/{order.number}/"
    assert f"{at}instructions/new/" in client.get(at).content.decode()
    assert client.post(f"{at}instructions/new/", {"kind": "hold", "words": " "}).status_code == 422

    answer = client.post(f"{at}instructions/new/", {"kind": "hold", "words": "先别发"})

    instruction = Instruction.objects.get()
    assert (answer["Location"], instruction.channel, instruction.state) == (at, "portal", "given")
    assert "先别发" in client.get(at).content.decode()
    withdrawal = f"/portal/instructions/{instruction.number}/withdrawal/"
    assert client.post(withdrawal, {}).status_code == 422
    client.post(withdrawal, {"reason": "又要发了"})
    instruction.refresh_from_db()
    assert (instruction.state, instruction.reason) == ("withdrawn", "又要发了")
    assert client.post(withdrawal, {"reason": "x"}).status_code == 422


def test_a_client_steers_no_goods_of_others(goods: tuple[Order, Shipment]) -> None:
    order, _shipment = goods
    instruction = given(order=order)
    stranger = browser_of(staff("client", customer=given().customer))

    assert stranger.get(f"/portal/orders/{order.number}/instructions/new/").status_code == 404
    withdrawal = f"/portal/instructions/{instruction.number}/withdrawal/"
    assert stranger.post(withdrawal, {"reason": "x"}).status_code == 404
    assert stranger.get(f"/instructions/{instruction.number}/").status_code == 404
    assert instruction.given_at - now() < timedelta(0)


def test_pages_of_order_and_shipment_mark_what_was_done_in_few_statements(
    clerk: Client, goods: tuple[Order, Shipment]
) -> None:
    order, shipment = goods
    for _ in range(2):
        hold = given(order=order)
        clerk.post(f"/instructions/{hold.number}/deeds/hold/", {})
        go_on = given(order=order, kind="release")
        clerk.post(f"/instructions/{go_on.number}/deeds/release/", {})
    stop = given(shipment=shipment)
    clerk.post(f"/instructions/{stop.number}/deeds/news/", {"code": "arrived_hub", "place": "武汉"})

    for record, marked, most in ((order, 4, 12), (shipment, 1, 13)):
        clerk.get(record.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            page = clerk.get(record.get_absolute_url())
        assert (len(asked) <= most, page.content.decode().count(BY)) == (True, marked)
