"""Who shares a fine, and who decides on it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from kept.people.models import Grant, Person


def branch_managers(branch_id: int | None, *, at: datetime) -> list[Person]:
    """Managers of this branch, not of the whole company."""
    held = Grant.objects.in_force(at).filter(
        role__code="branch_manager", scope_kind="branch", scope_id=branch_id
    )
    return _people(held.values("person")) if branch_id else []


def coordinators(*, at: datetime) -> list[Person]:
    """Complaint coordinators at headquarters: service managers of the whole company."""
    held = Grant.objects.in_force(at).filter(role__code="service_manager", scope_kind="company")
    return _people(held.values("person"))


def deciders(branch_id: int | None, person_id: int, *, at: datetime) -> list[Person]:
    """Managers who may decide on a fine of this person in this branch."""
    roles = ("branch_manager", "service_manager", "general_manager")
    reach = Q(scope_kind="company") | Q(scope_kind="branch", scope_id=branch_id)
    held = Grant.objects.in_force(at).filter(reach, role__code__in=roles).exclude(person=person_id)
    return _people(held.values("person"))


def _people(ids: object) -> list[Person]:
    return list(Person.objects.staff().filter(pk__in=ids).order_by("pk"))
