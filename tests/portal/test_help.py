"""Help that clients and everybody find themselves."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from kept.knowledge.models import Wish
from kept.people.actions.rule_numbers import set_rule
from tests.factories import HOUSE, NOON, a_customer, staff
from tests.knowledge.scenes import an_article

pytestmark = pytest.mark.django_db


def test_a_client_finds_what_is_for_customers_and_nothing_else(client: Client) -> None:
    client.force_login(staff("client", customer=a_customer()))
    shown, hidden = an_article("发票怎么开", audience="customers"), an_article("内部发票规定")

    page = client.get("/portal/help/?q=发票").content.decode()

    assert shown.number in page and hidden.number not in page
    assert client.get(f"/portal/help/{shown.number}/").status_code == 200
    assert client.get(f"/portal/help/{hidden.number}/").status_code == 404
    client.post(f"/portal/help/{shown.number}/judgement/", {"helped": "yes"})
    shown.refresh_from_db()
    assert (shown.opened, shown.helped) == (1, 1)
    assert set(shown.uses.values_list("from_outside", flat=True)) == {True}


def test_what_a_client_looked_for_in_vain_is_a_wish(client: Client) -> None:
    client.force_login(staff("client", customer=a_customer()))

    client.get("/portal/help/?q=危险品")

    assert list(Wish.objects.values_list("words", "count")) == [("危险品", 1)]


def test_the_public_page_is_there_only_when_the_company_wants_it(client: Client) -> None:
    everybody, customers = (
        an_article("如何查询", audience="everybody"),
        an_article("发票", audience="customers"),
    )
    assert client.get("/help/").status_code == 404

    set_rule(key="knowledge.public_help", value=Decimal(1), by=HOUSE, at=NOON)

    page = client.get("/help/").content.decode()
    assert everybody.number in page and customers.number not in page
    assert client.get(f"/help/{everybody.number}/").status_code == 200
    assert client.get(f"/help/{customers.number}/").status_code == 404
