from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event


@event("catalog.service_added")
@dataclass(frozen=True, kw_only=True)
class ServiceAdded(Event):
    title = _("Service added")
    kind: str


@event("catalog.service_changed")
@dataclass(frozen=True, kw_only=True)
class ServiceChanged(Event):
    title = _("Service changed")
    fields: tuple[str, ...]

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        """Which fields; looked up by name of the model, which stands above the events."""
        meta: Any = apps.get_model("catalog", "Service")._meta
        return " · ".join(str(meta.get_field(name).verbose_name) for name in data["fields"])


@event("catalog.service_retired")
@dataclass(frozen=True, kw_only=True)
class ServiceRetired(Event):
    title = _("Service retired")
    why: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return str(data.get("why", ""))


@event("catalog.service_offered_again")
@dataclass(frozen=True, kw_only=True)
class ServiceOfferedAgain(Event):
    title = _("Service offered again")
