from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

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
