"""Rights: which permissions exist, and the one queryset method that applies them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self, TypeVar

from django.db import models
from django.db.models import Q

from .actor import Actor

STAFF: Final = (
    "general_manager",
    "branch_manager",
    "service_manager",
    "clerk",
    "document_clerk",
    "dispatcher",
    "warehouse",
    "finance",
    "admin",
)
MANAGERS: Final = ("general_manager", "branch_manager", "service_manager", "admin")
DESK: Final = ("general_manager", "branch_manager", "service_manager", "clerk", "document_clerk", "admin")
PORTAL: Final = ("client", "subcontractor")

ALL: Final = "*"
"""In SCOPES: a grant of this kind reaches every record."""


@dataclass(frozen=True)
class Permission:
    code: str
    words: object
    roles: tuple[str, ...]


PERMISSIONS: dict[str, Permission] = {}


def permission(code: str, words: object, *, roles: tuple[str, ...]) -> str:
    """Declare a permission `room.verb`, with the roles that have it until a manager changes them."""
    PERMISSIONS[code] = Permission(code, words, roles)
    return code


Record = TypeVar("Record", bound=models.Model)


class Permitted(models.QuerySet[Record]):
    """Records of a model that names its `SCOPES`: grant scope kind to the lookups that lead there."""

    def permitted(self, actor: Actor, permission: str) -> Self:
        """The records on which this actor may do this."""
        if actor.kind == "system":
            return self
        reach = Q(pk__in=[])
        for scope in actor.scopes_of(permission):
            if scope.kind == "company":
                return self
            paths = self._scope_paths().get(scope.kind, ())
            if paths == ALL:
                return self
            for path in paths:
                reach |= self._reaching(path, scope.id)
        return self.filter(reach)

    def _scope_paths(self) -> dict[str, Any]:
        return getattr(self.model, "SCOPES", {})

    def _reaching(self, path: str, scope_id: int | None) -> Q:
        """A condition without joins that multiply rows: many-valued paths go through a subquery."""
        first = path.split("__")[0]
        if first == "pk":
            return Q(pk=scope_id)
        relation = self.model._meta.get_field(first)
        if relation.one_to_many or relation.many_to_many:
            inside = self.model._base_manager.filter(**{path: scope_id}).values("pk")
            return Q(pk__in=inside)
        return Q(**{path: scope_id})
