"""Persons, the branches and teams they work in, and what they may do where."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kept.kernel.access import ALL, Permitted
from kept.kernel.actor import Actor
from kept.kernel.words import say

from ..enums import GrantScope, PersonKind


class Branch(models.Model):
    """A local unit; outlets stand below their branch."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    city = models.CharField(_("city"), max_length=60, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="outlets")
    is_headquarters = models.BooleanField(_("headquarters"), default=False)

    SCOPES: ClassVar = {"branch": ALL, "team": ALL}
    objects = Permitted.as_manager()

    class Meta:
        verbose_name = _("branch")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=80)

    SCOPES: ClassVar = {"branch": ("branch",), "team": ("pk",)}
    objects = Permitted["Team"].as_manager()

    class Meta:
        verbose_name = _("team")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:team", args=[self.pk])


class PersonQuerySet(Permitted["Person"]):
    def staff(self) -> PersonQuerySet:
        return self.filter(kind=PersonKind.STAFF, is_active=True)

    def in_reach(self, actor: Actor, permission: str) -> PersonQuerySet:
        """Those in whose branch or team this actor has the permission."""
        if actor.kind == "system":
            return self
        reach = Q(pk__in=[])
        for scope in actor.scopes_of(permission):
            if scope.kind == "company":
                return self
            if scope.kind == "branch":
                reach |= Q(branch=scope.id) | Q(pk__in=_members(branch=scope.id))
            elif scope.kind == "team":
                reach |= Q(pk__in=_members(pk=scope.id))
        return self.filter(reach)


def _members(**of: Any) -> models.QuerySet[Any, Any]:
    return Team.objects.filter(**of).values("members")


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> Person:
        person: Person = self.get(login=username)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in: staff, a client's or a subcontractor's person."""

    login = models.CharField(_("login"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PersonKind, default=PersonKind.STAFF)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="persons")
    teams = models.ManyToManyField(Team, blank=True, related_name="members")
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(_("active"), default=True)
    is_new = models.BooleanField(_("new to the work"), default=False)
    capacity = models.PositiveSmallIntegerField(_("most open matters at once"), null=True, blank=True)

    held: tuple[Grant, ...] | None = None
    """All grants, where they were read along with the person who is signed in."""

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar = ["name"]
    SCOPES: ClassVar = {"branch": ALL}
    objects: ClassVar[Any] = PersonManager()

    class Meta:
        verbose_name = _("person")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff_member(self) -> bool:
        return self.kind == PersonKind.STAFF


class Role(models.Model):
    """A named set of permissions. Built-in roles start from what the rooms declare."""

    code = models.CharField(max_length=40, unique=True)
    words = models.JSONField(default=dict)
    permissions = models.JSONField(default=list)
    known = models.JSONField(default=list)

    class Meta:
        verbose_name = _("role")
        ordering = ("code",)

    def __str__(self) -> str:
        return say(self.words) or self.code


class GrantQuerySet(Permitted["Grant"]):
    def in_force(self, at: datetime) -> GrantQuerySet:
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=at))


class Grant(models.Model):
    """A person has a role somewhere until a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants")
    scope_kind = models.CharField(_("scope"), max_length=20, choices=GrantScope, default=GrantScope.COMPANY)
    scope_id = models.BigIntegerField(null=True, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)

    SCOPES: ClassVar[dict[str, tuple[str, ...]]] = {}
    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        constraints = (
            models.CheckConstraint(
                name="a_company_grant_names_no_part",
                condition=Q(scope_kind="company", scope_id=None)
                | (~Q(scope_kind="company") & ~Q(scope_id=None)),
            ),
        )

    def is_in_force(self, at: datetime) -> bool:
        return self.valid_until is None or self.valid_until > at


class ApiKey(models.Model):
    """A program's key. Only its hash is stored; it may do what its person may."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="keys")
    name = models.CharField(_("name"), max_length=60)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API key")

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()
