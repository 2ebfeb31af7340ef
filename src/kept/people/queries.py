"""Who somebody is to the rest of the house."""

from __future__ import annotations

from datetime import datetime

from kept.kernel.actor import Actor, Scope

from .models import ApiKey, Grant, Person


def actor_of(person: Person, at: datetime) -> Actor:
    """The person as an actor with the grants in force; one statement."""
    grants = Grant.objects.in_force(at).filter(person=person).select_related("role")
    scopes = tuple(Scope(frozenset(g.role.permissions), g.scope_kind, g.scope_id) for g in grants)
    return Actor(
        kind="person",
        name=person.name,
        person_id=person.pk,
        language=person.language,
        scopes=scopes,
        branch_id=person.branch_id,
    )


def person_by_key(secret: str) -> Person | None:
    key = (
        ApiKey.objects.filter(digest=ApiKey.digest_of(secret), revoked_at=None, person__is_active=True)
        .select_related("person")
        .first()
    )
    return key.person if key else None
