"""Adding people, giving and taking grants, making keys."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor
from kept.kernel.errors import Refused
from kept.kernel.events import Subject, emit

from ..enums import GrantScope, PersonKind
from ..events import Granted, GrantTaken, KeyMade, KeyRevoked, PersonAdded, PersonAdmitted, PersonLeft
from ..models import ApiKey, Branch, Grant, Person, Role


class LoginTaken(Refused):
    default = _("This login is taken.")


class ScopeMissing(Refused):
    default = _("Choose the branch, team, customer or subcontractor of this grant.")


class AlreadyOver(Refused):
    default = _("This grant would be over before it begins.")


class HeldAlready(Refused):
    default = _("This person holds this role there already. Take it back first to change until when.")


class OwnGrant(Refused):
    default = _("Nobody changes their own grants.")


@transaction.atomic
def add_person(
    *,
    login: str,
    name: str,
    password: str | None = None,
    kind: str = PersonKind.STAFF,
    branch: Branch | None = None,
    by: Actor,
    at: datetime,
    **details: Any,
) -> Person:
    """Add somebody who may sign in. Without a password nobody can until one is set."""
    if Person.objects.filter(login=login).exists():
        raise LoginTaken(field="login")
    person = Person(login=login, name=name, kind=kind, branch=branch, **details)
    person.set_password(password) if password else person.set_unusable_password()
    person.save()
    emit(PersonAdded(subject=Subject.of(person), occurred_at=at), by=by)
    return person


@transaction.atomic
def give_grant(
    *,
    person: Person,
    role: Role,
    scope_kind: str = GrantScope.COMPANY,
    scope_id: int | None = None,
    valid_until: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Grant:
    if by.person_id == person.pk:
        raise OwnGrant
    if (scope_kind == GrantScope.COMPANY) != (scope_id is None):
        raise ScopeMissing(field="scope_id")
    if valid_until is not None and valid_until <= at:
        raise AlreadyOver(field="valid_until")
    Person.objects.select_for_update().get(pk=person.pk)
    held = person.grants.filter(role=role, scope_kind=scope_kind, scope_id=scope_id)
    if any(grant.is_in_force(at) for grant in held):
        raise HeldAlready(field="role")
    grant = Grant.objects.create(
        person=person, role=role, scope_kind=scope_kind, scope_id=scope_id, valid_until=valid_until
    )
    told = Granted(
        subject=Subject.of(person), occurred_at=at, role=role.code, scope_kind=scope_kind, scope_id=scope_id
    )
    emit(told, by=by)
    return grant


@transaction.atomic
def take_grant(*, grant: Grant, by: Actor, at: datetime) -> None:
    if by.person_id == grant.person_id:
        raise OwnGrant
    emit(GrantTaken(subject=Subject.of(grant.person), occurred_at=at, role=grant.role.code), by=by)
    grant.delete()


@transaction.atomic
def block_person(*, person: Person, by: Actor, at: datetime) -> Person:
    if by.person_id == person.pk:
        raise OwnGrant
    person.is_active = False
    person.save(update_fields=["is_active"])
    ApiKey.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
    emit(PersonLeft(subject=Subject.of(person), occurred_at=at), by=by)
    return person


@transaction.atomic
def admit_person(*, person: Person, by: Actor, at: datetime) -> Person:
    """Let a blocked person in again, with the grants still held; revoked keys stay revoked."""
    if person.is_active:
        return person
    person.is_active = True
    person.save(update_fields=["is_active"])
    emit(PersonAdmitted(subject=Subject.of(person), occurred_at=at), by=by)
    return person


@transaction.atomic
def make_key(*, person: Person, name: str, by: Actor, at: datetime) -> tuple[ApiKey, str]:
    """Returns the key's row and its secret, which is shown once and never stored."""
    secret = f"kept_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        person=person, name=name, prefix=secret[:12], digest=ApiKey.digest_of(secret), made_at=at
    )
    emit(KeyMade(subject=Subject.of(person), occurred_at=at, prefix=key.prefix), by=by)
    return key, secret


@transaction.atomic
def revoke_key(*, key: ApiKey, by: Actor, at: datetime) -> None:
    """The key opens nothing from now on."""
    if key.revoked_at:
        return
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    emit(KeyRevoked(subject=Subject.of(key.person), occurred_at=at, prefix=key.prefix), by=by)


def choose_language(*, person_id: int, language: str) -> None:
    """The language in which somebody reads and is written to."""
    Person.objects.filter(pk=person_id).update(language=language)


def change_password(*, person: Person, password: str) -> Person:
    """The person's own new password, already judged by the form; only its hash is kept."""
    person.set_password(password)
    person.save(update_fields=["password"])
    return person
