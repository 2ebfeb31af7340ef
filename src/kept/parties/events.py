from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from kept.kernel.events import Event, event


@event("parties.customer_created")
@dataclass(frozen=True, kw_only=True)
class CustomerCreated(Event):
    title = _("Customer added")


@event("parties.customer_changed")
@dataclass(frozen=True, kw_only=True)
class CustomerChanged(Event):
    title = _("Customer changed")
    fields: tuple[str, ...]

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        """Which fields; looked up by name of the model, which stands above the events."""
        meta: Any = apps.get_model("parties", "Customer")._meta
        return " · ".join(str(meta.get_field(name).verbose_name) for name in data["fields"])


@event("parties.partner_created")
@dataclass(frozen=True, kw_only=True)
class PartnerCreated(Event):
    title = _("Partner added")


@event("parties.contact_person_added")
@dataclass(frozen=True, kw_only=True)
class ContactPersonAdded(Event):
    title = _("Contact person added")


@event("parties.site_added")
@dataclass(frozen=True, kw_only=True)
class SiteAdded(Event):
    title = _("Site added")


@event("parties.consignee_added")
@dataclass(frozen=True, kw_only=True)
class ConsigneeAdded(Event):
    title = _("Consignee added")


@dataclass(frozen=True, kw_only=True)
class OfChain(Event):
    """Told of both customers."""

    customer_id: int
    member_id: int
    kind: str

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        meta: Any = apps.get_model("parties", "ChainLink")._meta
        return str(dict(meta.get_field("kind").flatchoices).get(data["kind"], data["kind"]))


@event("parties.chain_linked")
@dataclass(frozen=True, kw_only=True)
class ChainLinked(OfChain):
    title = _("Joined to a chain of customers")


@event("parties.chain_link_ended")
@dataclass(frozen=True, kw_only=True)
class ChainLinkEnded(OfChain):
    title = _("Left a chain of customers")


@event("parties.competitor_added")
@dataclass(frozen=True, kw_only=True)
class CompetitorAdded(Event):
    title = _("Competitor added")
