from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kept.kernel.events import Event, event


@event("contracts.agreement_made")
@dataclass(frozen=True, kw_only=True)
class AgreementMade(Event):
    title = _("Agreement made")
    customer_id: int


@event("contracts.agreement_ended")
@dataclass(frozen=True, kw_only=True)
class AgreementEnded(Event):
    title = _("Agreement ended")
    customer_id: int


@event("contracts.rate_card_made")
@dataclass(frozen=True, kw_only=True)
class RateCardMade(Event):
    """Told about the agreement, or about the card itself when it is general."""

    title = _("Rate card made")
    card_id: int
    service_id: int
    customer_id: int | None


@event("contracts.service_statement_written")
@dataclass(frozen=True, kw_only=True)
class ServiceStatementWritten(Event):
    """A version of a statement; `customer_id` when it is for one customer alone."""

    title = _("Service statement written")
    number: int
    customer_id: int | None

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return f"v{data.get('number', '')}"


@event("contracts.service_statement_ended")
@dataclass(frozen=True, kw_only=True)
class ServiceStatementEnded(Event):
    title = _("Service statement ended")
    customer_id: int | None


@event("contracts.service_text_handed_over")
@dataclass(frozen=True, kw_only=True)
class ServiceTextHandedOver(Event):
    """Told about the handover: which version went to which customer."""

    title = _("Service text handed over")
    customer_id: int
    version_id: int
    number: int

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return f"v{data.get('number', '')}"


@event("contracts.client_policy_kept")
@dataclass(frozen=True, kw_only=True)
class ClientPolicyKept(Event):
    """A version of a client's own service policy."""

    title = _("Client's service policy kept")
    customer_id: int
    number: int

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        return f"v{data.get('number', '')}"


@event("contracts.preparation_noted")
@dataclass(frozen=True, kw_only=True)
class PreparationNoted(Event):
    """An element before the transaction with a customer was found in place, or not."""

    title = _("Element before the transaction noted")
    customer_id: int
    element: str
    is_in_place: bool

    @classmethod
    def detail(cls, data: Mapping[str, Any]) -> str:
        found = say("In place") if data["is_in_place"] else pgettext("before a transaction", "Not in place")
        return f"{_label('element', data['element'])} · {found}"


def _label(field: str, value: object) -> str:
    """A value in the reader's words; looked up by name of the model, which stands above the events."""
    choices: Any = apps.get_model("contracts", "PreparationNote")._meta.get_field(field)
    return str(dict(choices.flatchoices).get(value, value))
