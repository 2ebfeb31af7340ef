"""What brings cases together, apart, and to their goods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kept.kernel.events import event

from .cases import CaseEvent


@event("desk.case_merged")
@dataclass(frozen=True, kw_only=True)
class CaseMerged(CaseEvent):
    title = _("Merged into another case")
    into_id: int
    into: str
    why: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return " · ".join(filter(None, (data["into"], data["why"])))


@event("desk.case_split")
@dataclass(frozen=True, kw_only=True)
class CaseSplit(CaseEvent):
    title = _("A part became a case of its own")
    into_id: int
    into: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["into"])


@dataclass(frozen=True, kw_only=True)
class CasesEvent(CaseEvent):
    """What happened between a case and another."""

    other_id: int
    other: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data["other"])


@event("desk.case_related")
@dataclass(frozen=True, kw_only=True)
class CaseRelated(CasesEvent):
    title = _("Linked with another case")
    sort: str


@event("desk.case_unrelated")
@dataclass(frozen=True, kw_only=True)
class CaseUnrelated(CasesEvent):
    title = _("Link with another case removed")


@event("desk.shipment_linked")
@dataclass(frozen=True, kw_only=True)
class ShipmentLinked(CaseEvent):
    title = _("Shipment added to the case")
    linked_id: int


@event("desk.shipment_unlinked")
@dataclass(frozen=True, kw_only=True)
class ShipmentUnlinked(CaseEvent):
    title = _("Shipment taken off the case")
    linked_id: int
