"""Whom and what the texts of a file stand for, looked up a batch at a time and remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kept.catalog.models import Service
from kept.parties.models import Customer, Partner
from kept.people.models import Branch

from ..enums import RejectReason
from ..reading.cells import Problem
from ..reading.kinds import Told
from ..reading.mapping import Mapping


@dataclass
class Known:
    """Parties of one model by the key in the file. A key that is not ours may be our number or name."""

    model: type[Customer] | type[Partner]
    prefix: str
    ids: dict[str, int] = field(default_factory=dict)

    def missing(self, named: dict[str, str]) -> dict[str, str]:
        """Look up keys with their names; returns those that nobody has."""
        asked = {key: name for key, name in named.items() if key not in self.ids}
        if not asked:
            return {}
        rows: Any = self.model._base_manager
        ours = {self.external(key): key for key in asked}
        for pk, external in rows.filter(external_key__in=ours).values_list("pk", "external_key"):
            self.ids[ours[external]] = pk
        self._by(rows.filter(number__in=self._left(asked)).values_list("pk", "number"))
        left = self._left(asked)
        by_name = list(rows.filter(name__in=[asked[key] for key in left]).values_list("pk", "name"))
        count = Counter(name for _, name in by_name)
        once = {name: pk for pk, name in by_name if count[name] == 1}
        self.ids.update({key: once[asked[key]] for key in left if asked[key] in once})
        return {key: asked[key] for key in self._left(asked)}

    def external(self, key: str) -> str:
        return f"{self.prefix}:{key}"

    def learn(self, found: Iterable[Customer | Partner]) -> None:
        for party in found:
            assert party.external_key is not None
            self.ids[party.external_key.removeprefix(f"{self.prefix}:")] = party.pk

    def _by(self, pairs: Iterable[tuple[int, str]]) -> None:
        self.ids.update({key: pk for pk, key in pairs})

    def _left(self, asked: dict[str, str]) -> list[str]:
        return [key for key in asked if key not in self.ids]


class Directory:
    """Customers, carriers, branches and services that the rows of a run name."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.customers = Known(Customer, mapping.prefix)
        self.carriers = Known(Partner, mapping.prefix)

    @cached_property
    def branches(self) -> dict[str, int]:
        return dict(Branch.objects.values_list("code", "pk"))

    @cached_property
    def services(self) -> set[str]:
        return set(Service.objects.values_list("code", flat=True))

    def unknown(self, told: Told) -> Problem | None:
        """A branch or service that we do not have."""
        if told.branch is not None and told.branch not in self.branches:
            title = self.mapping.fields["branch"].title
            return Problem(title, RejectReason.UNKNOWN_BRANCH, told.branch)
        if told.service is not None and told.service not in self.services:
            title = self.mapping.fields["service"].title
            return Problem(title, RejectReason.UNKNOWN_SERVICE, told.service)
        return None

    def new_customers(self, rows: Iterable[Told]) -> dict[str, str]:
        return self.customers.missing({r.customer: r.customer_name or r.customer for r in rows if r.customer})

    def new_carriers(self, rows: Iterable[Told]) -> dict[str, str]:
        return self.carriers.missing({r.carrier: r.carrier_name or r.carrier for r in rows if r.carrier})
