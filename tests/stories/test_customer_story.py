"""What happened with a customer, told by all rooms on its page."""

import pytest

from kept.catalog.models import Service
from kept.desk.actions.contacting import log_contact
from kept.desk.actions.opening import open_case
from kept.kernel.web.stories import story_of
from kept.orders.actions.drafting import draft_order
from kept.orders.actions.placing import place_order
from kept.parties.actions.customers import change_customer
from kept.parties.models import Customer
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff

pytestmark = pytest.mark.django_db


def an_eventful_customer(times: int = 1) -> Customer:
    customer = a_customer(branch=a_branch())
    data = {
        "service": Service.objects.get(code="transport"),
        "origin_city": "上海",
        "destination_city": "北京",
    }
    line = {"description": "货", "pieces": 1}
    for _ in range(times):
        place_order(
            order=draft_order(customer=customer, data=data, lines=[line], by=HOUSE, at=NOON),
            by=HOUSE,
            at=NOON,
        )
        contact = log_contact(channel="phone", customer=customer, summary="问货", by=HOUSE, at=NOON)
        open_case(kind="complaint", contact=contact, customer=customer, title="晚到", by=HOUSE, at=NOON)
    change_customer(customer=customer, changes={"city": "苏州"}, by=HOUSE, at=NOON)
    return customer


def test_the_story_leads_with_what_was_done_and_folds_the_changes_of_the_record(client):
    customer = an_eventful_customer()
    client.force_login(staff())

    page = client.get(customer.get_absolute_url()).content.decode()

    story, folded = page.split("<summary>Changes of the record</summary>", 1)
    assert all(title in story for title in ("Order placed", "Contact logged", "Case opened"))
    assert "Customer changed" not in story
    assert "Customer changed" in folded
    assert f'href="{customer.orders.get().get_absolute_url()}"' in story


def test_the_story_tells_what_its_reader_may_see():
    customer = an_eventful_customer()
    everything = {line.name for line in story_of("parties.customer", customer, actor())}

    own = {line.name for line in story_of("parties.customer", customer, actor("client", customer=customer))}

    assert {"orders.placed", "desk.contact_logged", "desk.case_opened"} <= everything
    assert "orders.placed" in own
    assert not any(name.startswith("desk.") for name in own)


def test_the_story_takes_as_many_statements_with_a_long_history(client, django_assert_max_num_queries):
    customer = an_eventful_customer(times=25)
    client.force_login(staff())

    with django_assert_max_num_queries(12):
        page = client.get(customer.get_absolute_url())

    assert page.status_code == 200
