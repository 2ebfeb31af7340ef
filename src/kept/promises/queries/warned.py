"""Whom an early warning or a breach reaches."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from kept.people.models import Person
from kept.people.queries.deputies import stand_ins

from ..models import Promise


def people_warned(promise: Promise, at: datetime) -> list[Person]:
    """The person who owes it and, while they are away, their deputy; and those who hold the roles that its
    policy names in its branch or the whole company."""
    roles = promise.policy_version.warn_roles if promise.policy_version else []
    reach = Q(grants__scope_kind="company") | Q(
        grants__scope_kind="branch", grants__scope_id=promise.branch_id
    )
    people = set(Person.objects.staff().filter(reach, grants__role__code__in=roles)) if roles else set()
    if promise.person:
        people |= {promise.person, *stand_ins([promise.person], at)}
    return sorted(people, key=lambda person: person.pk)
