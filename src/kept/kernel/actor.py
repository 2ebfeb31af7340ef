"""Who acts: a person with grants, the house itself, or a bearer of an unguessable link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django.http import HttpRequest

Kind = Literal["person", "system", "link", "anonymous"]
ScopeKind = Literal["company", "branch", "team", "customer", "partner"]


@dataclass(frozen=True)
class Scope:
    """Where some permissions hold: the whole company, or one branch, team, customer or partner."""

    permissions: frozenset[str]
    kind: ScopeKind = "company"
    id: int | None = None


@dataclass(frozen=True)
class Actor:
    """The one who does something. A value: it knows no database."""

    kind: Kind
    name: str
    person_id: int | None = None
    language: str = "zh-hans"
    scopes: tuple[Scope, ...] = field(default=())
    branch_id: int | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Actor:
        """The actor that the people room put on this request."""
        return getattr(request, "actor", None) or cls(kind="anonymous", name="")

    @classmethod
    def system(cls, name: str) -> Actor:
        """The house itself: the clock, an import, a rule. It may do everything."""
        return cls(kind="system", name=name)

    @classmethod
    def link(cls, name: str) -> Actor:
        """Somebody who holds an unguessable link; may do nothing but what that page offers."""
        return cls(kind="link", name=name)

    def may(self, permission: str) -> bool:
        """Whether this actor has the permission anywhere."""
        return self.kind == "system" or any(True for _ in self.scopes_of(permission))

    def scopes_of(self, permission: str) -> Iterator[Scope]:
        return (scope for scope in self.scopes if permission in scope.permissions)

    def only(self, kind: ScopeKind) -> frozenset[int]:
        """Ids of one kind in which this actor has grants, e.g. the customers of a portal user."""
        return frozenset(s.id for s in self.scopes if s.kind == kind and s.id is not None)

    @property
    def is_known(self) -> bool:
        return self.kind in ("person", "system")
