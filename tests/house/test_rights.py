"""Each role at each address: in where it has the permission, turned away where not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kept.kernel.access import PERMISSIONS
from kept.people.enums import PersonKind
from kept.people.models import Role
from kept.people.queries import actor_of
from kept.people.rules import ROLE_WORDS
from kept.portal.ui import fence
from tests.factories import NOON, a_branch, a_customer, a_partner, staff

pytestmark = pytest.mark.django_db

OUTSIDE = {"client", "subcontractor", "supervisor"}
HOMES = ("portal.client", "portal.carrier", "inspections.observe")
SOME = {"int": 999_999, "str": "X-0", "slug": "x-0"}


def addresses() -> Iterator[tuple[str, Any]]:
    """Every address that wants a permission, with some value in each of its gaps."""

    def walk(patterns: list[Any], prefix: str, gaps: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for each in patterns:
            inside = {**gaps, **each.pattern.converters}
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, f"{prefix}{each.pattern}", inside)
            elif isinstance(each, URLPattern) and hasattr(each.callback, "permission"):
                yield filled(f"{prefix}{each.pattern}", inside), each.callback.permission

    yield from walk(get_resolver().url_patterns, "/", {})


def filled(route: str, gaps: dict[str, Any]) -> str:
    for name, converter in gaps.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().removeprefix("string") or "str"
        route = route.replace(f"<{kind}:{name}>", str(SOME[kind])).replace(f"<{name}>", SOME["str"])
    return route


def person_of(role: str) -> Any:
    if role == "supervisor":
        return staff(role, kind=PersonKind.SUPERVISOR)
    where: dict[str, Any] = {"client": {"customer": a_customer}, "subcontractor": {"partner": a_partner}}.get(
        role, {"branch": a_branch}
    )
    return staff(role, **{name: make() for name, make in where.items()})


def knock(client: Client, address: str) -> int | str:
    """What a visitor is answered, or the login page that they are sent to. Acts are knocked at by POST."""
    answer = client.get(address)
    if answer.status_code == 405:
        answer = client.post(address)
    leads_to = answer.get("Location", "").split("?")[0]
    return leads_to if leads_to == "/login/" else answer.status_code


def test_there_are_addresses_for_staff_and_for_the_portal() -> None:
    asked = {permission for _, permission in addresses()}

    assert len(asked) > 25
    assert all(PERMISSIONS[code].roles for code in asked if code != "*")


@pytest.mark.parametrize("role", sorted(set(ROLE_WORDS) - OUTSIDE))
def test_staff_get_in_where_their_role_may_and_nowhere_else(role: str, client: Client) -> None:
    person = person_of(role)
    actor = actor_of(person, NOON)
    client.force_login(person)

    wrong = []
    for address, permission in addresses():
        may = permission == "*" or actor.may(permission)
        status = knock(client, address)
        if (status == 403) == may or status >= 500:
            wrong.append((address, permission, status))

    assert wrong == []


@pytest.mark.parametrize("role", sorted(OUTSIDE))
def test_people_from_outside_find_their_portal_and_nothing_else(role: str, client: Client) -> None:
    person = person_of(role)
    actor = actor_of(person, NOON)
    client.force_login(person)

    wrong = []
    for address, permission in addresses():
        may = permission == "*" or (actor.may(permission) and permission in fence.PERMISSIONS)
        is_open = address == "/" or knock(client, address) not in (403, 404)
        home = permission in HOMES and may and not is_about_something(address)
        if (is_open and not may and address != "/") or (home and not is_open):
            wrong.append((address, permission, is_open))

    assert wrong == []


def is_about_something(address: str) -> bool:
    """Whether it names a record, which is not there."""
    return any(str(value) in address for value in SOME.values())


def test_without_a_login_every_address_leads_to_the_login_page(client: Client) -> None:
    wrong = [
        (address, status) for address, _ in addresses() if (status := knock(client, address)) != "/login/"
    ]

    assert wrong == []


def test_a_permission_taken_from_a_role_shuts_its_door(client: Client) -> None:
    person = person_of("clerk")
    role = Role.objects.get(code="clerk")
    client.force_login(person)
    assert client.get("/customers/").status_code == 200

    role.permissions = [code for code in role.permissions if code != "parties.view"]
    role.save()

    assert client.get("/customers/").status_code == 403
