"""What a customer is in the logistics chain, and which kind of party somebody is."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kept.kernel.models import EventRecord
from kept.parties.actions.customers import change_customer
from kept.parties.models import ROLE_FIELDS, Customer, Partner
from tests.factories import HOUSE, NOON, a_customer, a_partner, staff

pytestmark = pytest.mark.django_db
ASKED = {"kind": "enterprise", "state": "active", "segment": "general"}
ROLES = [
    pytest.param("cargo_owner", "Cargo owner (first party)", marks=pytest.mark.spec("R014", "R016")),
    pytest.param("demand", "Company with logistics demand (second party)", marks=pytest.mark.spec("R015")),
    pytest.param("vehicle_owner", "Vehicle owner", marks=pytest.mark.spec("R016")),
    pytest.param("fourth_party", "Fourth-party provider", marks=pytest.mark.spec("R017")),
]


@pytest.fixture
def clerk() -> Client:
    client = Client()
    client.force_login(staff("clerk", language="en"))
    return client


def customers_of(client: Client, **wanted: str) -> list[str]:
    """The names in the exported list."""
    answer: Any = client.get(
        reverse("parties:customers"), {"export": "csv", "columns": "name,roles", **wanted}
    )
    text = (answer.getvalue() if answer.streaming else answer.content).decode("utf-8-sig")
    return text.splitlines()[1:]


@pytest.mark.parametrize(("role", "words"), ROLES)
def test_a_customer_in_a_role_is_told_listed_and_exported_by_it(clerk: Client, role: str, words: str) -> None:
    a_customer(name="别的企业", **{field: True for code, field in ROLE_FIELDS.items() if code != role})

    clerk.post(reverse("parties:new_customer"), {**ASKED, "name": "宏达电子", ROLE_FIELDS[role]: "on"})

    customer = Customer.objects.get(name="宏达电子")
    page = clerk.get(customer.get_absolute_url()).content.decode()
    listed = clerk.get(reverse("parties:customers"), {"role": role}).content.decode()
    exported = customers_of(clerk, role=role)
    assert [str(one) for one in customer.chain_roles] == [role]
    assert f"<dt>Role in the chain</dt><dd>{words}</dd>" in page
    assert "宏达电子" in listed
    assert "别的企业" not in listed
    assert len(exported) == 1
    assert "宏达电子" in exported[0]
    assert words in exported[0]


@pytest.mark.spec("R014", "R015", "R016", "R017")
def test_a_customer_has_several_roles_at_once_and_a_change_of_one_is_told() -> None:
    customer = a_customer(is_cargo_owner=True, has_logistics_demand=True)

    change_customer(
        customer=customer,
        changes={"is_cargo_owner": True, "is_vehicle_owner": True, "has_logistics_demand": False},
        by=HOUSE,
        at=NOON,
    )

    told = EventRecord.objects.filter(name="parties.customer_changed").values_list("data", flat=True)
    assert Customer.objects.get().roles_shown == "Cargo owner (first party) · Vehicle owner"
    assert list(told) == [{"fields": ["has_logistics_demand", "is_vehicle_owner"]}]
    assert list(Customer.objects.in_role("vehicle_owner")) == [customer]
    assert not Customer.objects.in_role("demand").exists()


@pytest.mark.spec("R014", "R015", "R016", "R017")
def test_programs_read_write_and_narrow_roles(clerk: Client) -> None:
    root = "/api/v1/parties/customers"
    json_type: Any = {"content_type": "application/json"}
    a_customer(name="别的企业")

    added = clerk.post(root, json.dumps({"name": "宏达电子", "is_fourth_party": True}), **json_type).json()
    changed = clerk.patch(
        f"{root}/{added['number']}",
        json.dumps({"is_cargo_owner": True, "is_fourth_party": False}),
        **json_type,
    ).json()
    found = clerk.get(root, {"role": "cargo_owner"}).json()
    unknown = clerk.get(root, {"role": "emperor"})
    wrong = clerk.patch(f"{root}/{added['number']}", json.dumps({"kind": "ghost"}), **json_type)
    misspelt = clerk.patch(f"{root}/{added['number']}", json.dumps({"is_cargo": True}), **json_type)

    assert added["chain_roles"] == ["fourth_party"]
    assert changed["chain_roles"] == ["cargo_owner"]
    assert [one["name"] for one in found] == ["宏达电子"]
    assert [one.status_code for one in (unknown, wrong, misspelt)] == [422, 422, 422]
    assert Customer.objects.get(name="宏达电子").kind == "enterprise"


@pytest.mark.spec("R017")
def test_a_partner_of_type_fourth_party_provider_is_taken_in_and_found_by_its_kind(clerk: Client) -> None:
    a_partner(name="顺达运输")

    added = clerk.post(reverse("parties:new_partner"), {"name": "联讯供应链", "kind": "fourth_party"})

    partner = Partner.objects.get(kind="fourth_party")
    page = clerk.get(partner.get_absolute_url()).content.decode()
    listed = clerk.get(reverse("parties:partners"), {"kind": "fourth_party"}).content.decode()
    assert added.status_code == 302
    assert "<h2>Fourth-party provider</h2>" in page
    assert "联讯供应链" in listed
    assert "顺达运输" not in listed


@pytest.mark.spec("R020")
def test_a_customer_is_an_enterprise_or_a_person(clerk: Client) -> None:
    for name, kind in (("宏达电子", "enterprise"), ("郑晓明", "person")):
        clerk.post(reverse("parties:new_customer"), {**ASKED, "name": name, "kind": kind})
    strange = clerk.post(reverse("parties:new_customer"), {**ASKED, "name": "某某", "kind": "ghost"})

    person = Customer.objects.get(name="郑晓明")
    shown = clerk.get(person.get_absolute_url()).content.decode()
    api = clerk.get("/api/v1/parties/customers", {"kind": "person"}).json()

    assert strange.status_code == 422
    assert [row.split(",")[0] for row in customers_of(clerk, kind="person")] == ["郑晓明"]
    assert [row.split(",")[0] for row in customers_of(clerk, kind="enterprise")] == ["宏达电子"]
    assert "<dt>Kind</dt><dd>Person</dd>" in shown
    assert [(one["name"], one["kind"]) for one in api] == [("郑晓明", "person")]


@pytest.mark.spec("R014", "R015", "R016", "R017")
def test_the_list_of_customers_takes_as_many_statements_with_three_as_with_one(
    clerk: Client, django_assert_num_queries: Any
) -> None:

    a_customer(is_cargo_owner=True)
    address = reverse("parties:customers")
    clerk.get(address)
    with CaptureQueriesContext(connection) as first:
        clerk.get(address, {"role": "cargo_owner"})
    a_customer(is_cargo_owner=True)
    a_customer(is_cargo_owner=True)

    with django_assert_num_queries(len(first)):
        clerk.get(address, {"role": "cargo_owner"})
