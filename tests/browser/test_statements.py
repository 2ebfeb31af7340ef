"""What customers are told in writing, in a real browser: usable by everybody, in every light."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import Page, expect

from kept.contracts.actions.client_policies import keep_client_policy
from kept.contracts.actions.handing import hand_over_text
from kept.contracts.actions.preparing import note_preparation
from kept.contracts.actions.statements import revise_statement, write_statement
from kept.contracts.models import Handover
from kept.parties.actions.belongings import add_contact_person
from kept.parties.models import Customer
from tests.browser.conftest import SignIn
from tests.factories import HOUSE, a_customer, staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TEXT = "昼夜接听。\n\n# 响应\n来电在响第四声之前接起。\n\n" + "https://example.com/" + "long" * 40


@pytest.fixture
def customer(transactional_db: None) -> Customer:
    """A customer with a statement in two versions, the first handed over, a policy of its own and a note."""
    known, today, at = a_customer(segment="core"), localdate(), now()
    add_contact_person(party=known, name="周洁", role="buyer", by=HOUSE, at=at)
    statement = write_statement(
        title="客户服务声明", words={"zh-hans": TEXT}, valid_from=today - timedelta(60), by=HOUSE, at=at
    )
    hand_over_text(
        customer=known, how="email", language="zh-hans", on=today, taken_by="周洁", by=HOUSE, at=at
    )
    later = {"changed": "更快", "valid_from": today + timedelta(30)}
    revise_statement(statement=statement, words={"zh-hans": "三声内接听。"}, **later, by=HOUSE, at=at)  # type: ignore[arg-type]
    keep_client_policy(customer=known, text=TEXT, valid_from=today, by=HOUSE, at=at)
    note_preparation(
        customer=known, element="technical", is_in_place=True, on=today, remark="已开通门户", by=HOUSE, at=at
    )
    return known


def test_pages_of_what_customers_are_told(
    page: Page,
    sign_in: SignIn,
    customer: Customer,
    in_every_light: Callable[[Callable[[], None]], None],
    everybody_can_use: Callable[[], None],
) -> None:
    sign_in(staff("service_manager", name="王敏"))
    number = customer.number
    addresses = {
        "statements": reverse("contracts:statements"),
        "statement": reverse("contracts:statement", args=["ST-001"]),
        "form": reverse("contracts:new_version", args=["ST-001"]),
        "texts": reverse("contracts:service_texts"),
        "text": reverse("contracts:service_text", args=[number]),
        "giving": reverse("contracts:new_handover", args=[number]),
        "handovers": reverse("contracts:handovers"),
        "handover": Handover.objects.get().get_absolute_url(),
        "policies": reverse("contracts:client_policies"),
        "policy": customer.client_policies.get().get_absolute_url(),
        "preparations": reverse("contracts:preparations"),
        "preparation": reverse("contracts:preparation", args=[number]),
        "customer": customer.get_absolute_url(),
    }
    for name, address in addresses.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        in_every_light(everybody_can_use)
        if folder := os.environ.get("KEPT_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
            page.set_viewport_size({"width": 390, "height": 844})
            page.screenshot(path=Path(folder) / f"{name}-390.png", full_page=True)
            page.set_viewport_size({"width": 1440, "height": 900})


def test_another_day_is_asked_from_the_customers_page(
    page: Page, sign_in: SignIn, customer: Customer
) -> None:
    sign_in(staff("service_manager"))
    page.goto(customer.get_absolute_url())

    page.locator("#on-day").first.fill((localdate() + timedelta(30)).isoformat())
    page.locator("#on-day").first.press("Enter")

    expect(page).to_have_url(re.compile("/service-texts/"))
    expect(page.locator(".record-facts")).to_contain_text("三声内接听。")
