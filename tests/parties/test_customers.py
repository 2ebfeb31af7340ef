"""The one record of the customer."""

import pytest
from django.urls import reverse

from kept.kernel.models import EventRecord
from kept.kernel.searching import matching
from kept.parties.actions.belongings import add_consignee
from kept.parties.actions.customers import NameMissing, change_customer, create_customer, create_customers
from kept.parties.models import Customer
from tests.factories import HOUSE, NOON, a_customer, actor, staff

pytestmark = pytest.mark.django_db


@pytest.mark.spec("R036", "R045")
def test_every_change_is_kept_with_who_and_when():
    clerk = actor()
    customer = create_customer(name="宏达电子", by=clerk, at=NOON)

    change_customer(customer=customer, changes={"city": "苏州", "name": "宏达电子"}, by=clerk, at=NOON)

    told = EventRecord.objects.filter(subject_type="parties.customer", subject_id=customer.pk)
    rows = list(told.order_by("id").values_list("name", "actor_id", "data"))
    assert rows == [
        ("parties.customer_created", clerk.person_id, {}),
        ("parties.customer_changed", clerk.person_id, {"fields": ["city"]}),
    ]


def test_a_change_of_nothing_tells_nothing():
    customer = a_customer(city="上海")
    before = EventRecord.objects.count()

    change_customer(customer=customer, changes={"city": "上海"}, by=HOUSE, at=NOON)

    assert EventRecord.objects.count() == before


def test_a_customer_without_a_name_is_refused_and_nothing_is_written():
    with pytest.raises(NameMissing):
        create_customers(rows=[{"name": "好"}, {"name": "  "}], by=HOUSE, at=NOON)

    assert not Customer.objects.exists()


@pytest.mark.parametrize("words", ["宏达", "hddz", "宏達電子", "C-0", "13912345678", "5678", "电子"])
def test_a_customer_is_found_by_name_initials_either_script_number_or_phone(words):
    customer = create_customer(
        name="上海宏达电子有限公司", short_name="宏达电子", phone="13912345678", by=HOUSE, at=NOON
    )
    create_customer(name="远洋食品", phone="02166660000", by=HOUSE, at=NOON)

    found = list(matching(Customer.objects.all(), words))

    assert customer in found
    if words != "C-0":
        assert found == [customer]


@pytest.mark.parametrize("words", ["联合便利", "lhbl", "5678"])
def test_a_consignee_is_found_from_anywhere_and_leads_to_its_customer(client, words):
    customer, other = a_customer(), a_customer()
    add_consignee(customer=customer, name="联合便利", city="北京", phone="13912345678", by=HOUSE, at=NOON)
    add_consignee(customer=other, name="四季果品", city="天津", phone="13900000000", by=HOUSE, at=NOON)
    client.force_login(staff())

    page = client.get(reverse("kernel:find"), {"q": words}).content.decode()

    assert "联合便利" in page
    assert customer.get_absolute_url() in page
    assert "四季果品" not in page


@pytest.mark.spec("R044")
def test_a_customer_of_the_same_phone_is_asked_about_before_being_added_twice(client):
    known = a_customer(phone="021-55550101")
    client.force_login(staff())
    given = {
        "name": "别名",
        "kind": "enterprise",
        "state": "active",
        "segment": "general",
        "phone": known.phone,
    }

    asked = client.post(reverse("parties:new_customer"), given)
    added = client.post(reverse("parties:new_customer"), {**given, "sure": "1"})

    assert asked.status_code == 422
    assert known.name in asked.content.decode()
    assert added.status_code == 302
    assert Customer.objects.count() == 2


@pytest.mark.parametrize(
    ("phone", "status"),
    [("021-6666 8888转12", 302), ("021-6666 8888 ext. 12", 302), ("-----", 422), ("问", 422)],
)
def test_a_contact_person_has_a_phone_that_can_be_one(client, phone, status):
    customer = a_customer()
    client.force_login(staff())
    given = {"contact-name": "周洁", "contact-role": "user", "name": "周洁", "role": "user", "phone": phone}

    answer = client.post(reverse("parties:contact_persons", args=[customer.number]), given)

    assert answer.status_code == status


def test_the_customer_page_takes_as_many_statements_with_a_long_history(
    client, django_assert_max_num_queries
):
    customer = a_customer()
    client.force_login(staff())
    for n in range(40):
        change_customer(customer=customer, changes={"city": f"城{n}"}, by=HOUSE, at=NOON)

    with django_assert_max_num_queries(12):
        page = client.get(customer.get_absolute_url())

    assert page.status_code == 200


def test_credit_is_shown_and_set_by_those_who_may(client):
    customer = a_customer(credit_limit=500_000_00)
    client.force_login(staff("clerk"))
    hidden = client.get(customer.get_absolute_url()).content.decode()
    client.force_login(staff("general_manager"))

    shown = client.get(customer.get_absolute_url()).content.decode()

    assert "500,000.00" not in hidden
    assert "500,000.00" in shown
