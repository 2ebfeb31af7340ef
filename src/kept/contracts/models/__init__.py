"""What was agreed with customers, what it costs them, and what we tell them in writing about our service."""

from .agreements import (
    Agreement,
    AgreementLine,
    AgreementQuerySet,
    RateCard,
    RateCardQuerySet,
    RateZone,
    Surcharge,
    WeightBreak,
)
from .client_policies import ClientPolicy, ClientPolicyQuerySet
from .handovers import Handover
from .preparation import PreparationNote
from .statements import ServiceStatement, StatementVersion

__all__ = [
    "Agreement",
    "AgreementLine",
    "AgreementQuerySet",
    "ClientPolicy",
    "ClientPolicyQuerySet",
    "Handover",
    "PreparationNote",
    "RateCard",
    "RateCardQuerySet",
    "RateZone",
    "ServiceStatement",
    "StatementVersion",
    "Surcharge",
    "WeightBreak",
]
