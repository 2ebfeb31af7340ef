"""Customers in the chain of another customer."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kept.kernel.models import EventRecord
from kept.parties.actions.belongings import add_consignee
from kept.parties.actions.chaining import (
    AlreadyInChain,
    ChainCircle,
    EndsBeforeItBegan,
    LinkHasEnded,
    OwnChain,
    end_link,
    link_customer,
)
from kept.parties.models import ChainLink, Customer
from tests.factories import HOUSE, NOON, a_customer, staff

pytestmark = [pytest.mark.django_db, pytest.mark.spec("R018")]
JUNE = date(2026, 6, 1)


@pytest.fixture
def clerk() -> Client:
    client = Client()
    client.force_login(staff("clerk", language="en"))
    return client


def link(
    customer: Customer, member: Customer, kind: str = "end", since: date = JUNE, **more: Any
) -> ChainLink:
    return link_customer(customer=customer, member=member, kind=kind, since=since, **more, by=HOUSE, at=NOON)


def test_a_clerk_links_an_end_customer_and_both_pages_show_it(clerk: Client) -> None:
    maker, shop = a_customer(name="宏达电子"), a_customer(name="联合便利")
    given = {"member": f"{shop.number} {shop.name}", "kind": "end", "since": "2026-06-01"}

    added = clerk.post(reverse("parties:chain", args=[maker.number]), given)

    above = clerk.get(maker.get_absolute_url()).content.decode()
    below = clerk.get(shop.get_absolute_url()).content.decode()
    told = EventRecord.objects.filter(name="parties.chain_linked").order_by("id")
    about = {"customer_id": maker.pk, "member_id": shop.pk, "kind": "end"}
    assert added.status_code == 302
    assert above.index("In its chain") < above.index(f"{shop.name}</a>") < above.index("End customer · since")
    assert (
        below.index("In the chain of")
        < below.index(f"{maker.name}</a>")
        < below.index("End customer · since")
    )
    assert [(one.subject_id, one.data) for one in told] == [(maker.pk, about), (shop.pk, about)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"member": "nobody"}, "No customer is found by this."),
        ({"kind": "start"}, "Select a valid choice."),
        ({"until": "2026-05-31"}, "The last day lies before the first."),
        ({"member": "self"}, "A customer does not stand in its own chain."),
    ],
)
def test_what_does_not_fit_comes_back_with_the_reason_and_nothing_is_written(
    clerk: Client, given: dict[str, str], words: str
) -> None:
    maker, shop = a_customer(), a_customer()
    usual = {"member": shop.number, "kind": "end", "since": "2026-06-01", **given}
    if usual["member"] == "self":
        usual["member"] = maker.number

    answer = clerk.post(reverse("parties:chain", args=[maker.number]), usual)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ChainLink.objects.exists()


def test_no_circle_closes_however_long_but_another_place_or_time_is_free() -> None:
    one, two, three = a_customer(), a_customer(), a_customer()
    link(one, two)
    link(two, three)

    with pytest.raises(ChainCircle):
        link(three, one)
    with pytest.raises(ChainCircle):
        link(two, one)
    with pytest.raises(OwnChain):
        link(one, one)
    link(three, one, kind="intermediate")
    link(three, one, since=date(2026, 1, 1), until=date(2026, 5, 31))

    assert ChainLink.objects.count() == 4


def test_a_place_is_held_once_at_a_time_and_ends_once() -> None:
    maker, shop = a_customer(), a_customer()
    held = link(maker, shop)

    with pytest.raises(AlreadyInChain):
        link(maker, shop, since=date(2026, 9, 1))
    with pytest.raises(EndsBeforeItBegan):
        end_link(link=held, until=date(2026, 5, 1), by=HOUSE, at=NOON)
    end_link(link=held, until=date(2026, 8, 31), by=HOUSE, at=NOON)
    with pytest.raises(LinkHasEnded):
        end_link(link=held, until=date(2026, 9, 30), by=HOUSE, at=NOON)
    link(maker, shop, since=date(2026, 9, 1))

    days = ChainLink.objects.order_by("since").values_list("since", "until")
    assert list(days) == [(JUNE, date(2026, 8, 31)), (date(2026, 9, 1), None)]


def test_a_link_is_ended_on_either_page_and_stays_in_sight(clerk: Client) -> None:
    maker, shop, other = a_customer(), a_customer(), a_customer()
    held = link(maker, shop, since=date(2026, 1, 5))

    strange = clerk.post(reverse("parties:chain_end", args=[other.number, held.pk]))
    ended = clerk.post(reverse("parties:chain_end", args=[shop.number, held.pk]), {"until": "2026-05-31"})

    held.refresh_from_db()
    page = clerk.get(maker.get_absolute_url()).content.decode()
    assert (strange.status_code, ended.status_code) == (404, 302)
    assert held.until == date(2026, 5, 31)
    shown = re.sub(r"<[^>]+>", "", page)
    assert re.search(r"End customer · [^–\n]*5 Jan[^–\n]* – [^–\n]*31 May", shown)
    assert "End today" not in page


def test_all_links_are_listed_narrowed_and_exported(clerk: Client) -> None:
    maker, shop, mill = a_customer(name="宏达电子"), a_customer(name="联合便利"), a_customer(name="山城汽配")
    link(maker, shop)
    link(maker, mill, kind="intermediate", since=date(2026, 1, 1), until=date(2026, 1, 31))

    answer: Any = clerk.get(reverse("parties:chains"), {"kind": "end", "valid": "now", "export": "csv"})
    narrowed = clerk.get(reverse("parties:chains"), {"q": "山城"}).content.decode()

    text = (answer.getvalue() if answer.streaming else answer.content).decode("utf-8-sig")
    assert [row.split(",")[:3] for row in text.splitlines()[1:]] == [["宏达电子", "End customer", "联合便利"]]
    assert "山城汽配" in narrowed
    assert "联合便利" not in narrowed


def test_programs_read_add_and_end_links(clerk: Client) -> None:
    maker, shop = a_customer(), a_customer()
    root = f"/api/v1/parties/customers/{maker.number}/chain"

    def send(path: str, **data: str) -> Any:
        return clerk.post(path, json.dumps(data), content_type="application/json")

    added = send(root, member=shop.number, kind="intermediate", since="2026-06-01")
    again = send(root, member=shop.number, kind="intermediate", since="2026-07-01")
    ended = send(f"{root}/{added.json()['id']}/end", until="2026-06-30")
    read = clerk.get(f"/api/v1/parties/customers/{shop.number}/chain").json()

    assert [added.status_code, again.status_code, ended.status_code] == [201, 409, 200]
    assert read == [
        {
            "id": added.json()["id"],
            "customer": maker.number,
            "member": shop.number,
            "kind": "intermediate",
            "since": "2026-06-01",
            "until": "2026-06-30",
        }
    ]


def test_only_who_keeps_customers_changes_a_chain() -> None:
    maker, shop = a_customer(), a_customer()
    held = link(maker, shop)
    driver = Client()
    driver.force_login(staff("finance"))

    answers = [
        driver.post(reverse("parties:chain", args=[maker.number]), {"member": shop.number}),
        driver.post(reverse("parties:chain_end", args=[maker.number, held.pk])),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "End today" not in driver.get(maker.get_absolute_url()).content.decode()


def test_a_receiver_stays_a_consignee_beside_its_link() -> None:
    maker, shop = a_customer(), a_customer(name="联合便利")
    add_consignee(customer=maker, name="联合便利", city="北京", by=HOUSE, at=NOON)

    link(maker, shop)

    assert list(maker.consignees.values_list("name", flat=True)) == ["联合便利"]
    assert list(maker.chain_members.values_list("member", flat=True)) == [shop.pk]
