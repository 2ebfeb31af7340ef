"""What happened with a customer, told by all rooms on its page."""

from datetime import timedelta

import pytest
import time_machine

from kept.catalog.models import Service
from kept.desk.actions.contacting import log_contact
from kept.desk.actions.opening import open_case
from kept.kernel.actor import Actor
from kept.kernel.web.stories import STRANDS, story_of
from kept.orders.actions.drafting import draft_order
from kept.orders.actions.placing import place_order
from kept.parties.actions.customers import change_customer
from kept.parties.models import Customer
from kept.surveys.actions.answering import answer_survey
from tests.factories import HOUSE, NOON, a_branch, a_customer, actor, staff
from tests.surveys.scenes import LINK, a_contact, a_survey, all_marks, an_invitation

pytestmark = pytest.mark.django_db
NOBODY = Actor(kind="anonymous", name="")


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


def test_each_customer_has_a_story_of_its_own_though_it_is_put_into_words_once():
    told, other = an_eventful_customer(), a_customer()
    reader = actor()

    first = story_of("parties.customer", told, reader)

    assert first and story_of("parties.customer", other, reader) == []
    assert story_of("parties.customer", told, reader) == first


def test_no_reading_of_a_story_depends_on_the_moment():
    def words(day: int) -> list[str]:
        with time_machine.travel(NOON + timedelta(days=day), tick=False):
            return [str(one.rows(actor_then, Customer(pk=7)).query) for one in STRANDS]

    actor_then = actor()

    assert STRANDS
    assert words(0) == words(400)


def test_the_story_costs_two_statements_for_who_knows_its_words(django_assert_max_num_queries):
    customer, reader = an_eventful_customer(), actor()

    with django_assert_max_num_queries(2):
        assert story_of("parties.customer", customer, reader)


def test_who_may_see_nothing_is_told_nothing():
    assert story_of("parties.customer", a_customer(), NOBODY) == []


def test_a_survey_tells_each_customer_of_its_own_answers_alone():
    survey, customer, other = a_survey(), a_customer(), a_customer()
    for one in (customer, other):
        asked = an_invitation(survey, contact_person=a_contact(one, email=f"{one.number}@kept.example"))
        answer_survey(invitation=asked, marks=all_marks(), by=LINK, at=NOON)

    told = [line.name for line in story_of("parties.customer", customer, HOUSE)]

    assert told.count("surveys.answered") == 1
