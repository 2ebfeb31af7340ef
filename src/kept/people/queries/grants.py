"""Who somebody is to the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.apps import apps

from kept.kernel.actor import Actor, Scope, ScopeKind

from ..enums import GrantScope
from ..models import ApiKey, Grant, Person


def actor_of(person: Person, at: datetime) -> Actor:
    """The person as an actor with the grants in force; one statement, none for who is signed in."""
    if person.held is not None:
        grants = [grant for grant in person.held if grant.is_in_force(at)]
    else:
        grants = list(Grant.objects.in_force(at).filter(person=person).select_related("role"))
    scopes = tuple(
        Scope(frozenset(g.role.permissions), cast(ScopeKind, g.scope_kind), g.scope_id) for g in grants
    )
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


@dataclass(frozen=True)
class HeldGrant:
    """A grant in words."""

    pk: int
    role: str
    where: str
    valid_until: datetime | None
    permissions: tuple[str, ...]


def grants_of(person: Person) -> list[HeldGrant]:
    return [
        HeldGrant(g.pk, str(g.role), _where(g), g.valid_until, tuple(g.role.permissions))
        for g in person.grants.select_related("role").order_by("id")
    ]


def _where(grant: Grant) -> str:
    """The part's name, looked up by model name since parties stand above people."""
    models: dict[str, str] = {
        GrantScope.BRANCH: "people.Branch",
        GrantScope.TEAM: "people.Team",
        GrantScope.CUSTOMER: "parties.Customer",
        GrantScope.PARTNER: "parties.Partner",
    }
    if grant.scope_kind not in models:
        return str(grant.get_scope_kind_display())
    part = apps.get_model(models[grant.scope_kind])._default_manager.filter(pk=grant.scope_id).first()
    return f"{grant.get_scope_kind_display()} · {part or '–'}"
