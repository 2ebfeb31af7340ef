"""Who may do what where."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kept.kernel.models import RuleValue
from kept.kernel.numbers import NUMBER_RULES, rule
from kept.parties.models import Customer
from kept.people.actions.persons import (
    AlreadyOver,
    HeldAlready,
    OwnGrant,
    block_person,
    give_grant,
    make_key,
    take_grant,
)
from kept.people.actions.rule_numbers import OutOfRange, set_rule
from kept.people.models import ApiKey, Grant, Person, Role
from kept.people.queries import actor_of, person_by_key
from kept.people.queries.signed_in import PersonBackend
from kept.people.ui.rule_views import UNITS
from kept.promises.actions.settling import LATE_EVIDENCE
from tests.factories import HOUSE, NOON, PASSWORD, a_branch, a_customer, actor, staff

pytestmark = pytest.mark.django_db


def test_a_grant_in_one_customer_reaches_that_customer_only():
    mine, other = a_customer(), a_customer()
    role = Role.objects.get(code="clerk")
    person = staff("client", customer=mine)
    give_grant(person=person, role=role, scope_kind="customer", scope_id=mine.pk, by=HOUSE, at=NOON)

    seen = Customer.objects.permitted(actor_of(person, NOON), "parties.view")

    assert list(seen) == [mine]
    assert other not in seen


def test_all_staff_see_all_customers_and_only_those_granted_change_them():
    customer = a_customer()
    clerk, dispatcher = actor("clerk", branch=a_branch()), actor("dispatcher", branch=a_branch())

    assert list(Customer.objects.permitted(clerk, "parties.keep")) == [customer]
    assert list(Customer.objects.permitted(dispatcher, "parties.view")) == [customer]
    assert not Customer.objects.permitted(dispatcher, "parties.keep").exists()


def test_a_grant_ends_with_its_day():
    person = staff("clerk")
    Grant.objects.filter(person=person).update(valid_until=NOON + timedelta(days=1))

    assert actor_of(person, NOON).may("parties.view")
    assert not actor_of(person, NOON + timedelta(days=2)).may("parties.view")


def test_a_grant_ends_after_it_is_given():
    person = staff("clerk")

    with pytest.raises(AlreadyOver) as refused:
        give_grant(person=person, role=Role.objects.get(code="clerk"), valid_until=NOON, by=HOUSE, at=NOON)

    assert refused.value.field == "valid_until"
    assert person.grants.count() == 1


def test_the_same_grant_is_given_once_as_long_as_it_is_in_force():
    branch = a_branch()
    person = staff("clerk", branch=branch)
    again = {"person": person, "role": Role.objects.get(code="clerk"), "scope_kind": "branch", "by": HOUSE}

    with pytest.raises(HeldAlready) as refused:
        give_grant(**again, scope_id=branch.pk, at=NOON)
    give_grant(**again, scope_id=a_branch().pk, at=NOON)
    person.grants.filter(scope_id=branch.pk).update(valid_until=NOON)
    give_grant(**again, scope_id=branch.pk, at=NOON)

    assert refused.value.field == "role"
    assert person.grants.count() == 3


def test_a_grant_given_twice_is_refused_at_its_field(client):
    person = staff("clerk")
    client.force_login(staff("admin"))
    address = reverse("people:grants", args=[person.pk])

    answer = client.post(address, {"role": Role.objects.get(code="clerk").pk, "scope_kind": "company"})

    assert answer.status_code == 422
    assert [str(e) for e in answer.context["form"].errors["role"]] == [str(HeldAlready.default)]
    assert person.grants.count() == 1


def test_a_grant_of_a_branch_names_it(client):
    person = staff("clerk")
    client.force_login(staff("admin"))
    address = reverse("people:grants", args=[person.pk])

    answer = client.post(
        address, {"role": Role.objects.get(code="branch_manager").pk, "scope_kind": "branch"}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["branch"]


def test_nobody_changes_their_own_grants():
    person = staff("admin")
    own = actor_of(person, NOON)

    with pytest.raises(OwnGrant):
        give_grant(person=person, role=Role.objects.get(code="finance"), by=own, at=NOON)
    with pytest.raises(OwnGrant):
        take_grant(grant=person.grants.get(), by=own, at=NOON)
    with pytest.raises(OwnGrant):
        block_person(person=person, by=own, at=NOON)


def test_a_key_opens_the_api_until_its_person_is_blocked(client):
    person = staff("clerk")
    _key, secret = make_key(person=person, name="erp", by=HOUSE, at=NOON)
    header = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}

    before = client.get("/api/v1/people/me", **header)
    block_person(person=person, by=HOUSE, at=NOON)
    after = client.get("/api/v1/people/me", **header)

    assert (before.status_code, before.json()["name"]) == (200, person.name)
    assert after.status_code == 401
    assert person_by_key(secret) is None
    assert secret not in str(list(ApiKey.objects.values()))


def test_a_person_revokes_their_own_key_and_nobody_elses(client):
    person, other = staff("clerk"), staff("clerk")
    key, secret = make_key(person=person, name="erp", by=HOUSE, at=NOON)
    kept, _secret = make_key(person=other, name="wms", by=HOUSE, at=NOON)
    client.force_login(person)

    own = client.post(reverse("people:key_revocation", args=[key.pk]))
    foreign = client.post(reverse("people:key_revocation", args=[kept.pk]))

    assert (own.status_code, foreign.status_code) == (302, 404)
    assert person_by_key(secret) is None
    assert ApiKey.objects.filter(revoked_at=None).get() == kept


def test_a_blocked_person_is_let_in_again_with_the_grants_still_held(client):
    person = staff("clerk")
    client.force_login(staff("admin"))

    client.post(reverse("people:block", args=[person.pk]))
    blocked = Person.objects.get(pk=person.pk).is_active
    client.post(reverse("people:admission", args=[person.pk]))

    assert not blocked
    assert Person.objects.get(pk=person.pk).is_active
    assert actor_of(person, NOON).may("parties.keep")


def test_no_login_leads_to_the_login_page_and_a_wrong_password_says_so(client):
    page = reverse("people:people")

    assert client.get(page)["Location"] == f"{reverse('people:login')}?next={page}"
    said = client.post(reverse("people:login"), {"username": "nobody", "password": "x"})
    assert said.status_code == 200
    assert b'role="alert"' in said.content


def test_an_administrator_adds_a_person_and_gives_a_grant_on_the_pages(client):
    client.force_login(staff("admin"))
    given = {"login": "wang", "name": "王敏", "kind": "staff", "password": "correct-horse-7"}

    client.post(reverse("people:new_person"), given)
    person = Person.objects.get(login="wang")
    role = Role.objects.get(code="clerk")
    client.post(reverse("people:grants", args=[person.pk]), {"role": role.pk, "scope_kind": "company"})

    assert actor_of(person, NOON).may("parties.keep")
    assert "王敏" in client.get(reverse("people:person", args=[person.pk])).content.decode()


def test_a_customer_grant_needs_a_number_that_exists(client):
    client.force_login(staff("admin"))
    person = staff("clerk")
    given = {"role": Role.objects.get(code="client").pk, "scope_kind": "customer", "party": "C-99999"}

    answer = client.post(reverse("people:grants", args=[person.pk]), given)

    assert answer.status_code == 422
    assert person.grants.count() == 1


def test_a_rule_number_changes_from_now_on_and_keeps_its_past():
    manager = actor("general_manager")

    set_rule(key=LATE_EVIDENCE, value=45, why="new habit", by=manager, at=NOON)

    assert rule(LATE_EVIDENCE, at=NOON - timedelta(days=1)) == 30
    assert rule(LATE_EVIDENCE, at=NOON) == 45
    with pytest.raises(OutOfRange):
        set_rule(key=LATE_EVIDENCE, value=-1, by=manager, at=NOON)
    assert RuleValue.objects.count() == 1


def test_every_unit_of_a_rule_number_is_said_in_words():
    signs = {"", "share", "percent", "kg", "m³", "MB", "CNY"}

    assert {each.unit for each in NUMBER_RULES.values()} <= signs | UNITS.keys()


def test_rule_numbers_are_changed_on_their_page(client):
    client.force_login(staff("general_manager"))

    client.post(reverse("people:rule_numbers"), {"key": LATE_EVIDENCE, "value": "60", "why": "x"})

    assert rule(LATE_EVIDENCE) == 60
    assert client.get(reverse("people:rule_numbers")).status_code == 200


def test_a_person_changes_the_own_password_and_stays_signed_in(client):
    person = staff("clerk")
    client.force_login(person)
    given = {
        "old_password": PASSWORD,
        "new_password1": "brand-new-horse-9",
        "new_password2": "brand-new-horse-9",
    }

    answer = client.post(reverse("people:password"), given)

    person.refresh_from_db()
    assert answer.status_code == 302
    assert person.check_password("brand-new-horse-9")
    assert client.get(reverse("people:account")).status_code == 200


def test_who_is_signed_in_and_what_they_may_is_read_in_one_statement(django_assert_num_queries):
    person = staff("clerk")
    Grant.objects.filter(person=person).update(valid_until=NOON + timedelta(days=1))

    with django_assert_num_queries(1):
        signed_in = PersonBackend().get_user(person.pk)
        then, later = actor_of(signed_in, NOON), actor_of(signed_in, NOON + timedelta(days=2))

    assert (signed_in, then) == (person, actor_of(person, NOON))
    assert then.may("parties.view")
    assert not later.may("parties.view")


def test_the_blocked_are_not_signed_in_and_those_without_a_grant_are():
    blocked, bare = staff("clerk"), staff("clerk")
    Person.objects.filter(pk=blocked.pk).update(is_active=False)
    Grant.objects.filter(person=bare).delete()

    assert PersonBackend().get_user(blocked.pk) is None
    assert PersonBackend().get_user(bare.pk) == bare
    assert PersonBackend().get_user(0) is None
