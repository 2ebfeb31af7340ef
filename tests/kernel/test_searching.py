"""Quick find asks only the kinds of record in which the words stand."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.kernel.searching import kinds_with, providers_for
from kept.kernel.web.finding import find_everywhere
from kept.parties.models import Consignee, Customer, Partner
from kept.people.queries import actor_of
from tests.factories import NOON, a_customer, staff

pytestmark = pytest.mark.django_db
KINDS = (Customer, Partner, Consignee)


def test_only_kinds_that_carry_each_word_are_named() -> None:
    a_customer(name="宏达电子 100%")

    assert kinds_with(KINDS, "宏达") == {"parties.customer"}
    assert kinds_with(KINDS, "hddz") == {"parties.customer"}
    assert kinds_with(KINDS, "宏达 顺风") == set()
    assert kinds_with(KINDS, "宏%") == set(), "a sign of the database's own is a letter like any other"
    assert kinds_with((), "宏达") == set()
    assert kinds_with(KINDS, " ") == set()


def test_a_room_without_the_words_is_not_asked() -> None:
    a_customer(name="宏达电子")
    actor = actor_of(staff("general_manager"), NOON)

    names = {provider.name for provider in providers_for(actor, "宏达")}

    assert "customers" in names
    assert not names & {"partners", "consignees", "cases"}
    assert "orders" in names, "found by number, which no word tells"


def test_a_search_that_finds_one_kind_asks_few_statements() -> None:
    customer = a_customer(name="宏达电子")
    actor = actor_of(staff("general_manager"), NOON)

    with CaptureQueriesContext(connection) as asked:
        groups = find_everywhere(actor, "宏达")

    assert [hit.number for group in groups for hit in group.hits] == [customer.number]
    assert len(asked) <= 16
